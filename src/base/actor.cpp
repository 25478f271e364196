#include "base/actor.hpp"

#include <array>
#include <utility>

namespace kith {

namespace {

constexpr std::array<std::pair<Permission, std::string_view>, 22> permission_names{{
    {Permission::everyone, "everyone"},
    {Permission::signed_in, "signed_in"},
    {Permission::people_read, "people.read"},
    {Permission::people_write, "people.write"},
    {Permission::people_rights, "people.rights"},
    {Permission::records_read, "records.read"},
    {Permission::records_write, "records.write"},
    {Permission::consents_write, "consents.write"},
    {Permission::sources_read, "sources.read"},
    {Permission::sources_manage, "sources.manage"},
    {Permission::users_manage, "users.manage"},
    {Permission::tokens_manage, "tokens.manage"},
    {Permission::workspace_read, "workspace.read"},
    {Permission::workspace_manage, "workspace.manage"},
    {Permission::change_sets_revert, "change_sets.revert"},
    {Permission::events_ingest, "events.ingest"},
    {Permission::openapi_read, "openapi.read"},
    {Permission::files_import, "files.import"},
    {Permission::records_export, "records.export"},
    {Permission::audit_read, "audit.read"},
    {Permission::records_share, "records.share"},
    {Permission::records_purge, "records.purge"},
}};

}  // namespace

std::string_view name_of(Permission permission) {
    for (auto const& [value, name] : permission_names)
        if (value == permission) return name;
    return "everyone";
}

std::optional<Permission> permission_of(std::string_view name) {
    for (auto const& [value, text] : permission_names)
        if (text == name) return value;
    return std::nullopt;
}

std::vector<Permission> Permissions::list() const {
    std::vector<Permission> out;
    for (auto const& [value, name] : permission_names)
        if (value != Permission::everyone && has(value)) out.push_back(value);
    return out;
}

Actor Actor::system(std::string name) {
    Actor actor;
    actor.kind = ActorKind::system;
    actor.name = std::move(name);
    actor.role = "system";
    for (auto const& [value, text] : permission_names) actor.permissions.add(value);
    return actor;
}

std::string_view name_of(ActorKind kind) {
    switch (kind) {
        case ActorKind::nobody:
            return "nobody";
        case ActorKind::user:
            return "user";
        case ActorKind::token:
            return "token";
        case ActorKind::source:
            return "source";
        case ActorKind::system:
            return "system";
    }
    return "nobody";
}

ActorKind actor_kind_of(std::string_view name) {
    for (auto kind : {ActorKind::nobody, ActorKind::user, ActorKind::token, ActorKind::source})
        if (name_of(kind) == name) return kind;
    return ActorKind::system;
}

}  // namespace kith
