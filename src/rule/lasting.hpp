// Rules that hold of a record for as long as the record stays as it is: neither the day, the time zone, who asks nor
// any other record has a part in them. What is kept stands on these alone, so that it never goes stale.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rule/rule.hpp"

namespace kith::rule {

/// Whether a literal, compared with the field, means something else tomorrow, elsewhere or to somebody else.
bool is_moving(schema::Field const& field, Literal const& literal);
/// Of one comparison, be it denied; null for what joins several.
Path const* path_of(Expression const& comparison);
std::vector<Literal const*> literals_of(Expression const& comparison);

/// The rule and the fields that it names, or all that is wrong with it.
struct LastingChecked {
    std::optional<Checked> rule;
    std::vector<std::string> reads;
    std::vector<Problem> problems;  ///< empty where there is a rule
};
/// Against an object, which must outlive it. Besides the problems of any rule: `moves_with_time`, `other_record`,
/// `not_readable`.
LastingChecked check_lasting(ExpressionPointer const& expression, schema::Object const& object);

}  // namespace kith::rule
