// What the transport and `answer` share: refusals in the shape that the client understands, and the headers that every
// response carries.
#pragma once

#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"

namespace kith::http {

/// The cookie by which `access/` knows a browser's session.
inline constexpr std::string_view session_cookie = "kith_session";
inline constexpr std::size_t request_id_bytes_max = 64;

/// Whether Segment's clients call this path, from any site.
bool is_tracking(std::string_view path);
/// Goes with status 405.
Error method_not_allowed();
/// Gives the request an id unless it has one: the client's X-Request-Id where it is at most 64 letters, digits, `-`,
/// `_` and `.`, else a new one.
void ensure_id(Request& request);
/// A problem about this request; on tracking paths readable from other sites and with `message`.
Response refusal(Request const& request, Error const& error);
Response refusal(Request const& request, Error const& error, int status);
/// Compresses JSON and adds the headers that each response must have, unless the handler set them.
void finish(Request const& request, Response& response);

}  // namespace kith::http
