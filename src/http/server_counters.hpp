// The numbers behind ServerStatistics, counted from any thread.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

#include "http/server.hpp"

namespace kith::http {

struct ServerCounters {
    std::atomic<std::int64_t> connections = 0;
    std::atomic<std::int64_t> streams = 0;
    std::atomic<std::int64_t> refused = 0;
    std::array<std::atomic<std::int64_t>, 5> by_class{};
    std::array<std::atomic<std::int64_t>, LatencyHistogram::bounds_ms.size() + 1> latency{};
    std::atomic<std::int64_t> latency_sum_us = 0;

    void count_response(int status) {
        if (status >= 100 && status < 600)
            by_class[static_cast<std::size_t>(status / 100 - 1)].fetch_add(1, std::memory_order_relaxed);
    }
    void count_latency(std::chrono::microseconds took) {
        std::size_t i = 0;
        while (i < LatencyHistogram::bounds_ms.size() &&
               took > std::chrono::milliseconds(LatencyHistogram::bounds_ms[i]))
            ++i;
        latency[i].fetch_add(1, std::memory_order_relaxed);
        latency_sum_us.fetch_add(took.count(), std::memory_order_relaxed);
    }
    ServerStatistics snapshot() const {
        ServerStatistics out;
        out.connections = connections;
        out.streams = streams;
        out.refused = refused;
        for (std::size_t i = 0; i < by_class.size(); ++i) out.requests += out.by_class[i] = by_class[i];
        for (std::size_t i = 0; i < latency.size(); ++i) out.latency.counts[i] = latency[i];
        out.latency.sum_us = latency_sum_us;
        return out;
    }
};

}  // namespace kith::http
