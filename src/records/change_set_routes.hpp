// What was changed together, what taking it back would do, and taking it back.
#pragma once

#include "http/router.hpp"
#include "records/records.hpp"
#include "records/reverts.hpp"

namespace kith::records {

void add_change_set_routes(http::Router& router, Records& records, Reverts& reverts);

}  // namespace kith::records
