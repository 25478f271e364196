#include "store/sqlite/dialect.hpp"

#include <fmt/format.h>

#include "store/search_text.hpp"
#include "store/sql_text.hpp"

namespace kith::store::sqlite {

std::string SqliteDialect::expand_types(std::string_view sql) const {
    return expand_macros(sql, {{"id", "BLOB"},
                               {"int", "INTEGER"},
                               {"text", "TEXT"},
                               {"json", "TEXT"},
                               {"bool", "INTEGER"},
                               {"real", "REAL"},
                               {"blob", "BLOB"},
                               {"table", "STRICT"},
                               {"clustered", "STRICT, WITHOUT ROWID"}});
}

// A plain table keeps the words and gives each record a row number; FTS5 indexes that table's content without a copy of
// it. Triggers keep the two together: to take a document out of the index FTS5 must be told its old words, which only
// the table still knows. A word begins with the four letters of the field it stands in (`records/search_document.hpp`),
// so that the indexes of beginnings are of one to seven letters more. A beginning that has one is read as it is
// asked for, from the newest record on; one without is first gathered whole.
std::vector<std::string> SqliteDialect::search_table_ddl(std::string_view table) const {
    auto const index = fmt::format("{}_index", table);
    auto const remove =
        fmt::format("INSERT INTO {0} ({0}, rowid, words) VALUES ('delete', old.number, old.words);", index);
    auto const insert = fmt::format("INSERT INTO {0} (rowid, words) VALUES (new.number, new.words);", index);
    return {
        fmt::format("CREATE TABLE IF NOT EXISTS {} (number INTEGER PRIMARY KEY, record_id BLOB NOT NULL UNIQUE, "
                    "person_id BLOB, words TEXT NOT NULL) STRICT",
                    table),
        fmt::format("CREATE INDEX IF NOT EXISTS {0}_by_person ON {0} (person_id) WHERE person_id IS NOT NULL", table),
        fmt::format("CREATE VIRTUAL TABLE IF NOT EXISTS {} USING fts5(words, content='{}', content_rowid='number', "
                    "tokenize='ascii', detail='none', prefix='5 6 7 8 9 10 11')",
                    index, table),
        fmt::format("CREATE TRIGGER IF NOT EXISTS {0}_inserted AFTER INSERT ON {0} BEGIN {1} END", table, insert),
        fmt::format("CREATE TRIGGER IF NOT EXISTS {0}_updated AFTER UPDATE ON {0} BEGIN {1} {2} END", table, remove,
                    insert),
        fmt::format("CREATE TRIGGER IF NOT EXISTS {0}_deleted AFTER DELETE ON {0} BEGIN {1} END", table, remove),
    };
}

std::vector<std::string> SqliteDialect::search_table_drop(std::string_view table) const {
    return {fmt::format("DROP TABLE IF EXISTS {}_index", table), fmt::format("DROP TABLE IF EXISTS {}", table)};
}

std::string SqliteDialect::search_condition(std::string_view table, int parameter, std::string_view id) const {
    return fmt::format(
        "{1} IN (SELECT record_id FROM {0} WHERE number IN (SELECT rowid FROM {0}_index WHERE {0}_index MATCH ${2}))",
        table, id, parameter);
}

std::string SqliteDialect::search_candidates(std::string_view table, int parameter, std::size_t limit) const {
    return fmt::format(
        "SELECT d.record_id, d.person_id FROM (SELECT rowid AS number FROM {0}_index WHERE {0}_index MATCH ${1} ORDER "
        "BY rowid DESC LIMIT {2}) f CROSS JOIN {0} d WHERE d.number = f.number",
        table, parameter, limit);
}

// Letters and digits in lower case are no part of FTS5's language, within quotes as little as without.
std::string SqliteDialect::search_query(SearchTerms const& terms) const {
    return search_text(terms, {" OR ", " AND ", "\"", "\"", "\" *"});
}

}  // namespace kith::store::sqlite
