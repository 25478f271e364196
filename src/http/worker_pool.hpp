// A fixed number of threads and a bounded queue of work for them.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "base/guarded.hpp"

namespace kith::http {

class WorkerPool {
public:
    WorkerPool(int threads, std::size_t waiting_max);
    ~WorkerPool() { stop(); }
    WorkerPool(WorkerPool const&) = delete;
    WorkerPool& operator=(WorkerPool const&) = delete;

    /// False, with `task` untouched, where the queue is full or the pool stops. Tasks must not throw.
    bool submit(std::function<void()>&& task);
    std::size_t waiting() const { return queue_.lock()->tasks.size(); }
    /// Finishes what is queued and joins the threads.
    void stop();

private:
    struct Queue {
        std::deque<std::function<void()>> tasks;
        bool is_stopping = false;
    };
    void run();

    std::size_t waiting_max_;
    Guarded<Queue> queue_;
    std::condition_variable signal_;
    std::vector<std::thread> threads_;
};

}  // namespace kith::http
