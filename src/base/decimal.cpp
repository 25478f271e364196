#include "base/decimal.hpp"

#include <fmt/format.h>

namespace kith {

namespace {

constexpr std::int64_t scaled_max = 1'000'000'000'000'000'000;

}  // namespace

std::optional<Scaled> scaled(std::string_view decimal, int scale) {
    bool const is_negative = decimal.starts_with('-');
    if (is_negative) decimal.remove_prefix(1);
    std::int64_t value = 0;
    int decimals = -1;  // before the point
    bool has_more = false, is_too_large = false;
    auto const add = [&](int digit) {
        is_too_large = is_too_large || value >= scaled_max / 10;
        if (!is_too_large) value = value * 10 + digit;
    };
    for (std::size_t i = 0; i < decimal.size(); ++i) {
        char const c = decimal[i];
        if (c == '.' && decimals < 0 && i > 0 && i + 1 < decimal.size()) {
            decimals = 0;
            continue;
        }
        if (c < '0' || c > '9') return std::nullopt;
        if (decimals == scale) {
            has_more = has_more || c != '0';
            continue;
        }
        add(c - '0');
        if (decimals >= 0) ++decimals;
    }
    if (decimal.empty()) return std::nullopt;
    for (int i = decimals < 0 ? 0 : decimals; i < scale; ++i) add(0);
    if (is_too_large) return Scaled{is_negative ? -scaled_max : scaled_max, false};
    if (is_negative) value = -value;
    return Scaled{is_negative && has_more ? value - 1 : value, !has_more};
}

std::string decimal_text(std::int64_t scaled, int scale) {
    auto digits = std::to_string(scaled < 0 ? -scaled : scaled);
    auto const places = static_cast<std::size_t>(scale);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    if (places > 0) digits.insert(digits.size() - places, ".");
    return scaled < 0 ? "-" + digits : digits;
}

}  // namespace kith
