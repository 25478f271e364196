// The choices of a field as people say them, and those that are added to open fields while records are written.
#pragma once

#include <string_view>
#include <vector>

#include "schema/schema.hpp"

namespace kith::schema {

/// The choice that a text means: by its label in any language, whatever case and accents, else by its value; null:
/// none.
Choice const* find_choice(Field const& field, std::string_view text);

/// The choice with such a label in any language, whatever case, accents and white space; its value is not asked.
Choice const* find_called(Field const& field, std::string_view words);
/// Whether the field has a choice of this value.
bool has_choice(Field const& field, std::string_view value);

/// What a door for adding a choice answers.
struct AddedChoice {
    Choice choice;
    bool is_new = false;  ///< false: it was there already, or somebody else was faster
};

Json json_of(Choice const& choice);
Choice choice_of(Json const& json);

}  // namespace kith::schema
