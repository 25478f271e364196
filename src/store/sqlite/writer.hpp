// SQLite's one writer: a thread that commits what many callers queued in one transaction (group commit).
//
// Each task runs under a savepoint of its own, so that its failure undoes only itself; nobody is answered before COMMIT
// is durable. After any error the writer asks SQLite whether the transaction is still there. Where it is not (disk
// full, I/O error, memory), or COMMIT itself failed, all tasks of the group are run again one by one, and those that
// fail alone get the error.
//
// It also moves the write-ahead log into the database and steps a running backup, both between groups.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "store/limits.hpp"
#include "store/logged_transaction.hpp"
#include "store/sqlite/backup.hpp"
#include "store/sqlite/connection.hpp"

namespace kith::store::sqlite {

class Writer {
public:
    using Work = std::function<Result<void>(Transaction&)>;

    Writer(std::unique_ptr<Connection> connection, Dialect const& dialect, JobSignal& job_signal,
           std::chrono::milliseconds group_time);
    /// Finishes what was queued.
    ~Writer();

    /// Waits for its turn and for the commit. `unavailable` at once where `limits::write_queue_tasks_max` tasks wait
    /// already.
    Result<void> run(Work const& work, Lane lane);
    Result<void> back_up(std::string const& path);
    /// Moves all that is committed into the file and empties the log. `unavailable` where a read still needs the log.
    Result<void> empty_log();
    StoreStatistics statistics() const;

private:
    using Clock = std::chrono::steady_clock;
    struct Task;
    class GroupTransaction;

    void loop();
    bool wait_for_work();
    Lane choose_lane();
    Task* take(Lane lane, std::size_t taken, Clock::time_point began);
    void run_group(Lane lane);
    void run_alone(Task& task);
    /// Whether the transaction is still there. The task's outcome may be an error all the same.
    bool run_in_savepoint(Task& task);
    Result<void> begin();
    Result<void> commit();
    void answer(Task& task);
    void note_duration(Clock::duration took, GroupTransaction const& transaction);
    void checkpoint();
    void step_backup();
    void step_emptying();

    std::unique_ptr<Connection> connection_;
    Dialect const& dialect_;
    JobSignal& job_signal_;
    std::chrono::milliseconds const group_time_;

    struct Queue {
        std::deque<Task*> foreground, background;
        bool is_stopping = false;
    };
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    Queue queue_;                                        // under mutex_
    Backup* backup_ = nullptr;                           // under mutex_
    std::vector<std::promise<Result<void>>*> emptying_;  // under mutex_
    std::size_t lately_ = 1;                             // tasks a group, of late; the writer's own
    int wal_pages_ = 0;                                  // the writer's own, as are the two below
    int checkpoint_at_pages_ = 0;
    int restart_at_pages_ = 0;
    Clock::time_point next_slow_log_{};
    std::int64_t slow_unlogged_ = 0;

    std::atomic<std::int64_t> commits_ = 0, tasks_ = 0, busy_retries_ = 0, slow_tasks_ = 0;
    std::thread thread_;  // last: it uses the rest
};

}  // namespace kith::store::sqlite
