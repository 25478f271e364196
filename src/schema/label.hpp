// A text in the languages that Kith speaks: a value.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/json.hpp"

namespace kith::schema {

/// `{"en": "Stage", "lt": "Etapas"}`
using Label = std::map<std::string, std::string, std::less<>>;

Label label_of(Json const& json);
Json json_of(Label const& label);

}  // namespace kith::schema
