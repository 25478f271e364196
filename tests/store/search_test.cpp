// Search documents: all words must match, the last as a prefix; whoever may not read all of a record finds it by its
// open part alone.
#include "base/text.hpp"
#include "tests/support/store_fixture.hpp"

namespace kith::store {
namespace {

class SearchTest : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (IsSkipped()) return;
        ASSERT_OK(run("CREATE TABLE person (id {id} NOT NULL PRIMARY KEY, name {text} NOT NULL) {table}"));
        for (auto const& statement : database_->dialect().search_table_ddl("person_search")) ASSERT_OK(run(statement));
    }
    static std::string joined(std::string_view text) {
        std::string all;
        for (auto const& word : text::search_words(text)) all += (all.empty() ? "" : " ") + word;
        return all;
    }
    void write(Uuid const& id, std::string_view name, std::string_view open, std::string_view other) {
        ASSERT_OK(database_->write([&](Transaction& tx) -> Result<void> {
            TRY(tx.execute(query_of("INSERT INTO person (id, name) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING"), id,
                           name));
            TRY(tx.execute(
                query_of("INSERT INTO person_search (record_id, open_words, other_words) VALUES ($1, $2, $3) ON "
                         "CONFLICT (record_id) "
                         "DO UPDATE SET open_words = excluded.open_words, other_words = excluded.other_words"),
                id, joined(open), joined(other)));
            return {};
        }));
    }
    std::vector<std::string> found(std::string_view words, SearchReach reach = SearchReach::everything) {
        auto const sql = "SELECT p.name FROM person p WHERE p.name <> $1 AND " +
                         database_->dialect().search_condition("person_search", 2, reach, "p.id") + " ORDER BY p.name";
        auto const rows = database_->read([&](Session& session) {
            return session.query(query_of(sql), "nobody", database_->dialect().search_query(text::search_words(words)));
        });
        EXPECT_TRUE(rows) << describe(rows.error());
        std::vector<std::string> names;
        if (rows)
            for (auto const row : *rows) names.emplace_back(row.text(0));
        return names;
    }
};

using testing::ElementsAre;

TEST_P(SearchTest, all_words_must_match_and_the_last_is_a_prefix) {
    write(Uuid::make(), "a", "Łódź Straße Jonas", "");
    write(Uuid::make(), "b", "Lodz Petras", "");
    EXPECT_THAT(found("lodz"), ElementsAre("a", "b"));
    EXPECT_THAT(found("LODZ strasse"), ElementsAre("a"));
    EXPECT_THAT(found("strasse lo"), ElementsAre("a"));
    EXPECT_THAT(found("lo strasse"), ElementsAre());
    EXPECT_THAT(found("pet"), ElementsAre("b"));
    EXPECT_THAT(found("jonas petras"), ElementsAre());
}

TEST_P(SearchTest, words_of_both_parts_are_found_only_by_those_who_may_read_both) {
    write(Uuid::make(), "a", "Jonas", "diabetes");
    EXPECT_THAT(found("jonas diab"), ElementsAre("a"));
    EXPECT_THAT(found("jonas diab", SearchReach::open), ElementsAre());
    EXPECT_THAT(found("jon", SearchReach::open), ElementsAre("a"));
}

TEST_P(SearchTest, a_document_written_anew_or_deleted_is_no_longer_found_by_its_old_words) {
    auto const id = Uuid::make();
    write(id, "a", "Jonas", "secret");
    write(id, "a", "Petras", "");
    EXPECT_THAT(found("jonas"), ElementsAre());
    EXPECT_THAT(found("secret"), ElementsAre());
    EXPECT_THAT(found("petras"), ElementsAre("a"));
    ASSERT_OK(database_->write(
        [&](Transaction& tx) { return tx.execute(query_of("DELETE FROM person_search WHERE record_id = $1"), id); }));
    EXPECT_THAT(found("petras"), ElementsAre());
}

TEST_P(SearchTest, an_empty_document_is_written_and_not_found) {
    write(Uuid::make(), "a", "", "");
    EXPECT_THAT(found("a"), ElementsAre());
}

TEST_P(SearchTest, signs_of_the_query_languages_are_only_signs) {
    write(Uuid::make(), "a", "Jonas", "");
    for (auto const* word : {"\"", "'", "\\", "' | 'x", "*", ":*", "NOT", "AND", "(", "{open_words}", "a'b\"c\\d"}) {
        auto const sql = "SELECT name FROM person WHERE " + database_->dialect().search_condition("person_search", 1);
        auto const rows = database_->read(
            [&](Session& session) { return session.query(query_of(sql), database_->dialect().search_query({word})); });
        EXPECT_TRUE(rows) << word << ": " << describe(rows.error());
    }
}

ON_BOTH_DATABASES(SearchTest);

}  // namespace
}  // namespace kith::store
