#include "connect/gathering.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <numeric>
#include <thread>

namespace kith::connect {
namespace {

struct Parcel {
    int sender = 0;
    std::size_t size = 1;
    int times_worked_on = 0;
    std::size_t weight() const { return size; }
    bool goes_with(Parcel const& other) const { return sender == other.sender; }
};

TEST(GatheringTest, a_lone_item_is_worked_on_at_once) {
    Gathering<Parcel> gathering(1, 10);
    Parcel parcel{0, 50, 0};  // heavier than what goes together
    gathering.pass(parcel, [](std::span<Parcel* const> items) {
        ASSERT_EQ(items.size(), 1u);
        ++items[0]->times_worked_on;
    });
    EXPECT_EQ(parcel.times_worked_on, 1);
}

TEST(GatheringTest, every_item_is_worked_on_once_with_its_like_and_within_the_weight) {
    Gathering<Parcel> gathering(2, 8);
    std::atomic<int> at_once = 0, most_at_once = 0, most_together = 0;
    std::vector<Parcel> parcels(600);
    for (std::size_t i = 0; i < parcels.size(); ++i) parcels[i] = {static_cast<int>(i % 3), 1 + i % 4, 0};
    auto const work = [&](std::span<Parcel* const> items) {
        int const now = ++at_once;
        int seen = most_at_once;
        while (now > seen && !most_at_once.compare_exchange_weak(seen, now)) {
        }
        std::size_t weight = 0;
        for (auto* each : items) {
            EXPECT_EQ(each->sender, items.front()->sender);
            weight += each->size;
            ++each->times_worked_on;
        }
        EXPECT_LE(weight, 8u);
        int together = most_together;
        while (static_cast<int>(items.size()) > together &&
               !most_together.compare_exchange_weak(together, static_cast<int>(items.size()))) {
        }
        std::this_thread::sleep_for(std::chrono::microseconds(200));
        --at_once;
    };
    std::vector<std::thread> threads;
    for (std::size_t first = 0; first < 12; ++first)
        threads.emplace_back([&, first] {
            for (auto i = first; i < parcels.size(); i += 12) gathering.pass(parcels[i], work);
        });
    for (auto& thread : threads) thread.join();
    for (auto const& parcel : parcels) EXPECT_EQ(parcel.times_worked_on, 1);
    EXPECT_LE(most_at_once, 2);
    EXPECT_GT(most_together, 1);
}

}  // namespace
}  // namespace kith::connect
