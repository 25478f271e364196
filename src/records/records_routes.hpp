// REST of records, the same for every object: list, create, get, update, delete, restore, history; change sets.
//
// The standard objects have routes of their own. Those that administrators make share one set of routes, with the
// plural as a parameter, so that a new object is served at once.
#pragma once

#include "http/router.hpp"
#include "records/records.hpp"

namespace kith::records {

void add_routes(http::Router& router, Records& records);
/// The routes of custom objects one by one, and the schemas of all objects as they are now and as the actor sees them:
/// for the documentation.
void describe_objects(http::Router& router, Records& records, Actor const& actor);

/// The object that a request is about, as its definition is now: the one of this plural, or, where it is empty, the one
/// that the address names as `{plural}`. `not_found`.
Result<schema::ObjectPointer> object_asked(Records& records, http::Request const& request, std::string_view plural);

/// The header that carries a write's change set, so that the screen can offer to take it back.
inline constexpr char change_set_header[] = "Kith-Change-Set";

}  // namespace kith::records
