// Phone numbers in ITU-T E.164. Apart from all else, since libphonenumber's headers define macros of the same names as
// base/check.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kith::people {

/// `8 612 34567` at home in `LT` → `+37061234567`. Without a region (ISO 3166 alpha-2) only numbers with `+` and
/// country code are numbers.
std::optional<std::string> phone_of(std::string_view text, std::string_view region);

}  // namespace kith::people
