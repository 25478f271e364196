#include "records/talk/talk_routes.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "http/json_schema.hpp"
#include "records/talk/limits.hpp"

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

Json or_null(Json schema) { return {{"oneOf", Json::array({Json{{"type", "null"}}, std::move(schema)})}}; }

/// An object whose members are all there, but for those that may be missing.
Json object(Json properties, std::vector<std::string> const& optional = {}) {
    Json required = Json::array();
    for (auto const& [name, ignored] : properties.items())
        if (std::find(optional.begin(), optional.end(), name) == optional.end()) required.push_back(name);
    return {{"type", "object"},
            {"additionalProperties", false},
            {"required", std::move(required)},
            {"properties", std::move(properties)}};
}

Json page_of(Json schema) { return object({{"data", list_of(std::move(schema))}, {"next", or_null(string())}}); }

void add_comment_schemas(http::Router& router) {
    Json const text{{"type", "string"}, {"maxLength", limits::comment_characters_max}};
    Json mentions = list_of(uuid());
    mentions["maxItems"] = limits::comment_mentions_max;
    mentions["description"] =
        "Ids of users whom the text names after an `@`. Of a change: without it those stay whom the text still names.";
    router.add_schema("comment_write", object({{"text", text}, {"mentions", mentions}}, {"mentions"}));
    Json is_told = boolean();
    is_told["description"] = "False for somebody who may not see the record, and so has nothing in their inbox.";
    Json const mention = object({{"id", uuid()}, {"name", string()}, {"is_told", is_told}});
    router.add_schema("comment", object({{"id", uuid()},
                                         {"object", string()},
                                         {"record", uuid()},
                                         {"text", string()},
                                         {"mentions", list_of(mention)},
                                         {"author", object({{"id", uuid()}, {"name", string()}})},
                                         {"may_change", boolean()},
                                         {"version", integer()},
                                         {"created_at", instant()},
                                         {"edited_at", or_null(instant())}}));
    router.add_schema(
        "comments",
        object({{"data", list_of(reference("comment"))}, {"next", or_null(string())}, {"may_comment", boolean()}}));
    router.add_schema(
        "mentionable",
        object({{"data", list_of(object({{"id", uuid()}, {"name", string()}, {"may_see", boolean()}}))}}));
}

void add_inbox_schemas(http::Router& router) {
    router.add_schema("record_reference",
                      object({{"object", string()}, {"id", uuid()}, {"name", or_null(string())}, {"path", string()}}));
    Json const label{{"type", "object"}, {"additionalProperties", string()}};
    Json comment = object({{"id", uuid()}, {"text", string()}});
    Json const kind{{"type", "string"},
                    {"enum", {"mention", "comment", "change", "shared"}},
                    {"description", "`change`: of a watched record, one entry until it is read."}};
    router.add_schema("inbox_entry", object({{"id", uuid()},
                                             {"kind", kind},
                                             {"record", reference("record_reference")},
                                             {"actor", string()},
                                             {"comment", or_null(std::move(comment))},
                                             {"fields", list_of(object({{"name", string()}, {"label", label}}))},
                                             {"at", instant()},
                                             {"is_read", boolean()}}));
    router.add_schema("inbox", page_of(reference("inbox_entry")));
    router.add_schema("inbox_unread", object({{"count", integer()}, {"is_exact", boolean()}}));
    Json ids = list_of(uuid());
    ids["maxItems"] = limits::inbox_marked_max;
    Json until = instant();
    until["description"] = "In place of ids: everything unread up to then.";
    router.add_schema("inbox_mark", object({{"ids", ids}, {"until", until}, {"is_read", boolean()}}, {"ids", "until"}));
    Json changed = list_of(uuid());
    changed["description"] = "Those that were marked otherwise before.";
    router.add_schema("inbox_marked", object({{"data", changed}}));
    router.add_schema("marks", object({{"is_watched", boolean()},
                                       {"is_favourite", boolean()},
                                       {"comments", integer()},
                                       {"may_comment", boolean()}}));
    router.add_schema("favourites", object({{"data", list_of(reference("record_reference"))}}));
}

std::vector<http::QueryParameter> page_parameters(std::size_t rows) {
    return {{"page", "`next` of the answer before."},
            {"limit",
             "How many at once.",
             {{"type", "integer"}, {"minimum", 1}, {"maximum", limits::page_rows_max}, {"default", rows}}}};
}

Result<std::size_t> limit_asked(Request const& request, std::size_t rows) {
    return static_cast<std::size_t>(
        TRY(request.query_integer("limit", static_cast<std::int64_t>(rows), 1, limits::page_rows_max)));
}

Response with_version(Json const& comment, int status) {
    auto response = Response::json(comment, status);
    response.headers.set("ETag", fmt::format("\"{}\"", comment["version"].get<std::int64_t>()));
    return response;
}

http::Operation operation(std::string id, std::string tag, std::string summary, std::string request,
                          std::string response, int status = 200) {
    return {std::move(id), std::move(tag), std::move(summary), std::move(request), std::move(response), status, {}};
}

void add_record_routes(http::Router& router, Comments& comments) {
    std::string const path = "/api/v1/comments/on/{object}/{id}";
    auto listed =
        operation("list_comments", "comments", "What was said of a record, the newest first.", "", "comments");
    listed.query = page_parameters(limits::comments_a_page_default);
    router.add({Method::get, path, Permission::signed_in, std::move(listed),
                [&comments](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<RecordId>("id"));
                    auto const limit = TRY(limit_asked(request, limits::comments_a_page_default));
                    return Response::json(TRY(comments.list(request.actor, request.path_value("object"), id,
                                                            request.query_value("page").value_or(""), limit)));
                }});
    router.add({Method::post, path, Permission::signed_in,
                operation("create_comment", "comments", "Say something of a record; whom it mentions is told.",
                          "comment_write", "comment", 201),
                [&comments](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<RecordId>("id"));
                    return with_version(TRY(comments.create(request.actor, request.path_value("object"), id,
                                                            TRY(request.json_object()))),
                                        201);
                }});
    auto offered = operation("list_mentionable", "comments",
                             "Colleagues to mention, and whether they may see the record.", "", "mentionable");
    offered.query = {{"q", "How their name, or a part of it, begins."}};
    router.add({Method::get, path + "/mentionable", Permission::signed_in, std::move(offered),
                [&comments](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<RecordId>("id"));
                    return Response::json(TRY(comments.mentionable(request.actor, request.path_value("object"), id,
                                                                   request.query_value("q").value_or(""))));
                }});
}

void add_comment_routes(http::Router& router, Comments& comments) {
    router.add({Method::patch, "/api/v1/comments/{id}", Permission::signed_in,
                operation("update_comment", "comments", "Change one's own; If-Match carries the version that was read.",
                          "comment_write", "comment"),
                [&comments](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<CommentId>("id"));
                    auto const version = TRY(request.if_match());
                    return with_version(TRY(comments.update(request.actor, id, version, TRY(request.json_object()))),
                                        200);
                }});
    router.add(
        {Method::delete_, "/api/v1/comments/{id}", Permission::signed_in,
         operation("delete_comment", "comments", "Delete one's own; for thirty days it can be restored.", "", "", 204),
         [&comments](Request& request) -> Result<Response> {
             auto const id = TRY(request.path_id<CommentId>("id"));
             TRY(comments.remove(request.actor, id, TRY(request.if_match())));
             return Response::no_content();
         }});
    router.add({Method::post, "/api/v1/comments/{id}/restore", Permission::signed_in,
                operation("restore_comment", "comments", "Bring a deleted comment back.", "", "comment"),
                [&comments](Request& request) -> Result<Response> {
                    return with_version(TRY(comments.restore(request.actor, TRY(request.path_id<CommentId>("id")))),
                                        200);
                }});
}

void add_inbox_routes(http::Router& router, Inbox& inbox) {
    auto listed = operation("list_inbox", "inbox", "What there is for one to read, the newest first.", "", "inbox");
    listed.query = page_parameters(limits::page_rows_default);
    listed.query.push_back({"read", "`false`: only what is unread.", {{"type", "string"}, {"enum", {"false"}}}});
    router.add({Method::get, "/api/v1/inbox", Permission::signed_in, std::move(listed),
                [&inbox](Request& request) -> Result<Response> {
                    return Response::json(TRY(inbox.list(request.actor, request.query_value("read") == "false",
                                                         request.query_value("page").value_or(""),
                                                         TRY(limit_asked(request, limits::page_rows_default)))));
                }});
    router.add(
        {Method::get, "/api/v1/inbox/unread", Permission::signed_in,
         operation("count_unread", "inbox", "How much of it is unread.", "", "inbox_unread"),
         [&inbox](Request& request) -> Result<Response> { return Response::json(TRY(inbox.unread(request.actor))); }});
    router.add({Method::patch, "/api/v1/inbox", Permission::signed_in,
                operation("mark_inbox", "inbox", "Mark entries as read or unread.", "inbox_mark", "inbox_marked"),
                [&inbox](Request& request) -> Result<Response> {
                    return Response::json(TRY(inbox.mark(request.actor, TRY(request.json_object()))));
                }});
}

void add_marking(http::Router& router, Marks& marks, Mark mark, std::string const& plural, std::string const& set,
                 std::string const& unset) {
    auto const path = fmt::format("/api/v1/{}/{{object}}/{{id}}", plural);
    bool const is_watch = mark == Mark::watch;
    router.add({Method::put, path, Permission::signed_in,
                operation(is_watch ? "watch" : "add_favourite", plural, set, "", "", 204),
                [&marks, mark](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<RecordId>("id"));
                    TRY(marks.set(request.actor, mark, request.path_value("object"), id));
                    return Response::no_content();
                }});
    router.add({Method::delete_, path, Permission::signed_in,
                operation(is_watch ? "unwatch" : "remove_favourite", plural, unset, "", "", 204),
                [&marks, mark](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<RecordId>("id"));
                    TRY(marks.unset(request.actor, mark, request.path_value("object"), id));
                    return Response::no_content();
                }});
}

void add_mark_routes(http::Router& router, Marks& marks) {
    router.add({Method::get, "/api/v1/marks/{object}/{id}", Permission::signed_in,
                operation("marks_of", "marks", "Whether one watches a record and has it at hand, and its comments.", "",
                          "marks"),
                [&marks](Request& request) -> Result<Response> {
                    auto const id = TRY(request.path_id<RecordId>("id"));
                    return Response::json(TRY(marks.of(request.actor, request.path_value("object"), id)));
                }});
    add_marking(router, marks, Mark::watch, "watches", "Be told what changes of a record and what is said of it.",
                "Be told no more.");
    router.add({Method::get, "/api/v1/favourites", Permission::signed_in,
                operation("list_favourites", "favourites", "The records that one has at hand.", "", "favourites"),
                [&marks](Request& request) -> Result<Response> {
                    return Response::json(TRY(marks.favourites(request.actor)));
                }});
    add_marking(router, marks, Mark::favourite, "favourites", "Have a record at hand.", "Have it at hand no more.");
}

}  // namespace

void add_talk_routes(http::Router& router, Comments& comments, Inbox& inbox, Marks& marks) {
    add_comment_schemas(router);
    add_inbox_schemas(router);
    add_record_routes(router, comments);
    add_comment_routes(router, comments);
    add_inbox_routes(router, inbox);
    add_mark_routes(router, marks);
}

}  // namespace kith::records
