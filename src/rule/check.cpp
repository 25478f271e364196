// A tree against an object, for an actor: every problem at once, with its place.
#include <algorithm>

#include "base/text.hpp"
#include "rule/limits.hpp"
#include "rule/nearest.hpp"
#include "rule/types.hpp"
#include "rule/words.hpp"

namespace kith::rule {

using schema::Field;
using schema::FieldType;
using schema::Object;

namespace {

// What a comparison costs beside one that an index may serve: reading the text of every row; reading another record.
constexpr std::size_t cost_of_text = 3;
constexpr std::size_t cost_of_relation = 3;
constexpr std::size_t values_a_cost = 20;
constexpr std::size_t cost_of_circle = 3;

std::string choice_meant(std::string const& value, Field const& field) {
    std::vector<std::string> values;
    auto const folded = text::fold(value);
    for (auto const& choice : field.choices) {
        for (auto const& [language, label] : choice.label)
            if (text::fold(label) == folded) return choice.value;
        values.push_back(choice.value);
    }
    return nearest(value, values);
}

}  // namespace

class Checker {
public:
    Checker(Object const& object, Sight const& sight) : object_(object), sight_(sight) {}

    void run(Expression const& expression) {
        std::visit(*this, expression.node);
        if (cost_ > limits::rule_cost_max)
            fail("too_costly",
                 fmt::format("The rule reads too much: {} of at most {}. Use fewer conditions on words and on related "
                             "records.",
                             cost_, limits::rule_cost_max),
                 {});
    }

    std::vector<Problem> problems;

    Checked checked(ExpressionPointer expression) {
        Checked checked;
        checked.expression_ = std::move(expression);
        checked.object_ = &object_;
        checked.targets_ = std::make_shared<Checked::Targets const>(std::move(targets_));
        checked.moment_ = sight_.moment;
        checked.shown_where_ = sight_.shown_where;
        return checked;
    }

    void operator()(Compare const& node) {
        auto const* field = begin_compared(node.path, 1);
        if (!field) return;
        if (row_of(field->type).is_many) return fail_many(*field, node.path.place);
        bool const is_equality = node.comparison == Comparison::equal || node.comparison == Comparison::not_equal;
        if (!is_equality && !row_of(field->type).is_ordered) {
            fail("not_ordered", fmt::format("Field \"{}\" has no order; use = or !=.", field->name), node.path.place,
                 {"=", "!="});
            return;
        }
        value(*field, node.value);
    }
    void operator()(Between const& node) {
        auto const* field = begin_compared(node.path, 1);
        if (!field) return;
        if (row_of(field->type).is_many) return fail_many(*field, node.path.place);
        if (!row_of(field->type).is_ordered) {
            fail("not_ordered", fmt::format("Field \"{}\" has no order; use `in`.", field->name), node.path.place,
                 {"in"});
            return;
        }
        value(*field, node.low);
        value(*field, node.high);
    }
    void operator()(In const& node) {
        auto const* field = begin_compared(node.path, 1 + node.values.size() / values_a_cost);
        if (!field) return;
        if (row_of(field->type).is_many) cost_ += cost_of_text;
        for (auto const& literal : node.values) {
            bool const is_circle = std::holds_alternative<Circle>(literal.value);
            if (is_circle) cost_ += cost_of_circle;
            if (!is_circle || field->type != FieldType::user) value(*field, literal);
        }
    }
    void operator()(Like const& node) {
        auto const* field = begin_compared(node.path, 1 + cost_of_text);
        if (!field) return;
        auto const& searched = std::get<std::string>(node.value.value);
        if (row_of(field->type).is_many) {
            if (node.likeness == Likeness::contains) return value(*field, node.value);
            return fail_many(*field, node.path.place);
        }
        if (!row_of(field->type).is_text) {
            fail("not_text",
                 fmt::format("Field \"{}\" is no text to look into; it compares with {}.", field->name,
                             row_of(field->type).takes),
                 node.path.place, {"="});
        } else if (text::match_key(searched).empty()) {
            fail("empty_text", "There is nothing to look for between the quotation marks.", node.value.place);
        }
    }
    void operator()(Absent const& node) { begin(node.path, 1); }
    void operator()(Not const& node) { std::visit(*this, node.operand->node); }
    void operator()(And const& node) { all(node.operands); }
    void operator()(Or const& node) { all(node.operands); }
    void all(std::vector<ExpressionPointer> const& operands) {
        for (auto const& operand : operands) std::visit(*this, operand->node);
    }

private:
    void fail(std::string code, std::string message, Place place, std::vector<std::string> suggestions = {}) {
        if (problems.size() == limits::rule_problems_max) return;
        if (place.end > 0) message = fmt::format("At character {}: {}", place.character_begin + 1, message);
        problems.push_back(
            {std::move(code), std::move(message), place, parts_ == 0 ? 0 : parts_ - 1, std::move(suggestions)});
    }

    void fail_many(Field const& field, Place place) {
        fail("holds_several",
             fmt::format("Field \"{}\" holds several choices; use `contains` for one, `in` for any of some.",
                         field.name),
             place, {"contains", "in"});
    }

    // Counts a comparison and finds its field; null where that is a problem.
    Field const* begin(Path const& path, std::size_t cost) {
        ++parts_;
        cost_ += cost;
        if (path.relation.empty()) {
            auto const* field = find(object_, path.field, path.place);
            if (!field || field->type != FieldType::relation) return field;
            cost_ += cost_of_relation;
            return target(*field, path.place) ? field : nullptr;
        }
        cost_ += cost_of_relation;
        auto const* relation = find(object_, path.relation, path.place);
        if (!relation) return nullptr;
        if (relation->type != FieldType::relation) {
            fail("no_such_relation",
                 fmt::format("Field \"{}\" leads to no other record, so it has no \"{}\".", relation->name, path.field),
                 path.place, {relation->name});
            return nullptr;
        }
        auto const* behind = target(*relation, path.place);
        if (!behind) return nullptr;
        auto const* field = find(*behind, path.field, path.place, relation->name + ".");
        if (field && field->type == FieldType::relation) {
            fail("no_such_relation", "A rule follows one relation, not two.", path.place, {relation->name});
            return nullptr;
        }
        return field;
    }

    // Of a comparison with a value: not every field has one.
    Field const* begin_compared(Path const& path, std::size_t cost) {
        auto const* field = begin(path, cost);
        if (!field || row_of(field->type).is_compared()) return field;
        fail(
            "not_compared",
            fmt::format("Field \"{}\" compares with nothing; ask whether it `is present` or `is absent`.", field->name),
            path.place, {"is present", "is absent"});
        return nullptr;
    }

    Field const* find(Object const& object, std::string const& name, Place place, std::string const& before = {}) {
        auto const* found = object.find(name);
        if (found && is_known(object, *found)) return found;
        std::vector<Field const*> fields;
        for (auto const& field : object.fields)
            if (is_known(object, field)) fields.push_back(&field);
        auto message = fmt::format("There is no field \"{}{}\" to filter by.", before, name);
        std::vector<std::string> suggestions;
        if (auto const meant = field_meant(name, fields); !meant.empty()) {
            suggestions.push_back(before + meant);
            message += fmt::format(" Did you mean \"{}\"?", suggestions.front());
        }
        fail("unknown_field", std::move(message), place, std::move(suggestions));
        return nullptr;
    }
    bool is_known(Object const& object, Field const& field) const {
        return field.is_filterable && sight_.field(object, field);
    }

    // The object that a relation leads to, with the condition on its rows. A relation to what one may not read is no
    // field at all.
    Object const* target(Field const& relation, Place place) {
        if (auto const known = targets_.find(relation.name); known != targets_.end()) return known->second.object.get();
        auto object = sight_.schema->find(relation.object);
        auto rows = object ? sight_.rows(*object) : Result<std::optional<Checked>>(Error::not_found("no such object"));
        if (!rows) {
            fail("unknown_field", fmt::format("There is no field \"{}\" to filter by.", relation.name), place);
            return nullptr;
        }
        Checked::Target target{std::move(object), nullptr};
        if (*rows) target.rows = std::make_shared<Checked const>(**rows);
        return targets_.emplace(relation.name, std::move(target)).first->second.object.get();
    }

    void value(Field const& field, Literal const& literal) {
        auto const& row = row_of(field.type);
        if (row.bounds(field, literal.value, sight_.moment)) return;
        if (std::holds_alternative<Circle>(literal.value) && field.type == FieldType::user) {
            fail("several_users",
                 fmt::format("`{0}` are several users: say `{1} in {0}`.", print(literal.value), field.name),
                 literal.place, {"in"});
            return;
        }
        auto const* text = std::get_if<std::string>(&literal.value);
        if (!text || field.choices.empty()) {
            fail("wrong_type", fmt::format("Field \"{}\" compares with {}.", field.name, row.takes), literal.place);
            return;
        }
        auto message = fmt::format("\"{}\" is not a choice of field \"{}\".", *text, field.name);
        std::vector<std::string> suggestions;
        if (auto const meant = choice_meant(*text, field); !meant.empty()) {
            message += fmt::format(" Did you mean \"{}\"?", meant);
            suggestions.push_back(print(Value(meant)));
        }
        fail("not_a_choice", std::move(message), literal.place, std::move(suggestions));
    }

    Object const& object_;
    Sight const& sight_;
    Checked::Targets targets_;
    std::size_t parts_ = 0;
    std::size_t cost_ = 0;
};

Sight Sight::whole(schema::SchemaPointer schema, Moment moment) {
    return {std::move(schema), [](Object const&, Field const&) { return true; },
            [](Object const&) { return Result<std::optional<Checked>>(std::optional<Checked>()); }, std::move(moment)};
}

Result<Checked> check(ExpressionPointer expression, Object const& object, Sight const& sight) {
    Checker checker(object, sight);
    checker.run(*expression);
    if (!checker.problems.empty()) return checker.problems.front().error();
    return checker.checked(std::move(expression));
}

std::vector<Problem> problems_of(ExpressionPointer const& expression, Object const& object, Sight const& sight) {
    Checker checker(object, sight);
    checker.run(*expression);
    return std::move(checker.problems);
}

namespace {

struct Mentions {
    std::string_view field;

    bool is(Path const& path) const { return (path.relation.empty() ? path.field : path.relation) == field; }
    bool operator()(Not const& node) const { return std::visit(*this, node.operand->node); }
    bool operator()(And const& node) const { return any(node.operands); }
    bool operator()(Or const& node) const { return any(node.operands); }
    bool operator()(auto const& leaf) const { return is(leaf.path); }
    bool any(std::vector<ExpressionPointer> const& operands) const {
        return std::any_of(operands.begin(), operands.end(),
                           [&](auto const& operand) { return std::visit(*this, operand->node); });
    }
};

}  // namespace

bool Checked::mentions(std::string_view field) const { return std::visit(Mentions{field}, expression_->node); }

Checked Checked::at(Moment moment) const {
    auto copy = *this;
    copy.moment_ = std::move(moment);
    return copy;
}

Checked Checked::or_one_of(std::shared_ptr<std::vector<Uuid> const> ids) const {
    auto copy = *this;
    copy.also_ = std::move(ids);
    return copy;
}

}  // namespace kith::rule
