// Search documents: of any alternative all parts must match, a word by itself or by its beginning; found as a condition
// of a list, and as candidates, the newest of which come first on SQLite.
#include "tests/support/store_fixture.hpp"

namespace kith::store {
namespace {

SearchTerms all_of(std::vector<SearchTerm> const& terms) {
    SearchParts parts;
    for (auto const& term : terms) parts.push_back({term});
    return {parts};
}

class SearchTest : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (IsSkipped()) return;
        ASSERT_OK(run("CREATE TABLE person (id {id} NOT NULL PRIMARY KEY, name {text} NOT NULL) {table}"));
        for (auto const& statement : database_->dialect().search_table_ddl("person_search")) ASSERT_OK(run(statement));
    }
    Uuid write(std::string_view name, std::string_view words, Uuid const& id = Uuid::make()) {
        auto const written = database_->write([&](Transaction& tx) -> Result<void> {
            TRY(tx.execute(query_of("INSERT INTO person (id, name) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING"), id,
                           name));
            TRY(tx.execute(query_of("INSERT INTO person_search (record_id, person_id, words) VALUES ($1, $2, $3) ON "
                                    "CONFLICT (record_id) DO UPDATE SET words = excluded.words"),
                           id, std::optional<Uuid>(), words));
            return {};
        });
        EXPECT_TRUE(written);
        return id;
    }
    std::vector<std::string> names(std::string const& sql, SearchTerms const& terms) {
        auto const rows = database_->read([&](Session& session) {
            return session.query(query_of(sql), "nobody", database_->dialect().search_query(terms));
        });
        EXPECT_TRUE(rows) << describe(rows.error());
        std::vector<std::string> names;
        if (rows)
            for (auto const row : *rows) names.emplace_back(row.text(0));
        return names;
    }
    std::vector<std::string> found(SearchTerms const& terms) {
        return names("SELECT p.name FROM person p WHERE p.name <> $1 AND " +
                         database_->dialect().search_condition("person_search", 2, "p.id") + " ORDER BY p.name",
                     terms);
    }
    std::vector<std::string> candidates(SearchTerms const& terms, std::size_t limit) {
        return names("SELECT p.name FROM (" + database_->dialect().search_candidates("person_search", 2, limit) +
                         ") c CROSS JOIN person p WHERE p.id = c.record_id AND p.name <> $1",
                     terms);
    }
};

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

TEST_P(SearchTest, all_parts_must_match_by_a_word_or_by_its_beginning) {
    write("a", "w000lodz w000strasse w000jonas");
    write("b", "w000lodz w000petras");
    EXPECT_THAT(found(all_of({{"w000lodz"}})), ElementsAre("a", "b"));
    EXPECT_THAT(found(all_of({{"w000lodz"}, {"w000strasse"}})), ElementsAre("a"));
    EXPECT_THAT(found(all_of({{"w000strasse"}, {"w000lo", true}})), ElementsAre("a"));
    EXPECT_THAT(found(all_of({{"w000lo"}, {"w000strasse"}})), IsEmpty());
    EXPECT_THAT(found(all_of({{"w000p", true}})), ElementsAre("b"));
    EXPECT_THAT(found(all_of({{"w001lodz"}})), IsEmpty());
    EXPECT_THAT(found({{{{"w000petras"}, {"w000jonas"}}, {{"w000lodz"}}}}), ElementsAre("a", "b"));
    EXPECT_THAT(found({{{{"w000nobody"}}}, {{{"w000jon", true}}}}), ElementsAre("a"));
}

TEST_P(SearchTest, letters_of_any_alphabet_are_letters) {
    write("a", "w000жанна w000ωmega w000名前");
    for (auto const* word : {"w000жан", "w000ω", "w000名"})
        EXPECT_THAT(found(all_of({{word, true}})), ElementsAre("a")) << word;
    EXPECT_THAT(found(all_of({{"w000жанна"}})), ElementsAre("a"));
}

TEST_P(SearchTest, a_document_written_anew_or_deleted_is_no_longer_found_by_its_old_words) {
    auto const id = write("a", "w000jonas w000secret");
    write("a", "w000petras", id);
    EXPECT_THAT(found(all_of({{"w000jonas"}})), IsEmpty());
    EXPECT_THAT(found(all_of({{"w000secret"}})), IsEmpty());
    EXPECT_THAT(found(all_of({{"w000petras"}})), ElementsAre("a"));
    ASSERT_OK(database_->write(
        [&](Transaction& tx) { return tx.execute(query_of("DELETE FROM person_search WHERE record_id = $1"), id); }));
    EXPECT_THAT(found(all_of({{"w000petras"}})), IsEmpty());
}

TEST_P(SearchTest, an_empty_document_is_written_and_not_found) {
    write("a", "");
    EXPECT_THAT(found(all_of({{"a", true}})), IsEmpty());
}

TEST_P(SearchTest, candidates_are_as_many_as_asked_for) {
    for (auto const* name : {"a", "b", "c"}) write(name, "w000same");
    EXPECT_THAT(candidates(all_of({{"w000same"}}), 2), SizeIs(2));
    EXPECT_THAT(candidates(all_of({{"w000same"}}), 3), UnorderedElementsAre("a", "b", "c"));
    if (database_->dialect().name() == "sqlite") {
        EXPECT_THAT(candidates(all_of({{"w000sa", true}}), 2), ElementsAre("c", "b"));
    }
}

TEST_P(SearchTest, its_tables_are_made_once_and_can_be_made_anew) {
    write("a", "w000jonas");
    for (auto const& statement : database_->dialect().search_table_ddl("person_search")) ASSERT_OK(run(statement));
    EXPECT_THAT(found(all_of({{"w000jonas"}})), ElementsAre("a"));
    for (auto const& statement : database_->dialect().search_table_drop("person_search")) ASSERT_OK(run(statement));
    for (auto const& statement : database_->dialect().search_table_ddl("person_search")) ASSERT_OK(run(statement));
    EXPECT_THAT(found(all_of({{"w000jonas"}})), IsEmpty());
}

ON_BOTH_DATABASES(SearchTest);

}  // namespace
}  // namespace kith::store
