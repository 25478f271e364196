// The HTTP server: HTTP/1.1 with keep-alive on an address or a Unix socket.
//
// Connections are read and written by the transport (Boost.Beast, one translation unit); a complete request goes to a bounded pool of workers, which
// authenticate it, check the route's permission and run its handler, a plain synchronous function. Where the pool's queue is full the answer is 503 with
// Retry-After (429 on tracking routes). Idle connections are swept by one coarse timer. `stop` takes no new request, finishes those in hand and returns.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/actor.hpp"
#include "base/result.hpp"
#include "http/router.hpp"

namespace kith::http {

/// Who is asking. `unauthenticated` where credentials are given and wrong; a nobody where none are given.
using Authenticator = std::function<Result<Actor>(Request const&)>;

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0: any free one
    int workers = 16;
    int transport_threads = 1;
};

struct ServerStatistics {
    std::int64_t requests = 0;
    std::int64_t requests_waiting = 0;
    std::int64_t connections = 0;
    std::int64_t streams = 0;
    std::int64_t refused = 0;
};

class Server {
   public:
    /// Listens at once. `unavailable` where the address is taken.
    static Result<std::unique_ptr<Server>> start(Router const& router, Authenticator authenticator, ServerOptions options);
    ~Server();
    std::uint16_t port() const;
    /// Also answers on a Unix socket (the other subcommands' door), acting as `actor`.
    Result<void> listen_on_socket(std::string const& path, Actor actor);
    ServerStatistics statistics() const;
    void stop();

   private:
    class State;
    explicit Server(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// One request answered as the server would: authenticated, permitted, handled, its failure turned into a problem. The server and the tests use it.
Response answer(Router const& router, Authenticator const& authenticator, Request& request);

}  // namespace kith::http
