// Data that cannot be reached without its lock.
#pragma once

#include <condition_variable>
#include <mutex>
#include <utility>

namespace kith {

/// `guarded.lock()->…` holds the lock for the expression; `auto held = guarded.lock();` for the scope.
template <class T>
class Guarded {
public:
    template <class... Args>
    explicit Guarded(Args&&... args) : value_(std::forward<Args>(args)...) {}

    class Held {
    public:
        T* operator->() { return value_; }
        T& operator*() { return *value_; }
        /// Gives the lock up until `ready` holds. The guard must have been made by the same Guarded.
        template <class Ready>
        void wait(std::condition_variable& signal, Ready ready) {
            signal.wait(lock_, std::move(ready));
        }
        /// As `wait`, at most until `deadline`; says whether `ready` held.
        template <class Deadline, class Ready>
        bool wait_until(std::condition_variable& signal, Deadline deadline, Ready ready) {
            return signal.wait_until(lock_, deadline, std::move(ready));
        }

    private:
        friend class Guarded;
        Held(std::mutex& mutex, T& value) : lock_(mutex), value_(&value) {}
        std::unique_lock<std::mutex> lock_;
        T* value_;
    };

    Held lock() const { return Held(mutex_, value_); }

private:
    mutable std::mutex mutex_;
    mutable T value_;
};

}  // namespace kith
