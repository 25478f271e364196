// What the writer of a rule asks: whether it is right, how it reads in its other form, and how it may go on.
#include "records/rule_routes.hpp"

#include "http/json_schema.hpp"
#include "records/rule_json.hpp"
#include "rule/limits.hpp"

namespace kith::records {

namespace {

using http::Request;
using http::Response;
using http::json_schema::list_of;
using http::json_schema::object;
using http::json_schema::reference;
using http::json_schema::string;

Json integer() { return {{"type", "integer"}, {"minimum", 0}}; }

// The JSON form, as `rule/json.cpp` reads it.
Json rule_schema() {
    auto const group = [](char const* name, char const* description) {
        auto list = list_of(reference("rule"));
        list["minItems"] = 1;
        auto schema = object(Json{{name, std::move(list)}}, Json::array({name}));
        schema["description"] = description;
        return schema;
    };
    auto negation = object(Json{{"not", reference("rule")}}, Json::array({"not"}));
    auto comparison = object(
        Json{{"field", {{"type", "string"}, {"description", "`country`, or behind a relation `company.country`."}}},
             {"operator", {{"type", "string"}, {"enum", {"=",           "!=",
                                                         "<",           "<=",
                                                         ">",           ">=",
                                                         "in",          "not in",
                                                         "between",     "not between",
                                                         "contains",    "not contains",
                                                         "starts with", "not starts with",
                                                         "ends with",   "not ends with",
                                                         "matches",     "not matches",
                                                         "is present",  "is absent"}}}},
             {"value", reference("rule_value")},
             {"values", list_of(reference("rule_value"))},
             {"from", reference("rule_value")},
             {"to", reference("rule_value")}},
        Json::array({"field", "operator"}));
    comparison["description"] =
        "One comparison: `values` with `in`, `from` and `to` with `between`, none with `is present` and `is absent`, "
        "`value` with the others.";
    return {{"description", "A rule of the rule language. Its text form is `text` in answers."},
            {"oneOf",
             {group("all", "Holds where all of them do."), group("any", "Holds where one of them does."),
              std::move(negation), std::move(comparison)}}};
}

Json value_schema() {
    Json const period{{"type", "string"},
                      {"enum", {"now", "ago", "ahead", "last", "next", "this", "last_calendar", "next_calendar"}}};
    Json const unit{{"type", "string"}, {"enum", {"minute", "hour", "day", "week", "month", "quarter", "year"}}};
    Json const count{{"type", "integer"}, {"minimum", 1}, {"maximum", limits::rule_period_count_max}};
    return {{"oneOf",
             {Json{{"type", {"string", "number", "boolean"}}},
              object(Json{{"period", period}, {"count", count}, {"unit", unit}}, Json::array({"period"})),
              object(Json{{"amount", string()}, {"currency", string()}}, Json::array({"amount", "currency"})),
              object(Json{{"actor", Json{{"type", "string"}, {"enum", {"me", "my_teams", "my_reports"}}}}},
                     Json::array({"actor"}))}}};
}

void add_schemas(http::Router& router) {
    router.add_schema("rule", rule_schema());
    router.add_schema("rule_value", value_schema());
    Json const position{{"type", "integer"},
                        {"minimum", 0},
                        {"description", "Characters before the cursor: how the text may go on there is answered."}};
    router.add_schema("rule_check", object(Json{{"object", {{"type", "string"}, {"description", "`person`"}}},
                                                {"text", string()},
                                                {"rule", reference("rule")},
                                                {"at", position}},
                                           Json::array({"object"})));
    auto problem =
        object(Json{{"code", string()},
                    {"message", string()},
                    {"part", integer()},
                    {"begin", integer()},
                    {"end", integer()},
                    {"begin_byte", integer()},
                    {"end_byte", integer()},
                    {"suggestions", list_of(string())}},
               Json::array({"code", "message", "part", "begin", "end", "begin_byte", "end_byte", "suggestions"}));
    problem["description"] =
        "What is wrong, in which comparison (from 0, as one reads), and where in the text: characters and bytes from "
        "0, "
        "the end not included. What the suggestions say may stand there instead.";
    auto const completion =
        object(Json{{"text", string()},
                    {"kind", {{"type", "string"}, {"enum", {"field", "operator", "value", "word"}}}},
                    {"field", string()}},
               Json::array({"text", "kind", "field"}));
    auto const completions = object(Json{{"begin", integer()}, {"end", integer()}, {"data", list_of(completion)}},
                                    Json::array({"begin", "end", "data"}));
    router.add_schema("rule_problem", std::move(problem));
    router.add_schema("rule_completions", completions);
    Json const rule_or_null{{"anyOf", {reference("rule"), Json{{"type", "null"}}}}};
    router.add_schema("rule_checked", object(Json{{"is_valid", {{"type", "boolean"}}},
                                                  {"text", string()},
                                                  {"rule", rule_or_null},
                                                  {"problems", list_of(reference("rule_problem"))},
                                                  {"completions", reference("rule_completions")}},
                                             Json::array({"is_valid", "text", "rule", "problems"})));
}

Result<std::string> text_of(Json const& body, char const* name) {
    auto const found = body.find(name);
    if (found == body.end() || !found->is_string())
        return Error::invalid(name, "wrong_type", fmt::format("{} must be a text.", name));
    return found->get<std::string>();
}

Result<void> check_members(Json const& body) {
    for (auto const& [name, value] : body.items())
        if (name != "object" && name != "text" && name != "rule" && name != "at")
            return Error::invalid(name, "unknown_field", "A rule is checked by object, text or rule, and at.");
    if (body.contains("text") == body.contains("rule"))
        return Error::invalid("text", "required", "A rule is given as its text or as its JSON, one of the two.");
    return {};
}

Result<Json> check_text(std::string const& text, schema::Object const& object, rule::Sight const& sight) {
    auto const reading = rule::read(text);
    Json problems = Json::array();
    if (!reading.expression) {
        problems.push_back(json_of(reading.problem));
        return Json{{"is_valid", false}, {"text", text}, {"rule", nullptr}, {"problems", problems}};
    }
    for (auto const& problem : rule::problems_of(reading.expression, object, sight))
        problems.push_back(json_of(problem));
    return Json{{"is_valid", problems.empty()},
                {"text", rule::print(*reading.expression)},
                {"rule", rule::to_json(*reading.expression)},
                {"problems", problems}};
}

Result<Response> check_rule(Records& records, access::RowAccess const& access, Request& request) {
    auto const body = TRY(request.json_object());
    TRY(check_members(body));
    auto const object = records.schema()->find(TRY(text_of(body, "object")));
    // Of what one may not read at all nothing is told, not even that it is there.
    if (!object || !access.row_rule(request.actor, *object))
        return Error::invalid("object", "unknown_object", "There is no such object.");
    auto const sight = access.sight(request.actor);
    if (body.contains("rule")) {
        auto const expression = TRY(rule::from_json(body["rule"]));
        return Response::json(TRY(check_text(rule::print(*expression), *object, sight)));
    }
    auto const text = TRY(text_of(body, "text"));
    auto answer = TRY(check_text(text, *object, sight));
    if (body.contains("at")) {
        if (!body["at"].is_number_integer() || body["at"].get<std::int64_t>() < 0)
            return Error::invalid("at", "wrong_type", "The cursor is a number of characters.");
        auto const bytes = bytes_of(text, body["at"].get<std::int64_t>());
        answer["completions"] = json_of(rule::complete(text, bytes, *object, sight));
    }
    return Response::json(answer);
}

}  // namespace

void add_rule_routes(http::Router& router, Records& records, access::RowAccess const& access) {
    add_schemas(router);
    http::Route check(
        http::Method::post, "/api/v1/rules/check", Permission::signed_in,
        {"check_rule", "rules",
         "Whether a rule is right for an object, where it is not, and its text and JSON forms. With `at`, how the "
         "text may go on.",
         "rule_check", "rule_checked"},
        [&records, &access](Request& request) { return check_rule(records, access, request); });
    router.add(std::move(check).open_to_onlookers());
}

}  // namespace kith::records
