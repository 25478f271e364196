// What is known of people follows a field that gets another type, its old one back, or goes for good.
#include "people/kept_values.hpp"

#include "people/limits.hpp"
#include "records/type_change.hpp"
#include "tests/people/people_fixture.hpp"

namespace kith::people {
namespace {

using schema::Author;

class KeptValuesTest : public PeopleTest {
protected:
    void SetUp() override {
        PeopleTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        definitions_ = std::make_unique<schema::Definitions>(*database_, *published_);
        definitions_->set_conversion(records::conversion(*access_));
        definitions_->set_kept_values(kept_values());
        records_->add_reverting(
            {[this](store::Session& session, ChangeSetId id) { return definitions_->changes_of(session, id); },
             [this](store::Transaction& transaction, records::Write const& write, ChangeSetId id) {
                 return definitions_->revert(transaction, {write.actor, write.change_set}, id);
             }});
        add_shoe();
    }
    static Actor administrator() {
        auto actor = clerk();
        actor.permissions.add(Permission::workspace_manage);
        return actor;
    }
    static Author author() { return Author::begin(administrator()); }
    void add_shoe() {
        ASSERT_OK(definitions_->add_field(author(), "person", Json{{"label", {{"en", "Shoe"}}}, {"type", "text"}}));
        person_ = records_->schema()->find("person");
    }
    void change_type(Author const& by, Json const& body) {
        ASSERT_OK(definitions_->change_type(by, "person", "shoe", body));
        person_ = records_->schema()->find("person");
    }
    Result<records::Reverted> take_back(ChangeSetId change_set) {
        auto outcome = records_->revert(records::Write::begin("revert", administrator()), change_set);
        person_ = records_->schema()->find("person");
        return outcome;
    }
    void write(PersonId person, Json const& values, records::Write const& by) {
        ASSERT_OK(records_->update(by, *person_, RecordId{person.uuid}, version_of(record(person)), values));
    }
    /// What is said of the shoe, each as `provenance value`, and which of them holds.
    std::vector<std::string> said(PersonId person) {
        std::vector<std::string> told;
        auto const shown = people_->values(clerk(), person);
        EXPECT_TRUE(shown) << store::describe(shown.error());
        for (auto const& each : (*shown)["data"])
            if (each["field"] == "shoe")
                told.push_back(fmt::format("{} {}{}", each["provenance"]["name"].get<std::string>(),
                                           each["value"].dump(), each["is_current"] == true ? " holds" : ""));
        std::sort(told.begin(), told.end());
        return told;
    }
    std::int64_t history(PersonId person) {
        return count(fmt::format("SELECT count(*) FROM record_history WHERE field = 'shoe' AND record_id = {}",
                                 is_sqlite() ? "x'" + hex(person) + "'" : "'" + person.text() + "'"));
    }
    static std::string hex(PersonId person) {
        auto text = person.text();
        std::erase(text, '-');
        return text;
    }

    std::unique_ptr<schema::Definitions> definitions_;
};

TEST_P(KeptValuesTest, what_each_said_becomes_of_the_new_type_and_comes_back) {
    auto const ona = resolve({user("u1")}).person;
    auto const at = Instant::now();
    learn(ona, Json{{"shoe", "38"}}, at, "shop");
    learn(ona, Json{{"shoe", "large"}}, at + Milliseconds(10), "web");
    write(ona, Json{{"shoe", "39,5"}}, edit());
    auto const before = said(ona);
    ASSERT_EQ(before.size(), 3u);

    auto const by = author();
    change_type(by, Json{{"type", "number"}});
    EXPECT_EQ(record(ona)["shoe"], 39.5);
    EXPECT_THAT(said(ona), testing::Contains(testing::EndsWith(" 39.5 holds")));
    EXPECT_THAT(said(ona), testing::Contains("shop 38.0"));
    EXPECT_THAT(said(ona), testing::Contains("web null"));

    ASSERT_OK(take_back(by.change_set));
    EXPECT_EQ(record(ona)["shoe"], "39,5");
    EXPECT_EQ(said(ona), before);
    EXPECT_EQ(count("SELECT count(*) FROM field_value_aside"), 0);
}

TEST_P(KeptValuesTest, what_was_said_before_that_changes_as_well) {
    auto const ona = resolve({user("u1")}).person;
    write(ona, Json{{"shoe", "39"}}, edit());
    write(ona, Json{{"shoe", "40"}}, edit());
    change_type(author(), Json{{"type", "number"}});
    auto const of = [](std::string const& pattern) {
        return "SELECT count(*) FROM field_value WHERE field = 'shoe' AND CAST(previous AS text) LIKE '" + pattern +
               "'";
    };
    EXPECT_EQ(count(of("%39.0%")), 1);
    EXPECT_EQ(count(of("%\"39\"%")), 0);
}

TEST_P(KeptValuesTest, what_does_not_fit_goes_only_where_that_is_asked_and_says_nothing_then) {
    auto const ona = resolve({user("u1")}).person;
    learn(ona, Json{{"shoe", "38"}}, Instant::now(), "shop");
    write(ona, Json{{"shoe", "large"}}, edit());
    EXPECT_EQ(definitions_->change_type(author(), "person", "shoe", Json{{"type", "number"}}).error().reason,
              "values_would_go");
    EXPECT_EQ(count("SELECT count(*) FROM field_value_aside"), 0);
    auto const by = author();
    change_type(by, Json{{"type", "number"}, {"is_lossy", true}});
    EXPECT_TRUE(record(ona)["shoe"].is_null());
    // Whatever makes the record anew from what is kept comes to the same.
    auto const kari = resolve({user("u2")}).person;
    auto const joining = join(ona, kari);
    EXPECT_TRUE(record(ona)["shoe"].is_null());
    revert(joining);
    ASSERT_OK(take_back(by.change_set));
    EXPECT_EQ(record(ona)["shoe"], "large");
}

TEST_P(KeptValuesTest, those_of_all_who_were_joined_change_with_it) {
    auto const ona = resolve({user("u1")}).person, kari = resolve({user("u2")}).person;
    learn(ona, Json{{"shoe", "38"}}, Instant::now(), "shop");
    learn(kari, Json{{"shoe", "44"}}, Instant::now() + Milliseconds(10), "shop");
    auto const joining = join(ona, kari);
    EXPECT_EQ(record(ona)["shoe"], "44");
    change_type(author(), Json{{"type", "number"}});
    EXPECT_EQ(record(ona)["shoe"], 44);
    auto const changes = history(ona);
    revert(joining);
    EXPECT_EQ(record(ona)["shoe"], 38);
    EXPECT_EQ(record(kari)["shoe"], 44);
    EXPECT_EQ(history(ona), changes + 1);
}

TEST_P(KeptValuesTest, more_than_are_read_at_once_all_change) {
    for (std::size_t i = 0; i <= limits::kept_people_read_at_once; ++i)
        learn(resolve({user("u" + std::to_string(i))}).person, Json{{"shoe", "38"}});
    change_type(author(), Json{{"type", "number"}});
    EXPECT_EQ(count("SELECT count(*) FROM field_value WHERE field = 'shoe' AND CAST(value AS text) LIKE '\"%'"), 0);
}

TEST_P(KeptValuesTest, nothing_said_since_is_lost_by_taking_back) {
    auto const ona = resolve({user("u1")}).person;
    write(ona, Json{{"shoe", "39"}}, edit());
    auto const by = author();
    change_type(by, Json{{"type", "number"}});
    // It does not prevail, so that the record and its history know nothing of it.
    learn(ona, Json{{"shoe", 41}}, Instant::now(), "shop");
    EXPECT_EQ(record(ona)["shoe"], 39);
    auto const refused = take_back(by.change_set);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "changed_since");
    EXPECT_EQ(record(ona)["shoe"], 39);
}

TEST_P(KeptValuesTest, a_field_that_is_deleted_leaves_nothing_behind) {
    auto const ona = resolve({user("u1")}).person;
    learn(ona, Json{{"shoe", "38"}}, Instant::now(), "shop");
    change_type(author(), Json{{"type", "number"}});
    ASSERT_OK(definitions_->retire_field(author(), "person", "shoe"));
    ASSERT_OK(definitions_->delete_field(author(), "person", "shoe"));
    EXPECT_EQ(count("SELECT count(*) FROM field_value WHERE field = 'shoe'"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM field_value_aside"), 0);
    // Another field of the name begins with nothing, whatever is joined.
    add_shoe();
    join(ona, resolve({user("u2")}).person);
    EXPECT_TRUE(record(ona)["shoe"].is_null());
}

ON_BOTH_DATABASES(KeptValuesTest);

}  // namespace
}  // namespace kith::people
