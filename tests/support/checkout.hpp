// Where the sources lie that the tests belong to, and the tree that they were built in. Told to one source alone, so
// that the compiler cache serves the others in every checkout.
#pragma once

#include <string>

namespace kith::support {

/// `path` begins with a slash: in_source("/docs/openapi.json").
std::string in_source(std::string const& path);
std::string in_build(std::string const& path);

}  // namespace kith::support
