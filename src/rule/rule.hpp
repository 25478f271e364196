// The rule language, scalar half: comparisons of a record's fields, joined by and, or, not.
//
//   country = "LT" and (stage in ("customer", "advocate") or last_seen_at in last 30 days) and company.name contains
//   "uab"
//
// The same tree has a text form, for people, and a JSON form, for programs; `docs/user/rules.md` describes both.
// Meaning, the same in every executor, is two-valued: a comparison with an absent value is false, `not` is the
// complement, `is absent` asks for absence. Signs compare text by code point; `contains`, `starts with`, `ends with`
// and `matches` ignore case and accents. A literal of time stands for a stretch (`this month`, "2026-11", today) and
// compares as a whole: `=` is within, `<` before its beginning, `>` after its end. All bounds are computed here; SQL
// sees numbers.
//
// A rule is parsed, then checked against an object for an actor (a field that one may not read does not exist), then
// evaluated on one record or compiled to SQL in negation normal form with every value a bound parameter.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "schema/schema.hpp"

namespace kith::rule {

/// Where something stands in the text form, counted from 0, its end not included. No part of what a tree says.
struct Place {
    std::size_t begin = 0, end = 0;                      ///< in bytes
    std::size_t character_begin = 0, character_end = 0;  ///< in code points
    bool operator==(Place const&) const { return true; }
};

enum class Unit { minute, hour, day, week, month, quarter, year };

/// A stretch of time told from the present one.
struct Period {
    enum class Kind {
        now,
        ago,            ///< `3 days ago`
        ahead,          ///< `3 days from now`
        last,           ///< `last 3 days`: rolling, 3 × 24 hours until now
        next,           ///< `next 3 days`
        current,        ///< `today`, `this month`
        last_calendar,  ///< `yesterday`, `last month`, `last 3 calendar months`: whole ones before the present one
        next_calendar,
    };
    Kind kind = Kind::now;
    std::int64_t count = 1;
    Unit unit = Unit::day;
    bool operator==(Period const&) const = default;
};

/// A decimal number as written, without what says nothing: no leading zeros, no trailing ones after the point.
struct Number {
    std::string digits;
    bool operator==(Number const&) const = default;
    static std::optional<Number> parse(std::string_view text);
    static std::optional<Number> of(double value);
    double real() const;
};
struct Amount {
    Number amount;
    Currency currency;
    bool operator==(Amount const&) const = default;
};
/// Whoever asks.
struct Me {
    bool operator==(Me const&) const = default;
};
/// The users around whoever asks, one of whom a field names: what `in` alone compares with.
enum class Circle {
    teams,    ///< `my teams`: the members of the teams that they are in, and of those below
    reports,  ///< `my reports`: the members of the teams that they lead, and of those below; not themselves
};

/// Days and instants are text until they are checked against their field.
using Value = std::variant<bool, Number, std::string, Period, Amount, Me, Circle>;
struct Literal {
    Value value;
    Place place;
    bool operator==(Literal const&) const = default;
};

/// A field of the record, or of the one record that its relation leads to: `country`, `company.country`.
struct Path {
    std::string relation;  ///< empty: the record's own field
    std::string field;
    Place place;
    bool operator==(Path const&) const = default;
    std::string text() const { return relation.empty() ? field : relation + "." + field; }
};

enum class Comparison { equal, not_equal, less, less_equal, greater, greater_equal };
enum class Likeness { contains, starts_with, ends_with, matches };

struct Expression;
using ExpressionPointer = std::shared_ptr<Expression const>;

struct Compare {
    Path path;
    Comparison comparison = Comparison::equal;
    Literal value;
    bool operator==(Compare const&) const = default;
};
/// From the beginning of `low` to the end of `high`, both included.
struct Between {
    Path path;
    Literal low, high;
    bool operator==(Between const&) const = default;
};
struct In {
    Path path;
    std::vector<Literal> values;
    bool operator==(In const&) const = default;
};
/// Case and accents do not count.
struct Like {
    Path path;
    Likeness likeness = Likeness::contains;
    Literal value;  ///< text
    bool operator==(Like const&) const = default;
};
struct Absent {
    Path path;
    bool operator==(Absent const&) const = default;
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
    std::variant<Compare, Between, In, Like, Absent, Not, And, Or> node;
};
ExpressionPointer make(auto node) { return std::make_shared<Expression const>(Expression{std::move(node)}); }

/// What is wrong with a rule, and where.
struct Problem {
    std::string code;  ///< stable, for translation: `syntax`, `unknown_field`, …
    std::string message;
    Place place;
    std::size_t part = 0;                  ///< of the comparisons in the order of reading, from 0
    std::vector<std::string> suggestions;  ///< what may stand there instead
    /// `invalid` on field `filter`.
    Error error() const;
};

/// What may stand at the end of a text that is being written.
struct Expectation {
    enum class What { nothing, field, operation, value, words };
    What what = What::nothing;
    Path path;                           ///< of an operation or a value
    std::vector<std::string> words;      ///< besides, or alone
    bool is_of_several = false;          ///< a value that may stand for several: after `in`
    std::vector<std::string> also = {};  ///< besides what suits the path's field; of a value: or a field
};

/// The tree, or what is wrong with the text.
struct Reading {
    ExpressionPointer expression;
    Problem problem;          ///< where there is no expression
    Expectation expectation;  ///< at the text's end
};

/// Reads the text form.
Reading read(std::string_view text);
/// The text form, or the JSON form where it begins with `{`. `invalid` on field `filter`, with the place.
Result<ExpressionPointer> parse(std::string_view text);
std::string print(Expression const& expression);
std::string print(Value const& value);

/// The JSON form.
Json to_json(Expression const& expression);
/// `invalid` on field `filter`, with the place as a path such as `all[1].value`.
Result<ExpressionPointer> from_json(Json const& json);

/// Bytes as they are stored, such as a sort key.
struct Bytes {
    std::string bytes;
    auto operator<=>(Bytes const&) const = default;
};

/// A value that a statement owns.
struct BoundValue {
    std::variant<std::monostate, std::int64_t, double, std::string, Uuid, Bytes> value;
};

/// Who is in each circle, in ascending order.
struct Circles {
    std::vector<Uuid> teams, reports;
};

/// When a rule is asked, where, and by whom: what `today`, `me` and `my teams` stand for.
struct Moment {
    Instant now;
    std::string time_zone = "UTC";
    Uuid user;                                         ///< nil: nobody who could be meant by `me`
    std::shared_ptr<Circles const> circles = nullptr;  ///< null: nobody stands around them

    std::span<Uuid const> members(Circle circle) const {
        if (!circles) return {};
        return circle == Circle::teams ? circles->teams : circles->reports;
    }
};

class Checked;

/// Whether the actor may read a field of an object.
using FieldVisible = std::function<bool(schema::Object const&, schema::Field const&)>;
/// SQL on a row, by its alias, that holds where the actor may see what the field says; empty: always.
using ShownWhere = std::function<std::string(schema::Object const&, schema::Field const&, std::string_view alias)>;

/// What the one for whom a rule is checked may see.
struct Sight {
    schema::SchemaPointer schema;
    FieldVisible field;
    /// The condition on the rows of another object that a relation leads to; nothing: all; an error: none.
    std::function<Result<std::optional<Checked>>(schema::Object const&)> rows;
    Moment moment;
    ShownWhere shown_where = {};  ///< none: every field that is seen is seen in every row
    /// Of one who sees everything.
    static Sight whole(schema::SchemaPointer schema, Moment moment);
};

/// The record that a relation leads to, as the actor sees it; nothing where it is hidden or gone.
using Related = std::function<std::optional<Json>(schema::Object const&, Uuid)>;

/// A rule whose fields exist and whose literals fit them. The object that it was checked against must outlive it; those
/// that its relations lead to it owns.
class Checked {
public:
    bool mentions(std::string_view field) const;
    /// Appends the condition to `sql`, with `alias.` before columns, and its values to `parameters` (`$n` goes on from
    /// their number). The users of a circle that stand among them already are not bound again.
    void to_sql(std::string& sql, std::vector<BoundValue>& parameters, std::string_view alias) const;
    /// Of a record as the API shows it. Without `related` what lies behind a relation is absent.
    bool holds(Json const& record, Related const& related = {}) const;
    /// The same rule, asked at another moment.
    Checked at(Moment moment) const;
    /// The same rule, which the records of these ids pass too, whatever it says. In ascending order; null: none.
    Checked or_one_of(std::shared_ptr<std::vector<Uuid> const> ids) const;

    struct Target;
    using Targets = std::map<std::string, Target, std::less<>>;

private:
    friend class Checker;
    ExpressionPointer expression_;
    schema::Object const* object_ = nullptr;
    std::shared_ptr<Targets const> targets_;
    Moment moment_;
    ShownWhere shown_where_;
    std::shared_ptr<std::vector<Uuid> const> also_;
};

/// Where a relation leads, and which rows there may be seen.
struct Checked::Target {
    schema::ObjectPointer object;
    std::shared_ptr<Checked const> rows;  ///< null: all
};

/// `unknown_field` and `not_a_choice` name the nearest; `wrong_type`, `not_ordered`, `not_text`, `no_such_relation`,
/// `too_costly`. The first of the problems.
Result<Checked> check(ExpressionPointer expression, schema::Object const& object, Sight const& sight);
/// All of them.
std::vector<Problem> problems_of(ExpressionPointer const& expression, schema::Object const& object, Sight const& sight);

/// One way to go on writing.
struct Completion {
    std::string text;   ///< in the language
    std::string kind;   ///< `field`, `operator`, `value`, `word`
    std::string field;  ///< whose value it is, or which field: for its label
};
struct Completions {
    Place place;  ///< what they would replace
    std::vector<Completion> list;
};
/// How the text may go on after its first `bytes` bytes.
Completions complete(std::string_view text, std::size_t bytes, schema::Object const& object, Sight const& sight);
/// Of another language of the same fields: `expected` says what may stand behind a text.
Completions complete(std::string_view text, std::size_t bytes, schema::Object const& object, Sight const& sight,
                     std::function<Expectation(std::string_view)> const& expected);

}  // namespace kith::rule
