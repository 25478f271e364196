// Stretches of time as bounds: days for dates, milliseconds for instants.
#pragma once

#include <optional>
#include <string_view>

#include "rule/rule.hpp"

namespace kith::rule {

/// From the first to before the last.
struct Days {
    Date from, to;
};
struct Span {
    Instant from, to;
};

/// The days of `2026`, `2026-11` or `2026-11-22`.
std::optional<Days> days_of(std::string_view text);
/// The days of a period; nothing where it is counted in hours or minutes.
std::optional<Days> days_of(Period const& period, Moment const& moment);
/// An instant, or the days of a text as the workspace's clocks have them.
std::optional<Span> span_of(std::string_view text, Moment const& moment);
Span span_of(Period const& period, Moment const& moment);

}  // namespace kith::rule
