// Limited guessing: how often signing in may fail within a window, by e-mail and by address.
//
// An attempt counts as a failure from its beginning, so that many at once cannot all slip through; success takes it
// back. Kept in memory, bounded: a restart forgives, and each of several processes counts for itself.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "base/guarded.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace kith::access {

class SignInLimit {
public:
    /// Counts an attempt; too_many_requests with the seconds to wait where the e-mail or the address has failed too
    /// often.
    Result<void> begin(std::string_view email_folded, std::string_view address, Instant now);
    /// The attempt was right: the e-mail starts afresh, the address gets this attempt back.
    void succeeded(std::string_view email_folded, std::string_view address);

private:
    using Failures = std::map<std::string, std::deque<Instant>, std::less<>>;
    Guarded<Failures> failures_;
};

}  // namespace kith::access
