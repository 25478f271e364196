#include "connect/delimited/sniff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/text.hpp"
#include "connect/delimited/decode.hpp"

namespace kith::connect {

namespace {

constexpr std::size_t sniffed_rows_max = 200;
constexpr std::array<char, 4> marks{';', '\t', ',', '|'};

std::string decoded(std::string_view bytes, bool is_whole, std::string_view encoding) {
    std::string utf8;
    if (auto decoder = Decoder::create(encoding)) decoder->append(bytes, is_whole, utf8);
    return utf8;
}

std::vector<FileRow> rows_of(std::string_view utf8, bool is_whole, char delimiter, std::size_t rows_max) {
    DelimitedReader reader(delimiter, false);
    reader.feed(utf8);
    if (is_whole) reader.end();
    std::vector<FileRow> rows;
    FileRow row;
    while (rows.size() < rows_max && reader.next(row)) rows.push_back(row);
    return rows;
}

struct Verdict {
    double share = 0;       ///< of records that have the commonest number of cells
    std::size_t cells = 1;  ///< that number
};

Verdict verdict_of(std::vector<FileRow> const& rows) {
    std::map<std::size_t, std::size_t> counts;
    for (auto const& row : rows) ++counts[row.cells.size()];
    Verdict verdict;
    std::size_t most = 0;
    for (auto const& [cells, count] : counts)
        if (count >= most) {
            most = count;
            verdict.cells = cells;
        }
    if (!rows.empty()) verdict.share = static_cast<double>(most) / static_cast<double>(rows.size());
    return verdict;
}

char delimiter_of(std::string_view utf8, bool is_whole) {
    char best = ',';
    Verdict won;
    auto const try_out = [&](char delimiter) {
        auto const verdict = verdict_of(rows_of(utf8, is_whole, delimiter, sniffed_rows_max));
        if (verdict.cells < 2) return;
        bool const is_surer = verdict.share > won.share + 0.05;
        bool const is_finer = verdict.share > won.share - 0.05 && verdict.cells > won.cells;
        if (!is_surer && !is_finer) return;
        best = delimiter;
        won = verdict;
    };
    for (char const mark : marks) try_out(mark);
    // Text has spaces anyway: they divide only where nothing else does.
    if (won.cells < 2 || won.share < 0.6) try_out(' ');
    return best;
}

bool is_typed(CellKind kind) { return kind != CellKind::empty && kind != CellKind::text; }

bool has_header(std::vector<FileRow> const& rows) {
    if (rows.empty()) return true;
    auto const& first = rows.front().cells;
    return std::none_of(first.begin(), first.end(),
                        [](std::string const& cell) { return is_typed(kind_of_cell(cell)); });
}

bool is_date(std::string_view cell) {
    // Three groups of digits with the same mark between, or eight digits that begin as a year.
    auto const head = cell.substr(0, cell.find_first_of(" T"));
    if (head.size() == 8 && std::all_of(head.begin(), head.end(), text::is_digit)) {
        auto const month = (head[4] - '0') * 10 + head[5] - '0', day = (head[6] - '0') * 10 + head[7] - '0';
        return (head.starts_with("19") || head.starts_with("20")) && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }
    auto const mark = head.find_first_of("-/.");
    if (mark == std::string_view::npos || head.size() < 6 || head.size() > 10) return false;
    auto const second = head.find(head[mark], mark + 1);
    if (second == std::string_view::npos || head.find(head[mark], second + 1) != std::string_view::npos) return false;
    return std::all_of(head.begin(), head.end(), [&](char c) { return text::is_digit(c) || c == head[mark]; });
}

bool is_number(std::string_view cell) {
    std::size_t digits = 0, letters = 0;
    for (char const c : cell) {
        digits += text::is_digit(c) ? 1 : 0;
        letters += !text::is_digit(c) && std::string_view("+-.,'() ").find(c) == std::string_view::npos ? 1 : 0;
    }
    // A sign of money may stand on either side; its bytes are few.
    return digits > 0 && letters <= 3 && digits >= letters;
}

bool is_email(std::string_view cell) {
    auto const at = cell.find('@');
    return at != std::string_view::npos && at > 0 && cell.find('.', at) != std::string_view::npos &&
           cell.find(' ') == std::string_view::npos;
}

bool is_phone(std::string_view cell) {
    auto const digits = std::count_if(cell.begin(), cell.end(), text::is_digit);
    bool const is_marked = cell.starts_with('+') || cell.find_first_of("-()/ ") != std::string_view::npos;
    return digits >= 7 && digits <= 18 && is_marked &&
           cell.find_first_not_of("+0123456789-()/. x") == std::string_view::npos;
}

}  // namespace

CellKind kind_of_cell(std::string_view raw) {
    auto const cell = text::clean(raw);
    if (cell.empty()) return CellKind::empty;
    if (is_email(cell)) return CellKind::email;
    if (is_date(cell)) return CellKind::date;
    if (is_phone(cell)) return CellKind::phone;
    return is_number(cell) ? CellKind::number : CellKind::text;
}

FileFormat format_of(std::string_view beginning, bool is_whole_file) {
    FileFormat format;
    format.encoding = encoding_of(beginning);
    auto const utf8 = decoded(beginning, is_whole_file, format.encoding);
    format.delimiter = delimiter_of(utf8, is_whole_file);
    format.has_header = has_header(rows_of(utf8, is_whole_file, format.delimiter, 1));
    return format;
}

FileBeginning beginning_of(std::string_view bytes, bool is_whole_file, FileFormat const& format, std::size_t rows_max) {
    DelimitedReader reader(format.delimiter, format.has_header);
    reader.feed(decoded(bytes, is_whole_file, format.encoding));
    if (is_whole_file) reader.end();
    FileBeginning beginning;
    FileRow row;
    std::size_t width = 0;
    while (beginning.rows.size() < rows_max && reader.next(row)) {
        width = std::max(width, row.problem == RowProblem::none ? row.cells.size() : 0);
        beginning.rows.push_back(row);
    }
    beginning.columns = reader.header();
    for (auto& column : beginning.columns) column = text::clean(column);
    for (auto at = beginning.columns.size(); !format.has_header && at < width; ++at)
        beginning.columns.push_back(fmt::format("#{}", at + 1));
    return beginning;
}

}  // namespace kith::connect
