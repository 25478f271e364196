// The rule language, scalar half: comparisons of a record's fields, joined by and, or, not.
//
//   country = "LT" and (stage in ("customer", "advocate") or last_seen_at >= "2026-01-01") and not notes is absent
//
// Two-valued: a comparison with an absent value is false, `not` is the complement, `is absent` asks for absence. Text
// compares by code point. A rule is parsed, then checked against an object for an actor (a field that one may not read
// does not exist), then evaluated on one record or compiled to SQL in negation normal form with every value a bound
// parameter.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "schema/schema.hpp"

namespace kith::rule {

enum class Comparison { equal, not_equal, less, less_equal, greater, greater_equal };

/// A literal as written. Dates and instants are text until they are checked against their field.
using Literal = std::variant<bool, std::int64_t, double, std::string>;

struct Expression;
using ExpressionPointer = std::shared_ptr<Expression const>;

struct Compare {
    std::string field;
    Comparison comparison = Comparison::equal;
    Literal value;
};
struct In {
    std::string field;
    std::vector<Literal> values;
};
struct Absent {
    std::string field;
};
struct Not {
    ExpressionPointer operand;
};
struct And {
    std::vector<ExpressionPointer> operands;
};
struct Or {
    std::vector<ExpressionPointer> operands;
};
struct Expression {
    std::variant<Compare, In, Absent, Not, And, Or> node;
};

/// `invalid` on field `filter` with the byte at fault and what was expected there.
Result<ExpressionPointer> parse(std::string_view text);
std::string print(Expression const& expression);

/// Bytes as they are stored, such as a sort key.
struct Bytes {
    std::string bytes;
    auto operator<=>(Bytes const&) const = default;
};

/// A value that a statement owns.
struct BoundValue {
    std::variant<std::monostate, std::int64_t, double, std::string, Uuid, Bytes> value;
};

/// Whether the actor may read a field of the object.
using FieldVisible = std::function<bool(schema::Field const&)>;

/// A rule whose fields exist and whose literals fit them. `unknown_field` names the nearest field; `wrong_type`,
/// `not_a_choice`, `not_ordered`.
class Checked {
public:
    bool mentions(std::string_view field) const;
    /// Appends the condition to `sql`, with `alias.` before columns, and its values to `parameters` (`$n` goes on from
    /// their number).
    void to_sql(std::string& sql, std::vector<BoundValue>& parameters, std::string_view alias) const;
    /// Of a record as the API shows it.
    bool holds(Json const& record) const;

private:
    friend Result<Checked> check(ExpressionPointer expression, schema::Object const& object,
                                 FieldVisible const& visible);
    ExpressionPointer expression_;
    schema::Object const* object_ = nullptr;
};

Result<Checked> check(ExpressionPointer expression, schema::Object const& object, FieldVisible const& visible);

}  // namespace kith::rule
