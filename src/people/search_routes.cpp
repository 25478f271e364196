#include "people/search.hpp"
#include "records/limits.hpp"

namespace kith::people {

namespace {

using http::Request;
using http::Response;

Json text() { return {{"type", "string"}}; }
Json or_null(Json schema) { return {{"oneOf", Json::array({Json{{"type", "null"}}, std::move(schema)})}}; }
Json reference(std::string const& name) { return {{"$ref", "#/components/schemas/" + name}}; }
Json list(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

Json object(Json properties) {
    Json names = Json::array();
    for (auto const& [name, ignored] : properties.items()) names.push_back(name);
    return {{"type", "object"}, {"required", std::move(names)}, {"properties", std::move(properties)}};
}

void add_schemas(http::Router& router) {
    Json mark{{"type", "array"}, {"items", {{"type", "integer"}}}, {"minItems", 2}, {"maxItems", 2}};
    auto marks = list(std::move(mark));
    marks["description"] = "What was found in it: first character and the one after the last, each.";
    router.add_schema("search_piece", object({{"text", text()}, {"marks", std::move(marks)}}));
    Json label{{"type", "object"}, {"additionalProperties", text()}, {"description", "A text by language."}};
    Json nearness{{"type", "string"},
                  {"enum", {"exact", "begins", "named", "said"}},
                  {"description",
                   "A whole value that names or numbers it; its name begins so; all words are of its name; or what is "
                   "looked for is said elsewhere."}};
    Json at{{"type", {"string", "null"}},
            {"format", "date-time"},
            {"description", "When a note was written, or a file added."}};
    auto record =
        object({{"object", text()}, {"id", text()}, {"name", {{"type", {"string", "null"}}}}, {"path", text()}});
    record["description"] = "What a note is about, or a file hangs on.";
    Json path{{"type", "string"}, {"description", "Where a browser opens it."}};
    router.add_schema("search_hit", object({{"object", text()},
                                            {"id", text()},
                                            {"name", or_null(reference("search_piece"))},
                                            {"nearness", std::move(nearness)},
                                            {"field", or_null(object({{"name", text()}, {"label", std::move(label)}}))},
                                            {"said", or_null(reference("search_piece"))},
                                            {"at", std::move(at)},
                                            {"record", or_null(std::move(record))},
                                            {"path", std::move(path)}}));
    Json has_more{{"type", "boolean"}, {"description", "There is more than these."}};
    router.add_schema(
        "search_group",
        object({{"object", text()}, {"hits", list(reference("search_hit"))}, {"has_more", std::move(has_more)}}));
    router.add_schema("search", object({{"groups", list(reference("search_group"))}}));
}

}  // namespace

void add_search_routes(http::Router& router, Search& search) {
    add_schemas(router);
    http::Operation documented{
        "search", "search",
        "What is found in all records, notes and names of files that one may see, by object, the nearest first: names, "
        "e-mail addresses, phone numbers in any notation, numbers, ids, in either alphabet.",
        "", "search"};
    documented.query = {{"q", "Words; all must be found, the last may go on."},
                        {"object", "Of one object, `note` or `file`."},
                        {"limit",
                         "Hits of each object.",
                         {{"type", "integer"},
                          {"minimum", 1},
                          {"maximum", limits::search_hits_max},
                          {"default", limits::search_hits_default}}}};
    router.add({http::Method::get, "/api/v1/search", Permission::signed_in, std::move(documented),
                [&search](Request& request) -> Result<Response> {
                    SearchQuery query{std::string(request.query_value("q").value_or("")),
                                      std::string(request.query_value("object").value_or("")), 0};
                    query.limit = static_cast<std::size_t>(
                        TRY(request.query_integer("limit", limits::search_hits_default, 1, limits::search_hits_max)));
                    return Response::json(TRY(search.find(request.actor, query)));
                }});
}

}  // namespace kith::people
