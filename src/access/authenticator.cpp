#include "access/access_routes.hpp"

namespace kith::access {

namespace {

constexpr std::string_view bearer = "Bearer ";

bool is_safe(http::Method method) {
    return method == http::Method::get || method == http::Method::head || method == http::Method::options;
}

}  // namespace

http::Authenticator authenticator(Access& access) {
    return [&access](http::Request const& request) -> Result<Actor> {
        auto const authorization = request.headers.get("Authorization");
        if (authorization.starts_with(bearer)) return access.actor_of_token(authorization.substr(bearer.size()));
        auto const secret = request.cookie(session_cookie);
        if (!secret) return Actor{};
        // Tracking calls come from pages that may carry our cookie; they neither need it nor act by it.
        if (!request.path.starts_with("/api/") && !is_safe(request.method)) return Actor{};
        auto actor = TRY(access.actor_of_session(*secret));
        if (actor.kind == ActorKind::user && !is_safe(request.method) && !request.headers.find("X-Kith-Request")) {
            auto error = Error::forbidden("Requests by cookie that change something need the header X-Kith-Request.");
            error.reason = "csrf";
            return error;
        }
        return actor;
    };
}

}  // namespace kith::access
