// JSON Schemas (2020-12) of the person page for OpenAPI.
#pragma once

#include "http/router.hpp"

namespace kith::people {

void add_schemas(http::Router& router);
void add_rights_schemas(http::Router& router);

}  // namespace kith::people
