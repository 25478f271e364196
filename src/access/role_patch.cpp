#include "access/role_patch.hpp"

#include <algorithm>
#include <array>

#include "access/row_rule.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

namespace kith::access {

namespace {

class Patch {
public:
    explicit Patch(schema::SchemaPointer const& schema) : schema_(schema) {}

    void title(Role& role, Json const& value) {
        if (!value.is_string()) return fail("title", "wrong_type", "title is a text.");
        auto const title = text::clean(value.get_ref<std::string const&>());
        // A standard role may have its own name back.
        if (title.empty() && !role.is_standard()) return fail("title", "required", "A role has a name.");
        if (text::length(title) > limits::name_characters_max) return fail("title", "too_long", "This is too long.");
        role.title = title;
    }

    void permissions(Role& role, Json const& value) {
        if (!value.is_array()) return fail("permissions", "wrong_type", "permissions is a list of names.");
        Permissions given;
        for (auto const& each : value) {
            auto const permission =
                each.is_string() ? permission_of(each.get_ref<std::string const&>()) : std::optional<Permission>();
            if (!permission || !is_given(*permission))
                return fail("permissions", "not_a_choice", "This is no permission that a role is given.");
            given.add(*permission);
        }
        role.permissions = given;
    }

    void others(Role& role, Json const& value) {
        if (!value.is_object()) return fail("others", "wrong_type", "others is an object.");
        for (auto const& [member, each] : value.items())
            if (!deed(role.others, "others." + member, member, each))
                fail("others." + member, "unknown_field", "What may be done is read, create, update or delete.");
        settle(role.others, value);
    }

    void objects(Role& role, Json const& value) {
        if (!value.is_object()) return fail("objects", "wrong_type", "objects is an object.");
        for (auto const& [name, rights] : value.items()) {
            auto const at = "objects." + name;
            auto const object = schema_->find_defined(name);
            if (!object) {
                fail(at, "unknown_object", "There is no such object.");
            } else if (!rights.is_object()) {
                fail(at, "wrong_type", "What may be done with an object is an object.");
            } else {
                auto changed = role.of(name);
                apply(changed, at, *object, rights);
                role.objects.insert_or_assign(name, std::move(changed));
            }
        }
    }

    void fail(std::string field, std::string code, std::string message) {
        errors_.fields.push_back({std::move(field), std::move(code), std::move(message)});
    }

    Result<void> finish() {
        if (!errors_.fields.empty()) return std::move(errors_);
        return {};
    }

private:
    void apply(ObjectRights& rights, std::string const& at, schema::Object const& object, Json const& body) {
        for (auto const& [member, value] : body.items()) {
            if (deed(rights, at + "." + member, member, value)) continue;
            if (member == "fields" && value.is_object())
                fields(rights, at + ".fields", object, value);
            else if (member == "rows")
                rows(rights, at + ".rows", object, value);
            else
                fail(at + "." + member, "unknown_field", "A role says read, create, update, delete, fields and rows.");
        }
        settle(rights, body);
    }

    // Whether the member is a deed, right or wrong.
    bool deed(ObjectRights& rights, std::string const& at, std::string const& member, Json const& value) {
        auto const found =
            std::find_if(deeds().begin(), deeds().end(), [&](Deed each) { return name_of(each) == member; });
        if (found == deeds().end()) return false;
        if (!value.is_boolean()) {
            fail(at, "wrong_type", "This is true or false.");
            return true;
        }
        rights.set(*found, value.get<bool>());
        return true;
    }

    // Whoever may change something may read it; whoever may no longer read it, may do nothing with it.
    static void settle(ObjectRights& rights, Json const& body) {
        bool const is_closed = body.contains("read") && !rights.may_read;
        for (auto const each : deeds())
            if (is_closed) rights.set(each, false);
        if (rights.may_change()) rights.may_read = true;
    }

    void fields(ObjectRights& rights, std::string const& at, schema::Object const& object, Json const& body) {
        for (auto const& [name, value] : body.items()) {
            auto const* field = object.find(name);
            if (!field) field = object.find_retired(name);
            auto const right = field_right_of(value.is_string() ? value.get_ref<std::string const&>() : std::string());
            if (!field) {
                fail(at + "." + name, "unknown_field", fmt::format("There is no field \"{}\".", name));
            } else if (!right) {
                fail(at + "." + name, "not_a_choice", "A field is hidden, read or write.");
            } else if (*right == FieldRight::hidden && is_always_shown(object, *field)) {
                fail(at + "." + name, "always_shown",
                     fmt::format("\"{}\" is what records are known by; hide the object, or rows of it.", name));
            } else if (*right == FieldRight::write) {
                rights.fields.erase(name);
            } else {
                rights.fields.insert_or_assign(name, *right);
            }
        }
    }

    void rows(ObjectRights& rights, std::string const& at, schema::Object const& object, Json const& value) {
        if (value.is_null()) return rights.rows.clear();
        if (!value.is_string()) return fail(at, "wrong_type", "A rule is a text, or null.");
        auto const expression = text::clean(value.get_ref<std::string const&>());
        if (expression.size() > limits::text_bytes_max) return fail(at, "too_long", "This is too long.");
        if (expression.empty()) return rights.rows.clear();
        if (auto const checked = checked_row_rule(expression, schema_, object); !checked) {
            auto const& faults = checked.error().fields;
            return fail(at, faults.empty() ? "wrong" : faults.front().code, checked.error().message);
        }
        rights.rows = expression;
    }

    schema::SchemaPointer const& schema_;
    Error errors_{ErrorCode::invalid, "Some of it is not right.", {}, {}, {}, 0};
};

bool stands_in_default_filter(schema::Object const& object, schema::Field const& field) {
    if (object.default_filter.empty()) return false;
    auto const schema = std::make_shared<schema::Schema const>(std::vector<schema::ObjectPointer>{}, 0);
    auto const parsed = rule::parse(object.default_filter);
    auto const checked = parsed ? rule::check(*parsed, object, rule::Sight::whole(schema, {}))
                                : Result<rule::Checked>(Error::internal("no rule"));
    return checked && checked->mentions(field.name);
}

}  // namespace

bool is_always_shown(schema::Object const& object, schema::Field const& field) {
    // What a person's name is made of is in the name.
    bool const is_of_name = object.name == "person" && (field.name == "given_name" || field.name == "family_name");
    return field.is_system || field.name == "name" || is_of_name || stands_in_default_filter(object, field);
}

Result<void> apply(Role& role, Json const& body, schema::SchemaPointer const& schema) {
    Patch patch(schema);
    for (auto const& [member, value] : body.items()) {
        if (member == "title")
            patch.title(role, value);
        else if (member == "permissions")
            patch.permissions(role, value);
        else if (member == "others")
            patch.others(role, value);
        else if (member == "objects")
            patch.objects(role, value);
        else
            patch.fail(member, "unknown_field", fmt::format("There is no member \"{}\".", member));
    }
    TRY(patch.finish());
    role.open_doors();
    return {};
}

}  // namespace kith::access
