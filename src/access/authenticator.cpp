#include "access/access_routes.hpp"

namespace kith::access {

std::string address_of(http::Request const& request, DoorOptions options) {
    auto forwarded = request.headers.get("X-Forwarded-For");
    if (!options.is_proxy_trusted || forwarded.empty()) return request.remote_address;
    forwarded.remove_prefix(forwarded.rfind(',') + 1);  // npos + 1 is 0
    while (forwarded.starts_with(' ')) forwarded.remove_prefix(1);
    return std::string(forwarded);
}

http::Authenticator authenticator(Access& access, DoorOptions options) {
    auto const known = [&access](http::Request const& request) -> Result<Actor> {
        static constexpr std::string_view bearer = "Bearer ";
        auto const authorization = request.headers.get("Authorization");
        if (authorization.starts_with(bearer)) return access.actor_of_token(authorization.substr(bearer.size()));
        if (auto const secret = request.cookie(session_cookie)) return access.actor_of_session(*secret);
        return Actor{};
    };
    return [known, options](http::Request const& request) -> Result<Actor> {
        auto actor = TRY(known(request));
        actor.address = address_of(request, options);
        return actor;
    };
}

}  // namespace kith::access
