// The limits of events/; base/limits.hpp tells how they are written.
#pragma once

#include <cstddef>

namespace kith::limits {

// Events
inline constexpr std::size_t tracking_event_bytes_max = 32 * 1024;
inline constexpr int occurred_ahead_seconds_max = 300;
inline constexpr std::size_t event_type_bytes_max = 200;
inline constexpr std::size_t event_type_properties_max = 500;     // of which the types are fixed, an event type
inline constexpr std::size_t event_property_types_max = 100'000;  // in memory

// Notes
inline constexpr std::size_t notes_read_at_once = 1000;

}  // namespace kith::limits
