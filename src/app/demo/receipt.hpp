// Receipts and returns: lines, prices in the country's money, tax, discounts, margin.
#pragma once

#include <vector>

#include "app/demo/business.hpp"
#include "app/demo/catalogue.hpp"

namespace kith::app::demo {

struct Line {
    Product const* product;
    int quantity = 1;
    bool is_discounted = false;
};

struct Sum {
    std::int64_t total = 0, tax = 0, discount = 0;
    std::optional<std::int64_t> margin;  ///< nothing where the cost of a line is not known
};

/// What somebody takes in a month.
std::vector<Line> basket(Person const& person, Random& random, int month);
/// Amounts, margin and properties of the event.
Sum write_receipt(Event& event, Person const& person, std::vector<Line> const& lines, std::string const& number,
                  bool in_shop, bool is_by_card);
/// The same taken back: negative.
void write_return(Event& event, Person const& person, std::vector<Line> const& lines, std::string const& number,
                  bool in_shop, Sum const& sum);

}  // namespace kith::app::demo
