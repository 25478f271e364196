// How the values of each field type compare, are told in messages, and are bound: one row a type. A new type adds its
// row in types.cpp and nothing else in this module.
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
};

struct TypeRow {
    schema::FieldType type;
    std::string_view takes;  ///< of messages: "a date such as …"
    bool is_ordered;         ///< has < and between
    bool is_text;            ///< has contains, starts with, ends with, matches
    bool is_time;            ///< has stretches such as `this month`
    /// A literal as the column compares; nothing where it does not fit the field.
    std::optional<Bounds> (*bounds)(schema::Field const& field, Value const& value, Moment const& moment);
    /// The value of a record's field, as the API shows it, as its column stores it; nothing where it is absent.
    std::optional<BoundValue> (*stored)(schema::Field const& field, Json const& value);
};

TypeRow const& row_of(schema::FieldType type);

}  // namespace kith::rule
