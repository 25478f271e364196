// One HTTP request over a Unix socket, to the server that owns the data folder.
#pragma once

#include <string>

#include "base/result.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace kith::app {

/// `unavailable` where nobody listens or the answer breaks off.
Result<http::Response> request_on_socket(std::string const& socket_path, http::Request const& request);

/// The part after the path, `?a=b&c=d`, percent-encoded; empty where there is none.
std::string encoded_query(http::Request const& request);

/// An HTTP/1.1 answer that is whole: status line, headers, body of Content-Length or of chunks. `malformed` otherwise.
Result<http::Response> parse_response(std::string_view text);

}  // namespace kith::app
