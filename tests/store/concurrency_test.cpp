// Transactions that meet: locks, races, a statement that fails, a server that goes away.
#include <atomic>
#include <latch>
#include <thread>

#include "tests/support/store_fixture.hpp"

namespace kith::store {
namespace {

class ConcurrencyTest : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (IsSkipped()) return;
        ASSERT_OK(run("CREATE TABLE counter (number {int} NOT NULL PRIMARY KEY, value {int} NOT NULL) {table}"));
        ASSERT_OK(run("INSERT INTO counter (number, value) VALUES (1, 0), (2, 0)"));
    }
    template <class Work>
    static void at_once(int threads, Work work) {
        std::vector<std::thread> running;
        for (int at = 0; at < threads; ++at) running.emplace_back([&work, at] { work(at); });
        for (auto& thread : running) thread.join();
    }
};

TEST_P(ConcurrencyTest, rows_that_were_locked_are_not_changed_in_between) {
    at_once(8, [&](int) {
        for (int round = 0; round < 20; ++round)
            ASSERT_OK(database_->write([&](Transaction& tx) -> Result<void> {
                auto const rows = TRY(tx.query(query_of("SELECT value FROM counter WHERE number = $1 FOR UPDATE"), 1));
                TRY(tx.execute(query_of("UPDATE counter SET value = $2 WHERE number = $1"), 1, rows[0].integer(0) + 1));
                return {};
            }));
    });
    EXPECT_EQ(number("SELECT value FROM counter WHERE number = 1"), 160);
}

TEST_P(ConcurrencyTest, a_lock_by_name_guards_what_is_not_there_yet) {
    ASSERT_OK(run("CREATE TABLE thing (id {id} NOT NULL PRIMARY KEY, name {text} NOT NULL) {table}"));
    at_once(8, [&](int) {
        ASSERT_OK(database_->write([&](Transaction& tx) -> Result<void> {
            TRY(tx.lock("thing"));
            if (TRY(tx.query(query_of("SELECT id FROM thing WHERE name = $1"), "only")).empty())
                TRY(tx.execute(query_of("INSERT INTO thing (id, name) VALUES ($1, $2)"), Uuid::make(), "only"));
            return {};
        }));
    });
    EXPECT_EQ(number("SELECT COUNT(*) FROM thing"), 1);
}

TEST_P(ConcurrencyTest, a_claim_by_key_is_won_by_one) {
    ASSERT_OK(run("CREATE TABLE claim (key {text} NOT NULL PRIMARY KEY, owner {int} NOT NULL) {clustered}"));
    std::atomic<int> winners = 0;
    at_once(8, [&](int at) {
        auto const won = database_->write([&](Transaction& tx) -> Result<bool> {
            return TRY(tx.execute(query_of("INSERT INTO claim (key, owner) VALUES ($1, $2) ON CONFLICT DO NOTHING"),
                                  "a", at)) == 1;
        });
        ASSERT_OK(won);
        winners += *won ? 1 : 0;
    });
    EXPECT_EQ(winners, 1);
}

TEST_P(ConcurrencyTest, transactions_that_lock_in_opposite_orders_both_come_through) {
    std::latch both_hold_one(2);
    std::atomic<int> runs = 0;
    at_once(2, [&](int at) {
        int tries = 0;
        ASSERT_OK(database_->write([&](Transaction& tx) -> Result<void> {
            ++runs;
            auto const increment = query_of("UPDATE counter SET value = value + 1 WHERE number = $1");
            TRY(tx.execute(increment, at + 1));
            // SQLite has one writer: nobody else holds anything while this runs.
            if (++tries == 1 && !is_sqlite()) both_hold_one.arrive_and_wait();
            TRY(tx.execute(increment, 2 - at));
            return {};
        }));
    });
    EXPECT_EQ(number("SELECT SUM(value) FROM counter"), 4);
    EXPECT_EQ(runs, is_sqlite() ? 2 : 3) << "the one that lost the deadlock ran again";
}

TEST_P(ConcurrencyTest, after_a_failed_statement_nothing_of_the_transaction_stays_whatever_it_returns) {
    bool went_on = false;
    auto const outcome = database_->write([&](Transaction& tx) -> Result<void> {
        TRY(tx.execute(query_of("UPDATE counter SET value = 7 WHERE number = 1")));
        EXPECT_FALSE(tx.execute(query_of("INSERT INTO counter (number, value) VALUES (1, 1)")));
        EXPECT_FALSE(tx.execute(query_of("UPDATE counter SET value = 8 WHERE number = 2")));
        went_on = true;
        return {};
    });
    EXPECT_TRUE(went_on);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().reason, "already_exists");
    EXPECT_EQ(number("SELECT SUM(value) FROM counter"), 0);
}

TEST_P(ConcurrencyTest, reads_go_on_beside_writes) {
    std::atomic<bool> is_over = false;
    std::thread writer([&] {
        while (!is_over)
            (void)database_->write([&](Transaction& tx) -> Result<void> {
                TRY(tx.execute(query_of("UPDATE counter SET value = value + 1 WHERE number = 1")));
                TRY(tx.execute(query_of("UPDATE counter SET value = value + 1 WHERE number = 2")));
                return {};
            });
    });
    at_once(6, [&](int) {
        for (int round = 0; round < 50; ++round)
            ASSERT_OK(database_->read([&](Session& session) -> Result<void> {
                auto const value = query_of("SELECT value FROM counter WHERE number = $1");
                auto const first = TRY(session.query(value, 1)), second = TRY(session.query(value, 2));
                EXPECT_EQ(first[0].integer(0), second[0].integer(0));
                return {};
            }));
    });
    is_over = true;
    writer.join();
}

class ServerTest : public ConcurrencyTest {};

TEST_P(ServerTest, a_server_that_stops_is_unavailable_and_one_that_comes_back_is_used_again) {
    auto const write = [&] { return run("UPDATE counter SET value = value + 1 WHERE number = 1"); };
    auto const read = [&] { return database_->read([](Session& session) { return session.run("SELECT 1", {}); }); };
    ASSERT_OK(write());
    server_->stop();
    for (int round = 0; round < 2; ++round) {
        auto const refused = write();
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::unavailable) << describe(refused.error());
        EXPECT_GT(refused.error().retry_after_seconds, 0);
        auto const unread = read();
        ASSERT_FALSE(unread);
        EXPECT_EQ(unread.error().code, ErrorCode::unavailable);
    }
    ASSERT_TRUE(server_->start());
    EXPECT_OK(write());
    EXPECT_OK(read());
    EXPECT_EQ(number("SELECT value FROM counter WHERE number = 1"), 2);
}

// The server restarts while connections lie idle in the pool: nobody notices.
TEST_P(ServerTest, a_restart_between_two_writes_is_not_noticed) {
    at_once(4, [&](int) { (void)run("UPDATE counter SET value = value + 1 WHERE number = 1"); });
    server_->stop();
    ASSERT_TRUE(server_->start());
    EXPECT_OK(run("UPDATE counter SET value = value + 1 WHERE number = 1"));
    EXPECT_EQ(number("SELECT value FROM counter WHERE number = 1"), 5);
}

TEST(Location, of_no_known_database_or_of_no_server_is_refused) {
    for (auto const* location : {"", "sqlite:", "mysql://localhost/x", "kith.db", "postgresql://[bad"}) {
        auto const opened = Database::open(location);
        ASSERT_FALSE(opened) << location;
        EXPECT_EQ(opened.error().code, ErrorCode::invalid) << location;
    }
    auto const absent = Database::open("postgresql:///kith?host=/tmp/absent");
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().code, ErrorCode::unavailable);
    EXPECT_FALSE(Database::open("sqlite:/missing/folder/kith.db"));
}

// With one connection for all readers, a second one would never become free.
TEST_P(ConcurrencyTest, a_read_within_a_read_is_of_the_same_snapshot_and_waits_for_nobody) {
    Options options;
    options.readers = 1;
    options.connections = 2;
    open(options);
    auto const value = [](Session& session) -> Result<std::int64_t> {
        return TRY(session.run("SELECT value FROM counter WHERE number = 1", {}))[0].integer(0);
    };
    auto const both = database_->read([&](Session& session) -> Result<bool> {
        auto const before = TRY(value(session));
        EXPECT_OK(run("UPDATE counter SET value = value + 1 WHERE number = 1"));
        return before == TRY(database_->read(value));
    });
    ASSERT_OK(both);
    EXPECT_TRUE(*both);
    EXPECT_EQ(number("SELECT value FROM counter WHERE number = 1"), 1);
}

ON_BOTH_DATABASES(ConcurrencyTest);
INSTANTIATE_TEST_SUITE_P(Store, ServerTest, testing::Values(Kind::postgres), database_name);

}  // namespace
}  // namespace kith::store
