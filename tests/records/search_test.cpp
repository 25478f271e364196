// Search over records: what is found by what, in which order, and of whom nothing depends on what they may not see.
#include "records/search.hpp"

#include <gmock/gmock.h>

#include <set>

#include "records/limits.hpp"
#include "records/type_change.hpp"
#include "schema/definitions.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::records {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class RecordSearchTest : public RecordsTest {
protected:
    RecordId person(std::string const& name, Json values = Json::object()) {
        values["name"] = name;
        values["given_name"] = name;
        return add_person(values);
    }
    Hits find(std::string_view text, std::size_t limit = 6, Actor const& actor = Actor::system("test")) {
        auto const found = database_->read([&](store::Session& session) -> Result<Hits> {
            return search(session, *records_, actor, *person_, TRY(wanted_of(text)), limit);
        });
        EXPECT_TRUE(found) << store::describe(found.error());
        return found ? *found : Hits{};
    }
    std::vector<std::string> names(std::string_view text, std::size_t limit = 6,
                                   Actor const& actor = Actor::system("test")) {
        std::vector<std::string> names;
        for (auto const& hit : find(text, limit, actor).hits) names.push_back(hit.name ? hit.name->text : "");
        return names;
    }
    std::int64_t listed(std::string text, Actor const& actor) {
        ListQuery query;
        query.search = std::move(text);
        return list(query, actor).total->count;
    }
};

TEST_P(RecordSearchTest, finds_either_alphabet_by_the_other) {
    for (auto const& [written, typed] : {
             std::pair("Жанна Щукина", "zhanna shchukina"),
             {"Zhanna Berg", "жанна берг"},
             {"Žemaitė", "zemaite"},
             {"Шимкус", "šimkus"},
             {"Šimonytė", "шимоныте"},
             {"Õnne Jõgi", "onne jogi"},
             {"Łukasz Żółć", "lukasz zolc"},
             {"Großmann", "grossmann"},
             {"Bjørn Ås", "bjorn aas"},
             {"Müller", "mueller"},
             {"Татьяна", "tatjana"},
             {"Юлия", "iuliia"},
             {"Öpik", "opik"},
             {"Kęstas", "kestas"},
             {"Ærø", "aero"},
         }) {
        auto const id = person(written);
        ASSERT_THAT(find(typed).hits, SizeIs(1)) << written << " " << typed;
        EXPECT_EQ(find(typed).hits[0].id, id);
        EXPECT_THAT(names(written), ElementsAre(written));
        ASSERT_OK(records_->remove(by_system("edit"), *person_, id, 1));
        EXPECT_THAT(names(typed), IsEmpty());
    }
}

TEST_P(RecordSearchTest, finds_a_phone_number_in_any_notation) {
    person("Ona", {{"phone", "+37061234567"}});
    for (auto const* typed : {"+370 612 34567", "37061234567", "0037061234567", "8 612 34567", "(0-612) 34567",
                              "61234567", "612 34 567", "+370612", "370 612 3"}) {
        auto const found = find(typed);
        ASSERT_THAT(found.hits, SizeIs(1)) << typed;
        ASSERT_TRUE(found.hits[0].said) << typed;
        EXPECT_EQ(found.hits[0].said->name, "phone");
        EXPECT_EQ(found.hits[0].piece.marks.size(), 1u) << typed;
    }
    EXPECT_EQ(find("8 612 34567").hits[0].nearness, Nearness::exact);
    EXPECT_EQ(find("+370612").hits[0].nearness, Nearness::said);
    for (auto const* typed : {"61234568", "34567", "1234567890123"}) EXPECT_THAT(find(typed).hits, IsEmpty()) << typed;
}

TEST_P(RecordSearchTest, the_nearest_come_first_however_many_there_are) {
    auto const make = [&] {
        person("Kazys Ona", {{"city", "Vilnius"}});
        person("Petras", {{"email", "petras.ona@example.com"}});
        person("Onassis");
        person("Ona", {{"email", "first@example.com"}});
        person("Jonas", {{"city", "Ona"}});
    };
    make();
    std::vector<std::string> const in_order{"Ona", "Onassis", "Kazys Ona", "Jonas", "Petras"};
    EXPECT_EQ(names("ona", 5), in_order);
    EXPECT_FALSE(find("ona", 5).has_more);
    EXPECT_TRUE(find("ona", 4).has_more);
    EXPECT_EQ(names("ona", 3), (std::vector<std::string>{"Ona", "Onassis", "Kazys Ona"}));
    for (int i = 0; i < 3; ++i) person("Petras", {{"city", "Ona"}});
    EXPECT_EQ(names("ona", 3), (std::vector<std::string>{"Ona", "Onassis", "Kazys Ona"}));
    EXPECT_THAT(names("first@example.com"), ElementsAre("Ona"));
    EXPECT_EQ(find("first@example.com").hits[0].nearness, Nearness::exact);
    EXPECT_THAT(names("vil kaz"), IsEmpty());
    EXPECT_THAT(names("vilnius kaz"), ElementsAre("Kazys Ona"));
}

TEST_P(RecordSearchTest, says_where_it_was_found) {
    person("Anne-Marie O'Brien", {{"email", "am@strasse.example"}, {"city", "Tromsø"}});
    auto const by_name = find("annemar").hits.at(0);
    EXPECT_EQ(by_name.name->marks, (std::vector<std::pair<std::size_t, std::size_t>>{{0, 8}}));
    EXPECT_FALSE(by_name.said);
    auto const by_city = find("brien tromso").hits.at(0);
    EXPECT_EQ(by_city.name->marks, (std::vector<std::pair<std::size_t, std::size_t>>{{13, 18}}));
    ASSERT_TRUE(by_city.said);
    EXPECT_EQ(by_city.said->name, "city");
    EXPECT_EQ(by_city.piece.marks, (std::vector<std::pair<std::size_t, std::size_t>>{{0, 6}}));
    auto const by_mail = find("straße.ex").hits.at(0);
    EXPECT_EQ(by_mail.piece.text, "am@strasse.example");
    EXPECT_EQ(by_mail.piece.marks, (std::vector<std::pair<std::size_t, std::size_t>>{{3, 10}, {11, 13}}));
    Piece const piece =
        piece_of(std::string(500, 'x') + " the kettle leaks " + std::string(500, 'y'), *wanted_of("kettle"));
    EXPECT_LE(piece.text.size(), limits::search_piece_bytes_max + 8);
    ASSERT_THAT(piece.marks, SizeIs(1));
    EXPECT_EQ(piece.text.substr(piece.text.find("kettle"), 6), "kettle");
}

TEST_P(RecordSearchTest, refuses_more_than_its_limits) {
    EXPECT_OK(wanted_of(std::string(limits::search_characters_max, 'a')));
    EXPECT_EQ(wanted_of(std::string(limits::search_characters_max + 1, 'a')).error().fields.at(0).code, "too_long");
    std::string words;
    for (std::size_t i = 0; i < limits::search_words_max; ++i) words += "a ";
    EXPECT_OK(wanted_of(words));
    EXPECT_EQ(wanted_of(words + "a").error().fields.at(0).code, "limit_reached");
    EXPECT_THAT(find(" - ").hits, IsEmpty());
    EXPECT_THAT(find("\xff\" OR * '").hits, IsEmpty());
}

TEST_P(RecordSearchTest, a_hidden_field_is_not_found_by_in_any_alphabet_and_a_seen_one_is) {
    ASSERT_OK(change_role("member", {{"objects", {{"person", {{"fields", {{"city", "hidden"}}}}}}}}));
    person("Жанна", {{"city", "Шяуляй"}});
    for (auto const* typed : {"Шяуляй", "syauljaj", "shyaulyay", "Šjauljaj"}) {
        EXPECT_THAT(names(typed, 6, member()), IsEmpty()) << typed;
        EXPECT_EQ(listed(typed, member()), 0) << typed;
    }
    EXPECT_EQ(listed("shyaulyay", Actor::system("test")), 1);
    for (auto const* typed : {"zhanna", "žan", "жан", "Zanna"}) {
        EXPECT_THAT(names(typed, 6, member()), ElementsAre("Жанна")) << typed;
        EXPECT_EQ(listed(typed, member()), 1) << typed;
    }
}

TEST_P(RecordSearchTest, somebody_known_by_a_hidden_address_is_not_found_by_it) {
    ASSERT_OK(change_role("member", {{"objects", {{"person", {{"fields", {{"email", "hidden"}}}}}}}}));
    auto const id = add_person({{"email", "xavier@example.com"}, {"name", "xavier@example.com"}});
    EXPECT_THAT(names("xavier", 6, member()), IsEmpty());
    EXPECT_EQ(listed("xavier", member()), 0);
    EXPECT_THAT(names("xavier"), ElementsAre("xavier@example.com"));
    ASSERT_OK(database_->write([&](store::Transaction& tx) {
        return records_->patch(tx, by_system("edit"), *person_, id, {{"given_name", "Xavier"}, {"name", "Xavier"}});
    }));
    EXPECT_THAT(names("xav", 6, member()), ElementsAre("Xavier"));
}

TEST_P(RecordSearchTest, a_row_rule_leaves_no_trace_of_what_it_hides) {
    for (int i = 0; i < 5; ++i) person("Ona", {{"country", "NO"}});
    auto const seen = person("Ona", {{"country", "LT"}});
    for (int i = 0; i < 5; ++i) person("Ona", {{"country", "NO"}});
    ASSERT_OK(set_rule("member", *person_, "country = \"LT\""));
    auto const found = find("ona", 1, member());
    ASSERT_THAT(found.hits, SizeIs(1));
    EXPECT_EQ(found.hits[0].id, seen);
    EXPECT_FALSE(found.has_more);
    auto const by_id = database_->read(
        [&](store::Session& session) { return find_by_id(session, *records_, member(), *person_, seen); });
    ASSERT_OK(by_id);
    EXPECT_THAT(by_id->hits, SizeIs(1));
    ASSERT_OK(set_rule("member", *person_, "country = \"EE\""));
    EXPECT_THAT(find("ona", 6, member()).hits, IsEmpty());
    EXPECT_THAT(
        database_
            ->read([&](store::Session& session) { return find_by_id(session, *records_, member(), *person_, seen); })
            ->hits,
        IsEmpty());
}

TEST_P(RecordSearchTest, every_field_has_letters_of_its_own) {
    for (auto const& object : schema_->objects()) {
        auto searched = *object;
        for (int i = 1; i <= 400; ++i) {
            auto& field = searched.fields.emplace_back();
            field.name = field.column = fmt::format("f_{}", i);
        }
        std::size_t fields = 0;
        for (auto& field : searched.fields) {
            field.is_searchable = true;
            ++fields;
        }
        std::set<std::string> prefixes;
        auto const terms = terms_of(searched, *access_, Actor::system("test"), *wanted_of("x"));
        for (auto const& term : terms.at(0).at(0)) prefixes.insert(term.word);
        // The name of a person has others where it stands in for an address.
        EXPECT_EQ(prefixes.size(), fields + (object->name == "person" ? 1 : 0)) << object->name;
    }
}

class DefinedSearchTest : public RecordSearchTest {
protected:
    void SetUp() override {
        RecordSearchTest::SetUp();
        if (IsSkipped()) return;
        definitions_ = std::make_unique<schema::Definitions>(*database_, *published_);
        definitions_->set_conversion(conversion(*access_));
        ASSERT_OK(definitions_->add_field(author(), "person", field("Nickname")));
        person_ = published_->current()->find("person");
        id_ = person("Ona", {{"nickname", "Titnagas"}});
    }
    static schema::Author author() {
        auto actor = member();
        actor.permissions.add(Permission::workspace_manage);
        return schema::Author::begin(actor);
    }
    static Json field(std::string const& label) {
        return {{"label", {{"en", label}}}, {"type", "text"}, {"is_searchable", true}};
    }
    void renew() { person_ = published_->current()->find("person"); }
    std::int64_t version() { return version_of(*records_->get(Actor::system("test"), *person_, id_)); }
    std::unique_ptr<schema::Definitions> definitions_;
    RecordId id_;
};

TEST_P(DefinedSearchTest, a_field_out_of_use_is_not_found_by_and_one_back_in_use_is) {
    EXPECT_THAT(names("titnagas"), ElementsAre("Ona"));
    ASSERT_OK(definitions_->retire_field(author(), "person", "nickname"));
    renew();
    EXPECT_THAT(names("titnagas"), IsEmpty());
    EXPECT_EQ(listed("titnagas", Actor::system("test")), 0);
    ASSERT_OK(records_->update(by_system("edit"), *person_, id_, version(), {{"city", "Kaunas"}}));
    ASSERT_OK(definitions_->restore_field(author(), "person", "nickname"));
    renew();
    EXPECT_THAT(names("titnagas"), ElementsAre("Ona"));
    EXPECT_THAT(names("kaunas"), ElementsAre("Ona"));
}

TEST_P(DefinedSearchTest, a_deleted_field_leaves_no_words_for_the_next_in_its_place) {
    ASSERT_OK(definitions_->retire_field(author(), "person", "nickname"));
    ASSERT_OK(definitions_->delete_field(author(), "person", "nickname"));
    auto const words = database_->read([&](store::Session& session) -> Result<std::string> {
        store::Parameter const parameters[] = {id_};
        return std::string(
            TRY(session.run("SELECT words FROM person_search WHERE record_id = $1", parameters))[0].text(0));
    });
    ASSERT_OK(words);
    EXPECT_EQ(words->find("titnagas"), std::string::npos) << *words;
}

TEST_P(DefinedSearchTest, a_field_that_is_searched_from_now_on_is_found_by_at_once) {
    ASSERT_OK(definitions_->change_field(author(), "person", "nickname", {{"is_searchable", false}}));
    renew();
    EXPECT_THAT(names("titnagas"), IsEmpty());
    ASSERT_OK(
        records_->update(by_system("edit"), *person_, id_, version(), {{"nickname", "Akmuo"}, {"city", "Vilnius"}}));
    ASSERT_OK(definitions_->change_field(author(), "person", "nickname", {{"is_searchable", true}}));
    renew();
    EXPECT_THAT(names("akmuo"), ElementsAre("Ona"));
    EXPECT_THAT(names("titnagas"), IsEmpty());
}

TEST_P(DefinedSearchTest, documents_made_anew_find_what_they_found) {
    auto const gone = person("Gone");
    ASSERT_OK(records_->remove(by_system("edit"), *person_, gone, 1));
    ASSERT_OK(
        database_->write([&](store::Transaction& tx) { return rewrite_search_documents(tx, *published_->current()); }));
    EXPECT_THAT(names("titnagas"), ElementsAre("Ona"));
    EXPECT_THAT(names("gone"), IsEmpty());
}

ON_BOTH_DATABASES(RecordSearchTest);
ON_BOTH_DATABASES(DefinedSearchTest);

}  // namespace
}  // namespace kith::records
