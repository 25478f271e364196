// JSON Schemas of definitions.
#pragma once

#include "http/router.hpp"

namespace kith::schema {

void add_definition_schemas(http::Router& router);

}  // namespace kith::schema
