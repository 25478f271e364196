// What the values of each field type are to the record engine: how one is checked, read from its row, described in
// OpenAPI and found by search. One row a type, in value_types.cpp; `schema/types.hpp` says which other tables there
// are.
#pragma once

#include <string>

#include "base/json.hpp"
#include "base/result.hpp"
#include "schema/schema.hpp"
#include "store/database.hpp"

namespace kith::records {

struct ValueType {
    schema::FieldType type;
    /// The normal form of a value that is not null; null where it says nothing. `invalid` on the field.
    Result<Json> (*normal)(schema::Field const& field, Json const& value);
    /// Of a row whose column at `at` is not null; a unit stands in the next.
    Json (*read)(schema::Field const& field, store::Rows::Row const& row, std::size_t at);
    /// JSON Schema of what comes out (`is_answer`) or goes in; null stands for absent.
    Json (*schema)(schema::Field const& field, bool is_answer);
    /// The text whose words find the record.
    std::string (*searched)(Json const& value);
};

ValueType const& value_type_of(schema::FieldType type);

}  // namespace kith::records
