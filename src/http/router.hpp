// Routes. One cannot be declared without a permission and its documentation, from which OpenAPI is generated.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/actor.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "http/limits.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace kith::http {

struct QueryParameter {
    std::string name;
    std::string description;
    Json schema = Json{{"type", "string"}};
};

/// What OpenAPI says of a route. Schemas are named in the router's `schemas()`; an empty name means no body.
struct Operation {
    std::string id;        ///< `list_people`; unique
    std::string tag;       ///< the section of the documentation
    std::string summary;   ///< one line
    std::string request;   ///< schema of the JSON body
    std::string response;  ///< schema of the answer, for `status`
    int status = 200;
    std::vector<QueryParameter> query = {};
    bool may_redirect = false;  ///< answers 308 where the thing is another now; Location says which
};

using Handler = std::function<Result<Response>(Request&)>;

struct RouteLimits {
    std::size_t body_bytes_max = limits::request_body_bytes_max;
};

class Route {
public:
    Route(Method method, std::string path, Permission permission, Operation operation, Handler handler,
          RouteLimits route_limits = {})
        : method(method),
          path(std::move(path)),
          permission(permission),
          operation(std::move(operation)),
          handler(std::move(handler)),
          route_limits(route_limits) {}

    /// For a route that changes nothing though its method says so, or that leads out.
    Route open_to_onlookers() && {
        is_open_to_onlookers = true;
        return std::move(*this);
    }

    Method method;
    std::string path;  ///< `/api/v1/people/{id}`; a last part `{rest...}` takes whatever follows
    Permission permission;
    Operation operation;
    Handler handler;
    RouteLimits route_limits;
    bool is_open_to_onlookers = false;  ///< whether an administrator who sees as a role may use it; reading always is
};

class Router {
public:
    /// A second route of the same method and path is a bug and stops the program.
    void add(Route route);
    /// A JSON Schema (2020-12) under its name in OpenAPI's components.
    void add_schema(std::string name, Json schema);

    struct Match {
        Route const* route = nullptr;       ///< null where none matches
        std::vector<Method> other_methods;  ///< of the same path, for Allow
        std::map<std::string, std::string, std::less<>> path_parameters;
    };
    /// The most specific path wins: a literal part over a `{parameter}`, both over a `{rest...}`, which is only looked
    /// at where no other path fits and whose methods are never held against a request (no 405 because of it). A HEAD is
    /// answered by GET's route.
    Match match(Method method, std::string_view path) const;

    /// Told of each request that somebody who is known was refused (`forbidden`), before the answer goes out.
    using Forbidden = std::function<void(Request const&, Route const&, Error const&)>;
    void on_forbidden(Forbidden told) { forbidden_ = std::move(told); }
    void tell_forbidden(Request const& request, Route const& route, Error const& error) const {
        if (forbidden_) forbidden_(request, route, error);
    }

    std::vector<Route> const& routes() const { return routes_; }
    std::map<std::string, Json> const& schemas() const { return schemas_; }

private:
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
        std::unique_ptr<Node> parameter;
        std::vector<std::size_t> routes;       ///< that end here, by place in `routes_`
        std::vector<std::size_t> rest_routes;  ///< that take whatever follows
    };
    struct Search;
    void search(Node const& node, std::string_view rest, Search& found) const;
    Route const* route_for(std::vector<std::size_t> const& candidates, Method method) const;

    Node root_;
    std::vector<Route> routes_;
    std::map<std::string, Json> schemas_;
    Forbidden forbidden_;
};

/// The OpenAPI 3.1 document of all routes under /api.
Json openapi(Router const& router, std::string_view version);
/// Of several routers; of two schemas of one name the later holds.
Json openapi(std::vector<Router const*> const& routers, std::string_view version);

}  // namespace kith::http
