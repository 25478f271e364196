// A small, believable example: a shop for honey and candles in five countries. Pure: the same seed, number and day give
// the same people and calls.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"

namespace kith::app {

struct DemoOptions {
    std::uint64_t seed = 1;
    int people = 60;  ///< customers; about a quarter as many visitors stay anonymous
    Instant now;
};

struct DemoConsent {
    std::string email;
    std::string purpose;
    std::string state;  ///< `granted`, `withdrawn`
    std::string how;
    std::string wording;
};

struct Demo {
    std::vector<Json> web;   ///< Segment calls of the website, in order of time
    std::vector<Json> till;  ///< of the shop's till
    std::vector<DemoConsent> consents;
};

Demo make_demo(DemoOptions const& options);

}  // namespace kith::app
