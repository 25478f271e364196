// Keys: kinds, their normal forms, and values that name nobody.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "people/limits.hpp"
#include "people/people.hpp"
#include "people/phone.hpp"

namespace kith::people {

namespace {

constexpr std::array<std::string_view, 6> kind_names{"anonymous_id", "phone",        "social_handle",
                                                     "email",        "loyalty_card", "user_id"};

// What programs send where they know nobody. Compared in lower case.
constexpr std::array<std::string_view, 24> blocked_values{"null",      "undefined",
                                                          "none",      "nil",
                                                          "nan",       "n/a",
                                                          "na",        "unknown",
                                                          "anonymous", "guest",
                                                          "visitor",   "user",
                                                          "userid",    "user_id",
                                                          "id",        "true",
                                                          "false",     "0",
                                                          "-1",        "-",
                                                          "test",      "[object object]",
                                                          "{}",        "00000000-0000-0000-0000-000000000000"};

constexpr std::array<std::string_view, 12> blocked_emails{
    "test@test.com", "test@example.com",    "test@test.test",  "a@a.com",
    "a@b.com",       "asd@asd.com",         "none@none.com",   "no@no.com",
    "na@na.com",     "noemail@noemail.com", "email@email.com", "user@user.com"};

std::string lower(std::string_view text) {
    std::string result(text);
    for (auto& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

template <std::size_t n>
bool is_among(std::array<std::string_view, n> const& values, std::string_view value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

// The shape of RFC 5321's addr-spec without quoted local parts, which no mailbox of a customer has.
std::optional<std::string> email_of(std::string_view text) {
    auto email = lower(text);
    auto const at = email.find('@');
    if (at == std::string::npos || at == 0 || at > 64 || email.find('@', at + 1) != std::string::npos)
        return std::nullopt;
    auto const is_bad = [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == ',' || c == ';' || c == '<' || c == '>' || c == '"';
    };
    if (std::any_of(email.begin(), email.end(), is_bad)) return std::nullopt;
    auto const domain = std::string_view(email).substr(at + 1);
    auto const dot = domain.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == domain.size() || domain.front() == '-' ||
        domain.find("..") != std::string_view::npos)
        return std::nullopt;
    if (is_among(blocked_emails, email)) return std::nullopt;
    return email;
}

// Printed on cards in groups, typed without them.
std::string card_of(std::string_view text) {
    std::string card;
    for (auto const c : text) {
        if (c == ' ' || c == '-' || c == '.') continue;
        card += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return card;
}

}  // namespace

std::string_view name_of(KeyKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<KeyKind> key_kind_of(std::string_view name) {
    auto const found = std::find(kind_names.begin(), kind_names.end(), name);
    if (found == kind_names.end()) return std::nullopt;
    return static_cast<KeyKind>(found - kind_names.begin());
}

std::optional<Key> normalised(KeyKind kind, std::string_view value, std::string_view region) {
    if (value.size() > limits::key_bytes_max) return std::nullopt;
    auto const cleaned = text::clean(value);
    if (cleaned.empty() || is_among(blocked_values, lower(cleaned))) return std::nullopt;
    std::optional<std::string> normal;
    switch (kind) {
        case KeyKind::email:
            normal = email_of(cleaned);
            break;
        case KeyKind::phone:
            normal = phone_of(cleaned, region);
            break;
        case KeyKind::social_handle:
            normal = lower(cleaned.front() == '@' ? std::string_view(cleaned).substr(1) : std::string_view(cleaned));
            break;
        case KeyKind::loyalty_card:
            normal = card_of(cleaned);
            break;
        case KeyKind::user_id:
        case KeyKind::anonymous_id:
            normal = cleaned;
            break;
    }
    if (!normal || normal->empty()) return std::nullopt;
    return Key{kind, std::move(*normal)};
}

}  // namespace kith::people
