#include "app/demo.hpp"

#include <gtest/gtest.h>

#include <set>

namespace kith::app {
namespace {

DemoOptions options(std::uint64_t seed) { return {seed, 40, *Instant::parse("2026-11-22T12:00:00Z")}; }

TEST(Demo, TheSameSeedGivesTheSameCallsAndAnotherOthers) {
    auto const first = make_demo(options(1)), again = make_demo(options(1)), other = make_demo(options(2));
    EXPECT_EQ(first.web, again.web);
    EXPECT_EQ(first.till, again.till);
    EXPECT_NE(first.web, other.web);
}

TEST(Demo, EveryMessageHasAnIdOfItsOwnSomebodyAndATimeInThePast) {
    auto const demo = make_demo(options(3));
    std::set<std::string> ids;
    for (auto const* calls : {&demo.web, &demo.till})
        for (auto const& call : *calls) {
            EXPECT_TRUE(ids.insert(call["messageId"].get<std::string>()).second);
            EXPECT_TRUE(call.contains("userId") || call.contains("anonymousId"));
            EXPECT_LE(*Instant::parse(call["timestamp"].get<std::string>()), options(3).now + std::chrono::minutes(30));
        }
    EXPECT_GT(ids.size(), 300u);
    EXPECT_FALSE(demo.till.empty());
    EXPECT_FALSE(demo.consents.empty());
}

}  // namespace
}  // namespace kith::app
