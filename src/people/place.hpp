// Where the workspace is: the zone in which its days and months begin, and the currency that its figures are in.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

namespace kith::people {

struct Place {
    std::string currency = "EUR";
    std::string time_zone = "UTC";
};

/// UTC and EUR before the workspace is set up.
Result<Place> place_of_workspace(store::Session& session);

struct Month {
    std::string name;      ///< `2026-11`
    Instant begins, ends;  ///< [begins, ends)
};

/// The month of `now` and those before it, oldest first.
std::vector<Month> months_until(Instant now, std::string_view time_zone, std::size_t count);

}  // namespace kith::people
