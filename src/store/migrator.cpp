#include "store/migrator.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>

#include "base/check.hpp"
#include "base/embedded.hpp"
#include "base/secrets.hpp"
#include "store/database.hpp"
#include "store/migrator.sql.hpp"
#include "store/sql_text.hpp"

namespace kith::embedded {
std::vector<File> migrations();
}

namespace kith::store {
namespace {

// The name of the lock that keeps two servers from migrating at once.
constexpr std::string_view lock_name = "migration";

constexpr std::string_view table_ddl =
    "CREATE TABLE IF NOT EXISTS migration (number {int} NOT NULL PRIMARY KEY, name {text} NOT NULL, checksum {blob} "
    "NOT NULL, "
    "began_at {int} NOT NULL, finished_at {int}) {table}";

struct Applied {
    int number = 0;
    std::string name;
    std::string checksum;
    bool is_finished = false;
};

std::string checksum_of(Migration const& migration) {
    auto const hash = secrets::hash(migration.sql);
    return {reinterpret_cast<char const*>(hash.data()), hash.size()};
}

Bytes as_bytes(std::string const& text) { return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()}; }

Result<std::vector<Applied>> load_applied(Session& session) {
    auto const rows = TRY(session.query(sql::migrations_applied));
    std::vector<Applied> applied;
    for (auto const row : rows) {
        auto const checksum = row.bytes(2);
        applied.push_back({static_cast<int>(row.integer(0)), std::string(row.text(1)),
                           std::string(reinterpret_cast<char const*>(checksum.data()), checksum.size()),
                           !row.is_null(3)});
    }
    return applied;
}

// Whether this executable may take the database over as it stands.
Result<void> check_history(std::vector<Applied> const& applied, std::vector<Migration> const& migrations) {
    for (std::size_t at = 0; at < applied.size(); ++at) {
        auto const& row = applied[at];
        if (row.number != static_cast<int>(at) + 1 || !row.is_finished)
            return Error::conflict("database_half_migrated",
                                   fmt::format("The database was left half migrated: migration {} is missing or "
                                               "unfinished. Restore the backup that was made "
                                               "before the migration, then start this version again.",
                                               row.is_finished ? static_cast<int>(at) + 1 : row.number));
        if (at >= migrations.size())
            return Error::conflict(
                "database_newer",
                fmt::format("The database was written by a newer version: it has migration {} ({}), this version ends "
                            "with {}. Start the newer version, or restore an older backup.",
                            row.number, row.name, migrations.size()));
        if (row.checksum != checksum_of(migrations[at]))
            return Error::conflict(
                "migration_changed",
                fmt::format("Migration {} ({}) is not the one that the database was made with. Start the version that "
                            "made it, or restore a backup.",
                            row.number, row.name));
    }
    return {};
}

Result<void> apply(Transaction& transaction, Migration const& migration) {
    for (auto const& statement : split_statements(transaction.dialect().expand_types(migration.sql)))
        TRY(transaction.run(statement, {}));
    auto const checksum = checksum_of(migration);
    TRY(transaction.execute(sql::migration_insert, migration.number, migration.name, as_bytes(checksum),
                            transaction.now(), Instant::now()));
    return {};
}

// Whether it was applied here; not where another server has done it meanwhile.
Result<bool> apply_once(Database& database, Migration const& migration) {
    return database.write(
        [&](Transaction& transaction) -> Result<bool> {
            TRY(transaction.lock(lock_name));
            auto const applied = TRY(load_applied(transaction));
            if (static_cast<int>(applied.size()) >= migration.number) return false;
            TRY(apply(transaction, migration));
            return true;
        },
        Lane::background);  // where no statement is stopped for taking long
}

}  // namespace

std::vector<Migration> const& embedded_migrations() {
    static std::vector<Migration> const migrations = [] {
        std::vector<Migration> list;
        static auto const files = embedded::migrations();
        for (auto const& file : files) {
            if (!file.path.ends_with(".sql")) continue;
            Migration migration{0, file.path.substr(0, file.path.size() - 4), file.bytes};
            std::from_chars(file.path.data(), file.path.data() + file.path.size(), migration.number);
            list.push_back(migration);
        }
        std::sort(list.begin(), list.end(), [](auto const& a, auto const& b) { return a.number < b.number; });
        for (std::size_t at = 0; at < list.size(); ++at) CHECK(list[at].number == static_cast<int>(at) + 1);
        return list;
    }();
    return migrations;
}

Result<int> migrate(Database& database, std::vector<Migration> const& migrations) {
    auto const applied = TRY(database.write([&](Transaction& transaction) -> Result<std::vector<Applied>> {
        TRY(transaction.lock(lock_name));
        TRY(transaction.run(transaction.dialect().expand_types(table_ddl), {}));
        return load_applied(transaction);
    }));
    TRY(check_history(applied, migrations));
    if (applied.size() == migrations.size()) return 0;
    if (!applied.empty() && !database.file().empty()) {
        auto const copy = fmt::format("{}.before-{:04}", database.file(), migrations[applied.size()].number);
        TRY(database.back_up(copy));
        spdlog::info("the database was copied to {} before it is migrated", copy);
    }
    int count = 0;
    for (auto const& migration : migrations) {
        if (migration.number <= static_cast<int>(applied.size())) continue;
        auto status = apply_once(database, migration);
        if (!status) {
            auto error = std::move(status).error();
            error.cause = fmt::format("migration {}: {}", migration.name, error.cause);
            return error;
        }
        count += *status ? 1 : 0;
    }
    return count;
}

}  // namespace kith::store
