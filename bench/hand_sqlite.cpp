#include <fmt/format.h>
#include <sqlite3.h>

#include <map>

#include "bench/hand.hpp"

namespace kith::bench {
namespace {

struct Bind {
    sqlite3_stmt* statement;
    int at;
    int operator()(std::int64_t number) const { return sqlite3_bind_int64(statement, at, number); }
    int operator()(std::string const& text) const {
        return sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
    int operator()(Uuid const& id) const {
        return sqlite3_bind_blob(statement, at, id.bytes.data(), 16, SQLITE_STATIC);
    }
};

class SqliteHand final : public Hand {
public:
    explicit SqliteHand(sqlite3* database) : database_(database) {}
    ~SqliteHand() override {
        for (auto const& [text, statement] : statements_) sqlite3_finalize(statement);
        sqlite3_close_v2(database_);
    }

    Result<std::int64_t> run(std::string const& sql, std::vector<HandValue> const& parameters) override {
        auto* const statement = TRY(prepared(sql));
        for (std::size_t at = 0; at < parameters.size(); ++at)
            std::visit(Bind{statement, static_cast<int>(at) + 1}, parameters[at]);
        std::int64_t rows = 0;
        int code = sqlite3_step(statement);
        for (; code == SQLITE_ROW; code = sqlite3_step(statement), ++rows)
            for (int column = 0; column < sqlite3_column_count(statement); ++column) read(statement, column);
        sqlite3_reset(statement);
        if (code != SQLITE_DONE) return error(sql);
        return rows;
    }

private:
    void read(sqlite3_stmt* statement, int column) {
        auto const* bytes = static_cast<char const*>(sqlite3_column_blob(statement, column));
        cell_.assign(bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
    }

    Result<sqlite3_stmt*> prepared(std::string const& sql) {
        auto*& statement = statements_[sql];
        if (statement == nullptr &&
            sqlite3_prepare_v3(database_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
            return error(sql);
        return statement;
    }

    Error error(std::string const& sql) const {
        return Error::internal(fmt::format("{} in {}", sqlite3_errmsg(database_), sql));
    }

    sqlite3* database_;
    std::map<std::string, sqlite3_stmt*> statements_;
    std::string cell_;
};

}  // namespace

Result<std::unique_ptr<Hand>> hand_on_sqlite(std::string const& path) {
    sqlite3* database = nullptr;
    int const code = sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    auto hand = std::make_unique<SqliteHand>(database);
    if (code != SQLITE_OK) return Error::internal("cannot open " + path);
    // As the server's connections have them: a reader's cache, the writer's way to the disk.
    for (auto const* pragma : {"PRAGMA busy_timeout = 5000", "PRAGMA synchronous = FULL", "PRAGMA cache_size = -4000",
                               "PRAGMA temp_store = MEMORY", "PRAGMA wal_autocheckpoint = 0"})
        TRY(hand->run(pragma, {}));
    return std::unique_ptr<Hand>(std::move(hand));
}

}  // namespace kith::bench
