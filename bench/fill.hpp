// Filling a workspace with a crowd.
#pragma once

#include "app/door.hpp"
#include "base/result.hpp"
#include "bench/crowd.hpp"
#include "bench/sized.hpp"

namespace kith::bench {

/// Sets an empty workspace up, with a field of money of people's own and the clerks' role, and writes the crowd.
Result<Filled> fill(app::Door& door, Crowd const& crowd);

}  // namespace kith::bench
