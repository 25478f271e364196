// Whether a JSON value fits a schema of the OpenAPI document: the part of JSON Schema 2020-12 that our schemas use. A
// keyword that is not known here is reported, so that no part of a schema goes unchecked.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

namespace kith::api_tests {

/// What does not fit, one sentence each with its place; empty where all fits. `$ref` points into `document`.
std::vector<std::string> misfits(Json const& document, Json const& schema, Json const& value,
                                 std::string const& place = "$");

}  // namespace kith::api_tests
