// A full queue: told to wait, and nothing that was accepted is lost.
#include <future>

#include "store/limits.hpp"
#include "tests/connect/connect_fixture.hpp"
#include "tests/support/blocked_writer.hpp"

namespace kith::connect {
namespace {

class BackPressureTest : public ConnectTest {};
INSTANTIATE_TEST_SUITE_P(Store, BackPressureTest, testing::Values(store::Kind::sqlite), store::database_name);

TEST_P(BackPressureTest, a_full_queue_answers_429_and_what_was_accepted_is_stored) {
    EXPECT_EQ(send({track("first", "Clicked", "u1")}).status, 200);
    auto blocked = std::make_unique<store::BlockedWriter>(*database_);
    std::vector<std::future<Result<void>>> queued;
    for (std::size_t i = 0; i < limits::write_queue_tasks_max; ++i) {
        queued.push_back(std::async(std::launch::async, [this] {
            return database_->write([](store::Transaction&) -> Result<void> { return {}; });
        }));
    }
    blocked->wait_for_waiting(static_cast<std::int64_t>(limits::write_queue_tasks_max));
    auto const refused = send({track("second", "Clicked", "u1")});
    EXPECT_EQ(refused.status, 429) << refused.body;
    EXPECT_GE(std::stoi(std::string(refused.headers.get("Retry-After"))), 1);
    EXPECT_EQ(refused.headers.get("Access-Control-Allow-Origin"), "*");
    blocked.reset();
    for (auto& task : queued) EXPECT_TRUE(task.get());
    EXPECT_THAT(counters(), testing::ElementsAre(1, 1, 0, 0));
    // The client tries again, as it was told to.
    EXPECT_EQ(send({track("second", "Clicked", "u1")}).status, 200);
    EXPECT_THAT(counters(), testing::ElementsAre(2, 2, 0, 0));
}

}  // namespace
}  // namespace kith::connect
