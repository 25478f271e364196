// From a request to its response, without a transport: match, authenticate, permit, handle, and turn what failed into a
// problem.
#include "http/answer.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>

#include "http/compression.hpp"
#include "http/server.hpp"

namespace kith::http {

namespace {

constexpr std::size_t compressed_bytes_min = 1024;
constexpr int json_brotli_quality = 4;
constexpr int json_gzip_level = 5;

constexpr std::string_view content_security_policy =
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; font-src 'self'; connect-src "
    "'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

bool is_unsafe(Method method) {
    return method == Method::post || method == Method::put || method == Method::patch || method == Method::delete_;
}

/// A page of another site can make a browser send its cookie, but not this header (no CORS answer of ours allows it).
Result<void> check_cross_site(Request const& request) {
    if (!is_unsafe(request.method) || is_tracking(request.path)) return {};
    if (request.actor.kind == ActorKind::token || !request.cookie(session_cookie)) return {};
    if (request.headers.get("X-Kith-Request") == "1") return {};
    auto error = Error::forbidden("A request with a session's cookie must carry the header X-Kith-Request: 1.");
    error.reason = "csrf";
    return error;
}

Result<void> check_permission(Route const& route, Request const& request) {
    if (route.permission == Permission::everyone) return {};
    if (request.actor.kind == ActorKind::nobody) return Error::unauthenticated("Sign in, or send an API token.");
    if (route.permission == Permission::signed_in || request.actor.may(route.permission)) return {};
    return Error::forbidden(fmt::format("This needs the permission {}.", name_of(route.permission)));
}

/// Who looks at what a role sees acts for nobody.
Result<void> check_looking(Route const& route, Request const& request) {
    bool const is_reading = !is_unsafe(route.method) || route.is_open_to_onlookers;
    if (!request.actor.is_looking || is_reading || route.permission == Permission::everyone) return {};
    auto error = Error::forbidden("You are looking at what a role sees: nothing can be changed meanwhile.");
    error.reason = "only_looking";
    return error;
}

/// On a public route wrong credentials are no credentials: an expired cookie must not stand in the way of signing in.
Result<Actor> actor_of(Route const& route, Authenticator const& authenticator, Request const& request) {
    auto actor = authenticator(request);
    if (!actor && route.permission == Permission::everyone) return Actor{};
    return actor;
}

Result<Response> handled(Route const& route, Authenticator const& authenticator, Request& request) {
    request.actor = TRY(actor_of(route, authenticator, request));
    TRY(check_permission(route, request));
    TRY(check_looking(route, request));
    bool const acts_as_somebody = request.actor.kind != ActorKind::nobody;
    if (acts_as_somebody) TRY(check_cross_site(request));
    return route.handler(request);
}

std::string allow_of(std::vector<Method> methods) {
    if (std::find(methods.begin(), methods.end(), Method::get) != methods.end()) methods.push_back(Method::head);
    methods.push_back(Method::options);
    std::sort(methods.begin(), methods.end());
    methods.erase(std::unique(methods.begin(), methods.end()), methods.end());
    std::string out;
    for (auto const method : methods) out.append(out.empty() ? "" : ", ").append(name_of(method));
    return out;
}

Response unmatched(Router::Match const& match, Request const& request) {
    if (match.other_methods.empty()) return refusal(request, Error::not_found("There is nothing at this address."));
    if (request.method == Method::options) {
        auto response = Response::no_content();
        response.headers.add("Allow", allow_of(match.other_methods));
        return response;
    }
    auto response = refusal(request, method_not_allowed(), 405);
    response.headers.add("Allow", allow_of(match.other_methods));
    return response;
}

void add_unless_set(Headers& headers, std::string_view name, std::string_view value) {
    if (!headers.find(name)) headers.add(std::string(name), std::string(value));
}

bool is_json(std::string_view content_type) {
    return content_type.starts_with("application/json") || content_type.starts_with("application/problem+json");
}

void compress(Request const& request, Response& response) {
    if (response.stream || response.body.size() < compressed_bytes_min || !response.borrowed_body.empty()) return;
    if (!is_json(response.headers.get("Content-Type")) || response.headers.find("Content-Encoding")) return;
    response.headers.add("Vary", "Accept-Encoding");
    auto const encoding = accepted_encoding(request.headers.get("Accept-Encoding"));
    if (encoding == Encoding::identity) return;
    response.body = encoding == Encoding::brotli ? brotli(response.body, json_brotli_quality)
                                                 : gzip(response.body, json_gzip_level);
    response.headers.set("Content-Encoding", std::string(name_of(encoding)));
}

bool is_sane_id(std::string_view id) {
    auto const is_allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == '.';
    };
    return !id.empty() && id.size() <= request_id_bytes_max && std::all_of(id.begin(), id.end(), is_allowed);
}

Response failure(Request const& request, std::string_view route, Error const& error) {
    if (error.code == ErrorCode::internal || !error.cause.empty())
        spdlog::log(error.code == ErrorCode::internal ? spdlog::level::err : spdlog::level::warn,
                    "http: {} {} failed: {} ({})", name_of(request.method), route,
                    error.cause.empty() ? error.message : error.cause, request.id);
    return refusal(request, error);
}

}  // namespace

bool is_tracking(std::string_view path) { return path.starts_with("/v1/") || path.starts_with("/analytics.js/"); }

Error method_not_allowed() {
    return {ErrorCode::malformed, "This address does not know the method.", {}, "method_not_allowed", {}, 0};
}

void ensure_id(Request& request) {
    if (!request.id.empty()) return;
    auto const given = request.headers.get("X-Request-Id");
    request.id = is_sane_id(given) ? std::string(given) : Uuid::make().text();
}

Response refusal(Request const& request, Error const& error) { return refusal(request, error, status_of(error.code)); }

Response refusal(Request const& request, Error const& error, int status) {
    auto response = Response::problem(error, request.id, status);
    if (!is_tracking(request.path)) return response;
    // Segment's clients run on other sites' pages and must be able to read a refusal; analytics-python reads `message`.
    response.headers.add("Access-Control-Allow-Origin", "*");
    response.headers.add("Access-Control-Expose-Headers", "Retry-After");
    auto value = Json::parse(response.body);
    value["message"] = value["detail"];
    response.body = dump_json(value);
    return response;
}

void finish(Request const& request, Response& response) {
    compress(request, response);
    auto& headers = response.headers;
    add_unless_set(headers, "X-Request-Id", request.id);
    add_unless_set(headers, "X-Content-Type-Options", "nosniff");
    add_unless_set(headers, "Content-Security-Policy", content_security_policy);
    add_unless_set(headers, "Referrer-Policy", "same-origin");
    add_unless_set(headers, "Cross-Origin-Opener-Policy", "same-origin");
    // What the API says is for one actor and one moment, unless a handler knows better.
    if (request.path.starts_with("/api/")) add_unless_set(headers, "Cache-Control", "no-store");
}

Response answer(Router const& router, Authenticator const& authenticator, Request& request) {
    ensure_id(request);
    auto match = router.match(request.method, request.path);
    std::string_view const path = match.route ? std::string_view(match.route->path) : "(no route)";
    auto response = [&]() -> Response {
        if (!match.route) return unmatched(match, request);
        request.path_parameters = std::move(match.path_parameters);
        try {
            if (request.body.size() > match.route->route_limits.body_bytes_max)
                return refusal(request, Error::too_large("The body is too large."));
            auto result = handled(*match.route, authenticator, request);
            if (result) return std::move(*result);
            if (result.error().code == ErrorCode::forbidden && request.actor.kind != ActorKind::nobody)
                router.tell_forbidden(request, *match.route, result.error());
            return failure(request, path, result.error());
        } catch (std::exception const& exception) {
            return failure(request, path, Error::internal(exception.what()));
        }
    }();
    finish(request, response);
    return response;
}

}  // namespace kith::http
