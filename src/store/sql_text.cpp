#include "store/sql_text.hpp"

#include <algorithm>
#include <cctype>

namespace kith::store {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Where the quoted text, comment or dollar quote that begins at `at` ends; `at` itself where none begins.
std::size_t skip_opaque(std::string_view sql, std::size_t at) {
    auto const rest = sql.substr(at);
    auto const past = [&](std::string_view end, std::size_t from) {
        auto const found = sql.find(end, from);
        return found == std::string_view::npos ? sql.size() : found + end.size();
    };
    if (rest[0] == '\'' || rest[0] == '"')
        return past(rest.substr(0, 1), at + 1);  // a doubled quote begins the next quoted text
    if (rest.starts_with("--")) return past("\n", at);
    if (rest.starts_with("/*")) return past("*/", at + 2);
    if (rest[0] == '$' && rest.size() > 1 && !std::isdigit(static_cast<unsigned char>(rest[1]))) {
        auto const close = rest.find('$', 1);
        if (close != std::string_view::npos &&
            std::all_of(rest.begin() + 1, rest.begin() + static_cast<std::ptrdiff_t>(close), is_word))
            return past(rest.substr(0, close + 1), at + close + 1);
    }
    return at;
}

// The length of `words` at the beginning of `sql`, whatever the case and white space between them; 0 where they do not
// stand there.
std::size_t match_words(std::string_view sql, std::initializer_list<std::string_view> words) {
    std::size_t at = 0;
    for (auto const word : words) {
        if (at > 0) {
            auto const start = at;
            while (at < sql.size() && std::isspace(static_cast<unsigned char>(sql[at]))) ++at;
            if (at == start) return 0;
        }
        for (char const c : word) {
            if (at == sql.size() || std::toupper(static_cast<unsigned char>(sql[at])) != c) return 0;
            ++at;
        }
        if (at < sql.size() && is_word(sql[at])) return 0;
    }
    return at;
}

std::size_t match_row_lock(std::string_view sql) {
    for (auto const words : {std::initializer_list<std::string_view>{"FOR", "UPDATE", "SKIP", "LOCKED"},
                             {"FOR", "UPDATE"},
                             {"FOR", "SHARE"}})
        if (auto const size = match_words(sql, words)) return size;
    return 0;
}

// Copies `sql`; at each place outside quotes and comments, `replace(at, out)` may write something else and say how much
// of `sql` that stands for.
template <class Replace>
std::string rewrite(std::string_view sql, Replace replace) {
    std::string out;
    out.reserve(sql.size() + sql.size() / 8);
    for (std::size_t at = 0; at < sql.size();) {
        auto const end = skip_opaque(sql, at);
        if (end > at) {
            out += sql.substr(at, end - at);
            at = end;
        } else if (std::size_t const taken = replace(at, out)) {
            at += taken;
        } else {
            out += sql[at++];
        }
    }
    return out;
}

}  // namespace

std::string expand_macros(std::string_view sql,
                          std::vector<std::pair<std::string_view, std::string_view>> const& macros) {
    return rewrite(sql, [&](std::size_t at, std::string& out) -> std::size_t {
        if (sql[at] != '{') return 0;
        auto const close = sql.find('}', at);
        if (close == std::string_view::npos) return 0;
        auto const name = sql.substr(at + 1, close - at - 1);
        auto const macro =
            std::find_if(macros.begin(), macros.end(), [&](auto const& each) { return each.first == name; });
        if (macro == macros.end()) return 0;
        out += macro->second;
        return name.size() + 2;
    });
}

std::string to_sqlite(std::string_view sql) {
    return rewrite(sql, [&](std::size_t at, std::string& out) -> std::size_t {
        if (sql[at] == '$') {
            out += '?';
            return 1;
        }
        bool const begins_word = (sql[at] == 'F' || sql[at] == 'f') && (at == 0 || !is_word(sql[at - 1]));
        return begins_word ? match_row_lock(sql.substr(at)) : 0;
    });
}

std::vector<std::string> split_statements(std::string_view script) {
    std::vector<std::string> statements;
    std::string statement;
    bool is_blank = true;
    auto const finish = [&] {
        if (!is_blank) statements.push_back(std::move(statement));
        statement.clear();
        is_blank = true;
    };
    for (std::size_t at = 0; at < script.size();) {
        auto const end = skip_opaque(script, at);
        if (end > at) {
            auto const opaque = script.substr(at, end - at);
            bool const is_comment = opaque.starts_with("--") || opaque.starts_with("/*");
            if (is_comment) {
                if (!is_blank) statement += '\n';
            } else {
                statement += opaque;
                is_blank = false;
            }
            at = end;
            continue;
        }
        char const c = script[at++];
        if (c == ';') {
            finish();
            continue;
        }
        bool const is_space = std::isspace(static_cast<unsigned char>(c)) != 0;
        if (is_blank && is_space) continue;
        is_blank = is_blank && is_space;
        statement += c;
    }
    finish();
    return statements;
}

}  // namespace kith::store
