// Reads the members of a JSON body and gathers everything that is wrong with them, so that a form shows all its errors
// at once.
#pragma once

#include <initializer_list>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/limits.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace kith::access {

class Form {
public:
    explicit Form(Json const& body) : body_(body) {}

    bool has(std::string_view field) const { return body_.contains(field); }
    /// A member as it was sent, null included; null where it was not.
    Json const* given(std::string_view field);
    /// A cleaned, non-empty text; `required`, `wrong_type`, `too_long` otherwise, and then empty.
    std::string text(std::string_view field, std::size_t characters_max);
    std::string email(std::string_view field);
    /// At least `limits::password_characters_min` characters, not one that anybody would try first. `known` are texts
    /// that it may not be.
    std::string password(std::string_view field, std::initializer_list<std::string_view> known);
    std::string choice(std::string_view field, std::span<std::string_view const> choices);
    std::string currency(std::string_view field);
    std::string time_zone(std::string_view field);
    bool boolean(std::string_view field);
    void fail(std::string_view field, std::string_view code, std::string message);
    /// `invalid` with every error, among them `unknown_field` for members that nobody asked about.
    Result<void> finish();

private:
    Json const* member(std::string_view field);
    Json const& body_;
    std::set<std::string, std::less<>> asked_;
    std::vector<FieldError> errors_;
};

}  // namespace kith::access
