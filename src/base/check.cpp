#include "base/check.hpp"

#include <spdlog/spdlog.h>

#include <cstdlib>

namespace kith {

void check_failed(char const* expression, char const* file, int line) {
    spdlog::critical("check failed: {} at {}:{}", expression, file, line);
    spdlog::shutdown();
    std::abort();
}

}  // namespace kith
