// JSON Schemas of records, from their definitions.
#pragma once

#include "base/json.hpp"
#include "http/router.hpp"
#include "schema/schema.hpp"

namespace kith::records {

/// What an answer holds.
Json record_schema(schema::Object const& object);
/// What a body may hold.
Json write_schema(schema::Object const& object);
/// What an answer holds of an object that is only known while the program runs.
Json any_record_schema();
/// A list of that: `{data, next, total}`.
Json page_schema(std::string_view item);
/// Of a list told by days.
Json days_schema(std::string_view item);
/// The schemas that all objects share: relation, total, history.
void add_shared_schemas(http::Router& router);

}  // namespace kith::records
