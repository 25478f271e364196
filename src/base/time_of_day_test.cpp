#include "base/time_of_day.hpp"

#include <gtest/gtest.h>

namespace kith {
namespace {

std::string said(std::string_view text) {
    auto const time = TimeOfDay::parse(text);
    return time ? time->text() : "none";
}

TEST(TimeOfDay, reads_hours_minutes_and_seconds) {
    EXPECT_EQ(TimeOfDay::parse("09:30")->seconds, 34'200);
    EXPECT_TRUE(TimeOfDay::parse("09:30")->is_whole_minute);
    EXPECT_FALSE(TimeOfDay::parse("09:30:00")->is_whole_minute);
    EXPECT_EQ(said("00:00"), "00:00");
    EXPECT_EQ(said("9:05"), "09:05");
    EXPECT_EQ(said("23:59:59"), "23:59:59");
    EXPECT_EQ(said("23:59:00"), "23:59");
    for (auto const* text :
         {"", "24:00", "12:60", "12:00:60", "12", "12:", "12:0", "1200", "12:00:", "ab:cd", "12:00 "})
        EXPECT_EQ(said(text), "none") << text;
}

}  // namespace
}  // namespace kith
