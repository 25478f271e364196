// JSON in the one form that it is kept in: objects in the order of their keys' bytes, whole numbers without a point.
// Values that mean the same are the same bytes then.
#pragma once

#include <optional>
#include <string>

#include "base/json.hpp"

namespace kith {

/// Beyond this, either way, programs that read JSON do not tell one whole number from the next (RFC 8259, section 6).
inline constexpr double json_number_max = 9007199254740991;

/// Why a value has no canonical form, and where that is: `lines[2].amount`; empty: the value as a whole.
struct JsonFault {
    enum class What { too_deep, number_too_large };
    What what = What::too_deep;
    std::string place;
};

/// Puts the value into its form. Arrays and objects nest `depth_max` deep at most. What a fault leaves behind is
/// neither the one nor the other form.
std::optional<JsonFault> make_canonical(Json& value, int depth_max);

}  // namespace kith
