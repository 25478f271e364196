// Migrations: numbered, forward only, checksummed, inside the executable.
//
// `migrate` reads the table `migration`, refuses a database that is newer than this executable, was half migrated, or
// whose applied migrations differ from those embedded, and applies the rest in order, each in a transaction of its own
// with its row, under a lease against a second server. A SQLite file that holds data is backed up beside itself first.
// Files are `migrations/NNNN_name.sql`: statements separated by `;` at the end of a line, with the type macros of
// Dialect.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace kith::store {

class Database;

struct Migration {
    int number = 0;
    std::string_view name;
    std::string_view sql;
};

/// The migrations of this executable, ascending, from 1, without gaps.
std::vector<Migration> const& embedded_migrations();

/// How many were applied. Errors: `conflict` with reason `database_newer`, `database_half_migrated`,
/// `migration_changed`, each telling what to do.
Result<int> migrate(Database& database, std::vector<Migration> const& migrations = embedded_migrations());

}  // namespace kith::store
