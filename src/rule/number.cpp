#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "rule/limits.hpp"
#include "rule/rule.hpp"

namespace kith::rule {

std::optional<Number> Number::parse(std::string_view text) {
    bool const is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    auto const dot = text.find('.');
    auto whole = text.substr(0, dot);
    auto part = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
    auto const is_digits = [](std::string_view digits) {
        return std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    if (whole.empty() || !is_digits(whole) || !is_digits(part) || (dot != std::string_view::npos && part.empty()))
        return std::nullopt;
    while (whole.starts_with('0')) whole.remove_prefix(1);
    while (part.ends_with('0')) part.remove_suffix(1);
    if (whole.size() + part.size() > limits::rule_number_digits_max) return std::nullopt;
    if (whole.empty() && part.empty()) return Number{"0"};
    std::string digits = is_negative ? "-" : "";
    digits += whole.empty() ? std::string_view("0") : whole;
    if (!part.empty()) (digits += '.') += part;
    return Number{std::move(digits)};
}

std::optional<Number> Number::of(double value) {
    if (!std::isfinite(value) || std::abs(value) >= 1e15) return std::nullopt;
    for (std::size_t decimals = 0; decimals <= limits::rule_number_digits_max; ++decimals) {
        auto const text = fmt::format("{:.{}f}", value, decimals);
        if (std::strtod(text.c_str(), nullptr) == value) return parse(text);
    }
    return std::nullopt;
}

double Number::real() const { return std::strtod(digits.c_str(), nullptr); }

}  // namespace kith::rule
