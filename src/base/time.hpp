// Instants and dates. An Instant is epoch milliseconds in UTC; a Date is days since 1970-01-01. Neither knows a time
// zone: where a day begins is asked of a workspace's zone by the caller.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith {

using Milliseconds = std::chrono::milliseconds;

struct Instant {
    std::int64_t ms = 0;

    auto operator<=>(Instant const&) const = default;
    Instant operator+(Milliseconds d) const { return {ms + d.count()}; }
    Instant operator-(Milliseconds d) const { return {ms - d.count()}; }
    Milliseconds operator-(Instant other) const { return Milliseconds(ms - other.ms); }

    static Instant now();
    /// RFC 3339 in UTC with milliseconds: `2026-11-22T03:18:18.123Z`. Years 0000 to 9999.
    std::string text() const;
    /// RFC 3339 with `Z` or an offset; also without a zone (taken as UTC), a space for the `T`, and a bare date
    /// (midnight UTC).
    static std::optional<Instant> parse(std::string_view text);
};

struct Date {
    std::int32_t days = 0;

    auto operator<=>(Date const&) const = default;
    /// `YYYY-MM-DD`.
    std::string text() const;
    static std::optional<Date> parse(std::string_view text);
    static Date of(Instant instant, std::string_view time_zone);
    /// The first instant of this day in the zone.
    Instant begins(std::string_view time_zone) const;
};

/// Whether the zone is known to this machine's time zone database (`Europe/Vilnius`).
bool is_time_zone(std::string_view name);

}  // namespace kith
