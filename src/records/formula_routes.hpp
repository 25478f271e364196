// What the writer of a formula asks: whether it is right, what it comes to in some records, and how it may go on.
#pragma once

#include "access/row_access.hpp"
#include "http/router.hpp"
#include "records/records.hpp"

namespace kith::records {

void add_formula_routes(http::Router& router, Records& records, access::RowAccess const& access);

}  // namespace kith::records
