// Numbers and dates as files write them. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace kith::connect {

/// `.` or `,`: what parts the decimals, by the cells of a column. Where both occur in a cell the last one does; one
/// that occurs twice in a cell, or is always followed by three digits, parts thousands. `fallback` where nothing tells.
char decimal_mark_of(std::span<std::string_view const> cells, char fallback);

/// The number as `-1234.50`: without signs of money, spaces and marks of thousands; a number in brackets, or with its
/// sign behind it, is negative. Nothing where there is no number.
std::optional<std::string> decimal_of(std::string_view cell, char decimal_mark);

/// The order of a date's parts where it is written with a mark between them; `20261124` and `2026-11-24` are
/// themselves.
enum class DateOrder : std::uint8_t { day_month_year, month_day_year };
std::string_view name_of(DateOrder order);
std::optional<DateOrder> date_order_of(std::string_view name);
/// By a part above twelve; nothing where no cell has one.
std::optional<DateOrder> date_order_of(std::span<std::string_view const> cells);

/// A moment told by the clock of a place.
class LocalTime {
public:
    /// `time_zone` by its IANA name; UTC where there is none.
    LocalTime(std::string_view time_zone, DateOrder order);
    /// `2026-11-24`, `20261124`, `24.11.2026`, `11/24/26`, each with a time or without, which means noon. With `Z` or
    /// an offset the place does not matter. Years of two digits are 1970 to 2069.
    std::optional<Instant> instant_of(std::string_view cell) const;

private:
    void const* zone_;  ///< date::time_zone, which lives as long as the process
    DateOrder order_;
};

}  // namespace kith::connect
