// REST of definitions: objects and their fields, read by everybody, made and changed by administrators.
#pragma once

#include "http/router.hpp"
#include "schema/definitions.hpp"

namespace kith::schema {

void add_routes(http::Router& router, Definitions& definitions);

/// What may be shown of a definition: labels, types and choices, never where the values lie.
Json public_json(Object const& object);

}  // namespace kith::schema
