// A time of day, without day and zone: when a shop opens.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith {

struct TimeOfDay {
    std::int64_t seconds = 0;      ///< since midnight, below 86,400
    bool is_whole_minute = false;  ///< the text had no seconds

    /// `09:30` or `09:30:15`, to `23:59:59`; the hour may have one digit.
    static std::optional<TimeOfDay> parse(std::string_view text);
    /// `09:30`; with seconds where they are not zero.
    std::string text() const;
};

}  // namespace kith
