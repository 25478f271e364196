// Members of a stored definition. One that is absent or of another kind is as if it said nothing, so that a definition
// that a later Kith wrote is read too.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

namespace kith::schema {

inline std::string text_member(Json const& json, char const* name) {
    auto const found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

inline std::vector<std::string> texts_member(Json const& json, char const* name) {
    std::vector<std::string> list;
    if (auto const found = json.find(name); found != json.end() && found->is_array())
        for (auto const& each : *found)
            if (each.is_string()) list.push_back(each.get<std::string>());
    return list;
}

inline bool flag_member(Json const& json, char const* name, bool fallback = false) {
    auto const found = json.find(name);
    return found != json.end() && found->is_boolean() ? found->get<bool>() : fallback;
}

}  // namespace kith::schema
