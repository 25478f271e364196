// One SQLite connection: it runs statements, caches them, and turns SQLite's codes into errors. Used by one thread at a
// time.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "store/statement_cache.hpp"
#include "store/value.hpp"

namespace kith::store::sqlite {

inline constexpr int busy_timeout_ms = 10'000;

enum class Role { writer, reader };

class Connection {
public:
    static Result<std::unique_ptr<Connection>> open(std::string const& path, Role role);

    /// Runs one statement to its end. Inside a transaction (`expects_transaction`) it refuses to run once SQLite has
    /// rolled the whole of it back (disk full, I/O error, memory): what came after would otherwise commit by itself.
    Result<Rows> run(std::string_view sql, std::span<Parameter const> parameters);
    /// A statement of the store itself, without parameters or rows.
    Result<void> execute(std::string_view sql);

    bool is_in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }
    void expect_transaction(bool expects) { expects_transaction_ = expects; }
    /// Statements that run past it are stopped, and fail as `unavailable`.
    void set_deadline(std::chrono::steady_clock::time_point deadline) { deadline_ = deadline; }
    /// Prepares it, and keeps it in the cache.
    Result<void> check(std::string_view sql);
    sqlite3* handle() const { return database_.get(); }

private:
    struct Close {
        void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

    explicit Connection(sqlite3* database);
    Result<sqlite3_stmt*> prepare(std::string_view sql);
    Error error(std::string_view sql) const;

    std::unique_ptr<sqlite3, Close> database_;
    StatementCache<Statement> statements_;
    std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
    bool expects_transaction_ = false;
};

/// What a code of SQLite means to a caller. `cause` is for the log.
Error error_of(int extended_code, std::string cause);

}  // namespace kith::store::sqlite
