#include "records/set_up_routes.hpp"

#include "http/json_schema.hpp"
#include "records/limits.hpp"

namespace kith::records {

namespace {

using http::Method;
using http::Request;
using http::Response;
using http::json_schema::list_of;
using http::json_schema::object;
using http::json_schema::string;

void add_schemas(http::Router& router) {
    Json const by_name{{"type", "object"}, {"additionalProperties", {{"type", "object"}}}};
    Json const lists{{"type", "object"}, {"additionalProperties", list_of({{"type", "object"}})}};
    router.add_schema("set_up", object({{"kith_set_up", {{"type", "integer"}, {"const", 1}}},
                                        {"objects", by_name},
                                        {"roles", by_name},
                                        {"views", lists}},
                                       Json::array({"kith_set_up"})));
    Json const difference = object(
        {{"what", {{"type", "string"}, {"enum", {"added", "changed", "restored", "retired", "kept"}}}},
         {"kind", {{"type", "string"}, {"enum", {"object", "field", "composite", "choice", "role", "right", "view"}}}},
         {"object", {{"type", "string"}, {"description", "Empty: of no object."}}},
         {"name", string()},
         {"label", {{"type", "object"}, {"additionalProperties", string()}}},
         {"parts", {{"type", "array"}, {"items", string()}, {"description", "Of what is changed."}}}},
        Json::array({"what", "kind", "object", "name", "label", "parts"}));
    router.add_schema("set_up_difference",
                      object({{"changes", list_of(difference)},
                              {"only_here",
                               {{"type", "array"},
                                {"items", difference},
                                {"description", "What the workspace has and the set-up does not mention: it stays."}}},
                              {"change_set", {{"type", {"string", "null"}}, {"format", "uuid"}}}},
                             Json::array({"changes", "only_here", "change_set"})));
}

http::Operation operation(std::string id, std::string summary, std::string request, std::string response) {
    return {std::move(id), "set-up", std::move(summary), std::move(request), std::move(response), 200, {}};
}

}  // namespace

void add_set_up_routes(http::Router& router, SetUp& set_up) {
    add_schemas(router);
    http::RouteLimits limits;
    limits.body_bytes_max = limits::set_up_bytes_max;
    router.add({Method::get, "/api/v1/set-up", Permission::workspace_manage,
                operation("get_set_up",
                          "Objects, fields, roles and shared views as one file, without users, secrets and records; "
                          "equal set-ups are equal bytes.",
                          "", "set_up"),
                [&set_up](Request& request) -> Result<Response> {
                    auto response = Response::text(TRY(set_up.written(request.actor)), "application/json");
                    response.headers.set("Content-Disposition", "attachment; filename=\"set-up.json\"");
                    return response;
                }});
    router.add(http::Route{Method::post, "/api/v1/set-up/compare", Permission::workspace_manage,
                           operation("compare_set_up", "What taking a set-up over would change; nothing is changed.",
                                     "set_up", "set_up_difference"),
                           [&set_up](Request& request) -> Result<Response> {
                               return Response::json(TRY(set_up.compare(request.actor, TRY(request.json_object()))));
                           },
                           limits}
                   .open_to_onlookers());
    router.add({Method::post, "/api/v1/set-up/take-over", Permission::workspace_manage,
                operation("take_over_set_up",
                          "Make what a set-up has and the workspace lacks, and change what differs; whatever else is "
                          "there stays.",
                          "set_up", "set_up_difference"),
                [&set_up](Request& request) -> Result<Response> {
                    auto const author = schema::Author::begin(request.actor);
                    auto const told = TRY(set_up.take_over(author, TRY(request.json_object())));
                    auto response = Response::json(told);
                    if (!told["change_set"].is_null())
                        response.headers.set("Kith-Change-Set", author.change_set.text());
                    return response;
                },
                limits});
}

}  // namespace kith::records
