// How many entries somebody who fails again and again may cause.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "audit/limits.hpp"
#include "base/guarded.hpp"
#include "base/time.hpp"

namespace kith::audit {

class Bound {
public:
    /// How many attempts of this key were not written since the last that was, where this one may be; nothing where it
    /// may not, and is counted.
    std::optional<std::int64_t> admit(std::string_view key, Instant now);

private:
    struct Counter {
        std::int64_t minute = 0, admitted = 0, unwritten = 0;
    };
    struct State {
        std::map<std::string, Counter, std::less<>> counters;
        Counter all;
    };
    Guarded<State> state_;
};

}  // namespace kith::audit
