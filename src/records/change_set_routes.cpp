#include "records/change_set_routes.hpp"

#include "base/limits.hpp"
#include "records/records_routes.hpp"

namespace kith::records {

namespace {

using http::Method;
using http::Request;
using http::Response;

Json text() { return {{"type", "string"}}; }
Json text_or_null() { return {{"type", {"string", "null"}}}; }
Json integer() { return {{"type", "integer"}}; }
Json boolean() { return {{"type", "boolean"}}; }
Json uuid() { return {{"type", "string"}, {"format", "uuid"}}; }
Json uuid_or_null() { return {{"type", {"string", "null"}}, {"format", "uuid"}}; }
Json instant() { return {{"type", "string"}, {"format", "date-time"}}; }
Json instant_or_null() { return {{"type", {"string", "null"}}, {"format", "date-time"}}; }
Json one_of(Json values) { return {{"type", "string"}, {"enum", std::move(values)}}; }
Json list_of(Json item) { return {{"type", "array"}, {"items", std::move(item)}}; }
Json described(Json schema, std::string_view description) {
    schema["description"] = description;
    return schema;
}

/// All of its members are always there.
Json object(Json properties) {
    Json required = Json::array();
    for (auto const& [name, ignored] : properties.items()) required.push_back(name);
    return {{"type", "object"},
            {"additionalProperties", false},
            {"required", std::move(required)},
            {"properties", std::move(properties)}};
}

Json actor() { return object({{"kind", text()}, {"id", uuid_or_null()}, {"name", text()}}); }

Json kept_record() {
    return {{"object", text()},
            {"id", uuid()},
            {"field", described(text(), "Empty where it is the record.")},
            {"reason", text()}};
}

Json named_record() {
    auto record = kept_record();
    record["name"] = text_or_null();
    return record;
}

void add_set_schemas(http::Router& router) {
    router.add_schema("change_set",
                      object({{"id", uuid()},
                              {"kind", text()},
                              {"actor", actor()},
                              {"created_at", instant()},
                              {"reverted_at", instant_or_null()},
                              {"reverted_by", described(uuid_or_null(), "The change set that took it back.")},
                              {"reverts", described(uuid_or_null(), "The change set that it took back.")},
                              {"changes", integer()}}));
    auto const record = object({{"object", text()},
                                {"id", uuid()},
                                {"name", text_or_null()},
                                {"what", one_of({"made", "changed", "deleted", "restored", "told"})},
                                {"fields", list_of(text())},
                                {"is_deleted", boolean()}});
    auto const touched =
        object({{"object", text()}, {"id", uuid()}, {"name", text_or_null()}, {"is_deleted", boolean()}});
    auto const line =
        object({{"id", uuid()},
                {"kind", text()},
                {"created_at", instant()},
                {"reverted_at", instant_or_null()},
                {"reverted_by", described(uuid_or_null(), "The change set that took it back.")},
                {"records", described(list_of(touched), "The first that it touched and that you see now.")},
                {"has_more", boolean()},
                {"is_whole", described(boolean(),
                                       "Whether you see all of the first that it touched: where you do not, there is "
                                       "nothing more to be had of it.")}});
    router.add_schema("own_change_sets", object({{"data", list_of(line)}, {"next", text_or_null()}}));
    router.add_schema("change_set_records", object({{"data", list_of(record)}, {"next", text_or_null()}}));
    router.add_schema(
        "reverted", object({{"change_set", described(uuid(), "Of the revert itself.")},
                            {"state", described(one_of({"running", "done"}), "A large change set goes back by a job.")},
                            {"reverted", described(integer(), "Fields and records that went back.")},
                            {"kept", list_of(object(kept_record()))}}));
}

void add_preview_schemas(http::Router& router) {
    auto const staying = object({{"reason", text()}, {"count", integer()}, {"first", list_of(object(named_record()))}});
    auto const blocked = Json{
        {"type", {"object", "null"}},
        {"required", {"code", "detail"}},
        {"properties", {{"code", text()}, {"detail", text()}}},
        {"description",
         "Why nothing can go back: it did before, is still being made, or definitions or roles stand against it."}};
    router.add_schema("revert_preview",
                      object({{"records", described(integer(), "Looked through on this page.")},
                              {"go", described(integer(), "Records that are deleted.")},
                              {"come_back", described(integer(), "Records that are restored.")},
                              {"fields", described(integer(), "That become what they were.")},
                              {"events_retracted", integer()},
                              {"events_brought_back", integer()},
                              {"parted", described(integer(), "Joins of people that are undone.")},
                              {"definitions", described(integer(), "Changes of objects, fields and roles.")},
                              {"blocked", blocked},
                              {"stays", list_of(staying)},
                              {"next", text_or_null()}}));
    router.add_schema("reverting",
                      object({{"change_set", described(uuid(), "Of the revert itself.")},
                              {"of", uuid()},
                              {"state", one_of({"running", "done", "failed"})},
                              {"actor", text()},
                              {"total", integer()},
                              {"done", integer()},
                              {"reverted", described(integer(), "Fields and records that went back.")},
                              {"kept", described(integer(), "That stayed; `kept` of the revert tells which and why.")},
                              {"reasons", list_of(object({{"reason", text()}, {"count", integer()}}))},
                              {"error", text_or_null()},
                              {"created_at", instant()},
                              {"finished_at", instant_or_null()}}));
    router.add_schema("reverting_kept", object({{"data", list_of(object(named_record()))}, {"next", text_or_null()}}));
}

Json json_of(RevertPreview const& preview) {
    Json stays = Json::array();
    for (auto const& [reason, staying] : preview.staying) {
        Json first = Json::array();
        for (auto const& [kept, name] : staying.first)
            first.push_back({{"object", kept.object},
                             {"id", kept.id.text()},
                             {"name", name},
                             {"field", kept.field},
                             {"reason", kept.reason}});
        stays.push_back({{"reason", reason}, {"count", staying.count}, {"first", std::move(first)}});
    }
    Json blocked;
    if (!preview.blocked.empty()) blocked = {{"code", preview.blocked}, {"detail", preview.blocked_because}};
    return {{"records", preview.records},
            {"go", preview.go},
            {"come_back", preview.come_back},
            {"fields", preview.fields},
            {"events_retracted", preview.beside.retracted},
            {"events_brought_back", preview.beside.brought_back},
            {"parted", preview.beside.parted},
            {"definitions", preview.definitions},
            {"blocked", std::move(blocked)},
            {"stays", std::move(stays)},
            {"next", preview.next ? Json(*preview.next) : Json(nullptr)}};
}

std::vector<http::QueryParameter> paged() {
    return {{"page", "`next` of the answer before."},
            {"limit",
             "Rows a page.",
             {{"type", "integer"},
              {"minimum", 1},
              {"maximum", limits::page_rows_max},
              {"default", limits::page_rows_default}}}};
}

Result<std::size_t> limit_of(Request const& request) {
    return static_cast<std::size_t>(
        TRY(request.query_integer("limit", limits::page_rows_default, 1, limits::page_rows_max)));
}

void add_reading(http::Router& router, Records& records) {
    http::Operation own{"list_own_change_sets",
                        "change sets",
                        "What you changed, the newest first: edits, imports and whatever else can be taken back.",
                        "",
                        "own_change_sets",
                        200,
                        paged()};
    router.add({Method::get, "/api/v1/change-sets", Permission::change_sets_revert, std::move(own),
                [&records](Request& request) -> Result<Response> {
                    return Response::json(TRY(records.own_change_sets(
                        request.actor, request.query_value("page").value_or(""), TRY(limit_of(request)))));
                }});
    router.add({Method::get,
                "/api/v1/change-sets/{id}",
                Permission::change_sets_revert,
                {"get_change_set", "change sets", "One change set.", "", "change_set"},
                [&records](Request& request) -> Result<Response> {
                    return Response::json(
                        TRY(records.change_set(request.actor, TRY(request.path_id<ChangeSetId>("id")))));
                }});
    http::Operation touched{"list_records_of_change_set",
                            "change sets",
                            "The records that it touched, and how.",
                            "",
                            "change_set_records",
                            200,
                            paged()};
    router.add({Method::get, "/api/v1/change-sets/{id}/records", Permission::change_sets_revert, std::move(touched),
                [&records](Request& request) -> Result<Response> {
                    return Response::json(
                        TRY(records.touched_records(request.actor, TRY(request.path_id<ChangeSetId>("id")),
                                                    request.query_value("page").value_or(""), TRY(limit_of(request)))));
                }});
    http::Operation preview{
        "preview_revert",
        "change sets",
        "What taking it back would do, without doing it: sums of one page of its records. The pages "
        "together are the whole; what is told beside records stands on the first.",
        "",
        "revert_preview",
        200,
        {{"page", "`next` of the answer before."}}};
    router.add({Method::get, "/api/v1/change-sets/{id}/revert", Permission::change_sets_revert, std::move(preview),
                [&records](Request& request) -> Result<Response> {
                    return Response::json(
                        json_of(TRY(records.preview_revert(request.actor, TRY(request.path_id<ChangeSetId>("id")),
                                                           request.query_value("page").value_or("")))));
                }});
}

void add_reverting(http::Router& router, Reverts& reverts) {
    router.add({Method::post,
                "/api/v1/change-sets/{id}/revert",
                Permission::change_sets_revert,
                {"revert_change_set", "change sets",
                 "Take a change back. What was changed again since stays, and is listed. Of a large change set the "
                 "state is `running`: `reverting` tells how far it is, and what stayed.",
                 "", "reverted"},
                [&reverts](Request& request) -> Result<Response> {
                    auto const write = Write::begin("revert", request.actor);
                    auto const begun = TRY(reverts.begin(write, TRY(request.path_id<ChangeSetId>("id"))));
                    auto response = Response::json(begun);
                    response.headers.set(change_set_header, begun["change_set"].get<std::string>());
                    return response;
                }});
    router.add({Method::get,
                "/api/v1/change-sets/{id}/reverting",
                Permission::change_sets_revert,
                {"get_reverting", "change sets", "How far taking it back is, and what came of it.", "", "reverting"},
                [&reverts](Request& request) -> Result<Response> {
                    return Response::json(TRY(reverts.get(request.actor, TRY(request.path_id<ChangeSetId>("id")))));
                }});
    http::Operation kept{"list_kept_of_reverting",
                         "change sets",
                         "What stayed when it was taken back, and why.",
                         "",
                         "reverting_kept",
                         200,
                         paged()};
    router.add({Method::get, "/api/v1/change-sets/{id}/reverting/kept", Permission::change_sets_revert, std::move(kept),
                [&reverts](Request& request) -> Result<Response> {
                    return Response::json(
                        TRY(reverts.kept(request.actor, TRY(request.path_id<ChangeSetId>("id")),
                                         request.query_value("page").value_or(""), TRY(limit_of(request)))));
                }});
}

}  // namespace

void add_change_set_routes(http::Router& router, Records& records, Reverts& reverts) {
    add_set_schemas(router);
    add_preview_schemas(router);
    add_reading(router, records);
    add_reverting(router, reverts);
}

}  // namespace kith::records
