#include "schema/draft_body.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "schema/names.hpp"

namespace kith::schema {

bool Draft::has(char const* name) {
    asked_.insert(name);
    return body_.contains(name) && !body_[name].is_null();
}

std::string Draft::text(char const* name) {
    if (!has(name)) return {};
    if (body_[name].is_string()) return text::clean(body_[name].get_ref<std::string const&>());
    fail(name, "wrong_type", "must be text");
    return {};
}

bool Draft::boolean(char const* name, bool fallback) {
    if (!has(name)) return fallback;
    if (body_[name].is_boolean()) return body_[name].get<bool>();
    fail(name, "wrong_type", "must be true or false");
    return fallback;
}

int Draft::integer(char const* name, int fallback) {
    if (!has(name)) return fallback;
    if (body_[name].is_number_integer() && body_[name] >= 0 && body_[name] <= limits::decimal_digits_max)
        return body_[name].get<int>();
    fail(name, "wrong_type", "must be a small whole number");
    return fallback;
}

Json Draft::list(char const* name) {
    if (!has(name)) return Json::array();
    if (body_[name].is_array()) return body_[name];
    fail(name, "wrong_type", "must be a list");
    return Json::array();
}

Label Draft::label(char const* name) {
    Label label;
    if (!has(name)) return label;
    if (!body_[name].is_object()) {
        fail(name, "wrong_type", "must be a text by language, such as {\"en\": \"Size\"}");
        return label;
    }
    for (auto const& [language, value] : body_[name].items()) {
        if (std::find(languages().begin(), languages().end(), language) == languages().end())
            fail(name, "unknown_language", fmt::format("has the language \"{}\", which Kith does not speak", language));
        else if (!value.is_string() && !value.is_null())
            fail(name, "wrong_type", "must be text in each language");
        else if (value.is_string())
            if (auto words = text::tidy(value.get_ref<std::string const&>()); !words.empty())
                label[language] = std::move(words);
    }
    for (auto const& [language, words] : label)
        if (text::length(words) > limits::label_characters_max)
            fail(name, "too_long", fmt::format("may have {} characters", limits::label_characters_max));
    return label;
}

void Draft::fail(std::string_view name, std::string code, std::string_view what) {
    bool const is_sentence = what.ends_with('.') || what.ends_with('?');
    errors_.push_back({prefix_ + std::string(name), std::move(code),
                       fmt::format("{}{} {}{}", prefix_, name, what, is_sentence ? "" : ".")});
}

void Draft::take(Error const& error, std::string_view at) {
    for (auto const& each : error.fields)
        errors_.push_back({fmt::format("{}{}.{}", prefix_, at, each.field), each.code, each.message});
    if (error.fields.empty()) errors_.push_back({prefix_ + std::string(at), "wrong", error.message});
}

Result<void> Draft::finish() {
    for (auto const& [name, ignored] : body_.items())
        if (!asked_.contains(name)) fail(name, "unknown_field", "is nothing that a definition has");
    if (errors_.empty()) return {};
    Error error{ErrorCode::invalid, errors_.front().message, {}, {}, std::move(errors_), 0};
    return error;
}

void read_name(Draft& draft, std::string& name, Label const& label,
               std::function<bool(std::string_view)> const& is_taken, bool (*is_reserved)(std::string_view),
               std::size_t suggested_bytes_max) {
    name = draft.text("name");
    auto const is_free = [&](std::string_view each) { return !is_taken(each) && !is_reserved(each); };
    if (name.empty()) {
        if (!label.empty())
            name = name_from(label, [&](std::string_view each) { return !is_free(each); }, suggested_bytes_max);
    } else if (!is_name(name)) {
        draft.fail("name", "bad_name", "must begin with a small letter and have only a-z, 0-9 and _, at most 48");
    } else if (is_reserved(name)) {
        draft.fail("name", "reserved", fmt::format("\"{}\" means something else already", name));
    } else if (is_taken(name)) {
        draft.fail("name", "taken", fmt::format("\"{}\" is there already", name));
    }
}

void check_room(Draft& draft, Object const& object, std::size_t fields, std::string_view at) {
    auto const own =
        std::count_if(object.fields.begin(), object.fields.end(), [](Field const& each) { return !each.is_system; });
    if (static_cast<std::size_t>(own) + object.retired.size() + fields > limits::fields_per_object_max)
        draft.fail(at, "too_many_fields",
                   fmt::format("cannot be made: an object has {} fields at most", limits::fields_per_object_max));
}

void mark_changed(std::vector<std::string>& changed, std::string_view what, bool is_different) {
    if (is_different && std::find(changed.begin(), changed.end(), what) == changed.end()) changed.emplace_back(what);
}

}  // namespace kith::schema
