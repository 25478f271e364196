// The routes of saved views.
#pragma once

#include "http/router.hpp"
#include "records/views.hpp"

namespace kith::records {

void add_view_routes(http::Router& router, Views& views);

}  // namespace kith::records
