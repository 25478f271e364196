// A row rule as it is written: which rows of an object those who have a role see.
#pragma once

#include <string>

#include "base/result.hpp"
#include "rule/rule.hpp"

namespace kith::access {

/// Checked for who writes it, an administrator who sees every field. `invalid` on the field `rule`.
Result<rule::Checked> checked_row_rule(std::string const& expression, schema::SchemaPointer const& schema,
                                       schema::Object const& object);

}  // namespace kith::access
