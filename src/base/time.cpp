#include "base/time.hpp"

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <charconv>

namespace kith {

namespace {

constexpr std::int64_t ms_a_day = 86'400'000;
constexpr std::int64_t year_0_ms = -62'167'219'200'000, year_10000_ms = 253'402'300'800'000;

// Reads exactly `digits` digits at the front of `text` and takes them off.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::int64_t> take_days(std::string_view& text) {
    auto const year = take_number(text, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    auto const month = take_number(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    auto const day = take_number(text, 2);
    if (!day) return std::nullopt;
    date::year_month_day const ymd{date::year(*year), date::month(static_cast<unsigned>(*month)),
                                   date::day(static_cast<unsigned>(*day))};
    if (!ymd.ok()) return std::nullopt;
    return date::sys_days(ymd).time_since_epoch().count();
}

std::optional<std::int64_t> take_clock_ms(std::string_view& text) {
    auto const hour = take_number(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
    auto const minute = take_number(text, 2);
    if (!minute || *minute > 59) return std::nullopt;
    int second = 0;
    std::int64_t ms = 0;
    if (take(text, ':')) {
        auto const value = take_number(text, 2);
        if (!value || *value > 60) return std::nullopt;
        second = *value == 60 ? 59 : *value;  // a leap second is the one before it
        if (take(text, '.') || take(text, ',')) {
            int scale = 100;
            std::size_t digits = 0;
            while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
                ms += (text.front() - '0') * scale;
                scale /= 10;
                text.remove_prefix(1);
                ++digits;
            }
            if (digits == 0) return std::nullopt;
        }
    }
    return ((*hour * 60 + *minute) * 60LL + second) * 1000 + ms;
}

// Offset of the zone in ms, taken off the end of a time; absent means UTC.
std::optional<std::int64_t> take_offset_ms(std::string_view& text) {
    if (text.empty() || take(text, 'Z') || take(text, 'z')) return 0;
    int const sign = text.front() == '-' ? -1 : 1;
    if (!take(text, '+') && !take(text, '-')) return std::nullopt;
    auto const hour = take_number(text, 2);
    if (!hour || *hour > 23) return std::nullopt;
    take(text, ':');
    int minute = 0;
    if (!text.empty()) {
        auto const value = take_number(text, 2);
        if (!value || *value > 59) return std::nullopt;
        minute = *value;
    }
    return sign * (*hour * 60 + minute) * 60'000LL;
}

date::time_zone const* zone_or_utc(std::string_view name) {
    try {
        return date::locate_zone(std::string(name));
    } catch (std::exception const&) {
        return date::locate_zone("Etc/UTC");
    }
}

}  // namespace

Instant Instant::now() {
    return {std::chrono::duration_cast<Milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

std::string Instant::text() const {
    std::int64_t days = ms / ms_a_day, rest = ms % ms_a_day;
    if (rest < 0) {
        --days;
        rest += ms_a_day;
    }
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", Date{static_cast<std::int32_t>(days)}.text(), rest / 3'600'000,
                       rest / 60'000 % 60, rest / 1000 % 60, rest % 1000);
}

std::optional<Instant> Instant::parse(std::string_view text) {
    auto const days = take_days(text);
    if (!days) return std::nullopt;
    if (text.empty()) return Instant{*days * ms_a_day};
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
    auto const clock = take_clock_ms(text);
    if (!clock) return std::nullopt;
    auto const offset = take_offset_ms(text);
    if (!offset || !text.empty()) return std::nullopt;
    Instant const instant{*days * ms_a_day + *clock - *offset};
    // An offset may lead out of the years that can be written down again.
    if (instant.ms < year_0_ms || instant.ms >= year_10000_ms) return std::nullopt;
    return instant;
}

std::string Date::text() const {
    date::year_month_day const ymd{date::sys_days(date::days(days))};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                       static_cast<unsigned>(ymd.day()));
}

std::optional<Date> Date::parse(std::string_view text) {
    auto const days = take_days(text);
    if (!days || !text.empty()) return std::nullopt;
    return Date{static_cast<std::int32_t>(*days)};
}

Date Date::of(Instant instant, std::string_view time_zone) {
    auto const local = zone_or_utc(time_zone)->to_local(date::sys_time<Milliseconds>(Milliseconds(instant.ms)));
    return {static_cast<std::int32_t>(date::floor<date::days>(local).time_since_epoch().count())};
}

Instant Date::begins(std::string_view time_zone) const {
    date::local_days const local{date::days(days)};
    auto const start = zone_or_utc(time_zone)->to_sys(date::local_time<Milliseconds>(local), date::choose::earliest);
    return {start.time_since_epoch().count()};
}

bool is_time_zone(std::string_view name) {
    try {
        return date::locate_zone(std::string(name)) != nullptr;
    } catch (std::exception const&) {
        return false;
    }
}

}  // namespace kith
