// The limits of schema/; base/limits.hpp tells how they are written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

namespace kith::limits {

// Objects and fields
inline constexpr std::size_t objects_max = 500;            // retired ones included
inline constexpr std::size_t fields_per_object_max = 500;  // retired ones included
inline constexpr std::size_t columns_per_object_max = 1000;
inline constexpr std::size_t sortable_fields_max = 12;  // an object
inline constexpr std::size_t choices_max = 200;         // a field
inline constexpr std::size_t label_characters_max = 80;
inline constexpr std::size_t name_bytes_max = 48;
inline constexpr std::size_t name_suggested_bytes_max = 40;   // leaves room for a number
inline constexpr std::size_t composites_per_object_max = 20;  // retired ones included
// What leaves room for a part in the names and labels of its fields.
inline constexpr std::size_t composite_label_characters_max = 60;
inline constexpr std::size_t composite_name_bytes_max = 36;
inline constexpr std::size_t composite_name_suggested_bytes_max = 28;
inline constexpr std::size_t formulas_per_object_max = 50;
inline constexpr std::size_t rollups_per_object_max = 20;   // fields of it that are counted from others' records
inline constexpr std::size_t rollups_from_object_max = 20;  // fields that are counted from its records
inline constexpr int decimal_digits_max = 15;               // of one value, so that a rule can say it too
inline constexpr int decimal_scale_max = 10;                // of these, after the point
inline constexpr int schema_lock_seconds_max = 2;  // that a change of definitions waits for those who use the table
inline constexpr int schema_lock_attempts_max = 5;
inline constexpr int slot_rest_seconds_min = 60;              // before a deleted field's column serves another
inline constexpr std::int64_t sort_keys_made_max = 200'000;   // in one change of definitions
inline constexpr std::int64_t searched_values_max = 200'000;  // of a field whose words are made in one change
// Where the words must be made whatever it takes, for what the records hold changed with them.
inline constexpr std::int64_t searched_values_all = std::numeric_limits<std::int64_t>::max();

}  // namespace kith::limits
