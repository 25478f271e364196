#include "base/time_of_day.hpp"

#include <fmt/format.h>

namespace kith {

namespace {

// Two digits at the front, taken off.
std::optional<int> two_digits(std::string_view& text, int limit) {
    if (text.size() < 2 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return std::nullopt;
    int const value = (text[0] - '0') * 10 + (text[1] - '0');
    text.remove_prefix(2);
    return value < limit ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<TimeOfDay> TimeOfDay::parse(std::string_view text) {
    std::string padded;
    if (text.size() > 1 && text[1] == ':') text = padded = "0" + std::string(text);
    auto const hour = two_digits(text, 24);
    if (!hour || !text.starts_with(':')) return std::nullopt;
    text.remove_prefix(1);
    auto const minute = two_digits(text, 60);
    if (!minute) return std::nullopt;
    TimeOfDay time{(*hour * 60 + *minute) * 60, text.empty()};
    if (text.empty()) return time;
    if (!text.starts_with(':')) return std::nullopt;
    text.remove_prefix(1);
    auto const second = two_digits(text, 60);
    if (!second || !text.empty()) return std::nullopt;
    time.seconds += *second;
    return time;
}

std::string TimeOfDay::text() const {
    auto const minutes = fmt::format("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    return seconds % 60 == 0 ? minutes : fmt::format("{}:{:02}", minutes, seconds % 60);
}

}  // namespace kith
