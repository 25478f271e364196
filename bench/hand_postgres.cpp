#include <fmt/format.h>
#include <libpq-fe.h>

#include <map>

#include "bench/hand.hpp"

namespace kith::bench {
namespace {

std::string text_of(HandValue const& value) {
    struct Text {
        std::string operator()(std::int64_t number) const { return std::to_string(number); }
        std::string operator()(std::string const& text) const { return text; }
        std::string operator()(Uuid const& id) const { return id.text(); }
    };
    return std::visit(Text{}, value);
}

class PostgresHand final : public Hand {
public:
    explicit PostgresHand(PGconn* connection) : connection_(connection) {}
    ~PostgresHand() override { PQfinish(connection_); }

    Result<std::int64_t> run(std::string const& sql, std::vector<HandValue> const& parameters) override {
        auto const name = TRY(prepared(sql));
        std::vector<std::string> texts;
        std::vector<char const*> values;
        texts.reserve(parameters.size());
        for (auto const& parameter : parameters) values.push_back(texts.emplace_back(text_of(parameter)).c_str());
        auto* result = PQexecPrepared(connection_, name.c_str(), static_cast<int>(values.size()), values.data(),
                                      nullptr, nullptr, 0);
        std::int64_t const rows = PQntuples(result);
        for (int row = 0; row < PQntuples(result); ++row)
            for (int column = 0; column < PQnfields(result); ++column)
                cell_.assign(PQgetvalue(result, row, column),
                             static_cast<std::size_t>(PQgetlength(result, row, column)));
        TRY(check(result, sql));
        return rows;
    }

private:
    Result<std::string> prepared(std::string const& sql) {
        auto const [known, is_new] = names_.try_emplace(sql, fmt::format("hand_{}", names_.size()));
        if (is_new) TRY(check(PQprepare(connection_, known->second.c_str(), sql.c_str(), 0, nullptr), sql));
        return known->second;
    }

    Result<void> check(PGresult* result, std::string const& sql) const {
        auto const status = PQresultStatus(result);
        PQclear(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            return Error::internal(fmt::format("{} in {}", PQerrorMessage(connection_), sql));
        return {};
    }

    PGconn* connection_;
    std::map<std::string, std::string> names_;
    std::string cell_;
};

}  // namespace

Result<std::unique_ptr<Hand>> hand_on_postgres(std::string const& location) {
    return std::unique_ptr<Hand>(std::make_unique<PostgresHand>(PQconnectdb(location.c_str())));
}

}  // namespace kith::bench
