#include "store/sqlite/writer.hpp"

#include "store/limits.hpp"

#include <spdlog/spdlog.h>

#include <exception>

namespace kith::store::sqlite {
namespace {

using namespace std::chrono_literals;

constexpr auto slow_task = 5ms;
constexpr auto slow_log_pause = 1s;
constexpr auto background_wait_max = 50ms;  // then a background task goes before waiting foreground ones
constexpr int checkpoint_pages = 2000;      // about 8 MB
constexpr int restart_pages =
    16'000;  // readers that overlap without end keep the log from starting over; then it is worth a short wait
constexpr int restart_wait_ms = 50;
constexpr int emptying_wait_ms = 1000;

}  // namespace

struct Writer::Task {
    explicit Task(Work const& of_caller) : work(of_caller) {}

    Work const& work;
    Clock::time_point queued_at = Clock::now();
    Result<void> outcome;
    std::vector<std::function<void()>> hooks;

    std::mutex mutex;
    std::condition_variable changed;
    bool is_done = false;
};

class Writer::GroupTransaction final : public LoggedTransaction {
public:
    GroupTransaction(Connection& connection, Dialect const& dialect, JobSignal& job_signal)
        : LoggedTransaction(job_signal), connection_(connection), dialect_(dialect) {}
    Result<Rows> run_statement(std::string_view sql, std::span<Parameter const> parameters) override {
        if (statements_++ == 0) first_ = sql.substr(0, first_bytes_max);
        return connection_.run(sql, parameters);
    }
    Dialect const& dialect() const override { return dialect_; }
    // The writer is alone.
    Result<void> lock(std::string_view) override { return {}; }
    std::int64_t statements() const { return statements_; }
    std::string const& first() const { return first_; }

private:
    static constexpr std::size_t first_bytes_max = 80;
    Connection& connection_;
    Dialect const& dialect_;
    std::int64_t statements_ = 0;
    std::string first_;
};

Writer::Writer(std::unique_ptr<Connection> connection, Dialect const& dialect, JobSignal& job_signal,
               std::chrono::milliseconds group_time)
    : connection_(std::move(connection)),
      dialect_(dialect),
      job_signal_(job_signal),
      group_time_(group_time),
      checkpoint_at_pages_(checkpoint_pages),
      restart_at_pages_(restart_pages) {
    auto const note_pages = [](void* self, sqlite3*, char const*, int pages) {
        auto& writer = *static_cast<Writer*>(self);
        if (pages < writer.wal_pages_) {  // the log has started over
            writer.checkpoint_at_pages_ = checkpoint_pages;
            writer.restart_at_pages_ = restart_pages;
        }
        writer.wal_pages_ = pages;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(connection_->handle(), note_pages, this);
    thread_ = std::thread([this] { loop(); });
}

Writer::~Writer() {
    {
        std::lock_guard const held(mutex_);
        queue_.is_stopping = true;
    }
    arrived_.notify_one();
    thread_.join();
}

Result<void> Writer::run(Work const& work, Lane lane) {
    if (std::this_thread::get_id() == thread_.get_id())
        return Error::internal("a write inside a write would wait for itself");
    Task task(work);
    {
        std::lock_guard const held(mutex_);
        if (queue_.is_stopping) return Error::unavailable("The server is stopping.", {}, 5);
        auto& lane_queue = lane == Lane::foreground ? queue_.foreground : queue_.background;
        if (lane_queue.size() >= limits::write_queue_tasks_max)
            return Error::unavailable("Too much is being written at once. Try again shortly.",
                                      "the write queue is full", 1);
        lane_queue.push_back(&task);
    }
    arrived_.notify_one();
    std::unique_lock held(task.mutex);
    task.changed.wait(held, [&] { return task.is_done; });
    return std::move(task.outcome);
}

void Writer::loop() {
    while (wait_for_work()) {
        bool has_tasks = false;
        {
            std::lock_guard const held(mutex_);
            has_tasks = !queue_.foreground.empty() || !queue_.background.empty();
        }
        if (has_tasks) run_group(choose_lane());
        if (wal_pages_ >= checkpoint_at_pages_) checkpoint();
        step_backup();
        step_emptying();
    }
    if (backup_ != nullptr) backup_->finish(Error::unavailable("The server is stopping.", {}, 5));
    for (auto* waiting : emptying_) waiting->set_value(Error::unavailable("The server is stopping.", {}, 5));
}

bool Writer::wait_for_work() {
    std::unique_lock held(mutex_);
    auto const has_tasks = [&] { return !queue_.foreground.empty() || !queue_.background.empty(); };
    arrived_.wait(held, [&] { return has_tasks() || backup_ != nullptr || !emptying_.empty() || queue_.is_stopping; });
    return has_tasks() || !queue_.is_stopping;
}

Lane Writer::choose_lane() {
    std::lock_guard const held(mutex_);
    if (queue_.background.empty()) return Lane::foreground;
    if (queue_.foreground.empty()) return Lane::background;
    return Clock::now() - queue_.background.front()->queued_at > background_wait_max ? Lane::background
                                                                                     : Lane::foreground;
}

// The next task of the group, or none where the group is full or has taken its time. It waits a moment for others only
// where groups have been larger of late, so that a lone write is never delayed.
Writer::Task* Writer::take(Lane lane, std::size_t taken, Clock::time_point began) {
    auto const deadline = began + group_time_;
    std::unique_lock held(mutex_);
    if (taken >= limits::write_group_tasks_max || (taken > 0 && Clock::now() >= deadline)) return nullptr;
    if (lane == Lane::background && taken > 0 && !queue_.foreground.empty()) return nullptr;
    auto& queue = lane == Lane::foreground ? queue_.foreground : queue_.background;
    if (queue.empty() && lane == Lane::foreground && taken < lately_)
        arrived_.wait_until(held, deadline, [&] { return !queue.empty() || queue_.is_stopping; });
    if (queue.empty()) return nullptr;
    auto* task = queue.front();
    queue.pop_front();
    return task;
}

void Writer::run_group(Lane lane) {
    auto const began = Clock::now();
    std::vector<Task*> group;
    auto status = begin();
    bool is_there = static_cast<bool>(status);
    while (auto* task = take(lane, group.size(), began)) {
        group.push_back(task);
        if (status && !(is_there = run_in_savepoint(*task))) break;
    }
    if (lane == Lane::foreground) lately_ = std::max(group.size(), (lately_ + group.size()) / 2);
    if (!status) {
        for (auto* task : group) task->outcome = Failure(status.error());
    } else {
        if (is_there) is_there = static_cast<bool>(status = commit());
        if (!is_there && group.size() == 1 && !status) group.front()->outcome = Failure(status.error());
        if (!is_there && group.size() > 1) {
            spdlog::warn("a group of {} writes was rolled back and is run again one by one", group.size());
            for (auto* task : group) run_alone(*task);
        }
    }
    for (auto* task : group) answer(*task);
}

void Writer::run_alone(Task& task) {
    if (auto status = begin(); !status) {
        task.outcome = std::move(status);
        return;
    }
    if (!run_in_savepoint(task)) return;
    if (auto status = commit(); !status) task.outcome = std::move(status);
}

bool Writer::run_in_savepoint(Task& task) {
    auto const began = Clock::now();
    GroupTransaction transaction(*connection_, dialect_, job_signal_);
    task.hooks.clear();
    auto status = connection_->execute("SAVEPOINT task");
    if (status) {
        try {
            status = transaction.finish(task.work(transaction));
        } catch (std::exception const& thrown) {
            status = Error::internal(fmt::format("a transaction threw: {}", thrown.what()));
        }
    }
    bool is_there = connection_->is_in_transaction();
    if (is_there) {
        // What cannot be undone alone, for want of memory, is undone with the whole.
        auto const undone = status ? Result<void>() : connection_->execute("ROLLBACK TO task");
        is_there = undone && connection_->execute("RELEASE task") && connection_->is_in_transaction();
    }
    if (!is_there) {
        connection_->expect_transaction(false);
        if (connection_->is_in_transaction()) (void)connection_->execute("ROLLBACK");
        if (status) status = Error::unavailable("Nothing was saved.", "SQLite has rolled the transaction back", 5);
    }
    if (status) task.hooks = transaction.take_hooks();
    task.outcome = std::move(status);
    note_duration(Clock::now() - began, transaction);
    return is_there;
}

void Writer::note_duration(Clock::duration took, GroupTransaction const& transaction) {
    if (took <= slow_task) return;
    ++slow_tasks_;
    ++slow_unlogged_;
    if (Clock::now() < next_slow_log_) return;
    spdlog::info(
        "{} of the latest writes held the writer over 5 ms; this one for {:.1f} ms with {} statements beginning with: "
        "{}",
        slow_unlogged_, std::chrono::duration<double, std::milli>(took).count(), transaction.statements(),
        transaction.first());
    next_slow_log_ = Clock::now() + slow_log_pause;
    slow_unlogged_ = 0;
}

Result<void> Writer::begin() {
    // A transaction that could not even be rolled back, for want of memory, is so now, before anything else is written.
    if (connection_->is_in_transaction()) TRY(connection_->execute("ROLLBACK"));
    // IMMEDIATE: a transaction that begins as a read and goes on to write gets BUSY at once, whatever the timeout.
    for (int attempt = 1;; ++attempt) {
        auto status = connection_->execute("BEGIN IMMEDIATE");
        if (status) connection_->expect_transaction(true);
        bool const is_busy = !status && sqlite3_errcode(connection_->handle()) == SQLITE_BUSY;
        if (!is_busy || attempt == limits::transaction_attempts_max) return status;
        ++busy_retries_;
    }
}

Result<void> Writer::commit() {
    connection_->expect_transaction(false);
    auto status = connection_->execute("COMMIT");
    if (!status && connection_->is_in_transaction()) (void)connection_->execute("ROLLBACK");
    if (status) ++commits_;
    return status;
}

void Writer::answer(Task& task) {
    ++tasks_;
    if (task.outcome)
        for (auto const& hook : task.hooks) hook();
    std::lock_guard const held(task.mutex);  // held while notifying: the task is gone as soon as its caller can lock
    task.is_done = true;
    task.changed.notify_one();
}

// PASSIVE moves what no reader needs any more and waits for nobody; the log then starts over with the next write,
// unless a reader is still in it.
void Writer::checkpoint() {
    auto* database = connection_->handle();
    if (wal_pages_ < restart_at_pages_) {
        sqlite3_wal_checkpoint_v2(database, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    } else {
        sqlite3_busy_timeout(database, restart_wait_ms);
        sqlite3_wal_checkpoint_v2(database, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
        sqlite3_busy_timeout(database, busy_timeout_ms);
        restart_at_pages_ = wal_pages_ + restart_pages;
    }
    checkpoint_at_pages_ = wal_pages_ + checkpoint_pages;
}

Result<void> Writer::back_up(std::string const& path) {
    Backup backup(path);
    {
        std::lock_guard const held(mutex_);
        if (queue_.is_stopping) return Error::unavailable("The server is stopping.", {}, 5);
        if (backup_ != nullptr) return Error::conflict("backup_running", "A backup is being made already.");
        backup_ = &backup;
    }
    arrived_.notify_one();
    return backup.wait();
}

void Writer::step_backup() {
    Backup* backup = nullptr;
    {
        std::lock_guard const held(mutex_);
        backup = backup_;
    }
    if (backup == nullptr) return;
    auto outcome = backup->step(connection_->handle());
    if (!outcome) return;
    {
        std::lock_guard const held(mutex_);
        backup_ = nullptr;
    }
    backup->finish(std::move(*outcome));
}

Result<void> Writer::empty_log() {
    std::promise<Result<void>> emptied;
    auto outcome = emptied.get_future();
    {
        std::lock_guard const held(mutex_);
        if (queue_.is_stopping) return Error::unavailable("The server is stopping.", {}, 5);
        emptying_.push_back(&emptied);
    }
    arrived_.notify_one();
    return outcome.get();
}

void Writer::step_emptying() {
    std::vector<std::promise<Result<void>>*> waiting;
    {
        std::lock_guard const held(mutex_);
        waiting.swap(emptying_);
    }
    if (waiting.empty()) return;
    auto* database = connection_->handle();
    sqlite3_busy_timeout(database, emptying_wait_ms);
    auto const code = sqlite3_wal_checkpoint_v2(database, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    sqlite3_busy_timeout(database, busy_timeout_ms);
    if (code == SQLITE_OK) wal_pages_ = 0;
    checkpoint_at_pages_ = wal_pages_ + checkpoint_pages;
    for (auto* each : waiting)
        each->set_value(code == SQLITE_OK ? Result<void>()
                                          : Error::unavailable("A long read still needs the log. Try again shortly.",
                                                               sqlite3_errmsg(database), 5));
}

StoreStatistics Writer::statistics() const {
    StoreStatistics statistics;
    statistics.commits = commits_;
    statistics.tasks = tasks_;
    statistics.busy_retries = busy_retries_;
    statistics.slow_tasks = slow_tasks_;
    std::lock_guard const held(mutex_);
    statistics.tasks_waiting = static_cast<std::int64_t>(queue_.foreground.size() + queue_.background.size());
    return statistics;
}

}  // namespace kith::store::sqlite
