// The types that a field may have, and what each is to the schema: one row a type, in types.cpp.
//
// A new type has a row here, one in `rule/types.cpp` (how its values compare) and one in `records/value_types.cpp` (how
// they are checked, read and described); in the browser one in `lib/records/types.ts`. Each table is held to having
// every type.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kith::schema {

enum class FieldType {
    text,
    long_text,
    number,
    decimal,
    money,
    boolean,
    date,
    partial_date,
    time,
    instant,
    choice,
    multi_choice,
    country,
    language,
    email,
    phone,
    url,
    user,
    relation,
    json,
    file,
};

inline constexpr std::size_t field_types_count = static_cast<std::size_t>(FieldType::file) + 1;

/// Whether a table has every type, in the order of the enumeration, so that it can be indexed by it.
template <class Row>
constexpr bool has_every_type(std::array<Row, field_types_count> const& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].type != static_cast<FieldType>(i)) return false;
    return true;
}

/// Stands around each value in the column of a field that holds several; no choice may have it.
inline constexpr char value_mark = '\x1f';

/// What lists are ordered by: the value itself, or bytes beside it that sort as readers expect.
enum class SortedBy { nothing, value, collation, currency_and_amount };

struct TypeFacts {
    FieldType type;
    std::string_view name;
    std::string_view column;       ///< the column that holds the value, a macro of store::Dialect
    std::string_view unit_suffix;  ///< of a second column, which says what the first counts; empty: none
    SortedBy sorted_by;
    bool is_searchable;  ///< may be part of the search document
    bool has_choices;
};

TypeFacts const& facts_of(FieldType type);
std::span<TypeFacts const> field_types();

std::string_view name_of(FieldType type);
std::optional<FieldType> field_type_of(std::string_view name);

/// Bytes that sort by currency, then by amount.
std::string money_sort_key(std::int64_t minor, std::string_view currency);

}  // namespace kith::schema
