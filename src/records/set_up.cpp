#include "records/set_up.hpp"

#include <algorithm>

#include "rule/rule.hpp"
#include "schema/limits.hpp"

namespace kith::records {

namespace {

constexpr std::string_view version_member = "kith_set_up";
constexpr int version = 1;
constexpr std::string_view rehearsed = "rehearsed";

Result<void> check_may(Actor const& actor) {
    if (actor.may(Permission::workspace_manage) && actor.may(Permission::users_manage)) return {};
    return Error::forbidden("Your role may not change both the objects and the roles of the workspace.");
}

/// Keys in order at every depth, lists as they are.
Json sorted(Json const& value) {
    if (value.is_array()) {
        Json list = Json::array();
        for (auto const& each : value) list.push_back(sorted(each));
        return list;
    }
    if (!value.is_object()) return value;
    std::vector<std::string> keys;
    for (auto const& [key, each] : value.items()) keys.push_back(key);
    std::sort(keys.begin(), keys.end());
    Json object = Json::object();
    for (auto const& key : keys) object[key] = sorted(value[key]);
    return object;
}

/// Rights on what is out of use are no part of a set-up: it could not be followed.
Json role_in_use(Json role, schema::Schema const& schema) {
    Json objects = Json::object();
    for (auto const& [name, rights] : role["objects"].items()) {
        auto const object = schema.find(name);
        if (!object) continue;
        auto kept = rights;
        kept["fields"] = Json::object();
        for (auto const& [field, right] : rights["fields"].items()) {
            auto const* retired = object->find_retired(field);
            if (object->find(field) || (retired && !retired->is_custom)) kept["fields"][field] = right;
        }
        objects[name] = std::move(kept);
    }
    role["objects"] = std::move(objects);
    return role;
}

/// Nothing where the filter does not hold any more.
std::optional<Json> view_in_use(Json view, schema::Object const& object, schema::SchemaPointer const& schema) {
    auto const filter = view["filter"].get<std::string>();
    if (!filter.empty()) {
        auto const parsed = rule::parse(filter);
        if (!parsed || !rule::check(*parsed, object, rule::Sight::whole(schema, {}))) return std::nullopt;
    }
    std::erase_if(view["columns"].get_ref<Json::array_t&>(),
                  [&](Json const& column) { return !object.find(column.value("field", std::string())); });
    auto const sort = view["sort"].get<std::string>();
    auto const* sorted_by = object.find(sort.starts_with('-') ? sort.substr(1) : sort);
    if (!sorted_by || !sorted_by->is_sortable) view["sort"] = sort.ends_with("created_at") ? sort : std::string();
    if (!object.find(view["sum"].get<std::string>())) view["sum"] = "";
    if (!object.find(view["group_by"].get<std::string>())) view["group_by"] = "";
    if (view["group_by"].get<std::string>().empty()) view["kind"] = "table";
    return view;
}

Result<void> check_file(Json const& file) {
    auto const said = file.is_object() ? file.find(version_member) : file.end();
    if (!file.is_object() || said == file.end() || !said->is_number_integer())
        return Error::invalid(std::string(version_member), "not_a_set_up", "This is no set-up of Kith.");
    if (*said != version)
        return Error::invalid(std::string(version_member), "newer",
                              fmt::format("This set-up has version {}; this program knows version {}.",
                                          said->get<std::int64_t>(), version));
    Error errors{ErrorCode::invalid, "The file cannot be followed.", {}, {}, {}, 0};
    for (auto const& [member, value] : file.items()) {
        if (member == version_member) continue;
        bool const is_part = member == "objects" || member == "roles" || member == "views";
        if (!is_part)
            errors.fields.push_back({member, "unknown_field", "This is nothing that a set-up has."});
        else if (!value.is_object())
            errors.fields.push_back({member, "wrong_type", fmt::format("{} are a JSON object, by name.", member)});
    }
    if (errors.fields.empty()) return {};
    return errors;
}

Json const& part_of(Json const& file, char const* name) {
    static Json const none = Json::object();
    auto const found = file.find(name);
    return found == file.end() ? none : *found;
}

/// The error with its place in the file.
Error at(std::string const& place, Error error) {
    if (error.code != ErrorCode::invalid) return error;
    if (error.fields.empty()) error.fields.push_back({"", error.reason, error.message});
    for (auto& field : error.fields)
        field.field = field.field.empty() ? place : fmt::format("{}.{}", place, field.field);
    error.message = "The file cannot be followed.";
    return error;
}

Json json_of(std::vector<schema::Difference> const& list) {
    Json json = Json::array();
    for (auto const& each : list)
        json.push_back({{"what", each.what},
                        {"kind", each.kind},
                        {"object", each.object},
                        {"name", each.name},
                        {"label", schema::json_of(each.label)},
                        {"parts", each.parts}});
    return json;
}

Json json_of(schema::Differences const& told, Json change_set) {
    return {{"changes", json_of(told.changes)},
            {"only_here", json_of(told.only_here)},
            {"change_set", std::move(change_set)}};
}

}  // namespace

Result<std::string> SetUp::written(Actor const& actor) {
    TRY(check_may(actor));
    TRY(definitions_.reload());
    auto const schema = definitions_.current();
    Json file{{version_member, version}, {"objects", schema::set_up_of(*schema)}};
    file["roles"] = file["views"] = Json::object();
    TRY(database_.read([&](store::Session& session) -> Result<void> {
        for (auto const& [name, role] : TRY(access::RoleBook::set_up(session)))
            file["roles"][name] = role_in_use(role, *schema);
        for (auto const& object : schema->objects()) {
            Json views = Json::array();
            for (auto const& view : TRY(Views::set_up(session, object->name)))
                if (auto kept = view_in_use(view, *object, schema)) views.push_back(std::move(*kept));
            if (!views.empty()) file["views"][object->name] = std::move(views);
        }
        return {};
    }));
    return sorted(file).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<void> SetUp::take_roles(store::Transaction& transaction, schema::Author const& author, Json const& file,
                               schema::SchemaPointer const& schema, schema::Differences& told) {
    auto const &roles = part_of(file, "roles"), &objects = part_of(file, "objects");
    auto const here = TRY(access::RoleBook::set_up(transaction));
    for (auto const& [name, body] : roles.items())
        if (auto taken = roles_.take_over(transaction, author, name, body, objects, schema, told); !taken)
            return at("roles." + name, std::move(taken).error());
    for (auto const& [name, role] : here) {
        if (roles.contains(name)) continue;
        auto const title = role["title"].get<std::string>();
        told.only_here.push_back({"kept", "role", {}, name, {{"en", title.empty() ? name : title}}, {}});
    }
    return {};
}

Result<void> SetUp::take_views(store::Transaction& transaction, schema::Author const& author, Json const& views,
                               schema::SchemaPointer const& schema, schema::Differences& told) {
    for (auto const& [name, list] : views.items()) {
        auto const object = schema->find(name);
        if (!object) return at("views." + name, Error::invalid("", "unknown_object", "There is no such object."));
        if (auto taken = views_.take_over(transaction, author.actor, author.change_set, *object, list, schema, told);
            !taken)
            return at("views." + name, std::move(taken).error());
    }
    for (auto const& object : schema->objects()) {
        if (views.contains(object->name)) continue;
        for (auto const& view : TRY(Views::set_up(transaction, object->name))) {
            auto const title = view["name"].get<std::string>();
            told.only_here.push_back({"kept", "view", object->name, title, {{"en", title}}, {}});
        }
    }
    return {};
}

Result<void> SetUp::run_in(store::Transaction& transaction, schema::Author const& author, Json const& file,
                           schema::Differences& told) {
    // Roles are locked before definitions, as wherever both are.
    TRY(access::RoleBook::lock(transaction));
    auto const schema = TRY(definitions_.take_over(transaction, author, part_of(file, "objects"), told));
    TRY(take_roles(transaction, author, file, schema, told));
    return take_views(transaction, author, part_of(file, "views"), schema, told);
}

Result<schema::Differences> SetUp::run(schema::Author const& author, Json const& file, bool is_rehearsal) {
    TRY(check_may(author.actor));
    TRY(check_file(file));
    for (int attempt = 1;; ++attempt) {
        schema::Differences told;
        auto const done = database_.write(
            [&](store::Transaction& transaction) -> Result<void> {
                told = {};
                TRY(run_in(transaction, author, file, told));
                // What was tried is thrown away: nothing of it was ever there.
                if (is_rehearsal) return Error::conflict(std::string(rehearsed), "Only looked at.");
                return {};
            },
            store::Lane::background);
        if (done || done.error().reason == rehearsed) return told;
        if (done.error().code != ErrorCode::unavailable || attempt == limits::schema_lock_attempts_max)
            return Failure(done.error());
    }
}

Result<Json> SetUp::compare(Actor const& actor, Json const& file) {
    return json_of(TRY(run(schema::Author::begin(actor), file, true)), nullptr);
}

Result<Json> SetUp::take_over(schema::Author const& author, Json const& file) {
    auto const told = TRY(run(author, file, false));
    return json_of(told, told.changes.empty() ? Json() : Json(author.change_set.text()));
}

}  // namespace kith::records
