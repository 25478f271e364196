#include "http/worker_pool.hpp"

#include <utility>

namespace kith::http {

WorkerPool::WorkerPool(int threads, std::size_t waiting_max) : waiting_max_(waiting_max) {
    threads_.reserve(static_cast<std::size_t>(threads));
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

bool WorkerPool::submit(std::function<void()>&& task) {
    {
        auto queue = queue_.lock();
        if (queue->is_stopping || queue->tasks.size() >= waiting_max_) return false;
        queue->tasks.push_back(std::move(task));
    }
    signal_.notify_one();
    return true;
}

void WorkerPool::stop() {
    queue_.lock()->is_stopping = true;
    signal_.notify_all();
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

void WorkerPool::run() {
    while (true) {
        std::function<void()> task;
        {
            auto queue = queue_.lock();
            queue.wait(signal_, [&] { return !queue->tasks.empty() || queue->is_stopping; });
            if (queue->tasks.empty()) return;
            task = std::move(queue->tasks.front());
            queue->tasks.pop_front();
        }
        task();
    }
}

}  // namespace kith::http
