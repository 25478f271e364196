#include "rule/types.hpp"

#include <algorithm>
#include <array>

#include "base/decimal.hpp"
#include "base/places.hpp"
#include "base/text.hpp"
#include "base/time_of_day.hpp"
#include "rule/limits.hpp"
#include "rule/period.hpp"
#include "schema/limits.hpp"

namespace kith::rule {

namespace {

using schema::Field;
using schema::FieldType;
using MaybeBounds = std::optional<Bounds>;
using MaybeStored = std::optional<BoundValue>;

MaybeBounds one(BoundValue value) { return Bounds{std::move(value), std::nullopt, {}}; }
MaybeBounds stretch(std::int64_t from, std::int64_t to) {
    if (to == from + 1) return one({from});
    return Bounds{{from}, BoundValue{to}, {}};
}
// A number between two that the column can hold is a stretch of nothing: all lies before it or after it.
MaybeBounds scaled_bounds(std::string_view digits, int scale) {
    auto const number = scaled(digits, scale);
    if (!number) return std::nullopt;
    return number->is_exact ? one({number->floor}) : stretch(number->floor + 1, number->floor + 1);
}

MaybeBounds boolean_bounds(Field const&, Value const& value, Moment const&) {
    if (auto const* flag = std::get_if<bool>(&value)) return one({std::int64_t{*flag}});
    return std::nullopt;
}
MaybeStored boolean_stored(Field const&, Json const& value) {
    if (!value.is_boolean()) return std::nullopt;
    return BoundValue{std::int64_t{value.get<bool>()}};
}

MaybeBounds number_bounds(Field const&, Value const& value, Moment const&) {
    if (auto const* number = std::get_if<Number>(&value)) return one({number->real()});
    return std::nullopt;
}
MaybeStored number_stored(Field const&, Json const& value) {
    if (!value.is_number()) return std::nullopt;
    return BoundValue{value.get<double>()};
}

static_assert(limits::decimal_digits_max <= limits::rule_number_digits_max);
MaybeBounds decimal_bounds(Field const& field, Value const& value, Moment const&) {
    if (auto const* number = std::get_if<Number>(&value)) return scaled_bounds(number->digits, field.scale);
    return std::nullopt;
}
MaybeStored decimal_stored(Field const& field, Json const& value) {
    auto const number =
        value.is_string() ? scaled(value.get_ref<std::string const&>(), field.scale) : std::optional<Scaled>();
    if (!number || !number->is_exact) return std::nullopt;
    return BoundValue{number->floor};
}

MaybeBounds money_bounds(Field const&, Value const& value, Moment const&) {
    auto const* amount = std::get_if<Amount>(&value);
    if (!amount) return std::nullopt;
    auto bounds = scaled_bounds(amount->amount.digits, amount->currency.minor_digits());
    if (bounds) bounds->unit = amount->currency.text();
    return bounds;
}
MaybeStored money_stored(Field const&, Json const& value) {
    if (!value.is_object() || !value.contains("minor") || !value["minor"].is_number_integer()) return std::nullopt;
    return BoundValue{value["minor"].get<std::int64_t>()};
}

MaybeBounds time_bounds(Field const&, Value const& value, Moment const&) {
    auto const* text = std::get_if<std::string>(&value);
    auto const time = text ? TimeOfDay::parse(*text) : std::nullopt;
    if (!time) return std::nullopt;
    return stretch(time->seconds, time->seconds + (time->is_whole_minute ? 60 : 1));
}
MaybeStored time_stored(Field const&, Json const& value) {
    auto const time = value.is_string() ? TimeOfDay::parse(value.get_ref<std::string const&>()) : std::nullopt;
    if (!time) return std::nullopt;
    return BoundValue{time->seconds};
}

MaybeBounds date_bounds(Field const&, Value const& value, Moment const& moment) {
    std::optional<Days> days;
    if (auto const* text = std::get_if<std::string>(&value)) days = days_of(*text);
    if (auto const* period = std::get_if<Period>(&value)) days = days_of(*period, moment);
    if (!days) return std::nullopt;
    return stretch(days->from.days, days->to.days);
}
MaybeStored date_stored(Field const&, Json const& value) {
    auto const date = value.is_string() ? Date::parse(value.get_ref<std::string const&>()) : std::nullopt;
    if (!date) return std::nullopt;
    return BoundValue{std::int64_t{date->days}};
}

MaybeBounds instant_bounds(Field const&, Value const& value, Moment const& moment) {
    std::optional<Span> span;
    if (auto const* text = std::get_if<std::string>(&value)) span = span_of(*text, moment);
    if (auto const* period = std::get_if<Period>(&value)) span = span_of(*period, moment);
    if (!span) return std::nullopt;
    return stretch(span->from.ms, span->to.ms);
}
MaybeStored instant_stored(Field const&, Json const& value) {
    auto const instant = value.is_string() ? Instant::parse(value.get_ref<std::string const&>()) : std::nullopt;
    if (!instant) return std::nullopt;
    return BoundValue{instant->ms};
}

MaybeBounds relation_bounds(Field const&, Value const& value, Moment const&) {
    auto const* text = std::get_if<std::string>(&value);
    auto const id = text ? Uuid::parse(*text) : std::nullopt;
    if (!id) return std::nullopt;
    return one({*id});
}
// `{id, name}` as the API shows it, or the id alone as the engine has it.
MaybeStored relation_stored(Field const&, Json const& value) {
    auto const& shown = value.is_object() && value.contains("id") ? value["id"] : value;
    auto const id = shown.is_string() ? Uuid::parse(shown.get_ref<std::string const&>()) : std::nullopt;
    if (!id) return std::nullopt;
    return BoundValue{*id};
}

MaybeBounds user_bounds(Field const& field, Value const& value, Moment const& moment) {
    if (std::holds_alternative<Me>(value)) return one({moment.user});
    return relation_bounds(field, value, moment);
}

MaybeBounds choice_bounds(Field const& field, Value const& value, Moment const&) {
    auto const* text = std::get_if<std::string>(&value);
    if (!text || std::none_of(field.choices.begin(), field.choices.end(),
                              [&](auto const& choice) { return choice.value == *text; }))
        return std::nullopt;
    return one({*text});
}

MaybeStored choices_stored(Field const&, Json const& value) {
    if (!value.is_array() || value.empty()) return std::nullopt;
    std::string all;
    for (auto const& each : value)
        if (each.is_string())
            all += all.empty() ? marked(each.get<std::string>()) : marked(each.get<std::string>()).substr(1);
    return BoundValue{std::move(all)};
}

MaybeBounds country_bounds(Field const&, Value const& value, Moment const&) {
    auto const* text = std::get_if<std::string>(&value);
    auto const code = text ? country_code(*text) : std::nullopt;
    if (!code) return std::nullopt;
    return one({*code});
}
MaybeBounds language_bounds(Field const&, Value const& value, Moment const&) {
    auto const* text = std::get_if<std::string>(&value);
    auto const tag = text ? language_tag(*text) : std::nullopt;
    if (!tag) return std::nullopt;
    return one({*tag});
}

MaybeBounds text_bounds(Field const&, Value const& value, Moment const&) {
    if (auto const* text = std::get_if<std::string>(&value)) return one({*text});
    return std::nullopt;
}
MaybeBounds email_bounds(Field const&, Value const& value, Moment const&) {
    if (auto const* text = std::get_if<std::string>(&value)) return one({text::lower(*text)});
    return std::nullopt;
}
MaybeStored text_stored(Field const&, Json const& value) {
    if (!value.is_string()) return std::nullopt;
    return BoundValue{value.get<std::string>()};
}

MaybeBounds no_bounds(Field const&, Value const&, Moment const&) { return std::nullopt; }
MaybeStored json_stored(Field const&, Json const& value) { return BoundValue{dump_json(value)}; }

constexpr std::string_view day = "a date such as \"2026-11-22\", or a stretch such as `this month`";
constexpr std::string_view moment =
    "a time such as \"2026-11-22T10:00:00Z\" or \"2026-11-22\", or a stretch such as `last 30 days`";

constexpr std::string_view text = "a \"text\"";
constexpr std::string_view users = "the \"id\" of a user or `me`, and by `in` also with `my teams` and `my reports`";

constexpr std::array<TypeRow, schema::field_types_count> rows{{
    // type                    takes            ordered text   time   many
    {FieldType::text, text, true, true, false, false, text_bounds, text_stored},
    {FieldType::long_text, text, true, true, false, false, text_bounds, text_stored},
    {FieldType::number, "a number", true, false, false, false, number_bounds, number_stored},
    {FieldType::decimal, "a number", true, false, false, false, decimal_bounds, decimal_stored},
    {FieldType::money, "an amount such as 50 EUR", true, false, false, false, money_bounds, money_stored},
    {FieldType::boolean, "true or false", false, false, false, false, boolean_bounds, boolean_stored},
    {FieldType::date, day, true, false, true, false, date_bounds, date_stored},
    {FieldType::partial_date, "a date such as \"1984-05\"", true, false, false, false, text_bounds, text_stored},
    {FieldType::time, "a time of day such as \"09:30\"", true, false, false, false, time_bounds, time_stored},
    {FieldType::instant, moment, true, false, true, false, instant_bounds, instant_stored},
    {FieldType::choice, "one of its choices", false, false, false, false, choice_bounds, text_stored},
    {FieldType::multi_choice, "one of its choices", false, false, false, true, choice_bounds, choices_stored},
    {FieldType::country, "a country such as \"LT\"", false, false, false, false, country_bounds, text_stored},
    {FieldType::language, "a language such as \"lt\"", false, false, false, false, language_bounds, text_stored},
    {FieldType::email, text, true, true, false, false, email_bounds, text_stored},
    {FieldType::phone, text, true, true, false, false, text_bounds, text_stored},
    {FieldType::url, text, true, true, false, false, text_bounds, text_stored},
    {FieldType::user, users, false, false, false, false, user_bounds, relation_stored},
    {FieldType::relation, "the \"id\" of a record", false, false, false, false, relation_bounds, relation_stored},
    {FieldType::json, "", false, false, false, false, no_bounds, json_stored},
    {FieldType::file, "", false, false, false, false, no_bounds, relation_stored},
}};
static_assert(schema::has_every_type(rows));

// Around each value in the column of a field that holds several; no choice may have it (`schema/draft.cpp`).
constexpr char mark = schema::value_mark;

}  // namespace

TypeRow const& row_of(FieldType type) { return rows[static_cast<std::size_t>(type)]; }

std::string unit_of(Field const& field, Json const& value) {
    if (field.type != FieldType::money || !value.is_object() || !value.contains("currency")) return {};
    return value["currency"].get<std::string>();
}

std::string marked(std::string_view value) { return fmt::format("{}{}{}", mark, value, mark); }

std::vector<std::string> unmarked(std::string_view stored) {
    std::vector<std::string> values;
    for (std::size_t begin = 1; begin < stored.size();) {
        auto const end = std::min(stored.find(mark, begin), stored.size());
        values.emplace_back(stored.substr(begin, end - begin));
        begin = end + 1;
    }
    return values;
}

}  // namespace kith::rule
