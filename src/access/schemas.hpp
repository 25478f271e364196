// JSON Schemas (2020-12) of access/ for OpenAPI.
#pragma once

#include "http/router.hpp"

namespace kith::access {

void add_schemas(http::Router& router);

}  // namespace kith::access
