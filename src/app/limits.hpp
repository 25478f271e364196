// The limits of app/; base/limits.hpp tells how they are written.
#pragma once

#include <cstddef>

namespace kith::limits {

// Live changes
inline constexpr std::ptrdiff_t live_streams_of_one_max = 48;  ///< pages of one user or token that follow at once
inline constexpr std::size_t live_told_max = 10'000;  ///< records that a subscriber to a whole list was told of

}  // namespace kith::limits
