#pragma once

#include <string_view>

namespace kith::app {

/// `0.1.0`.
std::string_view version();

}  // namespace kith::app
