// How many rows a background transaction takes, so that it holds the writer about as long as a screen that saves
// meanwhile may wait.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace kith::store {

class Pace {
public:
    using Duration = std::chrono::steady_clock::duration;
    static constexpr auto transaction_time = std::chrono::milliseconds(20);
    static constexpr std::size_t rows_min = 10;

    explicit Pace(std::size_t rows_max) : rows_max_(rows_max) {}

    std::size_t rows() const { return rows_; }
    /// Told how long a transaction of that many rows took.
    void took(Duration duration) {
        auto const share = std::chrono::duration<double>(transaction_time) / std::max(duration, Duration(1));
        auto const wanted = static_cast<double>(rows_) * std::clamp(share, 0.5, 2.0);
        rows_ = std::clamp(static_cast<std::size_t>(wanted), rows_min, rows_max_);
    }

private:
    std::size_t rows_max_;
    std::size_t rows_ = std::min<std::size_t>(100, rows_max_);
};

}  // namespace kith::store
