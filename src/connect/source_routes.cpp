// Sources, their keys, plans and debugger, and the dead letters, as REST.
#include <algorithm>
#include <array>

#include "access/form.hpp"
#include "base/limits.hpp"
#include "connect/connect_routes.hpp"
#include "connect/limits.hpp"

namespace kith::connect {

namespace {

using http::Method;
using http::Operation;
using http::Request;
using http::Response;

constexpr std::array<std::string_view, 4> kinds{"web", "server", "mobile", "import"};
constexpr std::size_t name_characters_max = 100;

Json const text = {{"type", "string"}};
Json const boolean = {{"type", "boolean"}};
Json const integer = {{"type", "integer"}, {"minimum", 0}};
Json const id = {{"type", "string"}, {"format", "uuid"}};
Json const instant = {{"type", "string"}, {"format", "date-time"}};
Json const instant_or_null = {{"type", {"string", "null"}}, {"format", "date-time"}};

Json one_of(std::initializer_list<char const*> values) { return {{"type", "string"}, {"enum", values}}; }

/// Every property is required unless it is named in `optional`; nothing else is allowed.
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

Json list_of(std::string const& name) {
    return object({{"data", array_of({{"$ref", "#/components/schemas/" + name}})},
                   {"next", {{"type", {"string", "null"}}}},
                   {"total", object({{"count", integer}, {"is_exact", boolean}})}});
}

void add_schemas(http::Router& router) {
    Json const kind = one_of({"web", "server", "mobile", "import"});
    Json const key = object({{"id", id}, {"secret", text}, {"prefix", text}});
    Json source = {
        {"id", id},
        {"name", text},
        {"kind", kind},
        {"created_at", instant},
        {"last_event_at", instant_or_null},
        {"is_enabled", boolean},
        {"counters",
         object({{"received", integer}, {"stored", integer}, {"duplicates", integer}, {"rejected", integer}})}};
    router.add_schema("Source", object(source));
    router.add_schema("SourceList", list_of("Source"));
    source["key"] = key;
    router.add_schema("SourceWithKey", object(source));
    router.add_schema("NewSource", object({{"name", text}, {"kind", kind}}));
    router.add_schema("SourcePatch", object({{"name", text}, {"is_enabled", boolean}}, {"name", "is_enabled"}));
    router.add_schema("WriteKey", object({{"id", id},
                                          {"prefix", text},
                                          {"created_at", instant},
                                          {"last_used_at", instant_or_null},
                                          {"is_revoked", boolean}}));
    router.add_schema("WriteKeyList", list_of("WriteKey"));
    router.add_schema("WriteKeyWithSecret", key);
    Json const property = object(
        {{"name", text}, {"type", one_of({"text", "number", "boolean", "date", "any"})}, {"is_required", boolean}},
        {"type", "is_required"});
    Json const event =
        object({{"type", text}, {"properties", array_of(property)}, {"violation", one_of({"flag", "block"})}},
               {"properties", "violation"});
    router.add_schema(
        "TrackingPlan",
        object({{"unplanned", one_of({"allow", "flag", "block"})}, {"events", array_of(event)}}, {"unplanned"}));
    Json const entry = object({{"at", instant},
                               {"call", text},
                               {"type", text},
                               {"outcome", one_of({"stored", "duplicate", "rejected", "flagged"})},
                               {"reason", text},
                               {"person", id},
                               {"event", text},
                               {"payload", Json::object()}},
                              {"reason", "person", "event"});
    router.add_schema("SourceDebug", object({{"data", array_of(entry)}}));
    router.add_schema("DeadLetter", object({{"id", id},
                                            {"source", object({{"id", id}, {"name", text}})},
                                            {"received_at", instant},
                                            {"call", text},
                                            {"type", text},
                                            {"reason", text},
                                            {"detail", text},
                                            {"payload", text},
                                            {"replayed_at", instant_or_null}}));
    router.add_schema("DeadLetterList", list_of("DeadLetter"));
    router.add_schema(
        "ReplayResult",
        object({{"outcome", one_of({"stored", "duplicate", "rejected", "flagged"})}, {"reason", text}}, {"reason"}));
    router.add_schema("ReplayFilter", object({{"source", id}, {"reason", text}}, {"source", "reason"}));
    router.add_schema("ReplayCounts", object({{"replayed", integer}, {"failed", integer}}));
}

Operation operation(std::string tag, std::string id_of, std::string summary, std::string request, std::string response,
                    int status = 200) {
    return {std::move(id_of), std::move(tag), std::move(summary), std::move(request), std::move(response), status, {}};
}

class SourceRoutes {
public:
    SourceRoutes(http::Router& router, Connect& connect) : router_(router), connect_(connect) {}

    void add() {
        add_list();
        add_one();
        add_keys();
        add_plan();
        add_debug();
    }

private:
    static Operation about(std::string id_of, std::string summary, std::string request, std::string response,
                           int status = 200) {
        return operation("Sources", std::move(id_of), std::move(summary), std::move(request), std::move(response),
                         status);
    }

    void add_list() {
        router_.add({Method::get, "/api/v1/sources", Permission::sources_read,
                     about("list_sources", "Sources with their counters", "", "SourceList"),
                     [&connect = connect_](Request&) -> Result<Response> {
                         return Response::json(TRY(connect.sources().list()));
                     }});
        router_.add(
            {Method::post, "/api/v1/sources", Permission::sources_manage,
             about("add_source", "Make a source; its first write key is shown once", "NewSource", "SourceWithKey", 201),
             [&connect = connect_](Request& request) -> Result<Response> {
                 auto const body = TRY(request.json_object());
                 access::Form form(body);
                 auto const name = form.text("name", name_characters_max);
                 auto const kind = form.choice("kind", kinds);
                 TRY(form.finish());
                 auto source = TRY(connect.sources().add(name, kind, request.actor));
                 auto response = Response::json(source, 201);
                 response.headers.set("Location", "/api/v1/sources/" + source["id"].get<std::string>());
                 return response;
             }});
    }

    void add_one() {
        router_.add({Method::get, "/api/v1/sources/{id}", Permission::sources_read,
                     about("get_source", "One source", "", "Source"),
                     [&connect = connect_](Request& request) -> Result<Response> {
                         return Response::json(TRY(connect.sources().get(TRY(request.path_id<SourceId>("id")))));
                     }});
        router_.add({Method::patch, "/api/v1/sources/{id}", Permission::sources_manage,
                     about("update_source", "Rename, disable, enable", "SourcePatch", "Source"),
                     [&connect = connect_](Request& request) -> Result<Response> {
                         auto const id_of = TRY(request.path_id<SourceId>("id"));
                         auto const body = TRY(request.json_object());
                         access::Form form(body);
                         auto const name =
                             form.has("name") ? std::optional(form.text("name", name_characters_max)) : std::nullopt;
                         auto const is_enabled =
                             form.has("is_enabled") ? std::optional(form.boolean("is_enabled")) : std::nullopt;
                         TRY(form.finish());
                         return Response::json(TRY(connect.sources().update(id_of, name, is_enabled, request.actor)));
                     }});
    }

    void add_keys() {
        router_.add({Method::get, "/api/v1/sources/{id}/keys", Permission::sources_read,
                     about("list_write_keys", "Write keys of a source", "", "WriteKeyList"),
                     [&connect = connect_](Request& request) -> Result<Response> {
                         return Response::json(TRY(connect.sources().keys(TRY(request.path_id<SourceId>("id")))));
                     }});
        router_.add({Method::post, "/api/v1/sources/{id}/keys", Permission::sources_manage,
                     about("add_write_key", "Another write key, shown once", "", "WriteKeyWithSecret", 201),
                     [&connect = connect_](Request& request) -> Result<Response> {
                         return Response::json(
                             TRY(connect.sources().add_key(TRY(request.path_id<SourceId>("id")), request.actor)).json(),
                             201);
                     }});
        router_.add(
            {Method::delete_, "/api/v1/sources/{id}/keys/{key}", Permission::sources_manage,
             about("revoke_write_key", "Revoke a write key", "", "", 204),
             [&connect = connect_](Request& request) -> Result<Response> {
                 auto const id_of = TRY(request.path_id<SourceId>("id"));
                 TRY(connect.sources().revoke_key(id_of, TRY(request.path_id<WriteKeyId>("key")), request.actor));
                 return Response::no_content();
             }});
    }

    void add_plan() {
        router_.add({Method::get, "/api/v1/sources/{id}/plan", Permission::sources_read,
                     about("get_tracking_plan", "The tracking plan of a source", "", "TrackingPlan"),
                     [&connect = connect_](Request& request) -> Result<Response> {
                         return Response::json(TRY(connect.sources().plan(TRY(request.path_id<SourceId>("id")))));
                     }});
        router_.add({Method::put, "/api/v1/sources/{id}/plan", Permission::sources_manage,
                     about("set_tracking_plan", "Replace the tracking plan", "TrackingPlan", "TrackingPlan"),
                     [&connect = connect_](Request& request) -> Result<Response> {
                         auto const id_of = TRY(request.path_id<SourceId>("id"));
                         auto const plan = TRY(Plan::of(TRY(request.json_object())));
                         return Response::json(TRY(connect.sources().set_plan(id_of, plan, request.actor)));
                     }});
    }

    void add_debug() {
        auto debug = about("debug_source", "What the source sent last, and what came of it", "", "SourceDebug");
        debug.query = {
            {"limit", "Calls at most.", {{"type", "integer"}, {"minimum", 1}, {"maximum", limits::debug_entries_max}}}};
        router_.add(
            {Method::get, "/api/v1/sources/{id}/debug", Permission::sources_read, std::move(debug),
             [&connect = connect_](Request& request) -> Result<Response> {
                 auto const id_of = TRY(request.path_id<SourceId>("id"));
                 TRY(connect.sources().source(id_of));
                 TRY(connect.check_payloads(request.actor));
                 auto const limit =
                     TRY(request.query_integer("limit", limits::page_rows_default, 1, limits::debug_entries_max));
                 return Response::json({{"data", connect.debugger().newest(id_of, static_cast<std::size_t>(limit))}});
             }});
    }

    http::Router& router_;
    Connect& connect_;
};

/// `source` and `reason` of a query or a body.
Result<DeadLetterFilter> filter_of(std::string_view source, std::string_view reason) {
    DeadLetterFilter filter;
    filter.reason = reason;
    if (source.empty()) return filter;
    filter.source = SourceId::parse(source);
    if (!filter.source) return Error::invalid("source", "wrong", "This is not the id of a source.");
    return filter;
}

Json json_of(CallResult const& result) {
    Json json{{"outcome", name_of(result.outcome)}};
    if (!result.reason.empty()) json["reason"] = result.reason;
    return json;
}

class DeadLetterRoutes {
public:
    DeadLetterRoutes(http::Router& router, Connect& connect) : router_(router), connect_(connect) {}

    void add() {
        auto list =
            about("list_dead_letters", "What was received and could not be stored, newest first", "", "DeadLetterList");
        list.query = {{"source", "The id of a source.", id},
                      {"reason", "A reason, such as `off_plan`."},
                      {"page", "`next` of the answer before."},
                      {"limit",
                       "Rows a page.",
                       {{"type", "integer"},
                        {"minimum", 1},
                        {"maximum", limits::page_rows_max},
                        {"default", limits::page_rows_default}}}};
        router_.add({Method::get, "/api/v1/dead-letters", Permission::sources_read, std::move(list),
                     [&connect = connect_](Request& request) -> Result<Response> {
                         TRY(connect.check_payloads(request.actor));
                         auto const filter = TRY(filter_of(request.query_value("source").value_or(""),
                                                           request.query_value("reason").value_or("")));
                         auto const limit =
                             TRY(request.query_integer("limit", limits::page_rows_default, 1, limits::page_rows_max));
                         return Response::json(TRY(connect.dead_letters().list(
                             filter, request.query_value("page").value_or(""), static_cast<std::size_t>(limit))));
                     }});
        router_.add(
            {Method::post, "/api/v1/dead-letters/replay", Permission::sources_manage,
             about("replay_dead_letters", "Try all of a source or a reason again", "ReplayFilter", "ReplayCounts"),
             [&connect = connect_](Request& request) -> Result<Response> { return replay_all(connect, request); }});
        router_.add({Method::post, "/api/v1/dead-letters/{id}/replay", Permission::sources_manage,
                     about("replay_dead_letter", "Try one again", "", "ReplayResult"),
                     [&connect = connect_](Request& request) -> Result<Response> {
                         return Response::json(
                             json_of(TRY(connect.dead_letters().replay(TRY(request.path_id<DeadLetterId>("id"))))));
                     }});
        router_.add({Method::delete_, "/api/v1/dead-letters/{id}", Permission::sources_manage,
                     about("delete_dead_letter", "Throw one away; the counters stay", "", "", 204),
                     [&connect = connect_](Request& request) -> Result<Response> {
                         TRY(connect.dead_letters().remove(TRY(request.path_id<DeadLetterId>("id"))));
                         return Response::no_content();
                     }});
    }

private:
    static Operation about(std::string id_of, std::string summary, std::string request, std::string response,
                           int status = 200) {
        return operation("Dead letters", std::move(id_of), std::move(summary), std::move(request), std::move(response),
                         status);
    }

    static Result<Response> replay_all(Connect& connect, Request& request) {
        auto const body = request.body.empty() ? Json::object() : TRY(request.json_object());
        access::Form form(body);
        auto const source = form.has("source") ? form.text("source", name_characters_max) : std::string();
        auto const reason = form.has("reason") ? form.text("reason", name_characters_max) : std::string();
        TRY(form.finish());
        auto const replayed = TRY(connect.dead_letters().replay_all(TRY(filter_of(source, reason))));
        return Response::json({{"replayed", replayed.replayed}, {"failed", replayed.failed}});
    }

    http::Router& router_;
    Connect& connect_;
};

}  // namespace

void add_source_routes(http::Router& router, Connect& connect) {
    add_schemas(router);
    SourceRoutes(router, connect).add();
    DeadLetterRoutes(router, connect).add();
}

}  // namespace kith::connect
