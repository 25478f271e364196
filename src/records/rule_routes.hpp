// The route that whoever writes a rule asks.
#pragma once

#include "access/row_access.hpp"
#include "http/router.hpp"
#include "records/records.hpp"

namespace kith::records {

void add_rule_routes(http::Router& router, Records& records, access::RowAccess const& access);

}  // namespace kith::records
