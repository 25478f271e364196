// The standard roles: what a workspace begins with, and what they stay until somebody changes them (role_book.hpp).
#pragma once

#include <span>
#include <string_view>

#include "base/actor.hpp"

namespace kith::access {

struct StandardRole {
    std::string_view name;
    std::string_view about;  ///< one line for documentation
    Permissions permissions;
    bool is_for_people;  ///< false: for API tokens alone
};

/// The most powerful first.
std::span<StandardRole const> roles();
/// Null for a name that no standard role has.
StandardRole const* find_role(std::string_view name);

}  // namespace kith::access
