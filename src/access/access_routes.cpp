#include "access/access_routes.hpp"

#include <array>

#include "access/form.hpp"
#include "access/limits.hpp"
#include "access/roles.hpp"
#include "access/schemas.hpp"
#include "base/limits.hpp"

namespace kith::access {

namespace {

using http::Method;
using http::Request;
using http::Response;

constexpr std::array<std::string_view, 3> themes{"light", "dark", "system"};
constexpr std::array<std::string_view, 2> densities{"compact", "comfortable"};

Json instant_or_null(std::optional<Instant> instant) { return instant ? Json(instant->text()) : Json(nullptr); }

Json json_of(Workspace const& workspace) {
    return {{"name", workspace.name},
            {"currency", workspace.currency},
            {"time_zone", workspace.time_zone},
            {"language", workspace.language}};
}

Json json_of(User const& user) {
    return {{"id", user.id.text()},
            {"name", user.name},
            {"email", user.email},
            {"role", user.role},
            {"is_disabled", user.is_disabled},
            {"created_at", user.created_at.text()},
            {"last_sign_in_at", instant_or_null(user.last_sign_in_at)}};
}

Json json_of(Token const& token) {
    return {{"id", token.id.text()},
            {"name", token.name},
            {"role", token.role},
            {"prefix", token.prefix},
            {"created_at", token.created_at.text()},
            {"last_used_at", instant_or_null(token.last_used_at)}};
}

Json permission_names(Permissions const& permissions) {
    Json names = Json::array();
    for (auto const permission : permissions.list())
        if (permission != Permission::signed_in) names.push_back(name_of(permission));
    return names;
}

struct PageQuery {
    std::size_t limit;
    Uuid after;
};

// A page goes on after the last id of the one before, which is its cursor.
Result<PageQuery> page_query(Request const& request) {
    auto const limit = TRY(
        request.query_integer("limit", limits::page_rows_default, 1, static_cast<std::int64_t>(limits::page_rows_max)));
    PageQuery query{static_cast<std::size_t>(limit), Uuid{}};
    if (auto const page = request.query_value("page"); page && !page->empty()) {
        auto const after = Uuid::parse(*page);
        if (!after) return Error::invalid("page", "wrong", "This is not a cursor of this list.");
        query.after = *after;
    }
    return query;
}

// `items` holds one more than the page where there is a next one.
template <class T>
Json page_of(std::vector<T> const& items, std::size_t limit, std::int64_t count) {
    Json data = Json::array();
    for (std::size_t i = 0; i < items.size() && i < limit; ++i) data.push_back(json_of(items[i]));
    Json const next = items.size() > limit ? Json(items[limit - 1].id.text()) : Json(nullptr);
    return {{"data", std::move(data)}, {"next", next}, {"total", {{"count", count}, {"is_exact", true}}}};
}

std::vector<http::QueryParameter> page_parameters() {
    return {{"limit", "How many, at most.", {{"type", "integer"}, {"minimum", 1}, {"maximum", limits::page_rows_max}}},
            {"page", "The `next` of the page before."}};
}

class Doors {
public:
    Doors(Access& access, RowAccess& row_access, RoleBook& book, DoorOptions options)
        : access_(access), row_access_(row_access), book_(book), options_(options) {}

    // ---- Set-up and session

    Result<Response> setup_state(Request&) {
        bool const is_needed = TRY(access_.is_setup_needed());
        return Response::json({{"is_needed", is_needed}});
    }

    Result<Response> set_up(Request& request) {
        auto const body = TRY(request.json_object());
        if (!TRY(access_.is_setup_needed()))
            return Error::conflict("already_set_up", "This workspace has been set up already.");
        Form form(body);
        if (request.actor.kind != ActorKind::system) {
            auto const code = form.text("code", limits::name_characters_max);
            if (!code.empty() && !access_.is_setup_code(code))
                form.fail("code", "wrong", "This is not the code that the server printed when it started.");
        }
        Workspace const workspace{form.text("business_name", limits::name_characters_max),
                                  form.choice("language", languages()), form.currency("currency"),
                                  form.time_zone("time_zone")};
        NewUser administrator{form.text("name", limits::name_characters_max),
                              form.email("email"),
                              std::string(administrator_role),
                              {},
                              workspace.language};
        administrator.password = form.password("password", {administrator.email, administrator.name, workspace.name});
        TRY(form.finish());
        auto const signed_in = TRY(access_.set_up(workspace, administrator, address_of(request, options_)));
        TRY(row_access_.reload_time_zone());
        return begin(request, signed_in);
    }

    Result<Response> session(Request& request) { return Response::json(TRY(session_json(request.actor))); }

    Result<Response> sign_in(Request& request) {
        auto const body = TRY(request.json_object());
        Form form(body);
        auto const email = form.text("email", limits::email_bytes_max);
        std::string password;
        if (!form.has("password") || !body["password"].is_string()) {
            password = form.text("password", limits::password_bytes_max);
        } else {
            password = body["password"].get<std::string>();
            static_cast<void>(form.text("password", limits::password_bytes_max));
        }
        TRY(form.finish());
        return begin(request, TRY(access_.sign_in(email, password, address_of(request, options_))));
    }

    Result<Response> sign_out(Request& request) {
        TRY(the_user(request));
        TRY(access_.sign_out(request.cookie(session_cookie).value_or(""), request.actor));
        auto response = Response::no_content();
        response.headers.set("Set-Cookie", cookie(request, "", 0));
        return response;
    }

    Result<Response> update_me(Request& request) {
        auto const id = TRY(the_user(request));
        auto const body = TRY(request.json_object());
        auto const user = TRY(access_.user(id));
        Form form(body);
        UserPatch patch;
        if (form.has("name")) patch.name = form.text("name", limits::name_characters_max);
        if (form.has("language")) patch.language = form.choice("language", languages());
        if (form.has("theme")) patch.theme = form.choice("theme", themes);
        if (form.has("density")) patch.density = form.choice("density", densities);
        std::string current;
        if (form.has("password") || form.has("current_password")) {
            patch.password = form.password("password", {user.email, user.name});
            current = form.text("current_password", limits::password_bytes_max);
        }
        TRY(form.finish());
        if (patch.password) {
            // As it was typed, not as it was cleaned for the check above.
            current = body["current_password"].get<std::string>();
            if (!TRY(access_.is_password_of(id, current, address_of(request, options_))))
                return Error::invalid("current_password", "wrong", "This is not your password.");
        }
        TRY(access_.update_user(id, patch, request.cookie(session_cookie).value_or(""), request.actor));
        request.actor.name = patch.name.value_or(request.actor.name);
        return Response::json(TRY(session_json(request.actor)));
    }

    // ---- Workspace

    Result<Response> workspace(Request&) { return Response::json(json_of(TRY(access_.workspace()))); }

    Result<Response> update_workspace(Request& request) {
        auto const body = TRY(request.json_object());
        auto workspace = TRY(access_.workspace());
        Form form(body);
        if (form.has("name")) workspace.name = form.text("name", limits::name_characters_max);
        if (form.has("currency")) workspace.currency = form.currency("currency");
        if (form.has("time_zone")) workspace.time_zone = form.time_zone("time_zone");
        if (form.has("language")) workspace.language = form.choice("language", languages());
        TRY(form.finish());
        TRY(access_.update_workspace(workspace, request.actor));
        TRY(row_access_.reload_time_zone());
        return Response::json(json_of(workspace));
    }

    // ---- Users

    Result<Response> list_user_names(Request&) {
        Json names = Json::array();
        for (auto const& [id, name] : TRY(access_.user_names(limits::users_named_max)))
            names.push_back({{"id", id.text()}, {"name", name}});
        return Response::json({{"data", std::move(names)}});
    }

    Result<Response> list_users(Request& request) {
        auto const query = TRY(page_query(request));
        auto const users = TRY(access_.users(UserId{query.after}, query.limit + 1));
        return Response::json(page_of(users, query.limit, TRY(access_.user_count())));
    }

    Result<Response> add_user(Request& request) {
        auto const body = TRY(request.json_object());
        Form form(body);
        NewUser user{form.text("name", limits::name_characters_max), form.email("email"), role_of(form, true), {}, {}};
        user.password = form.password("password", {user.email, user.name});
        TRY(form.finish());
        user.language = TRY(access_.workspace()).language;
        return Response::json(json_of(TRY(access_.add_user(user, request.actor))), 201);
    }

    Result<Response> update_user(Request& request) {
        auto const id = TRY(request.path_id<UserId>("id"));
        auto const body = TRY(request.json_object());
        auto const user = TRY(access_.user(id));
        Form form(body);
        UserPatch patch;
        if (form.has("name")) patch.name = form.text("name", limits::name_characters_max);
        if (form.has("role")) patch.role = role_of(form, true);
        if (form.has("is_disabled")) patch.is_disabled = form.boolean("is_disabled");
        if (form.has("password")) patch.password = form.password("password", {user.email, user.name});
        TRY(form.finish());
        bool const is_self = request.actor.kind == ActorKind::user && request.actor.id == id.uuid;
        auto const kept = is_self ? request.cookie(session_cookie).value_or("") : std::string();
        return Response::json(json_of(TRY(access_.update_user(id, patch, kept, request.actor))));
    }

    // ---- Tokens

    Result<Response> list_tokens(Request& request) {
        auto const query = TRY(page_query(request));
        auto const tokens = TRY(access_.tokens(TokenId{query.after}, query.limit + 1));
        return Response::json(page_of(tokens, query.limit, TRY(access_.token_count())));
    }

    Result<Response> add_token(Request& request) {
        auto const body = TRY(request.json_object());
        Form form(body);
        auto const name = form.text("name", limits::name_characters_max);
        auto const role = role_of(form, false);
        TRY(form.finish());
        auto const [token, secret] = TRY(access_.add_token(name, role, request.actor));
        auto json = json_of(token);
        json["secret"] = secret;
        return Response::json(json, 201);
    }

    Result<Response> revoke_token(Request& request) {
        TRY(access_.revoke_token(TRY(request.path_id<TokenId>("id")), request.actor));
        return Response::no_content();
    }

    // ---- Seeing what a role sees

    Result<Response> look_as(Request& request) {
        TRY(the_user(request));
        auto const body = TRY(request.json_object());
        Form form(body);
        auto const role = role_of(form, true);
        TRY(form.finish());
        return looking(request, role);
    }

    Result<Response> look_no_more(Request& request) {
        TRY(the_user(request));
        return looking(request, std::nullopt);
    }

private:
    // Tokens and the program itself have no settings, password or session of their own.
    static Result<UserId> the_user(Request const& request) {
        if (request.actor.kind == ActorKind::user) return UserId{request.actor.id};
        auto error = Error::forbidden("This is for people who have signed in.");
        error.reason = "users_only";
        return error;
    }

    // The name of a role that there is.
    std::string role_of(Form& form, bool is_for_people) const {
        auto name = form.text("role", limits::name_characters_max);
        auto const role = book_.find(name);
        if (!name.empty() && (!role || (is_for_people && !role->is_for_people)))
            form.fail("role", "not_a_choice", "There is no such role.");
        return name;
    }

    Result<Response> looking(Request const& request, std::optional<std::string> const& role) {
        auto const secret = request.cookie(session_cookie).value_or("");
        TRY(access_.look_as(secret, role, request.actor));
        return Response::json(TRY(session_json(TRY(access_.actor_of_session(secret)))));
    }

    Result<Json> session_json(Actor const& actor) {
        if (actor.kind != ActorKind::user) {
            auto error = Error::forbidden("A token has no session.");
            error.reason = "users_only";
            return error;
        }
        auto const user = TRY(access_.user(UserId{actor.id}));
        auto workspace = json_of(TRY(access_.workspace()));
        return Json{{"user",
                     {{"id", user.id.text()},
                      {"name", user.name},
                      {"email", user.email},
                      {"role", user.role},
                      {"role_title", title_of(user.role)},
                      {"language", user.language},
                      {"theme", user.theme},
                      {"density", user.density}}},
                    {"workspace", std::move(workspace)},
                    {"permissions", permission_names(actor.permissions)},
                    {"seen_as", seen_as(actor)}};
    }

    std::string title_of(std::string_view name) const {
        auto const role = book_.find(name);
        return role ? role->title : std::string();
    }

    Json seen_as(Actor const& actor) const {
        auto const role = actor.is_looking ? book_.find(actor.role) : nullptr;
        return role ? Json{{"name", role->name}, {"title", role->title}} : Json(nullptr);
    }

    Result<Response> begin(Request const& request, SignedIn const& signed_in) {
        auto const actor = TRY(access_.actor_of_session(signed_in.secret));
        auto response = Response::json(TRY(session_json(actor)), 201);
        response.headers.set("Set-Cookie", cookie(request, signed_in.secret, 24 * 60 * 60 * limits::session_days_max));
        return response;
    }

    std::string cookie(Request const& request, std::string_view secret, int seconds) const {
        bool const is_https = options_.is_proxy_trusted && request.headers.get("X-Forwarded-Proto") == "https";
        return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}", session_cookie, secret, seconds,
                           is_https ? "; Secure" : "");
    }

    Access& access_;
    RowAccess& row_access_;
    RoleBook& book_;
    DoorOptions options_;
};

}  // namespace

void add_routes(http::Router& router, Access& access, RowAccess& row_access, RoleBook& book, DoorOptions options) {
    using enum Permission;
    add_schemas(router);
    auto const doors = std::make_shared<Doors>(access, row_access, book, options);
    auto const route = [&](Method method, std::string path, Permission permission, http::Operation operation,
                           Result<Response> (Doors::*door)(Request&)) {
        return http::Route(method, "/api/v1" + path, permission, std::move(operation),
                           [doors, door](Request& request) { return ((*doors).*door)(request); });
    };
    auto const add = [&](Method method, std::string path, Permission permission, http::Operation operation,
                         Result<Response> (Doors::*door)(Request&)) {
        router.add(route(method, std::move(path), permission, std::move(operation), door));
    };
    add(Method::get, "/setup", everyone,
        {"get_setup", "Session", "Whether the workspace still has to be set up", "", "SetupState"},
        &Doors::setup_state);
    add(Method::post, "/setup", everyone,
        {"set_up", "Session", "Make the workspace and its first administrator, with the code that the server printed",
         "SetUp", "Session", 201},
        &Doors::set_up);
    add(Method::get, "/session", signed_in, {"get_session", "Session", "Who is signed in", "", "Session"},
        &Doors::session);
    add(Method::post, "/session", everyone, {"sign_in", "Session", "Sign in", "SignIn", "Session", 201},
        &Doors::sign_in);
    router.add(route(Method::delete_, "/session", signed_in, {"sign_out", "Session", "Sign out", "", "", 204},
                     &Doors::sign_out)
                   .open_to_onlookers());
    router.add(route(Method::put, "/session/role", users_manage,
                     {"look_as", "Session", "See what a role sees, and change nothing meanwhile", "LookAs", "Session"},
                     &Doors::look_as));
    router.add(route(Method::delete_, "/session/role", signed_in,
                     {"look_no_more", "Session", "See what one's own role sees again", "", "Session"},
                     &Doors::look_no_more)
                   .open_to_onlookers());
    add(Method::patch, "/me", signed_in,
        {"update_me", "Session", "Change one's own settings or password", "MePatch", "Session"}, &Doors::update_me);

    add(Method::get, "/workspace", workspace_read,
        {"get_workspace", "Workspace", "The workspace's settings", "", "Workspace"}, &Doors::workspace);
    add(Method::patch, "/workspace", workspace_manage,
        {"update_workspace", "Workspace", "Change the workspace's settings", "WorkspacePatch", "Workspace"},
        &Doors::update_workspace);

    add(Method::get, "/users", users_manage,
        {"list_users", "Users", "Everyone who may sign in", "", "UserList", 200, page_parameters()},
        &Doors::list_users);
    add(Method::get, "/users/names", records_read,
        {"list_user_names", "Users", "Those who may sign in, to choose from: their ids and names", "", "UserNames"},
        &Doors::list_user_names);
    add(Method::post, "/users", users_manage, {"add_user", "Users", "Add a user", "NewUser", "User", 201},
        &Doors::add_user);
    add(Method::patch, "/users/{id}", users_manage,
        {"update_user", "Users", "Rename, give a role, disable, set a password", "UserPatch", "User"},
        &Doors::update_user);

    add(Method::get, "/tokens", tokens_manage,
        {"list_tokens", "Tokens", "API tokens that work", "", "TokenList", 200, page_parameters()},
        &Doors::list_tokens);
    add(Method::post, "/tokens", tokens_manage,
        {"add_token", "Tokens", "Make an API token; its secret is shown once", "NewToken", "TokenWithSecret", 201},
        &Doors::add_token);
    add(Method::delete_, "/tokens/{id}", tokens_manage, {"revoke_token", "Tokens", "Revoke an API token", "", "", 204},
        &Doors::revoke_token);
}

}  // namespace kith::access
