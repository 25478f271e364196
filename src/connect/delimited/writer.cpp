#include "connect/delimited/writer.hpp"

namespace kith::connect {

namespace {

/// https://owasp.org/www-community/attacks/CSV_Injection; a number or phone may begin with a sign.
bool is_formula(std::string_view cell) {
    if (cell.empty()) return false;
    if (cell[0] == '=' || cell[0] == '@' || cell[0] == '\t') return true;
    bool const has_sign = cell[0] == '+' || cell[0] == '-';
    return has_sign && cell.find_first_not_of("+-0123456789., ()") != std::string_view::npos;
}

/// A formula behind any number of apostrophes: what has one of its own gets another, so that taking one away is always
/// the way back.
bool needs_mark(std::string_view cell) {
    auto const begin = cell.find_first_not_of('\'');
    return begin != std::string_view::npos && is_formula(cell.substr(begin));
}

}  // namespace

std::string_view unmarked(std::string_view cell) {
    return cell.starts_with('\'') && needs_mark(cell.substr(1)) ? cell.substr(1) : cell;
}

void append_delimited(std::string& out, std::span<std::string const> cells, bool is_for_spreadsheets) {
    bool is_first = true;
    for (auto const& cell : cells) {
        if (!is_first) out += ',';
        is_first = false;
        bool const is_marked = is_for_spreadsheets && needs_mark(cell);
        bool const is_quoted =
            cell.find_first_of(",\"\r\n") != std::string::npos || cell.starts_with(' ') || cell.ends_with(' ');
        if (is_quoted) out += '"';
        if (is_marked) out += '\'';
        for (char const c : cell) {
            if (c == '"') out += '"';
            out += c;
        }
        if (is_quoted) out += '"';
    }
    out += '\n';
}

}  // namespace kith::connect
