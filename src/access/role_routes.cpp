// Roles as REST.
#include "access/access_routes.hpp"
#include "access/form.hpp"
#include "access/role_patch.hpp"
#include "base/limits.hpp"

namespace kith::access {

namespace {

using http::Method;
using http::Request;
using http::Response;

class RoleDoors {
public:
    RoleDoors(RoleBook& book, schema::Published const& schema) : book_(book), schema_(schema) {}

    Result<Response> list(Request&) {
        Json data = Json::array();
        auto const holders = TRY(book_.holders());
        for (auto const& role : book_.all()) data.push_back(shown(*role, holders, Objects::said));
        auto const count = data.size();
        return Response::json(
            {{"data", std::move(data)}, {"next", nullptr}, {"total", {{"count", count}, {"is_exact", true}}}});
    }

    Result<Response> get(Request& request) {
        auto const role = book_.find(request.path_value("role"));
        if (!role) return Error::not_found("There is no such role.");
        return with_version(200, *role);
    }

    Result<Response> create(Request& request) {
        auto const author = schema::Author::begin(request.actor);
        auto const role = TRY(book_.create(author, TRY(request.json_object())));
        return with_change_set(TRY(with_version(201, *role)), author);
    }

    Result<Response> change(Request& request) {
        auto const author = schema::Author::begin(request.actor);
        auto const version = TRY(request.if_match());
        auto const role = TRY(book_.change(author, request.path_value("role"), version, TRY(request.json_object())));
        return with_change_set(TRY(with_version(200, *role)), author);
    }

    Result<Response> remove(Request& request) {
        auto const author = schema::Author::begin(request.actor);
        TRY(book_.remove(author, request.path_value("role"), TRY(request.if_match())));
        return with_change_set(Response::no_content(), author);
    }

    Result<Response> set_rows(Request& request) {
        auto const body = TRY(request.json_object());
        Form form(body);
        std::optional<std::string> rule;
        if (!body.contains("rule") || !body["rule"].is_null()) {
            rule = form.text("rule", limits::text_bytes_max);
            TRY(form.finish());
        }
        auto const author = schema::Author::begin(request.actor);
        TRY(book_.set_rows(author, request.path_value("role"), request.path_value("object"), rule));
        return with_change_set(Response::json({{"rule", rule ? Json(*rule) : Json(nullptr)}}), author);
    }

private:
    using Holders = std::map<std::string, RoleBook::Holders, std::less<>>;

    enum class Objects {
        said,   ///< of which the role says something
        every,  ///< that there is
    };

    Json shown(Role const& role, Holders const& holders, Objects which) const {
        Json objects = Json::object(), others = json_of(role.others), permissions = Json::array();
        others.erase("fields");
        auto const schema = schema_.current();
        for (auto const* list : {&schema->objects(), &schema->retired()})
            for (auto const& object : *list)
                if (which == Objects::every || role.objects.contains(object->name))
                    objects[object->name] = rights_json(role.of(object->name), *object);
        for (auto const permission : role.permissions.list())
            if (permission != Permission::signed_in) permissions.push_back(name_of(permission));
        auto const* standard = find_role(role.name);
        auto const held = holders.find(role.name);
        return {{"name", role.name},
                {"title", role.title},
                {"about", standard ? standard->about : std::string_view()},
                {"is_standard", role.is_standard()},
                {"is_fixed", role.is_fixed()},
                {"is_for_people", role.is_for_people},
                {"permissions", std::move(permissions)},
                {"others", std::move(others)},
                {"objects", std::move(objects)},
                {"users", held == holders.end() ? 0 : held->second.users},
                {"tokens", held == holders.end() ? 0 : held->second.tokens},
                {"version", role.version}};
    }

    static Json rights_json(ObjectRights const& rights, schema::Object const& object) {
        auto json = json_of(rights);
        json["rows"] = rights.rows.empty() ? Json(nullptr) : Json(rights.rows);
        json["always_shown"] = Json::array();
        for (auto const& field : object.fields)
            if (is_always_shown(object, field)) json["always_shown"].push_back(field.name);
        return json;
    }

    Result<Response> with_version(int status, Role const& role) {
        auto response = Response::json(shown(role, TRY(book_.holders()), Objects::every), status);
        response.headers.set("ETag", fmt::format("\"{}\"", role.version));
        return response;
    }

    static Response with_change_set(Response response, schema::Author const& author) {
        response.headers.set("Kith-Change-Set", author.change_set.text());
        return response;
    }

    RoleBook& book_;
    schema::Published const& schema_;
};

}  // namespace

void add_role_routes(http::Router& router, RoleBook& book, schema::Published const& schema) {
    auto const doors = std::make_shared<RoleDoors>(book, schema);
    auto const add = [&](Method method, std::string path, http::Operation operation,
                         Result<Response> (RoleDoors::*door)(Request&)) {
        router.add({method, "/api/v1/roles" + path, Permission::users_manage, std::move(operation),
                    [doors, door](Request& request) { return ((*doors).*door)(request); }});
    };
    add(Method::get, "",
        {"list_roles", "Roles", "The roles, who has them, and the objects of which they say something", "", "RoleList"},
        &RoleDoors::list);
    add(Method::post, "",
        {"add_role", "Roles", "Make a role, as a copy of another or one that may do nothing yet", "NewRole", "Role",
         201},
        &RoleDoors::create);
    add(Method::get, "/{role}", {"get_role", "Roles", "One role, with what it may do with every object", "", "Role"},
        &RoleDoors::get);
    add(Method::patch, "/{role}",
        {"change_role", "Roles",
         "Change what a role may do; what is not said stays. If-Match carries the version that was read", "RolePatch",
         "Role"},
        &RoleDoors::change);
    add(Method::delete_, "/{role}",
        {"delete_role", "Roles", "Delete a role that nobody has; reverting its change set brings it back", "", "", 204},
        &RoleDoors::remove);
    add(Method::put, "/{role}/rows/{object}",
        {"set_row_rule", "Roles", "Say which rows of an object a role sees; null: all", "RowRule", "RowRule"},
        &RoleDoors::set_rows);
}

}  // namespace kith::access
