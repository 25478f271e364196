// Random numbers that are the same on every machine: the engine and what is made of it are ours, since the standard's
// distributions differ between libraries.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace kith::app::demo {

/// SplitMix64 (Steele, Lea and Flood 2014): a few instructions a number, and any seed is a good one.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    /// A stream of its own for the `index`-th of something.
    Random(std::uint64_t seed, std::uint64_t index) : state_(seed) {
        state_ = next() ^ (index + 1) * 0x9E3779B97F4A7C15ull;
        state_ = next();
    }

    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15ull;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ z >> 27) * 0x94D049BB133111EBull;
        return z ^ z >> 31;
    }
    /// [0, 1)
    double share() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    bool chance(double probability) { return share() < probability; }
    /// [0, count)
    int below(int count) { return static_cast<int>(next() % static_cast<std::uint64_t>(count)); }
    /// [first, last]
    int between(int first, int last) { return first + below(last - first + 1); }
    double exponential(double mean) { return -std::log(1 - share()) * mean; }
    /// About the normal distribution of mean 0 and deviation 1 (Irwin and Hall, twelve terms).
    double normal() {
        double sum = -6;
        for (int i = 0; i < 12; ++i) sum += share();
        return sum;
    }

    template <class T, std::size_t n>
    T const& pick(std::array<T, n> const& list) {
        return list[static_cast<std::size_t>(below(static_cast<int>(n)))];
    }
    template <class T>
    T const& pick(std::span<T> list) {
        return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
    }
    /// The place in a list of weights, each as likely as its weight says.
    std::size_t weighted(std::span<double const> weights) {
        double sum = 0;
        for (auto const weight : weights) sum += weight;
        double left = share() * sum;
        for (std::size_t i = 0; i + 1 < weights.size(); ++i)
            if ((left -= weights[i]) < 0) return i;
        return weights.size() - 1;
    }

private:
    std::uint64_t state_;
};

}  // namespace kith::app::demo
