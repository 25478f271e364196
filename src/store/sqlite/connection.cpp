#include "store/sqlite/connection.hpp"

#include <fmt/format.h>

#include <new>

#include "base/text.hpp"
#include "store/limits.hpp"
#include "store/sql_text.hpp"

namespace kith::store::sqlite {
namespace {

constexpr int operations_between_deadline_checks = 20'000;

// Memory of a process at rest is bounded by these: the writer's 8 MB and 4 MB a reader are only reached by a database
// of that size.
constexpr std::string_view common_pragmas[] = {
    "PRAGMA foreign_keys = ON", "PRAGMA secure_delete = ON", "PRAGMA temp_store = MEMORY",
    "PRAGMA mmap_size = 0",  // an I/O error in a mapped file is a signal, not an error
};
constexpr std::string_view writer_pragmas[] = {
    "PRAGMA journal_mode = WAL",     "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -8000",     "PRAGMA journal_size_limit = 67108864",
    "PRAGMA wal_autocheckpoint = 0",  // the writer does it between groups, when nobody waits for it
};
constexpr std::string_view reader_pragmas[] = {"PRAGMA cache_size = -4000", "PRAGMA query_only = ON"};

int bind(sqlite3_stmt* statement, int at, Parameter::Variant const& value) {
    struct Bind {
        sqlite3_stmt* statement;
        int at;
        int operator()(std::monostate) const { return sqlite3_bind_null(statement, at); }
        int operator()(std::int64_t number) const { return sqlite3_bind_int64(statement, at, number); }
        int operator()(double number) const { return sqlite3_bind_double(statement, at, number); }
        // A null pointer would bind NULL where an empty text is meant.
        int operator()(std::string_view text) const {
            return sqlite3_bind_text64(statement, at, text.data() ? text.data() : "", text.size(), SQLITE_STATIC,
                                       SQLITE_UTF8);
        }
        int operator()(Bytes bytes) const {
            return bytes.empty() ? sqlite3_bind_zeroblob(statement, at, 0)
                                 : sqlite3_bind_blob64(statement, at, bytes.data(), bytes.size(), SQLITE_STATIC);
        }
        int operator()(Uuid const& id) const {
            return sqlite3_bind_blob64(statement, at, id.bytes.data(), id.bytes.size(), SQLITE_STATIC);
        }
    };
    return std::visit(Bind{statement, at}, value);
}

void add_cell(Rows& rows, sqlite3_stmt* statement, int column) {
    auto const size = [&] { return static_cast<std::size_t>(sqlite3_column_bytes(statement, column)); };
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER:
            return rows.add_integer(sqlite3_column_int64(statement, column));
        case SQLITE_FLOAT:
            return rows.add_real(sqlite3_column_double(statement, column));
        case SQLITE_TEXT: {
            auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(statement, column));
            return rows.add_text({text, size()});
        }
        case SQLITE_BLOB: {
            auto const* bytes = static_cast<std::uint8_t const*>(sqlite3_column_blob(statement, column));
            return rows.add_bytes({bytes, size()});
        }
        default:
            return rows.add_null();
    }
}

// A statement goes back to the cache reset, without its parameters, which were borrowed.
struct Reset {
    sqlite3_stmt* statement;
    ~Reset() {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
    }
};

}  // namespace

Error error_of(int extended_code, std::string cause) {
    switch (extended_code & 0xff) {
        case SQLITE_CONSTRAINT:
            switch (extended_code) {
                case SQLITE_CONSTRAINT_UNIQUE:
                case SQLITE_CONSTRAINT_PRIMARYKEY:
                case SQLITE_CONSTRAINT_ROWID: {
                    auto error = Error::conflict("already_exists", "This exists already.");
                    error.cause = std::move(cause);
                    return error;
                }
                case SQLITE_CONSTRAINT_FOREIGNKEY: {
                    auto error =
                        Error::conflict("referenced", "Something else refers to this, or what it refers to is gone.");
                    error.cause = std::move(cause);
                    return error;
                }
                default:
                    return Error::internal(std::move(cause));
            }
        case SQLITE_FULL:
            return Error::unavailable("The disk is full, so nothing was saved.", std::move(cause), 30);
        case SQLITE_IOERR:
            return Error::unavailable("The disk reported an error, so nothing was saved.", std::move(cause), 30);
        case SQLITE_NOMEM:
            return Error::unavailable("The server is out of memory, so nothing was saved.", std::move(cause), 5);
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
            return Error::unavailable("The database cannot be written now.", std::move(cause), 30);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Error::unavailable("The database is busy.", std::move(cause), 1);
        case SQLITE_INTERRUPT:
            return Error::unavailable("This took too long and was stopped.", std::move(cause), 5);
        case SQLITE_TOOBIG:
            return Error::too_large("A value is too large to be stored.");
        default:
            return Error::internal(std::move(cause));
    }
}

namespace {

// `kith_fold(text)`: what the folded operators of rules compare.
void fold_text(sqlite3_context* context, int, sqlite3_value** values) {
    auto const* value = sqlite3_value_text(values[0]);
    if (value == nullptr) return sqlite3_result_null(context);
    try {
        auto const size = static_cast<std::size_t>(sqlite3_value_bytes(values[0]));
        auto const key = text::match_key({reinterpret_cast<char const*>(value), size});
        sqlite3_result_text(context, key.data(), static_cast<int>(key.size()), SQLITE_TRANSIENT);
    } catch (std::bad_alloc const&) {
        sqlite3_result_error_nomem(context);
    }
}

}  // namespace

Connection::Connection(sqlite3* database) : database_(database), statements_(limits::statement_cache_max) {
    sqlite3_extended_result_codes(database, 1);
    sqlite3_busy_timeout(database, busy_timeout_ms);
    auto const is_late = [](void* self) {
        return static_cast<int>(std::chrono::steady_clock::now() > static_cast<Connection*>(self)->deadline_);
    };
    sqlite3_progress_handler(database, operations_between_deadline_checks, is_late, this);
}

Result<std::unique_ptr<Connection>> Connection::open(std::string const& path, Role role) {
    sqlite3* database = nullptr;
    int const flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (role == Role::writer ? SQLITE_OPEN_CREATE : 0);
    int const code = sqlite3_open_v2(path.c_str(), &database, flags, nullptr);
    if (code != SQLITE_OK) {
        auto error = error_of(
            code, fmt::format("open {}: {}", path, database ? sqlite3_errmsg(database) : sqlite3_errstr(code)));
        sqlite3_close_v2(database);
        return error;
    }
    std::unique_ptr<Connection> connection(new Connection(database));
    if (sqlite3_create_function_v2(database, "kith_fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, fold_text,
                                   nullptr, nullptr, nullptr) != SQLITE_OK)
        return Error::internal(fmt::format("kith_fold: {}", sqlite3_errmsg(database)));
    if (role == Role::writer) {
        for (auto const pragma : writer_pragmas) TRY(connection->execute(pragma));
    } else {
        for (auto const pragma : reader_pragmas) TRY(connection->execute(pragma));
    }
    for (auto const pragma : common_pragmas) TRY(connection->execute(pragma));
    return connection;
}

Error Connection::error(std::string_view sql) const {
    auto* database = database_.get();
    return error_of(sqlite3_extended_errcode(database),
                    fmt::format("{} ({}) in: {}", sqlite3_errmsg(database), sqlite3_extended_errcode(database), sql));
}

Result<sqlite3_stmt*> Connection::prepare(std::string_view sql) {
    if (auto* statement = statements_.find(sql)) return statement->get();
    auto const text = to_sqlite(sql);
    sqlite3_stmt* prepared = nullptr;
    char const* tail = nullptr;
    int const code = sqlite3_prepare_v3(database_.get(), text.c_str(), static_cast<int>(text.size()),
                                        SQLITE_PREPARE_PERSISTENT, &prepared, &tail);
    Statement statement(prepared);
    if (code != SQLITE_OK) return error(sql);
    if (prepared == nullptr) return Error::internal(fmt::format("no statement in: {}", sql));
    if (std::string_view(tail).find_first_not_of(" \t\r\n;") != std::string_view::npos)
        return Error::internal(fmt::format("more than one statement in: {}", sql));
    return statements_.add(sql, std::move(statement)).get();
}

Result<void> Connection::check(std::string_view sql) {
    TRY(prepare(sql));
    return {};
}

Result<Rows> Connection::run(std::string_view sql, std::span<Parameter const> parameters) {
    if (expects_transaction_ && !is_in_transaction())
        return Error::unavailable("Nothing was saved.", "SQLite has rolled the transaction back", 5);
    auto* statement = TRY(prepare(sql));
    Reset const reset{statement};
    if (sqlite3_bind_parameter_count(statement) != static_cast<int>(parameters.size()))
        return Error::internal(fmt::format("{} parameters, {} values in: {}", sqlite3_bind_parameter_count(statement),
                                           parameters.size(), sql));
    for (std::size_t at = 0; at < parameters.size(); ++at)
        if (bind(statement, static_cast<int>(at) + 1, parameters[at].value()) != SQLITE_OK) return error(sql);
    Rows rows;
    int code = sqlite3_step(statement);
    int const columns = sqlite3_column_count(statement);  // after the step, which may have prepared it anew
    rows.set_columns(static_cast<std::size_t>(columns));
    for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
        for (int column = 0; column < columns; ++column) add_cell(rows, statement, column);
        // Reading a value can run out of memory, which shows only here.
        if (sqlite3_errcode(database_.get()) == SQLITE_NOMEM) return error(sql);
    }
    if (code != SQLITE_DONE) return error(sql);
    if (sqlite3_stmt_readonly(statement) == 0) rows.set_affected(sqlite3_changes64(database_.get()));
    return rows;
}

Result<void> Connection::execute(std::string_view sql) {
    bool const expects = std::exchange(expects_transaction_, false);
    auto outcome = run(sql, {});
    expects_transaction_ = expects;
    if (!outcome) return Failure(std::move(outcome).error());
    return {};
}

}  // namespace kith::store::sqlite
