#include "store/database.hpp"

#include "store/migrator.hpp"
#include "store/postgres/database.hpp"
#include "store/sqlite/database.hpp"

namespace kith::store {

Result<std::unique_ptr<Database>> Database::open(std::string const& location, Options options) {
    constexpr std::string_view sqlite_scheme = "sqlite:";
    std::unique_ptr<Database> database;
    if (location.starts_with(sqlite_scheme) && location.size() > sqlite_scheme.size()) {
        database = TRY(sqlite::SqliteDatabase::open(location.substr(sqlite_scheme.size()), options));
    } else if (location.starts_with("postgresql://") || location.starts_with("postgres://")) {
        database = TRY(postgres::PostgresDatabase::open(location, options));
    } else {
        return Error::invalid("database", "unknown_database",
                              "A database is sqlite:PATH or postgresql://USER@HOST/NAME.");
    }
    if (options.is_migrated) TRY(migrate(*database));
    return database;
}

}  // namespace kith::store
