#include "schema/definition_schemas.hpp"

#include "schema/limits.hpp"
#include "schema/schema.hpp"

namespace kith::schema {

namespace {

Json text() { return {{"type", "string"}}; }
Json flag() { return {{"type", "boolean"}}; }
Json reference(std::string_view name) { return {{"$ref", fmt::format("#/components/schemas/{}", name)}}; }
Json list_of(Json item) { return {{"type", "array"}, {"items", std::move(item)}}; }

Json label() { return {{"type", "object"}, {"additionalProperties", text()}, {"description", "A text by language."}}; }

Json type_schema() {
    Json names = Json::array();
    for (auto const& type : field_types()) names.push_back(type.name);
    return {{"type", "string"}, {"enum", std::move(names)}};
}

Json choice(bool is_answer) {
    Json colors = Json::array();
    for (auto const color : choice_colors()) colors.push_back(color);
    return {{"type", "object"},
            {"required", is_answer ? Json{"value", "label"} : Json{"label"}},
            {"properties",
             {{"value", text()}, {"label", label()}, {"color", {{"type", "string"}, {"enum", std::move(colors)}}}}}};
}

Json rollup() {
    Json functions = Json::array();
    for (auto const function : rollup_functions()) functions.push_back(function);
    auto const described = [](char const* words) { return Json{{"type", "string"}, {"description", words}}; };
    return {{"type", "object"},
            {"required", {"object", "relation", "function"}},
            {"additionalProperties", false},
            {"properties",
             {{"object", described("Whose records are counted.")},
              {"relation", described("Their field that points to the record.")},
              {"function", {{"type", "string"}, {"enum", std::move(functions)}}},
              {"field", described("Of theirs, what is added up or compared; `count` takes none.")},
              {"where",
               described("Counts those of them that this rule holds of: `state = \"open\"`. It speaks of their own "
                         "fields, and neither of the day nor of who asks.")}}},
            {"description",
             "What the value is counted from: the records of an object that point to this one. Such a field cannot be "
             "set. Without a type it gets the one that the rollup comes to."}};
}

Json field_properties(bool is_answer) {
    return {
        {"name", text()},
        {"type", type_schema()},
        {"label", label()},
        {"is_required", flag()},
        {"is_sortable", flag()},
        {"is_filterable", flag()},
        {"is_searchable", flag()},
        {"is_personal", flag()},
        {"is_open",
         {{"type", "boolean"},
          {"description",
           "Of one with choices: whoever may write it may add a choice. Such a field may begin with none."}}},
        {"object", {{"type", "string"}, {"description", "Of a relation: what it points to."}}},
        {"scale",
         {{"type", "integer"},
          {"minimum", 0},
          {"maximum", limits::decimal_scale_max},
          {"description", "Of a decimal: its digits after the point."}}},
        {"formula",
         {{"type", "string"},
          {"description",
           "What the value is worked out from, in the rule language: `price * quantity`. Such a field cannot be set."
           " Without a type it gets the one that the formula comes to."}}},
        {"rollup", rollup()},
        {"choices", list_of(choice(is_answer))}};
}

Json field_schema() {
    auto properties = field_properties(true);
    properties["is_writable"] = flag();
    properties["is_custom"] = flag();
    return {{"type", "object"},
            {"required",
             {"name", "type", "label", "is_required", "is_sortable", "is_filterable", "is_writable", "is_custom"}},
            {"properties", std::move(properties)}};
}

Json given(Json required, Json properties) {
    return {{"type", "object"},
            {"required", std::move(required)},
            {"additionalProperties", false},
            {"properties", std::move(properties)}};
}

Json composite_type_schema() {
    Json names = Json::array();
    for (auto const type : composite_types()) names.push_back(type);
    return {{"type", "string"}, {"enum", std::move(names)}};
}

Json composite_schema() {
    return {{"type", "object"},
            {"required", {"name", "type", "label", "parts", "is_custom", "is_retired"}},
            {"properties",
             {{"name", text()},
              {"type", composite_type_schema()},
              {"label", label()},
              {"parts",
               {{"type", "object"},
                {"additionalProperties", text()},
                {"description",
                 "The field of each part that there is: of an address `street`, `postal_code`, `city`, `region`, "
                 "`country`; of a person's name `prefix`, `given_name`, `middle_name`, `family_name`, `suffix`."}}},
              {"is_custom", flag()},
              {"is_retired", flag()}}},
            {"description", "Text fields that stand together. Their values are those of the fields."}};
}

void add_object_schemas(http::Router& router) {
    router.add_schema(
        "object",
        {{"type", "object"},
         {"required", {"name", "plural", "label", "label_plural", "is_custom", "is_retired", "fields", "composites"}},
         {"properties",
          {{"name", text()},
           {"plural", text()},
           {"label", label()},
           {"label_plural", label()},
           {"is_custom", flag()},
           {"is_retired", flag()},
           {"fields", list_of(reference("field"))},
           {"retired", list_of(reference("field"))},
           {"composites", list_of(reference("composite"))},
           {"may",
            {{"type", "object"},
             {"required", {"read", "create", "update", "delete"}},
             {"properties", {{"read", flag()}, {"create", flag()}, {"update", flag()}, {"delete", flag()}}},
             {"description", "What one may do with its records; in the list of objects."}}}}}});
    router.add_schema(
        "objects",
        {{"type", "object"}, {"required", {"data"}}, {"properties", {{"data", list_of(reference("object"))}}}});
    router.add_schema("new_object", given({"label"}, {{"name", text()},
                                                      {"plural", text()},
                                                      {"label", label()},
                                                      {"label_plural", label()},
                                                      {"name_label", label()},
                                                      {"fields", list_of(reference("new_field"))}}));
    router.add_schema(
        "object_patch",
        given(Json::array(), {{"name", text()}, {"plural", text()}, {"label", label()}, {"label_plural", label()}}));
    router.add_schema("field_order", given({"fields"}, {{"fields", list_of(text())}}));
    router.add_schema(
        "definition_usage",
        {{"type", "object"},
         {"required", {"records", "mentions"}},
         {"properties",
          {{"records", {{"type", "integer"}, {"description", "Records that have a value; counted to 10,001."}}},
           {"mentions", list_of({{"type", "object"},
                                 {"required", {"kind", "name", "is_blocking"}},
                                 {"properties", {{"kind", text()}, {"name", text()}, {"is_blocking", flag()}}}})}}}});
}

void add_field_schemas(http::Router& router) {
    router.add_schema("field", field_schema());
    router.add_schema("new_field", given({"label"}, field_properties(false)));
    auto patch = field_properties(false);
    patch["remove_choices"] = {{"type", "array"},
                               {"items", {{"type", "string"}}},
                               {"description",
                                "Of an open field: values of choices that go. Those that neither this nor `choices` "
                                "names stay, for others may have added them."}};
    router.add_schema("field_patch", given(Json::array(), std::move(patch)));
    router.add_schema("new_choice", given({"label"}, choice(false)["properties"]));
    auto added = choice(true);
    added["required"].push_back("is_new");
    added["properties"]["is_new"] = {{"type", "boolean"},
                                     {"description", "`false`: a choice of this label was there already."}};
    router.add_schema("added_choice", std::move(added));
}

void add_type_schemas(http::Router& router) {
    router.add_schema(
        "field_type",
        given({"type"}, {{"type", type_schema()},
                         {"choices", list_of(choice(false))},
                         {"scale", field_properties(false)["scale"]},
                         {"currency", {{"type", "string"}, {"description", "Of amounts that name none."}}},
                         {"is_lossy", {{"type", "boolean"}, {"description", "Empties what does not fit."}}}}));
    Json const example{{"type", "object"},
                       {"required", {"value"}},
                       {"properties", {{"value", Json::object()}, {"becomes", Json::object()}}}};
    router.add_schema("field_type_preview",
                      {{"type", "object"},
                       {"required", {"field", "values", "misfits", "fitting", "misfitting"}},
                       {"properties",
                        {{"field", reference("field")},
                         {"values", {{"type", "integer"}}},
                         {"misfits", {{"type", "integer"}, {"description", "Values that would be emptied."}}},
                         {"fitting", list_of(example)},
                         {"misfitting", list_of(example)}}}});
}

void add_composite_schemas(http::Router& router) {
    router.add_schema("composite", composite_schema());
    router.add_schema(
        "new_composite",
        given({"label", "type"},
              {{"name", text()},
               {"type", composite_type_schema()},
               {"label", label()},
               {"parts",
                {{"type", "array"},
                 {"items", text()},
                 {"description",
                  "Those that it is to have. Without it an address has all but `region`, and a person's name has "
                  "`given_name` and `family_name`."}}},
               {"is_personal", flag()}}));
    router.add_schema("composite_patch",
                      given({"label"}, {{"name", text()}, {"type", composite_type_schema()}, {"label", label()}}));
}

}  // namespace

void add_definition_schemas(http::Router& router) {
    add_object_schemas(router);
    add_field_schemas(router);
    add_type_schemas(router);
    add_composite_schemas(router);
}

}  // namespace kith::schema
