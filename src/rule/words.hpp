// The words and signs of the language, each written once, for parser, printer, JSON form and completion.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "rule/rule.hpp"

namespace kith::rule {

inline constexpr std::array<std::pair<Comparison, std::string_view>, 6> signs{{
    {Comparison::equal, "="},
    {Comparison::not_equal, "!="},
    {Comparison::less, "<"},
    {Comparison::less_equal, "<="},
    {Comparison::greater, ">"},
    {Comparison::greater_equal, ">="},
}};

inline constexpr std::array<std::pair<Likeness, std::string_view>, 4> likenesses{{
    {Likeness::contains, "contains"},
    {Likeness::starts_with, "starts with"},
    {Likeness::ends_with, "ends with"},
    {Likeness::matches, "matches"},
}};

inline constexpr std::array<std::pair<Unit, std::string_view>, 7> units{{
    {Unit::minute, "minute"},
    {Unit::hour, "hour"},
    {Unit::day, "day"},
    {Unit::week, "week"},
    {Unit::month, "month"},
    {Unit::quarter, "quarter"},
    {Unit::year, "year"},
}};

inline constexpr std::array<std::pair<Period::Kind, std::string_view>, 8> period_kinds{{
    {Period::Kind::now, "now"},
    {Period::Kind::ago, "ago"},
    {Period::Kind::ahead, "ahead"},
    {Period::Kind::last, "last"},
    {Period::Kind::next, "next"},
    {Period::Kind::current, "this"},
    {Period::Kind::last_calendar, "last_calendar"},
    {Period::Kind::next_calendar, "next_calendar"},
}};

/// After `my` in the text form.
inline constexpr std::array<std::pair<Circle, std::string_view>, 2> circles{{
    {Circle::teams, "teams"},
    {Circle::reports, "reports"},
}};
/// `actor` in the JSON form.
inline constexpr std::array<std::pair<Circle, std::string_view>, 2> circle_actors{{
    {Circle::teams, "my_teams"},
    {Circle::reports, "my_reports"},
}};

template <class Table, class Key>
constexpr std::string_view word_of(Table const& table, Key key) {
    for (auto const& [value, word] : table)
        if (value == key) return word;
    return {};
}

template <class Table>
constexpr auto value_of(Table const& table, std::string_view text) -> std::optional<decltype(table[0].first)> {
    for (auto const& [value, word] : table)
        if (word == text) return value;
    return std::nullopt;
}

/// Whether a unit always lasts the same, so that a number of them can be counted back from now.
constexpr bool is_fixed(Unit unit) { return unit <= Unit::week; }
/// Whether the calendar has such stretches.
constexpr bool is_calendar(Unit unit) { return unit >= Unit::day; }
/// Whether the parts of a period fit each other.
bool is_sound(Period const& period);

}  // namespace kith::rule
