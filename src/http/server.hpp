// The HTTP server: HTTP/1.1 with keep-alive on an address or a Unix socket.
//
// Connections are read and written by the transport (Boost.Beast, one translation unit); a complete request goes to a
// bounded pool of workers, which authenticate it, check the route's permission and run its handler, a plain synchronous
// function. Where the pool's queue is full the answer is 503 with Retry-After (429 on tracking routes). Idle
// connections are swept by one coarse timer. `stop` takes no new request, finishes those in hand and returns.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/actor.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "http/limits.hpp"
#include "http/router.hpp"

namespace kith::http {

/// Who is asking. `unauthenticated` where credentials are given and wrong; a nobody where none are given.
using Authenticator = std::function<Result<Actor>(Request const&)>;

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0: any free one
    int workers = 16;
    int transport_threads = 1;
    // Limits that tests shorten.
    std::size_t connections_max = limits::connections_max;
    std::size_t requests_waiting_max = limits::requests_waiting_max;
    std::size_t streams_max = limits::streams_max;
    std::chrono::milliseconds idle_max = std::chrono::seconds(limits::idle_connection_seconds_max);
    std::chrono::milliseconds request_max =
        std::chrono::seconds(limits::request_seconds_max);  ///< to receive one request whole
    std::chrono::milliseconds heartbeat_every = std::chrono::seconds(20);
    std::chrono::milliseconds sweep_every = std::chrono::seconds(1);  ///< how coarse the times above are
};

/// How long requests took from the last byte received to the response handed to the transport. `counts[i]` is the
/// number of those that took at most `bounds_ms[i]` and longer than the bound before; the last one is everything above.
struct LatencyHistogram {
    static constexpr std::array<std::int64_t, 11> bounds_ms{1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000};
    std::array<std::int64_t, bounds_ms.size() + 1> counts{};
    std::int64_t sum_us = 0;
};

struct ServerStatistics {
    std::int64_t requests = 0;               ///< answered or refused
    std::int64_t requests_waiting = 0;       ///< for a worker, now
    std::int64_t connections = 0;            ///< now
    std::int64_t streams = 0;                ///< now
    std::int64_t refused = 0;                ///< because a queue, the connections or the streams were at their limit
    std::array<std::int64_t, 5> by_class{};  ///< responses 1xx to 5xx
    LatencyHistogram latency;
};

class Server {
public:
    /// Listens at once. `unavailable` where the address is taken.
    static Result<std::unique_ptr<Server>> start(Router const& router, Authenticator authenticator,
                                                 ServerOptions options);
    ~Server();
    std::uint16_t port() const;
    /// Also answers on a Unix socket (the other subcommands' door), acting as `actor`.
    Result<void> listen_on_socket(std::string const& path, Actor actor);
    ServerStatistics statistics() const;
    void stop();

private:
    class State;  // shared with the connections, which may outlive a call of `stop` by a moment
    explicit Server(std::shared_ptr<State> state);
    std::shared_ptr<State> state_;
};

/// One request answered as the server would: authenticated, permitted, handled, its failure turned into a problem. The
/// server and the tests use it.
Response answer(Router const& router, Authenticator const& authenticator, Request& request);

}  // namespace kith::http
