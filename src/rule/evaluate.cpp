// A checked rule on one record.
#include <algorithm>

#include "base/text.hpp"
#include "rule/types.hpp"

namespace kith::rule {

namespace {

using schema::Field;
using schema::FieldType;
using schema::Object;

bool is_likeness(Likeness likeness, std::string_view value, std::string_view searched) {
    switch (likeness) {
        case Likeness::contains:
            return value.find(searched) != std::string_view::npos;
        case Likeness::starts_with:
            return value.starts_with(searched);
        case Likeness::ends_with:
            return value.ends_with(searched);
        case Likeness::matches:
            return value == searched;
    }
    return false;
}

// A field's value as its columns store it.
struct Stored {
    BoundValue value;
    std::string unit;
};

bool compare(Stored const& left, Comparison comparison, Bounds const& bounds) {
    if (!bounds.unit.empty() && left.unit != bounds.unit) return false;
    auto const& value = left.value.value;
    auto const& from = bounds.from.value;
    bool const is_before = value < from;
    bool const is_after = bounds.to ? value >= bounds.to->value : value > from;
    switch (comparison) {
        case Comparison::equal:
            return !is_before && !is_after;
        case Comparison::not_equal:
            return is_before || is_after;
        case Comparison::less:
            return is_before;
        case Comparison::less_equal:
            return !is_after;
        case Comparison::greater:
            return is_after;
        case Comparison::greater_equal:
            return !is_before;
    }
    return false;
}

struct Evaluator {
    Object const& object;
    Checked::Targets const& targets;
    Moment const& moment;
    Json const& record;
    Related const& related;

    struct Found {
        Field const* field = nullptr;
        std::optional<Stored> value;
    };

    static std::optional<Stored> stored(Field const& field, Json const& record) {
        auto const found = record.find(field.name);
        if (found == record.end() || found->is_null()) return std::nullopt;
        auto value = row_of(field.type).stored(field, *found);
        if (!value) return std::nullopt;
        return Stored{std::move(*value), unit_of(field, *found)};
    }

    Found find(Path const& path) const {
        auto const& own = *object.find(path.relation.empty() ? path.field : path.relation);
        Found found{&own, stored(own, record)};
        if (own.type != FieldType::relation) return found;
        auto const& target = targets.find(own.name)->second;
        auto const behind = found.value && related ? related(*target.object, std::get<Uuid>(found.value->value.value))
                                                   : std::optional<Json>();
        if (path.relation.empty()) {
            if (related && !behind) found.value.reset();
            return found;
        }
        found.field = target.object->find(path.field);
        found.value = behind ? stored(*found.field, *behind) : std::nullopt;
        return found;
    }
    Bounds bounds(Field const& field, Literal const& literal) const {
        return row_of(field.type).bounds(field, literal.value, moment).value_or(Bounds{});
    }

    // Whether one of several values is this.
    static bool has(Stored const& several, Literal const& literal) {
        return std::get<std::string>(several.value.value).find(marked(std::get<std::string>(literal.value))) !=
               std::string::npos;
    }

    bool within(Stored const& user, Circle circle) const {
        auto const members = moment.members(circle);
        return std::binary_search(members.begin(), members.end(), std::get<Uuid>(user.value.value));
    }

    bool operator()(Compare const& node) const {
        auto const [field, value] = find(node.path);
        return value && compare(*value, node.comparison, bounds(*field, node.value));
    }
    bool operator()(Between const& node) const {
        auto const [field, value] = find(node.path);
        return value && compare(*value, Comparison::greater_equal, bounds(*field, node.low)) &&
               compare(*value, Comparison::less_equal, bounds(*field, node.high));
    }
    bool operator()(In const& node) const {
        auto const found = find(node.path);
        if (found.value && row_of(found.field->type).is_many)
            return std::any_of(node.values.begin(), node.values.end(),
                               [&](Literal const& literal) { return has(*found.value, literal); });
        return found.value && std::any_of(node.values.begin(), node.values.end(), [&](Literal const& literal) {
                   if (auto const* circle = std::get_if<Circle>(&literal.value)) return within(*found.value, *circle);
                   return compare(*found.value, Comparison::equal, bounds(*found.field, literal));
               });
    }
    bool operator()(Like const& node) const {
        auto const found = find(node.path);
        if (!found.value) return false;
        if (row_of(found.field->type).is_many) return has(*found.value, node.value);
        return is_likeness(node.likeness, text::match_key(std::get<std::string>(found.value->value.value)),
                           text::match_key(std::get<std::string>(node.value.value)));
    }
    bool operator()(Absent const& node) const { return !find(node.path).value; }
    bool operator()(Not const& node) const { return !std::visit(*this, node.operand->node); }
    bool operator()(And const& node) const {
        return std::all_of(node.operands.begin(), node.operands.end(),
                           [&](auto const& operand) { return std::visit(*this, operand->node); });
    }
    bool operator()(Or const& node) const {
        return std::any_of(node.operands.begin(), node.operands.end(),
                           [&](auto const& operand) { return std::visit(*this, operand->node); });
    }
};

}  // namespace

bool Checked::holds(Json const& record, Related const& related) const {
    if (also_ && !also_->empty()) {
        auto const id = Uuid::parse(record.value("id", std::string()));
        if (id && std::binary_search(also_->begin(), also_->end(), *id)) return true;
    }
    return std::visit(Evaluator{*object_, *targets_, moment_, record, related}, expression_->node);
}

}  // namespace kith::rule
