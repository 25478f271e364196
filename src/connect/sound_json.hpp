// Whether JSON is sound to the last byte, which simdjson's on-demand reader says only of what it is asked for.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <string_view>

namespace kith::connect {

/// What is wrong with a call that is JSON all the same.
enum class Flaw : std::uint8_t { none, too_deep, number_out_of_range };

/// Visits everything, since simdjson's on-demand reader checks only what is asked for and what is stored must be JSON
/// to the last byte. False where it is not.
bool is_sound(simdjson::ondemand::value value, int depth, Flaw& flaw);

}  // namespace kith::connect
