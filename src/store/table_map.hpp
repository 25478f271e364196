// Where each table lies when the database is spread over several machines (Citus): on one of them by `person_id`, or
// whole on the coordinator.
//
// One list for all tables of the migrations. Tables of objects, and the search tables beside them, are made from
// definitions and are local, people's records too. A new table gets its line here with its migration; tests/catalogue
// fails on a table that has none, on a distributed table that Citus would refuse, and on a named query that does other
// than its scope says.
#pragma once

#include <string_view>
#include <vector>

namespace kith::store {

enum class Placement {
    local,                  ///< on the coordinator
    distributed_by_person,  ///< `person_id` leads its primary key and is part of every unique index
};

struct TablePlacement {
    std::string_view table;
    Placement placement;
};

/// Every table that is there whatever objects are defined, ordered by name.
std::vector<TablePlacement> const& table_map();

}  // namespace kith::store
