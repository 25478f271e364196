// REST of sharing one record, the same for every object.
#pragma once

#include "http/router.hpp"
#include "records/sharing.hpp"

namespace kith::records {

void add_share_routes(http::Router& router, Records& records, Sharing& sharing);
/// Those of custom objects one by one, as the actor sees them: for the documentation.
void describe_share_routes(http::Router& router, Records& records, Sharing& sharing, Actor const& actor);

}  // namespace kith::records
