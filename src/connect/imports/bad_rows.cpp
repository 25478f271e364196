// Rows that did not go in, as a file that can be mended and imported: the columns of the original, and where each row
// stood in it.
#include <algorithm>
#include <array>

#include "connect/delimited/writer.hpp"
#include "connect/imports/imports.sql.hpp"
#include "connect/imports/stored.hpp"

namespace kith::connect {

namespace {

constexpr std::size_t bad_rows_bytes_max = 8 * 1024 * 1024;  // of one answer
constexpr std::int64_t bad_rows_read = 500;                  // at once
constexpr std::array<std::string_view, 4> bad_row_columns{bad_row_file_column, bad_row_number_column,
                                                          bad_row_line_column, bad_row_reason_column};

bool is_own(std::string_view column) {
    return std::find(bad_row_columns.begin(), bad_row_columns.end(), column) != bad_row_columns.end();
}

std::string cell_at(Json const& cells, std::vector<std::string> const& columns, std::string_view name) {
    auto const found = std::find(columns.begin(), columns.end(), name);
    auto const at = static_cast<std::size_t>(found - columns.begin());
    return found != columns.end() && at < cells.size() && cells[at].is_string() ? cells[at].get<std::string>() : "";
}

}  // namespace

Result<Imports::BadRows> Imports::bad_rows(Actor const& actor, ImportId id, std::int64_t after) {
    return database_.read([&](store::Session& session) -> Result<BadRows> {
        auto const import = TRY(load(session, id));
        TRY(check_may(actor, import.kind));
        TRY(check_may_look_into(actor, import));
        std::vector<std::string> columns;
        if (import.plan.is_object())
            for (auto const& column : import.plan["columns"]) columns.push_back(column.get<std::string>());
        BadRows answer;
        answer.file_name = "bad-rows.csv";
        if (after == 0) {
            std::vector<std::string> header;
            for (auto const& column : columns)
                if (!is_own(column)) header.push_back(column);
            header.insert(header.end(), bad_row_columns.begin(), bad_row_columns.end());
            append_delimited(answer.csv, header);
        }
        for (;;) {
            auto const rows = TRY(session.query(sql::import_bad_rows, id, after, bad_rows_read));
            if (rows.empty()) return answer;
            for (auto const row : rows) {
                after = row.integer(0);
                auto const cells = TRY(parse_json(row.text(4)));
                std::vector<std::string> line;
                for (std::size_t i = 0; i < std::max(columns.size(), cells.size()); ++i)
                    if (i >= columns.size() || !is_own(columns[i]))
                        line.push_back(i < cells.size() && cells[i].is_string() ? cells[i].get<std::string>() : "");
                // A row that was mended once keeps the place that it had at first.
                auto const file = cell_at(cells, columns, bad_row_file_column);
                auto const number = cell_at(cells, columns, bad_row_number_column);
                line.push_back(file.empty() ? import.fingerprint : file);
                line.push_back(file.empty() ? std::to_string(row.integer(0)) : number);
                line.push_back(std::to_string(row.integer(1)));
                line.emplace_back(row.text(3));
                append_delimited(answer.csv, line);
                if (answer.csv.size() < bad_rows_bytes_max) continue;
                answer.next = after;
                return answer;
            }
        }
    });
}

}  // namespace kith::connect
