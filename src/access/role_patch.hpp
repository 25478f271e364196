// What is to change of a role, read from JSON and held against the definitions.
#pragma once

#include "access/role.hpp"
#include "schema/schema.hpp"

namespace kith::access {

/// Applies `{title, permissions, others, objects}`, each optional. Every error at once, each on the member at fault,
/// `objects.person.fields.email`: `unknown_field`, `unknown_object`, `not_a_choice`, `wrong_type`, `required`,
/// `too_long`, `always_shown`, and those of a rule.
Result<void> apply(Role& role, Json const& body, schema::SchemaPointer const& schema);

/// Whether the field is one by which a record is known or a list is made, and so cannot be hidden.
bool is_always_shown(schema::Object const& object, schema::Field const& field);

}  // namespace kith::access
