#include "schema/rollup.hpp"

#include <algorithm>
#include <array>

#include "schema/members.hpp"

namespace kith::schema {

namespace {

constexpr std::array<std::string_view, 5> functions{"count", "sum", "least", "greatest", "average"};

}  // namespace

bool Rollup::does_read(std::string_view name) const {
    return std::find(reads.begin(), reads.end(), name) != reads.end();
}

std::span<std::string_view const> rollup_functions() { return functions; }

std::string_view name_of(RollupFunction function) { return functions[static_cast<std::size_t>(function)]; }

std::optional<RollupFunction> rollup_function_of(std::string_view name) {
    auto const found = std::find(functions.begin(), functions.end(), name);
    if (found == functions.end()) return std::nullopt;
    return static_cast<RollupFunction>(found - functions.begin());
}

Json json_of(Rollup const& rollup) {
    Json json{{"object", rollup.object}, {"relation", rollup.relation}, {"function", name_of(rollup.function)}};
    if (!rollup.field.empty()) json["field"] = rollup.field;
    if (!rollup.where.empty()) json["where"] = rollup.where;
    json["reads"] = rollup.reads;
    return json;
}

std::optional<Rollup> rollup_of(Json const& json) {
    if (!json.is_object()) return std::nullopt;
    auto const function = rollup_function_of(text_member(json, "function"));
    if (!function) return std::nullopt;
    Rollup rollup{text_member(json, "object"), text_member(json, "relation"), *function,
                  text_member(json, "field"),  text_member(json, "where"),    {}};
    for (auto const& each : json.value("reads", Json::array()))
        if (each.is_string()) rollup.reads.push_back(each.get<std::string>());
    return rollup;
}

}  // namespace kith::schema
