#include "audit/bound.hpp"

#include <utility>

namespace kith::audit {

namespace {

constexpr std::int64_t minute_ms = 60'000;

}  // namespace

std::optional<std::int64_t> Bound::admit(std::string_view key, Instant now) {
    auto const minute = now.ms / minute_ms;
    auto state = state_.lock();
    auto& all = state->all;
    if (all.minute != minute) all = {minute, 0, 0};
    auto found = state->counters.find(key);
    if (found == state->counters.end()) {
        // Forgetting loses counts of what was not written; what was written stays.
        if (state->counters.size() >= limits::audit_refusers_remembered_max) state->counters.clear();
        found = state->counters.emplace(std::string(key), Counter{minute, 0, 0}).first;
    }
    auto& own = found->second;
    if (own.minute != minute) {
        own.minute = minute;
        own.admitted = 0;
    }
    if (own.admitted >= limits::audit_refusals_per_minute_max ||
        all.admitted >= limits::audit_refusals_all_per_minute_max) {
        ++own.unwritten;
        return std::nullopt;
    }
    ++own.admitted;
    ++all.admitted;
    return std::exchange(own.unwritten, 0);
}

}  // namespace kith::audit
