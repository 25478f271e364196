// What a handler gives back.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "http/body_source.hpp"
#include "http/event_stream.hpp"
#include "http/request.hpp"

namespace kith::http {

struct Response {
    int status = 200;
    Headers headers;
    std::string body;
    std::string_view borrowed_body;       ///< bytes of the executable, sent instead of `body` where not empty
    std::shared_ptr<EventStream> stream;  ///< where set, the connection becomes a stream of server-sent events
    std::shared_ptr<BodySource> source;   ///< where set, the body comes from it, piece by piece

    static Response json(Json const& value, int status = 200);
    static Response no_content();
    static Response text(std::string body, std::string_view content_type = "text/plain; charset=utf-8",
                         int status = 200);
    static Response redirect(std::string location, int status = 308);
    /// RFC 9457 problem details: `{type: "urn:kith:problem:<reason or code>", title, status, detail, code, request_id,
    /// errors}`.
    static Response problem(Error const& error, std::string_view request_id);
    /// As above with a status that no ErrorCode stands for, such as 405.
    static Response problem(Error const& error, std::string_view request_id, int status);
    static Response events(std::shared_ptr<EventStream> stream);
    /// What memory should not hold at once; the headers are those of `text`.
    static Response pieces(std::shared_ptr<BodySource> source, std::string_view content_type);
};

/// The status of each ErrorCode: malformed 400, invalid 422, unauthenticated 401, …
int status_of(ErrorCode code);

}  // namespace kith::http
