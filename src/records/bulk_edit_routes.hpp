// REST of many records alike: create, edit, delete and restore them, for every object; and how far a bulk edit is.
#pragma once

#include "http/router.hpp"
#include "records/bulk_edits.hpp"

namespace kith::records {

void add_bulk_routes(http::Router& router, Records& records, BulkEdits& edits);
/// The routes of custom objects one by one, for the documentation.
void describe_bulk_routes(http::Router& router, Records& records, BulkEdits& edits, Actor const& actor);

}  // namespace kith::records
