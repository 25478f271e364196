// A view as its row keeps it: Views' own files alone include this.
#pragma once

#include "records/views.hpp"

namespace kith::records {

struct Views::Column {
    std::string field;
    std::optional<std::int64_t> width;
};

struct Views::View {
    ViewId id;
    std::string object;
    UserId owner;
    std::string name;
    bool is_shared = false;
    std::int64_t position = 0;
    std::string filter, sort;
    Json columns = Json::array();
    std::int64_t version = 1;
    bool is_deleted = false;
    std::string kind = "table", group_by,
                sum;                     ///< the field of a board's columns or a calendar's days; of a board's totals
    std::optional<access::TeamId> team;  ///< of a shared one: whose it is; none: everybody's
};

}  // namespace kith::records
