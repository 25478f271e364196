#include <gtest/gtest.h>

#include "people/rights.hpp"

namespace kith::people {
namespace {

std::string due(std::string_view asked) { return month_after(*Instant::parse(asked)).text(); }

TEST(RightsRequests, AreDueAMonthLaterOnTheLastDayOfAShorterOne) {
    EXPECT_EQ(due("2026-03-15T10:20:30.400Z"), "2026-04-15T10:20:30.400Z");
    EXPECT_EQ(due("2026-01-31T00:00:00Z"), "2026-02-28T00:00:00.000Z");
    EXPECT_EQ(due("2028-01-30T23:59:59Z"), "2028-02-29T23:59:59.000Z");
    EXPECT_EQ(due("2026-12-31T12:00:00Z"), "2027-01-31T12:00:00.000Z");
    EXPECT_EQ(due("2026-02-28T12:00:00Z"), "2026-03-28T12:00:00.000Z");
}

}  // namespace
}  // namespace kith::people
