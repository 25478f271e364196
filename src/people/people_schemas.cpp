#include "people/people_schemas.hpp"

namespace kith::people {

namespace {

Json text() { return {{"type", "string"}}; }
Json text_or_null() { return {{"type", {"string", "null"}}}; }
Json integer() { return {{"type", "integer"}}; }
Json boolean() { return {{"type", "boolean"}}; }
Json uuid() { return {{"type", "string"}, {"format", "uuid"}}; }
Json instant() { return {{"type", "string"}, {"format", "date-time"}}; }
Json instant_or_null() { return {{"type", {"string", "null"}}, {"format", "date-time"}}; }
Json any() { return Json::object(); }
Json open_object() { return {{"type", "object"}, {"additionalProperties", true}}; }
Json label() {
    return {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}, {"description", "A text by language."}};
}
Json choice(std::vector<std::string> const& values) { return {{"type", "string"}, {"enum", values}}; }
Json list(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }
Json reference(std::string_view name) { return {{"$ref", "#/components/schemas/" + std::string(name)}}; }

using Properties = std::vector<std::pair<std::string, Json>>;

/// An object with these properties, all of them there.
Json object(Properties const& properties, Properties const& optional = {}) {
    Json names = Json::array(), schemas = Json::object();
    for (auto const& [name, schema] : properties) {
        names.push_back(name);
        schemas[name] = schema;
    }
    for (auto const& [name, schema] : optional) schemas[name] = schema;
    return {{"type", "object"}, {"required", std::move(names)}, {"properties", std::move(schemas)}};
}

Json or_null(Json schema) { return {{"oneOf", Json::array({Json{{"type", "null"}}, std::move(schema)})}}; }
Json money() { return object({{"minor", integer()}, {"currency", text()}}); }
Json named() { return object({{"id", uuid()}, {"name", text_or_null()}}); }
Json data_of(Json item) { return object({{"data", list(std::move(item))}, {"next", text_or_null()}}); }

Json event() {
    return object({{"id", text()},
                   {"type", text()},
                   {"call", choice({"track", "page", "screen", "identify", "group", "alias", "consent", "system"})},
                   {"occurred_at", instant()},
                   {"received_at", instant()},
                   {"source", or_null(named())},
                   {"actor", text_or_null()},
                   {"properties", open_object()},
                   {"context", open_object()},
                   {"revenue", or_null(money())},
                   {"caused_by", text_or_null()},
                   {"is_retracted", boolean()},
                   {"is_flagged", boolean()}},
                  {{"original_occurred_at", instant()}, {"misfits", list(text())}});
}

Json purpose() {
    return object({{"name", text()}, {"label", label()}, {"description", label()}, {"legal_basis", text()}});
}

Json consent() {
    return object({{"id", text()},
                   {"purpose", text()},
                   {"state", choice({"granted", "withdrawn", "objected", "expired"})},
                   {"at", instant()},
                   {"expires_at", instant_or_null()},
                   {"how", text()},
                   {"wording", text_or_null()},
                   {"evidence", text_or_null()},
                   {"contact_point", text_or_null()},
                   {"actor", text()}});
}

void add_event_schemas(http::Router& router) {
    router.add_schema("event", event());
    router.add_schema("timeline", data_of(reference("event")));
    router.add_schema("event_made", object({{"id", text()}, {"change_set", uuid()}}));
    router.add_schema("event_write", object({{"type", text()}}, {{"occurred_at", instant()},
                                                                 {"properties", open_object()},
                                                                 {"revenue", or_null(money())},
                                                                 {"caused_by", text_or_null()}}));
    router.add_schema(
        "summary",
        object({{"events", integer()},
                {"events_by_type", list(object({{"type", text()}, {"count", integer()}, {"last_at", instant()}}))},
                {"revenue", list(money())},
                {"first_seen_at", instant_or_null()},
                {"last_seen_at", instant_or_null()},
                {"sources", list(object({{"id", uuid()}, {"name", text_or_null()}, {"count", integer()}}))},
                {"by_month", list(object({{"month", text()}, {"events", integer()}, {"revenue_minor", integer()}}))}}));
}

void add_product_schema(http::Router& router) {
    Properties const asked{
        {"event", text()}, {"about", text_or_null()}, {"question", text_or_null()}, {"asked_at", instant()}};
    auto question = asked;
    question.insert(question.end(),
                    {{"is_open", boolean()}, {"answer", text_or_null()}, {"answered_at", instant_or_null()}});
    auto const product = object({{"sku", text_or_null()},
                                 {"name", text_or_null()},
                                 {"variant", text_or_null()},
                                 {"brand", text_or_null()},
                                 {"quantity", Json{{"type", "number"}}},
                                 {"bought_at", instant_or_null()},
                                 {"event", text_or_null()},
                                 {"question_count", integer()},
                                 {"questions", list(object(question))}});
    router.add_schema(
        "products",
        object({{"data", list(product)}, {"open_questions", list(object(asked))}, {"is_whole", boolean()}}));
}

void add_identity_schemas(http::Router& router) {
    auto const key = object({{"kind", text()},
                             {"value", text()},
                             {"claimed_at", instant()},
                             {"released_at", instant_or_null()},
                             {"source", or_null(named())},
                             {"person", uuid()}},
                            {{"reason", text()}});
    auto const contact = object({{"kind", text()},
                                 {"value", text()},
                                 {"state", text()},
                                 {"is_preferred", boolean()},
                                 {"learned_at", instant()}});
    auto const joined = object({{"person", uuid()}, {"change_set", uuid()}, {"at", instant()}});
    auto const review = object({{"reason", text()}, {"kind", text()}, {"value", text()}, {"at", instant()}});
    router.add_schema("identity", object({{"keys", list(key)},
                                          {"contact_points", list(contact)},
                                          {"joined", list(joined)},
                                          {"reviews", list(review)}}));
    router.add_schema("duplicates",
                      data_of(object({{"id", text()}, {"people", list(named())}, {"reasons", list(review)}})));
    auto const provenance = object({{"kind", choice({"staff", "source", "derived", "import"})}, {"name", text()}});
    router.add_schema("values", data_of(object({{"field", text()},
                                                {"value", any()},
                                                {"provenance", provenance},
                                                {"learned_at", instant()},
                                                {"is_current", boolean()}})));
    router.add_schema("join_write", object({{"other", uuid()}}));
    router.add_schema("joined", object({{"change_set", uuid()}, {"survivor", uuid()}}));
}

void add_consent_schemas(http::Router& router) {
    router.add_schema("purpose", purpose());
    router.add_schema("purposes", data_of(reference("purpose")));
    router.add_schema("consent", consent());
    auto const line = object({{"purpose", reference("purpose")},
                              {"state", choice({"granted", "withdrawn", "objected", "expired", "unknown"})},
                              {"is_allowed", boolean()},
                              {"since", instant_or_null()},
                              {"evidence", text_or_null()}});
    router.add_schema("consents", object({{"purposes", list(line)}, {"ledger", list(reference("consent"))}}));
    router.add_schema("consent_write", object({{"purpose", text()},
                                               {"state", choice({"granted", "withdrawn", "objected", "expired"})},
                                               {"how", text()}},
                                              {{"wording", text_or_null()},
                                               {"evidence", text_or_null()},
                                               {"contact_point", text_or_null()},
                                               {"expires_at", instant_or_null()}}));
}

void add_home_schema(http::Router& router) {
    auto const question =
        object({{"person", uuid()}, {"name", text_or_null()}, {"about", text_or_null()}, {"at", instant()}});
    auto const attention = object({{"kind", choice({"open_questions", "dead_letters", "source_silent", "no_source"})}},
                                  {{"count", integer()}, {"source", named()}, {"questions", list(question)}});
    auto const month = object({{"month", text()},
                               {"receipts", integer()},
                               {"returns", integer()},
                               {"revenue", list(money())},
                               {"new_receipts", integer()},
                               {"new_customers", integer()},
                               {"came_back", or_null(integer())}});
    auto business = object({{"currency", text()},
                            {"months", list(month)},
                            {"channels", list(object({{"source", or_null(named())}, {"receipts", integer()}}))}});
    auto const types = list(object({{"type", text()}, {"yesterday", integer()}, {"today", integer()}}));
    router.add_schema(
        "home",
        object({{"people", object({{"known", integer()}, {"anonymous", integer()}, {"new_today", integer()}})},
                {"events", object({{"today", integer()},
                                   {"yesterday", integer()},
                                   {"by_day", list(object({{"date", text()}, {"count", integer()}}))}})},
                {"since_yesterday", types},
                {"business", or_null(std::move(business))},
                {"is_being_counted", boolean()},
                {"attention", list(attention)},
                {"sources", list(object({{"id", uuid()}, {"name", text()}, {"last_event_at", instant_or_null()}}))},
                {"recent_people", list(object({{"id", uuid()},
                                               {"name", text_or_null()},
                                               {"last_seen_at", instant_or_null()},
                                               {"last_event", text_or_null()}}))}}));
}

}  // namespace

void add_schemas(http::Router& router) {
    add_event_schemas(router);
    add_product_schema(router);
    add_identity_schemas(router);
    add_consent_schemas(router);
    add_home_schema(router);
}

void add_rights_schemas(http::Router& router) {
    auto const table = object({{"name", text()}, {"about", text()}, {"rows", list(open_object())}});
    router.add_schema("person_copy", object({{"exported_at", instant()},
                                             {"person", uuid()},
                                             {"records", list(open_object())},
                                             {"tables", list(table)}}));
    router.add_schema("erasure_write", object({{"name", text()}}));
    router.add_schema(
        "erasure",
        object({{"people", integer()},
                {"remains", list(choice({"backups", "database_log", "accounts", "records", "files", "traces"}))}}));
    auto const request = object({{"id", uuid()},
                                 {"kind", choice({"access", "erasure"})},
                                 {"person", uuid()},
                                 {"name", text_or_null()},
                                 {"state", choice({"open", "done", "withdrawn"})},
                                 {"rows", integer()},
                                 {"actor", text()},
                                 {"at", instant()},
                                 {"due_at", instant_or_null()},
                                 {"answered_at", instant_or_null()},
                                 {"answered_by", text_or_null()},
                                 {"finished_at", instant_or_null()}});
    router.add_schema("rights_request", request);
    router.add_schema("rights_requests", data_of(request));
    auto asked = object({{"person", uuid()}, {"kind", choice({"access", "erasure"})}, {"asked_at", instant()}});
    asked["required"] = Json::array({"person", "kind"});
    router.add_schema("rights_request_write", std::move(asked));
}

}  // namespace kith::people
