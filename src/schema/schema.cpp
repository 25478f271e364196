#include "schema/schema.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kith::schema {

namespace {

constexpr std::array<std::pair<FieldType, std::string_view>, 12> type_names{{
    {FieldType::text, "text"},
    {FieldType::long_text, "long_text"},
    {FieldType::number, "number"},
    {FieldType::boolean, "boolean"},
    {FieldType::date, "date"},
    {FieldType::partial_date, "partial_date"},
    {FieldType::instant, "instant"},
    {FieldType::choice, "choice"},
    {FieldType::email, "email"},
    {FieldType::phone, "phone"},
    {FieldType::url, "url"},
    {FieldType::relation, "relation"},
}};

Label label_of(Json const& json) {
    Label label;
    if (json.is_object()) {
        for (auto const& [language, text] : json.items())
            if (text.is_string()) label.emplace(language, text.get<std::string>());
    }
    return label;
}

Json json_of(Label const& label) {
    Json json = Json::object();
    for (auto const& [language, text] : label) json[language] = text;
    return json;
}

bool flag(Json const& json, char const* name, bool fallback) {
    auto const found = json.find(name);
    return found != json.end() && found->is_boolean() ? found->get<bool>() : fallback;
}

std::string text(Json const& json, char const* name) {
    auto const found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

// Names become parts of SQL, so what a definition may call things is held to this.
bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= 48 && name.front() >= 'a' && name.front() <= 'z' &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

Result<Field> field_of(Json const& json) {
    Field field;
    field.name = text(json, "name");
    if (!is_name(field.name))
        return Error::invalid("fields", "bad_name", fmt::format("A field cannot be called \"{}\".", field.name));
    auto const type = field_type_of(text(json, "type"));
    if (!type)
        return Error::invalid("fields", "unknown_type", fmt::format("The type of field {} is not known.", field.name));
    field.type = *type;
    field.label = label_of(json.value("label", Json::object()));
    field.is_required = flag(json, "is_required", false);
    field.is_sortable = flag(json, "is_sortable", false);
    field.is_filterable = flag(json, "is_filterable", true);
    field.is_writable = flag(json, "is_writable", true);
    field.is_personal = flag(json, "is_personal", false);
    field.is_searchable = flag(json, "is_searchable", false);
    field.object = text(json, "object");
    field.column = text(json, "column");
    if (field.column.empty()) field.column = field.name;
    if (!is_name(field.column))
        return Error::invalid("fields", "bad_name", fmt::format("Field {} has no usable column.", field.name));
    if (json.contains("choices")) {
        for (auto const& choice : json["choices"])
            field.choices.push_back({text(choice, "value"), label_of(choice.value("label", Json::object()))});
    }
    if (field.type == FieldType::choice && field.choices.empty())
        return Error::invalid("fields", "no_choices", fmt::format("Field {} needs choices.", field.name));
    if (field.type == FieldType::relation && field.object.empty())
        return Error::invalid("fields", "no_object",
                              fmt::format("Field {} must say which object it points to.", field.name));
    return field;
}

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

}  // namespace

std::string_view name_of(FieldType type) {
    for (auto const& [value, name] : type_names)
        if (value == type) return name;
    return "text";
}

std::optional<FieldType> field_type_of(std::string_view name) {
    for (auto const& [value, text] : type_names)
        if (text == name) return value;
    return std::nullopt;
}

Field const* Object::find(std::string_view field) const {
    auto const found =
        std::find_if(fields.begin(), fields.end(), [&](Field const& candidate) { return candidate.name == field; });
    return found == fields.end() ? nullptr : &*found;
}

Schema::Schema(std::vector<Object> objects, std::int64_t version) : objects_(std::move(objects)), version_(version) {}

Object const* Schema::find(std::string_view name) const {
    auto const found =
        std::find_if(objects_.begin(), objects_.end(), [&](Object const& object) { return object.name == name; });
    return found == objects_.end() ? nullptr : &*found;
}

Object const* Schema::find_plural(std::string_view plural) const {
    auto const found =
        std::find_if(objects_.begin(), objects_.end(), [&](Object const& object) { return object.plural == plural; });
    return found == objects_.end() ? nullptr : &*found;
}

Result<Object> object_of(Json const& definition) {
    if (!definition.is_object()) return Error::invalid("definition", "not_an_object", "A definition is a JSON object.");
    Object object;
    object.name = text(definition, "name");
    object.plural = text(definition, "plural");
    object.table = text(definition, "table");
    for (auto const* name : {&object.name, &object.plural, &object.table})
        if (!is_name(*name))
            return Error::invalid("name", "bad_name", fmt::format("An object cannot be called \"{}\".", *name));
    object.label = label_of(definition.value("label", Json::object()));
    object.label_plural = label_of(definition.value("label_plural", Json::object()));
    object.is_person_owned = flag(definition, "is_person_owned", false);
    object.default_filter = text(definition, "default_filter");
    for (auto const& field : definition.value("fields", Json::array())) {
        object.fields.push_back(TRY(field_of(field)));
        auto const& name = object.fields.back().name;
        if (std::count_if(object.fields.begin(), object.fields.end(),
                          [&](Field const& other) { return other.name == name; }) > 1)
            return Error::invalid("fields", "twice", fmt::format("Field {} is defined twice.", name));
    }
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
    if (!field.choices.empty()) {
        auto& choices = json["choices"] = Json::array();
        for (auto const& choice : field.choices)
            choices.push_back({{"value", choice.value}, {"label", json_of(choice.label)}});
    }
    if (!field.object.empty()) json["object"] = field.object;
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
    auto& fields = json["fields"] = Json::array();
    for (auto const& field : object.fields)
        if (!field.is_system) fields.push_back(json_of(field));
    return json;
}

}  // namespace kith::schema
