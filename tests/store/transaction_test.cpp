// What every transaction promises.
#include <cmath>
#include <limits>

#include "tests/support/store_fixture.hpp"

namespace kith::store {
namespace {

using TransactionTest = StoreTest;

TEST_P(TransactionTest, every_type_comes_back_as_it_was_written) {
    ASSERT_OK(
        run("CREATE TABLE thing (number {int} NOT NULL PRIMARY KEY, id {id}, whole {int}, words {text}, document "
            "{json}, flag {bool}, fraction {real}, raw {blob}) {table}"));
    auto const id = Uuid::make();
    std::string const unicode = "Žąsis, 鵞鳥, \U0001F9A2 'quoted' \"twice\" \\ back";
    std::string big;
    while (big.size() < 3'000'000) big += unicode;
    std::vector<std::uint8_t> raw;
    for (int byte = 0; byte < 256; ++byte) raw.push_back(static_cast<std::uint8_t>(byte));
    auto const insert = query_of(
        "INSERT INTO thing (number, id, whole, words, document, flag, fraction, raw) VALUES ($1, $2, $3, $4, $5, $6, "
        "$7, $8)");
    ASSERT_OK(database_->write([&](Transaction& tx) -> Result<void> {
        TRY(tx.execute(insert, 1, id, std::numeric_limits<std::int64_t>::min(), unicode, R"({"a": 1})", true, 0.1,
                       Bytes(raw)));
        TRY(tx.execute(insert, 2, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr));
        TRY(tx.execute(insert, 3, Uuid{}, std::numeric_limits<std::int64_t>::max(), big, "[]", false, -1e300, Bytes()));
        TRY(tx.execute(insert, 4, std::optional<Uuid>(), 0, "", "null", std::optional<bool>(true), 2.0,
                       Bytes(raw).subspan(0, 1)));
        return {};
    }));
    auto const read = database_->read(
        [&](Session& session) { return session.query(query_of("SELECT * FROM thing ORDER BY number")); });
    ASSERT_OK(read);
    auto const& rows = *read;
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_EQ(rows[0].uuid(1), id);
    EXPECT_EQ(rows[0].integer(2), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(rows[0].text(3), unicode);
    EXPECT_EQ(rows[0].text(4), R"({"a": 1})");
    EXPECT_TRUE(rows[0].boolean(5));
    EXPECT_EQ(rows[0].real(6), 0.1);
    EXPECT_TRUE(std::ranges::equal(rows[0].bytes(7), raw));
    for (std::size_t column = 1; column < 8; ++column) EXPECT_TRUE(rows[1].is_null(column)) << column;
    EXPECT_FALSE(rows[2].is_null(1));
    EXPECT_TRUE(rows[2].uuid(1).is_nil());
    EXPECT_EQ(rows[2].integer(2), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(rows[2].text(3), big);
    EXPECT_FALSE(rows[2].boolean(5));
    EXPECT_EQ(rows[2].real(6), -1e300);
    EXPECT_FALSE(rows[2].is_null(7));
    EXPECT_EQ(rows[2].bytes(7).size(), 0u);
    EXPECT_FALSE(rows[3].is_null(3));
    EXPECT_EQ(rows[3].text(3), "");
    EXPECT_EQ(rows[3].real(6), 2.0);
}

TEST_P(TransactionTest, parameters_take_the_type_that_the_column_has) {
    ASSERT_OK(run("CREATE TABLE thing (number {int} NOT NULL PRIMARY KEY, fraction {real}, flag {bool}) {table}"));
    ASSERT_OK(database_->write([&](Transaction& tx) -> Result<void> {
        TRY(tx.execute(query_of("INSERT INTO thing (number, fraction, flag) VALUES ($1, $2, $3)"), 1, 5, 1));
        return {};
    }));
    EXPECT_EQ(number("SELECT COUNT(*) FROM thing WHERE fraction = 5.0 AND flag = TRUE AND flag"), 1);
    EXPECT_EQ(number("SELECT SUM(number) FROM thing"), 1);
    EXPECT_EQ(number("SELECT number FROM thing LIMIT 1"), 1);
}

TEST_P(TransactionTest, an_error_leaves_nothing_of_the_transaction) {
    ASSERT_OK(run("CREATE TABLE thing (number {int} NOT NULL PRIMARY KEY) {table}"));
    bool hook_ran = false;
    auto const outcome = database_->write([&](Transaction& tx) -> Result<void> {
        TRY(tx.execute(query_of("INSERT INTO thing (number) VALUES ($1)"), 1));
        tx.note({.kind = ChangeKind::record_created,
                 .person = {},
                 .object = "thing",
                 .record = {},
                 .event = {},
                 .version = 1});
        TRY(tx.enqueue({"mail", "{}", "", {}}));
        tx.after_commit([&] { hook_ran = true; });
        return Error::invalid("number", "too_small", "It must be larger.");
    });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::invalid);
    EXPECT_EQ(outcome.error().fields.at(0).field, "number");
    EXPECT_FALSE(hook_ran);
    EXPECT_EQ(number("SELECT COUNT(*) FROM thing"), 0);
    EXPECT_EQ(number("SELECT COUNT(*) FROM change"), 0);
    EXPECT_EQ(number("SELECT COUNT(*) FROM job"), 0);
}

TEST_P(TransactionTest, a_thrown_exception_is_an_error_and_leaves_nothing) {
    ASSERT_OK(run("CREATE TABLE thing (number {int} NOT NULL PRIMARY KEY) {table}"));
    auto const outcome = database_->write([&](Transaction& tx) -> Result<void> {
        TRY(tx.execute(query_of("INSERT INTO thing (number) VALUES ($1)"), 1));
        throw std::runtime_error("of a library");
    });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::internal);
    EXPECT_EQ(number("SELECT COUNT(*) FROM thing"), 0);
    auto const read = database_->read([&](Session&) -> Result<void> { throw std::runtime_error("of a library"); });
    ASSERT_FALSE(read);
    EXPECT_EQ(number("SELECT COUNT(*) FROM thing"), 0);
}

TEST_P(TransactionTest, a_second_row_of_a_unique_key_is_a_conflict) {
    ASSERT_OK(run("CREATE TABLE thing (number {int} NOT NULL PRIMARY KEY, name {text} NOT NULL UNIQUE) {table}"));
    auto const insert = [&](int number, std::string const& name) {
        return database_->write([&](Transaction& tx) {
            return tx.execute(query_of("INSERT INTO thing (number, name) VALUES ($1, $2)"), number, name);
        });
    };
    ASSERT_OK(insert(1, "one"));
    for (auto const& outcome : {insert(1, "two"), insert(2, "one")}) {
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().code, ErrorCode::conflict);
        EXPECT_EQ(outcome.error().reason, "already_exists");
    }
    EXPECT_EQ(number("SELECT COUNT(*) FROM thing"), 1);
}

TEST_P(TransactionTest, a_broken_reference_is_a_conflict) {
    ASSERT_OK(run("CREATE TABLE parent (number {int} NOT NULL PRIMARY KEY) {table}"));
    ASSERT_OK(
        run("CREATE TABLE child (number {int} NOT NULL PRIMARY KEY, parent {int} NOT NULL REFERENCES parent (number)) "
            "{table}"));
    auto const outcome = run("INSERT INTO child (number, parent) VALUES (1, 7)");
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::conflict);
    EXPECT_EQ(outcome.error().reason, "referenced");
}

TEST_P(TransactionTest, affected_rows_are_counted_and_returning_gives_rows) {
    ASSERT_OK(run("CREATE TABLE thing (number {int} NOT NULL PRIMARY KEY, name {text}) {table}"));
    ASSERT_OK(database_->write([&](Transaction& tx) -> Result<void> {
        EXPECT_EQ(TRY(tx.execute(query_of("INSERT INTO thing (number) VALUES (1), (2), (3)"))), 3);
        EXPECT_EQ(TRY(tx.execute(query_of("UPDATE thing SET name = $1 WHERE number > $2"), "x", 1)), 2);
        EXPECT_EQ(TRY(tx.execute(query_of("INSERT INTO thing (number) VALUES (1) ON CONFLICT DO NOTHING"))), 0);
        auto const rows = TRY(tx.query(query_of("DELETE FROM thing WHERE number = $1 RETURNING number, name"), 2));
        EXPECT_EQ(rows.size(), 1u);
        EXPECT_EQ(rows[0].text(1), "x");
        EXPECT_EQ(rows.affected(), 1);
        return {};
    }));
}

TEST_P(TransactionTest, hooks_run_once_after_the_commit_in_order) {
    ASSERT_OK(run("CREATE TABLE thing (number {int} NOT NULL PRIMARY KEY) {table}"));
    std::vector<int> order;
    ASSERT_OK(database_->write([&](Transaction& tx) -> Result<void> {
        TRY(tx.execute(query_of("INSERT INTO thing (number) VALUES ($1)"), 1));
        tx.after_commit([&] { order.push_back(1); });
        tx.after_commit([&] { order.push_back(2); });
        EXPECT_TRUE(order.empty());
        return {};
    }));
    EXPECT_THAT(order, testing::ElementsAre(1, 2));
}

TEST_P(TransactionTest, a_read_sees_one_moment) {
    ASSERT_OK(run("CREATE TABLE thing (number {int} NOT NULL PRIMARY KEY) {table}"));
    ASSERT_OK(database_->read([&](Session& session) -> Result<void> {
        auto const count = query_of("SELECT COUNT(*) FROM thing");
        EXPECT_EQ(TRY(session.query(count))[0].integer(0), 0);
        TRY(database_->write(
            [&](Transaction& tx) { return tx.execute(query_of("INSERT INTO thing (number) VALUES (1)")); }));
        EXPECT_EQ(TRY(session.query(count))[0].integer(0), 0);
        return {};
    }));
    EXPECT_EQ(number("SELECT COUNT(*) FROM thing"), 1);
}

TEST_P(TransactionTest, a_read_cannot_write) {
    ASSERT_OK(run("CREATE TABLE thing (number {int} NOT NULL PRIMARY KEY) {table}"));
    EXPECT_FALSE(database_->read(
        [&](Session& session) { return session.execute(query_of("INSERT INTO thing (number) VALUES (1)")); }));
    EXPECT_EQ(number("SELECT COUNT(*) FROM thing"), 0);
}

TEST_P(TransactionTest, what_was_written_is_there_after_opening_again) {
    ASSERT_OK(run("CREATE TABLE thing (number {int} NOT NULL PRIMARY KEY) {table}"));
    ASSERT_OK(run("INSERT INTO thing (number) VALUES (42)"));
    open();
    EXPECT_EQ(number("SELECT number FROM thing"), 42);
}

TEST_P(TransactionTest, statements_go_on_after_a_change_of_the_schema) {
    ASSERT_OK(run("CREATE TABLE thing (number {int} NOT NULL PRIMARY KEY) {table}"));
    ASSERT_OK(run("INSERT INTO thing (number) VALUES (1)"));
    auto const all = query_of("SELECT * FROM thing");
    for (int round = 0; round < 4; ++round) {
        for (int connection = 0; connection < 3; ++connection) {
            auto const rows = database_->read([&](Session& session) { return session.query(all); });
            ASSERT_OK(rows);
            EXPECT_EQ(rows->columns(), static_cast<std::size_t>(round) + 1);
        }
        ASSERT_OK(run(fmt::format("ALTER TABLE thing ADD COLUMN f_{} {{int}}", round)));
        ASSERT_OK(database_->write([&](Transaction& tx) { return tx.query(all); }));
    }
}

TEST_P(TransactionTest, a_bad_query_stops_the_check) {
    Query const good{"good", "SELECT seq FROM change WHERE slot = $1", Scope::coordinator},
        bad{"bad_one", "SELECT missing FROM change", Scope::coordinator};
    ASSERT_OK(database_->check_queries({&good}));
    auto const outcome = database_->check_queries({&good, &bad});
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().cause, testing::HasSubstr("bad_one"));
}

TEST_P(TransactionTest, two_statements_in_one_text_or_a_missing_value_are_refused) {
    EXPECT_FALSE(database_->read([&](Session& session) { return session.query(query_of("SELECT 1; SELECT 2")); }));
    EXPECT_FALSE(database_->read([&](Session& session) {
        return session.query(query_of("SELECT seq FROM change WHERE slot = $1 AND seq = $2"), 1);
    }));
    EXPECT_FALSE(database_->read(
        [&](Session& session) { return session.query(query_of("SELECT seq FROM change WHERE slot = $1"), 1, 2); }));
}

ON_BOTH_DATABASES(TransactionTest);

}  // namespace
}  // namespace kith::store
