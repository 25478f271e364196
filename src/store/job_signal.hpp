// Wakes whoever waits for jobs. A count rather than a flag, so that a job committed between looking and waiting is not
// slept over.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace kith::store {

class JobSignal {
public:
    void notify() {
        {
            std::lock_guard const held(mutex_);
            ++count_;
        }
        changed_.notify_all();
    }
    std::uint64_t count() const {
        std::lock_guard const held(mutex_);
        return count_;
    }
    /// Until the count differs from `seen`, at most until `deadline`.
    void wait_until(std::uint64_t seen, std::chrono::steady_clock::time_point deadline) const {
        std::unique_lock held(mutex_);
        changed_.wait_until(held, deadline, [&] { return count_ != seen; });
    }

private:
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::uint64_t count_ = 0;
};

}  // namespace kith::store
