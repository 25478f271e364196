// What a field counts from the records of another object that point to its record by a relation: a value.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace kith::schema {

enum class RollupFunction { count, sum, least, greatest, average };

struct Rollup {
    std::string object;    ///< whose records are counted
    std::string relation;  ///< their field that points here
    RollupFunction function = RollupFunction::count;
    std::string field;               ///< of theirs; empty: of `count`
    std::string where;               ///< counts those of them that this rule holds of; empty: all
    std::vector<std::string> reads;  ///< every field of theirs that it names, and those that their lists filter by

    bool operator==(Rollup const&) const = default;
    bool does_read(std::string_view name) const;
};

/// `count`, `sum`, …
std::span<std::string_view const> rollup_functions();
std::string_view name_of(RollupFunction function);
std::optional<RollupFunction> rollup_function_of(std::string_view name);

Json json_of(Rollup const& rollup);
/// Of a definition as it is stored; nothing where it is none.
std::optional<Rollup> rollup_of(Json const& json);

}  // namespace kith::schema
