#include "records/view_routes.hpp"

#include "http/json_schema.hpp"
#include "records/limits.hpp"

namespace kith::records {

namespace {

using http::Method;
using http::Request;
using http::Response;
using http::json_schema::boolean;
using http::json_schema::object;
using http::json_schema::reference;
using http::json_schema::string;

void add_schemas(http::Router& router) {
    Json const width{{"type", "integer"},
                     {"minimum", limits::view_column_width_min},
                     {"maximum", limits::view_column_width_max},
                     {"description", "CSS pixels; without it the column has its share of what is left."}};
    router.add_schema("view_column", object({{"field", string()}, {"width", width}}, Json::array({"field"})));
    Json const columns{{"type", "array"},
                       {"items", reference("view_column")},
                       {"description", "In their order; none: those that the list shows by itself."}};
    Json const content{
        {"name", string()},
        {"is_shared", boolean()},
        {"team",
         {{"type", {"string", "null"}},
          {"format", "uuid"},
          {"description",
           "Shared with this team and those below it alone; null: with everybody, where it is shared."}}},
        {"filter", {{"type", "string"}, {"description", "A rule; empty: all."}}},
        {"sort", {{"type", "string"}, {"description", "A field, or `-field`; empty: the newest first."}}},
        {"columns", columns},
        {"kind", {{"type", "string"}, {"enum", {"table", "board", "calendar"}}}},
        {"group_by",
         {{"type", "string"},
          {"description",
           "Of a board: the field whose values are its columns; of a calendar: the one that says the day."}}},
        {"sum", {{"type", "string"}, {"description", "Of a board: the field that its columns add up; empty: none."}}}};
    auto create = content, change = content, view = content;
    create["object"] = string();
    change["position"] = {{"type", "integer"}, {"minimum", 0}, {"description", "Among the views of its kind."}};
    view["id"] = {{"type", "string"}, {"format", "uuid"}};
    view["team"] = object({{"id", {{"type", "string"}, {"format", "uuid"}}},
                           {"name", {{"type", {"string", "null"}}, {"description", "Null: the team is gone."}}}},
                          Json::array({"id", "name"}));
    view["team"]["type"] = {"object", "null"};
    view["object"] = string();
    view["is_own"] = boolean();
    view["may_change"] = boolean();
    view["position"] = {{"type", "integer"}};
    view["version"] = {{"type", "integer"}, {"description", "The ETag, for If-Match."}};
    router.add_schema("view_create", object(create, Json::array({"object", "name"})));
    router.add_schema("view_change", object(change, Json::array()));
    router.add_schema("view", object(view, Json::array({"id", "object", "name", "is_shared", "team", "is_own",
                                                        "may_change", "position", "filter", "sort", "columns", "kind",
                                                        "group_by", "sum", "version"})));
    router.add_schema("views",
                      object({{"data", {{"type", "array"}, {"items", reference("view")}}}}, Json::array({"data"})));
}

Response with_version(Json const& view, int status) {
    auto response = Response::json(view, status);
    response.headers.set("ETag", fmt::format("\"{}\"", view["version"].get<std::int64_t>()));
    return response;
}

http::Operation operation(std::string id, std::string summary, std::string request, std::string response,
                          int status = 200) {
    return {std::move(id), "views", std::move(summary), std::move(request), std::move(response), status, {}};
}

}  // namespace

void add_view_routes(http::Router& router, Views& views) {
    add_schemas(router);
    auto listed =
        operation("list_views", "The shared views of an object, then one's own, in their order.", "", "views");
    listed.query = {{"object", "`person`"}};
    router.add({Method::get, "/api/v1/views", Permission::signed_in, std::move(listed),
                [&views](Request& request) -> Result<Response> {
                    return Response::json(TRY(views.list(request.actor, request.query_value("object").value_or(""))));
                }});
    router.add({Method::post, "/api/v1/views", Permission::signed_in,
                operation("create_view", "Keep what a list shows, and how, under a name.", "view_create", "view", 201),
                [&views](Request& request) -> Result<Response> {
                    auto const view = TRY(views.create(request.actor, TRY(request.json_object())));
                    auto response = with_version(view, 201);
                    response.headers.set("Location", "/api/v1/views/" + view["id"].get<std::string>());
                    return response;
                }});
    router.add(
        {Method::patch, "/api/v1/views/{id}", Permission::signed_in,
         operation("update_view", "Change it; If-Match carries the version that was read.", "view_change", "view"),
         [&views](Request& request) -> Result<Response> {
             auto const id = TRY(request.path_id<ViewId>("id"));
             auto const version = TRY(request.if_match());
             return with_version(TRY(views.update(request.actor, id, version, TRY(request.json_object()))), 200);
         }});
    router.add({Method::delete_, "/api/v1/views/{id}", Permission::signed_in,
                operation("delete_view", "Delete it; for thirty days it can be restored.", "", "", 204),
                [&views](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<ViewId>("id"));
                    TRY(views.remove(request.actor, id, TRY(request.if_match())));
                    return Response::no_content();
                }});
    router.add({Method::post, "/api/v1/views/{id}/restore", Permission::signed_in,
                operation("restore_view", "Bring a deleted view back.", "", "view"),
                [&views](Request& request) -> Result<Response> {
                    return with_version(TRY(views.restore(request.actor, TRY(request.path_id<ViewId>("id")))), 200);
                }});
}

}  // namespace kith::records
