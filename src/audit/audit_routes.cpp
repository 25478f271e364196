#include "audit/audit_routes.hpp"

#include <spdlog/spdlog.h>

#include "audit/limits.hpp"
#include "base/limits.hpp"

namespace kith::audit {

namespace {

using http::Method;
using http::Request;
using http::Response;

Json const text = {{"type", "string"}};
Json const text_or_null = {{"type", {"string", "null"}}};
Json const integer = {{"type", "integer"}, {"minimum", 0}};
Json const number_or_null = {{"type", {"integer", "null"}}};
Json const boolean = {{"type", "boolean"}};
Json const id = {{"type", "string"}, {"format", "uuid"}};
Json const id_or_null = {{"type", {"string", "null"}}, {"format", "uuid"}};
Json const instant = {{"type", "string"}, {"format", "date-time"}};
Json const instant_or_null = {{"type", {"string", "null"}}, {"format", "date-time"}};

// Every property is required; nothing else is allowed.
Json object(Json properties) {
    Json required = Json::array();
    for (auto const& [name, schema] : properties.items()) required.push_back(name);
    return {{"type", "object"},
            {"additionalProperties", false},
            {"required", std::move(required)},
            {"properties", std::move(properties)}};
}

Json actions() {
    Json names = Json::array();
    for (auto const name : action_names()) names.push_back(name);
    return {{"type", "string"}, {"enum", std::move(names)}};
}

void add_schemas(http::Router& router) {
    Json const who = object({{"kind", {{"type", "string"}, {"enum", {"nobody", "user", "token", "source", "system"}}}},
                             {"id", id_or_null},
                             {"name", text_or_null},
                             {"address", text_or_null}});
    Json kinds = Json::array();
    for (auto kind = Kind::nothing; kind <= Kind::workspace; kind = static_cast<Kind>(static_cast<int>(kind) + 1))
        kinds.push_back(name_of(kind));
    Json const what = object({{"kind", {{"type", "string"}, {"enum", std::move(kinds)}}},
                              {"object", text_or_null},
                              {"id", id_or_null},
                              {"name", text_or_null},
                              {"is_there", boolean}});
    router.add_schema("AuditEntry",
                      object({{"id", id},
                              {"at", instant},
                              {"action", actions()},
                              {"outcome", {{"type", "string"}, {"enum", {"done", "failed", "refused"}}}},
                              {"who", who},
                              {"what", what},
                              {"change_set", id_or_null},
                              {"facts", {{"type", "object"}, {"description", "Codes and counts, by the action."}}},
                              {"number", number_or_null}}));
    router.add_schema("AuditPage",
                      object({{"data", {{"type", "array"}, {"items", {{"$ref", "#/components/schemas/AuditEntry"}}}}},
                              {"next", text_or_null}}));
    Json fault =
        object({{"reason",
                 {{"type", "string"},
                  {"enum", {"missing", "changed", "text_changed", "text_without_entry", "truncated", "other_anchor"}}}},
                {"number", number_or_null},
                {"entry", id_or_null},
                {"at", instant_or_null}});
    fault["type"] = {"object", "null"};
    router.add_schema("AuditVerification", object({{"is_whole", boolean},
                                                   {"detail", text},
                                                   {"sealed", integer},
                                                   {"unsealed", integer},
                                                   {"anchor", text_or_null},
                                                   {"fault", std::move(fault)}}));
}

Result<std::optional<Uuid>> id_in(Request const& request, std::string_view name) {
    auto const value = request.query_value(name);
    if (!value || value->empty()) return std::optional<Uuid>();
    auto const parsed = Uuid::parse(*value);
    if (!parsed) return Error::invalid(std::string(name), "wrong", "This is not an id.");
    return parsed;
}

Result<std::optional<Instant>> instant_in(Request const& request, std::string_view name) {
    auto const value = request.query_value(name);
    if (!value || value->empty()) return std::optional<Instant>();
    auto const parsed = Instant::parse(*value);
    if (!parsed) return Error::invalid(std::string(name), "wrong", "This is not a time.");
    return parsed;
}

Result<Query> query_of(Request const& request) {
    Query query;
    query.search = request.query_value("q").value_or("");
    query.actor = TRY(id_in(request, "actor"));
    query.record = TRY(id_in(request, "record"));
    query.from = TRY(instant_in(request, "from"));
    query.until = TRY(instant_in(request, "until"));
    query.page = request.query_value("page").value_or("");
    auto const action = request.query_value("action");
    if (action && !action->empty()) {
        query.action = action_of(*action);
        if (!query.action) return Error::invalid("action", "not_a_choice", "There is no such action.");
    }
    query.limit = static_cast<std::size_t>(TRY(request.query_integer(
        "limit", limits::page_rows_default, 1, static_cast<std::int64_t>(limits::page_rows_max))));
    return query;
}

Result<Response> verification(AuditLog& log, Request const& request) {
    std::optional<Anchor> noted;
    if (auto const anchor = request.query_value("anchor"); anchor && !anchor->empty()) {
        noted = anchor->size() > limits::audit_anchor_bytes_max ? std::nullopt : Anchor::parse(*anchor);
        if (!noted) return Error::invalid("anchor", "wrong", "This is not an anchor: a number, a colon, 64 digits.");
    }
    // Where no server runs, nobody has sealed the newest yet.
    TRY(log.seal());
    return Response::json(TRY(log.verify(noted)).json());
}

}  // namespace

void add_routes(http::Router& router, AuditLog& log) {
    add_schemas(router);
    router.add(
        {Method::get,
         "/api/v1/audit",
         Permission::audit_read,
         {"list_audit",
          "Audit",
          "What was done, by whom, when, from where and to what, newest first",
          "",
          "AuditPage",
          200,
          {{"q", "In the name or address of whoever acted."},
           {"actor", "The user or token that acted.", id},
           {"action", "What was done.", actions()},
           {"record", "The record, user, … that it was done to.", id},
           {"from", "Not before this time.", instant},
           {"until", "Before this time.", instant},
           {"limit", "How many, at most.", {{"type", "integer"}, {"minimum", 1}, {"maximum", limits::page_rows_max}}},
           {"page", "The `next` of the page before."}}},
         [&log](Request& request) -> Result<Response> {
             return Response::json(TRY(log.list(request.actor, TRY(query_of(request)))));
         }});
    router.add({Method::get,
                "/api/v1/audit/verification",
                Permission::audit_read,
                {"verify_audit",
                 "Audit",
                 "Whether every entry of the audit log holds, and the first that does not",
                 "",
                 "AuditVerification",
                 200,
                 {{"anchor", "A number and a seal that were noted earlier: what they stood for must still be there."}}},
                [&log](Request& request) { return verification(log, request); }});
    router.on_forbidden([&log](Request const& request, http::Route const& route, Error const& error) {
        Json facts{{"method", http::name_of(route.method)}, {"path", route.path}};
        if (!error.reason.empty()) facts["reason"] = error.reason;
        if (auto const written = log.refused(request.actor, std::move(facts)); !written)
            spdlog::error("audit: a refusal was not written: {} {}", written.error().message, written.error().cause);
    });
}

}  // namespace kith::audit
