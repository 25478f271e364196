// The limits of rule/; base/limits.hpp tells how they are written.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kith::limits {

// Rules
inline constexpr std::size_t rule_bytes_max = 8 * 1024;
inline constexpr int rule_depth_max = 32;
inline constexpr std::size_t rule_list_values_max = 200;
inline constexpr std::size_t rule_parts_max = 100;
inline constexpr std::size_t rule_cost_max = 200;  // of the comparisons: 1 each, more where rows or records are read
inline constexpr std::size_t rule_number_digits_max = 15;
inline constexpr std::int64_t rule_period_count_max = 10'000;  // `last 10000 days`
inline constexpr std::size_t rule_problems_max = 20;           // told at once
inline constexpr std::size_t rule_completions_max = 50;

// Formulas: besides, those of rules
inline constexpr unsigned formula_number_bits_max = 1024;                      // above or below the line, on the way
inline constexpr std::size_t formula_text_bytes_max = 64 * std::size_t{1024};  // on the way
inline constexpr int formula_digits_max = 10;                                  // after the point, of a number made text

}  // namespace kith::limits
