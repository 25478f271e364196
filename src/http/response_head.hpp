// How a response begins on the wire (RFC 9112): what the transport writes before the body.
#pragma once

#include <string>
#include <string_view>

#include "http/response.hpp"

namespace kith::http {

/// Now as an IMF-fixdate (RFC 9110, section 5.6.7), for the header Date.
std::string http_date();

/// The status of a refusal: HTTP has statuses for what only a transport refuses, which the error's reason tells apart.
int refusal_status(Error const& error);

/// Status line and headers, with the empty line that ends them. A stream, a body in pieces of unknown length and a
/// status without a body have no Content-Length.
std::string response_head(Response const& response, std::string_view reason, std::string_view date,
                          std::size_t body_bytes, bool is_kept);

}  // namespace kith::http
