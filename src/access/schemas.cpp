#include "access/schemas.hpp"

#include "access/access.hpp"

namespace kith::access {

namespace {

Json const text = {{"type", "string"}};
Json const boolean = {{"type", "boolean"}};
Json const id = {{"type", "string"}, {"format", "uuid"}};
Json const instant = {{"type", "string"}, {"format", "date-time"}};
Json const instant_or_null = {{"type", {"string", "null"}}, {"format", "date-time"}};

Json one_of(std::initializer_list<char const*> values) { return {{"type", "string"}, {"enum", values}}; }

Json language() {
    Json schema = {{"type", "string"}, {"enum", Json::array()}};
    for (auto const name : languages()) schema["enum"].push_back(name);
    return schema;
}

// Every property is required unless it is named in `optional`; nothing else is allowed.
Json object(Json properties, std::initializer_list<std::string_view> optional = {}) {
    Json required = Json::array();
    for (auto const& [name, schema] : properties.items())
        if (std::find(optional.begin(), optional.end(), name) == optional.end()) required.push_back(name);
    Json schema = {{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
    if (!required.empty()) schema["required"] = std::move(required);
    return schema;
}

Json patch(Json properties) {
    return {{"type", "object"},
            {"additionalProperties", false},
            {"minProperties", 1},
            {"properties", std::move(properties)}};
}

Json reference(std::string const& name) { return {{"$ref", "#/components/schemas/" + name}}; }

Json list_of(std::string const& name) {
    return object({{"data", {{"type", "array"}, {"items", reference(name)}}},
                   {"next", {{"type", {"string", "null"}}}},
                   {"total", object({{"count", {{"type", "integer"}}}, {"is_exact", boolean}})}});
}

void add_session_schemas(http::Router& router) {
    Json const theme = one_of({"light", "dark", "system"}), density = one_of({"compact", "comfortable"});
    router.add_schema("SetupState", object({{"is_needed", boolean}}));
    router.add_schema("SetUp", object({{"code", text},
                                       {"business_name", text},
                                       {"name", text},
                                       {"email", text},
                                       {"password", text},
                                       {"language", language()},
                                       {"currency", text},
                                       {"time_zone", text}},
                                      {"code"}));
    router.add_schema("SignIn", object({{"email", text}, {"password", text}}));
    router.add_schema("Workspace",
                      object({{"name", text}, {"currency", text}, {"time_zone", text}, {"language", language()}}));
    router.add_schema("WorkspacePatch",
                      patch({{"name", text}, {"currency", text}, {"time_zone", text}, {"language", language()}}));
    router.add_schema(
        "Session", object({{"user", object({{"id", id},
                                            {"name", text},
                                            {"email", text},
                                            {"role", text},
                                            {"role_title", text},
                                            {"language", language()},
                                            {"theme", theme},
                                            {"density", density}})},
                           {"workspace", reference("Workspace")},
                           {"permissions", {{"type", "array"}, {"items", text}}},
                           {"seen_as", {{"oneOf", {{{"type", "null"}}, object({{"name", text}, {"title", text}})}}}}}));
    router.add_schema("LookAs", object({{"role", text}}));
    router.add_schema("MePatch", patch({{"name", text},
                                        {"language", language()},
                                        {"theme", theme},
                                        {"density", density},
                                        {"password", text},
                                        {"current_password", text}}));
}

void add_role_schemas(http::Router& router) {
    Json const right = one_of({"hidden", "read", "write"});
    Json const deeds = {{"read", boolean}, {"create", boolean}, {"update", boolean}, {"delete", boolean}};
    Json rights = deeds, rights_patch = deeds;
    rights["fields"] = {{"type", "object"}, {"additionalProperties", one_of({"hidden", "read"})}};
    rights["rows"] = {{"type", {"string", "null"}}};
    rights["always_shown"] = {{"type", "array"}, {"items", text}};
    rights_patch["fields"] = {{"type", "object"}, {"additionalProperties", right}};
    rights_patch["rows"] = {{"type", {"string", "null"}}};
    Json const permissions = {{"type", "array"}, {"items", text}};
    Json const count = {{"type", "integer"}, {"minimum", 0}};
    router.add_schema("Role", object({{"name", text},
                                      {"title", text},
                                      {"about", text},
                                      {"is_standard", boolean},
                                      {"is_fixed", boolean},
                                      {"is_for_people", boolean},
                                      {"permissions", permissions},
                                      {"others", object(deeds)},
                                      {"objects", {{"type", "object"}, {"additionalProperties", object(rights)}}},
                                      {"users", count},
                                      {"tokens", count},
                                      {"version", {{"type", "integer"}, {"minimum", 1}}}}));
    router.add_schema("RoleList", list_of("Role"));
    router.add_schema("NewRole", object({{"title", text}, {"copy_of", text}}, {"copy_of"}));
    router.add_schema("RolePatch",
                      patch({{"title", text},
                             {"permissions", permissions},
                             {"others", patch(deeds)},
                             {"objects", {{"type", "object"}, {"additionalProperties", patch(rights_patch)}}}}));
}

}  // namespace

void add_schemas(http::Router& router) {
    add_session_schemas(router);
    router.add_schema("User", object({{"id", id},
                                      {"name", text},
                                      {"email", text},
                                      {"role", text},
                                      {"is_disabled", boolean},
                                      {"created_at", instant},
                                      {"last_sign_in_at", instant_or_null}}));
    router.add_schema("UserList", list_of("User"));
    router.add_schema("UserNames",
                      object({{"data", {{"type", "array"}, {"items", object({{"id", id}, {"name", text}})}}}}));
    router.add_schema("NewUser", object({{"name", text}, {"email", text}, {"role", text}, {"password", text}}));
    router.add_schema("UserPatch",
                      patch({{"name", text}, {"role", text}, {"is_disabled", boolean}, {"password", text}}));
    Json token = {{"id", id},       {"name", text},          {"role", text},
                  {"prefix", text}, {"created_at", instant}, {"last_used_at", instant_or_null}};
    router.add_schema("Token", object(token));
    router.add_schema("TokenList", list_of("Token"));
    router.add_schema("NewToken", object({{"name", text}, {"role", text}}));
    token["secret"] = text;
    router.add_schema("TokenWithSecret", object(token));
    add_role_schemas(router);
    router.add_schema("RowRule", object({{"rule", {{"type", {"string", "null"}}}}}));
}

}  // namespace kith::access
