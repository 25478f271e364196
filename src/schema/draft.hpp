// What an administrator asks of a definition, read and checked before anything is written: values alone, no I/O.
//
// A body says only what is wanted; whatever it leaves out has its default in a new definition and stays as it is in an
// old one. Every error comes at once.
#pragma once

#include "base/json.hpp"
#include "schema/formulas.hpp"
#include "schema/schema.hpp"

namespace kith::schema {

/// A new field of the object, without a column yet. `{label, type}` is enough, or `{label, formula}`, or
/// `{label, rollup}`; `name` follows from the label.
Result<Field> new_field(Schema const& schema, Object const& object, Json const& body, Formulas const& formulas = {});
/// The field as the body changes it. Its name and type stay.
Result<Field> changed_field(Schema const& schema, Object const& object, Field const& field, Json const& body,
                            Formulas const& formulas = {});
/// A choice that the field does not have yet: `{label}`, perhaps with `color`.
Result<Choice> new_choice(Field const& field, Json const& body);
/// The field with another type, without columns of its own yet: `{type}` and what that asks for.
Result<Field> retyped_field(Field const& field, Json const& body);
/// A new object, without a table yet: its field `name`, and those of `fields`. `{label}` is enough.
Result<Object> new_object(Schema const& schema, Json const& body, Formulas const& formulas = {});
/// The object's own labels as the body changes them.
Result<Object> changed_object(Object const& object, Json const& body);

struct NewComposite {
    Composite composite;
    std::vector<Field> fields;  ///< its parts, without columns yet
};
/// A composite with a text field for each of its parts: `{label, type}` is enough.
Result<NewComposite> new_composite(Object const& object, Json const& body);
/// A composite over fields that are there, as a set-up says it: `{name, type, label, parts: {street: field, …}}`.
Result<Composite> composite_over(Object const& object, Json const& body);
/// The composite under another label. Its name, type and parts stay.
Result<Composite> changed_composite(Composite const& composite, Json const& body);

}  // namespace kith::schema
