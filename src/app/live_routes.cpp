#include "app/live_routes.hpp"

namespace kith::app {

void add_live_routes(http::Router& router, LiveHub& live, http::Authenticator authenticator) {
    http::Operation operation{"live", "Live", "Changes as they happen, as server-sent events", "", ""};
    operation.query = {
        {"topic", "`people`, `person:<id>` or another object's name and id, `source:<id>`, `import:<id>`."}};
    router.add({http::Method::get, "/api/v1/live", Permission::people_read, std::move(operation),
                [&live, authenticator = std::move(authenticator)](http::Request& request) -> Result<http::Response> {
                    http::Request credentials;
                    credentials.path = request.path;
                    for (auto const* name : {"Authorization", "Cookie"})
                        if (auto const value = request.headers.find(name))
                            credentials.headers.add(name, std::string(*value));
                    auto const still = [authenticator, credentials = std::move(credentials), actor = request.actor] {
                        if (actor.kind == ActorKind::system) return true;
                        auto const now = authenticator(credentials);
                        return now && now->kind == actor.kind && now->id == actor.id && now->role == actor.role;
                    };
                    auto stream = TRY(live.subscribe(request.actor, request.query_value("topic").value_or(""), still));
                    return http::Response::events(std::move(stream));
                }});
}

}  // namespace kith::app
