// The job queue: work that is caused by a transaction and done after it, at least once.
//
// A job is enqueued inside the transaction that causes it (`Transaction::enqueue`). Workers claim due jobs with a lease
// and a fencing token; a job whose worker died is claimed again when its lease ends. A job that fails is tried again
// with growing pauses (2^n seconds, at most an hour) up to `limits::job_attempts_max`, then kept as failed with its
// error.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/limits.hpp"

namespace kith::store {

class Database;

struct Job {
    JobId id;
    std::string kind;
    std::string payload;
    int attempt = 1;
    std::int64_t fence = 0;  ///< higher for each claim of the same job
};

using JobHandler = std::function<Result<void>(Job const&)>;

class JobQueue {
public:
    explicit JobQueue(Database& database);
    ~JobQueue();
    /// Before `start`.
    void handle(std::string kind, JobHandler handler);
    void start(int workers);
    /// Finishes the jobs in hand and joins the workers.
    void stop();
    /// Runs every job that is due now on the calling thread; how many ran. For tests and the command line.
    Result<int> run_due();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kith::store
