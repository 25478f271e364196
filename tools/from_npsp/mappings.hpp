// What each table of a Nonprofit Success Pack data set becomes: a query whose columns are named as `kith import --map`
// names targets, and the objects and fields that these need.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kith::tools {

struct Mapping {
    char const* object;
    char const* table;
    char const* select;
};

/// What others point to comes before them.
std::span<Mapping const> mappings();
/// The set-up, with `choices_of` in place of choices that follow from the data.
std::string set_up_text();
/// Whether a column becomes something.
bool is_taken(std::string_view table, std::string_view column);

}  // namespace kith::tools
