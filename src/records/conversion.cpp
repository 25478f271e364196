#include "records/conversion.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/time.hpp"
#include "records/row.hpp"
#include "rule/rule.hpp"
#include "schema/choices.hpp"

namespace kith::records {

namespace {

using schema::Field;
using schema::FieldType;

constexpr std::array<std::string_view, 8> words_of_yes{"true", "yes", "y", "1", "taip", "ja", "da", "jah"};
constexpr std::array<std::string_view, 8> words_of_no{"false", "no", "n", "0", "ne", "nei", "net", "ei"};

std::string label_of(schema::Field const& field, std::string const& value, std::string const& language) {
    for (auto const& choice : field.choices) {
        if (choice.value != value) continue;
        for (auto const& wanted : {language, std::string("en")})
            if (auto const label = choice.label.find(wanted); label != choice.label.end()) return label->second;
        return choice.label.empty() ? value : choice.label.begin()->second;
    }
    return value;
}

// The digits of a number as somebody may have written it: `1 234,50`.
std::string plain_number(std::string_view text) {
    std::string plain;
    for (char const c : text)
        if (c != ' ') plain += c;
    for (auto at = plain.find("\xC2\xA0"); at != std::string::npos; at = plain.find("\xC2\xA0")) plain.erase(at, 2);
    if (plain.find('.') == std::string::npos && std::count(plain.begin(), plain.end(), ',') == 1)
        plain[plain.find(',')] = '.';
    return plain;
}

// `49.90 EUR` is `49.90` and the currency.
std::pair<std::string, std::optional<Currency>> amount_of(std::string const& text) {
    auto const space = text.rfind(' ');
    auto const currency =
        space == std::string::npos ? std::nullopt : Currency::parse(std::string_view(text).substr(space + 1));
    if (!currency) return {plain_number(text), std::nullopt};
    return {plain_number(text.substr(0, space)), currency};
}

Json choices_of(Field const& from, Field const& to, Json const& value, Surroundings const& around) {
    auto several = Json::array();
    auto const add = [&](std::string const& each) {
        auto choice = choice_of(to, each);
        if (choice == each && from.type != FieldType::text)
            choice = choice_of(to, label_of(from, each, around.language));
        several.push_back(choice);
    };
    if (value.is_array())
        for (auto const& each : value) add(each.get<std::string>());
    else if (from.type == FieldType::choice || to.type == FieldType::choice)
        add(value.is_string() ? value.get<std::string>() : text_of(from, value, around));
    else
        for (auto const& each : parts_of(text_of(from, value, around))) add(each);
    return several;
}

// What the field is asked to take; null where there is nothing of the kind.
Json candidate(Field const& from, Field const& to, Json const& value, Surroundings const& around) {
    auto const text = text_of(from, value, around);
    switch (to.type) {
        case FieldType::number: {
            auto const number = rule::Number::parse(amount_of(text).first);
            return number ? Json(number->real()) : Json(nullptr);
        }
        case FieldType::decimal:
            return amount_of(text).first;
        case FieldType::money: {
            auto const [digits, currency] = amount_of(text);
            if (!currency && !around.currency) return nullptr;
            return Json{{"amount", digits}, {"currency", (currency ? currency : around.currency)->text()}};
        }
        case FieldType::boolean: {
            auto const answer = yes_or_no(text);
            return answer ? Json(*answer) : Json(nullptr);
        }
        case FieldType::date:
        case FieldType::partial_date:
            if (auto const at = from.type == FieldType::instant ? Instant::parse(text) : std::nullopt)
                return Date::of(*at, around.time_zone).text();
            return text;
        case FieldType::instant:
            if (auto const day = Date::parse(text)) return day->begins(around.time_zone).text();
            return text;
        case FieldType::multi_choice:
            return choices_of(from, to, value, around);
        case FieldType::choice: {
            auto const several = choices_of(from, to, value, around);
            return several.size() == 1 ? several[0] : Json(nullptr);
        }
        case FieldType::json: {
            auto read = json_in(to, text);
            return read ? read.take() : Json(nullptr);
        }
        default:
            return text;
    }
}

}  // namespace

Result<Json> json_in(Field const& field, std::string_view text) {
    auto read = parse_json(text);
    if (read) return read;
    return Error::invalid(field.name, "not_json", fmt::format("{} must be JSON. {}", field.name, read.error().message));
}

std::optional<bool> yes_or_no(std::string_view text) {
    auto const word = text::transliterate(text);
    if (std::find(words_of_yes.begin(), words_of_yes.end(), word) != words_of_yes.end()) return true;
    if (std::find(words_of_no.begin(), words_of_no.end(), word) != words_of_no.end()) return false;
    return std::nullopt;
}

std::string choice_of(Field const& field, std::string const& text) {
    auto const* choice = schema::find_choice(field, text);
    return choice ? choice->value : text;
}

std::vector<std::string> parts_of(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of(",;|\n"), text.size());
        if (auto part = text::tidy(text.substr(0, end)); !part.empty()) parts.push_back(std::move(part));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::string text_of(Field const& field, Json const& value, Surroundings const& around) {
    if (field.type == FieldType::json) return dump_json(value);
    if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
    if (value.is_number()) {
        auto const number = rule::Number::of(value.get<double>());
        return number ? number->digits : fmt::format("{}", value.get<double>());
    }
    if (value.is_array()) {
        std::vector<std::string> labels;
        for (auto const& each : value) labels.push_back(label_of(field, each.get<std::string>(), around.language));
        return fmt::format("{}", fmt::join(labels, ", "));
    }
    if (value.is_object()) {
        auto const currency = Currency::parse(value.value("currency", std::string()));
        return currency ? Money{value.value("minor", std::int64_t{0}), *currency}.text() : std::string();
    }
    auto text = value.is_string() ? value.get<std::string>() : std::string();
    return field.choices.empty() ? text : label_of(field, text, around.language);
}

std::optional<Json> converted(Field const& from, Field const& to, Json const& value, Surroundings const& around) {
    auto normal = normal_value(to, candidate(from, to, value, around));
    if (!normal || normal->is_null()) return std::nullopt;
    return normal.take();
}

}  // namespace kith::records
