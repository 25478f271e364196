#include "store/sqlite/dialect.hpp"

#include <fmt/format.h>

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
// the table still knows.
std::vector<std::string> SqliteDialect::search_table_ddl(std::string_view table) const {
    using fmt::arg;
    auto const index = fmt::format("{}_index", table);
    auto const remove = fmt::format(
        "INSERT INTO {0} ({0}, rowid, open_words, other_words) VALUES ('delete', old.number, old.open_words, "
        "old.other_words);",
        index);
    auto const insert = fmt::format(
        "INSERT INTO {0} (rowid, open_words, other_words) VALUES (new.number, new.open_words, new.other_words);",
        index);
    return {
        fmt::format("CREATE TABLE {} (number INTEGER PRIMARY KEY, record_id BLOB NOT NULL UNIQUE, open_words TEXT NOT "
                    "NULL, other_words TEXT NOT NULL) STRICT",
                    table),
        fmt::format("CREATE VIRTUAL TABLE {} USING fts5(open_words, other_words, content='{}', content_rowid='number', "
                    "tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
                    index, table),
        fmt::format("CREATE TRIGGER {0}_inserted AFTER INSERT ON {0} BEGIN {1} END", table, insert),
        fmt::format("CREATE TRIGGER {0}_updated AFTER UPDATE ON {0} BEGIN {1} {2} END", table, remove, insert),
        fmt::format("CREATE TRIGGER {0}_deleted AFTER DELETE ON {0} BEGIN {1} END", table, remove),
    };
}

std::string SqliteDialect::search_condition(std::string_view table, int parameter, SearchReach reach,
                                            std::string_view id) const {
    auto const scope = reach == SearchReach::open ? "'{open_words} : (' || " : "'(' || ";
    return fmt::format(
        "{1} IN (SELECT record_id FROM {0} WHERE number IN (SELECT rowid FROM {0}_index WHERE {0}_index MATCH {3}${2} "
        "|| ')'))",
        table, id, parameter, scope);
}

std::string SqliteDialect::search_query(std::vector<std::string> const& words) const {
    std::string query;
    for (auto const& word : words) {
        query += query.empty() ? "\"" : " AND \"";
        for (char const c : word) query += c == '"' ? std::string("\"\"") : std::string(1, c);
        query += '"';
    }
    return query.empty() ? query : query + '*';
}

}  // namespace kith::store::sqlite
