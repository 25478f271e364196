// A value of one type as a value of another: what a change of a field's type and the cells of a file have in common.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/money.hpp"
#include "schema/schema.hpp"

namespace kith::records {

/// What a value does not say itself.
struct Surroundings {
    std::string language = "en";       ///< in which choices are told as text
    std::string time_zone = "UTC";     ///< in which an instant has its day
    std::optional<Currency> currency;  ///< of amounts that name none
};

/// The value in the normal form of `to`; nothing where it does not fit.
std::optional<Json> converted(schema::Field const& from, schema::Field const& to, Json const& value,
                              Surroundings const& around);
/// The value as somebody would write it.
std::string text_of(schema::Field const& field, Json const& value, Surroundings const& around);

/// The value that a text says in JSON; `invalid` on the field, with the place, where it is none.
Result<Json> json_in(schema::Field const& field, std::string_view text);
/// Yes or no, in the languages that Kith speaks.
std::optional<bool> yes_or_no(std::string_view text);
/// The choice that a text means, by its name or by its label in any language; else the text, which the field refuses.
std::string choice_of(schema::Field const& field, std::string const& text);
/// Several choices in one text.
std::vector<std::string> parts_of(std::string_view text);

}  // namespace kith::records
