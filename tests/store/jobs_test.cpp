// The job queue: each job once at a time, at least once in all.
#include "store/jobs.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "store/jobs.sql.hpp"
#include "tests/support/store_fixture.hpp"

namespace kith::store {
namespace {

using namespace std::chrono_literals;

class JobsTest : public StoreTest {
protected:
    Result<void> enqueue(NewJob job) {
        return database_->write([&](Transaction& tx) { return tx.enqueue(job); });
    }
    template <class Ready>
    bool comes_true(Ready ready) {
        for (auto const until = std::chrono::steady_clock::now() + 10s; std::chrono::steady_clock::now() < until;
             std::this_thread::sleep_for(2ms))
            if (ready()) return true;
        return false;
    }
};

TEST_P(JobsTest, concurrent_workers_run_each_job_exactly_once) {
    constexpr int jobs = 120;
    for (int at = 0; at < jobs; ++at) ASSERT_OK(enqueue({"count", std::to_string(at), "", {}}));
    std::mutex mutex;
    std::map<std::string, int> runs;
    JobQueue one(*database_), two(*database_);
    for (auto* queue : {&one, &two}) {
        queue->handle("count", [&](Job const& job) -> Result<void> {
            std::lock_guard const held(mutex);
            ++runs[job.payload];
            return {};
        });
        queue->start(4);
    }
    EXPECT_TRUE(comes_true([&] { return number("SELECT COUNT(*) FROM job") == 0; }));
    one.stop();
    two.stop();
    EXPECT_EQ(runs.size(), static_cast<std::size_t>(jobs));
    for (auto const& [payload, count] : runs) EXPECT_EQ(count, 1) << payload;
}

TEST_P(JobsTest, a_commit_wakes_a_sleeping_worker) {
    JobQueue queue(*database_);
    std::atomic<int> runs = 0;
    queue.handle("wake", [&](Job const&) -> Result<void> {
        ++runs;
        return {};
    });
    queue.start(1);
    std::this_thread::sleep_for(50ms);
    auto const before = std::chrono::steady_clock::now();
    ASSERT_OK(enqueue({"wake", "{}", "", {}}));
    EXPECT_TRUE(comes_true([&] { return runs == 1; }));
    EXPECT_LT(std::chrono::steady_clock::now() - before, 2s);
}

TEST_P(JobsTest, a_job_waits_until_it_is_due) {
    JobQueue queue(*database_);
    std::atomic<int> runs = 0;
    queue.handle("later", [&](Job const&) -> Result<void> {
        ++runs;
        return {};
    });
    auto const due = Instant::now() + 400ms;
    ASSERT_OK(enqueue({"later", "{}", "", due}));
    auto const none = queue.run_due();
    ASSERT_OK(none);
    EXPECT_EQ(*none, 0);
    queue.start(1);
    EXPECT_TRUE(comes_true([&] { return runs == 1; }));
    EXPECT_GE(Instant::now(), due);
}

TEST_P(JobsTest, a_key_is_not_enqueued_twice) {
    for (int at = 0; at < 3; ++at) ASSERT_OK(enqueue({"fold", "{}", "person-1", {}}));
    ASSERT_OK(enqueue({"fold", "{}", "person-2", {}}));
    ASSERT_OK(enqueue({"mail", "{}", "person-1", {}}));
    for (int at = 0; at < 2; ++at) ASSERT_OK(enqueue({"fold", "{}", "", {}}));
    EXPECT_EQ(number("SELECT COUNT(*) FROM job"), 5);
}

// What caused the second enqueue may have come after the running job had looked.
TEST_P(JobsTest, a_key_enqueued_while_its_job_runs_makes_it_run_again) {
    JobQueue queue(*database_);
    int runs = 0;
    queue.handle("fold", [&](Job const&) -> Result<void> {
        return ++runs == 1 ? enqueue({"fold", "{}", "person-1", {}}) : Result<void>();
    });
    ASSERT_OK(enqueue({"fold", "{}", "person-1", {}}));
    auto const count = queue.run_due();
    ASSERT_OK(count);
    EXPECT_EQ(*count, 2);
    EXPECT_EQ(number("SELECT COUNT(*) FROM job"), 0);
}

TEST_P(JobsTest, a_failed_job_is_tried_again_with_growing_pauses_and_then_kept) {
    JobQueue queue(*database_);
    int runs = 0;
    queue.handle("fail", [&](Job const& job) -> Result<void> {
        EXPECT_EQ(job.attempt, ++runs);
        return Error::unavailable("The mail server is away.");
    });
    ASSERT_OK(enqueue({"fail", "{}", "", {}}));
    for (int attempt = 1; attempt <= 10; ++attempt) {
        auto const before = Instant::now();
        ASSERT_OK(queue.run_due());
        ASSERT_EQ(runs, attempt);
        if (attempt == 10) break;
        auto const pause = number("SELECT ready_at FROM job") - before.ms;
        EXPECT_GE(pause, (1000 << attempt) - 10);
        EXPECT_LE(pause, (1000 << attempt) + 5000);
        ASSERT_OK(run("UPDATE job SET ready_at = 0"));
    }
    EXPECT_EQ(number("SELECT COUNT(*) FROM job WHERE failed_at IS NOT NULL AND error = 'The mail server is away.'"), 1);
    ASSERT_OK(run("UPDATE job SET ready_at = 0"));
    ASSERT_OK(queue.run_due());
    EXPECT_EQ(runs, 10);
}

TEST_P(JobsTest, a_job_without_handler_or_that_throws_fails) {
    JobQueue queue(*database_);
    queue.handle("throw", [](Job const&) -> Result<void> { throw std::runtime_error("of a library"); });
    ASSERT_OK(enqueue({"throw", "{}", "", {}}));
    ASSERT_OK(enqueue({"unknown", "{}", "", {}}));
    auto const count = queue.run_due();
    ASSERT_OK(count);
    EXPECT_EQ(*count, 2);
    EXPECT_EQ(number("SELECT COUNT(*) FROM job WHERE error LIKE '%of a library%'"), 1);
    EXPECT_EQ(number("SELECT COUNT(*) FROM job WHERE error LIKE '%no handler%'"), 1);
}

// The first worker comes back after its lease has ended and another has the job: its outcome must not count.
TEST_P(JobsTest, after_its_lease_a_job_is_claimed_again_and_the_first_worker_is_fenced_off) {
    JobQueue first(*database_), second(*database_);
    std::vector<std::int64_t> fences;
    second.handle("slow", [&](Job const& job) -> Result<void> {
        fences.push_back(job.fence);
        return Error::unavailable("Not now.");
    });
    first.handle("slow", [&](Job const& job) -> Result<void> {
        fences.push_back(job.fence);
        TRY(run("UPDATE job SET ready_at = 0"));  // the lease ends
        EXPECT_EQ(second.run_due().value_or(-1), 1);
        return {};
    });
    ASSERT_OK(enqueue({"slow", "{}", "", {}}));
    ASSERT_OK(first.run_due());
    EXPECT_THAT(fences, testing::ElementsAre(1, 2));
    EXPECT_EQ(number("SELECT COUNT(*) FROM job WHERE failed_at IS NULL AND attempts = 2"), 1)
        << "the job is the second worker's, and still to be done";
}

TEST_P(JobsTest, a_job_of_a_worker_that_died_is_run_after_its_lease) {
    ASSERT_OK(enqueue({"orphan", "{}", "", {}}));
    ASSERT_OK(database_->write(
        [&](Transaction& tx) { return tx.query(sql::job_claim, Instant::now(), Instant::now() + 300ms); }));
    JobQueue queue(*database_);
    std::atomic<int> attempt = 0;
    queue.handle("orphan", [&](Job const& job) -> Result<void> {
        attempt = job.attempt;
        return {};
    });
    EXPECT_EQ(queue.run_due().value_or(-1), 0);
    queue.start(1);
    EXPECT_TRUE(comes_true([&] { return attempt == 2; }));
}

ON_BOTH_DATABASES(JobsTest);

}  // namespace
}  // namespace kith::store
