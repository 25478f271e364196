// Events as a shop's server sends them, the same for Kith and for whatever it is measured against.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "base/ids.hpp"

namespace kith::bench {

/// Somebody whom events are about, known to both sides before the first is measured.
struct Somebody {
    std::string user_id;
    Uuid id;  ///< the peer's; Kith makes its own
};

struct Sample {
    std::size_t person = 0;
    std::string message_id;
    std::string type;
    std::string properties, context;  ///< JSON objects
    std::int64_t occurred_at = 0;     ///< epoch ms
};

/// Makes people and their events, the same for the same seed.
class Events {
public:
    explicit Events(int people, std::uint64_t seed = 1);
    std::vector<Somebody> const& people() const { return people_; }
    std::vector<Sample> make(int count);

private:
    std::mt19937_64 random_;
    std::vector<Somebody> people_;
    std::uint64_t made_ = 0;
};

/// A request of `/v1/batch` for each 100 of the samples, whole with its headers.
std::vector<std::string> batch_requests(std::vector<Sample> const& samples, std::vector<Somebody> const& people,
                                        std::string const& write_key);
/// Requests that tell of each person an identify call with a few traits.
std::vector<std::string> identify_requests(std::vector<Somebody> const& people, std::string const& write_key);

}  // namespace kith::bench
