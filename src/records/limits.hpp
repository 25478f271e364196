// The limits of records/; base/limits.hpp tells how they are written.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kith::limits {

// Requests that may be sent again
inline constexpr std::size_t idempotency_key_bytes_max = 255;
inline constexpr int idempotency_hours_min = 48;  // for which a request's key is remembered

// Saved views
inline constexpr std::int64_t views_per_owner_max = 200;  // of one object
inline constexpr std::size_t view_columns_max = 50;
inline constexpr std::int64_t view_column_width_max = 1000;  // CSS pixels
inline constexpr std::int64_t view_column_width_min = 40;

// A change of a field's type
inline constexpr std::int64_t values_retyped_max = 100'000;  // the writer has no time for others meanwhile
inline constexpr std::size_t values_read_at_once = 1000;
inline constexpr std::size_t type_examples_max = 5;  // of values that fit, and of values that do not

}  // namespace kith::limits
