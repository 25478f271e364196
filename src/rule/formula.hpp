// Formulas: expressions of the rule language that say a value instead of yes or no.
//
//   price * quantity * (1 - coalesce(discount, 0) / 100)
//   if(stage = "won" and amount >= 1000 EUR, "large", "usual")
//   join(" ", given_name, family_name)
//
// A formula reads the record's own fields: `docs/user/rules.md` describes what it may say. Comparisons in it mean what
// they mean in rules. Its meaning is a value or none: what is worked out from something absent is absent, and so is a
// division by zero, a sum of two currencies, a day that the calendar does not have and what leaves the limits; only
// `if`, `coalesce` and `join` look past it, and a condition that is absent does not hold. Numbers are exact, as
// fractions, until the field that keeps the outcome rounds it.
//
// A formula is read, then checked against an object, then worked out on one record. It is a function of the record
// alone: neither the day, the time zone nor who asks have a part in it, so that what is kept never goes stale.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "rule/rule.hpp"

namespace kith::rule {

/// What a part of a formula says.
enum class Kind { boolean, number, money, text, date, instant };
std::string_view name_of(Kind kind);
/// What a formula may make of the values of such a field; nothing where they only compare.
std::optional<Kind> kind_of(schema::FieldType type);
/// The types of fields that can keep it, the usual one first.
std::vector<schema::FieldType> types_of(Kind kind);

struct Term;
using TermPointer = std::shared_ptr<Term const>;

/// A bool, a Number, an Amount or a text.
struct Constant {
    Value value;
    Place place;
};
enum class Operation { add, subtract, multiply, divide };
struct Arithmetic {
    Operation operation = Operation::add;
    TermPointer left, right;
    Place place;  ///< of the sign
};
struct Negative {
    TermPointer operand;
    Place place;
};
struct Call {
    std::string function;
    std::vector<TermPointer> operands;
    Place place;  ///< of the name
};
/// A field compared with what is written there, as rules have it.
struct Test {
    ExpressionPointer expression;
    Place place;
};
/// Two values compared with each other.
struct Comparing {
    Comparison comparison = Comparison::equal;
    TermPointer left, right;
    Place place;  ///< of the sign
};
struct Opposite {
    TermPointer operand;
};
struct Every {
    std::vector<TermPointer> operands;
};
struct Some {
    std::vector<TermPointer> operands;
};
struct Term {
    std::variant<Constant, Path, Arithmetic, Negative, Call, Test, Comparing, Opposite, Every, Some> node;
};
TermPointer make_term(auto node) { return std::make_shared<Term const>(Term{std::move(node)}); }

/// The tree, or what is wrong with the text.
struct FormulaReading {
    TermPointer term;
    Problem problem;          ///< where there is no term
    Expectation expectation;  ///< at the text's end
};
FormulaReading read_formula(std::string_view text);
/// What `read_formula` reads back to the same tree.
std::string print(Term const& term);
/// The names of the functions, in the order in which they are told.
std::vector<std::string> formula_functions();

/// A formula whose fields exist and whose parts fit each other. It owns the object that it was checked against.
class Formula {
public:
    Kind kind() const { return kind_; }
    /// The fields that it names.
    std::vector<std::string> const& reads() const { return reads_; }
    /// Of a record as the engine has it, as one would write it into `into`: "12.50", `{amount, currency}`. Null for
    /// none. The type of `into` is one of `types_of` the kind. Lengths and ranges are the record engine's to check.
    Json value(Json const& record, schema::Field const& into) const;

private:
    friend class FormulaChecker;
    TermPointer term_;
    schema::ObjectPointer object_;
    Kind kind_ = Kind::text;
    std::vector<std::string> reads_;
    std::map<Test const*, Checked> tests_;
};

/// The formula, or all that is wrong with it.
struct FormulaChecked {
    std::optional<Formula> formula;
    std::vector<Problem> problems;  ///< empty where there is a formula
};
/// Against an object, for the field `self`, which must not read itself.
FormulaChecked check_formula(TermPointer const& term, schema::ObjectPointer const& object, std::string_view self);
/// How the text may go on after its first `bytes` bytes.
Completions complete_formula(std::string_view text, std::size_t bytes, schema::ObjectPointer const& object,
                             std::string_view self);

}  // namespace kith::rule
