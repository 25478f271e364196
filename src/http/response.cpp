#include "http/response.hpp"

namespace kith::http {

namespace {

/// The title of a problem type: the same for every occurrence (RFC 9457, section 3.1.3).
std::string_view title_of(int status) {
    switch (status) {
        case 400:
            return "The request cannot be read";
        case 401:
            return "Not signed in";
        case 403:
            return "Not permitted";
        case 404:
            return "Not found";
        case 405:
            return "The method is not allowed here";
        case 408:
            return "The request took too long";
        case 409:
            return "Against the present state";
        case 412:
            return "Changed in the meantime";
        case 413:
            return "Too large";
        case 414:
            return "The address is too long";
        case 422:
            return "A value is not valid";
        case 428:
            return "The version must be named";
        case 429:
            return "Too many requests";
        case 431:
            return "The headers are too large";
        case 503:
            return "Not available now";
        default:
            return "An error on our side";
    }
}

}  // namespace

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::malformed:
            return 400;
        case ErrorCode::invalid:
            return 422;
        case ErrorCode::unauthenticated:
            return 401;
        case ErrorCode::forbidden:
            return 403;
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::conflict:
            return 409;
        case ErrorCode::precondition_failed:
            return 412;
        case ErrorCode::precondition_required:
            return 428;
        case ErrorCode::too_large:
            return 413;
        case ErrorCode::too_many_requests:
            return 429;
        case ErrorCode::unavailable:
            return 503;
        case ErrorCode::internal:
            return 500;
    }
    return 500;
}

Response Response::json(Json const& value, int status) {
    Response response;
    response.status = status;
    response.headers.add("Content-Type", "application/json");
    response.body = dump_json(value);
    return response;
}

Response Response::no_content() {
    Response response;
    response.status = 204;
    return response;
}

Response Response::text(std::string body, std::string_view content_type, int status) {
    Response response;
    response.status = status;
    response.headers.add("Content-Type", std::string(content_type));
    response.body = std::move(body);
    return response;
}

Response Response::redirect(std::string location, int status) {
    Response response;
    response.status = status;
    response.headers.add("Location", std::move(location));
    return response;
}

Response Response::problem(Error const& error, std::string_view request_id) {
    return problem(error, request_id, status_of(error.code));
}

Response Response::problem(Error const& error, std::string_view request_id, int status) {
    std::string const code = error.reason.empty() ? std::string(name_of(error.code)) : error.reason;
    Json value = {{"type", "urn:kith:problem:" + code},
                  {"title", title_of(status)},
                  {"status", status},
                  {"detail", error.message},
                  {"code", code},
                  {"request_id", request_id}};
    if (!error.fields.empty()) {
        auto& errors = value["errors"] = Json::array();
        for (auto const& field : error.fields)
            errors.push_back({{"field", field.field}, {"code", field.code}, {"message", field.message}});
    }
    auto response = json(value, status);
    response.headers.set("Content-Type", "application/problem+json");
    response.headers.add("Cache-Control", "no-store");
    if (error.retry_after_seconds > 0) response.headers.add("Retry-After", std::to_string(error.retry_after_seconds));
    // RFC 9110, section 15.5.2: a 401 names a scheme.
    if (status == 401) response.headers.add("WWW-Authenticate", "Bearer realm=\"kith\"");
    return response;
}

Response Response::events(std::shared_ptr<EventStream> stream) {
    Response response;
    response.headers.add("Content-Type", "text/event-stream");
    response.headers.add("Cache-Control", "no-store");
    response.headers.add("X-Accel-Buffering", "no");  // nginx would hold the events back otherwise
    response.stream = std::move(stream);
    return response;
}

Response Response::pieces(std::shared_ptr<BodySource> source, std::string_view content_type) {
    auto response = text({}, content_type);
    response.source = std::move(source);
    return response;
}

}  // namespace kith::http
