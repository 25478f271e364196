#include "access/role.hpp"

#include <algorithm>
#include <array>

namespace kith::access {

namespace {

constexpr std::array<Deed, 4> all_deeds{Deed::read, Deed::create, Deed::update, Deed::remove};
constexpr std::array<std::string_view, 4> deed_names{"read", "create", "update", "delete"};
constexpr std::array<std::string_view, 3> right_names{"hidden", "read", "write"};

ObjectRights rights_of(bool may_read, bool may_change) {
    return {may_read, may_change, may_change, may_change, {}, {}};
}

ObjectRights rights_of(Json const& json) {
    ObjectRights rights;
    for (auto const deed : all_deeds) rights.set(deed, json.value(std::string(name_of(deed)), false));
    auto const fields = json.value("fields", Json::object());
    for (auto const& [field, name] : fields.items()) {
        // A right that is not known is none.
        auto const right = field_right_of(name.is_string() ? name.get_ref<std::string const&>() : std::string());
        rights.fields.emplace(field, right.value_or(FieldRight::hidden));
    }
    return rights;
}

}  // namespace

std::span<Deed const> deeds() { return all_deeds; }
std::string_view name_of(Deed deed) { return deed_names[static_cast<std::size_t>(deed)]; }
std::string_view name_of(FieldRight right) { return right_names[static_cast<std::size_t>(right)]; }

std::optional<FieldRight> field_right_of(std::string_view name) {
    auto const found = std::find(right_names.begin(), right_names.end(), name);
    if (found == right_names.end()) return std::nullopt;
    return static_cast<FieldRight>(found - right_names.begin());
}

bool ObjectRights::may(Deed deed) const {
    switch (deed) {
        case Deed::read:
            return may_read;
        case Deed::create:
            return may_read && may_create;
        case Deed::update:
            return may_read && may_update;
        case Deed::remove:
            return may_read && may_delete;
    }
    return false;
}

void ObjectRights::set(Deed deed, bool may) {
    switch (deed) {
        case Deed::read:
            may_read = may;
            break;
        case Deed::create:
            may_create = may;
            break;
        case Deed::update:
            may_update = may;
            break;
        case Deed::remove:
            may_delete = may;
            break;
    }
}

FieldRight ObjectRights::of(std::string_view field) const {
    auto const found = fields.find(field);
    return found == fields.end() ? FieldRight::write : found->second;
}

ObjectRights const& Role::of(std::string_view object) const {
    auto const found = objects.find(object);
    return found == objects.end() ? others : found->second;
}

bool is_given(Permission permission) {
    switch (permission) {
        case Permission::everyone:
        case Permission::signed_in:
        case Permission::people_read:
        case Permission::people_write:
        case Permission::records_read:
        case Permission::records_write:
            return false;
        default:
            return true;
    }
}

void Role::open_doors() {
    Permissions doors{Permission::signed_in};
    for (auto const permission : permissions.list())
        if (access::is_given(permission)) doors.add(permission);
    auto const open = [&](ObjectRights const& rights, Permission read, Permission write) {
        if (rights.may_read) doors.add(read);
        if (rights.may_read && rights.may_change()) doors.add(write);
    };
    open(of("person"), Permission::people_read, Permission::people_write);
    open(others, Permission::records_read, Permission::records_write);
    for (auto const& [object, rights] : objects)
        if (object != "person") open(rights, Permission::records_read, Permission::records_write);
    permissions = doors;
}

Role role_of(StandardRole const& standard) {
    auto const has = [&](Permission permission) { return standard.permissions.has(permission); };
    Role role;
    role.name = standard.name;
    role.is_for_people = standard.is_for_people;
    role.permissions = standard.permissions;
    role.others = rights_of(has(Permission::records_read), has(Permission::records_write));
    auto const person = rights_of(has(Permission::people_read), has(Permission::people_write));
    if (person != role.others) role.objects.emplace("person", person);
    role.open_doors();
    return role;
}

Role role_of(std::string name, std::string title, Json const& definition, std::int64_t version) {
    Role role;
    role.name = std::move(name);
    role.title = std::move(title);
    role.version = version;
    role.is_for_people = definition.value("is_for_people", true);
    for (auto const& each : definition.value("permissions", Json::array()))
        if (auto const permission = permission_of(each.get<std::string>())) role.permissions.add(*permission);
    role.others = rights_of(definition.value("others", Json::object()));
    auto const objects = definition.value("objects", Json::object());
    for (auto const& [object, rights] : objects.items()) role.objects.emplace(object, rights_of(rights));
    role.open_doors();
    return role;
}

Json json_of(ObjectRights const& rights) {
    Json json = Json::object();
    for (auto const deed : all_deeds) json[std::string(name_of(deed))] = rights.may(deed);
    json["fields"] = Json::object();
    for (auto const& [field, right] : rights.fields)
        if (right != FieldRight::write) json["fields"][field] = name_of(right);
    return json;
}

Json definition_of(Role const& role) {
    Json json{{"permissions", Json::array()}, {"objects", Json::object()}};
    for (auto const permission : role.permissions.list())
        if (is_given(permission)) json["permissions"].push_back(name_of(permission));
    for (auto const& [object, rights] : role.objects) json["objects"][object] = json_of(rights);
    json["others"] = json_of(role.others);
    json["is_for_people"] = role.is_for_people;
    return json;
}

}  // namespace kith::access
