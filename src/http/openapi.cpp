#include <algorithm>
#include <cctype>

#include "http/router.hpp"

namespace kith::http {

namespace {

Json reference(std::string_view schema) { return {{"$ref", "#/components/schemas/" + std::string(schema)}}; }
Json json_content(std::string_view schema) { return {{"application/json", {{"schema", reference(schema)}}}}; }

Json problem_schema() {
    Json const text = {{"type", "string"}};
    return {{"type", "object"},
            {"description", "RFC 9457 problem details. Translate by `code`; `detail` is for developers."},
            {"required", {"type", "title", "status", "detail", "code", "request_id"}},
            {"properties",
             {{"type", text},
              {"title", text},
              {"status", {{"type", "integer"}}},
              {"detail", text},
              {"code", text},
              {"request_id", text},
              {"errors",
               {{"type", "array"},
                {"items",
                 {{"type", "object"},
                  {"required", {"field", "code", "message"}},
                  {"properties", {{"field", text}, {"code", text}, {"message", text}}}}}}}}}};
}

struct Problem {
    int status;
    std::string_view name;
    std::string_view description;
};
constexpr Problem problems[] = {
    {400, "Malformed", "The request cannot be read."},
    {401, "Unauthenticated", "Nobody is signed in, or the credentials are wrong."},
    {403, "Forbidden", "The actor lacks the permission."},
    {404, "NotFound", "Absent, or hidden from this actor."},
    {409, "Conflict", "Against the present state."},
    {412, "PreconditionFailed", "Changed since it was read."},
    {413, "TooLarge", "The body is over its limit."},
    {422, "Invalid", "A value is wrong; `errors` names it."},
    {428, "PreconditionRequired", "If-Match is missing."},
    {429, "TooManyRequests", "Try again after Retry-After seconds."},
};

Json parameters_of(Route const& route) {
    Json out = Json::array();
    std::string_view path = route.path;
    while (true) {
        auto const open = path.find('{');
        if (open == std::string_view::npos) break;
        auto const close = path.find('}', open);
        out.push_back({{"name", path.substr(open + 1, close - open - 1)},
                       {"in", "path"},
                       {"required", true},
                       {"schema", {{"type", "string"}}}});
        path = path.substr(close + 1);
    }
    for (auto const& parameter : route.operation.query)
        out.push_back({{"name", parameter.name},
                       {"in", "query"},
                       {"description", parameter.description},
                       {"schema", parameter.schema}});
    return out;
}

bool leads_to_records(Permission permission) {
    return permission == Permission::people_read || permission == Permission::people_write ||
           permission == Permission::records_read || permission == Permission::records_write;
}

bool applies(Problem const& problem, Route const& route) {
    bool const is_public = route.permission == Permission::everyone;
    bool const is_write = route.method != Method::get && route.method != Method::options;
    bool const has_parameter = route.path.find('{') != std::string::npos;
    switch (problem.status) {
        case 401:
            return !is_public || is_write;  // signing in is public, and may fail
        case 403:
            return !is_public;
        case 404:
            // An object that a role may not read is not there.
            return has_parameter || leads_to_records(route.permission);  // a query may name a thing too
        case 409:
            return is_write;
        case 412:
        case 428:
            return has_parameter &&
                   (route.method == Method::patch || route.method == Method::delete_ || route.method == Method::put);
        case 413:
            return is_write;
        default:
            return true;
    }
}

Json operation_of(Route const& route) {
    auto const& operation = route.operation;
    Json out = {
        {"operationId", operation.id}, {"summary", operation.summary}, {"x-permission", name_of(route.permission)}};
    if (!operation.tag.empty()) out["tags"] = Json::array({operation.tag});
    auto parameters = parameters_of(route);
    if (!parameters.empty()) out["parameters"] = std::move(parameters);
    if (!operation.request.empty())
        out["requestBody"] = {{"required", true}, {"content", json_content(operation.request)}};
    Json success = {{"description", operation.summary}};
    if (!operation.response.empty()) success["content"] = json_content(operation.response);
    out["responses"] = {{std::to_string(operation.status), std::move(success)}};
    if (operation.may_redirect)
        out["responses"]["308"] = {{"description", "It is part of another now; Location says which."}};
    for (auto const& problem : problems)
        if (applies(problem, route))
            out["responses"][std::to_string(problem.status)] = {
                {"$ref", "#/components/responses/" + std::string(problem.name)}};
    if (route.permission == Permission::everyone) out["security"] = Json::array();
    return out;
}

}  // namespace

Json openapi(Router const& router, std::string_view version) { return openapi(std::vector{&router}, version); }

Json openapi(std::vector<Router const*> const& routers, std::string_view version) {
    Json paths = Json::object(), schemas = Json::object();
    for (auto const* router : routers) {
        for (auto const& route : router->routes()) {
            if (!route.path.starts_with("/api/")) continue;
            std::string method(name_of(route.method));
            std::transform(method.begin(), method.end(), method.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            paths[route.path][method] = operation_of(route);
        }
        for (auto const& [name, schema] : router->schemas()) schemas[name] = schema;
    }
    if (!schemas.contains("Problem")) schemas["Problem"] = problem_schema();
    Json responses = Json::object();
    for (auto const& problem : problems)
        responses[std::string(problem.name)] = {
            {"description", problem.description},
            {"content", {{"application/problem+json", {{"schema", reference("Problem")}}}}}};
    return {{"openapi", "3.1.0"},
            {"info", {{"title", "Kith"}, {"version", version}}},
            {"security", Json::array({Json{{"cookie", Json::array()}}, Json{{"bearer", Json::array()}}})},
            {"paths", std::move(paths)},
            {"components",
             {{"schemas", std::move(schemas)},
              {"responses", std::move(responses)},
              {"securitySchemes",
               {{"cookie", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "kith_session"}}},
                {"bearer", {{"type", "http"}, {"scheme", "bearer"}}}}}}}};
}

}  // namespace kith::http
