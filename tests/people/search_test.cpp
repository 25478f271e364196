// Search over everything: notes beside records, of joined people too, until they are withdrawn; no more than the
// timeline would show; and how often one may ask.
#include "people/search.hpp"

#include "events/notes.hpp"
#include "records/limits.hpp"
#include "tests/people/people_fixture.hpp"

namespace kith::people {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SearchTest : public PeopleTest {
protected:
    void SetUp() override {
        PeopleTest::SetUp();
        if (IsSkipped()) return;
        places_ = std::make_unique<records::Places>(*records_, same_record());
        search_ = std::make_unique<Search>(*database_, *records_, *people_, *places_);
    }
    events::EventKey note(PersonId person, std::string const& text) {
        auto const added = people_->add_event(edit(), person, {{"type", "Note"}, {"properties", {{"text", text}}}});
        EXPECT_TRUE(added) << store::describe(added.error());
        return added ? *added : events::EventKey{};
    }
    Json find(std::string const& text, std::string const& object = {}, Actor const& actor = clerk()) {
        auto const found = search_->find(actor, {text, object, 6});
        EXPECT_TRUE(found) << store::describe(found.error());
        return found ? (*found)["groups"] : Json::array();
    }
    std::vector<std::string> objects(std::string const& text, Actor const& actor = clerk()) {
        std::vector<std::string> names;
        for (auto const& group : find(text, {}, actor)) names.push_back(group["object"]);
        return names;
    }
    std::unique_ptr<records::Places> places_;
    std::unique_ptr<Search> search_;
};
ON_BOTH_DATABASES(SearchTest);

TEST_P(SearchTest, finds_notes_by_their_words_until_they_are_withdrawn) {
    auto const person = resolve({user("u1")}).person;
    learn(person, {{"given_name", "Ona"}, {"family_name", "Kazlaitė"}});
    auto const written = note(person, "Её чайник протекает: ждёт ответа");
    auto const group = find("chaynik proteka").at(0);
    EXPECT_EQ(group["object"], "note");
    auto const& hit = group["hits"][0];
    EXPECT_EQ(hit["id"], written.text());
    EXPECT_EQ(hit["name"]["text"], "Ona Kazlaitė");
    EXPECT_EQ(hit["said"]["marks"], Json::parse("[[3, 9], [10, 17]]"));
    EXPECT_EQ(hit["path"], "/people/" + person.text() + "?type=Note");
    EXPECT_EQ(hit["record"]["id"], person.text());
    EXPECT_EQ(hit["record"]["name"], "Ona Kazlaitė");
    auto const retraction = edit();
    ASSERT_OK(people_->retract_event(retraction, person, written));
    EXPECT_THAT(find("chaynik"), IsEmpty());
    revert(retraction.change_set);
    EXPECT_THAT(objects("chaynik"), ElementsAre("note"));
    ASSERT_OK(database_->write([](store::Transaction& tx) { return events::rewrite_note_words(tx); }));
    EXPECT_THAT(objects("chaynik"), ElementsAre("note"));
    EXPECT_THAT(find("chaynik", "person"), IsEmpty());
    EXPECT_EQ(search_->find(clerk(), {"chaynik", "unicorn", 6}).error().fields.at(0).code, "unknown_object");
}

TEST_P(SearchTest, a_note_follows_its_person_through_joins_and_into_the_trash) {
    auto const one = resolve({user("u1")}).person, two = resolve({user("u2")}).person;
    learn(one, {{"given_name", "Ona"}});
    note(two, "wants a kettle");
    join(one, two);
    EXPECT_EQ(find("kettle").at(0)["hits"][0]["name"]["text"], "Ona");
    EXPECT_EQ(find("kettle").at(0)["hits"][0]["path"], "/people/" + one.text() + "?type=Note");
    RecordId const record{one.uuid};
    ASSERT_OK(records_->remove(edit(), *person_, record, version_of(*records_->get(clerk(), *person_, record))));
    EXPECT_THAT(find("kettle"), IsEmpty());
}

TEST_P(SearchTest, shows_no_note_that_the_timeline_would_not_show) {
    auto const person = resolve({user("u1")}).person;
    learn(person, {{"given_name", "Ona"}, {"country", "LT"}, {"email", "ona.secret@example.com"}});
    note(person, "wants a kettle");
    note(person, "ona.secret@example.com");
    EXPECT_EQ(find("secret", "note").size(), 1u);
    ASSERT_OK(change_role("member", {{"objects", {{"person", {{"fields", {{"email", "hidden"}}}}}}}}));
    EXPECT_THAT(find("secret"), IsEmpty());
    EXPECT_THAT(objects("kettle"), ElementsAre("note"));
    ASSERT_OK(set_rule("member", *person_, "country = \"NO\""));
    EXPECT_THAT(find("kettle"), IsEmpty());
    ASSERT_OK(set_rule("member", *person_, std::nullopt));
    ASSERT_OK(change_role("member", {{"objects", {{"person", {{"read", false}}}}}}));
    EXPECT_THAT(find("kettle"), IsEmpty());
    auto token = clerk();
    token.permissions = {Permission::records_read};
    EXPECT_THAT(find("ona", {}, token), IsEmpty());
    EXPECT_EQ(search_->find(token, {"ona", "note", 6}).error().fields.at(0).code, "unknown_object");
}

TEST_P(SearchTest, notes_that_may_not_be_seen_do_not_push_out_those_that_may) {
    auto const seen = resolve({user("u1")}).person;
    learn(seen, {{"given_name", "Ona"}, {"country", "LT"}});
    note(seen, "wants a kettle");
    auto const hidden = resolve({user("u2")}).person, loser = resolve({user("u3")}).person;
    learn(hidden, {{"given_name", "Kari"}, {"country", "NO"}});
    for (int i = 0; i < 40; ++i) note(i % 2 ? hidden : loser, "wants a kettle");
    join(hidden, loser);
    ASSERT_OK(set_rule("member", *person_, "country = \"LT\""));
    for (std::size_t const limit : {1, 6}) {
        auto const groups = search_->find(clerk(), {"kettle", "note", limit});
        ASSERT_OK(groups);
        ASSERT_EQ((*groups)["groups"].size(), 1u);
        auto const group = (*groups)["groups"][0];
        EXPECT_EQ(group["hits"].size(), 1u);
        EXPECT_EQ(group["has_more"], false) << "what is hidden is not told of either";
    }
}

TEST_P(SearchTest, the_group_with_the_nearest_hit_comes_first_and_an_id_finds_its_record) {
    auto const person = resolve({user("u1")}).person;
    learn(person, {{"given_name", "Petras"}, {"city", "Beržas"}});
    auto const company = records_->create(edit(), *company_, {{"name", "Beržas"}});
    ASSERT_OK(company);
    note(person, "of berzas");
    EXPECT_THAT(objects("berzas"), ElementsAre("company", "person", "note"));
    EXPECT_THAT(objects("petras"), ElementsAre("person"));
    auto const by_id = find((*company)["id"]);
    ASSERT_EQ(by_id.size(), 1u);
    EXPECT_EQ(by_id[0]["hits"][0]["nearness"], "exact");
    EXPECT_EQ(by_id[0]["hits"][0]["path"], "/companies/" + (*company)["id"].get<std::string>());
}

TEST_P(SearchTest, refuses_who_asks_more_often_than_anybody_types) {
    int asked = 0;
    auto found = search_->find(clerk(), {"-", {}, 6});
    for (; found && asked < 100 * limits::searches_at_once_max; ++asked) found = search_->find(clerk(), {"-", {}, 6});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::too_many_requests);
    EXPECT_EQ(found.error().retry_after_seconds, 1);
    EXPECT_GE(asked, limits::searches_at_once_max - 1);
    auto another = clerk();
    another.id = Uuid::of_name("test", "another");
    EXPECT_OK(search_->find(another, {"-", {}, 6}));
}

}  // namespace
}  // namespace kith::people
