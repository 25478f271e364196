// What each role may do: the one table of roles and permissions.
#pragma once

#include <span>
#include <string_view>

#include "base/actor.hpp"

namespace kith::access {

struct Role {
    std::string_view name;
    std::string_view about;  ///< one line for documentation
    Permissions permissions;
    bool is_for_people;  ///< false: for API tokens alone
};

/// Every role, the most powerful first.
std::span<Role const> roles();
/// Null for a name that no role has.
Role const* find_role(std::string_view name);

}  // namespace kith::access
