#include "schema/definition_routes.hpp"

#include "schema/definition_schemas.hpp"
#include "schema/names.hpp"

namespace kith::schema {

namespace {

using http::Method;
using http::Request;
using http::Response;

Json public_json(Field const& field) {
    auto json = json_of(field);
    json.erase("column");
    json.erase("changed");
    json.erase("reads");
    if (json.contains("rollup")) json["rollup"].erase("reads");
    return json;
}

// What may be seen of it: the parts among the fields, in use as the composite is; null where there are none.
Json public_json(Object const& object, Composite composite) {
    std::erase_if(composite.parts, [&](Composite::Part const& part) {
        return !(composite.is_retired ? object.find_retired(part.field) : object.find(part.field));
    });
    if (composite.parts.empty()) return nullptr;
    auto json = json_of(composite);
    json.erase("changed");
    return json;
}

Json list_json(std::vector<ObjectPointer> const& objects) {
    Json json{{"data", Json::array()}};
    for (auto const& object : objects) json["data"].push_back(kith::schema::public_json(*object));
    return json;
}

// The objects that the actor may read, as they see them, and what they may do with each.
Json seen_json(Definitions const& definitions, Actor const& actor, std::vector<ObjectPointer> const& objects) {
    Json json{{"data", Json::array()}};
    for (auto const& object : objects) {
        auto const seen = definitions.seen_by() ? definitions.seen_by()(actor, object) : object;
        if (!seen) continue;
        auto shown = kith::schema::public_json(*seen);
        if (definitions.may_do()) shown["may"] = definitions.may_do()(actor, *object);
        json["data"].push_back(std::move(shown));
    }
    return json;
}

Json json_of(Definitions::Usage const& usage) {
    Json json{{"records", usage.records}, {"mentions", Json::array()}};
    for (auto const& mention : usage.mentions)
        json["mentions"].push_back(
            {{"kind", mention.kind}, {"name", mention.name}, {"is_blocking", mention.is_blocking}});
    return json;
}

Response with_change_set(Response response, Author const& author) {
    response.headers.set("Kith-Change-Set", author.change_set.text());
    return response;
}

class DefinitionRoutes {
public:
    DefinitionRoutes(http::Router& router, Definitions& definitions) : router_(router), definitions_(definitions) {}

    void add() {
        add_reading();
        add_objects();
        add_fields();
        add_types();
        add_composites();
    }

private:
    // A change of one object: what it is afterwards, and the change set that made it so.
    using Change = std::function<Result<ObjectPointer>(Definitions&, Author const&, Request&)>;
    void change(Method method, std::string path, http::Operation operation, Change work) {
        int const status = operation.status;
        router_.add(
            {method, "/api/v1/objects" + path, Permission::workspace_manage, std::move(operation),
             [&definitions = definitions_, work = std::move(work), status](Request& request) -> Result<Response> {
                 auto const author = Author::begin(request.actor);
                 auto const object = TRY(work(definitions, author, request));
                 return with_change_set(Response::json(kith::schema::public_json(*object), status), author);
             }});
    }

    void add_reading() {
        auto& definitions = definitions_;
        http::Operation list{"list_objects", "objects",
                             "The objects and fields that one may read, and what one may do with them.", "", "objects"};
        list.query = {
            {"retired", "`true`: those out of use, for administrators.", {{"type", "string"}, {"enum", {"true"}}}}};
        router_.add({Method::get, "/api/v1/objects", Permission::signed_in, std::move(list),
                     [&definitions](Request& request) -> Result<Response> {
                         auto const schema = definitions.current();
                         if (request.query_value("retired") != "true")
                             return Response::json(seen_json(definitions, request.actor, schema->objects()));
                         if (!request.actor.may(Permission::workspace_manage))
                             return Error::forbidden("Your role may not see what is out of use.");
                         return Response::json(list_json(schema->retired()));
                     }});
        router_.add({Method::get,
                     "/api/v1/objects/{name}",
                     Permission::workspace_manage,
                     {"get_object", "objects", "One object, with the fields that are out of use.", "", "object"},
                     [&definitions](Request& request) -> Result<Response> {
                         auto const schema = definitions.current();
                         return Response::json(
                             kith::schema::public_json(*TRY(find_object(*schema, request.path_value("name")))));
                     }});
        auto const usage = [&definitions](Request& request) -> Result<Response> {
            auto const field = request.path_parameters.find("field");
            return Response::json(json_of(TRY(definitions.usage(
                request.actor, request.path_value("name"),
                field == request.path_parameters.end() ? std::string_view{} : std::string_view(field->second)))));
        };
        router_.add({Method::get,
                     "/api/v1/objects/{name}/usage",
                     Permission::workspace_manage,
                     {"object_usage", "objects", "What stands on an object: relations, row rules, records.", "",
                      "definition_usage"},
                     usage});
        router_.add({Method::get,
                     "/api/v1/objects/{name}/fields/{field}/usage",
                     Permission::workspace_manage,
                     {"field_usage", "objects", "What stands on a field: row rules, and records that have a value.", "",
                      "definition_usage"},
                     usage});
    }

    void add_objects() {
        change(Method::post, "",
               {"add_object", "objects", "Make an object. It is in use at once.", "new_object", "object", 201},
               [](Definitions& definitions, Author const& author, Request& request) -> Result<ObjectPointer> {
                   return definitions.add_object(author, TRY(request.json_object()));
               });
        change(Method::patch, "/{name}",
               {"change_object", "objects", "Change an object's labels. Its name stays.", "object_patch", "object"},
               [](Definitions& definitions, Author const& author, Request& request) -> Result<ObjectPointer> {
                   return definitions.change_object(author, request.path_value("name"), TRY(request.json_object()));
               });
        change(Method::post, "/{name}/retire",
               {"retire_object", "objects", "Take an object out of use; its records stay.", "", "object"},
               [](Definitions& definitions, Author const& author, Request& request) {
                   return definitions.retire_object(author, request.path_value("name"));
               });
        change(Method::post, "/{name}/restore",
               {"restore_object", "objects", "Bring a retired object back.", "", "object"},
               [](Definitions& definitions, Author const& author, Request& request) {
                   return definitions.restore_object(author, request.path_value("name"));
               });
        change(Method::put, "/{name}/order",
               {"order_fields", "objects", "Say in which order fields are shown.", "field_order", "object"},
               [](Definitions& definitions, Author const& author, Request& request) -> Result<ObjectPointer> {
                   std::vector<std::string> names;
                   auto const body = TRY(request.json_object());
                   for (auto const& each : body.value("fields", Json::array()))
                       if (each.is_string()) names.push_back(each.get<std::string>());
                   if (names.empty())
                       return Error::invalid("fields", "required", "Say the names of the fields in their order.");
                   return definitions.order_fields(author, request.path_value("name"), names);
               });
        router_.add({Method::delete_,
                     "/api/v1/objects/{name}",
                     Permission::workspace_manage,
                     {"delete_object", "objects", "Delete a retired object for good, with its records.", "", "", 204},
                     [&definitions = definitions_](Request& request) -> Result<Response> {
                         TRY(definitions.delete_object(Author::begin(request.actor), request.path_value("name")));
                         return Response::no_content();
                     }});
    }

    void add_fields() {
        change(Method::post, "/{name}/fields",
               {"add_field", "objects", "Add a field. It is in use at once.", "new_field", "object", 201},
               [](Definitions& definitions, Author const& author, Request& request) -> Result<ObjectPointer> {
                   return definitions.add_field(author, request.path_value("name"), TRY(request.json_object()));
               });
        change(Method::patch, "/{name}/fields/{field}",
               {"change_field", "objects",
                "Change a field. Its name stays, and so does its type: that has a route of its own.", "field_patch",
                "object"},
               [](Definitions& definitions, Author const& author, Request& request) -> Result<ObjectPointer> {
                   return definitions.change_field(author, request.path_value("name"), request.path_value("field"),
                                                   TRY(request.json_object()));
               });
        router_.add(
            {Method::post,
             "/api/v1/objects/{name}/fields/{field}/choices",
             Permission::signed_in,
             {"add_choice", "objects",
              "Add a choice to an open field, for whoever may write the field; records name it by its value "
              "then. A choice that has the label already is the answer. It stays when the edit that it was made "
              "for is taken back.",
              "new_choice", "added_choice"},
             [&definitions = definitions_](Request& request) -> Result<Response> {
                 auto const author = Author::begin(request.actor);
                 auto const added = TRY(definitions.add_choice(
                     author, request.path_value("name"), request.path_value("field"), TRY(request.json_object())));
                 auto json = json_of(added.choice);
                 json["is_new"] = added.is_new;
                 return Response::json(json);
             }});
        change(Method::post, "/{name}/fields/{field}/retire",
               {"retire_field", "objects", "Take a field out of use; its values stay.", "", "object"},
               [](Definitions& definitions, Author const& author, Request& request) {
                   return definitions.retire_field(author, request.path_value("name"), request.path_value("field"));
               });
        change(Method::post, "/{name}/fields/{field}/restore",
               {"restore_field", "objects", "Bring a retired field back.", "", "object"},
               [](Definitions& definitions, Author const& author, Request& request) {
                   return definitions.restore_field(author, request.path_value("name"), request.path_value("field"));
               });
        router_.add({Method::delete_,
                     "/api/v1/objects/{name}/fields/{field}",
                     Permission::workspace_manage,
                     {"delete_field", "objects", "Delete a retired field for good, with its values.", "", "", 204},
                     [&definitions = definitions_](Request& request) -> Result<Response> {
                         TRY(definitions.delete_field(Author::begin(request.actor), request.path_value("name"),
                                                      request.path_value("field")));
                         return Response::no_content();
                     }});
    }

    void add_types() {
        change(Method::post, "/{name}/fields/{field}/type",
               {"change_field_type", "objects",
                "Change a field's type. Values that do not fit are refused, or emptied where the body says is_lossy.",
                "field_type", "object"},
               [](Definitions& definitions, Author const& author, Request& request) -> Result<ObjectPointer> {
                   return definitions.change_type(author, request.path_value("name"), request.path_value("field"),
                                                  TRY(request.json_object()));
               });
        router_.add({Method::post,
                     "/api/v1/objects/{name}/fields/{field}/type-preview",
                     Permission::workspace_manage,
                     {"examine_field_type", "objects",
                      "What a change of a field's type would do: how many values fit, with examples. Changes nothing.",
                      "field_type", "field_type_preview"},
                     [&definitions = definitions_](Request& request) -> Result<Response> {
                         auto told =
                             TRY(definitions.examine_type(request.actor, request.path_value("name"),
                                                          request.path_value("field"), TRY(request.json_object())));
                         told["field"] = public_json(TRY(field_of(told["field"])));
                         return Response::json(told);
                     }});
    }

    void add_composites() {
        change(Method::post, "/{name}/composites",
               {"add_composite", "objects",
                "Add an address or a person's name, with a text field for each part. It is in use at once.",
                "new_composite", "object", 201},
               [](Definitions& definitions, Author const& author, Request& request) -> Result<ObjectPointer> {
                   return definitions.add_composite(author, request.path_value("name"), TRY(request.json_object()));
               });
        change(Method::patch, "/{name}/composites/{composite}",
               {"change_composite", "objects",
                "Change a composite's label. Its parts' labels follow, but for those that were changed since.",
                "composite_patch", "object"},
               [](Definitions& definitions, Author const& author, Request& request) -> Result<ObjectPointer> {
                   return definitions.change_composite(author, request.path_value("name"),
                                                       request.path_value("composite"), TRY(request.json_object()));
               });
        change(Method::post, "/{name}/composites/{composite}/retire",
               {"retire_composite", "objects", "Take a composite out of use with its parts; their values stay.", "",
                "object"},
               [](Definitions& definitions, Author const& author, Request& request) {
                   return definitions.retire_composite(author, request.path_value("name"),
                                                       request.path_value("composite"));
               });
        change(Method::post, "/{name}/composites/{composite}/restore",
               {"restore_composite", "objects", "Bring a retired composite back with its parts.", "", "object"},
               [](Definitions& definitions, Author const& author, Request& request) {
                   return definitions.restore_composite(author, request.path_value("name"),
                                                        request.path_value("composite"));
               });
        std::string const path = "/api/v1/objects/{name}/composites/{composite}";
        router_.add({Method::delete_,
                     path,
                     Permission::workspace_manage,
                     {"delete_composite", "objects",
                      "Delete a retired composite for good, with its parts and their values.", "", "", 204},
                     [&definitions = definitions_](Request& request) -> Result<Response> {
                         TRY(definitions.delete_composite(Author::begin(request.actor), request.path_value("name"),
                                                          request.path_value("composite")));
                         return Response::no_content();
                     }});
        router_.add(
            {Method::get,
             path + "/usage",
             Permission::workspace_manage,
             {"composite_usage", "objects",
              "What stands on a composite's parts, and how many records have a value of any.", "", "definition_usage"},
             [&definitions = definitions_](Request& request) -> Result<Response> {
                 return Response::json(json_of(TRY(definitions.usage_of_composite(
                     request.actor, request.path_value("name"), request.path_value("composite")))));
             }});
    }

    http::Router& router_;
    Definitions& definitions_;
};

}  // namespace

Json public_json(Object const& object) {
    auto json = json_of(object);
    for (auto const* hidden : {"table", "default_filter", "is_person_owned", "changed", "next_slot", "altered",
                               "free_slots", "fields", "retired", "composites"})
        json.erase(hidden);
    json["is_retired"] = object.is_retired;
    json["fields"] = Json::array();
    for (auto const& field : object.fields) json["fields"].push_back(public_json(field));
    for (auto const& field : object.retired) json["retired"].push_back(public_json(field));
    json["composites"] = Json::array();
    for (auto const& composite : object.composites)
        if (auto shown = public_json(object, composite); !shown.is_null())
            json["composites"].push_back(std::move(shown));
    return json;
}

void add_routes(http::Router& router, Definitions& definitions) {
    add_definition_schemas(router);
    DefinitionRoutes(router, definitions).add();
}

}  // namespace kith::schema
