#include "tests/api/schema_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <regex>
#include <set>

#include "base/ids.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace kith::api_tests {

namespace {

using Misfits = std::vector<std::string>;

struct Place {
    Json const& document;
    Json const& schema;
    Json const& value;
    std::string const& path;
};

void append(Misfits& all, Misfits more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

bool is_of_type(Json const& value, std::string const& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "null") return value.is_null();
    if (type == "integer") return value.is_number_integer();
    return type == "number" && value.is_number();
}

Misfits check_type(Place const& at, Json const& type) {
    auto const types = type.is_array() ? type : Json::array({type});
    for (auto const& each : types)
        if (is_of_type(at.value, each.get<std::string>())) return {};
    return {fmt::format("{}: {} is not of type {}", at.path, dump_json(at.value), dump_json(type))};
}

Misfits check_format(Place const& at, Json const& format) {
    if (!at.value.is_string()) return {};
    auto const text = at.value.get<std::string>();
    bool fits = true;
    if (format == "uuid") fits = Uuid::parse(text).has_value();
    if (format == "date-time") fits = Instant::parse(text).has_value() && text.size() == 24;
    if (format == "date") fits = Date::parse(text).has_value();
    return fits ? Misfits{} : Misfits{fmt::format("{}: '{}' is not a {}", at.path, text, dump_json(format))};
}

Misfits check_properties(Place const& at, Json const& properties) {
    Misfits out;
    if (!at.value.is_object()) return out;
    for (auto const& [name, schema] : properties.items())
        if (auto const found = at.value.find(name); found != at.value.end())
            append(out, misfits(at.document, schema, *found, at.path + "." + name));
    return out;
}

Misfits check_additional(Place const& at, Json const& additional) {
    Misfits out;
    if (!at.value.is_object()) return out;
    auto const properties = at.schema.value("properties", Json::object());
    for (auto const& [name, value] : at.value.items()) {
        if (properties.contains(name)) continue;
        if (additional == false)
            out.push_back(fmt::format("{}: the member '{}' is not in the schema", at.path, name));
        else if (additional.is_object())
            append(out, misfits(at.document, additional, value, at.path + "." + name));
    }
    return out;
}

Misfits check_items(Place const& at, Json const& items) {
    Misfits out;
    if (!at.value.is_array()) return out;
    for (std::size_t i = 0; i < at.value.size(); ++i)
        append(out, misfits(at.document, items, at.value[i], fmt::format("{}[{}]", at.path, i)));
    return out;
}

Misfits check_required(Place const& at, Json const& required) {
    Misfits out;
    if (!at.value.is_object()) return out;
    for (auto const& name : required)
        if (!at.value.contains(name.get<std::string>()))
            out.push_back(fmt::format("{}: {} is missing", at.path, dump_json(name)));
    return out;
}

Misfits check_choices(Place const& at, Json const& schemas, std::size_t fitting_max) {
    std::size_t fitting = 0;
    Misfits last;
    for (auto const& schema : schemas) {
        auto problems = misfits(at.document, schema, at.value, at.path);
        if (problems.empty()) ++fitting;
        append(last, std::move(problems));
    }
    if (fitting >= 1 && fitting <= fitting_max) return {};
    last.insert(last.begin(), fmt::format("{}: fits {} of {} choices", at.path, fitting, schemas.size()));
    return last;
}

Misfits check_reference(Place const& at, Json const& reference) {
    auto const pointer = reference.get<std::string>().substr(1);  // after '#'
    if (!at.document.contains(Json::json_pointer(pointer)))
        return {fmt::format("{}: {} points nowhere", at.path, pointer)};
    return misfits(at.document, at.document.at(Json::json_pointer(pointer)), at.value, at.path);
}

Misfits check_bound(Place const& at, bool is_within, std::string_view keyword, Json const& bound) {
    return is_within ? Misfits{}
                     : Misfits{fmt::format("{}: {} is outside {} {}", at.path, dump_json(at.value), keyword,
                                           dump_json(bound))};
}

using Checker = std::function<Misfits(Place const&, Json const&)>;

std::map<std::string, Checker> const& checkers() {
    static std::map<std::string, Checker> const table{
        {"$ref", check_reference},
        {"type", check_type},
        {"format", check_format},
        {"properties", check_properties},
        {"additionalProperties", check_additional},
        {"items", check_items},
        {"required", check_required},
        {"anyOf", [](auto& at, auto& schemas) { return check_choices(at, schemas, schemas.size()); }},
        {"oneOf", [](auto& at, auto& schemas) { return check_choices(at, schemas, 1); }},
        {"allOf",
         [](auto& at, auto& schemas) {
             Misfits out;
             for (auto const& schema : schemas) append(out, misfits(at.document, schema, at.value, at.path));
             return out;
         }},
        {"enum",
         [](auto& at, auto& values) {
             return check_bound(at, std::find(values.begin(), values.end(), at.value) != values.end(), "enum", values);
         }},
        {"const", [](auto& at, auto& value) { return check_bound(at, at.value == value, "const", value); }},
        {"minimum",
         [](auto& at, auto& bound) {
             return check_bound(at, !at.value.is_number() || at.value >= bound, "minimum", bound);
         }},
        {"maximum",
         [](auto& at, auto& bound) {
             return check_bound(at, !at.value.is_number() || at.value <= bound, "maximum", bound);
         }},
        {"minItems",
         [](auto& at, auto& bound) {
             return check_bound(at, !at.value.is_array() || at.value.size() >= bound, "minItems", bound);
         }},
        {"maxItems",
         [](auto& at, auto& bound) {
             return check_bound(at, !at.value.is_array() || at.value.size() <= bound, "maxItems", bound);
         }},
        {"minProperties",
         [](auto& at, auto& bound) {
             return check_bound(at, !at.value.is_object() || at.value.size() >= bound, "minProperties", bound);
         }},
        {"minLength",
         [](auto& at, auto& bound) {
             return check_bound(at,
                                !at.value.is_string() || text::length(at.value.template get<std::string>()) >= bound,
                                "minLength", bound);
         }},
        {"maxLength",
         [](auto& at, auto& bound) {
             return check_bound(at,
                                !at.value.is_string() || text::length(at.value.template get<std::string>()) <= bound,
                                "maxLength", bound);
         }},
        {"pattern",
         [](auto& at, auto& pattern) {
             return check_bound(
                 at,
                 !at.value.is_string() || std::regex_search(at.value.template get<std::string>(),
                                                            std::regex(pattern.template get<std::string>())),
                 "pattern", pattern);
         }},
    };
    return table;
}

}  // namespace

std::vector<std::string> misfits(Json const& document, Json const& schema, Json const& value,
                                 std::string const& place) {
    static std::set<std::string> const annotations{"description", "title",    "default",   "examples",
                                                   "example",     "readOnly", "writeOnly", "deprecated"};
    if (schema.is_boolean()) return schema.get<bool>() ? Misfits{} : Misfits{place + ": nothing is allowed here"};
    Misfits out;
    for (auto const& [keyword, argument] : schema.items()) {
        if (annotations.contains(keyword) || keyword.starts_with("x-")) continue;
        auto const checker = checkers().find(keyword);
        if (checker == checkers().end()) {
            out.push_back(fmt::format("{}: the schema's keyword '{}' is not known to the checker", place, keyword));
            continue;
        }
        append(out, checker->second({document, schema, value, place}, argument));
    }
    return out;
}

}  // namespace kith::api_tests
