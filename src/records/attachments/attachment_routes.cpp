#include "records/attachments/attachment_routes.hpp"

#include <charconv>

#include "base/limits.hpp"
#include "http/content_disposition.hpp"
#include "http/json_schema.hpp"
#include "records/attachments/limits.hpp"
#include "records/records_routes.hpp"

namespace kith::records {

namespace {

using http::Method;
using http::Request;
using http::Response;
using http::json_schema::boolean;
using http::json_schema::instant;
using http::json_schema::integer;
using http::json_schema::list_of;
using http::json_schema::reference;
using http::json_schema::string;
using http::json_schema::uuid;

constexpr auto write_kind = "attachments";

/// An object whose members are all there.
Json whole(Json properties) {
    Json required = Json::array();
    for (auto const& [name, ignored] : properties.items()) required.push_back(name);
    return http::json_schema::object(std::move(properties), std::move(required));
}

Json or_null(Json schema) { return {{"oneOf", Json::array({Json{{"type", "null"}}, std::move(schema)})}}; }

void add_schemas(http::Router& router) {
    Json const name{{"type", "string"}, {"maxLength", limits::name_characters_max}};
    Json const bytes{{"type", "integer"}, {"minimum", 1}, {"maximum", limits::attachment_bytes_max}};
    Json media_type = string();
    media_type["description"] = "What the bytes say, not the name: a picture, PDF, or `application/octet-stream`.";
    Json is_picture = boolean();
    is_picture["description"] = "Whether a page may show it.";
    auto added = whole({{"name", name}, {"bytes", bytes}});
    added["properties"]["field"] = {{"type", {"string", "null"}},
                                    {"description",
                                     "A field of type `file` that it is for; it is there when a PATCH of "
                                     "the record gives the field the id of the file."}};
    router.add_schema("new_attachment", std::move(added));
    router.add_schema("attachment_change", whole({{"name", name}}));
    router.add_schema("attachment",
                      whole({{"id", uuid()},
                             {"object", string()},
                             {"record", uuid()},
                             {"field", or_null(string())},
                             {"name", string()},
                             {"bytes", integer()},
                             {"media_type", media_type},
                             {"is_picture", is_picture},
                             {"sha256", string()},
                             {"author", whole({{"kind", string()}, {"id", or_null(uuid())}, {"name", string()}})},
                             {"version", integer()},
                             {"added_at", instant()}}));
    router.add_schema("attachments", whole({{"data", list_of(reference("attachment"))},
                                            {"next", or_null(string())},
                                            {"count", integer()},
                                            {"bytes_max", integer()},
                                            {"may_change", boolean()}}));
    Json piece_bytes = integer();
    piece_bytes["description"] = "How long each piece is but the last.";
    router.add_schema("attachment_upload", whole({{"id", uuid()},
                                                  {"name", string()},
                                                  {"bytes", integer()},
                                                  {"bytes_received", integer()},
                                                  {"piece_bytes", piece_bytes},
                                                  {"file", or_null(reference("attachment"))}}));
}

http::Operation about(std::string id, std::string summary, std::string request, std::string response,
                      int status = 200) {
    return {std::move(id), "attachments", std::move(summary), std::move(request), std::move(response), status, {}};
}

Result<std::int64_t> part_of(Request const& request) {
    auto const value = request.path_value("part");
    std::int64_t part = -1;
    auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), part);
    if (error != std::errc{} || end != value.data() + value.size() || part < 0)
        return Error::not_found("There is no such piece.");
    return part;
}

void add_list_routes(http::Router& router, Attachments& attachments) {
    std::string const path = "/api/v1/attachments/on/{object}/{id}";
    auto listed = about("list_attachments", "The files on a record, the newest first.", "", "attachments");
    constexpr auto rows = limits::attachments_a_page_default;
    listed.query = {{"page", "`next` of the answer before."},
                    {"limit",
                     "How many at once.",
                     {{"type", "integer"}, {"minimum", 1}, {"maximum", limits::page_rows_max}, {"default", rows}}}};
    router.add({Method::get, path, Permission::signed_in, std::move(listed),
                [&attachments](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<RecordId>("id"));
                    auto const limit = TRY(request.query_integer("limit", rows, 1, limits::page_rows_max));
                    return Response::json(TRY(attachments.list(request.actor, request.path_value("object"), id,
                                                               request.query_value("page").value_or(""),
                                                               static_cast<std::size_t>(limit))));
                }});
    router.add({Method::post, path, Permission::signed_in,
                about("add_attachment", "Say which file is coming; what cannot be kept is refused here.",
                      "new_attachment", "attachment_upload", 201),
                [&attachments](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<RecordId>("id"));
                    return Response::json(TRY(attachments.begin(request.actor, request.path_value("object"), id,
                                                                TRY(request.json_object()))),
                                          201);
                }});
}

void add_upload_routes(http::Router& router, Attachments& attachments) {
    std::string const path = "/api/v1/attachments/uploads/{id}";
    router.add({Method::put, path + "/parts/{part}", Permission::signed_in,
                about("put_attachment_part",
                      "A piece of the file as its bytes, numbered from 0, each `piece_bytes` long but the last, with "
                      "which the file is on the record. What was lost is sent again",
                      "", "attachment_upload"),
                [&attachments](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<AttachmentId>("id"));
                    auto const received = TRY(attachments.receive(Write::begin(write_kind, request.actor), id,
                                                                  TRY(part_of(request)), request.body));
                    auto response = Response::json(received.upload);
                    if (received.change_set) response.headers.set(change_set_header, received.change_set->text());
                    return response;
                }});
    router.add({Method::delete_, path, Permission::signed_in,
                about("end_attachment_upload", "The file is not to come after all.", "", "", 204),
                [&attachments](Request& request) -> Result<Response> {
                    TRY(attachments.give_up(request.actor, TRY(request.path_id<AttachmentId>("id"))));
                    return Response::no_content();
                }});
}

// To be saved, never to be shown as a page: a file may hold a script, and would run as Kith itself.
Response file_response(Attachments::File file) {
    auto response = Response::pieces(std::move(file.bytes), file.media_type);
    auto& headers = response.headers;
    headers.set("Content-Disposition", http::attached_as(file.name));
    headers.set("Content-Security-Policy", "sandbox; default-src 'none'");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    return response;
}

void add_file_routes(http::Router& router, Attachments& attachments) {
    std::string const path = "/api/v1/attachments/{id}";
    router.add({Method::get, path + "/content", Permission::signed_in,
                about("get_attachment_content", "The bytes of a file, to be saved.", "", ""),
                [&attachments](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<AttachmentId>("id"));
                    return file_response(TRY(attachments.file(request.actor, id)));
                }});
    router.add({Method::patch, path, Permission::signed_in,
                about("rename_attachment", "Call a file otherwise; If-Match carries the version that was read.",
                      "attachment_change", "attachment"),
                [&attachments](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<AttachmentId>("id"));
                    auto const version = TRY(request.if_match());
                    auto const write = Write::begin(write_kind, request.actor);
                    auto const file = TRY(attachments.rename(write, id, version, TRY(request.json_object())));
                    auto response = Response::json(file);
                    auto const now = file["version"].get<std::int64_t>();
                    response.headers.set("ETag", fmt::format("\"{}\"", now));
                    // The same name again is no change.
                    if (now != version) response.headers.set(change_set_header, write.change_set.text());
                    return response;
                }});
    router.add(
        {Method::delete_, path, Permission::signed_in,
         about("remove_attachment", "Take a file off its record; for thirty days it can be put back.", "", "", 204),
         [&attachments](Request& request) -> Result<Response> {
             auto const id = TRY(request.path_id<AttachmentId>("id"));
             auto const write = Write::begin(write_kind, request.actor);
             TRY(attachments.remove(write, id, TRY(request.if_match())));
             auto response = Response::no_content();
             response.headers.set(change_set_header, write.change_set.text());
             return response;
         }});
}

}  // namespace

void add_attachment_routes(http::Router& router, Attachments& attachments) {
    add_schemas(router);
    add_list_routes(router, attachments);
    add_upload_routes(router, attachments);
    add_file_routes(router, attachments);
}

}  // namespace kith::records
