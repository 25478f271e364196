#include "app/sealing.hpp"

#include <spdlog/spdlog.h>

#include <chrono>

namespace kith::app {

namespace {

constexpr auto seal_every = std::chrono::seconds(1);

}  // namespace

void Sealing::start() {
    *is_stopping_.lock() = false;
    thread_ = std::thread([this] { run(); });
}

void Sealing::stop() {
    if (!thread_.joinable()) return;
    *is_stopping_.lock() = true;
    stopping_.notify_all();
    thread_.join();
    seal();
}

void Sealing::run() {
    for (;;) {
        seal();
        auto held = is_stopping_.lock();
        auto const until = std::chrono::steady_clock::now() + seal_every;
        if (held.wait_until(stopping_, until, [&] { return *held; })) return;
    }
}

// What could not be sealed now is sealed a second later.
void Sealing::seal() {
    if (auto const sealed = log_.seal(); !sealed)
        spdlog::warn("audit: not sealed: {} {}", sealed.error().message, sealed.error().cause);
}

}  // namespace kith::app
