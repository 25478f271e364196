#include "store/postgres/dialect.hpp"

#include <fmt/format.h>

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
        fmt::format("CREATE TABLE {} (record_id uuid NOT NULL PRIMARY KEY, open_words text NOT NULL, other_words text "
                    "NOT NULL, "
                    "open_document tsvector NOT NULL GENERATED ALWAYS AS "
                    "(array_to_tsvector(string_to_array(open_words, ' '))) STORED, "
                    "document tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(string_to_array(open_words, ' "
                    "') || string_to_array(other_words, ' '))) "
                    "STORED)",
                    table),
        fmt::format("CREATE INDEX {0}_by_open_document ON {0} USING gin (open_document)", table),
        fmt::format("CREATE INDEX {0}_by_document ON {0} USING gin (document)", table),
    };
}

std::string PostgresDialect::search_condition(std::string_view table, int parameter, SearchReach reach,
                                              std::string_view id) const {
    return fmt::format("{} IN (SELECT record_id FROM {} WHERE {} @@ CAST(CAST(${} AS text) AS tsquery))", id, table,
                       reach == SearchReach::open ? "open_document" : "document", parameter);
}

std::string PostgresDialect::search_query(std::vector<std::string> const& words) const {
    std::string query;
    for (auto const& word : words) {
        query += query.empty() ? "'" : " & '";
        for (char const c : word) {
            if (c == '\'' || c == '\\') query += c;
            query += c;
        }
        query += '\'';
    }
    return query.empty() ? query : query + ":*";
}

}  // namespace kith::store::postgres
