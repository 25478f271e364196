// The word that somebody probably meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kith::rule {

/// The candidate with the fewest letters changed, if they are few for the word's length; else empty.
std::string nearest(std::string_view word, std::vector<std::string> const& candidates);

}  // namespace kith::rule
