#include "http/request.hpp"

#include <algorithm>
#include <charconv>

#include "base/check.hpp"
#include "base/text.hpp"
#include "http/compression.hpp"

namespace kith::http {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_same_name(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::int64_t> integer_of(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::string_view name_of(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::delete_:
            return "DELETE";
        case Method::options:
            return "OPTIONS";
    }
    return "GET";
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    for (auto const& [key, value] : list_)
        if (is_same_name(key, name)) return value;
    return std::nullopt;
}

void Headers::set(std::string name, std::string value) {
    std::erase_if(list_, [&](auto const& header) { return is_same_name(header.first, name); });
    add(std::move(name), std::move(value));
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
    for (auto const& [key, value] : query)
        if (key == name) return value;
    return std::nullopt;
}

std::string_view Request::path_value(std::string_view name) const {
    auto const found = path_parameters.find(name);
    CHECK(found != path_parameters.end());
    return found->second;
}

Result<std::int64_t> Request::query_integer(std::string_view name, std::int64_t fallback, std::int64_t min,
                                            std::int64_t max) const {
    auto const text = query_value(name);
    if (!text) return fallback;
    auto const value = integer_of(*text);
    if (!value) return Error::invalid(std::string(name), "wrong_type", fmt::format("{} is not a whole number.", name));
    if (*value < min || *value > max)
        return Error::invalid(std::string(name), "wrong", fmt::format("{} must be from {} to {}.", name, min, max));
    return *value;
}

Result<Json> Request::json_object() const {
    auto value = TRY(parse_json(body));
    if (!value.is_object()) return Error::malformed("The body must be a JSON object.");
    return value;
}

Result<std::string> Request::inflated_body(std::size_t bytes_max) const {
    auto const encoding = text::trimmed(headers.get("Content-Encoding"));
    bool const has_gzip_magic = body.starts_with("\x1f\x8b");
    if (has_gzip_magic || is_same_name(encoding, "gzip") || is_same_name(encoding, "x-gzip"))
        return inflate(body, Wrapping::gzip, bytes_max);
    if (is_same_name(encoding, "deflate")) return inflate(body, Wrapping::zlib, bytes_max);
    if (body.size() > bytes_max) return Error::too_large("The body is too large.");
    return body;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
    for (auto const& [key, value] : headers) {
        if (!is_same_name(key, "Cookie")) continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            auto const end = rest.find(';');
            auto const pair = text::trimmed(rest.substr(0, end));
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
            auto const equals = pair.find('=');
            if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
            auto text = pair.substr(equals + 1);
            if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
            return std::string(text);
        }
    }
    return std::nullopt;
}

Result<std::int64_t> Request::if_match() const {
    auto const header = headers.find("If-Match");
    if (!header)
        return Error{ErrorCode::precondition_required, "Say with If-Match which version you read.", {}, {}, {}, 0};
    auto text = text::trimmed(*header);
    // A proxy that compressed the answer may have weakened the tag; the version in it is the same.
    if (text.starts_with("W/")) text.remove_prefix(2);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
        auto const version = integer_of(text.substr(1, text.size() - 2));
        if (version && *version >= 0) return *version;
    }
    return Error::invalid("If-Match", "wrong", "If-Match must be one version in quotes, such as \"3\".");
}

}  // namespace kith::http
