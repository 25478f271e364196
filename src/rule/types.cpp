#include "rule/types.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "base/text.hpp"
#include "rule/period.hpp"

namespace kith::rule {

namespace {

using schema::Field;
using schema::FieldType;
using MaybeBounds = std::optional<Bounds>;
using MaybeStored = std::optional<BoundValue>;

MaybeBounds one(BoundValue value) { return Bounds{std::move(value), std::nullopt}; }
MaybeBounds stretch(std::int64_t from, std::int64_t to) {
    if (to == from + 1) return Bounds{{from}, std::nullopt};
    return Bounds{{from}, BoundValue{to}};
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

MaybeBounds choice_bounds(Field const& field, Value const& value, Moment const&) {
    auto const* text = std::get_if<std::string>(&value);
    if (!text || std::none_of(field.choices.begin(), field.choices.end(),
                              [&](auto const& choice) { return choice.value == *text; }))
        return std::nullopt;
    return one({*text});
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

constexpr std::string_view day = "a date such as \"2026-11-22\", or a stretch such as `this month`";
constexpr std::string_view time =
    "a time such as \"2026-11-22T10:00:00Z\" or \"2026-11-22\", or a stretch such as `last 30 days`";

constexpr std::array<TypeRow, 12> rows{{
    // type                    takes            ordered text   time
    {FieldType::text, "a \"text\"", true, true, false, text_bounds, text_stored},
    {FieldType::long_text, "a \"text\"", true, true, false, text_bounds, text_stored},
    {FieldType::number, "a number", true, false, false, number_bounds, number_stored},
    {FieldType::boolean, "true or false", false, false, false, boolean_bounds, boolean_stored},
    {FieldType::date, day, true, false, true, date_bounds, date_stored},
    {FieldType::partial_date, "a date such as \"1984-05\"", true, false, false, text_bounds, text_stored},
    {FieldType::instant, time, true, false, true, instant_bounds, instant_stored},
    {FieldType::choice, "one of its choices", false, false, false, choice_bounds, text_stored},
    {FieldType::email, "a \"text\"", true, true, false, email_bounds, text_stored},
    {FieldType::phone, "a \"text\"", true, true, false, text_bounds, text_stored},
    {FieldType::url, "a \"text\"", true, true, false, text_bounds, text_stored},
    {FieldType::relation, "the \"id\" of a record", false, false, false, relation_bounds, relation_stored},
}};

}  // namespace

TypeRow const& row_of(FieldType type) {
    auto const found = std::find_if(rows.begin(), rows.end(), [&](TypeRow const& row) { return row.type == type; });
    CHECK(found != rows.end());
    return *found;
}

}  // namespace kith::rule
