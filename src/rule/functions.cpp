#include <date/date.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "rule/limits.hpp"
#include "rule/outcome.hpp"

namespace kith::rule {

namespace {

using boost::multiprecision::cpp_int;
using Kinds = std::span<Kind const>;
using Operands = std::span<Outcome const>;
using MaybeKind = std::optional<Kind>;

constexpr std::size_t many = 20;
constexpr std::int64_t ms_a_day = 24 * 60 * 60 * std::int64_t{1000};
constexpr int days_away_max = 4'000'000;  // more than the calendar's years 0000 to 9999 have

cpp_int power_of_ten(unsigned digits) { return boost::multiprecision::pow(cpp_int(10), digits); }

// Whole, halves away from zero.
cpp_int whole(Exact const& number) {
    cpp_int const above = numerator(number), below = denominator(number);
    cpp_int const twice = 2 * abs(above) + below;
    cpp_int const size = twice / (2 * below);
    return above < 0 ? cpp_int(-size) : size;
}

bool is_within(Exact const& number) {
    auto const fits = [](cpp_int const& part) { return part == 0 || msb(part) < limits::formula_number_bits_max; };
    return fits(abs(numerator(number))) && fits(denominator(number));
}

// What counts somewhere, such as letters or days, as long as it is a whole number that is not absurd.
std::optional<int> count_of(Exact const& number) {
    if (denominator(number) != 1 || abs(numerator(number)) > days_away_max) return std::nullopt;
    return static_cast<int>(numerator(number));
}

Outcome text_within_limits(std::string text) {
    if (text.size() > limits::formula_text_bytes_max) return {};
    return text;
}

MaybeKind when(bool suits, Kind kind) { return suits ? MaybeKind(kind) : std::nullopt; }
bool are_all(Kinds kinds, Kind kind) {
    return std::all_of(kinds.begin(), kinds.end(), [&](Kind each) { return each == kind; });
}
bool counts(Kind kind) { return kind == Kind::number || kind == Kind::money; }

// What looks past what is absent

MaybeKind kind_of_if(Kinds kinds) { return when(kinds[0] == Kind::boolean && kinds[1] == kinds[2], kinds[1]); }
Outcome value_of_if(Operands of) {
    auto const* condition = std::get_if<bool>(&of[0]);
    return condition && *condition ? of[1] : of[2];
}

MaybeKind kind_of_same(Kinds kinds) { return when(are_all(kinds, kinds[0]), kinds[0]); }
Outcome value_of_coalesce(Operands of) {
    auto const found = std::find_if(of.begin(), of.end(),
                                    [](Outcome const& each) { return !std::holds_alternative<std::monostate>(each); });
    return found == of.end() ? Outcome() : *found;
}

MaybeKind kind_of_texts(Kinds kinds) { return when(are_all(kinds, Kind::text), Kind::text); }
Outcome value_of_join(Operands of) {
    auto const* between = std::get_if<std::string>(&of[0]);
    std::string joined;
    for (auto const& each : of.subspan(1)) {
        auto const* text = std::get_if<std::string>(&each);
        if (!text || text->empty()) continue;
        if (!joined.empty() && between) joined += *between;
        joined += *text;
        if (joined.size() > limits::formula_text_bytes_max) return {};
    }
    return joined.empty() ? Outcome() : Outcome(std::move(joined));
}

// Texts

MaybeKind kind_of_length(Kinds kinds) { return when(kinds[0] == Kind::text, Kind::number); }
Outcome value_of_length(Operands of) { return Exact(text::length(std::get<std::string>(of[0]))); }

Outcome value_of_lower(Operands of) { return text_within_limits(text::lower(std::get<std::string>(of[0]))); }
Outcome value_of_upper(Operands of) {
    std::string upper;
    icu::UnicodeString::fromUTF8(std::get<std::string>(of[0])).toUpper(icu::Locale::getRoot()).toUTF8String(upper);
    return text_within_limits(std::move(upper));
}

// So many letters of the beginning.
MaybeKind kind_of_left(Kinds kinds) { return when(kinds[0] == Kind::text && kinds[1] == Kind::number, Kind::text); }
Outcome value_of_left(Operands of) {
    auto const& text = std::get<std::string>(of[0]);
    auto letters = count_of(std::get<Exact>(of[1]));
    if (!letters || *letters < 1) return {};
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        bool const is_begin = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
        if (is_begin && (*letters)-- == 0) break;
    }
    return text.substr(0, at);
}

MaybeKind kind_of_text(Kinds kinds) { return when(kinds[0] != Kind::boolean && kinds[0] != Kind::instant, Kind::text); }
struct Said {
    std::string operator()(Exact const& number) const {
        auto digits = rounded(number, limits::formula_digits_max);
        digits.erase(digits.find_last_not_of('0') + 1);
        if (digits.ends_with('.')) digits.pop_back();
        return digits;
    }
    std::string operator()(ExactMoney const& money) const {
        return fmt::format("{} {}", rounded(money.amount, money.currency.minor_digits()), money.currency.text());
    }
    std::string operator()(std::string const& text) const { return text; }
    std::string operator()(Date date) const { return date.text(); }
    std::string operator()(auto const&) const { return {}; }
};
Outcome value_of_text(Operands of) { return text_within_limits(std::visit(Said{}, of[0])); }

// Numbers and amounts

MaybeKind kind_of_round(Kinds kinds) {
    return when(counts(kinds[0]) && (kinds.size() == 1 || kinds[1] == Kind::number), kinds[0]);
}
Outcome value_of_round(Operands of) {
    auto const digits = of.size() == 1 ? std::optional(0) : count_of(std::get<Exact>(of[1]));
    if (!digits || std::abs(*digits) > limits::formula_digits_max) return {};
    Exact const unit = *digits >= 0 ? Exact(1, power_of_ten(static_cast<unsigned>(*digits)))
                                    : Exact(power_of_ten(static_cast<unsigned>(-*digits)));
    auto const to_unit = [&](Exact const& number) { return Exact(Exact(whole(Exact(number / unit))) * unit); };
    if (auto const* money = std::get_if<ExactMoney>(&of[0])) return ExactMoney{to_unit(money->amount), money->currency};
    return to_unit(std::get<Exact>(of[0]));
}

MaybeKind kind_of_abs(Kinds kinds) { return when(counts(kinds[0]), kinds[0]); }
Outcome value_of_abs(Operands of) {
    if (auto const* money = std::get_if<ExactMoney>(&of[0]))
        return ExactMoney{money->amount < 0 ? Exact(-money->amount) : money->amount, money->currency};
    auto const& number = std::get<Exact>(of[0]);
    return number < 0 ? Exact(-number) : number;
}

MaybeKind kind_of_extreme(Kinds kinds) {
    return when(are_all(kinds, kinds[0]) && kinds[0] != Kind::boolean && kinds[0] != Kind::text, kinds[0]);
}
std::optional<bool> is_less(Outcome const& a, Outcome const& b) {
    if (auto const* money = std::get_if<ExactMoney>(&a)) {
        auto const& other = std::get<ExactMoney>(b);
        return money->currency == other.currency ? std::optional(money->amount < other.amount) : std::nullopt;
    }
    if (auto const* number = std::get_if<Exact>(&a)) return *number < std::get<Exact>(b);
    if (auto const* date = std::get_if<Date>(&a)) return *date < std::get<Date>(b);
    return std::get<Instant>(a) < std::get<Instant>(b);
}
template <bool is_smallest>
Outcome value_of_extreme(Operands of) {
    Outcome best = of[0];
    for (auto const& each : of.subspan(1)) {
        auto const less = is_smallest ? is_less(each, best) : is_less(best, each);
        if (!less) return {};
        if (*less) best = each;
    }
    return best;
}

// Days

using date::year_month_day;
year_month_day calendar_of(Date day) { return year_month_day{date::sys_days(date::days(day.days))}; }
std::optional<Date> on_calendar(std::int64_t days) {
    Date const date{static_cast<std::int32_t>(days)};
    auto const year = static_cast<int>(calendar_of(date).year());
    return year >= 0 && year <= 9999 ? std::optional(date) : std::nullopt;
}

MaybeKind kind_of_date(Kinds kinds) { return when(kinds[0] == Kind::text, Kind::date); }
Outcome value_of_date(Operands of) {
    auto const date = Date::parse(std::get<std::string>(of[0]));
    return date ? Outcome(*date) : Outcome();
}

MaybeKind kind_of_days_between(Kinds kinds) {
    return when(kinds[0] == kinds[1] && (kinds[0] == Kind::date || kinds[0] == Kind::instant), Kind::number);
}
Outcome value_of_days_between(Operands of) {
    if (auto const* from = std::get_if<Date>(&of[0])) return Exact(std::get<Date>(of[1]).days - from->days);
    return Exact((std::get<Instant>(of[1]).ms - std::get<Instant>(of[0]).ms) / ms_a_day);
}

// Whole months: from the 31st of January until the 28th of February there is none yet.
int months_between(Date from, Date to) {
    if (to < from) return -months_between(to, from);
    auto const a = calendar_of(from), b = calendar_of(to);
    auto const months = (static_cast<int>(b.year()) - static_cast<int>(a.year())) * 12 +
                        static_cast<int>(static_cast<unsigned>(b.month())) -
                        static_cast<int>(static_cast<unsigned>(a.month()));
    return months - (b.day() < a.day() ? 1 : 0);
}
MaybeKind kind_of_months_between(Kinds kinds) { return when(are_all(kinds, Kind::date), Kind::number); }
Outcome value_of_months_between(Operands of) {
    return Exact(months_between(std::get<Date>(of[0]), std::get<Date>(of[1])));
}
Outcome value_of_years_between(Operands of) {
    return Exact(months_between(std::get<Date>(of[0]), std::get<Date>(of[1])) / 12);
}

MaybeKind kind_of_add_days(Kinds kinds) { return when(kinds[0] == Kind::date && kinds[1] == Kind::number, Kind::date); }
Outcome value_of_add_days(Operands of) {
    auto const count = count_of(std::get<Exact>(of[1]));
    auto const day = count ? on_calendar(std::get<Date>(of[0]).days + *count) : std::nullopt;
    return day ? Outcome(*day) : Outcome();
}
// The last day of the month where it has no such day.
Outcome value_of_add_months(Operands of) {
    auto const count = count_of(std::get<Exact>(of[1]));
    if (!count || std::abs(*count) > 12 * 10'000) return {};
    auto const day = calendar_of(std::get<Date>(of[0]));
    auto const month = day.year() / day.month() + date::months(*count);
    auto const last = month / date::last;
    auto const found = std::min(day.day(), last.day());
    auto const moved = on_calendar(date::sys_days(month / found).time_since_epoch().count());
    return moved ? Outcome(*moved) : Outcome();
}

MaybeKind kind_of_part_of_day(Kinds kinds) { return when(kinds[0] == Kind::date, Kind::number); }
Outcome value_of_year(Operands of) { return Exact(static_cast<int>(calendar_of(std::get<Date>(of[0])).year())); }
Outcome value_of_month(Operands of) { return Exact(static_cast<unsigned>(calendar_of(std::get<Date>(of[0])).month())); }

constexpr std::string_view two_days = "two dates, or two moments";
constexpr std::string_view texts = "texts";

constexpr std::array rows{
    Function{"if", "a condition and two of the same kind", 3, 3, true, kind_of_if, value_of_if},
    Function{"coalesce", "values of one kind", 2, many, true, kind_of_same, value_of_coalesce},
    Function{"join", texts, 2, many, true, kind_of_texts, value_of_join},
    Function{"text", "a number, an amount, a text or a date", 1, 1, false, kind_of_text, value_of_text},
    Function{"length", "a text", 1, 1, false, kind_of_length, value_of_length},
    Function{"lower", "a text", 1, 1, false, kind_of_texts, value_of_lower},
    Function{"upper", "a text", 1, 1, false, kind_of_texts, value_of_upper},
    Function{"left", "a text and a number", 2, 2, false, kind_of_left, value_of_left},
    Function{"round", "a number or an amount, and a number of digits", 1, 2, false, kind_of_round, value_of_round},
    Function{"abs", "a number or an amount", 1, 1, false, kind_of_abs, value_of_abs},
    Function{"min", "numbers, amounts, dates or moments", 2, many, false, kind_of_extreme, value_of_extreme<true>},
    Function{"max", "numbers, amounts, dates or moments", 2, many, false, kind_of_extreme, value_of_extreme<false>},
    Function{"date", "a text such as \"2026-11-22\"", 1, 1, false, kind_of_date, value_of_date},
    Function{"days_between", two_days, 2, 2, false, kind_of_days_between, value_of_days_between},
    Function{"months_between", "two dates", 2, 2, false, kind_of_months_between, value_of_months_between},
    Function{"years_between", "two dates", 2, 2, false, kind_of_months_between, value_of_years_between},
    Function{"add_days", "a date and a number", 2, 2, false, kind_of_add_days, value_of_add_days},
    Function{"add_months", "a date and a number", 2, 2, false, kind_of_add_days, value_of_add_months},
    Function{"year", "a date", 1, 1, false, kind_of_part_of_day, value_of_year},
    Function{"month", "a date", 1, 1, false, kind_of_part_of_day, value_of_month},
};

}  // namespace

std::optional<Exact> exact(std::string_view decimal) {
    auto const e = decimal.find_first_of("eE");
    auto const power =
        e == std::string_view::npos ? 0 : std::strtol(std::string(decimal.substr(e + 1)).c_str(), nullptr, 10);
    auto digits = std::string(decimal.substr(0, e));
    bool const is_negative = digits.starts_with('-');
    if (is_negative) digits.erase(0, 1);
    auto scale = static_cast<int>(-power);
    if (auto const dot = digits.find('.'); dot != std::string::npos) {
        scale += static_cast<int>(digits.size() - dot - 1);
        digits.erase(dot, 1);
    }
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    // A leading zero would be taken for the sign of another base.
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    cpp_int const whole(digits);
    auto const factor = power_of_ten(static_cast<unsigned>(std::abs(scale)));
    Exact const size = scale > 0 ? Exact(whole, factor) : Exact(cpp_int(whole * factor));
    return is_negative ? Exact(-size) : size;
}

std::string rounded(Exact const& number, int digits) {
    cpp_int const scaled = whole(Exact(number * Exact(power_of_ten(static_cast<unsigned>(digits)))));
    auto text = cpp_int(abs(scaled)).str();
    auto const places = static_cast<std::size_t>(digits);
    if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
    if (digits > 0) text.insert(text.size() - places, ".");
    return scaled < 0 ? "-" + text : text;
}

Outcome within_limits(Exact number) { return is_within(number) ? Outcome(std::move(number)) : Outcome(); }
Outcome within_limits(ExactMoney money) { return is_within(money.amount) ? Outcome(std::move(money)) : Outcome(); }

std::span<Function const> functions() { return rows; }

Function const* find_function(std::string_view name) {
    auto const found = std::find_if(rows.begin(), rows.end(), [&](Function const& each) { return each.name == name; });
    return found == rows.end() ? nullptr : &*found;
}

std::vector<std::string> formula_functions() {
    std::vector<std::string> names;
    for (auto const& function : rows) names.emplace_back(function.name);
    return names;
}

}  // namespace kith::rule
