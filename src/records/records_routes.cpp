#include "records/records_routes.hpp"

#include "base/limits.hpp"
#include "records/record_schemas.hpp"

namespace kith::records {

namespace {

using http::Method;
using http::Request;
using http::Response;
using schema::Object;

Response with_version(Response response, Json const& record) {
    response.headers.set("ETag", fmt::format("\"{}\"", record["version"].get<std::int64_t>()));
    return response;
}

Response with_change_set(Response response, Write const& write) {
    response.headers.set(change_set_header, write.change_set.text());
    return response;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        auto const comma = text.find(',');
        if (comma > 0) parts.emplace_back(text.substr(0, comma));
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
    return parts;
}

Result<ListQuery> list_query(Request const& request) {
    ListQuery query;
    query.filter = request.query_value("filter").value_or("");
    query.sort = request.query_value("sort").value_or("");
    query.fields = split(request.query_value("fields").value_or(""));
    query.search = request.query_value("q").value_or("");
    query.page = request.query_value("page").value_or("");
    query.limit = static_cast<std::size_t>(
        TRY(request.query_integer("limit", limits::page_rows_default, 1, limits::page_rows_max)));
    query.is_total_exact = request.query_value("total") == "exact";
    return query;
}

Json json_of(Page const& page) {
    Json json{{"data", Json::array()},
              {"next", page.next ? Json(*page.next) : Json(nullptr)},
              {"total", {{"count", page.total.count}, {"is_exact", page.total.is_exact}}}};
    for (auto const& record : page.records) json["data"].push_back(record);
    return json;
}

Json json_of(std::vector<HistoryEntry> const& entries) {
    Json json{{"data", Json::array()}};
    for (auto const& entry : entries) {
        Json const actor{{"kind", entry.actor_kind},
                         {"id", entry.actor_id.is_nil() ? Json(nullptr) : Json(entry.actor_id.text())},
                         {"name", entry.actor_name}};
        json["data"].push_back({{"at", entry.at.text()},
                                {"field", entry.field},
                                {"before", entry.before},
                                {"after", entry.after},
                                {"actor", actor},
                                {"change_set", entry.change_set.text()}});
    }
    return json;
}

Json json_of(Reverted const& outcome) {
    Json json{{"change_set", outcome.change_set.text()}, {"reverted", outcome.reverted}, {"kept", Json::array()}};
    for (auto const& kept : outcome.kept)
        json["kept"].push_back(
            {{"object", kept.object}, {"id", kept.id.text()}, {"field", kept.field}, {"reason", kept.reason}});
    return json;
}

// What may be shown of a definition: labels, types and choices, never where the values lie.
Json public_definition(Object const& object) {
    Json json = schema::json_of(object);
    json.erase("table");
    json.erase("default_filter");
    json.erase("is_person_owned");
    json["fields"] = Json::array();
    for (auto const& field : object.fields) {
        auto shown = schema::json_of(field);
        shown.erase("column");
        json["fields"].push_back(std::move(shown));
    }
    return json;
}

// The handlers hold their ObjectRoutes, which so lives as long as the router.
class ObjectRoutes : public std::enable_shared_from_this<ObjectRoutes> {
public:
    ObjectRoutes(http::Router& router, Records& records, Object const& object)
        : router_(router),
          records_(records),
          object_(object),
          root_("/api/v1/" + object.plural),
          one_(root_ + "/{id}"),
          read_(object.is_person_owned ? Permission::people_read : Permission::records_read),
          write_(object.is_person_owned ? Permission::people_write : Permission::records_write) {}

    void add() {
        router_.add_schema(object_.name, record_schema(object_));
        router_.add_schema(object_.name + "_write", write_schema(object_));
        router_.add_schema(object_.name + "_page", page_schema(object_.name));
        add_list();
        add_create();
        add_get();
        add_update();
        add_remove();
        add_restore();
        add_history();
    }

private:
    http::Operation operation(std::string verb, std::string summary, std::string request, std::string response,
                              int status = 200) const {
        return {verb + "_" + object_.name,
                object_.plural,
                std::move(summary),
                std::move(request),
                std::move(response),
                status,
                {}};
    }

    void add_list() {
        auto documented = operation("list", "List " + object_.plural + ".", "", object_.name + "_page");
        documented.id = "list_" + object_.plural;
        documented.query = {{"filter", "A rule, such as `country = \"LT\"`, or its JSON form."},
                            {"sort", "A field, or `-field` for descending; without it the newest come first."},
                            {"fields", "Names separated by commas; without it all fields."},
                            {"q", "Words to search for; all must match, the last as a prefix."},
                            {"page", "`next` of the answer before."},
                            {"limit",
                             "Rows a page.",
                             {{"type", "integer"},
                              {"minimum", 1},
                              {"maximum", limits::page_rows_max},
                              {"default", limits::page_rows_default}}},
                            {"total", "`exact` counts beyond 10,000.", {{"type", "string"}, {"enum", {"exact"}}}}};
        router_.add({Method::get, root_, read_, std::move(documented),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         return Response::json(
                             json_of(TRY(records_.list(request.actor, object_, TRY(list_query(request))))));
                     }});
    }

    void add_create() {
        router_.add({Method::post, root_, write_,
                     operation("create", "Make a " + object_.name + ". An Idempotency-Key makes a retry harmless.",
                               object_.name + "_write", object_.name, 201),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         auto write = Write::begin("edit", request.actor);
                         write.idempotency_key = request.headers.get("Idempotency-Key");
                         if (write.idempotency_key.size() > limits::idempotency_key_bytes_max)
                             return Error::invalid("Idempotency-Key", "too_long", "The Idempotency-Key is too long.");
                         auto const record = TRY(records_.create(write, object_, TRY(request.json_object())));
                         auto response = with_change_set(with_version(Response::json(record, 201), record), write);
                         response.headers.set("Location", root_ + "/" + record["id"].get<std::string>());
                         return response;
                     }});
    }

    void add_get() {
        auto documented = operation("get", "One " + object_.name + ".", "", object_.name);
        documented.may_redirect = true;
        router_.add({Method::get, one_, read_, std::move(documented),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         auto const record =
                             TRY(records_.get(request.actor, object_, TRY(request.path_id<RecordId>("id"))));
                         if (record.contains("joined_into"))
                             return Response::redirect(root_ + "/" + record["joined_into"].get<std::string>());
                         return with_version(Response::json(record), record);
                     }});
    }

    void add_update() {
        router_.add({Method::patch, one_, write_,
                     operation("update", "Change fields; If-Match carries the version that was read.",
                               object_.name + "_write", object_.name),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         auto const id = TRY(request.path_id<RecordId>("id"));
                         auto const write = Write::begin("edit", request.actor);
                         auto const version = TRY(request.if_match());
                         auto const record =
                             TRY(records_.update(write, object_, id, version, TRY(request.json_object())));
                         return with_change_set(with_version(Response::json(record), record), write);
                     }});
    }

    void add_remove() {
        router_.add({Method::delete_, one_, write_, operation("delete", "Delete; it can be restored.", "", "", 204),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         auto const id = TRY(request.path_id<RecordId>("id"));
                         auto const write = Write::begin("edit", request.actor);
                         TRY(records_.remove(write, object_, id, TRY(request.if_match())));
                         return with_change_set(Response::no_content(), write);
                     }});
    }

    void add_restore() {
        router_.add({Method::post, one_ + "/restore", write_,
                     operation("restore", "Bring a deleted " + object_.name + " back.", "", object_.name),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         auto const write = Write::begin("edit", request.actor);
                         auto const record =
                             TRY(records_.restore(write, object_, TRY(request.path_id<RecordId>("id"))));
                         return with_change_set(with_version(Response::json(record), record), write);
                     }});
    }

    void add_history() {
        auto documented = operation("history_of", "What changed, by whom, newest first.", "", "history");
        router_.add({Method::get, one_ + "/history", read_, std::move(documented),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         return Response::json(json_of(
                             TRY(records_.history(request.actor, object_, TRY(request.path_id<RecordId>("id"))))));
                     }});
    }

    http::Router& router_;
    Records& records_;
    Object const& object_;
    std::string root_, one_;
    Permission read_, write_;
};

void add_change_set_routes(http::Router& router, Records& records) {
    router.add({Method::get,
                "/api/v1/change-sets/{id}",
                Permission::change_sets_revert,
                {"get_change_set", "change sets", "One change set.", "", "change_set"},
                [&records](Request& request) -> Result<Response> {
                    return Response::json(
                        TRY(records.change_set(request.actor, TRY(request.path_id<ChangeSetId>("id")))));
                }});
    router.add({Method::post,
                "/api/v1/change-sets/{id}/revert",
                Permission::change_sets_revert,
                {"revert_change_set", "change sets",
                 "Take a change back. What was changed again since stays, and is listed.", "", "reverted"},
                [&records](Request& request) -> Result<Response> {
                    auto const write = Write::begin("revert", request.actor);
                    auto const outcome = TRY(records.revert(write, TRY(request.path_id<ChangeSetId>("id"))));
                    return with_change_set(Response::json(json_of(outcome)), write);
                }});
}

}  // namespace

void add_routes(http::Router& router, Records& records) {
    add_shared_schemas(router);
    router.add({Method::get,
                "/api/v1/objects",
                Permission::signed_in,
                {"list_objects", "objects", "The objects and their fields.", "", "objects"},
                [&records](Request&) -> Result<Response> {
                    Json json{{"data", Json::array()}};
                    for (auto const& object : records.schema().objects())
                        json["data"].push_back(public_definition(object));
                    return Response::json(json);
                }});
    for (auto const& object : records.schema().objects())
        std::make_shared<ObjectRoutes>(router, records, object)->add();
    add_change_set_routes(router, records);
}

}  // namespace kith::records
