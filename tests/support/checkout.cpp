#include "tests/support/checkout.hpp"

namespace kith::support {

std::string in_source(std::string const& path) { return KITH_SOURCE_DIR + path; }

std::string in_build(std::string const& path) { return KITH_BINARY_DIR + path; }

}  // namespace kith::support
