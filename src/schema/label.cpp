#include "schema/label.hpp"

namespace kith::schema {

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

}  // namespace kith::schema
