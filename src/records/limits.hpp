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

}  // namespace kith::limits
