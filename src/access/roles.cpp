#include "access/roles.hpp"

#include <array>

namespace kith::access {

std::span<StandardRole const> roles() {
    using enum Permission;
    static std::array<StandardRole, 4> const table{{
        {"administrator",
         "Everything, users and settings included.",
         {signed_in,        people_read,        people_write,   people_rights, records_read,  records_write,
          consents_write,   sources_read,       sources_manage, users_manage,  tokens_manage, workspace_read,
          workspace_manage, change_sets_revert, events_ingest,  openapi_read,  files_import,  records_export,
          audit_read,       records_share,      records_purge},
         true},
        {"member",
         "Works with people, records and consents; sees where data comes from.",
         {signed_in, people_read, people_write, records_read, records_write, consents_write, sources_read,
          workspace_read, change_sets_revert, openapi_read, files_import, records_export, records_share},
         true},
        {"read_only",
         "Sees people and records and changes nothing.",
         {signed_in, people_read, records_read, sources_read, workspace_read, openapi_read},
         true},
        {"ingest", "Sends events and reads nothing.", {signed_in, events_ingest}, false},
    }};
    return table;
}

StandardRole const* find_role(std::string_view name) {
    for (auto const& role : roles())
        if (role.name == name) return &role;
    return nullptr;
}

}  // namespace kith::access
