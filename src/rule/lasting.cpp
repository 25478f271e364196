#include "rule/lasting.hpp"

#include <algorithm>

#include "base/time.hpp"
#include "rule/period.hpp"

namespace kith::rule {

using schema::Field;
using schema::FieldType;
using schema::Object;

namespace {

struct PathOf {
    Path const* operator()(Not const& node) const { return std::visit(*this, node.operand->node); }
    Path const* operator()(And const&) const { return nullptr; }
    Path const* operator()(Or const&) const { return nullptr; }
    Path const* operator()(auto const& leaf) const { return &leaf.path; }
};

struct LiteralsOf {
    using Literals = std::vector<Literal const*>;
    Literals operator()(Compare const& node) const { return {&node.value}; }
    Literals operator()(Between const& node) const { return {&node.low, &node.high}; }
    Literals operator()(In const& node) const {
        Literals all;
        for (auto const& value : node.values) all.push_back(&value);
        return all;
    }
    Literals operator()(Not const& node) const { return std::visit(*this, node.operand->node); }
    Literals operator()(auto const&) const { return {}; }
};

class Lasting {
public:
    explicit Lasting(Object const& of) : object(of) {}

    Object const& object;
    std::vector<std::string> reads;
    std::vector<Problem> problems;

    void of(ExpressionPointer const& expression) { std::visit(*this, expression->node); }
    void operator()(Not const& node) { of(node.operand); }
    void operator()(And const& node) {
        for (auto const& operand : node.operands) of(operand);
    }
    void operator()(Or const& node) {
        for (auto const& operand : node.operands) of(operand);
    }
    void operator()(auto const& comparison) {
        auto const part = parts_++;
        auto const& path = comparison.path;
        if (!path.relation.empty())
            return fail("other_record", "What is kept reads the fields of the record itself, not what lies behind it.",
                        path.place, part);
        auto const* field = object.find(path.field);
        if (!field) return;  // told with the problems of any rule
        if (field->type == FieldType::relation || !field->is_followed())
            return fail("not_readable", fmt::format("What is kept cannot follow \"{}\".", field->name), path.place,
                        part);
        if (std::find(reads.begin(), reads.end(), field->name) == reads.end()) reads.push_back(field->name);
        for (auto const* literal : LiteralsOf{}(comparison))
            if (is_moving(*field, *literal))
                return fail("moves_with_time",
                            "What is kept cannot depend on the day, the time zone or who asks. Filter the records "
                            "themselves instead.",
                            literal->place, part);
    }

private:
    void fail(std::string code, std::string message, Place place, std::size_t part) {
        if (place.end > 0) message = fmt::format("At character {}: {}", place.character_begin + 1, message);
        problems.push_back({std::move(code), std::move(message), place, part, {}});
    }

    std::size_t parts_ = 0;
};

}  // namespace

bool is_moving(Field const& field, Literal const& literal) {
    auto const& value = literal.value;
    if (auto const* text = std::get_if<std::string>(&value)) return field.type == FieldType::instant && days_of(*text);
    return !std::holds_alternative<bool>(value) && !std::holds_alternative<Number>(value) &&
           !std::holds_alternative<Amount>(value);
}

Path const* path_of(Expression const& comparison) { return std::visit(PathOf{}, comparison.node); }

std::vector<Literal const*> literals_of(Expression const& comparison) {
    return std::visit(LiteralsOf{}, comparison.node);
}

LastingChecked check_lasting(ExpressionPointer const& expression, Object const& object) {
    Lasting lasting(object);
    lasting.of(expression);
    auto const sight = Sight::whole(nullptr, {});
    // Where it leads to other records nothing more is asked: there is no picture to follow it in.
    if (lasting.problems.empty()) lasting.problems = problems_of(expression, object, sight);
    if (!lasting.problems.empty()) return {std::nullopt, {}, std::move(lasting.problems)};
    auto rule = check(expression, object, sight);
    if (!rule) return {std::nullopt, {}, {Problem{"wrong", rule.error().message, {}, 0, {}}}};
    return {rule.take(), std::move(lasting.reads), {}};
}

}  // namespace kith::rule
