// `GET /api/v1/live`.
#pragma once

#include "app/live.hpp"
#include "http/router.hpp"
#include "http/server.hpp"

namespace kith::app {

/// The authenticator is asked again while a stream lives.
void add_live_routes(http::Router& router, LiveHub& live, http::Authenticator authenticator);

}  // namespace kith::app
