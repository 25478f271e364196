// Teams as REST.
#include "access/access_routes.hpp"
#include "access/team_book.hpp"

namespace kith::access {

namespace {

using http::Method;
using http::Request;
using http::Response;

class TeamDoors {
public:
    explicit TeamDoors(TeamBook& book) : book_(book) {}

    Result<Response> list(Request&) {
        Json data = Json::array();
        auto const teams = book_.current();
        auto const names = TRY(book_.member_names());
        for (auto const& team : teams->all()) data.push_back(shown(team, names));
        auto const count = data.size();
        return Response::json(
            {{"data", std::move(data)}, {"next", nullptr}, {"total", {{"count", count}, {"is_exact", true}}}});
    }

    Result<Response> get(Request& request) {
        auto const teams = book_.current();
        auto const* team = teams->find(TRY(request.path_id<TeamId>("id")));
        if (!team) return Error::not_found("There is no such team.");
        return with_version(200, *team);
    }

    Result<Response> create(Request& request) {
        auto const author = schema::Author::begin(request.actor);
        auto const team = TRY(book_.create(author, TRY(request.json_object())));
        return with_change_set(TRY(with_version(201, team)), author);
    }

    Result<Response> change(Request& request) {
        auto const author = schema::Author::begin(request.actor);
        auto const id = TRY(request.path_id<TeamId>("id"));
        auto const version = TRY(request.if_match());
        auto const team = TRY(book_.change(author, id, version, TRY(request.json_object())));
        return with_change_set(TRY(with_version(200, team)), author);
    }

    Result<Response> remove(Request& request) {
        auto const author = schema::Author::begin(request.actor);
        auto const id = TRY(request.path_id<TeamId>("id"));
        TRY(book_.remove(author, id, TRY(request.if_match())));
        return with_change_set(Response::no_content(), author);
    }

private:
    using Names = std::map<UserId, TeamBook::MemberName>;

    static Json shown(Team const& team, Names const& names) {
        Json members = Json::array();
        for (auto const& member : team.members) {
            auto const known = names.find(member.user);
            auto const [name, is_disabled] = known == names.end() ? TeamBook::MemberName{} : known->second;
            members.push_back({{"user", {{"id", member.user.text()}, {"name", name}}},
                               {"is_lead", member.is_lead},
                               {"is_disabled", is_disabled}});
        }
        return {{"id", team.id.text()},
                {"name", team.name},
                {"parent", team.parent ? Json(team.parent->text()) : Json(nullptr)},
                {"members", std::move(members)},
                {"version", team.version}};
    }

    Result<Response> with_version(int status, Team const& team) {
        auto response = Response::json(shown(team, TRY(book_.member_names())), status);
        response.headers.set("ETag", fmt::format("\"{}\"", team.version));
        return response;
    }

    static Response with_change_set(Response response, schema::Author const& author) {
        response.headers.set("Kith-Change-Set", author.change_set.text());
        return response;
    }

    TeamBook& book_;
};

void add_team_schemas(http::Router& router) {
    Json const id{{"type", "string"}, {"format", "uuid"}};
    Json const id_or_null{{"type", {"string", "null"}}, {"format", "uuid"}};
    Json const text{{"type", "string"}}, boolean{{"type", "boolean"}};
    auto const object = [](Json properties, Json required) {
        Json schema{{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
        if (!required.empty()) schema["required"] = std::move(required);
        return schema;
    };
    auto const list_of = [](Json items) { return Json{{"type", "array"}, {"items", std::move(items)}}; };
    auto const member = object({{"user", object({{"id", id}, {"name", text}}, {"id", "name"})},
                                {"is_lead", boolean},
                                {"is_disabled", boolean}},
                               {"user", "is_lead", "is_disabled"});
    auto const new_member = object({{"user", id}, {"is_lead", boolean}}, Json::array({"user"}));
    router.add_schema("Team", object({{"id", id},
                                      {"name", text},
                                      {"parent", id_or_null},
                                      {"members", list_of(member)},
                                      {"version", {{"type", "integer"}, {"minimum", 1}}}},
                                     {"id", "name", "parent", "members", "version"}));
    router.add_schema(
        "TeamList",
        object({{"data", list_of({{"$ref", "#/components/schemas/Team"}})},
                {"next", {{"type", {"string", "null"}}}},
                {"total", object({{"count", {{"type", "integer"}}}, {"is_exact", boolean}}, {"count", "is_exact"})}},
               {"data", "next", "total"}));
    Json const properties{{"name", text}, {"parent", id_or_null}, {"members", list_of(new_member)}};
    router.add_schema("NewTeam", object(properties, Json::array({"name"})));
    auto patch = object(properties, Json::array());
    patch["minProperties"] = 1;
    router.add_schema("TeamPatch", std::move(patch));
}

}  // namespace

void add_team_routes(http::Router& router, TeamBook& book) {
    add_team_schemas(router);
    auto const doors = std::make_shared<TeamDoors>(book);
    auto const add = [&](Method method, std::string path, http::Operation operation,
                         Result<Response> (TeamDoors::*door)(Request&)) {
        router.add({method, "/api/v1/teams" + path, Permission::users_manage, std::move(operation),
                    [doors, door](Request& request) { return ((*doors).*door)(request); }});
    };
    add(Method::get, "",
        {"list_teams", "Teams", "The teams, each before those below it, with their members and leads", "", "TeamList"},
        &TeamDoors::list);
    add(Method::post, "",
        {"add_team", "Teams", "Make a team, below another or at the top, with members", "NewTeam", "Team", 201},
        &TeamDoors::create);
    add(Method::get, "/{id}", {"get_team", "Teams", "One team with its members", "", "Team"}, &TeamDoors::get);
    add(Method::patch, "/{id}",
        {"change_team", "Teams",
         "Rename a team, move it in the tree, say who is in it and who leads; what is not said stays. If-Match carries "
         "the version that was read",
         "TeamPatch", "Team"},
        &TeamDoors::change);
    add(Method::delete_, "/{id}",
        {"delete_team", "Teams",
         "Delete a team: its members leave it, and the teams below it move up. Reverting its change set brings all "
         "back",
         "", "", 204},
        &TeamDoors::remove);
}

}  // namespace kith::access
