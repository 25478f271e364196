// Holds SQLite's writer in a task of its own while others queue, so that a test decides what comes into one group.
#pragma once

#include <future>
#include <latch>
#include <thread>

#include "store/database.hpp"

namespace kith::store {

class BlockedWriter {
public:
    explicit BlockedWriter(Database& database) : database_(database) {
        thread_ = std::thread([this] {
            (void)database_.write([this](Transaction&) -> Result<void> {
                if (!is_running_.test_and_set()) running_.count_down();
                released_.wait();
                return Error::invalid("", "", "Only to hold the writer.");
            });
        });
        running_.wait();
    }
    ~BlockedWriter() { release(); }
    void release() {
        if (!thread_.joinable()) return;
        released_.count_down();
        thread_.join();
    }
    /// Waits until so many tasks wait behind this one.
    void wait_for_waiting(std::int64_t count) {
        while (database_.statistics().tasks_waiting < count)
            std::this_thread::sleep_for(std::chrono::microseconds(200));
    }

private:
    Database& database_;
    std::latch running_{1}, released_{1};
    std::atomic_flag is_running_;
    std::thread thread_;
};

}  // namespace kith::store
