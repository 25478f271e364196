// SQLite's writer: many tasks a commit, each for itself.
#include <filesystem>
#include <mutex>
#include <thread>

#include "store/limits.hpp"
#include "tests/support/blocked_writer.hpp"
#include "tests/support/store_fixture.hpp"

namespace kith::store {
namespace {

class GroupCommitTest : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        ASSERT_OK(run("CREATE TABLE thing (number {int} NOT NULL PRIMARY KEY) {table}"));
    }
    Result<void> insert(int number, bool succeeds = true, Lane lane = Lane::foreground) {
        return database_->write(
            [&](Transaction& tx) -> Result<void> {
                TRY(tx.execute(query_of("INSERT INTO thing (number) VALUES ($1)"), number));
                tx.note({ChangeKind::record_created, {}, "thing", {}, {}, number});
                if (!succeeds) return Error::invalid("number", "unwanted", "No.");
                return {};
            },
            lane);
    }
};

TEST_P(GroupCommitTest, tasks_that_wait_share_a_commit_and_a_failure_undoes_only_itself) {
    constexpr int tasks = 40;
    open({.group_time = std::chrono::minutes(1)});
    auto const before = database_->statistics();
    std::vector<Result<void>> outcomes(tasks);
    std::vector<std::thread> threads;
    BlockedWriter blocked(*database_);
    for (int at = 0; at < tasks; ++at)
        threads.emplace_back([&, at] { outcomes[static_cast<std::size_t>(at)] = insert(at, at % 5 != 0); });
    blocked.wait_for_waiting(tasks);
    blocked.release();
    for (auto& thread : threads) thread.join();
    auto const after = database_->statistics();
    EXPECT_EQ(after.tasks - before.tasks, tasks + 1);
    EXPECT_EQ(after.commits - before.commits, 1);
    for (int at = 0; at < tasks; ++at)
        EXPECT_EQ(static_cast<bool>(outcomes[static_cast<std::size_t>(at)]), at % 5 != 0);
    EXPECT_EQ(number("SELECT COUNT(*) FROM thing"), tasks - tasks / 5);
    EXPECT_EQ(number("SELECT COUNT(*) FROM thing WHERE number % 5 = 0"), 0);
    EXPECT_EQ(number("SELECT MAX(seq) FROM change"), tasks - tasks / 5);
}

TEST_P(GroupCommitTest, a_full_queue_refuses_and_loses_nothing) {
    int const limit = static_cast<int>(limits::write_queue_tasks_max);
    std::vector<Result<void>> outcomes(static_cast<std::size_t>(limit));
    std::vector<std::thread> threads;
    BlockedWriter blocked(*database_);
    for (int at = 0; at < limit; ++at)
        threads.emplace_back([&, at] { outcomes[static_cast<std::size_t>(at)] = insert(at); });
    blocked.wait_for_waiting(limit);
    auto const refused = insert(limit);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_GT(refused.error().retry_after_seconds, 0);
    blocked.release();
    for (auto& thread : threads) thread.join();
    for (auto const& outcome : outcomes) EXPECT_TRUE(outcome);
    EXPECT_EQ(number("SELECT COUNT(*) FROM thing"), limit);
    EXPECT_TRUE(insert(limit));
}

TEST_P(GroupCommitTest, background_work_goes_after_what_waits_in_the_foreground) {
    std::mutex mutex;
    std::vector<std::string> order;
    auto const note = [&](Lane lane, std::string name) {
        return [&, lane, name] {
            (void)database_->write(
                [&](Transaction&) -> Result<void> {
                    std::lock_guard const held(mutex);
                    order.push_back(name);
                    return {};
                },
                lane);
        };
    };
    BlockedWriter blocked(*database_);
    std::vector<std::thread> threads;
    for (int at = 0; at < 3; ++at) {
        threads.emplace_back(note(Lane::background, "background"));
        blocked.wait_for_waiting(2 * at + 1);
        threads.emplace_back(note(Lane::foreground, "foreground"));
        blocked.wait_for_waiting(2 * at + 2);
    }
    blocked.release();
    for (auto& thread : threads) thread.join();
    EXPECT_THAT(order, testing::ElementsAre("foreground", "foreground", "foreground", "background", "background",
                                            "background"));
}

// Two kinds of work without end on each lane: both go on.
TEST_P(GroupCommitTest, background_work_is_not_starved) {
    std::atomic<bool> is_over = false;
    std::atomic<int> foreground = 0;
    std::vector<std::thread> threads;
    for (int at = 0; at < 4; ++at)
        threads.emplace_back([&] {
            while (!is_over && database_->write([](Transaction&) -> Result<void> { return {}; })) ++foreground;
        });
    while (foreground < 10) std::this_thread::yield();  // the others are at it
    int const before = foreground;
    for (int at = 0; at < 5; ++at) EXPECT_TRUE(insert(at, true, Lane::background));
    is_over = true;
    for (auto& thread : threads) thread.join();
    EXPECT_GE(foreground, before);
    EXPECT_EQ(number("SELECT COUNT(*) FROM thing"), 5);
}

TEST_P(GroupCommitTest, a_write_inside_a_write_is_refused_instead_of_waiting_for_itself) {
    auto const outcome = database_->write([&](Transaction&) { return insert(1); });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::internal);
}

TEST_P(GroupCommitTest, a_backup_made_while_writes_go_on_is_whole) {
    std::string const filler(2000, 'x');
    ASSERT_OK(run("CREATE TABLE filler (number {int} NOT NULL PRIMARY KEY, words {text}) {table}"));
    ASSERT_OK(database_->write([&](Transaction& tx) -> Result<void> {
        for (int at = 0; at < 3000; ++at)
            TRY(tx.execute(query_of("INSERT INTO filler (number, words) VALUES ($1, $2)"), at, filler));
        return {};
    }));
    std::atomic<bool> is_over = false;
    std::atomic<int> written = 0;
    std::thread writer([&] {
        while (!is_over && insert(written)) ++written;
    });
    int const before = written;
    ASSERT_OK(database_->back_up(folder_.path("copy.db")));
    int const after = written;
    is_over = true;
    writer.join();
    EXPECT_FALSE(std::filesystem::exists(folder_.path("copy.db.part")));
    location_ = "sqlite:" + folder_.path("copy.db");
    open();
    auto const copied = number("SELECT COUNT(*) FROM thing");
    EXPECT_GE(copied, before);
    EXPECT_LE(copied, after + 1);
    EXPECT_EQ(number("SELECT COALESCE(MAX(number) + 1, 0) FROM thing"), copied);
    EXPECT_EQ(number("SELECT COUNT(*) FROM change"), copied);
    EXPECT_EQ(number("SELECT COUNT(*) FROM filler"), 3000);
    auto const check = database_->read([](Session& session) { return session.run("PRAGMA integrity_check", {}); });
    ASSERT_OK(check);
    EXPECT_EQ((*check)[0].text(0), "ok");
}

TEST_P(GroupCommitTest, a_backup_to_where_nothing_can_be_written_is_an_error_and_writes_go_on) {
    auto const outcome = database_->back_up(folder_.path("missing/copy.db"));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::unavailable);
    EXPECT_TRUE(insert(1));
}

TEST_P(GroupCommitTest, a_long_read_keeps_its_snapshot_while_the_log_is_moved) {
    std::string const filler(4000, 'x');
    ASSERT_OK(run("CREATE TABLE filler (number {int} NOT NULL PRIMARY KEY, words {text}) {table}"));
    int written = 0;
    auto const write_some = [&] {
        return database_->write([&, first = written](Transaction& tx) -> Result<void> {
            for (int at = first; at < first + 1000; ++at)
                TRY(tx.execute(query_of("INSERT INTO filler (number, words) VALUES ($1, $2)"), at, filler));
            written = first + 1000;
            return {};
        });
    };
    auto const count = query_of("SELECT COUNT(*) FROM filler");
    ASSERT_OK(database_->read([&](Session& session) -> Result<void> {
        EXPECT_EQ(TRY(session.query(count))[0].integer(0), 0);
        for (int round = 0; round < 5; ++round) TRY(write_some());
        EXPECT_EQ(TRY(session.query(count))[0].integer(0), 0);
        return {};
    }));
    EXPECT_EQ(number(count.text), written);
    // Nobody reads any more: the log starts over instead of growing on.
    auto const log_size = [&] { return std::filesystem::file_size(folder_.path("kith.db-wal")); };
    for (int round = 0; round < 3; ++round) ASSERT_OK(write_some());
    auto const size = log_size();
    for (int round = 0; round < 8; ++round) ASSERT_OK(write_some());
    EXPECT_LE(log_size(), size);
}

INSTANTIATE_TEST_SUITE_P(Store, GroupCommitTest, testing::Values(Kind::sqlite), database_name);

}  // namespace
}  // namespace kith::store
