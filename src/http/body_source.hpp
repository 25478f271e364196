// The body of a response that is longer than memory should hold: made piece by piece, each when the one before has been
// taken by the network.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace kith::http {

/// Asked by one thread at a time, on whichever worker is free; destroyed on any thread, so its end must not block.
class BodySource {
public:
    virtual ~BodySource() = default;
    /// The next piece, of a size that memory holds easily; empty: that was all. An error breaks the response off, so
    /// that the client knows that it is not whole.
    virtual Result<std::string> next() = 0;
    /// How many bytes all pieces have together, where that is known: they are announced then, and must come.
    virtual std::optional<std::uint64_t> length() const { return std::nullopt; }
};

}  // namespace kith::http
