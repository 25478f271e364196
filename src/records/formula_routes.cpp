#include "records/formula_routes.hpp"

#include "records/formulas.hpp"
#include "records/row.hpp"
#include "records/rule_json.hpp"
#include "rule/formula.hpp"
#include "schema/limits.hpp"
#include "schema/names.hpp"

namespace kith::records {

namespace {

using http::Request;
using http::Response;
using schema::Field;
using schema::FieldType;
using schema::ObjectPointer;

// What somebody asks about a formula that they are writing.
struct Asked {
    std::string text;
    std::string self;  ///< the field whose formula it is; empty: a new one
    std::optional<FieldType> type;
    int scale = 2;
    std::optional<std::int64_t> at;
};

Result<std::string> text_in(Json const& body, char const* name) {
    if (!body.contains(name)) return std::string();
    if (body[name].is_string()) return body[name].get<std::string>();
    return Error::invalid(name, "wrong_type", fmt::format("{} must be a text.", name));
}

Result<std::optional<std::int64_t>> number_in(Json const& body, char const* name, std::int64_t most) {
    if (!body.contains(name)) return std::optional<std::int64_t>();
    if (body[name].is_number_integer() && body[name] >= 0 && body[name] <= most)
        return std::optional(body[name].get<std::int64_t>());
    return Error::invalid(name, "wrong_type", fmt::format("{} must be a small whole number.", name));
}

Result<Asked> asked(Json const& body) {
    for (auto const& [name, value] : body.items())
        if (name != "text" && name != "field" && name != "type" && name != "scale" && name != "at")
            return Error::invalid(name, "unknown_field", "A formula is checked by text, field, type, scale and at.");
    if (!body.contains("text")) return Error::invalid("text", "required", "text is required.");
    Asked asked;
    asked.text = TRY(text_in(body, "text"));
    asked.self = TRY(text_in(body, "field"));
    auto const type = TRY(text_in(body, "type"));
    asked.type = schema::field_type_of(type);
    if (!type.empty() && !asked.type) return Error::invalid("type", "unknown_type", "There is no such type.");
    asked.scale = static_cast<int>(TRY(number_in(body, "scale", limits::decimal_scale_max)).value_or(asked.scale));
    asked.at = TRY(number_in(body, "at", std::numeric_limits<std::int32_t>::max()));
    return asked;
}

// What it comes to in the newest records that the actor sees. Where it reads what is hidden from them, nothing is told.
Json examples_of(Records& records, access::RowAccess const& access, Actor const& actor, schema::Object const& object,
                 rule::Formula const& formula, Field const& into) {
    auto examples = Json::array();
    for (auto const& read : formula.reads())
        if (access.field_right(actor, object, read) == access::FieldRight::hidden) return examples;
    ListQuery query;
    query.limit = limits::formula_examples_max;
    auto const page = records.list(actor, object, query);
    if (!page) return examples;
    for (auto const& record : page->records) {
        auto const value = normal_value(into, formula.value(record, into));
        examples.push_back(
            {{"id", record["id"]}, {"name", record.value("name", Json())}, {"value", value ? *value : Json(nullptr)}});
    }
    return examples;
}

Json told(Records& records, access::RowAccess const& access, Actor const& actor, ObjectPointer const& object,
          Asked const& asked) {
    Json answer{{"is_valid", false},      {"text", asked.text},        {"type", nullptr},
                {"types", Json::array()}, {"problems", Json::array()}, {"examples", Json::array()}};
    auto const reading = rule::read_formula(asked.text);
    if (!reading.term) {
        answer["problems"].push_back(json_of(reading.problem));
        return answer;
    }
    answer["text"] = rule::print(*reading.term);
    auto const checked = rule::check_formula(reading.term, object, asked.self);
    for (auto const& problem : checked.problems) answer["problems"].push_back(json_of(problem));
    if (!checked.formula) return answer;
    auto const types = rule::types_of(checked.formula->kind());
    for (auto const type : types) answer["types"].push_back(schema::name_of(type));
    bool const is_kept = asked.type && std::find(types.begin(), types.end(), *asked.type) != types.end();
    Field into;
    into.type = is_kept ? *asked.type : types.front();
    into.scale = asked.scale;
    answer["type"] = schema::name_of(into.type);
    answer["is_valid"] = true;
    answer["examples"] = examples_of(records, access, actor, *object, *checked.formula, into);
    return answer;
}

Result<Response> check(Records& records, access::RowAccess const& access, Request& request) {
    auto const object = TRY(schema::find_object(*records.schema(), request.path_value("name")));
    auto const wanted = TRY(asked(TRY(request.json_object())));
    auto answer = told(records, access, request.actor, object, wanted);
    if (wanted.at) {
        auto const bytes = bytes_of(wanted.text, *wanted.at);
        answer["completions"] = json_of(rule::complete_formula(wanted.text, bytes, object, wanted.self));
    }
    return Response::json(answer);
}

Json string() { return {{"type", "string"}}; }
Json reference(std::string_view name) { return {{"$ref", fmt::format("#/components/schemas/{}", name)}}; }
Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

void add_schemas(http::Router& router) {
    Json const position{{"type", "integer"},
                        {"minimum", 0},
                        {"description", "Characters before the cursor: how the text may go on there is answered."}};
    router.add_schema("formula_check",
                      {{"type", "object"},
                       {"additionalProperties", false},
                       {"required", {"text"}},
                       {"properties",
                        {{"text", string()},
                         {"field", {{"type", "string"}, {"description", "The field whose it is."}}},
                         {"type", {{"type", "string"}, {"description", "That shall keep it."}}},
                         {"scale", {{"type", "integer"}, {"minimum", 0}, {"maximum", limits::decimal_scale_max}}},
                         {"at", position}}}});
    Json const example{{"type", "object"},
                       {"required", {"id", "name", "value"}},
                       {"properties",
                        {{"id", {{"type", "string"}, {"format", "uuid"}}},
                         {"name", {{"type", {"string", "null"}}}},
                         {"value", {{"description", "As a record shows it."}}}}}};
    router.add_schema("formula_checked",
                      {{"type", "object"},
                       {"required", {"is_valid", "text", "type", "types", "problems", "examples"}},
                       {"properties",
                        {{"is_valid", {{"type", "boolean"}}},
                         {"text", string()},
                         {"type", {{"type", {"string", "null"}}, {"description", "Of the field that would keep it."}}},
                         {"types", list_of(string())},
                         {"problems", list_of(reference("rule_problem"))},
                         {"examples", list_of(example)},
                         {"completions", reference("rule_completions")}}}});
}

}  // namespace

void add_formula_routes(http::Router& router, Records& records, access::RowAccess const& access) {
    add_schemas(router);
    router.add({http::Method::post,
                "/api/v1/objects/{name}/formulas/check",
                Permission::workspace_manage,
                {"check_formula", "objects",
                 "Whether a formula is right for an object, where it is not, and what it comes to in the newest "
                 "records. With `at`, how the text may go on. Changes nothing.",
                 "formula_check", "formula_checked"},
                [&records, &access](Request& request) { return check(records, access, request); }});
}

}  // namespace kith::records
