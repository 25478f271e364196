#include "store/postgres/dialect.hpp"

#include <fmt/format.h>

#include "store/search_text.hpp"
#include "store/sql_text.hpp"

namespace kith::store::postgres {

std::string PostgresDialect::expand_types(std::string_view sql) const {
    return expand_macros(sql, {{"id", "uuid"},
                               {"int", "bigint"},
                               {"text", "text COLLATE \"C\""},
                               {"json", "jsonb"},
                               {"bool", "boolean"},
                               {"real", "double precision"},
                               {"blob", "bytea"},
                               {"table", ""},
                               {"clustered", ""}});
}

// The words are lexemes already: array_to_tsvector takes them as they are, where to_tsvector would cut and fold them
// once more. Its array must not hold an empty string, which string_to_array makes of nothing but not of an empty text.
std::vector<std::string> PostgresDialect::search_table_ddl(std::string_view table) const {
    return {
        fmt::format("CREATE TABLE IF NOT EXISTS {} (record_id uuid NOT NULL PRIMARY KEY, person_id uuid, words text "
                    "NOT NULL, document tsvector NOT NULL GENERATED ALWAYS AS "
                    "(array_to_tsvector(string_to_array(words, ' '))) STORED)",
                    table),
        fmt::format("CREATE INDEX IF NOT EXISTS {0}_by_person ON {0} (person_id) WHERE person_id IS NOT NULL", table),
        fmt::format("CREATE INDEX IF NOT EXISTS {0}_by_document ON {0} USING gin (document)", table),
    };
}

std::vector<std::string> PostgresDialect::search_table_drop(std::string_view table) const {
    return {fmt::format("DROP TABLE IF EXISTS {}", table)};
}

// Materialised, what matches is found by itself: who reads a few rows of it would else be promised that they come early
// in the table, and read all of it where the word is rare.
std::string PostgresDialect::search_condition(std::string_view table, int parameter, std::string_view id) const {
    return fmt::format(
        "{} IN (WITH found AS MATERIALIZED (SELECT record_id FROM {} WHERE document @@ CAST(CAST(${} AS text) AS "
        "tsquery)) SELECT record_id FROM found)",
        id, table, parameter);
}

std::string PostgresDialect::search_candidates(std::string_view table, int parameter, std::size_t limit) const {
    return fmt::format(
        "WITH found AS MATERIALIZED (SELECT record_id, person_id FROM {} WHERE document @@ CAST(CAST(${} AS text) AS "
        "tsquery) LIMIT {}) SELECT record_id, person_id FROM found",
        table, parameter, limit);
}

std::string PostgresDialect::search_query(SearchTerms const& terms) const {
    return search_text(terms, {" | ", " & ", "'", "'", "':*"});
}

}  // namespace kith::store::postgres
