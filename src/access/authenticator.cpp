#include "access/access_routes.hpp"

namespace kith::access {

http::Authenticator authenticator(Access& access) {
    return [&access](http::Request const& request) -> Result<Actor> {
        static constexpr std::string_view bearer = "Bearer ";
        auto const authorization = request.headers.get("Authorization");
        if (authorization.starts_with(bearer)) return access.actor_of_token(authorization.substr(bearer.size()));
        if (auto const secret = request.cookie(session_cookie)) return access.actor_of_session(*secret);
        return Actor{};
    };
}

}  // namespace kith::access
