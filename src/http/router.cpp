#include "http/router.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace kith::http {

namespace {

/// Takes the first part off a path without its leading slash.
std::string_view take_part(std::string_view& path) {
    auto const end = path.find('/');
    auto const part = path.substr(0, end);
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end + 1);
    return part;
}

bool is_parameter(std::string_view part) { return part.size() > 2 && part.front() == '{' && part.back() == '}'; }
bool is_rest(std::string_view part) { return is_parameter(part) && part.ends_with("...}"); }

/// The parameters of `path` by the names that `pattern` gives them. The path is known to match.
std::map<std::string, std::string, std::less<>> parameters_of(std::string_view pattern, std::string_view path) {
    std::map<std::string, std::string, std::less<>> out;
    pattern.remove_prefix(1);
    path.remove_prefix(1);
    while (!pattern.empty()) {
        auto const part = take_part(pattern);
        if (is_rest(part)) {
            out.emplace(part.substr(1, part.size() - 5), path);
            break;
        }
        auto const value = take_part(path);
        if (is_parameter(part)) out.emplace(part.substr(1, part.size() - 2), value);
    }
    return out;
}

}  // namespace

struct Router::Search {
    Method method;
    Route const* route = nullptr;
    std::vector<Method> methods;        ///< of every path that fits, rests left out
    Route const* rest_route = nullptr;  ///< of the longest prefix
};

void Router::add(Route route) {
    CHECK(route.path.starts_with('/'));
    CHECK(route.handler);
    Node* node = &root_;
    std::string_view path = std::string_view(route.path).substr(1);
    bool takes_rest = false;
    while (!path.empty() && !takes_rest) {
        auto const part = take_part(path);
        takes_rest = is_rest(part);
        if (takes_rest) break;
        auto& next = is_parameter(part) ? node->parameter : node->literals[std::string(part)];
        if (!next) next = std::make_unique<Node>();
        node = next.get();
    }
    CHECK(path.empty());  // a rest is the last part
    auto& here = takes_rest ? node->rest_routes : node->routes;
    CHECK(std::none_of(here.begin(), here.end(), [&](std::size_t i) { return routes_[i].method == route.method; }));
    here.push_back(routes_.size());
    routes_.push_back(std::move(route));
}

void Router::add_schema(std::string name, Json schema) {
    auto const [at, is_new] = schemas_.emplace(std::move(name), std::move(schema));
    CHECK(is_new);
}

Route const* Router::route_for(std::vector<std::size_t> const& candidates, Method method) const {
    Route const* get = nullptr;
    for (auto const i : candidates) {
        if (routes_[i].method == method) return &routes_[i];
        if (routes_[i].method == Method::get) get = &routes_[i];
    }
    return method == Method::head ? get : nullptr;
}

/// Depth first, literals before parameters, so that the first route found is the most specific. A node has at most two
/// children that fit, and the depth is that of the deepest route.
void Router::search(Node const& node, std::string_view rest, Search& found) const {
    if (rest.empty()) {
        for (auto const i : node.routes) found.methods.push_back(routes_[i].method);
        if (!found.route) found.route = route_for(node.routes, found.method);
    } else {
        auto after = rest;
        auto const part = take_part(after);
        bool const ends_in_slash = after.empty() && rest.ends_with('/');
        if (!part.empty() && !ends_in_slash) {
            auto const literal = node.literals.find(part);
            if (literal != node.literals.end()) search(*literal->second, after, found);
            if (node.parameter && found.methods.empty()) search(*node.parameter, after, found);
        }
    }
    if (!found.rest_route) found.rest_route = route_for(node.rest_routes, found.method);
}

Router::Match Router::match(Method method, std::string_view path) const {
    Match match;
    if (!path.starts_with('/')) return match;
    Search found{.method = method, .route = nullptr, .methods = {}, .rest_route = nullptr};
    search(root_, path.substr(1), found);
    match.route = found.methods.empty() ? found.rest_route : found.route;
    if (match.route) {
        match.path_parameters = parameters_of(match.route->path, path);
        std::erase(found.methods, method);
    }
    match.other_methods = std::move(found.methods);
    std::sort(match.other_methods.begin(), match.other_methods.end());
    match.other_methods.erase(std::unique(match.other_methods.begin(), match.other_methods.end()),
                              match.other_methods.end());
    return match;
}

}  // namespace kith::http
