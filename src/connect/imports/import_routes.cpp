// Imports as REST.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

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
Json const boolean = {{"type", "boolean"}};
Json const integer = {{"type", "integer"}, {"minimum", 0}};
Json const id_text = {{"type", "string"}, {"format", "uuid"}};
Json const instant = {{"type", "string"}, {"format", "date-time"}};
Json const instant_or_null = {{"type", {"string", "null"}}, {"format", "date-time"}};

Json object(Json properties, std::initializer_list<std::string_view> optional = {}) {
    Json required = Json::array();
    for (auto const& [name, schema] : properties.items())
        if (std::find(optional.begin(), optional.end(), name) == optional.end()) required.push_back(name);
    return {{"type", "object"},
            {"additionalProperties", false},
            {"required", std::move(required)},
            {"properties", std::move(properties)}};
}

Json array_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }
Json any_of(Json schema) { return {{"oneOf", {std::move(schema), {{"type", "null"}}}}}; }
Json one_of(std::initializer_list<char const*> values) { return {{"type", "string"}, {"enum", values}}; }

void add_schemas(http::Router& router) {
    Json const kind = {{"type", "string"}, {"description", "`sales`, or the plural of an object: `people`."}};
    router.add_schema("NewImport", object({{"kind", kind}, {"file_name", text}, {"bytes", integer}}));
    Json const counts = object({{"done", integer}, {"stored", integer}, {"duplicates", integer}, {"bad", integer}});
    Json const earlier = object({{"id", id_text}, {"state", text}, {"rows", integer}, {"created_at", instant}});
    router.add_schema("Import",
                      object({{"id", id_text},
                              {"kind", kind},
                              {"state", one_of({"uploading", "ready", "running", "done", "failed", "reverted"})},
                              {"file_name", text},
                              {"bytes", integer},
                              {"bytes_received", integer},
                              {"bytes_done", integer},
                              {"rows", counts},
                              {"misfits", {{"type", "object"}, {"additionalProperties", integer}}},
                              {"choices_made", integer},
                              {"error", text_or_null},
                              {"change_set", id_text},
                              {"actor", text},
                              {"earlier", array_of(earlier)},
                              {"created_at", instant},
                              {"started_at", instant_or_null},
                              {"finished_at", instant_or_null},
                              {"reverted_at", instant_or_null}}));
    router.add_schema("ImportList", object({{"data", array_of({{"$ref", "#/components/schemas/Import"}})},
                                            {"next", text_or_null},
                                            {"total", object({{"count", integer}, {"is_exact", boolean}})}}));
    Json const format = object({{"encoding", text}, {"delimiter", text}, {"has_header", boolean}},
                               {"encoding", "delimiter", "has_header"});
    router.add_schema("ImportFormat", format);
    Json const plan =
        object({{"map", array_of(object({{"target", text}, {"column", text}, {"number", integer}, {"by", text_or_null}},
                                        {"number", "by"}))},
                {"currency", text_or_null},
                {"time_zone", text},
                {"decimal_mark", one_of({".", ","})},
                {"date_order", one_of({"dmy", "mdy"})},
                {"source", text},
                {"key", text_or_null},
                {"existing", one_of({"fill", "replace"})}},
               {"map", "currency", "time_zone", "decimal_mark", "date_order", "source", "key", "existing"});
    router.add_schema("ImportChoices", object({{"format", format}, {"plan", plan}}, {"format", "plan"}));
    Json shown_plan = plan["properties"];
    shown_plan["kind"] = kind;
    shown_plan["format"] = format;
    shown_plan["columns"] = array_of(text);
    Json const problem = object({{"code", text}, {"detail", text}, {"field", text_or_null}, {"nearest", text_or_null}});
    Json const money = any_of(object({{"minor", {{"type", "integer"}}}, {"currency", text}}));
    Json const sale = object({{"kind", one_of({"sale", "refund", "cancellation"})},
                              {"at", instant},
                              {"amount", money},
                              {"discount", money},
                              {"tax", money},
                              {"cost", money},
                              {"margin", money},
                              {"units", {{"type", {"number", "null"}}}},
                              {"store", text},
                              {"product", text},
                              {"transaction", text},
                              {"reverses", text}});
    Json const row = object({{"row", integer},
                             {"line", integer},
                             {"fields", {{"type", "object"}}},
                             {"traits", {{"type", "object"}}},
                             {"keys", array_of(object({{"kind", text}, {"value", text}}))},
                             {"sale", any_of(sale)},
                             {"misfits", array_of(text)},
                             {"problem", any_of(problem)}});
    Json const reference = object({{"name", text}, {"label", {{"type", "object"}, {"additionalProperties", text}}}});
    router.add_schema(
        "ImportPreview",
        object({{"plan", object(shown_plan)},
                {"problem", any_of(object({{"field", text}, {"code", text}, {"message", text}}))},
                {"targets", array_of(object({{"name", text},
                                             {"label", {{"type", "object"}, {"additionalProperties", text}}},
                                             {"is_repeatable", boolean},
                                             {"is_key", boolean},
                                             {"references", array_of(reference)}}))},
                {"columns", array_of(object({{"name", text}, {"number", integer}, {"examples", array_of(text)}}))},
                {"rows", array_of(row)}}));
}

Operation about(std::string id, std::string summary, std::string request, std::string response, int status = 200) {
    return {std::move(id), "Imports", std::move(summary), std::move(request), std::move(response), status, {}};
}

Result<std::int64_t> part_of(Request const& request) {
    auto const value = request.path_value("part");
    std::int64_t part = -1;
    auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), part);
    if (error != std::errc{} || end != value.data() + value.size() || part < 0)
        return Error::not_found("There is no such piece.");
    return part;
}

/// Choices may be left out, but not be misread: what was chosen would be taken in otherwise.
Result<Json> choices_of(Request const& request) {
    if (request.body.empty()) return Json::object();
    auto body = TRY(request.json_object());
    for (auto const* member : {"format", "plan"})
        if (body.contains(member) && !body[member].is_object())
            return Error::invalid(member, "wrong_type", fmt::format("{} is an object.", member));
    return body;
}

void add_file_routes(http::Router& router, Imports& imports) {
    router.add({Method::post, "/api/v1/imports", Permission::files_import,
                about("add_import", "Say which file is coming", "NewImport", "Import", 201),
                [&imports](Request& request) -> Result<Response> {
                    auto const made = TRY(imports.create(request.actor, TRY(request.json_object())));
                    auto response = Response::json(made, 201);
                    response.headers.set("Location", "/api/v1/imports/" + made["id"].get<std::string>());
                    return response;
                }});
    auto list = about("list_imports", "Files that were brought in, newest first", "", "ImportList");
    list.query = {{"page", "`next` of the answer before."},
                  {"limit",
                   "Rows a page.",
                   {{"type", "integer"},
                    {"minimum", 1},
                    {"maximum", limits::page_rows_max},
                    {"default", limits::page_rows_default}}}};
    router.add({Method::get, "/api/v1/imports", Permission::files_import, std::move(list),
                [&imports](Request& request) -> Result<Response> {
                    auto const limit =
                        TRY(request.query_integer("limit", limits::page_rows_default, 1, limits::page_rows_max));
                    return Response::json(TRY(imports.list(request.actor, request.query_value("page").value_or(""),
                                                           static_cast<std::size_t>(limit))));
                }});
    router.add({Method::get, "/api/v1/imports/{id}", Permission::files_import,
                about("get_import", "One import: how far it is, and what came of its rows", "", "Import"),
                [&imports](Request& request) -> Result<Response> {
                    return Response::json(TRY(imports.get(request.actor, TRY(request.path_id<ImportId>("id")))));
                }});
    router.add({Method::delete_, "/api/v1/imports/{id}", Permission::files_import,
                about("delete_import", "Throw a file away that was not begun", "", "", 204),
                [&imports](Request& request) -> Result<Response> {
                    TRY(imports.remove(request.actor, TRY(request.path_id<ImportId>("id"))));
                    return Response::no_content();
                }});
    router.add({Method::put, "/api/v1/imports/{id}/parts/{part}", Permission::files_import,
                about("put_import_part",
                      "A piece of the file as its bytes, at most 1 MB, numbered from 0; with the last it is ready", "",
                      "Import"),
                [&imports](Request& request) -> Result<Response> {
                    return Response::json(TRY(imports.add_part(request.actor, TRY(request.path_id<ImportId>("id")),
                                                               TRY(part_of(request)), request.body)));
                }});
}

void add_work_routes(http::Router& router, Imports& imports) {
    router.add({Method::post, "/api/v1/imports/{id}/preview", Permission::files_import,
                about("preview_import", "What the first rows would become, by what is suggested or by your choices",
                      "ImportChoices", "ImportPreview"),
                [&imports](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<ImportId>("id"));
                    return Response::json(TRY(imports.preview(request.actor, id, TRY(choices_of(request)))));
                }});
    router.add({Method::post, "/api/v1/imports/{id}/start", Permission::files_import,
                about("start_import", "Take the rows in; after a failure, go on", "ImportChoices", "Import", 202),
                [&imports](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<ImportId>("id"));
                    auto const started = TRY(imports.start(request.actor, id, TRY(choices_of(request))));
                    auto response = Response::json(started, 202);
                    response.headers.set("Kith-Change-Set", started["change_set"].get<std::string>());
                    return response;
                }});
    auto bad_rows = about("import_bad_rows",
                          "Rows that did not go in, with line and reason, as CSV; mended, it can be imported itself. "
                          "Kith-Next names the row to go on after",
                          "", "");
    bad_rows.query = {{"after", "`Kith-Next` of the answer before.", integer}};
    router.add({Method::get, "/api/v1/imports/{id}/bad-rows", Permission::files_import, std::move(bad_rows),
                [&imports](Request& request) -> Result<Response> {
                    auto const after =
                        TRY(request.query_integer("after", 0, 0, std::numeric_limits<std::int64_t>::max()));
                    auto rows = TRY(imports.bad_rows(request.actor, TRY(request.path_id<ImportId>("id")), after));
                    auto response = Response::text(std::move(rows.csv), "text/csv; charset=utf-8");
                    response.headers.set("Content-Disposition", "attachment; filename=\"bad-rows.csv\"");
                    if (rows.next) response.headers.set("Kith-Next", std::to_string(*rows.next));
                    return response;
                }});
}

}  // namespace

void add_import_routes(http::Router& router, Imports& imports) {
    add_schemas(router);
    add_file_routes(router, imports);
    add_work_routes(router, imports);
}

}  // namespace kith::connect
