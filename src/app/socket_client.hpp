// One HTTP request over a Unix socket, to the server that owns the data folder.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace kith::app {

/// `unavailable` where nobody listens or the answer breaks off.
Result<http::Response> request_on_socket(std::string const& socket_path, http::Request const& request);

/// What a body is given to, piece by piece; an error ends the download.
using BodyTaker = std::function<Result<void>(std::string_view)>;

/// As above for a body of any length: of a successful answer it goes to `take` as it comes, and the response has none.
Result<http::Response> download_on_socket(std::string const& socket_path, http::Request const& request,
                                          BodyTaker const& take);

/// Takes the framing of chunks (RFC 9112, section 7.1) off a body that comes in pieces of any size.
class Unchunker {
public:
    /// `malformed` where it is no chunked body.
    Result<void> add(std::string_view bytes, BodyTaker const& take);
    bool is_at_end() const { return is_at_end_; }

private:
    std::string line_;       ///< of a size, as far as it came
    std::size_t left_ = 0;   ///< of the chunk
    int line_ends_due_ = 0;  ///< bytes of CR LF behind a chunk
    bool is_at_end_ = false;
};

/// The part after the path, `?a=b&c=d`, percent-encoded; empty where there is none.
std::string encoded_query(http::Request const& request);

/// An HTTP/1.1 answer that is whole: status line, headers, body of Content-Length or of chunks. `malformed` otherwise.
Result<http::Response> parse_response(std::string_view text);

}  // namespace kith::app
