// The doors of composites: several fields made, renamed, retired, restored and deleted as one.
#include <algorithm>

#include "schema/alteration.hpp"
#include "schema/definitions.hpp"
#include "schema/draft.hpp"
#include "schema/names.hpp"

namespace kith::schema {

namespace {

Result<Composite*> composite_in(Object& object, std::string_view name) {
    auto const found = std::find_if(object.composites.begin(), object.composites.end(),
                                    [&](Composite const& each) { return each.name == name; });
    if (found == object.composites.end()) return no_such_composite(object, name);
    return &*found;
}

Result<Composite*> own_composite_in(Object& object, std::string_view name) {
    auto* composite = TRY(composite_in(object, name));
    if (!composite->is_custom)
        return Error::conflict("standard_composite",
                               "Kith brings this one: its parts can be taken out of use, each by itself.");
    return composite;
}

Result<void> check_in_use(Object const& object) {
    if (object.is_retired) return Error::conflict("retired", "This object is retired; restore it first.");
    return {};
}

// What somebody called otherwise meanwhile keeps its name.
void rename_parts(Object& object, Composite const& before, Composite const& after) {
    for (auto* list : {&object.fields, &object.retired})
        for (auto& field : *list)
            for (auto const& part : before.parts)
                if (part.field == field.name && field.label == part_label(before, part.name))
                    field.label = part_label(after, part.name);
}

}  // namespace

Result<ObjectPointer> Definitions::add_composite(Author const& author, std::string_view name, Json const& body) {
    return altered(author, name, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        TRY(check_in_use(*object));
        auto made = TRY(new_composite(*object, body));
        for (auto& field : made.fields) {
            TRY(alteration.make_columns(*object, field));
            TRY(alteration.make_indexes(*object, field));
            auto const system = std::find_if(object->fields.begin(), object->fields.end(),
                                             [](Field const& each) { return each.is_system; });
            object->fields.insert(system, std::move(field));
        }
        alteration.note(*object, "add_composite", made.composite.name);
        object->composites.push_back(std::move(made.composite));
        return {};
    });
}

Result<ObjectPointer> Definitions::change_composite(Author const& author, std::string_view name,
                                                    std::string_view composite_name, Json const& body) {
    return altered(author, name, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        TRY(check_in_use(*object));
        auto* composite = TRY(composite_in(*object, composite_name));
        auto const before = *composite;
        auto changed = TRY(changed_composite(before, body));
        if (json_of(changed) == json_of(before)) return {};
        *composite = std::move(changed);
        rename_parts(*object, before, *composite);
        alteration.note(*object, "change_composite", composite_name);
        return {};
    });
}

Result<ObjectPointer> Definitions::retire_composite(Author const& author, std::string_view name,
                                                    std::string_view composite_name) {
    return altered(author, name, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        TRY(check_in_use(*object));
        auto* composite = TRY(own_composite_in(*object, composite_name));
        if (composite->is_retired) return {};
        for (auto const& part : composite->parts) TRY(take_out_of_use(alteration, *object, part.field));
        composite->is_retired = true;
        alteration.note(*object, "retire_composite", composite_name);
        return {};
    });
}

Result<ObjectPointer> Definitions::restore_composite(Author const& author, std::string_view name,
                                                     std::string_view composite_name) {
    return altered(author, name, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        TRY(check_in_use(*object));
        auto* composite = TRY(composite_in(*object, composite_name));
        if (!composite->is_retired) return {};
        for (auto const& part : composite->parts)
            if (!object->find(part.field)) TRY(bring_back(alteration, *object, part.field));
        composite->is_retired = false;
        alteration.note(*object, "restore_composite", composite_name);
        return {};
    });
}

Result<void> Definitions::delete_composite(Author const& author, std::string_view name,
                                           std::string_view composite_name) {
    TRY(alter(author, [&](Alteration& alteration) -> Result<void> {
        auto* object = TRY(alteration.object(name));
        auto const composite = *TRY(own_composite_in(*object, composite_name));
        if (!composite.is_retired)
            return Error::conflict("not_retired", "Retire it first; then it can be deleted for good.");
        for (auto const& part : composite.parts) TRY(delete_for_good(alteration, *object, part.field));
        std::erase_if(object->composites, [&](Composite const& each) { return each.name == composite.name; });
        alteration.note(*object, "delete_composite", composite_name);
        return {};
    }));
    return {};
}

Result<Definitions::Usage> Definitions::usage_of_composite(Actor const& actor, std::string_view name,
                                                           std::string_view composite_name) {
    TRY(check_permission(actor));
    auto const schema = published_.current();
    auto const object = TRY(find_object(*schema, name));
    auto const* composite = object->find_composite(composite_name);
    if (!composite) return no_such_composite(*object, composite_name);
    std::vector<Field const*> fields;
    for (auto const& part : composite->parts) {
        auto const* field = object->find(part.field);
        fields.push_back(field ? field : object->find_retired(part.field));
    }
    return usage_of(*schema, *object, fields);
}

}  // namespace kith::schema
