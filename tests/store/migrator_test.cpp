// Migrations: applied once and in order, and refused where the database is not what they expect.
#include "store/migrator.hpp"

#include <filesystem>
#include <thread>

#include "base/embedded.hpp"
#include "tests/support/store_fixture.hpp"

namespace kith::store {
namespace {

std::vector<Migration> const history{
    {1, "0001_first",
     "CREATE TABLE first (number {int} NOT NULL PRIMARY KEY, name {text}) {table};\n-- a comment; with a "
     "semicolon\nINSERT INTO first VALUES (1, 'a;b');\n"},
    {2, "0002_second",
     "CREATE TABLE second (id {id} NOT NULL PRIMARY KEY) {clustered};\nALTER TABLE first ADD COLUMN note {text};\n"},
    {3, "0003_third", "CREATE INDEX first_by_name ON first (name);\n"},
};

class MigratorTest : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (IsSkipped()) return;
        // A database without any migration.
        if (is_sqlite())
            location_ = "sqlite:" + folder_.path("empty.db");
        else
            location_ = server_->make_database();
        open({.is_migrated = false});
    }
    static std::vector<Migration> until(std::size_t count) {
        return {history.begin(), history.begin() + static_cast<std::ptrdiff_t>(count)};
    }
    void expect_refused(std::vector<Migration> const& migrations, std::string const& reason) {
        auto const outcome = migrate(*database_, migrations);
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().code, ErrorCode::conflict) << describe(outcome.error());
        EXPECT_EQ(outcome.error().reason, reason);
    }
    // Every table, index and column as the database describes them.
    std::vector<std::string> shape() {
        auto const rows = database_->read([&](Session& session) {
            return session.run(
                is_sqlite() ? "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_schema ORDER BY 1"
                            : "SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable FROM "
                              "information_schema.columns "
                              "WHERE table_schema = 'public' UNION ALL SELECT indexdef FROM pg_indexes WHERE "
                              "schemaname = 'public' ORDER BY 1",
                {});
        });
        EXPECT_TRUE(rows) << describe(rows.error());
        std::vector<std::string> lines;
        for (auto const row : *rows) lines.emplace_back(row.text(0));
        return lines;
    }
};

TEST_P(MigratorTest, all_are_applied_once) {
    EXPECT_EQ(migrate(*database_, history).value_or(-1), 3);
    EXPECT_EQ(migrate(*database_, history).value_or(-1), 0);
    EXPECT_EQ(number("SELECT COUNT(*) FROM migration WHERE finished_at IS NOT NULL"), 3);
    EXPECT_EQ(number("SELECT COUNT(*) FROM first WHERE name = 'a;b' AND note IS NULL"), 1);
}

TEST_P(MigratorTest, a_fresh_database_equals_a_migrated_one) {
    EXPECT_EQ(migrate(*database_, history).value_or(-1), 3);
    auto const fresh = shape();
    location_ = is_sqlite() ? "sqlite:" + folder_.path("other.db") : server_->make_database();
    open({.is_migrated = false});
    for (std::size_t count = 1; count <= history.size(); ++count)
        EXPECT_EQ(migrate(*database_, until(count)).value_or(-1), 1);
    EXPECT_EQ(shape(), fresh);
    EXPECT_GE(fresh.size(), 4u);
}

TEST_P(MigratorTest, the_embedded_ones_apply) {
    EXPECT_EQ(migrate(*database_).value_or(-1), static_cast<int>(embedded_migrations().size()));
    EXPECT_EQ(embedded_migrations().front().name, "0001_engine");
    EXPECT_EQ(number("SELECT COUNT(*) FROM change"), 0);
}

TEST_P(MigratorTest, a_newer_database_is_refused) {
    ASSERT_OK(migrate(*database_, history));
    expect_refused(until(2), "database_newer");
}

TEST_P(MigratorTest, a_half_migrated_database_is_refused) {
    ASSERT_OK(migrate(*database_, until(2)));
    ASSERT_OK(run("UPDATE migration SET finished_at = NULL WHERE number = 2"));
    expect_refused(history, "database_half_migrated");
    ASSERT_OK(run("UPDATE migration SET finished_at = 1 WHERE number = 2"));
    ASSERT_OK(run("DELETE FROM migration WHERE number = 1"));
    expect_refused(history, "database_half_migrated");
}

TEST_P(MigratorTest, a_changed_migration_is_refused) {
    ASSERT_OK(migrate(*database_, history));
    auto changed = history;
    changed[1].sql = "CREATE TABLE second (id {id} NOT NULL PRIMARY KEY, other {int}) {clustered};\n";
    expect_refused(changed, "migration_changed");
}

TEST_P(MigratorTest, a_migration_that_fails_leaves_nothing_and_can_be_mended) {
    auto broken = until(2);
    broken[1].sql =
        "CREATE TABLE second (id {id} NOT NULL PRIMARY KEY) {clustered};\nINSERT INTO missing VALUES (1);\n";
    auto const outcome = migrate(*database_, broken);
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().cause, testing::HasSubstr("0002_second"));
    EXPECT_EQ(number("SELECT COUNT(*) FROM migration"), 1);
    EXPECT_EQ(migrate(*database_, history).value_or(-1), 2);
}

TEST_P(MigratorTest, two_servers_that_start_at_once_apply_each_once) {
    auto const other = Database::open(location_, {.is_migrated = false});
    ASSERT_OK(other);
    std::vector<Result<int>> outcomes(2);
    std::thread second([&] { outcomes[1] = migrate(**other, history); });
    outcomes[0] = migrate(*database_, history);
    second.join();
    ASSERT_OK(outcomes[0]);
    ASSERT_OK(outcomes[1]);
    EXPECT_EQ(*outcomes[0] + *outcomes[1], 3);
    EXPECT_EQ(number("SELECT COUNT(*) FROM migration"), 3);
}

class MigratedFileTest : public MigratorTest {};

TEST_P(MigratedFileTest, a_file_with_data_is_copied_beside_itself_first) {
    ASSERT_OK(migrate(*database_, until(1)));
    EXPECT_FALSE(std::filesystem::exists(folder_.path("empty.db.before-0001")));
    ASSERT_OK(migrate(*database_, history));
    location_ = "sqlite:" + folder_.path("empty.db.before-0002");
    ASSERT_TRUE(std::filesystem::exists(folder_.path("empty.db.before-0002")));
    open({.is_migrated = false});
    EXPECT_EQ(number("SELECT COUNT(*) FROM migration"), 1);
    EXPECT_EQ(number("SELECT COUNT(*) FROM first"), 1);
}

ON_BOTH_DATABASES(MigratorTest);
INSTANTIATE_TEST_SUITE_P(Store, MigratedFileTest, testing::Values(Kind::sqlite), database_name);

}  // namespace
}  // namespace kith::store
