// How the values of each field type compare, are told in messages, and are bound: one row a type. A new type adds its
// row in types.cpp and nothing else in this module (`schema/types.hpp` says which other tables there are).
#pragma once

#include <optional>
#include <string_view>

#include "rule/rule.hpp"

namespace kith::rule {

/// What a literal stands for on a field: all that lies from `from` up to, but not including, `to`; one value where
/// there is no `to`.
struct Bounds {
    BoundValue from;
    std::optional<BoundValue> to;
    std::string unit;  ///< what the field must count to compare at all, such as a currency; empty: anything
};

struct TypeRow {
    schema::FieldType type;
    std::string_view takes;  ///< of messages: "a date such as …"; empty: a rule asks only whether there is a value
    bool is_ordered;         ///< has < and between
    bool is_text;            ///< has contains, starts with, ends with, matches
    bool is_time;            ///< has stretches such as `this month`
    bool is_many;            ///< holds several values: has `contains` one and `in` some, and no comparison by signs
    /// A literal as the column compares; nothing where it does not fit the field.
    std::optional<Bounds> (*bounds)(schema::Field const& field, Value const& value, Moment const& moment);
    /// The value of a record's field, as the API shows it, as its column stores it; nothing where it is absent.
    std::optional<BoundValue> (*stored)(schema::Field const& field, Json const& value);

    bool is_compared() const { return !takes.empty(); }
};

/// What a value counts, as its unit column stores it; empty where its type counts nothing.
std::string unit_of(schema::Field const& field, Json const& value);

/// Of a field that holds several: one value between the marks that stand around each in its column.
std::string marked(std::string_view value);
/// The values of such a column.
std::vector<std::string> unmarked(std::string_view stored);

TypeRow const& row_of(schema::FieldType type);

}  // namespace kith::rule
