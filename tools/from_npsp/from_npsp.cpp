#include "tools/from_npsp/from_npsp.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <set>

#include "base/places.hpp"
#include "tools/from_npsp/mappings.hpp"

namespace kith::tools {

namespace {

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Row = std::vector<std::string>;

Error unreadable(sqlite3* database) {
    return Error::malformed(fmt::format("The file cannot be read: {}", sqlite3_errmsg(database)));
}

Result<Database> read(std::string const& sql) {
    sqlite3* opened = nullptr;
    int const status = sqlite3_open(":memory:", &opened);
    Database database(opened, &sqlite3_close);
    if (status != SQLITE_OK || sqlite3_exec(opened, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return unreadable(opened);
    return database;
}

struct Answer {
    Row columns;
    std::vector<Row> rows;
};

Result<Answer> ask(sqlite3* database, std::string const& sql) {
    sqlite3_stmt* prepared = nullptr;
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &prepared, nullptr) != SQLITE_OK) return unreadable(database);
    std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> const statement(prepared, &sqlite3_finalize);
    Answer answer;
    int const width = sqlite3_column_count(prepared);
    for (int i = 0; i < width; ++i) answer.columns.emplace_back(sqlite3_column_name(prepared, i));
    int status = SQLITE_ROW;
    while ((status = sqlite3_step(prepared)) == SQLITE_ROW) {
        auto& row = answer.rows.emplace_back();
        for (int i = 0; i < width; ++i) {
            auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(prepared, i));
            row.emplace_back(text ? text : "");
        }
    }
    if (status != SQLITE_DONE) return unreadable(database);
    return answer;
}

std::string line_of(Row const& cells) {
    std::string line;
    for (auto const& cell : cells) {
        if (&cell != &cells.front()) line += ',';
        bool const is_plain = cell.find_first_of(",\"\r\n") == std::string::npos;
        if (!is_plain) line += '"';
        for (char const c : cell) line += c == '"' ? std::string("\"\"") : std::string(1, c);
        if (!is_plain) line += '"';
    }
    return line + "\n";
}

/// Columns of a table that have values and become nothing, each with their number.
Result<std::vector<std::string>> left_behind(sqlite3* database) {
    std::vector<std::string> left;
    auto const tables = TRY(ask(database, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"));
    for (auto const& table : tables.rows) {
        auto const columns = TRY(ask(database, fmt::format("PRAGMA table_info(\"{}\")", table[0])));
        for (auto const& column : columns.rows) {
            auto const& name = column[1];
            auto const count =
                TRY(ask(database, fmt::format("SELECT COUNT(*) FROM \"{0}\" WHERE \"{1}\" <> ''", table[0], name)));
            if (count.rows[0][0] != "0" && !is_taken(table[0], name))
                left.push_back(fmt::format("{}.{}: {} values", table[0], name, count.rows[0][0]));
        }
    }
    return left;
}

Result<bool> has_table(sqlite3* database, std::string_view name) {
    auto const found = TRY(ask(database, fmt::format("SELECT name FROM sqlite_master WHERE name = '{}'", name)));
    return !found.rows.empty();
}

/// The choices of a field are the values that the data set has.
Result<void> fill_choices(sqlite3* database, Json& fields) {
    for (auto& field : fields) {
        auto const column = field.find("choices_of");
        if (column == field.end()) continue;
        auto const place = column->get<std::string>();
        auto const dot = place.find('.');
        auto const table = place.substr(0, dot);
        auto const all = fmt::format("SELECT DISTINCT \"{1}\" FROM \"{0}\" WHERE \"{1}\" <> '' ORDER BY 1", table,
                                     place.substr(dot + 1));
        auto const values = TRY(has_table(database, table)) ? TRY(ask(database, all)) : Answer();
        field.erase("choices_of");
        field["choices"] = Json::array();
        for (auto const& value : values.rows)
            field["choices"].push_back({{"value", value[0]}, {"label", {{"en", value[0]}}}});
        // A field of a data set without any value still has to be one.
        if (values.rows.empty()) field["choices"].push_back({{"value", "none"}, {"label", {{"en", "None"}}}});
    }
    return {};
}

}  // namespace

std::string ConvertedFile::map() const {
    std::string map;
    for (std::size_t i = 0; i < targets.size(); ++i)
        map += fmt::format("{}{}=#{}", i == 0 ? "" : ",", targets[i], i + 1);
    return map;
}

Result<Converted> from_npsp(std::string const& sql) {
    auto const database = TRY(read(sql));
    for (auto const* table : {"Account", "Account_rt_mapping", "Contact"})
        if (!TRY(has_table(database.get(), table)))
            return Error::malformed(fmt::format("The file is no data set of this kind: it has no table {}.", table));
    Converted converted;
    converted.set_up = TRY(parse_json(set_up_text()));
    for (auto& [name, object] : converted.set_up["objects"].items())
        TRY(fill_choices(database.get(), object["fields"]));
    for (auto const& mapping : mappings()) {
        if (!TRY(has_table(database.get(), mapping.table))) continue;
        auto answer = TRY(ask(database.get(), mapping.select));
        ConvertedFile file;
        file.object = mapping.object;
        file.table = mapping.table;
        file.targets = answer.columns;
        file.rows = static_cast<std::int64_t>(answer.rows.size());
        file.csv = line_of(answer.columns);
        auto const country =
            std::find(answer.columns.begin(), answer.columns.end(), "country") - answer.columns.begin();
        std::int64_t unknown = 0;
        for (auto& row : answer.rows) {
            // A country that Kith does not know would keep its whole row out.
            if (static_cast<std::size_t>(country) < row.size() && !row[static_cast<std::size_t>(country)].empty()) {
                auto& cell = row[static_cast<std::size_t>(country)];
                auto const code = country_code(cell);
                if (!code) ++unknown;
                cell = code.value_or("");
            }
            file.csv += line_of(row);
        }
        if (unknown > 0)
            converted.not_taken.push_back(fmt::format("{}: {} countries that have no code", mapping.table, unknown));
        converted.files.push_back(std::move(file));
    }
    for (auto& each : TRY(left_behind(database.get()))) converted.not_taken.push_back(std::move(each));
    return converted;
}

}  // namespace kith::tools
