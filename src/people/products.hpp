// What somebody owns, and what they asked about it: what whoever answers their call wants to know first.
//
// Sales, returns, questions and answers are events of the tracking API's own vocabulary (`Order Completed`,
// `Order Refunded`, `Order Cancelled` with `products` of sku, product_id, name, variant, brand and quantity), beside
// `Question Asked` with sku, product_id or about, and `Question Answered`, caused by the question.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"
#include "events/events.hpp"

namespace kith::people {

/// An event that tells of products. Its properties are masked already.
struct ProductEvent {
    events::EventKey key;
    std::string type;
    Instant at;
    Json properties;
    std::optional<events::EventKey> cause;
};

/// `{data, open_questions}` of events that stand oldest first; what `data` and `open_questions` hold is told by the
/// schema `products`. A product that was wholly taken back stays listed, with no quantity, if something was asked about
/// it. A question that is older than limits::open_question_days_max is open no more, as on Home.
Json products_of(std::vector<ProductEvent> const& events, Instant now);

}  // namespace kith::people
