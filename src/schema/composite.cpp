#include "schema/composite.hpp"

#include <algorithm>
#include <array>

#include "schema/members.hpp"
#include "schema/names.hpp"

namespace kith::schema {

namespace {

constexpr std::array<std::string_view, 2> types{"address", "person_name"};

std::vector<PartFacts> address_parts() {
    return {
        {"street",
         {{"en", "Street"}, {"lt", "Gatvė"}, {"nb", "Gateadresse"}, {"ru", "Улица, дом"}, {"et", "Tänav"}},
         true},
        {"postal_code",
         {{"en", "Postal code"},
          {"lt", "Pašto kodas"},
          {"nb", "Postnummer"},
          {"ru", "Почтовый индекс"},
          {"et", "Sihtnumber"}},
         true},
        {"city", {{"en", "City"}, {"lt", "Miestas"}, {"nb", "Sted"}, {"ru", "Город"}, {"et", "Linn"}}, true},
        {"region",
         {{"en", "Region"}, {"lt", "Regionas"}, {"nb", "Region"}, {"ru", "Регион"}, {"et", "Maakond"}},
         false},
        {"country", {{"en", "Country"}, {"lt", "Šalis"}, {"nb", "Land"}, {"ru", "Страна"}, {"et", "Riik"}}, true},
    };
}

std::vector<PartFacts> name_parts() {
    return {
        {"prefix",
         {{"en", "Title"}, {"lt", "Kreipinys"}, {"nb", "Tittel"}, {"ru", "Обращение"}, {"et", "Tiitel"}},
         false},
        {"given_name",
         {{"en", "Given name"}, {"lt", "Vardas"}, {"nb", "Fornavn"}, {"ru", "Имя"}, {"et", "Eesnimi"}},
         true},
        {"middle_name",
         {{"en", "Middle name"},
          {"lt", "Antras vardas"},
          {"nb", "Mellomnavn"},
          {"ru", "Отчество"},
          {"et", "Teine eesnimi"}},
         false},
        {"family_name",
         {{"en", "Family name"}, {"lt", "Pavardė"}, {"nb", "Etternavn"}, {"ru", "Фамилия"}, {"et", "Perekonnanimi"}},
         true},
        {"suffix",
         {{"en", "Suffix"}, {"lt", "Priedas"}, {"nb", "Tillegg"}, {"ru", "Дополнение"}, {"et", "Lisand"}},
         false},
    };
}

}  // namespace

std::vector<std::string_view> const& composite_types() {
    static std::vector<std::string_view> const names(types.begin(), types.end());
    return names;
}

std::string_view name_of(CompositeType type) { return types[static_cast<std::size_t>(type)]; }

std::optional<CompositeType> composite_type_of(std::string_view name) {
    auto const found = std::find(types.begin(), types.end(), name);
    if (found == types.end()) return std::nullopt;
    return static_cast<CompositeType>(found - types.begin());
}

std::span<PartFacts const> parts_of(CompositeType type) {
    static std::vector<PartFacts> const address = address_parts(), person_name = name_parts();
    return type == CompositeType::address ? address : person_name;
}

std::vector<std::string_view> part_names(CompositeType type) {
    std::vector<std::string_view> names;
    for (auto const& part : parts_of(type)) names.push_back(part.name);
    return names;
}

PartFacts const* find_part(CompositeType type, std::string_view part) {
    auto const parts = parts_of(type);
    auto const found = std::find_if(parts.begin(), parts.end(), [&](auto const& each) { return each.name == part; });
    return found == parts.end() ? nullptr : &*found;
}

bool Composite::has(std::string_view field) const {
    return std::any_of(parts.begin(), parts.end(), [&](Part const& part) { return part.field == field; });
}

Label part_label(Composite const& composite, std::string_view part) {
    Label label;
    auto const* facts = find_part(composite.type, part);
    if (!facts) return label;
    for (auto const& [language, words] : composite.label)
        if (auto const found = facts->label.find(language); found != facts->label.end())
            label[language] = fmt::format("{}: {}", words, found->second);
    return label;
}

Json json_of_parts(Composite const& composite) {
    Json json = Json::object();
    for (auto const& part : composite.parts) json[part.name] = part.field;
    return json;
}

Result<std::vector<Composite::Part>> parts_from(CompositeType type, Json const& json) {
    if (!json.is_object() || json.empty())
        return Error::invalid("parts", "no_parts", "A composite has at least one part, each with its field.");
    for (auto const& [name, field] : json.items()) {
        if (!find_part(type, name))
            return Error::invalid("parts", "unknown_part",
                                  fmt::format("\"{}\" is no part of the type {}.{}", name, name_of(type),
                                              did_you_mean(name, part_names(type))));
        if (!field.is_string()) return Error::invalid("parts", "wrong_type", "A part is the name of a field.");
    }
    std::vector<Composite::Part> parts;
    for (auto const& facts : parts_of(type)) {
        auto const found = json.find(facts.name);
        if (found == json.end()) continue;
        auto const& field = found->get_ref<std::string const&>();
        if (std::any_of(parts.begin(), parts.end(), [&](auto const& each) { return each.field == field; }))
            return Error::invalid("parts", "twice", fmt::format("The field {} stands for two parts.", field));
        parts.push_back({std::string(facts.name), field});
    }
    return parts;
}

Json json_of(Composite const& composite) {
    Json json{{"name", composite.name}, {"type", name_of(composite.type)}, {"label", json_of(composite.label)}};
    json["parts"] = json_of_parts(composite);
    json["is_custom"] = composite.is_custom;
    json["is_retired"] = composite.is_retired;
    if (!composite.changed.empty()) json["changed"] = composite.changed;
    return json;
}

Result<Composite> composite_of(Json const& json) {
    if (!json.is_object()) return Error::invalid("composites", "wrong_type", "A composite is a JSON object.");
    Composite composite;
    composite.name = text_member(json, "name");
    if (!is_name(composite.name))
        return Error::invalid("composites", "bad_name",
                              fmt::format("A composite cannot be called \"{}\".", composite.name));
    auto const type = composite_type_of(text_member(json, "type"));
    if (!type)
        return Error::invalid("composites", "unknown_type",
                              fmt::format("The type of composite {} is not known.", composite.name));
    composite.type = *type;
    composite.label = label_of(json.value("label", Json::object()));
    composite.parts = TRY(parts_from(*type, json.value("parts", Json::object())));
    composite.is_custom = flag_member(json, "is_custom");
    composite.is_retired = flag_member(json, "is_retired");
    for (auto const& each : json.value("changed", Json::array()))
        if (each.is_string()) composite.changed.push_back(each.get<std::string>());
    return composite;
}

}  // namespace kith::schema
