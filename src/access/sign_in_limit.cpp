#include "access/sign_in_limit.hpp"

#include "access/limits.hpp"

#include <algorithm>

namespace kith::access {

namespace {

constexpr Milliseconds window = std::chrono::seconds(limits::sign_in_window_seconds);

std::string key_of_email(std::string_view email) {
    return "email " + std::string(email.substr(0, limits::email_bytes_max));
}
std::string key_of_address(std::string_view address) { return "address " + std::string(address); }

void forget_old(std::deque<Instant>& times, Instant now) {
    while (!times.empty() && times.front() + window <= now) times.pop_front();
}

}  // namespace

Result<void> SignInLimit::begin(std::string_view email_folded, std::string_view address, Instant now) {
    auto failures = failures_.lock();
    if (failures->size() >= limits::sign_in_counters_max) {
        std::erase_if(*failures,
                      [&](auto const& entry) { return entry.second.empty() || entry.second.back() + window <= now; });
        // Still full: a flood of made-up e-mails. Refusing for a while beats forgetting whom to refuse.
        if (failures->size() >= limits::sign_in_counters_max)
            return Error::too_many_requests("Too many people fail to sign in at the moment.",
                                            limits::sign_in_window_seconds);
    }
    std::pair<std::string, int> const counters[] = {
        {key_of_email(email_folded), limits::sign_in_failures_max},
        {key_of_address(address), limits::sign_in_failures_per_address_max}};
    for (auto const& [key, failures_max] : counters) {
        auto& times = (*failures)[key];
        forget_old(times, now);
        if (static_cast<int>(times.size()) < failures_max) continue;
        auto const wait = times.front() + window - now;
        return Error::too_many_requests("Too many failed attempts to sign in; try again later.",
                                        static_cast<int>(std::max<std::int64_t>(1, (wait.count() + 999) / 1000)));
    }
    for (auto const& [key, failures_max] : counters) (*failures)[key].push_back(now);
    return {};
}

void SignInLimit::succeeded(std::string_view email_folded, std::string_view address) {
    auto failures = failures_.lock();
    failures->erase(key_of_email(email_folded));
    auto const of_address = failures->find(key_of_address(address));
    if (of_address == failures->end()) return;
    if (!of_address->second.empty()) of_address->second.pop_back();
    if (of_address->second.empty()) failures->erase(of_address);
}

}  // namespace kith::access
