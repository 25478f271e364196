#include "connect/imports/rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/limits.hpp"
#include "base/places.hpp"
#include "base/text.hpp"
#include "people/limits.hpp"
#include "records/conversion.hpp"
#include "records/row.hpp"

namespace kith::connect {

namespace {

using people::Key;
using people::KeyKind;

void refuse(PreparedRow& row, std::string reason, std::string detail) {
    if (row.is_bad()) return;
    row.reason = std::move(reason);
    row.detail = std::move(detail);
}

void refuse(PreparedRow& row, RowProblem problem) {
    switch (problem) {
        case RowProblem::none:
            return;
        case RowProblem::quote_open:
            return refuse(row, "quote_open", "A quotation mark is not closed.");
        case RowProblem::too_long:
            return refuse(row, "too_long", "The row is too long.");
        case RowProblem::too_many_cells:
            return refuse(row, "too_many_cells", "The row has more cells than the header names.");
    }
}

template <std::size_t n>
bool is_among(std::array<std::string_view, n> const& words, std::string_view word) {
    return std::any_of(words.begin(), words.end(), [&](auto each) { return word.starts_with(each); });
}

// Beginnings of the words that tell a return or a cancellation: en, lt, nb, ru, et; folded, in Latin letters.
constexpr std::array<std::string_view, 8> words_of_return{"return", "refund", "credit", "grazin",
                                                          "retur",  "vozvr",  "tagast", "kreditn"};
constexpr std::array<std::string_view, 7> words_of_cancelling{"cancel",    "void",  "atsauk", "anull",
                                                              "kanseller", "otmen", "tuhist"};

SaleRow::Kind sale_kind_of(std::string_view cell) {
    auto const word = text::transliterate(cell);
    if (is_among(words_of_cancelling, word)) return SaleRow::Kind::cancellation;
    return is_among(words_of_return, word) ? SaleRow::Kind::refund : SaleRow::Kind::sale;
}

std::optional<std::size_t> find_column(std::vector<std::string> const& columns, std::string_view name) {
    auto const found = std::find(columns.begin(), columns.end(), name);
    if (found == columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns.begin());
}

bool is_sale_target(std::string_view name) {
    static constexpr std::array<std::string_view, 18> names{
        "customer", "loyalty_card", "date",     "time",        "amount",   "units",
        "price",    "discount",     "tax",      "cost",        "margin",   "sale_currency",
        "store",    "product",      "category", "transaction", "reverses", "sale_kind"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

RowReader::RowReader(ImportPlan plan, schema::SchemaPointer schema, std::string region)
    : plan_(std::move(plan)),
      schema_(std::move(schema)),
      person_(*schema_->find("person")),
      company_(*schema_->find("company")),
      region_(std::move(region)),
      clock_(plan_.time_zone, plan_.date_order),
      origin_file_(find_column(plan_.columns, bad_row_file_column)),
      origin_number_(find_column(plan_.columns, bad_row_number_column)) {
    is_phone_a_key_ = plan_.kind == ImportKind::sales && !plan_.maps("customer") && !plan_.maps("email") &&
                      !plan_.maps("loyalty_card");
}

std::string RowReader::cell(FileRow const& row, std::string_view target) const {
    for (auto const& each : plan_.map)
        if (each.target == target && each.column < row.cells.size())
            if (auto cleaned = text::clean(row.cells[each.column]); !cleaned.empty()) return cleaned;
    return {};
}

/// `49,90 EUR`, or the amount alone in the currency of the plan.
Json RowReader::money_of(std::string const& cell) const {
    auto currency = plan_.currency;
    auto amount = cell;
    for (std::size_t at = 0; at + 3 <= cell.size() && cell.size() > 3; at += cell.size() - 3) {
        auto const found = Currency::parse(std::string_view(cell).substr(at, 3));
        if (!found) continue;
        currency = found;
        amount.erase(at, 3);
        break;
    }
    auto const decimal = decimal_of(text::clean(amount), plan_.decimal_mark);
    if (!decimal || !currency) return cell;
    return Json{{"amount", *decimal}, {"currency", currency->text()}};
}

/// A cell as the field's type has it, where that is other than text; else the text, which the field then judges.
Json RowReader::value_of(schema::Field const& field, std::string const& cell) const {
    switch (field.type) {
        case schema::FieldType::number:
            if (auto const number = decimal_of(cell, plan_.decimal_mark)) return std::strtod(number->c_str(), nullptr);
            return cell;
        case schema::FieldType::decimal:
            return decimal_of(cell, plan_.decimal_mark).value_or(cell);
        case schema::FieldType::money:
            return money_of(cell);
        case schema::FieldType::choice:
            return records::choice_of(field, cell);
        case schema::FieldType::multi_choice: {
            auto chosen = Json::array();
            for (auto const& part : records::parts_of(cell)) chosen.push_back(records::choice_of(field, part));
            return chosen;
        }
        case schema::FieldType::boolean: {
            if (auto const answer = records::yes_or_no(cell)) return *answer;
            return cell;
        }
        case schema::FieldType::date:
        case schema::FieldType::partial_date:
            if (cell.find_first_of("-/.") != std::string::npos || cell.size() == 8)
                if (auto const at = clock_.instant_of(cell); at && cell.size() > 7)
                    return Date::of(*at, plan_.time_zone).text();
            return cell;
        case schema::FieldType::instant:
            if (auto const at = clock_.instant_of(cell)) return at->text();
            return cell;
        default:
            return cell;
    }
}

void RowReader::read_person(FileRow const& row, PreparedRow& prepared) const {
    Json traits = Json::object();
    // Two columns may say the same; a key that is told twice is claimed once.
    auto const add_key = [&](KeyKind kind, std::string const& value) {
        auto& keys = prepared.telling.keys;
        auto key = people::normalised(kind, value, region_);
        if (key && std::none_of(keys.begin(), keys.end(),
                                [&](Key const& each) { return each.kind == key->kind && each.value == key->value; }))
            keys.push_back(std::move(*key));
    };
    if (auto const customer = cell(row, "customer"); !customer.empty()) add_key(KeyKind::user_id, customer);
    if (auto const card = cell(row, "loyalty_card"); !card.empty()) add_key(KeyKind::loyalty_card, card);
    for (auto const& each : plan_.map) {
        if (each.column >= row.cells.size() || (plan_.kind == ImportKind::sales && is_sale_target(each.target)))
            continue;
        auto const value = text::clean(row.cells[each.column]);
        if (value.empty()) continue;
        if (each.target == "email") {
            add_key(KeyKind::email, value);
        } else if (each.target == "phone") {
            if (is_phone_a_key_)
                add_key(KeyKind::phone, value);
            else if (auto key = people::normalised(KeyKind::phone, value, region_))
                prepared.telling.contacts.push_back(std::move(*key));
        } else if (each.target == "company") {
            prepared.employer = text::clean(value.substr(0, limits::text_bytes_max));
            continue;
        }
        auto const* field = person_.find(each.target);
        if (field && !traits.contains(each.target)) traits[each.target] = value_of(*field, value);
    }
    prepared.telling.values = people::values_of_traits(traits, person_, region_);
    for (auto const& value : prepared.telling.values)
        if (value.field.starts_with("trait:")) prepared.misfits.push_back(value.field.substr(6));
    bool const is_named =
        std::any_of(prepared.telling.values.begin(), prepared.telling.values.end(), [](auto const& each) {
            return each.field == "given_name" || each.field == "family_name" || each.field == "email" ||
                   each.field == "phone";
        });
    bool const is_sale = plan_.kind == ImportKind::sales;
    if (prepared.telling.keys.empty() && (is_sale || !is_named))
        refuse(prepared, "no_person", "Nothing in the row says who it is about.");
}

void RowReader::read_company(FileRow const& row, PreparedRow& prepared) const {
    for (auto const& each : plan_.map) {
        auto const value = each.column < row.cells.size() ? text::clean(row.cells[each.column]) : std::string();
        if (value.empty() || prepared.company.contains(each.target)) continue;
        if (each.target == "group_id") {
            if (auto key = people::normalised(KeyKind::user_id, value)) {
                prepared.company_key_kind = "group_id";
                prepared.company_key = key->value;
            }
            continue;
        }
        auto const* field = company_.find(each.target);
        if (!field) continue;
        auto normal = records::normal_value(
            *field, each.target == "country" ? Json(country_code(value).value_or("")) : value_of(*field, value));
        if (normal && !normal->is_null())
            prepared.company[each.target] = std::move(*normal);
        else
            prepared.misfits.push_back(each.target);
    }
    if (!prepared.company.contains("name")) refuse(prepared, "no_name", "The company has no name.");
    if (prepared.company_key.empty() && prepared.company.contains("domain")) {
        prepared.company_key_kind = "domain";
        prepared.company_key = text::lower(prepared.company["domain"].get<std::string>());
    }
}

std::optional<std::int64_t> RowReader::minor(FileRow const& row, std::string_view target, Currency currency,
                                             PreparedRow& prepared) const {
    auto const text = cell(row, target);
    if (text.empty()) return std::nullopt;
    auto const decimal = decimal_of(text, plan_.decimal_mark);
    auto const money = decimal ? Money::parse(*decimal, currency) : Result<Money>(Error::malformed(""));
    if (!money) {
        refuse(prepared, fmt::format("bad_{}", target), fmt::format("\"{}\" is no amount.", text.substr(0, 100)));
        return std::nullopt;
    }
    return money->minor;
}

void RowReader::read_sale(FileRow const& row, PreparedRow& prepared) const {
    SaleRow sale;
    auto date = cell(row, "date");
    if (auto const time = cell(row, "time"); !time.empty()) date += " " + time;
    auto const at = clock_.instant_of(date);
    if (!at) refuse(prepared, "bad_date", fmt::format("\"{}\" is no date.", date.substr(0, 100)));
    sale.at = at.value_or(Instant{});
    auto const code = cell(row, "sale_currency");
    auto const currency = code.empty() ? plan_.currency : Currency::parse(code);
    if (!currency) refuse(prepared, "bad_currency", fmt::format("\"{}\" is no currency.", code.substr(0, 20)));
    sale.currency = currency.value_or(Currency{});
    sale.kind = sale_kind_of(cell(row, "sale_kind"));
    sale.amount = minor(row, "amount", sale.currency, prepared);
    sale.price = minor(row, "price", sale.currency, prepared);
    sale.discount = minor(row, "discount", sale.currency, prepared);
    sale.tax = minor(row, "tax", sale.currency, prepared);
    sale.cost = minor(row, "cost", sale.currency, prepared);
    sale.margin = minor(row, "margin", sale.currency, prepared);
    if (auto const units = cell(row, "units"); !units.empty()) {
        auto const decimal = decimal_of(units, plan_.decimal_mark);
        if (!decimal) refuse(prepared, "bad_units", fmt::format("\"{}\" is no number.", units.substr(0, 100)));
        if (decimal) sale.units = std::strtod(decimal->c_str(), nullptr);
    }
    if (!sale.amount && sale.units && sale.price) {
        double const whole = std::round(*sale.units * static_cast<double>(*sale.price));
        if (std::abs(whole) < static_cast<double>(limits::money_minor_max))
            sale.amount = static_cast<std::int64_t>(whole) - sale.discount.value_or(0);
    }
    // Cut between characters.
    auto const short_text = [&](std::string_view target) {
        return text::clean(cell(row, target).substr(0, limits::key_bytes_max));
    };
    sale.store = short_text("store");
    sale.product = short_text("product");
    sale.category = short_text("category");
    sale.transaction = short_text("transaction");
    sale.reverses = short_text("reverses");
    if (!sale.amount && sale.kind != SaleRow::Kind::cancellation)
        refuse(prepared, "no_amount", "The row has no amount.");
    // A return is negative however the file writes it; what is negative is a return.
    if (sale.kind == SaleRow::Kind::sale && (!sale.reverses.empty() || sale.amount.value_or(0) < 0))
        sale.kind = SaleRow::Kind::refund;
    if (sale.amount && sale.kind != SaleRow::Kind::sale) sale.amount = -std::abs(*sale.amount);
    prepared.sale = std::move(sale);
    if (at) prepared.telling.seen_at = *at;
}

/// A row of a file of bad rows keeps the place that it had in the original.
void RowReader::read_origin(FileRow const& row, PreparedRow& prepared) const {
    if (!origin_file_ || !origin_number_ || *origin_file_ >= row.cells.size() || *origin_number_ >= row.cells.size())
        return;
    auto const& number = row.cells[*origin_number_];
    auto const [end, error] = std::from_chars(number.data(), number.data() + number.size(), prepared.original_number);
    if (error == std::errc{} && end == number.data() + number.size() && prepared.original_number > 0)
        prepared.original_file = text::clean(row.cells[*origin_file_]);
}

PreparedRow RowReader::read(FileRow const& row) const {
    PreparedRow prepared;
    prepared.number = row.number;
    prepared.line = row.line;
    refuse(prepared, row.problem);
    if (!prepared.is_bad()) {
        read_origin(row, prepared);
        if (plan_.kind == ImportKind::companies) {
            read_company(row, prepared);
        } else {
            read_person(row, prepared);
            if (plan_.kind == ImportKind::sales) read_sale(row, prepared);
        }
    }
    prepared.cells = row.cells;
    return prepared;
}

}  // namespace kith::connect
