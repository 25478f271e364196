// Exports as REST.
#include "base/limits.hpp"
#include "connect/connect_routes.hpp"

namespace kith::connect {

namespace {

using http::Method;
using http::Operation;
using http::Request;
using http::Response;

Json const text = {{"type", "string"}};
Json const text_or_null = {{"type", {"string", "null"}}};
Json const count = {{"type", "integer"}, {"minimum", 0}};
Json const instant_or_null = {{"type", {"string", "null"}}, {"format", "date-time"}};

Json object(Json properties, Json required = nullptr) {
    if (required.is_null()) {
        required = Json::array();
        for (auto const& [name, schema] : properties.items()) required.push_back(name);
    }
    return {{"type", "object"},
            {"additionalProperties", false},
            {"required", std::move(required)},
            {"properties", std::move(properties)}};
}

Json one_of(std::initializer_list<char const*> values) { return {{"type", "string"}, {"enum", values}}; }

void add_schemas(http::Router& router) {
    Json const fields = {{"type", "array"}, {"items", text}};
    Json const format = one_of({"csv", "jsonl"});
    Json asked{{"object", {{"type", "string"}, {"description", "The plural of an object, or `events`."}}},
               {"format", format},
               {"filter", {{"type", "string"}, {"description", "A rule; of events, one about their people."}}},
               {"q", text},
               {"fields", fields},
               {"purpose",
                {{"type", "string"},
                 {"description",
                  "What the file is for. With one, people whose ledger does not allow it are left out; without, it is "
                  "the business's own use."}}},
               {"type", {{"type", "string"}, {"description", "Of events."}}},
               {"from", {{"type", "string"}, {"format", "date-time"}, {"description", "Of events."}}},
               {"to", {{"type", "string"}, {"format", "date-time"}, {"description", "Of events; exclusive."}}}};
    router.add_schema("NewExport", object(asked, Json::array({"object"})));
    Json const query = object({{"filter", text},
                               {"q", text},
                               {"fields", fields},
                               {"type", text},
                               {"from", instant_or_null},
                               {"to", instant_or_null}});
    router.add_schema(
        "Export",
        object({{"id", {{"type", "string"}, {"format", "uuid"}}},
                {"object", text},
                {"format", format},
                {"purpose", text_or_null},
                {"query", {{"oneOf", {query, {{"type", "null"}}}}}},
                {"state", one_of({"ready", "running", "done", "failed", "broken"})},
                {"file_name", text},
                {"rows", object({{"total", count}, {"done", count}, {"written", count}, {"left_out", count}})},
                {"left_out", {{"type", "object"}, {"additionalProperties", count}}},
                {"contacts_withheld", count},
                {"bytes", count},
                {"error", text_or_null},
                {"actor", text},
                {"created_at", {{"type", "string"}, {"format", "date-time"}}},
                {"started_at", instant_or_null},
                {"finished_at", instant_or_null}}));
    router.add_schema("ExportList",
                      object({{"data", {{"type", "array"}, {"items", {{"$ref", "#/components/schemas/Export"}}}}},
                              {"next", text_or_null}}));
}

Operation about(std::string id, std::string summary, std::string request, std::string response, int status = 200) {
    return {std::move(id), "Exports", std::move(summary), std::move(request), std::move(response), status, {}};
}

}  // namespace

void add_export_routes(http::Router& router, Exports& exports) {
    add_schemas(router);
    router.add(
        {Method::post, "/api/v1/exports", Permission::records_export,
         about("add_export", "Ask for a file of a list; what may not be is refused here", "NewExport", "Export", 201),
         [&exports](Request& request) -> Result<Response> {
             auto const made = TRY(exports.create(request.actor, TRY(request.json_object())));
             auto response = Response::json(made, 201);
             response.headers.set("Location", "/api/v1/exports/" + made["id"].get<std::string>());
             return response;
         }});
    auto list = about("list_exports", "Who took what out, newest first", "", "ExportList");
    list.query = {{"page", "`next` of the answer before."},
                  {"limit",
                   "Rows a page.",
                   {{"type", "integer"},
                    {"minimum", 1},
                    {"maximum", limits::page_rows_max},
                    {"default", limits::page_rows_default}}}};
    router.add({Method::get, "/api/v1/exports", Permission::records_export, std::move(list),
                [&exports](Request& request) -> Result<Response> {
                    auto const limit =
                        TRY(request.query_integer("limit", limits::page_rows_default, 1, limits::page_rows_max));
                    return Response::json(TRY(exports.list(request.actor, request.query_value("page").value_or(""),
                                                           static_cast<std::size_t>(limit))));
                }});
    router.add({Method::get, "/api/v1/exports/{id}", Permission::records_export,
                about("get_export", "One export: how far it is, and who was left out of it and why", "", "Export"),
                [&exports](Request& request) -> Result<Response> {
                    return Response::json(TRY(exports.get(request.actor, TRY(request.path_id<ExportId>("id")))));
                }});
    router.add({Method::get, "/api/v1/exports/{id}/file", Permission::records_export,
                about("export_file", "The file, handed out once, as it is made", "", ""),
                [&exports](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<ExportId>("id"));
                    if (request.method == Method::head) {
                        TRY(exports.get(request.actor, id));
                        return Response::text({});
                    }
                    auto file = TRY(exports.file(request.actor, id));
                    auto response = Response::pieces(std::move(file.source), file.content_type);
                    response.headers.set("Content-Disposition", fmt::format("attachment; filename=\"{}\"", file.name));
                    response.headers.set("X-Accel-Buffering", "no");
                    return response;
                }});
}

}  // namespace kith::connect
