// Who acts, and what they may do, as values. `access/` makes them; every door and the query layer ask them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"

namespace kith {

enum class Permission : std::uint8_t {
    everyone,   ///< no sign-in needed: the route is public by decision
    signed_in,  ///< whoever is signed in, whatever their role
    people_read,
    people_write,
    people_rights,  ///< answers what somebody may demand of their own data: a copy of it, and its erasure
    records_read,
    records_write,
    consents_write,
    sources_read,
    sources_manage,
    users_manage,
    tokens_manage,
    workspace_read,
    workspace_manage,
    change_sets_revert,
    events_ingest,
    openapi_read,
    files_import,
    records_export,  ///< takes whole lists out as files
    audit_read,      ///< sees what was done in the workspace, by whom and from where
    records_share,   ///< lets colleagues see single records that their role hides from them
    records_purge,   ///< deletes for good what lies in the trash
};

/// `people.read`, …; the text in the API and in role definitions.
std::string_view name_of(Permission permission);
std::optional<Permission> permission_of(std::string_view name);

/// A small set of permissions.
class Permissions {
public:
    Permissions() = default;
    Permissions(std::initializer_list<Permission> list) {
        for (auto permission : list) add(permission);
    }
    void add(Permission permission) { bits_ |= 1u << static_cast<unsigned>(permission); }
    bool has(Permission permission) const {
        return permission == Permission::everyone || (bits_ >> static_cast<unsigned>(permission) & 1u);
    }
    std::vector<Permission> list() const;

private:
    std::uint32_t bits_ = 0;
};

enum class ActorKind : std::uint8_t { nobody, user, token, source, system };

/// Who a request or a job acts as. A copy is cheap; it holds no secret.
struct Actor {
    ActorKind kind = ActorKind::nobody;
    Uuid id;           ///< of the user, token or source; nil for the others
    std::string name;  ///< to show in histories
    std::string role;  ///< the name of one; empty for nobody
    Permissions permissions;
    std::string address;      ///< where the request came from; empty: from no network
    bool is_looking = false;  ///< an administrator who sees what a role sees: reads, and changes nothing

    bool may(Permission permission) const { return permissions.has(permission); }
    /// The program itself: migrations, jobs, the demonstration data.
    static Actor system(std::string name);
};

/// The word that is kept beside an actor's id; of a word that no kind has: the system.
std::string_view name_of(ActorKind kind);
ActorKind actor_kind_of(std::string_view name);

}  // namespace kith
