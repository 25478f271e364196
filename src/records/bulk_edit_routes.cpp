#include "records/bulk_edit_routes.hpp"

#include "base/limits.hpp"
#include "http/json_schema.hpp"
#include "records/limits.hpp"
#include "records/records_routes.hpp"

namespace kith::records {

namespace {

using http::Method;
using http::Request;
using http::Response;
using http::json_schema::instant;
using http::json_schema::integer;
using http::json_schema::object;
using http::json_schema::one_of;
using http::json_schema::reference;
using http::json_schema::string;
using http::json_schema::uuid;

Json or_null(Json schema) {
    schema["type"] = Json::array({schema["type"], "null"});
    return schema;
}

Json choice_schema() {
    return {{"ids", {{"type", "array"}, {"items", uuid()}, {"maxItems", limits::bulk_ids_max}}},
            {"is_all", {{"type", "boolean"}, {"description", "In place of ids: all that match filter and q."}}},
            {"filter", {{"type", "string"}, {"description", "A rule, as lists take it; empty: all."}}},
            {"q", {{"type", "string"}, {"description", "Words, as lists take them."}}}};
}

void add_schemas(http::Router& router) {
    router.add_schema("bulk_choice", object(choice_schema(), Json::array()));
    router.add_schema(
        "bulk_edit",
        object(
            {{"id", uuid()},
             {"object", or_null(string())},
             {"action", one_of({"edit", "delete", "restore", "purge", "hand_over"})},
             {"state", one_of({"running", "done", "failed"})},
             {"total", integer()},
             {"done", integer()},
             {"changed", integer()},
             {"skipped", {{"type", "integer"}, {"description", "Left as they were; `skipped` tells which and why."}}},
             {"change_set", or_null(uuid())},
             {"error", or_null(string())},
             {"created_at", instant()},
             {"finished_at", or_null(instant())}},
            {"id", "object", "action", "state", "total", "done", "changed", "skipped", "change_set", "error",
             "created_at", "finished_at"}));
    router.add_schema("bulk_edits", object({{"data", {{"type", "array"}, {"items", reference("bulk_edit")}}}},
                                           Json::array({"data"})));
    auto const skipped =
        object({{"id", uuid()}, {"object", string()}, {"name", or_null(string())}, {"reason", string()}},
               {"id", "object", "name", "reason"});
    auto const owned = object(
        {{"object", string()}, {"field", string()}, {"records", integer()}, {"may_change", {{"type", "boolean"}}}},
        {"object", "field", "records", "may_change"});
    router.add_schema("owned_records",
                      object({{"data", {{"type", "array"}, {"items", owned}}}}, Json::array({"data"})));
    router.add_schema("hand_over", object({{"to", uuid()}}, Json::array({"to"})));
    router.add_schema(
        "bulk_edit_skipped",
        object({{"data", {{"type", "array"}, {"items", skipped}}}, {"next", or_null(string())}}, {"data", "next"}));
}

void add_object_schemas(http::Router& router, std::string const& name) {
    auto edit = choice_schema();
    edit["values"] = reference(name + "_write");
    Json const choices{{"type", "array"}, {"items", string()}};
    edit["add"] = {{"type", "object"},
                   {"additionalProperties", choices},
                   {"description", "By field of several choices: those that each record gets beside what it has."}};
    edit["remove"] = {{"type", "object"},
                      {"additionalProperties", choices},
                      {"description", "By field of several choices: those that each record loses."}};
    router.add_schema(name + "_bulk_edit", object(edit, Json::array()));
    Json const many{{"type", "array"},
                    {"items", reference(name + "_write")},
                    {"minItems", 1},
                    {"maxItems", limits::bulk_create_records_max}};
    router.add_schema(name + "_bulk_create", object({{"records", many}}, Json::array({"records"})));
    router.add_schema(name + "_list",
                      object({{"data", {{"type", "array"}, {"items", reference(name)}}}}, Json::array({"data"})));
}

/// What is done to many records of an object; of an empty plural, to those of the object that the address names.
class BulkRoutes : public std::enable_shared_from_this<BulkRoutes> {
public:
    BulkRoutes(http::Router& router, Records& records, BulkEdits& edits, std::string name, std::string plural,
               Permission write)
        : router_(router),
          records_(records),
          edits_(edits),
          name_(std::move(name)),
          plural_(std::move(plural)),
          root_("/api/v1/" + (plural_.empty() ? "{plural}" : plural_)),
          write_(write) {}

    void add() {
        add_object_schemas(router_, name_);
        add_create();
        add_action("edit", BulkAction::edit, name_ + "_bulk_edit",
                   "Set or clear fields of many, by a job. Which records is frozen when it begins; one that was "
                   "changed since stays as it is.");
        add_action("delete", BulkAction::remove, "bulk_choice", "Delete many, by a job; they can be restored.");
        add_action("restore", BulkAction::restore, "bulk_choice", "Bring many back from the trash, by a job.");
        add_action("purge", BulkAction::purge, "bulk_choice",
                   "Delete many that lie in the trash for good, by a job, with their history, comments and files. "
                   "What pointed to them points to nothing. It cannot be taken back. People are erased instead: "
                   "`erase_instead`.",
                   Permission::records_purge);
    }

private:
    void add_create() {
        http::Operation documented{"bulk_create_" + name_,
                                   tag(),
                                   "Make many, all or none. An Idempotency-Key makes a retry harmless.",
                                   name_ + "_bulk_create",
                                   name_ + "_list",
                                   201,
                                   {}};
        router_.add({Method::post, root_ + "/bulk-create", write_, std::move(documented),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         auto write = Write::begin("edit", request.actor);
                         write.idempotency_key = request.headers.get("Idempotency-Key");
                         if (write.idempotency_key.size() > limits::idempotency_key_bytes_max)
                             return Error::invalid("Idempotency-Key", "too_long", "The Idempotency-Key is too long.");
                         auto const object = TRY(object_asked(records_, request, plural_));
                         auto const body = TRY(request.json_object());
                         auto const made =
                             TRY(records_.create_many(write, *object, body.value("records", Json(nullptr))));
                         auto response = Response::json({{"data", made}}, 201);
                         response.headers.set(change_set_header, write.change_set.text());
                         return response;
                     }});
    }

    void add_action(std::string_view verb, BulkAction action, std::string body, std::string summary,
                    std::optional<Permission> permission = {}) {
        http::Operation documented{
            fmt::format("bulk_{}_{}", verb, name_), tag(), std::move(summary), std::move(body), "bulk_edit", 202, {}};
        router_.add(
            {Method::post, fmt::format("{}/bulk-{}", root_, verb), permission.value_or(write_), std::move(documented),
             [self = shared_from_this(), this, action](Request& request) -> Result<Response> {
                 auto const object = TRY(object_asked(records_, request, plural_));
                 auto const edit = TRY(edits_.begin(request.actor, *object, action, TRY(request.json_object())));
                 auto response = Response::json(edit, 202);
                 response.headers.set("Location", "/api/v1/bulk-edits/" + edit["id"].get<std::string>());
                 return response;
             }});
    }

    std::string tag() const { return plural_.empty() ? name_ : plural_; }

    http::Router& router_;
    Records& records_;
    BulkEdits& edits_;
    std::string name_, plural_, root_;
    Permission write_;
};

std::shared_ptr<BulkRoutes> routes_of(http::Router& router, Records& records, BulkEdits& edits,
                                      schema::Object const& object) {
    auto const write = object.is_person_owned ? Permission::people_write : Permission::records_write;
    return std::make_shared<BulkRoutes>(router, records, edits, object.name, object.plural, write);
}

void add_progress_routes(http::Router& router, BulkEdits& edits) {
    router.add(
        {Method::get,
         "/api/v1/bulk-edits",
         Permission::signed_in,
         {"list_bulk_edits", "bulk edits", "One's own bulk edits that are under way.", "", "bulk_edits"},
         [&edits](Request& request) -> Result<Response> { return Response::json(TRY(edits.running(request.actor))); }});
    router.add({Method::get,
                "/api/v1/bulk-edits/{id}",
                Permission::signed_in,
                {"get_bulk_edit", "bulk edits", "How far one's own bulk edit is.", "", "bulk_edit"},
                [&edits](Request& request) -> Result<Response> {
                    return Response::json(TRY(edits.get(request.actor, TRY(request.path_id<BulkEditId>("id")))));
                }});
    http::Operation documented{"list_skipped_of_bulk_edit",
                               "bulk edits",
                               "Which records it left as they were, and why.",
                               "",
                               "bulk_edit_skipped",
                               200,
                               {{"page", "`next` of the answer before."},
                                {"limit",
                                 "Rows a page.",
                                 {{"type", "integer"},
                                  {"minimum", 1},
                                  {"maximum", limits::page_rows_max},
                                  {"default", limits::page_rows_default}}}}};
    router.add({Method::get, "/api/v1/bulk-edits/{id}/skipped", Permission::signed_in, std::move(documented),
                [&edits](Request& request) -> Result<Response> {
                    auto const limit =
                        TRY(request.query_integer("limit", limits::page_rows_default, 1, limits::page_rows_max));
                    return Response::json(
                        TRY(edits.skipped(request.actor, TRY(request.path_id<BulkEditId>("id")),
                                          request.query_value("page").value_or(""), static_cast<std::size_t>(limit))));
                }});
}

void add_hand_over_routes(http::Router& router, BulkEdits& edits) {
    router.add({Method::get,
                "/api/v1/users/{id}/owned",
                Permission::users_manage,
                {"list_owned", "Users",
                 "What names a user: how many records of each object, by each field, of those that one sees", "",
                 "owned_records"},
                [&edits](Request& request) -> Result<Response> {
                    auto const user = TRY(request.path_id<UserId>("id"));
                    auto owned = TRY(edits.owned(request.actor, user));
                    return Response::json({{"data", std::move(owned)}});
                }});
    router.add({Method::post,
                "/api/v1/users/{id}/hand-over",
                Permission::users_manage,
                {"hand_over", "Users",
                 "Put another user in the place of one in all records, by a job, as one change set. What one may not "
                 "change stays",
                 "hand_over", "bulk_edit", 202},
                [&edits](Request& request) -> Result<Response> {
                    auto const user = TRY(request.path_id<UserId>("id"));
                    auto const edit = TRY(edits.hand_over(request.actor, user, TRY(request.json_object())));
                    auto response = Response::json(edit, 202);
                    response.headers.set("Location", "/api/v1/bulk-edits/" + edit["id"].get<std::string>());
                    return response;
                }});
}

}  // namespace

void add_bulk_routes(http::Router& router, Records& records, BulkEdits& edits) {
    add_schemas(router);
    for (auto const& object : records.schema()->objects())
        if (!object->is_custom) routes_of(router, records, edits, *object)->add();
    std::make_shared<BulkRoutes>(router, records, edits, "record", "", Permission::records_write)->add();
    add_progress_routes(router, edits);
    add_hand_over_routes(router, edits);
}

void describe_bulk_routes(http::Router& router, Records& records, BulkEdits& edits, Actor const& actor) {
    for (auto const& each : records.schema()->objects()) {
        auto const object = each->is_custom ? records.access().seen_by(actor, each) : nullptr;
        if (object) routes_of(router, records, edits, *object)->add();
    }
}

}  // namespace kith::records
