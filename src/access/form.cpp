#include "access/form.hpp"

#include <algorithm>

#include "access/limits.hpp"
#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace kith::access {

namespace {

// The syntax that people use (RFC 5321 allows more); whether mail arrives is another question.
bool is_email(std::string_view text) {
    auto const at = text.find('@');
    if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos) return false;
    auto const domain = text.substr(at + 1);
    if (domain.empty() || domain.front() == '.' || domain.back() == '.' || domain.find("..") != std::string_view::npos)
        return false;
    return std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == ',' || c == ';' || c == '"';
    });
}

}  // namespace

Json const* Form::given(std::string_view field) {
    asked_.emplace(field);
    auto const found = body_.find(field);
    return found == body_.end() ? nullptr : &*found;
}

Json const* Form::member(std::string_view field) {
    asked_.emplace(field);
    auto const found = body_.find(field);
    if (found == body_.end() || found->is_null()) {
        fail(field, "required", "This is needed.");
        return nullptr;
    }
    return &*found;
}

std::string Form::text(std::string_view field, std::size_t characters_max) {
    auto const* value = member(field);
    if (!value) return {};
    if (!value->is_string()) {
        fail(field, "wrong_type", "This must be a text.");
        return {};
    }
    auto cleaned = text::clean(value->get_ref<std::string const&>());
    if (cleaned.empty()) {
        fail(field, "required", "This is needed.");
    } else if (text::length(cleaned) > characters_max) {
        fail(field, "too_long", fmt::format("At most {} characters.", characters_max));
        return {};
    }
    return cleaned;
}

std::string Form::email(std::string_view field) {
    auto value = text(field, limits::email_bytes_max);
    if (value.empty()) return value;
    if (value.size() > limits::email_bytes_max) {
        fail(field, "too_long", fmt::format("At most {} bytes.", limits::email_bytes_max));
    } else if (!is_email(value)) {
        fail(field, "not_an_email", "This is not an e-mail address.");
    } else {
        return value;
    }
    return {};
}

std::string Form::password(std::string_view field, std::initializer_list<std::string_view> known) {
    auto const* value = member(field);
    if (!value) return {};
    if (!value->is_string()) {
        fail(field, "wrong_type", "This must be a text.");
        return {};
    }
    // Neither trimmed nor normalised: a password is what was typed.
    auto const& password = value->get_ref<std::string const&>();
    if (text::length(password) < limits::password_characters_min) {
        fail(field, "too_short", fmt::format("At least {} characters.", limits::password_characters_min));
        return {};
    }
    if (password.size() > limits::password_bytes_max) {
        fail(field, "too_long", fmt::format("At most {} bytes.", limits::password_bytes_max));
        return {};
    }
    auto const folded = text::fold(password);
    bool const is_known =
        std::any_of(known.begin(), known.end(), [&](auto text) { return text::fold(text) == folded; });
    if (is_known || std::set<char>(password.begin(), password.end()).size() < 4) {
        fail(field, "weak", "This is too easy to guess.");
        return {};
    }
    return password;
}

std::string Form::choice(std::string_view field, std::span<std::string_view const> choices) {
    auto value = text(field, limits::name_characters_max);
    if (value.empty()) return value;
    if (std::find(choices.begin(), choices.end(), value) != choices.end()) return value;
    fail(field, "not_a_choice", fmt::format("One of {}.", fmt::join(choices, ", ")));
    return {};
}

std::string Form::currency(std::string_view field) {
    auto const value = text(field, 3);
    if (value.empty()) return value;
    if (auto const currency = Currency::parse(value)) return std::string(currency->text());
    fail(field, "not_a_choice", "This is not a currency of ISO 4217.");
    return {};
}

std::string Form::time_zone(std::string_view field) {
    auto value = text(field, limits::name_characters_max);
    if (value.empty() || is_time_zone(value)) return value;
    fail(field, "not_a_choice", "This is not a time zone such as Europe/Vilnius.");
    return {};
}

bool Form::boolean(std::string_view field) {
    auto const* value = member(field);
    if (!value) return false;
    if (value->is_boolean()) return value->get<bool>();
    fail(field, "wrong_type", "This must be true or false.");
    return false;
}

void Form::fail(std::string_view field, std::string_view code, std::string message) {
    errors_.push_back({std::string(field), std::string(code), std::move(message)});
}

Result<void> Form::finish() {
    for (auto const& [name, value] : body_.items())
        if (!asked_.contains(name)) fail(name, "unknown_field", "There is no such field.");
    if (errors_.empty()) return {};
    Error error;
    error.code = ErrorCode::invalid;
    error.message = "Some values are not valid.";
    error.fields = std::move(errors_);
    return error;
}

}  // namespace kith::access
