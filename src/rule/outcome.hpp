// What parts of a formula come to while it is worked out, and its functions: one row a function, in functions.cpp.
// Sources of this folder alone include this.
//
// Numbers are fractions of whole numbers of any length, so that nothing is rounded on the way: 1 / 3 * 3 is 1. What
// would need more bits than `limits::formula_number_bits_max` is absent.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <span>

#include "rule/formula.hpp"

namespace kith::rule {

using Exact = boost::multiprecision::cpp_rational;

/// An amount in major units: 49.90 EUR is 499/10.
struct ExactMoney {
    Exact amount;
    Currency currency;
};

/// Absent, or what its kind says.
using Outcome = std::variant<std::monostate, bool, Exact, ExactMoney, std::string, Date, Instant>;

/// Of a decimal number such as `-12.5` or `1e-7`; nothing where it is none.
std::optional<Exact> exact(std::string_view decimal);
/// With so many digits after the point, halves away from zero.
std::string rounded(Exact const& number, int digits);
/// The number itself where it keeps the limits, else nothing.
Outcome within_limits(Exact number);
Outcome within_limits(ExactMoney money);

struct Function {
    std::string_view name;
    std::string_view takes;   ///< of messages: "a text and a number"
    std::size_t least, most;  ///< operands
    bool looks_past_absent;   ///< false: an absent operand makes the outcome absent
    /// What it comes to, of operands of these kinds; nothing where they do not suit.
    std::optional<Kind> (*kind)(std::span<Kind const> operands);
    Outcome (*value)(std::span<Outcome const> operands);
};

std::span<Function const> functions();
Function const* find_function(std::string_view name);

}  // namespace kith::rule
