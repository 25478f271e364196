#include "store/postgres/connection.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <charconv>

#include "store/limits.hpp"
#include "store/postgres/wire.hpp"

namespace kith::store::postgres {
namespace {

// Nobody waits for ever: not for a statement, a lock, a client that went away inside a transaction, or a server that
// stopped answering. A server may have been set to answer before a commit is durable; we have promised otherwise.
constexpr char const* session_settings =
    "SET statement_timeout = '30s'; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'; "
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', "
    "'local')";

std::string trimmed(char const* message) {
    std::string text(message != nullptr ? message : "");
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text;
}

}  // namespace

Error error_of(std::string_view sqlstate, std::string cause) {
    auto const conflict = [&](std::string reason, std::string message) {
        auto error = Error::conflict(std::move(reason), std::move(message));
        error.cause = std::move(cause);
        return error;
    };
    if (sqlstate == "23505") return conflict("already_exists", "This exists already.");
    if (sqlstate == "23503")
        return conflict("referenced", "Something else refers to this, or what it refers to is gone.");
    if (sqlstate == "53100") return Error::unavailable("The disk is full, so nothing was saved.", std::move(cause), 30);
    if (sqlstate == "57014") return Error::unavailable("This took too long and was stopped.", std::move(cause), 5);
    if (sqlstate == "54000") return Error::too_large("A value is too large to be stored.");
    auto const kind = sqlstate.substr(0, 2);
    if (kind == "40" || sqlstate == "55P03")
        return Error::unavailable("Others are changing the same. Try again shortly.", std::move(cause), 1);
    // 08 connection, 53 resources, 57 the operator, 58 the system; none: libpq itself, which lost the server.
    if (kind.empty() || kind == "08" || kind == "53" || kind == "57" || kind == "58")
        return Error::unavailable("The database cannot be reached now.", std::move(cause), 5);
    return Error::internal(std::move(cause));
}

Connection::Connection(PGconn* connection) : connection_(connection), statements_(limits::statement_cache_max) {
    PQsetNoticeProcessor(
        connection, [](void*, char const* message) { spdlog::debug("postgresql: {}", trimmed(message)); }, nullptr);
}

Result<std::unique_ptr<Connection>> Connection::open(std::string const& location) {
    char const* const keywords[] = {"dbname",           "connect_timeout",  "client_encoding",
                                    "application_name", "keepalives_idle",  "keepalives_interval",
                                    "keepalives_count", "tcp_user_timeout", nullptr};
    char const* const values[] = {location.c_str(), "5", "UTF8", "kith", "10", "5", "3", "30000", nullptr};
    std::unique_ptr<Connection> connection(new Connection(PQconnectdbParams(keywords, values, 1)));
    if (connection->is_lost())
        return Error::unavailable("The database cannot be reached now.",
                                  trimmed(PQerrorMessage(connection->connection_.get())), 5);
    TRY(connection->command(session_settings));
    return connection;
}

Error Connection::error(PGresult const* result, std::string_view sql) {
    auto const* field = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    std::string_view const sqlstate = field != nullptr ? field : "";
    auto message = trimmed(result != nullptr ? PQresultErrorMessage(result) : PQerrorMessage(connection_.get()));
    // A plan, or a result's shape, from before a schema change; or a statement that somebody between us and the server
    // forgot.
    bool const is_stale =
        (sqlstate == "0A000" && message.find("cached plan") != std::string::npos) || sqlstate == "26000";
    if (is_stale) statements_.clear();
    if (is_stale || sqlstate == "40001" || sqlstate == "40P01" || is_lost()) is_worth_another_attempt_ = true;
    auto cause = fmt::format("{} ({}) in: {}", message, sqlstate, sql);
    if (is_stale) return Error::unavailable("The database is being changed. Try again shortly.", std::move(cause), 1);
    return error_of(is_lost() ? "" : sqlstate, std::move(cause));
}

Result<std::string> Connection::command(char const* sql) {
    Answer const answer(PQexec(connection_.get(), sql));
    auto const status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return error(answer.get(), sql);
    return std::string(PQcmdStatus(answer.get()));
}

Result<Connection::Prepared const*> Connection::prepare(std::string_view sql) {
    if (auto const* prepared = statements_.find(sql)) return prepared;
    // The server keeps what our cache forgets; beyond a few caches full of it, both begin anew.
    if (prepared_count_ > 0 && prepared_count_ % static_cast<std::int64_t>(4 * limits::statement_cache_max) == 0) {
        TRY(command("DEALLOCATE ALL"));
        statements_.clear();
    }
    Prepared prepared;
    prepared.name = fmt::format("s{}", ++prepared_count_);
    std::string const text(sql);
    Answer const made(PQprepare(connection_.get(), prepared.name.c_str(), text.c_str(), 0, nullptr));
    if (PQresultStatus(made.get()) != PGRES_COMMAND_OK) return error(made.get(), sql);
    Answer const described(PQdescribePrepared(connection_.get(), prepared.name.c_str()));
    if (PQresultStatus(described.get()) != PGRES_COMMAND_OK) return error(described.get(), sql);
    for (int at = 0; at < PQnparams(described.get()); ++at)
        prepared.parameter_types.push_back(PQparamtype(described.get(), at));
    prepared.has_binary_rows = true;
    for (int column = 0; column < PQnfields(described.get()); ++column)
        prepared.has_binary_rows = prepared.has_binary_rows && is_binary(PQftype(described.get(), column));
    return &statements_.add(sql, std::move(prepared));
}

Result<void> Connection::check(std::string_view sql) {
    TRY(prepare(sql));
    return {};
}

Result<Rows> Connection::run(std::string_view sql, std::span<Parameter const> parameters) {
    auto const* prepared = TRY(prepare(sql));
    if (prepared->parameter_types.size() != parameters.size())
        return Error::internal(
            fmt::format("{} parameters, {} values in: {}", prepared->parameter_types.size(), parameters.size(), sql));
    WireParameters wire;
    for (std::size_t at = 0; at < parameters.size(); ++at) TRY(wire.add(parameters[at], prepared->parameter_types[at]));
    Answer const answer(PQexecPrepared(connection_.get(), prepared->name.c_str(), wire.size(), wire.values(),
                                       wire.lengths(), wire.formats(), prepared->has_binary_rows ? 1 : 0));
    auto const status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return error(answer.get(), sql);
    Rows rows;
    int const columns = PQnfields(answer.get());
    rows.set_columns(static_cast<std::size_t>(columns));
    for (int row = 0; row < PQntuples(answer.get()); ++row)
        for (int column = 0; column < columns; ++column) add_cell(rows, answer.get(), row, column);
    std::string_view const tag(PQcmdStatus(answer.get()));
    std::string_view const affected(PQcmdTuples(answer.get()));
    std::int64_t count = 0;
    if (!tag.starts_with("SELECT")) std::from_chars(affected.data(), affected.data() + affected.size(), count);
    rows.set_affected(count);
    return rows;
}

}  // namespace kith::store::postgres
