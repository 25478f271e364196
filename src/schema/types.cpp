#include "schema/types.hpp"

namespace kith::schema {

namespace {

using enum SortedBy;

constexpr std::array<TypeFacts, field_types_count> rows{{
    // type                     name        column    unit    sorted by     searched choices
    {FieldType::text, "text", "{text}", "", collation, true, false},
    {FieldType::long_text, "long_text", "{text}", "", nothing, true, false},
    {FieldType::number, "number", "{real}", "", value, false, false},
    {FieldType::decimal, "decimal", "{int}", "", value, false, false},
    {FieldType::money, "money", "{int}", "_currency", currency_and_amount, false, false},
    {FieldType::boolean, "boolean", "{bool}", "", value, false, false},
    {FieldType::date, "date", "{int}", "", value, false, false},
    {FieldType::partial_date, "partial_date", "{text}", "", value, false, false},
    {FieldType::time, "time", "{int}", "", value, false, false},
    {FieldType::instant, "instant", "{int}", "", value, false, false},
    {FieldType::choice, "choice", "{text}", "", value, false, true},
    {FieldType::multi_choice, "multi_choice", "{text}", "", nothing, false, true},
    {FieldType::country, "country", "{text}", "", value, true, false},
    {FieldType::language, "language", "{text}", "", value, true, false},
    {FieldType::email, "email", "{text}", "", collation, true, false},
    {FieldType::phone, "phone", "{text}", "", value, true, false},
    {FieldType::url, "url", "{text}", "", value, true, false},
    {FieldType::user, "user", "{id}", "", nothing, false, false},
    {FieldType::relation, "relation", "{id}", "", nothing, false, false},
    {FieldType::json, "json", "{text}", "", nothing, false, false},
    {FieldType::file, "file", "{id}", "", nothing, false, false},
}};
static_assert(has_every_type(rows));

}  // namespace

TypeFacts const& facts_of(FieldType type) { return rows[static_cast<std::size_t>(type)]; }

std::span<TypeFacts const> field_types() { return rows; }

std::string_view name_of(FieldType type) { return facts_of(type).name; }

std::optional<FieldType> field_type_of(std::string_view name) {
    for (auto const& row : rows)
        if (row.name == name) return row.type;
    return std::nullopt;
}

// The amount in the order of its bits, most significant first; its sign turned, so that debts sort before riches.
std::string money_sort_key(std::int64_t minor, std::string_view currency) {
    std::string key(currency);
    auto const bits = static_cast<std::uint64_t>(minor) ^ (std::uint64_t{1} << 63);
    for (int shift = 56; shift >= 0; shift -= 8) key += static_cast<char>((bits >> shift) & 0xFF);
    return key;
}

}  // namespace kith::schema
