// One PostgreSQL connection: it prepares statements once, passes int8, float8, uuid, bytea and text in binary, and
// turns SQLSTATEs into errors. Used by one thread at a time.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "store/statement_cache.hpp"
#include "store/value.hpp"

namespace kith::store::postgres {

class Connection {
public:
    /// `location` is a URI as libpq takes it. `unavailable` where the server cannot be reached.
    static Result<std::unique_ptr<Connection>> open(std::string const& location);

    Result<Rows> run(std::string_view sql, std::span<Parameter const> parameters);
    /// A statement of the store itself, by the simple protocol. The command tag, such as `COMMIT`.
    Result<std::string> command(char const* sql);
    Result<void> check(std::string_view sql);

    /// Whether the server is gone; such a connection is thrown away.
    bool is_lost() const { return PQstatus(connection_.get()) != CONNECTION_OK; }
    bool is_in_transaction() const { return PQtransactionStatus(connection_.get()) != PQTRANS_IDLE; }
    /// Whether a statement failed in a way that running the transaction again may mend: a lost race, a deadlock, a plan
    /// from before a schema change.
    bool is_worth_another_attempt() const { return is_worth_another_attempt_; }
    void forget_failure() { is_worth_another_attempt_ = false; }

private:
    struct Close {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };
    struct Clear {
        void operator()(PGresult* result) const { PQclear(result); }
    };
    using Answer = std::unique_ptr<PGresult, Clear>;

    struct Prepared {
        std::string name;
        std::vector<Oid> parameter_types;
        bool has_binary_rows = false;
    };

    explicit Connection(PGconn* connection);
    Result<Prepared const*> prepare(std::string_view sql);
    Error error(PGresult const* result, std::string_view sql);

    std::unique_ptr<PGconn, Close> connection_;
    StatementCache<Prepared> statements_;
    std::int64_t prepared_count_ = 0;
    bool is_worth_another_attempt_ = false;
};

/// What a SQLSTATE means to a caller. `cause` is for the log.
Error error_of(std::string_view sqlstate, std::string cause);

}  // namespace kith::store::postgres
