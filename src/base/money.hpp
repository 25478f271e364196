// Money: minor units with an ISO 4217 code. Amounts of different currencies neither add nor compare.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace kith {

/// Three capital letters of ISO 4217.
struct Currency {
    char letters[4] = "XXX";

    bool operator==(Currency const&) const = default;
    std::string_view text() const { return {letters, 3}; }
    /// Digits after the decimal point (0 to 4): 2 for EUR, 0 for JPY, 3 for KWD.
    int minor_digits() const;
    /// Accepts any case. Unknown codes are refused.
    static std::optional<Currency> parse(std::string_view code);
};

struct Money {
    std::int64_t minor = 0;
    Currency currency;

    bool operator==(Money const&) const = default;
    /// `invalid` where the currencies differ or the sum leaves 64 bits.
    Result<Money> plus(Money other) const;
    /// Reads a decimal such as `49.90` or `-3`; more decimals than the currency has are rounded half away from zero.
    static Result<Money> parse(std::string_view decimal, Currency currency);
    /// As `parse`, of a JSON number.
    static Result<Money> of(double amount, Currency currency);
    /// `49.90 EUR`.
    std::string text() const;
};

}  // namespace kith
