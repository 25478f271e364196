// What an e-commerce event is worth, after Segment's specification
// (https://segment.com/docs/connections/spec/ecommerce/v2).
//
// `revenue` makes any track call a sale; `total` does so for `Order Completed`. `Checkout Started` and `Order Updated`
// carry the same figures for a sale that is counted elsewhere, so they are worth nothing by themselves. `Order
// Refunded` and `Order Cancelled` are worth the negative of their amount, or of the whole order where they name none.
#pragma once

#include <optional>
#include <string_view>

#include "base/money.hpp"
#include "connect/tracking_message.hpp"

namespace kith::connect {

enum class SaleKind : std::uint8_t {
    none,
    sale,       ///< of an order, if it names one
    take_back,  ///< of an order that was sold before
};

SaleKind sale_kind_of(TrackingCall const& call);
/// The amount as sent, without a sign's meaning; nothing where there is none or it is not a number.
std::optional<Money> amount_of(TrackingCall const& call, Currency currency);

}  // namespace kith::connect
