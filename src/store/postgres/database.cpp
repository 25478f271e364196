#include "store/postgres/database.hpp"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <random>
#include <thread>

#include "store/held_snapshot.hpp"
#include "store/limits.hpp"
#include "store/logged_transaction.hpp"
#include "store/postgres/fold.hpp"

namespace kith::store::postgres {
namespace {

using namespace std::chrono_literals;

constexpr auto connection_wait_max = 10s;

class PooledTransaction final : public LoggedTransaction {
public:
    PooledTransaction(Connection& connection, Dialect const& dialect, JobSignal& job_signal)
        : LoggedTransaction(job_signal), connection_(connection), dialect_(dialect) {}
    Dialect const& dialect() const override { return dialect_; }
    Result<void> lock(std::string_view name) override {
        TRY(query(advisory_lock, name));
        return {};
    }

protected:
    Result<Rows> run_statement(std::string_view sql, std::span<Parameter const> parameters) override {
        return connection_.run(sql, parameters);
    }

private:
    static constexpr Query advisory_lock{"advisory_lock", "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
                                         Scope::coordinator};
    Connection& connection_;
    Dialect const& dialect_;
};

class PooledSession final : public Session {
public:
    PooledSession(Connection& connection, Dialect const& dialect) : connection_(connection), dialect_(dialect) {}
    Result<Rows> run(std::string_view sql, std::span<Parameter const> parameters) override {
        return connection_.run(sql, parameters);
    }
    Dialect const& dialect() const override { return dialect_; }

private:
    Connection& connection_;
    Dialect const& dialect_;
};

// Long enough for the winner of the race to be through, and different for each of the losers.
void pause_before(int attempt) {
    thread_local std::minstd_rand random(std::random_device{}());
    auto const longest = 1 << attempt;
    std::this_thread::sleep_for(std::chrono::microseconds(random() % (static_cast<unsigned>(longest) * 1000u)));
}

}  // namespace

// A connection out of the pool, for as long as it stands.
class PostgresDatabase::Lease {
public:
    Lease(PostgresDatabase& database, std::unique_ptr<Connection> connection)
        : database_(&database), connection_(std::move(connection)) {}
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
        if (connection_) database_->give_back(std::move(connection_));
    }
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

private:
    PostgresDatabase* database_;
    std::unique_ptr<Connection> connection_;
};

Result<std::unique_ptr<Database>> PostgresDatabase::open(std::string const& location, Options const& options) {
    char* reason = nullptr;
    auto* parsed = PQconninfoParse(location.c_str(), &reason);
    std::string const why(reason != nullptr ? reason : "");
    PQfreemem(reason);
    if (parsed == nullptr)
        return Error::invalid("database", "unknown_database",
                              "The location of the PostgreSQL database cannot be read: " + why);
    PQconninfoFree(parsed);
    std::unique_ptr<PostgresDatabase> database(new PostgresDatabase(location, options));
    auto const lease = TRY(database->take());
    auto const version = TRY(lease->run("SELECT current_setting('server_version_num')", {}));
    constexpr std::string_view oldest = "150000";
    if (version[0].text(0) < oldest)
        return Error::conflict("database_too_old",
                               fmt::format("PostgreSQL 15 or later is needed; this one says {}.", version[0].text(0)));
    TRY(install_fold(*lease.operator->()));
    return std::unique_ptr<Database>(std::move(database));
}

Result<PostgresDatabase::Lease> PostgresDatabase::take() {
    std::unique_lock held(mutex_);
    ++waiting_;
    bool const is_free = returned_.wait_for(held, connection_wait_max,
                                            [&] { return !idle_.empty() || connections_open_ < connections_max_; });
    --waiting_;
    if (!is_free)
        return Error::unavailable("Too much is going on at once. Try again shortly.", "no connection became free");
    if (!idle_.empty()) {
        Lease lease(*this, std::move(idle_.back()));
        idle_.pop_back();
        return lease;
    }
    ++connections_open_;
    held.unlock();
    auto connection = Connection::open(location_);
    if (connection) return Lease(*this, std::move(connection).value());
    held.lock();
    --connections_open_;
    returned_.notify_one();
    return Failure(std::move(connection).error());
}

void PostgresDatabase::give_back(std::unique_ptr<Connection> connection) {
    std::vector<std::unique_ptr<Connection>> dropped;  // closed without the lock
    {
        std::lock_guard const held(mutex_);
        if (connection->is_lost() || connection->is_in_transaction()) {
            // A server that has gone took the others with it.
            bool const is_lost = connection->is_lost();
            dropped.push_back(std::move(connection));
            if (is_lost) std::move(idle_.begin(), idle_.end(), std::back_inserter(dropped));
            if (is_lost) idle_.clear();
            connections_open_ -= static_cast<int>(dropped.size());
        } else {
            idle_.push_back(std::move(connection));
        }
    }
    if (dropped.empty())
        returned_.notify_one();
    else
        returned_.notify_all();
}

template <class Try>
Result<void> PostgresDatabase::retry(Try attempt) {
    for (int number = 1;; ++number) {
        Attempt result = attempt();
        if (!result.is_worth_another || number == limits::transaction_attempts_max) return std::move(result.outcome);
        ++retries_;
        pause_before(number);
    }
}

PostgresDatabase::Attempt PostgresDatabase::try_transaction(std::function<Result<void>(Transaction&)> const& work,
                                                            Lane lane) {
    auto lease = take();
    if (!lease) return {Failure(std::move(lease).error()), false};
    auto& connection = **lease;
    connection.forget_failure();
    // What runs in the background may take its time: it is cut into chunks by whoever runs it, or changes the schema.
    auto begun = connection.command(lane == Lane::background
                                        ? "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = 0"
                                        : "BEGIN ISOLATION LEVEL READ COMMITTED");
    if (!begun) return {Failure(std::move(begun).error()), connection.is_worth_another_attempt()};
    PooledTransaction transaction(connection, dialect_, job_signal());
    Result<void> outcome;
    try {
        outcome = transaction.finish(work(transaction));
    } catch (std::exception const& thrown) {
        outcome = Error::internal(fmt::format("a transaction threw: {}", thrown.what()));
    }
    if (!outcome) {
        bool const is_worth_another = connection.is_worth_another_attempt();
        if (!connection.is_lost()) (void)connection.command("ROLLBACK");
        return {std::move(outcome), is_worth_another};
    }
    auto const tag = connection.command("COMMIT");
    if (!tag) {
        // A server that answered has rolled it back. One that did not may have committed: only the caller's key can
        // tell.
        bool const is_answered = !connection.is_lost();
        return {Failure(tag.error()), is_answered && connection.is_worth_another_attempt()};
    }
    if (*tag != "COMMIT") return {Error::internal("COMMIT was answered with " + *tag), false};
    ++commits_;
    for (auto const& hook : transaction.take_hooks()) hook();
    return {{}, false};
}

Result<void> PostgresDatabase::run_transaction(std::function<Result<void>(Transaction&)> const& work, Lane lane) {
    ++tasks_;
    return retry([&] { return try_transaction(work, lane); });
}

PostgresDatabase::Attempt PostgresDatabase::try_snapshot(std::function<Result<void>(Session&)> const& work) {
    auto lease = take();
    if (!lease) return {Failure(std::move(lease).error()), false};
    auto& connection = **lease;
    connection.forget_failure();
    // What is read is planned for the values at hand: a plan for any value takes a choice that one in a hundred has for
    // one that a seventh have, and a word that nobody has for a common one.
    auto begun = connection.command(
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL plan_cache_mode = force_custom_plan");
    if (!begun) return {Failure(std::move(begun).error()), connection.is_worth_another_attempt()};
    PooledSession session(connection, dialect_);
    Result<void> outcome;
    try {
        HeldSnapshot const held(*this, session);
        outcome = work(session);
    } catch (std::exception const& thrown) {
        outcome = Error::internal(fmt::format("a read threw: {}", thrown.what()));
    }
    bool const is_worth_another = !outcome && connection.is_worth_another_attempt();
    if (!connection.is_lost()) (void)connection.command("ROLLBACK");
    return {std::move(outcome), is_worth_another};
}

Result<void> PostgresDatabase::run_snapshot(std::function<Result<void>(Session&)> const& work) {
    if (auto* const held = HeldSnapshot::of(*this)) return work(*held);
    return retry([&] { return try_snapshot(work); });
}

Result<void> PostgresDatabase::check_queries(std::vector<Query const*> const& queries) {
    auto lease = TRY(take());
    for (auto const* query : queries) {
        auto const status = lease->check(query->text);
        if (!status) return Error::internal(fmt::format("query {}: {}", query->name, status.error().cause));
    }
    return {};
}

StoreStatistics PostgresDatabase::statistics() const {
    StoreStatistics statistics;
    statistics.commits = commits_;
    statistics.tasks = tasks_;
    statistics.tasks_waiting = waiting_;
    statistics.busy_retries = retries_;
    return statistics;
}

Result<void> PostgresDatabase::back_up(std::string const&) {
    return Error::unavailable("PostgreSQL is backed up with its own tools, such as pg_dump.", {}, 0);
}

}  // namespace kith::store::postgres
