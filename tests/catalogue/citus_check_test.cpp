// Every table and every named query would do on Citus; and the check that says so finds what would not.
#include "tests/catalogue/citus_check.hpp"

#include <set>

#include "registry.hpp"
#include "schema/schema.hpp"
#include "tests/support/store_fixture.hpp"

namespace kith::catalogue {
namespace {

using store::Placement;
using store::Scope;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

TableMap map_of(schema::Schema const& schema) {
    TableMap map;
    for (auto const& each : store::table_map()) map.emplace(each.table, each.placement);
    for (auto const& object : schema.objects()) {
        map.emplace(object->table, Placement::local);
        map.emplace(object->search_table(), Placement::local);
    }
    return map;
}

class CatalogueTest : public store::StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        auto const schema = schema::install(*database_);
        ASSERT_OK(schema);
        map_ = map_of(**schema);
    }
    /// What the check says of the tables after a statement.
    std::vector<std::string> after(std::string const& statement) {
        auto const done = run(statement);
        EXPECT_TRUE(done) << store::describe(done.error());
        auto found = violations_of_tables(*database_, map_);
        EXPECT_TRUE(found) << store::describe(found.error());
        return found.value_or(std::vector<std::string>());
    }
    TableMap map_;
};

TEST_P(CatalogueTest, every_table_is_in_the_map_and_would_do_on_citus) { EXPECT_THAT(after("SELECT 1"), IsEmpty()); }

TEST_P(CatalogueTest, a_table_that_nobody_declared_is_found) {
    EXPECT_THAT(after("CREATE TABLE stray (id {id} NOT NULL PRIMARY KEY) {table}"),
                Contains("stray: not in the table map"));
}

TEST_P(CatalogueTest, a_declared_table_that_is_not_there_is_found) {
    map_["ghost"] = Placement::local;
    EXPECT_THAT(after("SELECT 1"), Contains("ghost: in the table map, but not in the database"));
}

TEST_P(CatalogueTest, a_distributed_table_must_be_found_by_person) {
    map_["visit"] = Placement::distributed_by_person;
    auto const found = after("CREATE TABLE visit (visit_id {id} NOT NULL PRIMARY KEY, person_id {id}) {table}");
    EXPECT_THAT(found, Contains("visit: its primary key does not begin with person_id"));
    EXPECT_THAT(found, Contains("visit: person_id may be NULL or is absent"));
    EXPECT_THAT(found, Contains("visit: a unique index without person_id: visit_pkey"));
}

TEST_P(CatalogueTest, a_unique_index_over_everybody_is_found) {
    EXPECT_THAT(after("CREATE UNIQUE INDEX event_twice ON event (type, occurred_at)"),
                Contains("event: a unique index without person_id: event_twice"));
}

TEST_P(CatalogueTest, a_foreign_key_across_groups_is_found) {
    EXPECT_THAT(
        after("ALTER TABLE event ADD CONSTRAINT event_of_source FOREIGN KEY (source_id) REFERENCES source (id)"),
        Contains("event: a foreign key across groups: event_of_source"));
}

TEST_P(CatalogueTest, a_trigger_is_found) {
    ASSERT_OK(run("CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"));
    EXPECT_THAT(after("CREATE TRIGGER event_touched BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION touch()"),
                Contains("event: a trigger: event_touched"));
}

TEST_P(CatalogueTest, a_sequence_and_a_default_that_calls_are_found) {
    map_["counted"] = Placement::local;
    auto const found = after("CREATE TABLE counted (id bigserial PRIMARY KEY)");
    EXPECT_THAT(found, Contains("counted_id_seq: a sequence"));
    EXPECT_THAT(found, Contains("counted: a default that calls a function: id"));
}

INSTANTIATE_TEST_SUITE_P(Citus, CatalogueTest, testing::Values(store::Kind::postgres), store::database_name);

TableMap const& small_map() {
    static TableMap const map{{"event", Placement::distributed_by_person},
                              {"consent", Placement::distributed_by_person},
                              {"message", Placement::local},
                              {"source", Placement::local}};
    return map;
}

std::vector<std::string> said_of(std::string_view sql, Scope scope) {
    return violations_of_query({"q", sql, scope}, small_map());
}

TEST(QueryCheck, every_named_query_does_what_its_scope_says) {
    // The tables of the standard objects are named by a few queries that are written by hand.
    TableMap map;
    for (auto const& each : store::table_map()) map.emplace(each.table, each.placement);
    for (auto const* object : {"person", "company", "household"}) {
        map.emplace(object, Placement::local);
        map.emplace(std::string(object) + "_search", Placement::local);
    }
    std::set<std::string_view> names;
    auto const queries = sql::all();
    EXPECT_GT(queries.size(), 50u);
    for (auto const* query : queries) {
        EXPECT_TRUE(names.insert(query->name).second) << query->name << " is the name of two queries";
        EXPECT_THAT(violations_of_query(*query, map), IsEmpty()) << query->text;
    }
}

TEST(QueryCheck, queries_by_person_are_let_through) {
    EXPECT_THAT(said_of("SELECT type FROM event WHERE person_id = $1", Scope::single_key), IsEmpty());
    EXPECT_THAT(
        said_of("SELECT type FROM event e WHERE e.person_id = ANY($1) AND (e.type = $2 OR $2 = '')", Scope::single_key),
        IsEmpty());
    EXPECT_THAT(
        said_of("SELECT e.type FROM event e LEFT JOIN consent c ON c.person_id = e.person_id WHERE e.person_id = $1",
                Scope::single_key),
        IsEmpty());
    EXPECT_THAT(said_of("INSERT INTO event (person_id, event_id) VALUES ($1, $2) ON CONFLICT (person_id, event_id) DO "
                        "UPDATE SET type = excluded.type",
                        Scope::single_key),
                IsEmpty());
    EXPECT_THAT(
        said_of("SELECT COUNT(*) FROM event WHERE extract(hour FROM to_timestamp(occurred_at)) = $1", Scope::scatter),
        IsEmpty());
    EXPECT_THAT(
        said_of("WITH m AS MATERIALIZED (SELECT person_id FROM message WHERE message_id = $1) SELECT person_id FROM m",
                Scope::coordinator),
        IsEmpty());
}

TEST(QueryCheck, a_coordinator_query_may_not_touch_a_distributed_table) {
    EXPECT_THAT(
        said_of("SELECT m.message_id FROM message m JOIN event e ON e.event_id = m.event_id", Scope::coordinator),
        Contains(HasSubstr("touches the distributed table event")));
    EXPECT_THAT(said_of("SELECT message_id FROM message, event", Scope::coordinator),
                Contains(HasSubstr("touches the distributed table event")));
    EXPECT_THAT(said_of("SELECT message_id FROM message WHERE EXISTS (SELECT 1 FROM consent)", Scope::coordinator),
                Contains(HasSubstr("touches the distributed table consent")));
    EXPECT_THAT(said_of("SELECT id FROM nowhere", Scope::coordinator), Contains(HasSubstr("not in the table map")));
}

TEST(QueryCheck, a_single_key_query_must_find_by_person) {
    auto const lacks = Contains(HasSubstr("by other than its person_id"));
    EXPECT_THAT(said_of("SELECT type FROM event WHERE event_id = $1", Scope::single_key), lacks);
    EXPECT_THAT(said_of("SELECT type FROM event WHERE person_id = $1 OR event_id = $2", Scope::single_key), lacks);
    EXPECT_THAT(said_of("SELECT type FROM event WHERE NOT (person_id = $1)", Scope::single_key), lacks);
    EXPECT_THAT(said_of("SELECT type FROM event WHERE person_id > $1", Scope::single_key), lacks);
    EXPECT_THAT(said_of("SELECT e.type FROM event e JOIN consent c ON c.at = e.occurred_at WHERE e.person_id = $1",
                        Scope::single_key),
                lacks);
    EXPECT_THAT(
        said_of(
            "SELECT type FROM event WHERE person_id = $1 AND EXISTS (SELECT 1 FROM consent WHERE state = 'granted')",
            Scope::single_key),
        lacks);
    EXPECT_THAT(said_of("DELETE FROM event WHERE event_id = $1", Scope::single_key), lacks);
    EXPECT_THAT(said_of("UPDATE event SET type = $1 WHERE event_id = $2", Scope::single_key), lacks);
    EXPECT_THAT(said_of("INSERT INTO event (event_id) VALUES ($1)", Scope::single_key),
                Contains(HasSubstr("without naming person_id")));
    EXPECT_THAT(said_of("SELECT name FROM source WHERE id = $1", Scope::single_key),
                Contains(HasSubstr("its scope is coordinator")));
}

TEST(QueryCheck, what_citus_refuses_is_found) {
    EXPECT_THAT(said_of("UPDATE event SET person_id = $2 WHERE person_id = $1", Scope::single_key),
                Contains(HasSubstr("updates person_id")));
    EXPECT_THAT(said_of("INSERT INTO event (person_id, event_id) VALUES ($1, $2) ON CONFLICT (event_id) DO NOTHING",
                        Scope::single_key),
                Contains(HasSubstr("ON CONFLICT")));
    EXPECT_THAT(said_of("DELETE FROM event WHERE type = $1", Scope::scatter), Contains(HasSubstr("writes to event")));
    EXPECT_THAT(said_of("SELECT event_id FROM event WHERE type = $1 FOR UPDATE", Scope::scatter),
                Contains(HasSubstr("row locks")));
    EXPECT_THAT(said_of("SELECT type, COUNT(*) FROM event GROUP BY ROLLUP (type)", Scope::scatter),
                Contains(HasSubstr("ROLLUP")));
    EXPECT_THAT(said_of("UPDATE source SET created_at = now() WHERE id = $1", Scope::coordinator),
                Contains(HasSubstr("time")));
    EXPECT_THAT(said_of("MERGE INTO source USING message ON TRUE WHEN MATCHED THEN DELETE", Scope::coordinator),
                Contains(HasSubstr("MERGE")));
    EXPECT_THAT(said_of("SELECT name FROM source WHERE name <> 'now() and merge'", Scope::coordinator), IsEmpty());
}

TEST(QueryCheck, the_map_has_each_table_once_and_in_order) {
    for (std::size_t i = 1; i < store::table_map().size(); ++i)
        EXPECT_LT(store::table_map()[i - 1].table, store::table_map()[i].table);
}

}  // namespace
}  // namespace kith::catalogue
