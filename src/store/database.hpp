// One seam over SQLite and PostgreSQL.
//
// Every write is a function run inside a transaction: `database.write([&](Transaction& tx) -> Result<T> {…})`. It may
// run more than once (a lost serialization race, a group that failed for another's sake), so it must be idempotent and
// touch nothing outside but what it returns. Where it returns an error, nothing of it stays. `write` comes back only
// after COMMIT is durable.
//
// On SQLite one writer thread takes what has queued, runs each function under its own savepoint and commits once for
// all of them (group commit). On PostgreSQL each call has a transaction of its own on a pooled connection. Reads get a
// snapshot: `database.read([&](Session& session) {…})`.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/result.hpp"
#include "store/change.hpp"
#include "store/dialect.hpp"
#include "store/job_signal.hpp"
#include "store/limits.hpp"
#include "store/query.hpp"
#include "store/value.hpp"

namespace kith::store {

/// A connection inside a snapshot or a transaction. Not shared between threads.
class Session {
public:
    virtual ~Session() = default;

    template <class... Args>
    Result<Rows> query(Query const& query, Args const&... args) {
        Parameter const parameters[] = {Parameter(args)..., Parameter(nullptr)};
        return run(query.text, std::span(parameters, sizeof...(Args)));
    }
    /// Runs a statement for its effect; the number of rows affected.
    template <class... Args>
    Result<std::int64_t> execute(Query const& statement, Args const&... args) {
        auto rows = TRY(query(statement, args...));
        return rows.affected();
    }
    /// SQL that the engine made from definitions. The text is the statement cache's key, so values must be parameters.
    virtual Result<Rows> run(std::string_view sql, std::span<Parameter const> parameters) = 0;
    virtual Dialect const& dialect() const = 0;
};

struct NewJob {
    std::string kind;
    std::string payload;  ///< JSON
    std::string key;  ///< a job with the same kind and key that has not finished is not enqueued again; empty: always
    Instant due_at;   ///< 0: at once
};

class Transaction;

/// Work that waits for the end of its transaction, so that it is done once for all who asked for it.
class Deferred {
public:
    virtual ~Deferred() = default;
    virtual Result<void> run(Transaction& transaction) = 0;
};

/// A statement that fails ends the transaction, as in PostgreSQL: the ones after it fail too, and nothing of it stays,
/// whatever the function returns. What may be there already is written with `ON CONFLICT`.
///
/// On PostgreSQL transactions run side by side, each statement seeing what was committed before it (READ COMMITTED).
/// What a decision rests on is locked first: rows by `SELECT … FOR UPDATE`, the absence of rows by a claim with `INSERT
/// … ON CONFLICT` or by `lock`.
class Transaction : public Session {
public:
    /// One time for the whole transaction: what `now` is in everything it writes.
    virtual Instant now() const = 0;
    /// From here on `now` is this: what is written is history that is told afterwards, and counts from when it was.
    virtual void set_now(Instant now) = 0;
    /// Notes a change for the log.
    virtual void note(Change change) = 0;
    /// Runs after the commit, on the thread that committed, in order of registration; it must be short and cannot fail.
    /// Dropped on rollback.
    virtual void after_commit(std::function<void()> hook) = 0;
    virtual Result<void> enqueue(NewJob job) = 0;
    /// Until the end of the transaction, no other transaction has a lock of this name. Where a decision rests on the
    /// absence of a row, or on rows that others may change meanwhile; rows that exist are locked by `SELECT … FOR
    /// UPDATE` instead. Take several in ascending order.
    virtual Result<void> lock(std::string_view name) = 0;
    /// What waits for the end: it runs once the function has come back without an error, and an error of its own is the
    /// transaction's. Null: nothing waits. There is one kind of it, that of the record engine.
    std::unique_ptr<Deferred>& deferred() { return deferred_; }
    /// Runs it now instead, and what waits because of it.
    Result<void> run_deferred() {
        while (auto const waiting = std::move(deferred_)) TRY(waiting->run(*this));
        return {};
    }

private:
    std::unique_ptr<Deferred> deferred_;
};

/// Background work (imports, bulk edits) goes between foreground writes.
enum class Lane { foreground, background };

struct Options {
    int readers = 4;          ///< SQLite: snapshot connections
    int connections = 16;     ///< PostgreSQL: pool size
    bool is_migrated = true;  ///< whether `open` runs the embedded migrations
    /// SQLite: how long a commit gathers what waits to be written
    std::chrono::milliseconds group_time{limits::write_group_ms_max};
};

/// Counters for /metrics.
struct StoreStatistics {
    std::int64_t commits = 0;
    std::int64_t tasks = 0;
    std::int64_t tasks_waiting = 0;
    std::int64_t busy_retries = 0;
    std::int64_t slow_tasks = 0;  ///< over 5 ms on the writer
};

class Database {
public:
    /// `sqlite:PATH` or `postgresql://…`. Opens, migrates (`store/migrator.hpp`), prepares nothing yet.
    static Result<std::unique_ptr<Database>> open(std::string const& location, Options options = {});

    virtual ~Database() = default;

    template <class F>
    auto write(F&& work, Lane lane = Lane::foreground) -> std::invoke_result_t<F, Transaction&> {
        std::invoke_result_t<F, Transaction&> outcome = Error::internal("the transaction did not run");
        auto status = run_transaction(
            [&](Transaction& transaction) -> Result<void> {
                outcome = work(transaction);
                if (!outcome) return Failure(outcome.error());
                return {};
            },
            lane);
        if (!status) return Failure(std::move(status).error());
        return outcome;
    }

    template <class F>
    auto read(F&& work) -> std::invoke_result_t<F, Session&> {
        std::invoke_result_t<F, Session&> outcome = Error::internal("the read did not run");
        auto status = run_snapshot([&](Session& session) -> Result<void> {
            outcome = work(session);
            if (!outcome) return Failure(outcome.error());
            return {};
        });
        if (!status) return Failure(std::move(status).error());
        return outcome;
    }

    /// Prepares each query on a connection, so that a bad statement stops the boot.
    virtual Result<void> check_queries(std::vector<Query const*> const& queries) = 0;
    virtual Dialect const& dialect() const = 0;
    virtual StoreStatistics statistics() const = 0;
    /// A copy of the data as of one moment, while writes go on (SQLite only; `unavailable` elsewhere, where the server
    /// has its own tools).
    virtual Result<void> back_up(std::string const& path) = 0;
    /// Leaves nothing of deleted rows in the files: the words that the search tables had, and what the write-ahead log
    /// still holds. `unavailable` where a long read keeps the log: try again. On PostgreSQL its own vacuum does this in
    /// its time.
    virtual Result<void> leave_no_trace(std::vector<std::string> const& search_tables) = 0;
    /// The SQLite file's path; empty on PostgreSQL.
    virtual std::string file() const = 0;
    /// Told of jobs that were committed; the job queue waits on it.
    JobSignal& job_signal() { return job_signal_; }

protected:
    virtual Result<void> run_transaction(std::function<Result<void>(Transaction&)> const& work, Lane lane) = 0;
    virtual Result<void> run_snapshot(std::function<Result<void>(Session&)> const& work) = 0;

private:
    JobSignal job_signal_;
};

}  // namespace kith::store
