#include "connect/delimited/values.hpp"

#include <date/date.h>
#include <date/tz.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"

namespace kith::connect {

namespace {

/// What one cell says of the marks in it.
struct Marks {
    std::optional<char> decimal;
    bool is_thousands = false;  ///< the only mark stands before groups of three
    char mark = 0;
};

Marks marks_of(std::string_view cell) {
    auto const last = cell.find_last_of(".,");
    if (last == std::string_view::npos) return {};
    char const mark = cell[last], other = mark == '.' ? ',' : '.';
    if (cell.find(other) != std::string_view::npos) return {mark, false, mark};
    auto const decimals = static_cast<std::size_t>(
        std::count_if(cell.begin() + static_cast<std::ptrdiff_t>(last), cell.end(), text::is_digit));
    if (cell.find(mark) != last) return {other, true, mark};
    if (decimals != 3 || last == 0) return {mark, false, mark};
    // `0,125` is no thousand.
    auto const first = cell.find_first_of("0123456789");
    if (first != std::string_view::npos && cell[first] == '0') return {mark, false, mark};
    return {std::nullopt, true, mark};
}

struct Parts {
    int year = 0;
    unsigned month = 0, day = 0;
};

std::optional<int> number_of(std::string_view text) {
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

std::optional<std::array<std::string_view, 3>> split(std::string_view date) {
    auto const mark = date.find_first_not_of("0123456789");
    if (mark == std::string_view::npos || mark == 0) return std::nullopt;
    char const c = date[mark];
    if (c != '-' && c != '/' && c != '.') return std::nullopt;
    auto const second = date.find(c, mark + 1);
    if (second == std::string_view::npos) return std::nullopt;
    return std::array{date.substr(0, mark), date.substr(mark + 1, second - mark - 1), date.substr(second + 1)};
}

std::optional<Parts> parts_of(std::string_view date, DateOrder order) {
    if (date.size() == 8 && std::all_of(date.begin(), date.end(), text::is_digit)) {
        auto const number = number_of(date).value_or(0);
        return Parts{number / 10000, static_cast<unsigned>(number / 100 % 100), static_cast<unsigned>(number % 100)};
    }
    auto const pieces = split(date);
    if (!pieces) return std::nullopt;
    std::array<int, 3> numbers{};
    for (std::size_t i = 0; i < 3; ++i) {
        auto const number = number_of((*pieces)[i]);
        if (!number) return std::nullopt;
        numbers[i] = *number;
    }
    if ((*pieces)[0].size() == 4)
        return Parts{numbers[0], static_cast<unsigned>(numbers[1]), static_cast<unsigned>(numbers[2])};
    auto year = numbers[2];
    if ((*pieces)[2].size() == 2) year += year < 70 ? 2000 : 1900;
    bool const is_day_first = order == DateOrder::day_month_year;
    return Parts{year, static_cast<unsigned>(numbers[is_day_first ? 1 : 0]),
                 static_cast<unsigned>(numbers[is_day_first ? 0 : 1])};
}

/// `9:05`, `09:05:30.5`, `9:05 PM`, as milliseconds of the day.
std::optional<std::int64_t> clock_of(std::string_view text) {
    bool is_afternoon = false, is_morning = false;
    for (auto const* half : {"AM", "PM", "am", "pm"}) {
        if (!text.ends_with(half)) continue;
        (half[0] == 'P' || half[0] == 'p' ? is_afternoon : is_morning) = true;
        text.remove_suffix(2);
        while (text.ends_with(' ')) text.remove_suffix(1);
    }
    std::array<int, 3> numbers{};
    std::size_t at = 0;
    std::int64_t ms = 0;
    if (auto const dot = text.find('.'); dot != std::string_view::npos) {
        auto decimals = std::string(text.substr(dot + 1, 3));
        if (decimals.empty()) return std::nullopt;
        decimals.resize(3, '0');
        auto const number = number_of(decimals);
        if (!number) return std::nullopt;
        ms = *number;
        text = text.substr(0, dot);
    }
    while (at < 3) {
        auto const colon = text.find(':');
        auto const number = number_of(text.substr(0, colon));
        if (!number) return std::nullopt;
        numbers[at++] = *number;
        if (colon == std::string_view::npos) break;
        text.remove_prefix(colon + 1);
    }
    if (at < 2 || numbers[0] > 23 || numbers[1] > 59 || numbers[2] > 60) return std::nullopt;
    if ((is_afternoon || is_morning) && (numbers[0] == 0 || numbers[0] > 12)) return std::nullopt;
    if (is_afternoon && numbers[0] != 12) numbers[0] += 12;
    if (is_morning && numbers[0] == 12) numbers[0] = 0;
    return ((numbers[0] * 60 + numbers[1]) * 60LL + std::min(numbers[2], 59)) * 1000 + ms;
}

constexpr std::int64_t noon_ms = 12LL * 60 * 60 * 1000;

}  // namespace

char decimal_mark_of(std::span<std::string_view const> cells, char fallback) {
    bool has_comma_thousands = false, has_point_thousands = false;
    for (auto const cell : cells) {
        auto const marks = marks_of(cell);
        if (marks.decimal) return *marks.decimal;
        if (marks.is_thousands) (marks.mark == ',' ? has_comma_thousands : has_point_thousands) = true;
    }
    if (has_comma_thousands != has_point_thousands) return has_comma_thousands ? '.' : ',';
    return fallback;
}

std::optional<std::string> decimal_of(std::string_view cell, char decimal_mark) {
    std::string number;
    bool is_negative = false, has_point = false, has_digit = false, is_over = false;
    int letters = 0;
    for (std::size_t i = 0; i < cell.size(); ++i) {
        char const c = cell[i];
        if (text::is_digit(c)) {
            if (is_over) return std::nullopt;
            number += c;
            has_digit = true;
        } else if (c == decimal_mark) {
            if (has_point) return std::nullopt;
            number += '.';
            has_point = true;
        } else if (c == '-' || c == '(') {
            if (is_negative) return std::nullopt;
            is_negative = true;
            is_over = has_digit;
        } else if (cell.substr(i).starts_with("\xE2\x88\x92")) {  // U+2212, the minus sign
            is_negative = true;
            i += 2;
        } else if (c != '+' && c != ')' && c != ' ' && c != '\'' && c != '.' && c != ',' && c != '\xC2' &&
                   c != '\xA0' && ++letters > 4) {
            return std::nullopt;
        }
    }
    if (!has_digit) return std::nullopt;
    return (is_negative ? "-" : "") + number;
}

std::string_view name_of(DateOrder order) { return order == DateOrder::day_month_year ? "dmy" : "mdy"; }

std::optional<DateOrder> date_order_of(std::string_view name) {
    if (name == "dmy") return DateOrder::day_month_year;
    if (name == "mdy") return DateOrder::month_day_year;
    return std::nullopt;
}

std::optional<DateOrder> date_order_of(std::span<std::string_view const> cells) {
    for (auto const cell : cells) {
        auto const pieces = split(cell.substr(0, cell.find_first_of(" T")));
        if (!pieces || (*pieces)[0].size() == 4) continue;
        if (number_of((*pieces)[0]).value_or(0) > 12) return DateOrder::day_month_year;
        if (number_of((*pieces)[1]).value_or(0) > 12) return DateOrder::month_day_year;
    }
    return std::nullopt;
}

LocalTime::LocalTime(std::string_view time_zone, DateOrder order)
    : zone_(date::locate_zone(is_time_zone(time_zone) ? std::string(time_zone) : "Etc/UTC")), order_(order) {}

std::optional<Instant> LocalTime::instant_of(std::string_view cell) const {
    auto const gap = cell.find_first_of(" Tt");
    auto const parts = parts_of(cell.substr(0, gap), order_);
    if (!parts || parts->year < 1000 || parts->year > 9999) return std::nullopt;
    date::year_month_day const day{date::year(parts->year), date::month(parts->month), date::day(parts->day)};
    if (!day.ok()) return std::nullopt;
    auto ms = noon_ms;
    if (gap != std::string_view::npos) {
        auto rest = cell.substr(gap + 1);
        if (rest.find_first_of("Zz+") != std::string_view::npos || rest.find('-') != std::string_view::npos) {
            // With its offset it is an instant of RFC 3339, once the date is written as there.
            return Instant::parse(
                Date{static_cast<std::int32_t>(date::sys_days(day).time_since_epoch().count())}.text() + "T" +
                std::string(rest));
        }
        auto const clock = clock_of(rest);
        if (!clock) return std::nullopt;
        ms = *clock;
    }
    auto const local = date::local_time<Milliseconds>(date::local_days(day)) + Milliseconds(ms);
    auto const* zone = static_cast<date::time_zone const*>(zone_);
    return Instant{zone->to_sys(local, date::choose::earliest).time_since_epoch().count()};
}

}  // namespace kith::connect
