// Problems and completions of rules and formulas as the API tells them.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/json.hpp"
#include "rule/rule.hpp"

namespace kith::records {

Json json_of(rule::Problem const& problem);
Json json_of(rule::Completions const& completions);
/// Where a number of characters ends.
std::size_t bytes_of(std::string_view text, std::int64_t characters);

}  // namespace kith::records
