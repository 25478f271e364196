#include "schema/set_up.hpp"

#include <algorithm>

namespace kith::schema {

namespace {

bool is_changed(std::vector<std::string> const& changed, std::string_view part) {
    return std::find(changed.begin(), changed.end(), part) != changed.end();
}

Json field_set_up(Object const& object, Field const& field) {
    auto whole = json_of(field);
    if (field.is_custom) {
        for (auto const* own : {"column", "is_custom", "is_writable", "changed", "reads"}) whole.erase(own);
        if (whole.contains("rollup")) whole["rollup"].erase("reads");
        return whole;
    }
    Json json{{"name", field.name}};
    for (auto const* part : {"label", "is_required", "is_searchable", "is_open", "choices"})
        if (is_changed(field.changed, part) && whole.contains(part)) json[part] = whole[part];
    // What the records of an object are called is the administrator's word.
    if (object.is_custom) json["label"] = whole["label"];
    return json;
}

// Those that were made here, and what was changed of the others.
Json composites_set_up(Object const& object) {
    Json list = Json::array();
    for (auto const& composite : object.composites) {
        if (composite.is_retired || (!composite.is_custom && !is_changed(composite.changed, "label"))) continue;
        Json json{{"name", composite.name}, {"label", json_of(composite.label)}};
        if (composite.is_custom) {
            json["type"] = name_of(composite.type);
            json["parts"] = json_of_parts(composite);
        }
        list.push_back(std::move(json));
    }
    return list;
}

}  // namespace

Json set_up_of(Schema const& schema) {
    Json objects = Json::object();
    for (auto const& object : schema.objects()) {
        Json json = Json::object();
        if (object->is_custom) json["plural"] = object->plural;
        if (object->is_custom || is_changed(object->changed, "label")) {
            json["label"] = json_of(object->label);
            json["label_plural"] = json_of(object->label_plural);
        }
        auto& fields = json["fields"] = Json::array();
        for (auto const& field : object->fields)
            if (!field.is_system) fields.push_back(field_set_up(*object, field));
        if (auto composites = composites_set_up(*object); !composites.empty())
            json["composites"] = std::move(composites);
        std::vector<std::string> retired;
        for (auto const& field : object->retired)
            if (!field.is_custom) retired.push_back(field.name);
        std::sort(retired.begin(), retired.end());
        if (!retired.empty()) json["retired"] = retired;
        objects[object->name] = std::move(json);
    }
    return objects;
}

std::vector<std::string> parts_changed(Json const& before, Json const& after) {
    std::vector<std::string> parts;
    for (auto const& [name, value] : after.items())
        if (name != "changed" && name != "column" && before.value(name, Json()) != value) parts.push_back(name);
    for (auto const& [name, value] : before.items())
        if (name != "changed" && name != "column" && !after.contains(name)) parts.push_back(name);
    return parts;
}

}  // namespace kith::schema
