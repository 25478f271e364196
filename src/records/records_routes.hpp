// REST of records, the same for every object: list, create, get, update, delete, restore, history; objects; change
// sets.
#pragma once

#include "http/router.hpp"
#include "records/records.hpp"

namespace kith::records {

void add_routes(http::Router& router, Records& records);

/// The header that carries a write's change set, so that the screen can offer to take it back.
inline constexpr char change_set_header[] = "Kith-Change-Set";

}  // namespace kith::records
