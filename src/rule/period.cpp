#include "rule/period.hpp"

#include <date/date.h>

namespace kith::rule {

namespace {

constexpr std::int64_t ms_a_minute = 60'000;

std::int64_t ms_of(Unit unit) {
    switch (unit) {
        case Unit::minute:
            return ms_a_minute;
        case Unit::hour:
            return 60 * ms_a_minute;
        case Unit::week:
            return 7 * 24 * 60 * ms_a_minute;
        default:
            return 24 * 60 * ms_a_minute;
    }
}

date::year_month_day calendar_of(Date day) { return date::year_month_day{date::sys_days(date::days(day.days))}; }
Date day_of(date::year_month_day const& ymd) {
    return {static_cast<std::int32_t>(date::sys_days(ymd).time_since_epoch().count())};
}

// The first day of the stretch that a day is in. Weeks begin on Monday.
Date begin_of(Unit unit, Date day) {
    auto const ymd = calendar_of(day);
    switch (unit) {
        case Unit::week: {
            date::weekday const weekday{date::sys_days(date::days(day.days))};
            return {day.days - static_cast<std::int32_t>(weekday.iso_encoding()) + 1};
        }
        case Unit::month:
            return day_of(ymd.year() / ymd.month() / 1);
        case Unit::quarter:
            return day_of(ymd.year() / date::month((static_cast<unsigned>(ymd.month()) - 1) / 3 * 3 + 1) / 1);
        case Unit::year:
            return day_of(ymd.year() / 1 / 1);
        default:
            return day;
    }
}

// A beginning, so many stretches on. The day of the month is the first, so that every month has it.
Date plus(Unit unit, Date begin, std::int64_t count) {
    auto const ymd = calendar_of(begin);
    auto const n = static_cast<int>(count);
    switch (unit) {
        case Unit::week:
            return {begin.days + 7 * n};
        case Unit::month:
            return day_of(ymd + date::months(n));
        case Unit::quarter:
            return day_of(ymd + date::months(3 * n));
        case Unit::year:
            return day_of(ymd + date::years(n));
        default:
            return {begin.days + n};
    }
}

std::optional<Days> calendar_days(Period const& period, Date today) {
    auto const begin = begin_of(period.unit, today);
    auto const next = plus(period.unit, begin, 1);
    switch (period.kind) {
        case Period::Kind::current:
            return Days{begin, next};
        case Period::Kind::last_calendar:
            return Days{plus(period.unit, begin, -period.count), begin};
        case Period::Kind::next_calendar:
            return Days{next, plus(period.unit, next, period.count)};
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<Days> days_of(std::string_view text) {
    if (text.size() != 4 && text.size() != 7 && text.size() != 10) return std::nullopt;
    auto const unit = text.size() == 4 ? Unit::year : text.size() == 7 ? Unit::month : Unit::day;
    auto const rest = unit == Unit::year ? "-01-01" : unit == Unit::month ? "-01" : "";
    auto const first = Date::parse(std::string(text) + rest);
    if (!first) return std::nullopt;
    return Days{*first, plus(unit, *first, 1)};
}

std::optional<Days> days_of(Period const& period, Moment const& moment) {
    auto const today = Date::of(moment.now, moment.time_zone);
    if (period.kind == Period::Kind::now) return Days{today, {today.days + 1}};
    if (auto const days = calendar_days(period, today)) return days;
    if (period.unit != Unit::day && period.unit != Unit::week) return std::nullopt;
    auto const count = static_cast<std::int32_t>(period.count * (period.unit == Unit::week ? 7 : 1));
    switch (period.kind) {
        case Period::Kind::ago:
            return Days{{today.days - count}, {today.days - count + 1}};
        case Period::Kind::ahead:
            return Days{{today.days + count}, {today.days + count + 1}};
        case Period::Kind::last:
            return Days{{today.days - count + 1}, {today.days + 1}};
        default:
            return Days{today, {today.days + count}};
    }
}

std::optional<Span> span_of(std::string_view text, Moment const& moment) {
    if (auto const days = days_of(text))
        return Span{days->from.begins(moment.time_zone), days->to.begins(moment.time_zone)};
    auto const instant = Instant::parse(text);
    if (!instant) return std::nullopt;
    return Span{*instant, {instant->ms + 1}};
}

Span span_of(Period const& period, Moment const& moment) {
    if (auto const days = calendar_days(period, Date::of(moment.now, moment.time_zone)))
        return {days->from.begins(moment.time_zone), days->to.begins(moment.time_zone)};
    auto const now = moment.now.ms, length = period.count * ms_of(period.unit);
    switch (period.kind) {
        case Period::Kind::ago:
            return {{now - length}, {now - length + 1}};
        case Period::Kind::ahead:
            return {{now + length}, {now + length + 1}};
        case Period::Kind::last:
            return {{now - length}, {now + 1}};
        case Period::Kind::next:
            return {{now}, {now + length + 1}};
        default:
            return {{now}, {now + 1}};
    }
}

}  // namespace kith::rule
