// What Linden Home sells, where, and when it is sought.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "app/demo/random.hpp"

namespace kith::app::demo {

enum class Season : std::uint8_t { none, garden, winter, gift };

struct Product {
    std::string_view sku, name, category;
    int cents;         ///< of a euro, with tax
    int margin_share;  ///< percent of the price without tax; 0: not known, sold for its maker
    Season season = Season::none;
    bool is_durable = false;  ///< people keep it, and ask about it
};

inline constexpr std::string_view faulty_sku = "KET-BREZ", coffee_machine_sku = "COF-BARI";
inline constexpr std::string_view descaler_sku = "CAR-DESC", coffee_sku = "PAN-COFF";

std::span<Product const> products();
Product const& product(std::string_view sku);
/// What somebody of an income band (0 low … 3 high) takes in a month (0 January).
Product const& choose(Random& random, int month, int income);
/// How much a season's goods are sought in a month.
double season_weight(Season season, int month);

}  // namespace kith::app::demo
