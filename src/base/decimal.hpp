// Decimal numbers as whole ones: `12.5` with the scale 2 is 1250. Nothing here is floating point.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith {

struct Scaled {
    std::int64_t floor = 0;  ///< rounded down; what leaves 18 digits stops at ±10^18
    bool is_exact = true;    ///< false: the text had digits beyond the scale, or left 18
};

/// Of a text such as `-12.50`; nothing where it is no decimal number. The scale is 0 to 18.
std::optional<Scaled> scaled(std::string_view decimal, int scale);
/// `12.50` of 1250 with the scale 2.
std::string decimal_text(std::int64_t scaled, int scale);

}  // namespace kith
