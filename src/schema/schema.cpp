#include "schema/schema.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "schema/choices.hpp"
#include "schema/members.hpp"

namespace kith::schema {

namespace {

void add_system_fields(Object& object) {
    auto const add = [&](char const* name, Label label) {
        Field field;
        field.name = field.column = name;
        field.type = FieldType::instant;
        field.label = std::move(label);
        field.is_writable = false;
        field.is_system = true;
        object.fields.push_back(std::move(field));
    };
    add("created_at", {{"en", "Created"}, {"lt", "Sukurta"}, {"nb", "Opprettet"}, {"ru", "Создано"}, {"et", "Loodud"}});
    add("updated_at",
        {{"en", "Changed"}, {"lt", "Pakeista"}, {"nb", "Endret"}, {"ru", "Изменено"}, {"et", "Muudetud"}});
}

Result<void> read_composites(Json const& definition, Object& object) {
    for (auto const& each : definition.value("composites", Json::array())) {
        auto composite = TRY(composite_of(each));
        if (object.find_composite(composite.name))
            return Error::invalid("composites", "twice", fmt::format("{} is defined twice.", composite.name));
        for (auto const& part : composite.parts)
            if (!object.find(part.field) && !object.find_retired(part.field))
                return Error::invalid(
                    "composites", "unknown_field",
                    fmt::format("Composite {} names a field {}, which there is not.", composite.name, part.field));
        object.composites.push_back(std::move(composite));
    }
    return {};
}

}  // namespace

std::span<std::string_view const> choice_colors() {
    static constexpr std::array<std::string_view, 8> colors{"grey", "blue",   "green", "amber",
                                                            "red",  "violet", "teal",  "pink"};
    return colors;
}

Json json_of(Choice const& choice) {
    Json json{{"value", choice.value}, {"label", json_of(choice.label)}};
    if (!choice.color.empty()) json["color"] = choice.color;
    return json;
}

Choice choice_of(Json const& json) {
    return {text_member(json, "value"), label_of(json.value("label", Json::object())), text_member(json, "color")};
}

Result<Field> field_of(Json const& json) {
    Field field;
    field.name = text_member(json, "name");
    if (!is_name(field.name))
        return Error::invalid("fields", "bad_name", fmt::format("A field cannot be called \"{}\".", field.name));
    auto const type = field_type_of(text_member(json, "type"));
    if (!type)
        return Error::invalid("fields", "unknown_type", fmt::format("The type of field {} is not known.", field.name));
    field.type = *type;
    field.label = label_of(json.value("label", Json::object()));
    field.is_required = flag_member(json, "is_required");
    field.is_sortable = flag_member(json, "is_sortable");
    field.is_filterable = flag_member(json, "is_filterable", true);
    field.is_writable = flag_member(json, "is_writable", true);
    field.is_personal = flag_member(json, "is_personal");
    field.is_searchable = flag_member(json, "is_searchable");
    field.is_custom = flag_member(json, "is_custom");
    field.is_open = flag_member(json, "is_open");
    field.changed = texts_member(json, "changed");
    field.object = text_member(json, "object");
    field.scale = json.value("scale", 0);
    field.formula = text_member(json, "formula");
    field.reads = texts_member(json, "reads");
    if (auto const rollup = json.find("rollup"); rollup != json.end()) field.rollup = rollup_of(*rollup);
    field.column = text_member(json, "column");
    if (field.column.empty()) field.column = field.name;
    if (!is_name(field.column))
        return Error::invalid("fields", "bad_name", fmt::format("Field {} has no usable column.", field.name));
    if (json.contains("choices"))
        for (auto const& choice : json["choices"]) field.choices.push_back(choice_of(choice));
    if (facts_of(field.type).has_choices && field.choices.empty() && !field.is_open)
        return Error::invalid("fields", "no_choices", fmt::format("Field {} needs choices.", field.name));
    if (field.type == FieldType::relation && field.object.empty())
        return Error::invalid("fields", "no_object",
                              fmt::format("Field {} must say which object it points to.", field.name));
    return field;
}

bool Field::is_followed() const {
    if (is_system) return name == "created_at";
    return is_writable || is_worked_out() || type != FieldType::instant;
}

Field const* Object::find(std::string_view field) const {
    auto const found =
        std::find_if(fields.begin(), fields.end(), [&](Field const& candidate) { return candidate.name == field; });
    return found == fields.end() ? nullptr : &*found;
}

Field const* Object::find_retired(std::string_view field) const {
    auto const found =
        std::find_if(retired.begin(), retired.end(), [&](Field const& candidate) { return candidate.name == field; });
    return found == retired.end() ? nullptr : &*found;
}

Composite const* Object::find_composite(std::string_view composite) const {
    auto const found = std::find_if(composites.begin(), composites.end(),
                                    [&](Composite const& candidate) { return candidate.name == composite; });
    return found == composites.end() ? nullptr : &*found;
}

Composite const* Object::composite_with(std::string_view field) const {
    auto const found = std::find_if(composites.begin(), composites.end(),
                                    [&](Composite const& candidate) { return candidate.has(field); });
    return found == composites.end() ? nullptr : &*found;
}

bool Object::has_name(std::string_view name) const { return find(name) || find_retired(name) || find_composite(name); }

void Object::forget_lost_parts() {
    for (auto& composite : composites)
        std::erase_if(composite.parts, [&](Composite::Part const& part) {
            return !composite.is_custom && !find(part.field) && !find_retired(part.field);
        });
    std::erase_if(composites, [](Composite const& composite) { return composite.parts.empty(); });
}

Schema::Schema(std::vector<ObjectPointer> objects, std::int64_t version) : version_(version) {
    std::sort(objects.begin(), objects.end(), [](auto const& a, auto const& b) { return a->name < b->name; });
    for (auto& object : objects) {
        by_name_.emplace(object->name, object);
        by_plural_.emplace(object->plural, object);
        for (auto const& field : object->fields)
            if (field.rollup) rollups_from_[field.rollup->object].push_back({object, &field});
        (object->is_retired ? retired_ : objects_).push_back(std::move(object));
    }
}

ObjectPointer Schema::find(std::string_view name) const {
    auto object = find_defined(name);
    return object && !object->is_retired ? object : nullptr;
}

ObjectPointer Schema::find_defined(std::string_view name) const {
    auto const found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
}

ObjectPointer Schema::find_plural(std::string_view plural) const {
    auto const found = by_plural_.find(plural);
    return found == by_plural_.end() || found->second->is_retired ? nullptr : found->second;
}

std::vector<RollupField> const& Schema::rollups_from(std::string_view object) const {
    static std::vector<RollupField> const none;
    auto const found = rollups_from_.find(object);
    return found == rollups_from_.end() ? none : found->second;
}

Result<Object> object_of(Json const& definition) {
    if (!definition.is_object()) return Error::invalid("definition", "not_an_object", "A definition is a JSON object.");
    Object object;
    object.name = text_member(definition, "name");
    object.plural = text_member(definition, "plural");
    object.table = text_member(definition, "table");
    for (auto const* name : {&object.name, &object.plural, &object.table})
        if (!is_name(*name))
            return Error::invalid("name", "bad_name", fmt::format("An object cannot be called \"{}\".", *name));
    object.label = label_of(definition.value("label", Json::object()));
    object.label_plural = label_of(definition.value("label_plural", Json::object()));
    object.is_person_owned = flag_member(definition, "is_person_owned");
    object.default_filter = text_member(definition, "default_filter");
    object.is_custom = flag_member(definition, "is_custom");
    object.is_retired = flag_member(definition, "is_retired");
    object.changed = texts_member(definition, "changed");
    object.next_slot = definition.value("next_slot", std::int64_t{1});
    object.altered = definition.value("altered", std::int64_t{0});
    for (auto const& slot : definition.value("free_slots", Json::array()))
        object.free_slots.push_back(
            {text_member(slot, "column"), text_member(slot, "storage"), slot.value("freed_at", std::int64_t{0})});
    std::set<std::string> names;
    for (auto const& [list, into] : {std::pair("fields", &object.fields), std::pair("retired", &object.retired)}) {
        for (auto const& field : definition.value(list, Json::array())) {
            into->push_back(TRY(field_of(field)));
            if (!names.insert(into->back().name).second)
                return Error::invalid("fields", "twice", fmt::format("Field {} is defined twice.", into->back().name));
        }
    }
    TRY(read_composites(definition, object));
    add_system_fields(object);
    return object;
}

Json json_of(Field const& field) {
    Json json{{"name", field.name}, {"type", name_of(field.type)}, {"label", json_of(field.label)}};
    json["is_required"] = field.is_required;
    json["is_sortable"] = field.is_sortable;
    json["is_filterable"] = field.is_filterable;
    json["is_writable"] = field.is_writable;
    json["is_personal"] = field.is_personal;
    json["is_searchable"] = field.is_searchable;
    if (facts_of(field.type).has_choices) json["is_open"] = field.is_open;
    if (!field.choices.empty()) {
        auto& choices = json["choices"] = Json::array();
        for (auto const& choice : field.choices) choices.push_back(json_of(choice));
    }
    json["is_custom"] = field.is_custom;
    if (!field.changed.empty()) json["changed"] = field.changed;
    if (!field.object.empty()) json["object"] = field.object;
    if (field.type == FieldType::decimal) json["scale"] = field.scale;
    if (!field.formula.empty()) {
        json["formula"] = field.formula;
        json["reads"] = field.reads;
    }
    if (field.rollup) json["rollup"] = json_of(*field.rollup);
    if (field.column != field.name) json["column"] = field.column;
    return json;
}

Json json_of(Object const& object) {
    Json json{{"name", object.name},
              {"plural", object.plural},
              {"table", object.table},
              {"label", json_of(object.label)},
              {"label_plural", json_of(object.label_plural)},
              {"is_person_owned", object.is_person_owned}};
    if (!object.default_filter.empty()) json["default_filter"] = object.default_filter;
    json["is_custom"] = object.is_custom;
    if (object.is_retired) json["is_retired"] = true;
    if (!object.changed.empty()) json["changed"] = object.changed;
    if (object.next_slot > 1) json["next_slot"] = object.next_slot;
    if (object.altered > 0) json["altered"] = object.altered;
    for (auto const& slot : object.free_slots)
        json["free_slots"].push_back({{"column", slot.column}, {"storage", slot.storage}, {"freed_at", slot.freed_at}});
    auto& fields = json["fields"] = Json::array();
    for (auto const& field : object.fields)
        if (!field.is_system) fields.push_back(json_of(field));
    for (auto const& field : object.retired) json["retired"].push_back(json_of(field));
    for (auto const& composite : object.composites) json["composites"].push_back(json_of(composite));
    return json;
}

}  // namespace kith::schema
