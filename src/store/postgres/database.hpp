// PostgreSQL 15 or later: a pool of connections, a transaction a write, a REPEATABLE READ snapshot a read.
//
// Writes run in READ COMMITTED with explicit locks (docs/decisions/0003-postgres-isolation.md). A transaction that lost
// a race (40001, 40P01), met a plan from before a schema change, or lost its connection before COMMIT was sent, is run
// again, at most `limits::transaction_attempts_max` times. Where the connection is lost during COMMIT, nobody knows
// whether it holds: the caller gets `unavailable` and may retry, since writes are idempotent by key.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/database.hpp"
#include "store/limits.hpp"
#include "store/postgres/connection.hpp"
#include "store/postgres/dialect.hpp"

namespace kith::store::postgres {

class PostgresDatabase final : public Database {
public:
    static Result<std::unique_ptr<Database>> open(std::string const& location, Options const& options);

    Result<void> check_queries(std::vector<Query const*> const& queries) override;
    Dialect const& dialect() const override { return dialect_; }
    StoreStatistics statistics() const override;
    Result<void> back_up(std::string const& path) override;
    Result<void> leave_no_trace(std::vector<std::string> const&) override { return {}; }
    std::string file() const override { return {}; }

protected:
    Result<void> run_transaction(std::function<Result<void>(Transaction&)> const& work, Lane lane) override;
    Result<void> run_snapshot(std::function<Result<void>(Session&)> const& work) override;

private:
    class Lease;
    /// What one try at a transaction came to.
    struct Attempt {
        Result<void> outcome;
        bool is_worth_another = false;
    };

    PostgresDatabase(std::string location, Options const& options)
        : location_(std::move(location)), connections_max_(options.connections) {}
    Result<Lease> take();
    void give_back(std::unique_ptr<Connection> connection);
    Attempt try_transaction(std::function<Result<void>(Transaction&)> const& work, Lane lane);
    Attempt try_snapshot(std::function<Result<void>(Session&)> const& work);
    template <class Try>
    Result<void> retry(Try attempt);

    PostgresDialect dialect_;
    std::string location_;
    int connections_max_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_;  // under mutex_
    int connections_open_ = 0;                       // under mutex_
    std::atomic<std::int64_t> commits_ = 0, tasks_ = 0, waiting_ = 0, retries_ = 0;
};

}  // namespace kith::store::postgres
