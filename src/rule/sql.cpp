// A checked rule as SQL: negation normal form as it goes. Negations reach the comparisons, where absence is the
// complement's; positive comparisons stand bare, so that indexes serve them.
//
// What a relation leads to is asked for with EXISTS, under the condition on the rows that the actor may see there: a
// record that is hidden or deleted is as absent as none.
#include <algorithm>
#include <bit>

#include "base/text.hpp"
#include "rule/types.hpp"
#include "rule/words.hpp"

namespace kith::rule {

namespace {

using schema::Field;
using schema::FieldType;
using schema::Object;

Comparison complement(Comparison comparison) {
    switch (comparison) {
        case Comparison::equal:
            return Comparison::not_equal;
        case Comparison::not_equal:
            return Comparison::equal;
        case Comparison::less:
            return Comparison::greater_equal;
        case Comparison::less_equal:
            return Comparison::greater;
        case Comparison::greater:
            return Comparison::less_equal;
        case Comparison::greater_equal:
            return Comparison::less;
    }
    return comparison;
}

std::string_view sql_sign(Comparison comparison) {
    return comparison == Comparison::not_equal ? "<>" : word_of(signs, comparison);
}

// A pattern of LIKE, whose own signs in the text are escaped by `!`.
std::string pattern_of(Likeness likeness, std::string_view folded) {
    std::string pattern = likeness == Likeness::starts_with ? "" : "%";
    for (char const c : folded) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    if (likeness != Likeness::ends_with) pattern += '%';
    return pattern;
}

struct Writer {
    Object const& object;
    Checked::Targets const& targets;
    Moment const& moment;
    std::string& sql;
    std::vector<BoundValue>& parameters;
    std::string alias;
    ShownWhere const& shown_where;
    bool is_negated = false;

    std::string bind(BoundValue value) const {
        parameters.push_back(std::move(value));
        return fmt::format("${}", parameters.size());
    }

    // The places of users in a list; those whom an earlier condition of the statement bound are not bound again. The
    // last stands several times, so that lists of every length need few statements.
    std::string bind_all(std::span<Uuid const> users) const {
        std::vector<Uuid> list(users.begin(), users.end());
        list.resize(std::bit_ceil(list.size()), users.back());
        auto const is_same = [](BoundValue const& bound, Uuid const& user) {
            auto const* id = std::get_if<Uuid>(&bound.value);
            return id && *id == user;
        };
        auto const known = std::search(parameters.begin(), parameters.end(), list.begin(), list.end(), is_same);
        auto const first = static_cast<std::size_t>(known - parameters.begin()) + 1;
        if (known == parameters.end())
            for (auto const user : list) parameters.push_back({user});
        std::string places;
        for (std::size_t i = 0; i < list.size(); ++i) places += fmt::format("{}${}", i > 0 ? ", " : "", first + i);
        return places;
    }

    // The field at the path's end and its columns, in the row that it is read from.
    struct Place {
        Field const& field;
        std::string column;
        std::string unit;
    };
    static std::string unit_of(Field const& field, std::string_view row) {
        return fmt::format("{}.{}", row, field.unit_column());
    }

    // Writes the condition on one field, led to the record that it lies in.
    template <class Condition>
    void leaf(Path const& path, Condition condition) const {
        auto const& own = *object.find(path.relation.empty() ? path.field : path.relation);
        auto const column = column_of(object, own, alias);
        if (own.type != FieldType::relation) {
            sql += condition(Place{own, column, unit_of(own, alias)}, is_negated);
            return;
        }
        auto const& target = targets.find(own.name)->second;
        auto const there = alias + "_t";
        auto inner = seen(target, column, there);
        if (path.relation.empty()) {
            // The relation itself: its id compares in this row, and what it leads to must be there to be seen.
            auto const outer = condition(Place{own, column, {}}, false);
            sql += is_negated ? fmt::format("NOT ({} AND EXISTS ({}))", null_is_false(outer, column), inner)
                              : fmt::format("({} AND EXISTS ({}))", outer, inner);
            return;
        }
        auto const& field = *target.object->find(path.field);
        inner +=
            " AND " + condition(Place{field, column_of(*target.object, field, there), unit_of(field, there)}, false);
        sql += fmt::format("{}EXISTS ({})", is_negated ? "NOT " : "", inner);
    }

    // What the actor may not see in a row is absent from it.
    std::string column_of(Object const& of, Field const& field, std::string const& row) const {
        auto const column = fmt::format("{}.{}", row, field.column);
        auto const where = shown_where ? shown_where(of, field, row) : std::string();
        return where.empty() ? column : fmt::format("CASE WHEN {} THEN {} END", where, column);
    }

    static std::string null_is_false(std::string const& condition, std::string const& column) {
        return fmt::format("{} IS NOT NULL AND {}", column, condition);
    }

    std::string seen(Checked::Target const& target, std::string const& column, std::string const& there) const {
        auto inner = fmt::format("SELECT 1 FROM {0} {1} WHERE {1}.id = {2} AND {1}.deleted_at IS NULL",
                                 target.object->table, there, column);
        if (target.rows) {
            inner += " AND (";
            target.rows->to_sql(inner, parameters, there);
            inner += ')';
        }
        return inner;
    }

    static std::string or_null(std::string condition, std::string const& column, bool is_negative) {
        return is_negative ? fmt::format("({} OR {} IS NULL)", condition, column) : std::move(condition);
    }

    // What counts something else does not compare: negated, that is part of the complement.
    std::string compare(Place const& at, Comparison comparison, Bounds const& bounds, bool is_negative) const {
        auto condition = compare(at.column, is_negative ? complement(comparison) : comparison, bounds);
        if (bounds.unit.empty()) return condition;
        return fmt::format("({} {} {} {} {})", condition, is_negative ? "OR" : "AND", at.unit, is_negative ? "<>" : "=",
                           bind({bounds.unit}));
    }

    // A literal compares as the whole stretch that it stands for.
    std::string compare(std::string const& column, Comparison comparison, Bounds const& bounds) const {
        if (!bounds.to) return fmt::format("{} {} {}", column, sql_sign(comparison), bind(bounds.from));
        switch (comparison) {
            case Comparison::equal: {
                auto const from = bind(bounds.from), to = bind(*bounds.to);
                return fmt::format("({0} >= {1} AND {0} < {2})", column, from, to);
            }
            case Comparison::not_equal: {
                auto const from = bind(bounds.from), to = bind(*bounds.to);
                return fmt::format("({0} < {1} OR {0} >= {2})", column, from, to);
            }
            case Comparison::less:
                return fmt::format("{} < {}", column, bind(bounds.from));
            case Comparison::less_equal:
                return fmt::format("{} < {}", column, bind(*bounds.to));
            case Comparison::greater:
                return fmt::format("{} >= {}", column, bind(*bounds.to));
            case Comparison::greater_equal:
                return fmt::format("{} >= {}", column, bind(bounds.from));
        }
        return {};
    }
    // Whether one of several values is this. LIKE would ignore case on SQLite; `replace` is the same on both databases.
    std::string has(std::string const& column, Literal const& literal, bool is_negative) const {
        return fmt::format("replace({0}, CAST({1} AS text), '') {2} {0}", column,
                           bind({marked(std::get<std::string>(literal.value))}), is_negative ? "=" : "<>");
    }
    Bounds bounds(Field const& field, Literal const& literal) const {
        return row_of(field.type).bounds(field, literal.value, moment).value_or(Bounds{});
    }

    void operator()(Compare const& node) const {
        leaf(node.path, [&](Place const& at, bool is_negative) {
            return or_null(compare(at, node.comparison, bounds(at.field, node.value), is_negative), at.column,
                           is_negative);
        });
    }
    void operator()(Between const& node) const {
        leaf(node.path, [&](Place const& at, bool is_negative) {
            auto const low = compare(at, Comparison::greater_equal, bounds(at.field, node.low), is_negative);
            auto const high = compare(at, Comparison::less_equal, bounds(at.field, node.high), is_negative);
            return is_negative ? fmt::format("({} OR {} OR {} IS NULL)", low, high, at.column)
                               : fmt::format("({} AND {})", low, high);
        });
    }
    void operator()(In const& node) const {
        leaf(node.path, [&](Place const& at, bool is_negative) {
            std::string points, condition;
            auto const add = [&](std::string const& more) {
                if (!condition.empty()) condition += is_negative ? " AND " : " OR ";
                condition += more;
            };
            for (auto const& value : node.values) {
                if (auto const* circle = std::get_if<Circle>(&value.value)) {
                    add(within(at.column, moment.members(*circle), is_negative));
                    continue;
                }
                auto const found = bounds(at.field, value);
                if (row_of(at.field.type).is_many) {
                    add(has(at.column, value, is_negative));
                } else if (found.to || !found.unit.empty()) {
                    add(compare(at, Comparison::equal, found, is_negative));
                } else {
                    points += (points.empty() ? "" : ", ") + bind(found.from);
                }
            }
            if (!points.empty()) add(fmt::format("{} {}IN ({})", at.column, is_negative ? "NOT " : "", points));
            return or_null("(" + condition + ")", at.column, is_negative);
        });
    }
    std::string within(std::string const& column, std::span<Uuid const> users, bool is_negative) const {
        if (users.empty()) return is_negative ? "TRUE" : "FALSE";
        return fmt::format("{} {}IN ({})", column, is_negative ? "NOT " : "", bind_all(users));
    }
    void operator()(Like const& node) const {
        leaf(node.path, [&](Place const& at, bool is_negative) {
            if (row_of(at.field.type).is_many)
                return or_null(has(at.column, node.value, is_negative), at.column, is_negative);
            auto const folded = text::match_key(std::get<std::string>(node.value.value));
            auto const condition =
                node.likeness == Likeness::matches
                    ? fmt::format("kith_fold({}) {} {}", at.column, is_negative ? "<>" : "=", bind({folded}))
                    : fmt::format("kith_fold({}) {}LIKE {} ESCAPE '!'", at.column, is_negative ? "NOT " : "",
                                  bind({pattern_of(node.likeness, folded)}));
            return or_null(condition, at.column, is_negative);
        });
    }
    void operator()(Absent const& node) const {
        // Of a relation: what it leads to is not there to be seen.
        Writer const present{object, targets, moment, sql, parameters, alias, shown_where, !is_negated};
        present.leaf(node.path, [&](Place const& at, bool is_negative) {
            return fmt::format("{} IS {}NULL", at.column, is_negative ? "" : "NOT ");
        });
    }
    void operator()(Not const& node) const {
        std::visit(Writer{object, targets, moment, sql, parameters, alias, shown_where, !is_negated},
                   node.operand->node);
    }
    void operator()(And const& node) const { all(node.operands, is_negated ? " OR " : " AND "); }
    void operator()(Or const& node) const { all(node.operands, is_negated ? " AND " : " OR "); }
    void all(std::vector<ExpressionPointer> const& operands, std::string_view between) const {
        sql += '(';
        for (std::size_t i = 0; i < operands.size(); ++i) {
            if (i > 0) sql += between;
            std::visit(*this, operands[i]->node);
        }
        sql += ')';
    }
};

}  // namespace

void Checked::to_sql(std::string& sql, std::vector<BoundValue>& parameters, std::string_view alias) const {
    std::visit(Writer{*object_, *targets_, moment_, sql, parameters, std::string(alias), shown_where_},
               expression_->node);
}

}  // namespace kith::rule
