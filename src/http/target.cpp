#include "http/target.hpp"

#include "base/text.hpp"

namespace kith::http {

namespace {

enum class Plus { is_plus, is_space };

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

Result<std::string> percent_decode(std::string_view text, Plus plus) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '+' && plus == Plus::is_space) {
            c = ' ';
        } else if (c == '%') {
            int const high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            int const low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) return Error::malformed("The address has a broken percent escape.");
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (c == '\0') return Error::malformed("The address holds a NUL.");
        out.push_back(c);
    }
    if (!text::is_utf8(out)) return Error::malformed("The address is not UTF-8.");
    return out;
}

/// Drops the scheme and authority of an absolute-form target.
std::string_view origin_form(std::string_view target) {
    for (std::string_view scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        auto const path = target.find_first_of("/?", scheme.size());
        if (path == std::string_view::npos) return "/";
        return target[path] == '/' ? target.substr(path) : std::string_view{};
    }
    return target;
}

}  // namespace

Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> out;
    while (!text.empty()) {
        auto const end = text.find('&');
        auto const pair = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (pair.empty()) continue;
        auto const equals = pair.find('=');
        auto const value = equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
        out.emplace_back(TRY(percent_decode(pair.substr(0, equals), Plus::is_space)),
                         TRY(percent_decode(value, Plus::is_space)));
    }
    return out;
}

Result<Target> parse_target(std::string_view target) {
    target = origin_form(target);
    target = target.substr(0, target.find('#'));
    if (!target.starts_with('/')) return Error::malformed("The request's target is not a path.");
    auto const question = target.find('?');
    Target out;
    out.path = TRY(percent_decode(target.substr(0, question), Plus::is_plus));
    if (question != std::string_view::npos) out.query = TRY(parse_query(target.substr(question + 1)));
    return out;
}

}  // namespace kith::http
