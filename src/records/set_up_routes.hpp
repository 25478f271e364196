// Set-ups as REST.
#pragma once

#include "http/router.hpp"
#include "records/set_up.hpp"

namespace kith::records {

void add_set_up_routes(http::Router& router, SetUp& set_up);

}  // namespace kith::records
