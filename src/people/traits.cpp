#include "people/traits.hpp"

#include <algorithm>
#include <map>

#include "base/limits.hpp"
#include "base/places.hpp"
#include "base/text.hpp"
#include "people/limits.hpp"
#include "people/people.hpp"
#include "records/row.hpp"

namespace kith::people {

namespace {

// `postalCode` → `postal_code`; what is snake_case already stays.
std::string snake(std::string_view name) {
    std::string result;
    for (auto const c : name) {
        if (c >= 'A' && c <= 'Z') {
            if (!result.empty() && result.back() != '_') result += '_';
            result += static_cast<char>(c - 'A' + 'a');
        } else {
            result += c == ' ' || c == '-' ? '_' : c;
        }
    }
    return result;
}

std::map<std::string, std::string, std::less<>> const reserved{{"first_name", "given_name"},
                                                               {"firstname", "given_name"},
                                                               {"last_name", "family_name"},
                                                               {"lastname", "family_name"},
                                                               {"birthday", "birth_date"},
                                                               {"birthdate", "birth_date"},
                                                               {"gender", "sex"},
                                                               {"locale", "language"},
                                                               {"zip", "postal_code"},
                                                               {"zip_code", "postal_code"},
                                                               {"postcode", "postal_code"},
                                                               {"country_code", "country"},
                                                               {"phone_number", "phone"},
                                                               {"address_street", "street"}};

std::string sex_of(std::string_view text) {
    auto const word = text::fold(text);
    for (auto const* female : {"f", "female", "woman", "w", "moteris", "kvinne", "naine", "zhenskii"})
        if (word == female) return "female";
    for (auto const* male : {"m", "male", "man", "vyras", "mann", "mees", "muzhskoi"})
        if (word == male) return "male";
    return word.empty() ? "" : "other";
}

// What a sender writes, closer to what the field takes.
Json adapted(std::string_view field, Json const& value, std::string_view region) {
    if (!value.is_string()) return value;
    auto const text = text::clean(value.get_ref<std::string const&>());
    if (field == "sex") return sex_of(text);
    if (field == "country") return country_code(text).value_or("");
    if (field == "language") return text.substr(0, text.find_first_of("-_"));
    if (field == "birth_date") return text.substr(0, 10);
    if (field == "email") {
        auto const key = normalised(KeyKind::email, text);
        return key ? key->value : "";
    }
    if (field == "phone") {
        auto const key = normalised(KeyKind::phone, text, region);
        return key ? key->value : "";
    }
    return text;
}

// What a sender can say of a field: neither a record nor a file, which it knows nothing of.
bool is_told(schema::Field const& field) {
    return field.is_writable && field.type != schema::FieldType::relation && field.type != schema::FieldType::file;
}

class Collector {
public:
    Collector(schema::Object const& person, std::string_view region) : person_(person), region_(region) {}

    void add(std::string_view trait, Json const& value) {
        if (value.is_null() || (value.is_string() && value.get_ref<std::string const&>().empty())) return;
        auto const field = field_of_trait(trait);
        auto const* definition = person_.find(field);
        if (definition && is_told(*definition)) {
            auto normal = records::normal_value(*definition, adapted(field, value, region_));
            if (normal && !normal->is_null()) return keep(field, std::move(*normal));
        }
        auto name = text::clean(trait);
        if (name.size() > limits::text_bytes_max) return;
        keep("trait:" + name, value);
    }

    std::vector<LearnedValue> take() { return std::move(values_); }
    bool has(std::string_view field) const {
        return std::any_of(values_.begin(), values_.end(), [&](auto const& value) { return value.field == field; });
    }

private:
    void keep(std::string field, Json value) {
        if (!has(field) && values_.size() < limits::traits_max) values_.push_back({std::move(field), std::move(value)});
    }

    schema::Object const& person_;
    std::string region_;
    std::vector<LearnedValue> values_;
};

// A whole name, where its parts are not given: the last word is the family's.
void add_name(Collector& collector, std::string const& name) {
    auto const cleaned = text::clean(name);
    auto const space = cleaned.rfind(' ');
    if (space == std::string::npos) return collector.add("given_name", cleaned);
    collector.add("given_name", cleaned.substr(0, space));
    collector.add("family_name", cleaned.substr(space + 1));
}

}  // namespace

std::string field_of_trait(std::string_view trait) {
    auto name = snake(trait);
    auto const found = reserved.find(name);
    return found == reserved.end() ? name : found->second;
}

Json company_values(Json const& traits, schema::Object const& company) {
    Json values = Json::object();
    if (!traits.is_object()) return values;
    auto const add = [&](std::string_view trait, Json const& value) {
        auto const field = field_of_trait(trait);
        auto const* definition = company.find(field);
        if (!definition || !is_told(*definition) || values.contains(field)) return;
        auto normal = records::normal_value(*definition, adapted(field, value, {}));
        if (normal && !normal->is_null()) values[field] = std::move(*normal);
    };
    for (auto const& [name, value] : traits.items()) add(name, value);
    if (traits.contains("address") && traits["address"].is_object())
        for (auto const& [name, value] : traits["address"].items()) add(name, value);
    return values;
}

std::vector<LearnedValue> values_of_traits(Json const& traits, schema::Object const& person, std::string_view region) {
    if (!traits.is_object()) return {};
    auto const address =
        traits.contains("address") && traits["address"].is_object() ? traits["address"] : Json::object();
    std::string home(region);
    for (auto const* object : {&address, &traits}) {
        if (!object->contains("country") || !(*object)["country"].is_string()) continue;
        if (auto code = country_code((*object)["country"].get_ref<std::string const&>())) home = std::move(*code);
    }
    Collector collector(person, home);
    for (auto const& [name, value] : traits.items()) {
        if (name != "name" && !(name == "address" && value.is_object())) collector.add(name, value);
    }
    for (auto const& [name, value] : address.items()) {
        auto const* definition = person.find(field_of_trait(name));
        collector.add(definition ? name : "address_" + name, value);
    }
    if (traits.contains("name") && traits["name"].is_string()) {
        if (!collector.has("given_name") && !collector.has("family_name"))
            add_name(collector, traits["name"].get_ref<std::string const&>());
    }
    return collector.take();
}

}  // namespace kith::people
