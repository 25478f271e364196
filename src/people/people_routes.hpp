// The person page over HTTP.
#pragma once

#include "access/row_access.hpp"
#include "http/router.hpp"
#include "people/day_totals.hpp"
#include "people/people.hpp"

namespace kith::people {

/// Timeline, events, identity, values, consents, summary, join; purposes; home. What they name must outlive the router.
void add_routes(http::Router& router, People& people, store::Database& database, records::Records& records,
                access::RowAccess const& access, DayTotals& totals);

}  // namespace kith::people
