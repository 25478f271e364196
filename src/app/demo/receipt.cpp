#include "app/demo/receipt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "app/demo/effects.hpp"

namespace kith::app::demo {

namespace {

constexpr int discount_percent = 20;
constexpr double lines_alone = 1.5;

std::string_view store_of(Person const& person) {
    if (!person.city->store.empty()) return person.city->store;
    for (auto const& city : person.country->cities)
        if (!city.store.empty()) return city.store;
    return {};
}

// Prices of other money are rounded to whole crowns.
std::int64_t price_of(Product const& product, Country const& country) {
    auto const price = product.cents * country.price;
    return country.currency == "EUR" ? product.cents : std::llround(price / 100) * 100;
}

std::int64_t tax_in(std::int64_t amount, int percent) {
    return std::llround(static_cast<double>(amount) * percent / (100 + percent));
}

double euros(std::int64_t minor) { return static_cast<double>(minor) / 100; }

std::string lines_json(std::vector<Line> const& lines, Country const& country) {
    std::string json;
    for (auto const& [product, quantity, is_discounted] : lines) {
        auto const price = price_of(*product, country);
        fmt::format_to(
            std::back_inserter(json), R"({}{{"sku":"{}","name":"{}","category":"{}","price":{:.2f},"quantity":{}{}}})",
            json.empty() ? "" : ",", product->sku, product->name, product->category, euros(price), quantity,
            is_discounted ? fmt::format(R"(,"discount":{:.2f})", euros(price * quantity * discount_percent / 100))
                          : "");
    }
    return json;
}

Sum sum_of(std::vector<Line> const& lines, Country const& country) {
    Sum sum;
    sum.margin = 0;
    for (auto const& [product, quantity, is_discounted] : lines) {
        auto const full = price_of(*product, country) * quantity;
        auto const off = is_discounted ? full * discount_percent / 100 : 0;
        auto const paid = full - off, tax = tax_in(paid, country.tax_percent);
        sum.total += paid;
        sum.tax += tax;
        sum.discount += off;
        auto const cost = (full - tax_in(full, country.tax_percent)) * (100 - product->margin_share) / 100;
        if (product->margin_share == 0) sum.margin.reset();
        if (sum.margin) *sum.margin += paid - tax - cost;
    }
    return sum;
}

}  // namespace

std::vector<Line> basket(Person const& person, Random& random, int month) {
    auto const mean = person.household >= 0 ? lines_alone * effects::household_lines : lines_alone;
    auto const discount = (month == 0 || month == 6 ? effects::sales_discount_share : effects::discount_share) *
                          (person.income == 0 ? effects::low_income_discount : 1);
    std::vector<Line> lines;
    do {
        auto const& product = choose(random, month, person.income);
        bool const is_there =
            std::any_of(lines.begin(), lines.end(), [&](Line const& line) { return line.product == &product; });
        if (is_there) continue;
        bool const is_small = product.cents < 3000;
        int const quantity = person.works && is_small ? random.between(4, 12) : is_small && random.chance(0.25) ? 2 : 1;
        lines.push_back({&product, quantity, random.chance(std::min(0.95, discount))});
    } while (lines.size() < 8 && random.chance(1 - 1 / mean));
    return lines;
}

Sum write_receipt(Event& event, Person const& person, std::vector<Line> const& lines, std::string const& number,
                  bool in_shop, bool is_by_card) {
    auto const& country = *person.country;
    auto const sum = sum_of(lines, country);
    event.revenue = Money{sum.total, *Currency::parse(country.currency)};
    event.margin_minor = sum.margin;
    event.properties = fmt::format(
        R"({{"order_id":"{}","revenue":{:.2f},"tax":{:.2f},"discount":{:.2f},"currency":"{}","channel":"{}",{}{}"products":[{}]}})",
        number, euros(sum.total), euros(sum.tax), euros(sum.discount), country.currency, in_shop ? "shop" : "web",
        in_shop ? fmt::format(R"("store":"{}",)", store_of(person)) : "",
        is_by_card ? fmt::format(R"("loyalty_card":"{}",)", person.card()) : "", lines_json(lines, country));
    return sum;
}

void write_return(Event& event, Person const& person, std::vector<Line> const& lines, std::string const& number,
                  bool in_shop, Sum const& sum) {
    auto const& country = *person.country;
    event.revenue = Money{-sum.total, *Currency::parse(country.currency)};
    if (sum.margin) event.margin_minor = -*sum.margin;
    event.properties = fmt::format(
        R"({{"order_id":"{}","revenue":{:.2f},"tax":{:.2f},"currency":"{}","channel":"{}",{}"products":[{}]}})", number,
        -euros(sum.total), -euros(sum.tax), country.currency, in_shop ? "shop" : "web",
        in_shop ? fmt::format(R"("store":"{}",)", store_of(person)) : "", lines_json(lines, country));
}

}  // namespace kith::app::demo
