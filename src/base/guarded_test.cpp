#include "base/guarded.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace kith {
namespace {

TEST(Guarded, counts_right_under_many_hands) {
    Guarded<int> const count(0);
    std::vector<std::thread> hands;
    for (int i = 0; i < 4; ++i)
        hands.emplace_back([&] {
            for (int k = 0; k < 10'000; ++k) ++*count.lock();
        });
    for (auto& hand : hands) hand.join();
    EXPECT_EQ(*count.lock(), 40'000);
}

}  // namespace
}  // namespace kith
