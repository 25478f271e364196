#include <fmt/format.h>

#include "tests/catalogue/citus_check.hpp"

namespace kith::catalogue {
namespace {

using store::Placement;

struct Rule {
    std::string_view sql;  // one row a violation or a fact: the table, then what is said of it
    std::string_view sentence;
    bool is_for_distributed;  // else for every table
};

// Each answers with the tables, and details, that break it.
constexpr Rule rules[] = {
    {"SELECT c.relname::text, ''::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = "
     "current_schema() AND c.relkind IN ('r', 'p')"
     " AND NOT EXISTS (SELECT 1 FROM pg_attribute a JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary AND "
     "i.indkey[0] = a.attnum"
     " WHERE a.attrelid = c.oid AND a.attname = 'person_id')",
     "its primary key does not begin with person_id", true},
    {"SELECT c.relname::text, ''::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = "
     "current_schema() AND c.relkind IN ('r', 'p')"
     " AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'person_id' AND "
     "a.attnotnull)",
     "person_id may be NULL or is absent", true},
    {"SELECT c.relname::text, x.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON "
     "x.oid = i.indexrelid"
     " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND i.indisunique AND NOT "
     "EXISTS"
     " (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'person_id' AND a.attnum = ANY "
     "(i.indkey::int2[]))",
     "a unique index without person_id", true},
    {"SELECT c.relname::text, x.conname::text FROM pg_constraint x JOIN pg_class c ON c.oid = x.conrelid JOIN "
     "pg_namespace n ON n.oid = c.relnamespace"
     " WHERE n.nspname = current_schema() AND x.contype = 'x'",
     "an exclusion constraint", true},
    {"SELECT c.relname::text, t.tgname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace "
     "n ON n.oid = c.relnamespace"
     " WHERE n.nspname = current_schema() AND NOT t.tgisinternal",
     "a trigger", false},
    {"SELECT c.relname::text, a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN "
     "pg_namespace n ON n.oid = c.relnamespace"
     " WHERE n.nspname = current_schema() AND a.attidentity <> ''",
     "an identity column, which is a sequence", false},
    {"SELECT c.relname::text, ''::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = "
     "current_schema() AND c.relkind = 'S'",
     "a sequence", false},
    {"SELECT c.relname::text, a.attname::text FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid JOIN pg_namespace "
     "n ON n.oid = c.relnamespace"
     " JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE n.nspname = current_schema() AND "
     "a.attgenerated = '' AND pg_get_expr(d.adbin, d.adrelid) LIKE '%(%'",
     "a default that calls a function", false},
};

constexpr std::string_view all_tables =
    "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = "
    "current_schema() AND c.relkind IN ('r', 'p') ORDER BY 1";

// Foreign key, table, table that it points to, whether person_id points to person_id.
constexpr std::string_view foreign_keys =
    "SELECT x.conname::text, c.relname::text, f.relname::text, EXISTS (SELECT 1 FROM unnest(x.conkey, x.confkey) AS "
    "k(here, there)"
    " JOIN pg_attribute a ON a.attrelid = x.conrelid AND a.attnum = k.here AND a.attname = 'person_id'"
    " JOIN pg_attribute b ON b.attrelid = x.confrelid AND b.attnum = k.there AND b.attname = 'person_id')"
    " FROM pg_constraint x JOIN pg_class c ON c.oid = x.conrelid JOIN pg_class f ON f.oid = x.confrelid JOIN "
    "pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = current_schema() AND x.contype = 'f'";

bool is_distributed(TableMap const& map, std::string_view table) {
    auto const found = map.find(table);
    return found != map.end() && found->second == Placement::distributed_by_person;
}

Result<std::vector<std::string>> check(store::Session& session, TableMap const& map) {
    std::vector<std::string> violations;
    TableMap missing = map;
    for (auto const& row : TRY(session.run(all_tables, {}))) {
        auto const table = row.text(0);
        if (!map.contains(table)) violations.push_back(fmt::format("{}: not in the table map", table));
        if (auto const found = missing.find(table); found != missing.end()) missing.erase(found);
    }
    for (auto const& [table, placement] : missing)
        violations.push_back(fmt::format("{}: in the table map, but not in the database", table));
    for (auto const& rule : rules)
        for (auto const& row : TRY(session.run(rule.sql, {})))
            if (!rule.is_for_distributed || is_distributed(map, row.text(0)))
                violations.push_back(fmt::format("{}: {}{}{}", row.text(0), rule.sentence,
                                                 row.text(1).empty() ? "" : ": ", row.text(1)));
    for (auto const& row : TRY(session.run(foreign_keys, {}))) {
        bool const from = is_distributed(map, row.text(1)), to = is_distributed(map, row.text(2));
        if (from != to || (from && !row.boolean(3)))
            violations.push_back(fmt::format("{}: a foreign key across groups: {}", row.text(1), row.text(0)));
    }
    return violations;
}

}  // namespace

Result<std::vector<std::string>> violations_of_tables(store::Database& database, TableMap const& map) {
    return database.read([&](store::Session& session) { return check(session, map); });
}

}  // namespace kith::catalogue
