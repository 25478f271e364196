// A role: what those who have it may do, as values.
//
// What may be done with records is said per object and per field, and per row by a rule. Permissions are the doors of
// everything else (settings, users, sources). The four that lead to records are not given: they follow from the
// objects, so that a door and what lies behind it never disagree. What is not said of an object is what the role says
// of `others`, so that an object made tomorrow has an answer today.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "access/roles.hpp"
#include "base/actor.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace kith::access {

/// The role that sees and may do everything, and cannot be changed: somebody must always be able to mend the others.
inline constexpr std::string_view administrator_role = "administrator";

/// What is done with records of an object.
enum class Deed : std::uint8_t { read, create, update, remove };
std::span<Deed const> deeds();
/// `read`, `create`, `update`, `delete`.
std::string_view name_of(Deed deed);

enum class FieldRight : std::uint8_t { hidden, read, write };
std::string_view name_of(FieldRight right);
std::optional<FieldRight> field_right_of(std::string_view name);

struct ObjectRights {
    bool may_read = false, may_create = false, may_update = false, may_delete = false;
    std::map<std::string, FieldRight, std::less<>> fields;  ///< what is not named may be written
    std::string rows;  ///< the rule that every row shown fulfils; empty: every row is shown

    bool may(Deed deed) const;
    void set(Deed deed, bool may);
    bool may_change() const { return may_create || may_update || may_delete; }
    FieldRight of(std::string_view field) const;
    bool operator==(ObjectRights const&) const = default;
};

struct Role {
    std::string name;
    std::string title;  ///< what people call it; empty: the standard one, in the reader's language
    Permissions permissions;
    std::map<std::string, ObjectRights, std::less<>> objects;
    ObjectRights others;  ///< without fields and rows
    bool is_for_people = true;
    std::int64_t version = 1;

    bool is_standard() const { return find_role(name) != nullptr; }
    bool is_fixed() const { return name == administrator_role; }
    ObjectRights const& of(std::string_view object) const;
    /// Gives the permissions that follow from the objects, and takes them.
    void open_doors();
};
using RolePointer = std::shared_ptr<Role const>;

/// Whether the permission is one that a role is given, rather than one that follows or that everybody has.
bool is_given(Permission permission);

/// As a standard role begins.
Role role_of(StandardRole const& standard);
/// Of the stored form: `{permissions, objects, others, is_for_people}`; a permission that is no more is left out.
Role role_of(std::string name, std::string title, Json const& definition, std::int64_t version);
Json definition_of(Role const& role);
Json json_of(ObjectRights const& rights);

}  // namespace kith::access
