// What fields that are worked out, by a formula or as a rollup, stand on: across all objects of a picture.
#pragma once

#include <string>
#include <vector>

#include "schema/schema.hpp"

namespace kith::schema {

/// `invalid` (`cycle`) where a field would be worked out from itself, with the way round:
/// `order.total, order_line.share, order.total`.
Result<void> check_circles(Schema const& schema);

struct StaleFields {
    std::string object;
    std::vector<std::string> fields;
};
/// The fields whose kept values may not be what they come to now, each after those that it reads.
std::vector<StaleFields> stale_fields(Schema const& before, Schema const& after);

}  // namespace kith::schema
