// Traits as senders write them, turned into the values of a person. Pure: no I/O.
//
// Reserved traits are those of Segment's identify call (segment.com/docs/connections/spec/identify), in camelCase or
// snake_case.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "schema/schema.hpp"

namespace kith::people {

struct LearnedValue {
    std::string field;  ///< of the person object, or `trait:<name>`
    Json value;         ///< in the field's normal form; of a trait, as it came
};

/// One value a field, in the order they came. An unknown trait, and a value that does not fit its field, is kept as
/// `trait:<name>`; nulls and empty texts say nothing. `region` is where a phone without country code is at home if the
/// traits do not say a country themselves.
std::vector<LearnedValue> values_of_traits(Json const& traits, schema::Object const& person, std::string_view region);

/// The field that a trait of this name tells, or would tell if there were one: `zipCode` is `postal_code`.
std::string field_of_trait(std::string_view trait);

/// The traits of a group call that are fields of a company, in their normal form.
Json company_values(Json const& traits, schema::Object const& company);

}  // namespace kith::people
