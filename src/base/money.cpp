#include "base/money.hpp"

#include "base/limits.hpp"

#include <unicode/ucurr.h>

#include <cmath>
#include <cstdlib>

namespace kith {

namespace {

constexpr std::int64_t powers_of_ten[] = {1, 10, 100, 1000, 10000};

Error not_an_amount() { return Error::invalid("amount", "not_a_number", "The amount is not a decimal number."); }
Error out_of_range() { return Error::invalid("amount", "out_of_range", "The amount is too large."); }

}  // namespace

int Currency::minor_digits() const {
    UChar const code[4] = {static_cast<UChar>(letters[0]), static_cast<UChar>(letters[1]),
                           static_cast<UChar>(letters[2]), 0};
    UErrorCode status = U_ZERO_ERROR;
    int const digits = ucurr_getDefaultFractionDigits(code, &status);
    return U_SUCCESS(status) && digits >= 0 && digits <= 4 ? digits : 2;
}

std::optional<Currency> Currency::parse(std::string_view code) {
    if (code.size() != 3) return std::nullopt;
    Currency currency;
    UChar wide[4] = {0, 0, 0, 0};
    for (std::size_t i = 0; i < 3; ++i) {
        char c = code[i];
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c < 'A' || c > 'Z') return std::nullopt;
        currency.letters[i] = c;
        wide[i] = static_cast<UChar>(c);
    }
    // ICU's list of all currencies that were ever legal tender tells a code from three letters.
    if (ucurr_getNumericCode(wide) == 0) return std::nullopt;
    return currency;
}

Result<Money> Money::plus(Money other) const {
    if (currency != other.currency)
        return Error::invalid("currency", "different", "Amounts of different currencies cannot be added.");
    Money sum{0, currency};
    if (__builtin_add_overflow(minor, other.minor, &sum.minor)) return out_of_range();
    return sum;
}

Result<Money> Money::parse(std::string_view decimal, Currency currency) {
    bool const is_negative = !decimal.empty() && decimal.front() == '-';
    if (is_negative || (!decimal.empty() && decimal.front() == '+')) decimal.remove_prefix(1);
    int const digits = currency.minor_digits();
    std::int64_t minor = 0;
    int decimals = -1;  // -1 before the point
    bool any = false, rounds_up = false;
    for (char c : decimal) {
        if (c == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (c < '0' || c > '9') return not_an_amount();
        any = true;
        if (decimals >= digits) {
            if (decimals == digits) rounds_up = c >= '5';
            ++decimals;
            continue;
        }
        if (__builtin_mul_overflow(minor, std::int64_t{10}, &minor) ||
            __builtin_add_overflow(minor, std::int64_t{c - '0'}, &minor))
            return out_of_range();
        if (decimals >= 0) ++decimals;
    }
    if (!any) return not_an_amount();
    for (int i = std::max(decimals, 0); i < digits; ++i)
        if (__builtin_mul_overflow(minor, std::int64_t{10}, &minor)) return out_of_range();
    if (rounds_up && __builtin_add_overflow(minor, std::int64_t{1}, &minor)) return out_of_range();
    if (minor > limits::money_minor_max) return out_of_range();
    return Money{is_negative ? -minor : minor, currency};
}

Result<Money> Money::of(double amount, Currency currency) {
    double const scaled = amount * static_cast<double>(powers_of_ten[currency.minor_digits()]);
    if (!std::isfinite(scaled) || std::fabs(scaled) > static_cast<double>(limits::money_minor_max))
        return out_of_range();
    return Money{std::llround(scaled), currency};
}

std::string Money::text() const {
    int const digits = currency.minor_digits();
    auto const scale = static_cast<std::uint64_t>(powers_of_ten[digits]);
    auto const size = minor < 0 ? 0 - static_cast<std::uint64_t>(minor) : static_cast<std::uint64_t>(minor);
    auto const sign = minor < 0 ? "-" : "";
    if (digits == 0) return fmt::format("{}{} {}", sign, size, currency.text());
    return fmt::format("{}{}.{:0{}} {}", sign, size / scale, size % scale, digits, currency.text());
}

}  // namespace kith
