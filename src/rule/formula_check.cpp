// A formula against an object: every problem at once, with its place.
#include <algorithm>
#include <array>

#include "rule/lasting.hpp"
#include "rule/limits.hpp"
#include "rule/nearest.hpp"
#include "rule/outcome.hpp"
#include "rule/period.hpp"
#include "rule/types.hpp"
#include "rule/words.hpp"

namespace kith::rule {

using schema::Field;
using schema::FieldType;
using schema::Object;

namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 6> kinds{{
    {Kind::boolean, "yes or no"},
    {Kind::number, "a number"},
    {Kind::money, "an amount"},
    {Kind::text, "a text"},
    {Kind::date, "a date"},
    {Kind::instant, "a moment"},
}};

// Everything but what leads to others, the formula itself, and what no formula could follow.
bool is_readable(Field const& field, std::string_view self) {
    return field.type != FieldType::relation && field.name != self && field.is_followed();
}

std::string_view doing(Operation operation) {
    switch (operation) {
        case Operation::add:
            return "`+` adds two numbers or two amounts, and joins two texts";
        case Operation::subtract:
            return "`-` takes one number or amount from another; for dates there is days_between";
        case Operation::multiply:
            return "`*` multiplies two numbers, or an amount by a number";
        case Operation::divide:
            return "`/` divides a number by a number, or an amount by a number or an amount";
    }
    return {};
}

std::optional<Kind> kind_of_both(Operation operation, Kind left, Kind right) {
    auto const is_counted = [](Kind kind) { return kind == Kind::number || kind == Kind::money; };
    if (operation == Operation::add && left == Kind::text && right == Kind::text) return Kind::text;
    if (!is_counted(left) || !is_counted(right)) return std::nullopt;
    bool const is_same = left == right;
    switch (operation) {
        case Operation::add:
        case Operation::subtract:
            return is_same ? std::optional(left) : std::nullopt;
        case Operation::multiply:
            if (left == Kind::number) return right;
            return right == Kind::number ? std::optional(left) : std::nullopt;
        case Operation::divide:
            if (is_same) return Kind::number;
            return right == Kind::number ? std::optional(left) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

class FormulaChecker {
public:
    using MaybeKind = std::optional<Kind>;

    FormulaChecker(schema::ObjectPointer object, std::string_view self) : object_(std::move(object)), self_(self) {}

    FormulaChecked run(TermPointer const& term) {
        auto const kind = of(term);
        if (!kind || !problems_.empty()) return {std::nullopt, std::move(problems_)};
        formula_.term_ = term;
        formula_.object_ = std::move(object_);
        formula_.kind_ = *kind;
        return {std::move(formula_), {}};
    }

    MaybeKind operator()(Constant const& node) {
        if (std::holds_alternative<bool>(node.value)) return Kind::boolean;
        if (std::holds_alternative<Number>(node.value)) return Kind::number;
        if (std::holds_alternative<Amount>(node.value)) return Kind::money;
        return Kind::text;
    }
    MaybeKind operator()(Path const& node) {
        auto const* field = find(node);
        if (!field) return std::nullopt;
        auto const kind = kind_of(field->type);
        if (kind) return kind;
        return fail("only_compares",
                    fmt::format("Field \"{}\" can be compared, but nothing can be made of its values.", field->name),
                    node.place);
    }
    MaybeKind operator()(Arithmetic const& node) {
        auto const left = of(node.left), right = of(node.right);
        if (!left || !right) return std::nullopt;
        if (auto const kind = kind_of_both(node.operation, *left, *right)) return kind;
        return fail("wrong_kinds",
                    fmt::format("{}; here are {} and {}.", doing(node.operation), name_of(*left), name_of(*right)),
                    node.place);
    }
    MaybeKind operator()(Negative const& node) {
        auto const kind = of(node.operand);
        if (!kind || kind == Kind::number || kind == Kind::money) return kind;
        return fail("wrong_kinds", fmt::format("`-` stands before a number or an amount, not {}.", name_of(*kind)),
                    node.place);
    }
    MaybeKind operator()(Call const& node) {
        std::vector<Kind> operands;
        for (auto const& operand : node.operands)
            if (auto const kind = of(operand)) operands.push_back(*kind);
        auto const* function = find_function(node.function);
        if (!function) {
            std::vector<std::string> suggestions;
            if (auto meant = nearest(node.function, formula_functions()); !meant.empty())
                suggestions.push_back(std::move(meant));
            auto const hint =
                suggestions.empty() ? std::string() : fmt::format(" Did you mean \"{}\"?", suggestions.front());
            return fail("unknown_function", fmt::format("There is no function \"{}\".{}", node.function, hint),
                        node.place, std::move(suggestions));
        }
        if (node.operands.size() < function->least || node.operands.size() > function->most)
            return fail("wrong_operands", fmt::format("{} takes {}.", function->name, function->takes), node.place);
        if (operands.size() < node.operands.size()) return std::nullopt;
        if (auto const kind = function->kind(operands)) return kind;
        std::vector<std::string_view> names;
        for (auto const kind : operands) names.push_back(name_of(kind));
        return fail("wrong_kinds",
                    fmt::format("{} takes {}; here are {}.", function->name, function->takes, fmt::join(names, ", ")),
                    node.place);
    }
    MaybeKind operator()(Test const& node) {
        auto const* path = path_of(*node.expression);
        auto const* field = path ? find(*path) : nullptr;
        if (!field) return std::nullopt;
        for (auto const* literal : literals_of(*node.expression))
            if (is_moving(*field, *literal)) return moves_with_time(literal->place);
        auto const sight = Sight::whole(nullptr, {});
        auto problems = problems_of(node.expression, *object_, sight);
        for (auto& problem : problems) add(std::move(problem));
        if (!problems.empty()) return std::nullopt;
        if (auto test = check(node.expression, *object_, sight)) formula_.tests_.emplace(&node, test.take());
        return Kind::boolean;
    }
    MaybeKind operator()(Comparing const& node) {
        auto const left = of(node.left), right = of(node.right);
        if (!left || !right) return std::nullopt;
        bool const is_equality = node.comparison == Comparison::equal || node.comparison == Comparison::not_equal;
        if (left == right && (is_equality || left != Kind::boolean)) return Kind::boolean;
        return fail("wrong_kinds",
                    fmt::format("`{}` does not compare {} with {}.", word_of(signs, node.comparison), name_of(*left),
                                name_of(*right)),
                    node.place);
    }
    MaybeKind operator()(Opposite const& node) { return conditions({node.operand}); }
    MaybeKind operator()(Every const& node) { return conditions(node.operands); }
    MaybeKind operator()(Some const& node) { return conditions(node.operands); }

private:
    MaybeKind of(TermPointer const& term) { return std::visit(*this, term->node); }

    MaybeKind conditions(std::vector<TermPointer> const& operands) {
        bool are_right = true;
        for (auto const& operand : operands) {
            auto const kind = of(operand);
            if (kind && kind != Kind::boolean)
                fail("no_condition",
                     fmt::format("`and`, `or` and `not` join what is yes or no; this is {}.", name_of(*kind)),
                     place_of(*operand));
            are_right = are_right && kind == Kind::boolean;
        }
        return are_right ? MaybeKind(Kind::boolean) : std::nullopt;
    }

    static Place place_of(Term const& term) {
        return std::visit(
            [](auto const& node) {
                if constexpr (requires { node.place; }) {
                    return node.place;
                } else {
                    return Place{};
                }
            },
            term.node);
    }

    std::nullopt_t fail(std::string code, std::string message, Place place, std::vector<std::string> suggestions = {}) {
        if (place.end > 0) message = fmt::format("At character {}: {}", place.character_begin + 1, message);
        add({std::move(code), std::move(message), place, 0, std::move(suggestions)});
        return std::nullopt;
    }
    void add(Problem problem) {
        if (problems_.size() < limits::rule_problems_max) problems_.push_back(std::move(problem));
    }

    std::nullopt_t moves_with_time(Place place) {
        return fail("moves_with_time",
                    "A formula is kept, so it cannot depend on the day, the time zone or who asks. Filter by the field "
                    "itself instead.",
                    place);
    }

    Field const* find(Path const& path) {
        auto const moving = {"today", "now", "yesterday", "tomorrow", "me"};
        if (std::find(moving.begin(), moving.end(), path.text()) != moving.end()) {
            moves_with_time(path.place);
            return nullptr;
        }
        if (!path.relation.empty()) {
            fail("other_record", "A formula reads the fields of its own record.", path.place);
            return nullptr;
        }
        auto const* found = object_->find(path.field);
        if (found && is_readable(*found, self_)) {
            if (std::find(formula_.reads_.begin(), formula_.reads_.end(), found->name) == formula_.reads_.end())
                formula_.reads_.push_back(found->name);
            return found;
        }
        if (found) {
            auto const itself = found->name == self_;
            fail(itself ? "reads_itself" : "not_readable",
                 itself ? std::string("A formula cannot read itself.")
                        : fmt::format("A formula cannot read \"{}\".", found->name),
                 path.place);
            return nullptr;
        }
        std::vector<Field const*> fields;
        for (auto const& field : object_->fields)
            if (is_readable(field, self_)) fields.push_back(&field);
        auto message = fmt::format("There is no field \"{}\".", path.field);
        std::vector<std::string> suggestions;
        if (auto meant = field_meant(path.field, fields); !meant.empty()) {
            message += fmt::format(" Did you mean \"{}\"?", meant);
            suggestions.push_back(std::move(meant));
        }
        fail("unknown_field", std::move(message), path.place, std::move(suggestions));
        return nullptr;
    }

    schema::ObjectPointer object_;
    std::string_view self_;
    Formula formula_;
    std::vector<Problem> problems_;
};

std::string_view name_of(Kind kind) { return word_of(kinds, kind); }

std::optional<Kind> kind_of(FieldType type) {
    switch (type) {
        case FieldType::boolean:
            return Kind::boolean;
        case FieldType::number:
        case FieldType::decimal:
            return Kind::number;
        case FieldType::money:
            return Kind::money;
        case FieldType::text:
        case FieldType::long_text:
        case FieldType::choice:
        case FieldType::country:
        case FieldType::language:
        case FieldType::email:
        case FieldType::phone:
        case FieldType::url:
            return Kind::text;
        case FieldType::date:
            return Kind::date;
        case FieldType::instant:
            return Kind::instant;
        case FieldType::partial_date:
        case FieldType::time:
        case FieldType::multi_choice:
        case FieldType::user:
        case FieldType::relation:
        case FieldType::json:
        case FieldType::file:
            return std::nullopt;
    }
    return std::nullopt;
}

std::vector<FieldType> types_of(Kind kind) {
    switch (kind) {
        case Kind::boolean:
            return {FieldType::boolean};
        case Kind::number:
            return {FieldType::decimal, FieldType::number};
        case Kind::money:
            return {FieldType::money};
        case Kind::text:
            return {FieldType::text, FieldType::long_text};
        case Kind::date:
            return {FieldType::date};
        case Kind::instant:
            return {FieldType::instant};
    }
    return {};
}

FormulaChecked check_formula(TermPointer const& term, schema::ObjectPointer const& object, std::string_view self) {
    return FormulaChecker(object, self).run(term);
}

Completions complete_formula(std::string_view source, std::size_t bytes, schema::ObjectPointer const& object,
                             std::string_view self) {
    auto sight = Sight::whole(nullptr, {});
    sight.field = [self](Object const&, Field const& field) { return is_readable(field, self); };
    auto completions =
        complete(source, bytes, *object, sight, [](std::string_view text) { return read_formula(text).expectation; });
    // Stretches of time, and whoever asks, are nothing that a formula may speak of.
    std::erase_if(completions.list, [](Completion const& each) {
        return each.kind == "value" && !each.text.starts_with('"') && each.text != "true" && each.text != "false";
    });
    return completions;
}

}  // namespace kith::rule
