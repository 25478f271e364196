#include "base/canonical_json.hpp"

#include <algorithm>
#include <cmath>

namespace kith {

namespace {

std::optional<JsonFault> make_canonical_number(Json& value) {
    auto const number = value.get<double>();
    if (std::abs(number) > json_number_max) return JsonFault{JsonFault::What::number_too_large, {}};
    if (number == std::trunc(number)) value = static_cast<std::int64_t>(number);
    return std::nullopt;
}

JsonFault within(std::string step, JsonFault fault) {
    bool const is_key_next = !fault.place.empty() && fault.place.front() != '[';
    fault.place = step + (is_key_next ? "." : "") + fault.place;
    return fault;
}

}  // namespace

std::optional<JsonFault> make_canonical(Json& value, int depth_max) {
    if (value.is_number()) return make_canonical_number(value);
    if (!value.is_structured()) return std::nullopt;
    if (depth_max == 0) return JsonFault{JsonFault::What::too_deep, {}};
    if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i)
            if (auto fault = make_canonical(value[i], depth_max - 1))
                return within(fmt::format("[{}]", i), std::move(*fault));
        return std::nullopt;
    }
    // The keys of this map are constant where they stand, so that it is sorted as a list and made anew.
    std::vector<std::pair<std::string, Json>> members;
    for (auto& [key, member] : value.items()) {
        if (auto fault = make_canonical(member, depth_max - 1)) return within(key, std::move(*fault));
        members.emplace_back(key, std::move(member));
    }
    std::sort(members.begin(), members.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
    value = Json::object();
    for (auto& [key, member] : members) value.emplace(key, std::move(member));
    return std::nullopt;
}

}  // namespace kith
