#include "store/jobs.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <thread>
#include <vector>

#include "store/database.hpp"
#include "store/jobs.sql.hpp"
#include "store/limits.hpp"

namespace kith::store {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto lease = 60s;
constexpr auto renewal = 20s;  // a job that takes longer keeps its lease while its worker lives
constexpr auto pause_max = 3600s;
constexpr auto look_again = 5s;     // another server's jobs are not announced here
constexpr auto trouble_pause = 1s;  // the database is away

std::chrono::seconds pause_after(int attempt) {
    return attempt >= 12 ? pause_max : std::min<std::chrono::seconds>(pause_max, 1s * (1 << attempt));
}

Result<std::optional<Job>> claim(Database& database) {
    return database.write([&](Transaction& transaction) -> Result<std::optional<Job>> {
        auto const rows = TRY(transaction.query(sql::job_claim, transaction.now(), transaction.now() + lease));
        if (rows.empty()) return std::optional<Job>();
        auto const row = rows[0];
        return std::optional(Job{row.id<JobId>(0), std::string(row.text(1)), std::string(row.text(2)),
                                 static_cast<int>(row.integer(3)), row.integer(4)});
    });
}

// Nothing happens where the fence is no longer the job's: another worker has it.
Result<void> record_outcome(Database& database, Job const& job, Result<void> const& outcome) {
    return database.write([&](Transaction& transaction) -> Result<void> {
        auto const now = transaction.now();
        if (outcome) {
            if (TRY(transaction.execute(sql::job_done, job.id, job.fence)) > 0) return {};
            TRY(transaction.execute(sql::job_again, job.id, job.fence, now));
            return {};
        }
        auto const& error = outcome.error();
        auto const text = error.cause.empty() ? error.message : fmt::format("{} ({})", error.message, error.cause);
        if (job.attempt >= static_cast<int>(limits::job_attempts_max)) {
            TRY(transaction.execute(sql::job_failed, job.id, job.fence, now, text));
        } else {
            TRY(transaction.execute(sql::job_retry, job.id, job.fence, now + pause_after(job.attempt), text));
        }
        return {};
    });
}

}  // namespace

struct JobQueue::State {
    explicit State(Database& of_app) : database(of_app) {}

    struct Held {
        Job const* job;
        Clock::time_point renew_at;
    };

    Database& database;
    std::map<std::string, JobHandler, std::less<>> handlers;
    std::vector<std::thread> workers;
    std::thread renewer;
    std::atomic<bool> is_stopping = false;
    std::mutex mutex;
    std::condition_variable stopping;
    std::vector<Held> in_hand;  // under mutex

    Result<bool> run_one();
    void work();
    void renew();
    Clock::time_point next_look();
};

// Whether there was a job.
Result<bool> JobQueue::State::run_one() {
    auto const job = TRY(claim(database));
    if (!job) return false;
    {
        std::lock_guard const held(mutex);
        in_hand.push_back({&*job, Clock::now() + renewal});
    }
    Result<void> outcome;
    auto const handler = handlers.find(job->kind);
    if (handler == handlers.end()) {
        outcome = Error::internal(fmt::format("no handler for jobs of kind {}", job->kind));
    } else {
        try {
            outcome = handler->second(*job);
        } catch (std::exception const& thrown) {
            outcome = Error::internal(fmt::format("the job threw: {}", thrown.what()));
        }
    }
    {
        std::lock_guard const held(mutex);
        std::erase_if(in_hand, [&](Held const& held_job) { return held_job.job == &*job; });
    }
    if (!outcome)
        spdlog::warn("job {} {} failed, attempt {} of {}: {} {}", job->kind, job->id.text(), job->attempt,
                     limits::job_attempts_max, outcome.error().message, outcome.error().cause);
    TRY(record_outcome(database, *job, outcome));
    return true;
}

Clock::time_point JobQueue::State::next_look() {
    auto const next = database.read([&](Session& session) -> Result<std::optional<Instant>> {
        auto const rows = TRY(session.query(sql::job_next));
        return rows.empty() ? std::optional<Instant>() : rows[0].optional_instant(0);
    });
    if (!next) return Clock::now() + trouble_pause;
    bool const has_file = !database.file().empty();  // one process: every job is announced here
    auto const latest = has_file ? Clock::now() + pause_max : Clock::now() + look_again;
    return *next ? std::min(latest, Clock::now() + std::max(0ms, **next - Instant::now())) : latest;
}

void JobQueue::State::work() {
    while (!is_stopping) {
        auto const seen = database.job_signal().count();
        auto const had_job = run_one();
        if (had_job && *had_job) continue;
        if (!had_job) spdlog::warn("the job queue cannot reach its table: {}", had_job.error().cause);
        auto const until = had_job ? next_look() : Clock::now() + trouble_pause;
        if (!is_stopping) database.job_signal().wait_until(seen, until);
    }
}

void JobQueue::State::renew() {
    std::unique_lock held(mutex);
    while (!is_stopping || !in_hand.empty()) {
        stopping.wait_for(held, 1s);
        std::vector<std::pair<JobId, std::int64_t>> due;
        for (auto& each : in_hand) {
            if (Clock::now() < each.renew_at) continue;
            each.renew_at = Clock::now() + renewal;
            due.emplace_back(each.job->id, each.job->fence);
        }
        if (due.empty()) continue;
        held.unlock();
        auto const status = database.write([&](Transaction& transaction) -> Result<void> {
            for (auto const& [id, fence] : due)
                TRY(transaction.execute(sql::job_extend, id, fence, transaction.now() + lease));
            return {};
        });
        if (!status) spdlog::warn("the leases of {} jobs were not extended: {}", due.size(), status.error().cause);
        held.lock();
    }
}

JobQueue::JobQueue(Database& database) : state_(std::make_unique<State>(database)) {}
JobQueue::~JobQueue() { stop(); }

void JobQueue::handle(std::string kind, JobHandler handler) { state_->handlers[std::move(kind)] = std::move(handler); }

void JobQueue::start(int workers) {
    // One process owns a file: whoever held a job of it is gone.
    if (!state_->database.file().empty()) {
        auto const freed = state_->database.write([](Transaction& transaction) -> Result<void> {
            TRY(transaction.execute(sql::jobs_of_dead_workers, transaction.now()));
            return {};
        });
        if (!freed) spdlog::warn("jobs of a process that ended: {}", freed.error().cause);
    }
    for (int worker = 0; worker < workers; ++worker)
        state_->workers.emplace_back([state = state_.get()] { state->work(); });
    state_->renewer = std::thread([state = state_.get()] { state->renew(); });
}

void JobQueue::stop() {
    state_->is_stopping = true;
    state_->database.job_signal().notify();
    for (auto& worker : state_->workers) worker.join();
    state_->workers.clear();
    state_->stopping.notify_all();
    if (state_->renewer.joinable()) state_->renewer.join();
    state_->is_stopping = false;
}

Result<int> JobQueue::run_due() {
    int count = 0;
    while (TRY(state_->run_one())) ++count;
    return count;
}

}  // namespace kith::store
