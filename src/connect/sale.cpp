#include "connect/sale.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace kith::connect {

namespace {

constexpr std::string_view order_completed = "Order Completed";
constexpr std::array<std::string_view, 2> told_elsewhere{"Checkout Started", "Order Updated"};
constexpr std::array<std::string_view, 2> taken_back{"Order Refunded", "Order Cancelled"};

template <std::size_t n>
bool is_among(std::array<std::string_view, n> const& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<Money> money_of(std::string_view text, Currency currency) {
    if (text.empty()) return std::nullopt;
    if (auto const money = Money::parse(text, currency)) return *money;
    double number = 0;  // such as 4.99e1
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    auto const money = Money::of(number, currency);
    return money ? std::optional(*money) : std::nullopt;
}

}  // namespace

SaleKind sale_kind_of(TrackingCall const& call) {
    if (call.call != events::Call::track || is_among(told_elsewhere, call.type)) return SaleKind::none;
    if (is_among(taken_back, call.type)) return SaleKind::take_back;
    bool const has_amount = !call.sale.revenue.empty() || (call.type == order_completed && !call.sale.total.empty());
    return has_amount ? SaleKind::sale : SaleKind::none;
}

std::optional<Money> amount_of(TrackingCall const& call, Currency currency) {
    auto const money = money_of(call.sale.revenue, currency);
    return money ? money : money_of(call.sale.total, currency);
}

}  // namespace kith::connect
