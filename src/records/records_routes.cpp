#include "records/records_routes.hpp"

#include "base/limits.hpp"
#include "records/limits.hpp"
#include "records/record_schemas.hpp"
#include "schema/names.hpp"

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

Result<Date> day_asked(Request const& request, std::string const& name) {
    if (auto const date = Date::parse(request.query_value(name).value_or(""))) return *date;
    return Error::invalid(name, "not_a_date", fmt::format("{} must be a date such as 2026-11-22.", name));
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

Result<Counting> counting_asked(std::string_view total) {
    if (total.empty()) return Counting::bounded;
    if (total == "exact") return Counting::exact;
    if (total == "none") return Counting::none;
    if (total == "only") return Counting::alone;
    return Error::invalid("total", "wrong", "`total` is exact, none or only.");
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
    query.counting = TRY(counting_asked(request.query_value("total").value_or("")));
    query.is_deleted = request.query_value("deleted") == "only";
    return query;
}

http::QueryParameter filter_parameter() { return {"filter", "A rule, such as `country = \"LT\"`, or its JSON form."}; }
http::QueryParameter search_parameter() { return {"q", "Words to search for; all must match, the last as a prefix."}; }
http::QueryParameter trash_parameter() {
    return {"deleted",
            "`only` lists the trash: what was deleted and can be restored, the newest deletion first.",
            {{"type", "string"}, {"enum", {"only"}}}};
}

Json json_of(Total const& total) { return {{"count", total.count}, {"is_exact", total.is_exact}}; }

Json json_of(Page const& page) {
    Json json{{"data", Json::array()},
              {"next", page.next ? Json(*page.next) : Json(nullptr)},
              {"total", page.total ? json_of(*page.total) : Json(nullptr)}};
    for (auto const& record : page.records) json["data"].push_back(record);
    return json;
}

Json json_of(std::vector<Group> const& groups) {
    Json json{{"data", Json::array()}};
    std::int64_t total = 0;
    for (auto const& group : groups) {
        auto sums = Json::array();
        for (auto const& sum : group.sums)
            sums.push_back({{"amount", sum.amount.empty() ? Json(nullptr) : Json(sum.amount)},
                            {"currency", sum.currency.empty() ? Json(nullptr) : Json(sum.currency)}});
        json["data"].push_back({{"value", group.value}, {"count", group.count}, {"sums", std::move(sums)}});
        total += group.count;
    }
    json["total"] = {{"count", total}, {"is_exact", true}};
    return json;
}

Json json_of(Days const& days) {
    Json json{{"data", Json::array()}, {"absent", json_of(days.absent)}};
    Total total;
    for (auto const& day : days.days) {
        json["data"].push_back({{"day", day.day.text()}, {"count", day.count}, {"records", day.records}});
        total.count += day.count;
    }
    json["total"] = json_of(total);
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

std::string address_of(Object const& object, Json const& id) {
    return fmt::format("/api/v1/{}/{}", object.plural, id.get_ref<std::string const&>());
}

void add_schemas(http::Router& router, Object const& object) {
    router.add_schema(object.name, record_schema(object));
    router.add_schema(object.name + "_write", write_schema(object));
    router.add_schema(object.name + "_page", page_schema(object.name));
    router.add_schema(object.name + "_days", days_schema(object.name));
}

// The handlers hold their ObjectRoutes, which so lives as long as the router.
class ObjectRoutes : public std::enable_shared_from_this<ObjectRoutes> {
public:
    /// Of one object, by its name.
    ObjectRoutes(http::Router& router, Records& records, Object const& object)
        : router_(router),
          records_(records),
          name_(object.name),
          plural_(object.plural),
          root_("/api/v1/" + object.plural),
          one_(root_ + "/{id}"),
          read_(object.is_person_owned ? Permission::people_read : Permission::records_read),
          write_(object.is_person_owned ? Permission::people_write : Permission::records_write) {}
    /// Of whatever object the address names.
    ObjectRoutes(http::Router& router, Records& records)
        : router_(router),
          records_(records),
          name_(any_record),
          plural_(any_record),
          root_("/api/v1/{plural}"),
          one_(root_ + "/{id}"),
          read_(Permission::records_read),
          write_(Permission::records_write) {}

    void add() {
        add_list();
        add_groups();
        add_days();
        add_create();
        add_get();
        add_update();
        add_remove();
        add_restore();
        add_history();
    }

    static constexpr char any_record[] = "record";

private:
    Result<schema::ObjectPointer> object(Request const& request) const {
        return object_asked(records_, request, name_ == any_record ? "" : plural_);
    }

    http::Operation operation(std::string verb, std::string summary, std::string request, std::string response,
                              int status = 200) const {
        return {verb + "_" + name_, plural_, std::move(summary), std::move(request), std::move(response), status, {}};
    }

    std::string name_of_all() const { return name_ == any_record ? "records" : plural_; }

    void add_list() {
        auto documented = operation("list", "List " + plural_ + ".", "", name_ + "_page");
        documented.id = "list_" + name_of_all();
        documented.query = {filter_parameter(),
                            {"sort", "A field, or `-field` for descending; without it the newest come first."},
                            {"fields", "Names separated by commas; without it all fields."},
                            search_parameter(),
                            {"page", "`next` of the answer before."},
                            {"limit",
                             "Rows a page.",
                             {{"type", "integer"},
                              {"minimum", 1},
                              {"maximum", limits::page_rows_max},
                              {"default", limits::page_rows_default}}},
                            {"total",
                             "`exact` counts beyond 10,000; `none` does not count: `total` is null; `only` counts, and "
                             "`data` is empty.",
                             {{"type", "string"}, {"enum", {"exact", "none", "only"}}}},
                            trash_parameter()};
        router_.add({Method::get, root_, read_, std::move(documented),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         auto const object = TRY(this->object(request));
                         return Response::json(
                             json_of(TRY(records_.list(request.actor, *object, TRY(list_query(request))))));
                     }});
    }

    void add_groups() {
        auto documented = operation(
            "group", "How many " + plural_ + " have each value of a field, and what they come to.", "", "groups");
        documented.id = "group_" + name_of_all();
        documented.query = {{"by", "A field: a choice, yes or no, a country, a language, a user."},
                            {"sum", "A field to add up: numbers or money, which is added by currency."},
                            filter_parameter(),
                            search_parameter(),
                            trash_parameter()};
        router_.add({Method::get, root_ + "/groups", read_, std::move(documented),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         auto const object = TRY(this->object(request));
                         GroupQuery const query{TRY(list_query(request)),
                                                std::string(request.query_value("by").value_or("")),
                                                std::string(request.query_value("sum").value_or(""))};
                         return Response::json(json_of(TRY(records_.groups(request.actor, *object, query))));
                     }});
    }

    void add_days() {
        auto documented =
            operation("days", "How many " + plural_ + " each day has by a field that holds one, and the first of them.",
                      "", name_ + "_days");
        documented.id = "days_of_" + name_of_all();
        documented.query = {{"by", "A field: a date, or a moment, whose day is that of the workspace's time zone."},
                            {"from", "The first day.", {{"type", "string"}, {"format", "date"}}},
                            {"to",
                             fmt::format("The last day; at most {} days are told.", limits::days_max),
                             {{"type", "string"}, {"format", "date"}}},
                            {"each",
                             fmt::format("Records shown of each day: none where all days have more than {} together.",
                                         limits::days_records_ranked_max),
                             {{"type", "integer"},
                              {"minimum", 0},
                              {"maximum", limits::day_records_max},
                              {"default", limits::day_records_default}}},
                            {"sort", "Within a day: a field, or `-field`; without it by the field of the days."},
                            {"fields", "Names separated by commas; without it all fields."},
                            filter_parameter(),
                            search_parameter(),
                            trash_parameter()};
        router_.add({Method::get, root_ + "/days", read_, std::move(documented),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         auto const object = TRY(this->object(request));
                         DayQuery query;
                         query.list = TRY(list_query(request));
                         query.by = request.query_value("by").value_or("");
                         query.from = TRY(day_asked(request, "from"));
                         query.to = TRY(day_asked(request, "to"));
                         query.each = static_cast<std::size_t>(TRY(
                             request.query_integer("each", limits::day_records_default, 0, limits::day_records_max)));
                         return Response::json(json_of(TRY(records_.days(request.actor, *object, query))));
                     }});
    }

    void add_create() {
        router_.add({Method::post, root_, write_,
                     operation("create", "Make a " + name_ + ". An Idempotency-Key makes a retry harmless.",
                               name_ + "_write", name_, 201),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         auto write = Write::begin("edit", request.actor);
                         write.idempotency_key = request.headers.get("Idempotency-Key");
                         if (write.idempotency_key.size() > limits::idempotency_key_bytes_max)
                             return Error::invalid("Idempotency-Key", "too_long", "The Idempotency-Key is too long.");
                         auto const object = TRY(this->object(request));
                         auto const record = TRY(records_.create(write, *object, TRY(request.json_object())));
                         auto response = with_change_set(with_version(Response::json(record, 201), record), write);
                         response.headers.set("Location", address_of(*object, record["id"]));
                         return response;
                     }});
    }

    void add_get() {
        auto documented = operation("get", "One " + name_ + ".", "", name_);
        documented.may_redirect = true;
        router_.add({Method::get, one_, read_, std::move(documented),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         auto const object = TRY(this->object(request));
                         auto const record =
                             TRY(records_.get(request.actor, *object, TRY(request.path_id<RecordId>("id"))));
                         if (record.contains("joined_into"))
                             return Response::redirect(address_of(*object, record["joined_into"]));
                         return with_version(Response::json(record), record);
                     }});
    }

    void add_update() {
        router_.add(
            {Method::patch, one_, write_,
             operation("update", "Change fields; If-Match carries the version that was read.", name_ + "_write", name_),
             [self = shared_from_this(), this](Request& request) -> Result<Response> {
                 auto const id = TRY(request.path_id<RecordId>("id"));
                 auto const write = Write::begin("edit", request.actor);
                 auto const version = TRY(request.if_match());
                 auto const record =
                     TRY(records_.update(write, *TRY(object(request)), id, version, TRY(request.json_object())));
                 return with_change_set(with_version(Response::json(record), record), write);
             }});
    }

    void add_remove() {
        router_.add({Method::delete_, one_, write_, operation("delete", "Delete; it can be restored.", "", "", 204),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         auto const id = TRY(request.path_id<RecordId>("id"));
                         auto const write = Write::begin("edit", request.actor);
                         TRY(records_.remove(write, *TRY(object(request)), id, TRY(request.if_match())));
                         return with_change_set(Response::no_content(), write);
                     }});
    }

    void add_restore() {
        router_.add({Method::post, one_ + "/restore", write_,
                     operation("restore", "Bring a deleted " + name_ + " back.", "", name_),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         auto const write = Write::begin("edit", request.actor);
                         auto const record =
                             TRY(records_.restore(write, *TRY(object(request)), TRY(request.path_id<RecordId>("id"))));
                         return with_change_set(with_version(Response::json(record), record), write);
                     }});
    }

    void add_history() {
        auto documented = operation("history_of", "What changed, by whom, newest first.", "", "history");
        router_.add({Method::get, one_ + "/history", read_, std::move(documented),
                     [self = shared_from_this(), this](Request& request) -> Result<Response> {
                         auto const object = TRY(this->object(request));
                         return Response::json(json_of(
                             TRY(records_.history(request.actor, *object, TRY(request.path_id<RecordId>("id"))))));
                     }});
    }

    http::Router& router_;
    Records& records_;
    std::string name_, plural_, root_, one_;
    Permission read_, write_;
};

}  // namespace

Result<schema::ObjectPointer> object_asked(Records& records, Request const& request, std::string_view plural) {
    auto const schema = records.schema();
    auto const asked = plural.empty() ? request.path_value("plural") : plural;
    auto object = schema->find_plural(asked);
    // People have routes of their own, with permissions of their own.
    if (object && (!plural.empty() || !object->is_person_owned)) return object;
    std::vector<std::string_view> names;
    for (auto const& each : schema->objects()) names.push_back(each->plural);
    return Error::not_found(
        fmt::format("There is nothing called \"{}\".{}", asked, schema::did_you_mean(asked, names)));
}

void add_routes(http::Router& router, Records& records) {
    add_shared_schemas(router);
    for (auto const& object : records.schema()->objects()) {
        if (object->is_custom) continue;
        add_schemas(router, *object);
        std::make_shared<ObjectRoutes>(router, records, *object)->add();
    }
    router.add_schema(ObjectRoutes::any_record, any_record_schema());
    router.add_schema("record_write", {{"type", "object"}, {"additionalProperties", true}});
    router.add_schema("record_page", page_schema(ObjectRoutes::any_record));
    router.add_schema("record_days", days_schema(ObjectRoutes::any_record));
    std::make_shared<ObjectRoutes>(router, records)->add();
}

void describe_objects(http::Router& router, Records& records, Actor const& actor) {
    for (auto const& each : records.schema()->objects()) {
        auto object = records.access().seen_by(actor, each);
        if (!object && each->is_custom) continue;
        if (!object) {
            // The routes of a standard object are no secret; what was added to it may be.
            auto bare = *each;
            std::erase_if(bare.fields, [](schema::Field const& field) { return field.is_custom; });
            object = std::make_shared<Object const>(std::move(bare));
        }
        add_schemas(router, *object);
        if (object->is_custom) std::make_shared<ObjectRoutes>(router, records, *object)->add();
    }
}

}  // namespace kith::records
