// The word that somebody probably meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.hpp"

namespace kith::rule {

/// The candidate with the fewest letters changed, if they are few for the word's length; else empty.
std::string nearest(std::string_view word, std::vector<std::string> const& candidates);

/// The name of the field that somebody probably meant, who may have written its label; else empty.
std::string field_meant(std::string_view name, std::vector<schema::Field const*> const& fields);

}  // namespace kith::rule
