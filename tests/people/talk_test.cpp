// Working together on records: comments and whom they reach, watched records and what is told of them, favourites; no
// more than each may see, through joins, and within limits.
#include "records/talk/comments.hpp"
#include "records/talk/inbox.hpp"
#include "records/talk/limits.hpp"
#include "records/talk/marks.hpp"
#include "tests/people/people_fixture.hpp"

namespace kith::people {
namespace {

using records::Mark;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class TalkTest : public PeopleTest {
protected:
    void SetUp() override {
        PeopleTest::SetUp();
        if (IsSkipped()) return;
        auto const actor_of = [this](UserId id) -> Result<Actor> {
            if (gone_ == id.uuid) return Error::forbidden("Gone.");
            return named(id.uuid, "member");
        };
        places_ = std::make_unique<records::Places>(*records_, same_record());
        inbox_ = std::make_unique<records::Inbox>(*database_, *places_, actor_of);
        comments_ = std::make_unique<records::Comments>(*database_, *places_, *inbox_, actor_of);
        marks_ = std::make_unique<records::Marks>(*database_, *places_);
        add_user(ona().id, "Ona");
        add_user(kari().id, "Kari");
        customer_ = add_person({{"given_name", "Jonas"}, {"country", "LT"}});
    }

    static Actor named(Uuid id, std::string const& name) {
        auto actor = member();
        actor.id = id;
        actor.name = name;
        return actor;
    }
    static Actor ona() { return named(Uuid::of_name("test", "ona"), "Ona"); }
    static Actor kari() { return named(Uuid::of_name("test", "kari"), "Kari"); }

    static Json body(std::string const& text, std::vector<Actor> const& mentioned = {}) {
        Json mentions = Json::array();
        for (auto const& actor : mentioned) mentions.push_back(actor.id.text());
        return {{"text", text}, {"mentions", mentions}};
    }
    Json say(std::string const& text, std::vector<Actor> const& mentioned = {}, Actor const& by = ona()) {
        auto const made = comments_->create(by, "person", customer_, body(text, mentioned));
        EXPECT_TRUE(made) << store::describe(made.error());
        return made ? *made : Json::object();
    }
    Json inbox(Actor const& actor) {
        auto const listed = inbox_->list(actor, true, "", 50);
        EXPECT_TRUE(listed) << store::describe(listed.error());
        return listed ? (*listed)["data"] : Json::array();
    }
    std::vector<std::string> kinds(Actor const& actor) {
        std::vector<std::string> kinds;
        for (auto const& entry : inbox(actor)) kinds.push_back(entry["kind"]);
        return kinds;
    }
    std::vector<std::string> fields(Json const& entry) {
        std::vector<std::string> names;
        for (auto const& field : entry["fields"]) names.push_back(field["name"]);
        std::sort(names.begin(), names.end());
        return names;
    }
    std::vector<std::string> texts(RecordId record, Actor const& actor = kari()) {
        auto const listed = comments_->list(actor, "person", record, "", 50);
        EXPECT_TRUE(listed) << store::describe(listed.error());
        std::vector<std::string> texts;
        if (listed)
            for (auto const& comment : (*listed)["data"]) texts.push_back(comment["text"]);
        return texts;
    }
    void watch(RecordId record, Actor const& actor = kari()) {
        ASSERT_OK(marks_->set(actor, Mark::watch, "person", record));
    }
    void change(RecordId record, Json const& values, Actor const& by = ona()) {
        auto const now = records_->get(by, *person_, record);
        ASSERT_OK(now);
        auto const changed =
            records_->update(records::Write::begin("edit", by), *person_, record, version_of(*now), values);
        ASSERT_OK(changed);
    }
    std::size_t catch_up() {
        auto const told = inbox_->catch_up();
        EXPECT_TRUE(told) << store::describe(told.error());
        return told ? *told : 0;
    }

    Uuid gone_;  ///< may not come in any more
    std::unique_ptr<records::Places> places_;
    std::unique_ptr<records::Inbox> inbox_;
    std::unique_ptr<records::Comments> comments_;
    std::unique_ptr<records::Marks> marks_;
    RecordId customer_;
};
ON_BOTH_DATABASES(TalkTest);

std::string code_of(Error const& error) { return error.fields.empty() ? error.reason : error.fields[0].code; }

TEST_P(TalkTest, a_comment_is_as_long_as_the_limit_and_not_longer) {
    std::string text;
    for (std::size_t i = 0; i < limits::comment_characters_max; ++i) text += "ė";
    EXPECT_EQ(say(text)["text"], text);
    EXPECT_EQ(code_of(comments_->create(ona(), "person", customer_, body(text + "x")).error()), "too_long");
}

TEST_P(TalkTest, a_comment_mentions_as_many_as_the_limit_and_not_more) {
    std::string text;
    std::vector<Actor> colleagues;
    for (std::size_t i = 0; i <= limits::comment_mentions_max; ++i) {
        auto const name = fmt::format("N{:02}", i);
        colleagues.push_back(named(Uuid::of_name("test", name), name));
        add_user(colleagues.back().id, name);
        text += "@" + name + " ";
    }
    EXPECT_EQ(code_of(comments_->create(ona(), "person", customer_, body(text, colleagues)).error()), "limit_reached");
    colleagues.pop_back();
    EXPECT_THAT(say(text, colleagues)["mentions"], SizeIs(limits::comment_mentions_max));
    auto const offered = comments_->mentionable(ona(), "person", customer_, "n");
    ASSERT_OK(offered);
    EXPECT_THAT((*offered)["data"], SizeIs(limits::mentionable_max));
}

TEST_P(TalkTest, who_is_no_longer_mentioned_has_nothing_to_read_and_who_is_now_has) {
    auto const comment = say("@Kari, look", {kari()});
    EXPECT_THAT(kinds(kari()), ElementsAre("mention"));
    auto const id = *records::CommentId::parse(comment["id"].get<std::string>());
    ASSERT_OK(comments_->update(ona(), id, 1, {{"text", "Nobody need look"}}));
    EXPECT_THAT(kinds(kari()), IsEmpty());
    ASSERT_OK(comments_->update(ona(), id, 2, {{"text", "@Kari after all"}, {"mentions", {kari().id.text()}}}));
    EXPECT_THAT(kinds(kari()), ElementsAre("mention"));
    // One's own name reaches nobody.
    say("@Ona notes", {ona()});
    EXPECT_THAT(kinds(ona()), IsEmpty());
}

TEST_P(TalkTest, a_comment_is_edited_though_whom_it_mentions_has_left) {
    auto const comment = say("@Kari, lokk", {kari()});
    auto const id = *records::CommentId::parse(comment["id"].get<std::string>());
    gone_ = kari().id;
    Json const mentions{kari().id.text()};
    auto const edited = comments_->update(ona(), id, 1, {{"text", "@Kari, look"}, {"mentions", mentions}});
    ASSERT_OK(edited);
    EXPECT_THAT((*edited)["mentions"], IsEmpty());
    EXPECT_EQ(code_of(comments_->update(ona(), id, 2, body("@Petras", {named(Uuid::make(), "Petras")})).error()),
              "not_found");
}

TEST_P(TalkTest, of_a_watched_record_changes_are_one_entry_until_it_is_read) {
    change(customer_, {{"city", "Kaunas"}});
    watch(customer_);
    EXPECT_EQ(catch_up(), 0u);  // what was before is no news
    change(customer_, {{"city", "Vilnius"}, {"stage", "customer"}});
    change(customer_, {{"country", "NO"}});
    change(customer_, {{"notes", "mine"}}, kari());
    EXPECT_EQ(catch_up(), 1u);
    ASSERT_THAT(kinds(kari()), ElementsAre("change"));
    auto const first = inbox(kari())[0];
    EXPECT_EQ(first["actor"], "Ona");
    EXPECT_EQ(first["record"]["name"], "Jonas");
    EXPECT_THAT(fields(first), ElementsAre("city", "country", "stage"));
    change(customer_, {{"given_name", "Jonukas"}});
    catch_up();
    ASSERT_THAT(kinds(kari()), ElementsAre("change"));
    EXPECT_EQ(inbox(kari())[0]["id"], first["id"]);
    ASSERT_OK(inbox_->mark(kari(), {{"ids", {first["id"]}}, {"is_read", true}}));
    change(customer_, {{"city", "Klaipėda"}});
    catch_up();
    ASSERT_THAT(kinds(kari()), ElementsAre("change"));
    EXPECT_THAT(fields(inbox(kari())[0]), ElementsAre("city"));
    EXPECT_EQ(catch_up(), 0u);
    // What the program keeps by itself is no news, and does not tell older news again.
    ASSERT_OK(inbox_->mark(kari(), {{"until", Instant::now().text()}, {"is_read", true}}));
    std::ignore = in_transaction([&](store::Transaction& tx) {
        return records_->patch(tx, by_system(), *person_, customer_, {{"last_seen_at", "2026-03-01T00:00:00Z"}});
    });
    catch_up();
    EXPECT_THAT(kinds(kari()), IsEmpty());
}

TEST_P(TalkTest, a_field_that_a_role_hides_is_not_told_to_have_changed) {
    watch(customer_);
    change(customer_, {{"email", "jonas@example.com"}});
    catch_up();
    EXPECT_THAT(kinds(kari()), ElementsAre("change"));
    ASSERT_OK(change_role("member", {{"objects", {{"person", {{"fields", {{"email", "hidden"}}}}}}}}));
    EXPECT_THAT(kinds(kari()), IsEmpty());
    EXPECT_EQ((*inbox_->unread(kari()))["count"], 0);
    change(customer_, {{"city", "Vilnius"}});
    catch_up();
    ASSERT_THAT(kinds(kari()), ElementsAre("change"));
    EXPECT_THAT(fields(inbox(kari())[0]), ElementsAre("city"));
    // Nor who changed it, nor when.
    auto const before = inbox(kari());
    auto const by_ona = records::Write::begin("edit", Actor::system("Somebody else"));
    std::ignore = in_transaction([&](store::Transaction& tx) {
        return records_->patch(tx, by_ona, *person_, customer_, {{"email", "j@example.com"}});
    });
    catch_up();
    EXPECT_EQ(inbox(kari()), before);
}

TEST_P(TalkTest, what_is_hidden_by_now_is_neither_marked_nor_told_and_ones_own_marks_go_all_the_same) {
    watch(customer_);
    ASSERT_OK(marks_->set(kari(), Mark::favourite, "person", customer_));
    say("Look at this");
    auto const now = records_->get(ona(), *person_, customer_);
    ASSERT_OK(records_->remove(edit(), *person_, customer_, version_of(*now)));
    auto const marked = inbox_->mark(kari(), {{"until", Instant::now().text()}, {"is_read", true}});
    ASSERT_OK(marked);
    EXPECT_THAT((*marked)["data"], IsEmpty());
    ASSERT_OK(marks_->unset(kari(), Mark::favourite, "person", customer_));
    ASSERT_OK(marks_->unset(kari(), Mark::watch, "person", customer_));
    ASSERT_OK(records_->restore(edit(), *person_, customer_));
    EXPECT_THAT(kinds(kari()), ElementsAre("comment"));
    EXPECT_EQ((*marks_->of(kari(), "person", customer_))["is_favourite"], false);
    EXPECT_EQ((*marks_->of(kari(), "person", customer_))["is_watched"], false);
}

TEST_P(TalkTest, a_deleted_record_takes_its_talk_out_of_sight_until_it_is_restored) {
    watch(customer_);
    ASSERT_OK(marks_->set(kari(), Mark::favourite, "person", customer_));
    say("Look at this");
    auto const now = records_->get(ona(), *person_, customer_);
    ASSERT_OK(records_->remove(edit(), *person_, customer_, version_of(*now)));
    EXPECT_THAT(kinds(kari()), IsEmpty());
    EXPECT_EQ(comments_->list(kari(), "person", customer_, "", 50).error().code, ErrorCode::not_found);
    EXPECT_THAT((*marks_->favourites(kari()))["data"], IsEmpty());
    ASSERT_OK(records_->restore(edit(), *person_, customer_));
    EXPECT_THAT(kinds(kari()), ElementsAre("comment"));
    EXPECT_THAT((*marks_->favourites(kari()))["data"], SizeIs(1));
}

TEST_P(TalkTest, talk_about_two_who_are_one_is_about_that_one) {
    auto const survivor = add_person({{"given_name", "Jonas"}, {"family_name", "Kazlas"}});
    watch(customer_);
    ASSERT_OK(marks_->set(kari(), Mark::favourite, "person", customer_));
    ASSERT_OK(marks_->set(kari(), Mark::favourite, "person", survivor));
    say("of the one");
    auto const joined = join(PersonId{survivor.uuid}, PersonId{customer_.uuid});
    EXPECT_THAT(texts(survivor), ElementsAre("of the one"));
    EXPECT_EQ(inbox(kari())[0]["record"]["id"], survivor.text());
    EXPECT_THAT((*marks_->favourites(kari()))["data"], SizeIs(1));
    EXPECT_EQ((*marks_->of(kari(), "person", survivor))["is_watched"], true);
    // Written to the old address it is the new one's.
    say("of both");
    EXPECT_THAT(texts(customer_), ElementsAre("of both", "of the one"));
    catch_up();
    ASSERT_OK(inbox_->mark(kari(), {{"until", Instant::now().text()}, {"is_read", true}}));
    change(survivor, {{"city", "Vilnius"}});
    catch_up();
    EXPECT_THAT(kinds(kari()), ElementsAre("change"));
    revert(joined);
    EXPECT_THAT(texts(customer_), ElementsAre("of the one"));
    EXPECT_THAT(texts(survivor), ElementsAre("of both"));
    ASSERT_OK(marks_->unset(kari(), Mark::watch, "person", survivor));
    EXPECT_EQ((*marks_->of(kari(), "person", survivor))["is_watched"], false);
}

TEST_P(TalkTest, so_many_are_unread_are_counted_and_beyond_that_there_are_more) {
    watch(customer_);
    for (std::size_t i = 0; i < limits::inbox_counted_max; ++i) say(fmt::format("{}", i));
    EXPECT_EQ(inbox_->unread(kari())->dump(), R"({"count":99,"is_exact":true})");
    say("one more");
    EXPECT_EQ(inbox_->unread(kari())->dump(), R"({"count":99,"is_exact":false})");
    // Pages meet without a gap.
    std::set<std::string> seen;
    std::string page;
    do {
        auto const listed = inbox_->list(kari(), false, page, 30);
        ASSERT_OK(listed);
        for (auto const& entry : (*listed)["data"]) EXPECT_TRUE(seen.insert(entry["id"].get<std::string>()).second);
        page = (*listed)["next"].is_null() ? "" : (*listed)["next"].get<std::string>();
    } while (!page.empty());
    EXPECT_THAT(seen, SizeIs(limits::inbox_counted_max + 1));
}

TEST_P(TalkTest, one_marks_as_many_as_the_limits_say) {
    Json ids = Json::array();
    for (std::size_t i = 0; i < limits::inbox_marked_max; ++i) ids.push_back(Uuid::make().text());
    ASSERT_OK(inbox_->mark(kari(), {{"ids", ids}, {"is_read", true}}));
    ids.push_back(Uuid::make().text());
    EXPECT_EQ(code_of(inbox_->mark(kari(), {{"ids", ids}, {"is_read", true}}).error()), "limit_reached");
    auto const fill = [&](std::string_view table, std::string_view more, std::int64_t rows) {
        std::ignore = in_transaction([&](store::Transaction& tx) -> Result<void> {
            for (std::int64_t i = 0; i < rows; ++i) {
                store::Parameter const parameters[] = {kari().id, Uuid::make()};
                TRY(tx.run(fmt::format("INSERT INTO {} (user_id, object, record_id, created_at{}) VALUES ($1, "
                                       "'company', $2, 0{})",
                                       table, more.empty() ? "" : ", version", more),
                           parameters));
            }
            return {};
        });
    };
    fill("record_favourite", "", limits::favourites_max - 1);
    ASSERT_OK(marks_->set(kari(), Mark::favourite, "person", customer_));
    auto const other = add_person({{"given_name", "Petras"}});
    EXPECT_EQ(marks_->set(kari(), Mark::favourite, "person", other).error().reason, "too_many_favourites");
    fill("record_watch", ", 1", limits::watches_max - 1);
    ASSERT_OK(marks_->set(kari(), Mark::watch, "person", customer_));
    EXPECT_EQ(marks_->set(kari(), Mark::watch, "person", other).error().reason, "too_many_watches");
}

TEST_P(TalkTest, what_was_deleted_and_what_is_old_is_forgotten) {
    watch(customer_);
    auto const comment = say("For a while");
    auto const id = *records::CommentId::parse(comment["id"].get<std::string>());
    ASSERT_OK(comments_->remove(ona(), id, 1));
    EXPECT_EQ(*comments_->purge(Instant::now() - std::chrono::hours(1)), 0);
    EXPECT_EQ(*comments_->purge(Instant::now() + std::chrono::hours(1)), 1);
    EXPECT_EQ(comments_->restore(ona(), id).error().code, ErrorCode::not_found);
    EXPECT_THAT(kinds(kari()), IsEmpty());
    EXPECT_EQ(*inbox_->forget(Instant::now() + std::chrono::hours(1)), 1);
}

}  // namespace
}  // namespace kith::people
