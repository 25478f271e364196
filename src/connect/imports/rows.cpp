#include "connect/imports/rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/limits.hpp"
#include "base/places.hpp"
#include "base/text.hpp"
#include "connect/delimited/writer.hpp"
#include "people/limits.hpp"
#include "records/conversion.hpp"
#include "records/row.hpp"
#include "schema/choices.hpp"
#include "schema/names.hpp"

namespace kith::connect {

namespace {

using people::Key;
using people::KeyKind;

void refuse(PreparedRow& row, RowProblem problem) {
    switch (problem) {
        case RowProblem::none:
            return;
        case RowProblem::quote_open:
            return row.refuse("quote_open", "A quotation mark is not closed.");
        case RowProblem::too_long:
            return row.refuse("too_long", "The row is too long.");
        case RowProblem::too_many_cells:
            return row.refuse("too_many_cells", "The row has more cells than the header names.");
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

/// Who a text may mean, the likelier first.
std::vector<Key> keys_meant(std::string_view by, std::string const& text, std::string const& region) {
    std::vector<KeyKind> kinds{KeyKind::user_id, KeyKind::loyalty_card, KeyKind::phone};
    if (by == "customer") kinds = {KeyKind::user_id};
    if (by == "loyalty_card") kinds = {KeyKind::loyalty_card};
    if (by == "phone") kinds = {KeyKind::phone};
    if (by == "email" || (by.empty() && text.find('@') != std::string::npos)) kinds = {KeyKind::email};
    std::vector<Key> keys;
    for (auto const kind : kinds)
        if (auto key = people::normalised(kind, text, region)) keys.push_back(std::move(*key));
    return keys;
}

/// The choice that was probably meant; empty where none is near.
std::string nearest_choice(schema::Field const& field, std::string const& cell) {
    std::vector<std::string_view> names;
    for (auto const& choice : field.choices) {
        names.push_back(choice.value);
        for (auto const& [language, label] : choice.label) names.push_back(label);
    }
    for (auto const& part :
         schema::facts_of(field.type).has_choices ? records::parts_of(cell) : std::vector<std::string>())
        if (records::choice_of(field, part) == part)
            if (auto near = schema::nearest(part, names); !near.empty() && near != part) return near;
    return {};
}

}  // namespace

void PreparedRow::refuse(std::string code, std::string sentence, std::string_view at) {
    if (is_bad()) return;
    reason = std::move(code);
    detail = std::move(sentence);
    field = at;
}

RowReader::RowReader(ImportPlan plan, schema::SchemaPointer schema, std::string region)
    : plan_(std::move(plan)),
      schema_(std::move(schema)),
      object_(plan_.kind.object(*schema_)),
      region_(std::move(region)),
      clock_(plan_.time_zone, plan_.date_order),
      origin_file_(find_column(plan_.columns, bad_row_file_column)),
      origin_number_(find_column(plan_.columns, bad_row_number_column)) {
    is_phone_a_key_ =
        plan_.kind.is_sales() && !plan_.maps("customer") && !plan_.maps("email") && !plan_.maps("loyalty_card");
}

std::string RowReader::cell(FileRow const& row, std::string_view target) const {
    for (auto const& each : plan_.map)
        if (each.target == target && each.column < row.cells.size())
            if (auto cleaned = text::clean(unmarked(row.cells[each.column])); !cleaned.empty()) return cleaned;
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
    amount = text::clean(amount);
    // What else stands beside the digits may be another currency: `$7` is not seven euros.
    if (amount.find_first_not_of("0123456789.,' ()+-\xC2\xA0\xE2\x80\xAF\x88\x92") != std::string::npos) return cell;
    auto const decimal = decimal_of(amount, plan_.decimal_mark);
    if (!decimal || !currency) return cell;
    return Json{{"amount", *decimal}, {"currency", currency->text()}};
}

/// A cell as the field's type has it, where that is other than text; else the text, which the field then judges. To a
/// field of JSON every text is a value, so that what is no JSON is an error here.
Result<Json> RowReader::value_of(schema::Field const& field, std::string const& cell) const {
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
        case schema::FieldType::json:
            return records::json_in(field, cell);
        default:
            return cell;
    }
}

void RowReader::read_person(FileRow const& row, PreparedRow& prepared) const {
    Json traits = Json::object();
    Json unread = Json::object();
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
        if (each.column >= row.cells.size() || (plan_.kind.is_sales() && is_sale_target(each.target))) continue;
        auto const value = text::clean(unmarked(row.cells[each.column]));
        if (value.empty()) continue;
        if (each.target == "email") {
            add_key(KeyKind::email, value);
        } else if (each.target == "phone") {
            if (is_phone_a_key_)
                add_key(KeyKind::phone, value);
            else if (auto key = people::normalised(KeyKind::phone, value, region_))
                prepared.telling.contacts.push_back(std::move(*key));
        } else if (each.target == "company" && each.by.empty()) {
            prepared.employer = text::clean(value.substr(0, limits::text_bytes_max));
            continue;
        }
        if (read_link(each, value, prepared)) continue;
        auto const* field = object_->find(each.target);
        bool const is_said =
            traits.contains(each.target) || unread.contains(each.target) || prepared.choices.contains(each.target);
        if (!field || is_said || read_new_choices(*field, value, prepared)) continue;
        if (auto said = value_of(*field, value))
            traits[each.target] = said.take();
        else
            unread[each.target] = value;
    }
    prepared.telling.values = people::values_of_traits(traits, *object_, region_);
    for (auto const& [target, text] : unread.items()) prepared.telling.values.push_back({"trait:" + target, text});
    for (auto const& value : prepared.telling.values)
        if (value.field.starts_with("trait:")) prepared.misfits.push_back(value.field.substr(6));
    bool const is_named =
        std::any_of(prepared.telling.values.begin(), prepared.telling.values.end(), [](auto const& each) {
            return each.field == "given_name" || each.field == "family_name" || each.field == "email" ||
                   each.field == "phone";
        });
    bool const is_sale = plan_.kind.is_sales();
    if (prepared.telling.keys.empty() && (is_sale || !is_named))
        prepared.refuse("no_person", "Nothing in the row says who it is about.");
}

/// Whether the field points elsewhere; then the cell says where.
bool RowReader::read_link(MappedColumn const& column, std::string const& cell, PreparedRow& prepared) const {
    auto const* field = object_->find(column.target);
    if (!field || (field->type != schema::FieldType::relation && field->type != schema::FieldType::user)) return false;
    RowLink link{field, column.by, cell.substr(0, limits::text_bytes_max), {}};
    auto const other = schema_->find(field->object);
    if (other && other->is_person_owned) link.keys = keys_meant(link.by, link.text, region_);
    prepared.links.push_back(std::move(link));
    return true;
}

/// Whether the cell says choices that an open field lacks: they are made before the row goes in.
bool RowReader::read_new_choices(schema::Field const& field, std::string const& cell, PreparedRow& prepared) const {
    if (!field.is_open || !field.is_writable) return false;
    auto said = field.type == schema::FieldType::choice ? std::vector{cell} : records::parts_of(cell);
    auto const is_new = [&](std::string const& each) { return !schema::find_choice(field, each); };
    if (std::none_of(said.begin(), said.end(), is_new)) return false;
    prepared.choices.emplace(field.name, std::move(said));
    return true;
}

/// What does not fit has nowhere else to go: the row waits to be mended.
void RowReader::read_value(schema::Field const& field, std::string const& cell, PreparedRow& prepared) const {
    // The country of companies and households is a text that holds a code.
    bool const is_country = field.name == "country" && !field.is_custom;
    auto const value = is_country ? Result<Json>(Json(country_code(cell).value_or(""))) : value_of(field, cell);
    if (value && value->is_null()) return;  // it says that there is none
    auto normal = value ? records::normal_value(field, *value) : value;
    if (normal && !normal->is_null()) {
        prepared.record[field.name] = std::move(*normal);
        return;
    }
    auto const& problems = normal ? std::vector<FieldError>() : normal.error().fields;
    auto code = problems.empty() ? std::string(is_country ? "not_a_country" : "wrong") : problems[0].code;
    auto const near = nearest_choice(field, cell);
    prepared.refuse(std::move(code),
                    fmt::format("\"{}\" does not fit {}.{}{}", text::clean(cell.substr(0, 100)), field.name,
                                problems.empty() ? "" : " " + problems[0].message,
                                near.empty() ? "" : fmt::format(" Did you mean \"{}\"?", near)),
                    field.name);
    if (prepared.field == field.name) prepared.nearest = near;
}

void RowReader::read_record(FileRow const& row, PreparedRow& prepared) const {
    for (auto const& each : plan_.map) {
        auto const value =
            each.column < row.cells.size() ? text::clean(unmarked(row.cells[each.column])) : std::string();
        if (value.empty() || read_link(each, value, prepared)) continue;
        if (auto const* field = object_->find(each.target)) {
            if (!read_new_choices(*field, value, prepared)) read_value(*field, value, prepared);
        } else if (each.target == "group_id") {
            if (auto key = people::normalised(KeyKind::user_id, value))
                prepared.company_number = std::move(key->value);
            else
                prepared.refuse("wrong", fmt::format("\"{}\" is no company's number.", value.substr(0, 100)),
                                each.target);
        }
    }
    prepared.key = prepared.record.value(plan_.key, Json());
    if (plan_.key == "group_id" && !prepared.company_number.empty()) prepared.key = prepared.company_number;
    for (auto const& field : object_->fields) {
        bool const is_there = prepared.record.contains(field.name) || prepared.choices.contains(field.name) ||
                              std::any_of(prepared.links.begin(), prepared.links.end(),
                                          [&](auto const& link) { return link.field == &field; });
        if (!field.is_required || !field.is_writable || is_there || !prepared.missing.empty()) continue;
        prepared.missing = field.name;
    }
    if (!prepared.missing.empty() && prepared.key.is_null())
        prepared.refuse(prepared.missing == "name" ? "no_name" : "required",
                        fmt::format("{} is required.", prepared.missing), prepared.missing);
}

std::optional<std::int64_t> RowReader::minor(FileRow const& row, std::string_view target, Currency currency,
                                             PreparedRow& prepared) const {
    auto const text = cell(row, target);
    if (text.empty()) return std::nullopt;
    auto const decimal = decimal_of(text, plan_.decimal_mark);
    auto const money = decimal ? Money::parse(*decimal, currency) : Result<Money>(Error::malformed(""));
    if (!money) {
        prepared.refuse(fmt::format("bad_{}", target), fmt::format("\"{}\" is no amount.", text.substr(0, 100)));
        return std::nullopt;
    }
    return money->minor;
}

void RowReader::read_sale(FileRow const& row, PreparedRow& prepared) const {
    SaleRow sale;
    auto date = cell(row, "date");
    if (auto const time = cell(row, "time"); !time.empty()) date += " " + time;
    auto const at = clock_.instant_of(date);
    if (!at) prepared.refuse("bad_date", fmt::format("\"{}\" is no date.", date.substr(0, 100)));
    sale.at = at.value_or(Instant{});
    auto const code = cell(row, "sale_currency");
    auto const currency = code.empty() ? plan_.currency : Currency::parse(code);
    if (!currency) prepared.refuse("bad_currency", fmt::format("\"{}\" is no currency.", code.substr(0, 20)));
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
        if (!decimal) prepared.refuse("bad_units", fmt::format("\"{}\" is no number.", units.substr(0, 100)));
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
        prepared.refuse("no_amount", "The row has no amount.");
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
        if (!plan_.kind.is_about_people()) {
            read_record(row, prepared);
        } else {
            read_person(row, prepared);
            if (plan_.kind.is_sales()) read_sale(row, prepared);
        }
    }
    prepared.cells = row.cells;
    return prepared;
}

}  // namespace kith::connect
