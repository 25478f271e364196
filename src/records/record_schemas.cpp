#include "records/record_schemas.hpp"

#include "records/value_types.hpp"

namespace kith::records {

namespace {

Json reference(std::string_view name) { return {{"$ref", fmt::format("#/components/schemas/{}", name)}}; }

Json text_or_null() { return {{"type", {"string", "null"}}}; }
Json text() { return {{"type", "string"}}; }
Json instant() { return {{"type", "string"}, {"format", "date-time"}}; }
Json uuid() { return {{"type", "string"}, {"format", "uuid"}}; }

Json actor_schema() {
    return {{"type", "object"},
            {"required", {"kind", "name"}},
            {"properties", {{"kind", text()}, {"id", text_or_null()}, {"name", text()}}}};
}

Json groups_schema() {
    Json const sum{{"type", "object"},
                   {"required", {"amount", "currency"}},
                   {"properties",
                    {{"amount",
                      {{"type", {"string", "null"}},
                       {"description",
                        "Exact, such as \"-12.50\"; of a field of type `number` as near as it is kept, and null where "
                        "that is too large."}}},
                     {"currency", text_or_null()}}}};
    Json const group{
        {"type", "object"},
        {"required", {"value", "count", "sums"}},
        {"properties",
         {{"value",
           {{"oneOf", {{{"type", {"string", "boolean", "null"}}}, {{"$ref", "#/components/schemas/relation"}}}},
            {"description", "As a record shows it; null: those without one."}}},
          {"count", {{"type", "integer"}}},
          {"sums",
           {{"type", "array"},
            {"items", sum},
            {"description", "By currency; empty where no record of the group has an amount."}}}}}};
    return {{"type", "object"},
            {"required", {"data", "total"}},
            {"properties",
             {{"data",
               {{"type", "array"},
                {"items", group},
                {"description", "Only values that are there: choices in their order, those without a value last."}}},
              {"total", reference("total")}}}};
}

}  // namespace

Json record_schema(schema::Object const& object) {
    Json properties{{"id", uuid()},
                    {"object", {{"const", object.name}}},
                    {"version", {{"type", "integer"}, {"description", "The ETag, for If-Match."}}}};
    for (auto const& field : object.fields) properties[field.name] = value_type_of(field.type).schema(field, true);
    properties["deleted_at"] = instant();
    properties["deleted_at"]["description"] = "In the trash.";
    properties["deleted_by"] = text_or_null();
    return {{"type", "object"}, {"required", {"id", "object", "version"}}, {"properties", properties}};
}

Json write_schema(schema::Object const& object) {
    Json properties = Json::object();
    for (auto const& field : object.fields)
        if (field.is_writable) properties[field.name] = value_type_of(field.type).schema(field, false);
    return {{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
}

Json any_record_schema() {
    return {{"type", "object"},
            {"required", {"id", "object", "version"}},
            {"properties",
             {{"id", uuid()},
              {"object", text()},
              {"version", {{"type", "integer"}, {"description", "The ETag, for If-Match."}}}}},
            {"additionalProperties", true},
            {"description", "A record of an object that was made in this workspace, which says what its fields are."}};
}

Json page_schema(std::string_view item) {
    return {{"type", "object"},
            {"required", {"data", "next", "total"}},
            {"properties",
             {{"data", {{"type", "array"}, {"items", reference(item)}}},
              {"next", text_or_null()},
              {"total", {{"anyOf", {reference("total"), Json{{"type", "null"}}}}}}}}};
}

Json days_schema(std::string_view item) {
    Json const day{
        {"type", "object"},
        {"required", {"day", "count", "records"}},
        {"properties",
         {{"day", {{"type", "string"}, {"format", "date"}}},
          {"count", {{"type", "integer"}}},
          {"records",
           {{"type", "array"},
            {"items", reference(item)},
            {"description", "The first of them, as many as `each` says: as `sort` says, else by the field."}}}}}};
    return {{"type", "object"},
            {"required", {"data", "total", "absent"}},
            {"properties",
             {{"data",
               {{"type", "array"},
                {"items", day},
                {"description", "Only days that have records, in their order; each count is exact."}}},
              {"total", reference("total")},
              {"absent", reference("total")}}}};
}

void add_shared_schemas(http::Router& router) {
    router.add_schema(
        "relation",
        {{"type", "object"}, {"required", {"id", "name"}}, {"properties", {{"id", uuid()}, {"name", text_or_null()}}}});
    router.add_schema(
        "field_file",
        {{"type", "object"},
         {"required", {"id", "name", "media_type", "bytes"}},
         {"properties", {{"id", uuid()}, {"name", text()}, {"media_type", text()}, {"bytes", {{"type", "integer"}}}}}});
    router.add_schema(
        "total",
        {{"type", "object"},
         {"required", {"count", "is_exact"}},
         {"properties", {{"count", {{"type", "integer"}}}, {"is_exact", {{"type", "boolean"}}}}},
         {"description",
          "Exact to 10,000; beyond that the count is 10,000 and is_exact is false, unless `total=exact` was asked. "
          "A list with `total=none` has null in its place."}});
    router.add_schema("groups", groups_schema());
    router.add_schema("history", {{"type", "object"},
                                  {"required", {"data"}},
                                  {"properties",
                                   {{"data",
                                     {{"type", "array"},
                                      {"items",
                                       {{"type", "object"},
                                        {"required", {"at", "field", "before", "after", "actor", "change_set"}},
                                        {"properties",
                                         {{"at", instant()},
                                          {"field", text()},
                                          {"before", Json::object()},
                                          {"after", Json::object()},
                                          {"actor", actor_schema()},
                                          {"change_set", uuid()}}}}}}}}}});
}

}  // namespace kith::records
