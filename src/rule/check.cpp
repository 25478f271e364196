// A tree against an object, for an actor; then the two executors.
#include <algorithm>
#include <numeric>

#include "base/text.hpp"
#include "base/time.hpp"
#include "rule/rule.hpp"

namespace kith::rule {

namespace {

using schema::Field;
using schema::FieldType;

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            std::size_t const above = row[j + 1];
            row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row.back();
}

Error unknown_field(std::string_view name, schema::Object const& object, FieldVisible const& visible) {
    std::string nearest;
    std::size_t best = 4;  // farther names are no help
    for (auto const& field : object.fields) {
        if (!visible(field) || !field.is_filterable) continue;
        if (auto const d = distance(name, field.name); d < best) {
            best = d;
            nearest = field.name;
        }
    }
    auto message = fmt::format("There is no field \"{}\" to filter by.", name);
    if (!nearest.empty()) message += fmt::format(" Did you mean \"{}\"?", nearest);
    return Error::invalid("filter", "unknown_field", std::move(message));
}

Error wrong_type(Field const& field, std::string_view wanted) {
    return Error::invalid("filter", "wrong_type", fmt::format("Field \"{}\" compares with {}.", field.name, wanted));
}

bool is_ordered(FieldType type) {
    return type != FieldType::boolean && type != FieldType::choice && type != FieldType::relation;
}

// A literal as the column stores it. Fails where it does not fit the field.
Result<BoundValue> bound(Field const& field, Literal const& literal) {
    auto const* text = std::get_if<std::string>(&literal);
    switch (field.type) {
        case FieldType::boolean:
            if (auto const* value = std::get_if<bool>(&literal)) return BoundValue{std::int64_t{*value}};
            return wrong_type(field, "true or false");
        case FieldType::number:
            if (auto const* value = std::get_if<std::int64_t>(&literal)) return BoundValue{static_cast<double>(*value)};
            if (auto const* value = std::get_if<double>(&literal)) return BoundValue{*value};
            return wrong_type(field, "a number");
        case FieldType::date:
            if (auto const date = text ? Date::parse(*text) : std::nullopt) return BoundValue{std::int64_t{date->days}};
            return wrong_type(field, "a date such as \"2026-11-22\"");
        case FieldType::instant:
            if (auto const instant = text ? Instant::parse(*text) : std::nullopt) return BoundValue{instant->ms};
            return wrong_type(field, "a time such as \"2026-11-22T10:00:00Z\"");
        case FieldType::relation:
            if (auto const id = text ? Uuid::parse(*text) : std::nullopt) return BoundValue{*id};
            return wrong_type(field, "an id");
        case FieldType::choice:
            if (!text) return wrong_type(field, "one of its choices");
            if (std::none_of(field.choices.begin(), field.choices.end(),
                             [&](auto const& choice) { return choice.value == *text; }))
                return Error::invalid("filter", "not_a_choice",
                                      fmt::format("\"{}\" is not a choice of field \"{}\".", *text, field.name));
            return BoundValue{*text};
        case FieldType::email:
            if (!text) return wrong_type(field, "text");
            return BoundValue{text::lower(*text)};
        case FieldType::text:
        case FieldType::long_text:
        case FieldType::partial_date:
        case FieldType::phone:
        case FieldType::url:
            if (!text) return wrong_type(field, "text");
            return BoundValue{*text};
    }
    return wrong_type(field, "text");
}

struct Checker {
    schema::Object const& object;
    FieldVisible const& visible;

    Result<Field const*> field(std::string const& name) const {
        auto const* found = object.find(name);
        if (!found || !visible(*found) || !found->is_filterable) return unknown_field(name, object, visible);
        return found;
    }

    Result<void> operator()(Compare const& node) const {
        auto const* found = TRY(field(node.field));
        bool const is_equality = node.comparison == Comparison::equal || node.comparison == Comparison::not_equal;
        if (!is_equality && !is_ordered(found->type))
            return Error::invalid("filter", "not_ordered",
                                  fmt::format("Field \"{}\" has no order; use = or !=.", found->name));
        TRY(bound(*found, node.value));
        return {};
    }
    Result<void> operator()(In const& node) const {
        auto const* found = TRY(field(node.field));
        for (auto const& value : node.values) TRY(bound(*found, value));
        return {};
    }
    Result<void> operator()(Absent const& node) const {
        TRY(field(node.field));
        return {};
    }
    Result<void> operator()(Not const& node) const { return std::visit(*this, node.operand->node); }
    Result<void> operator()(And const& node) const { return all(node.operands); }
    Result<void> operator()(Or const& node) const { return all(node.operands); }
    Result<void> all(std::vector<ExpressionPointer> const& operands) const {
        for (auto const& operand : operands) TRY(std::visit(*this, operand->node));
        return {};
    }
};

std::string_view sql_sign(Comparison comparison, bool is_negated) {
    switch (comparison) {
        case Comparison::equal:
            return is_negated ? "<>" : "=";
        case Comparison::not_equal:
            return is_negated ? "=" : "<>";
        case Comparison::less:
            return is_negated ? ">=" : "<";
        case Comparison::less_equal:
            return is_negated ? ">" : "<=";
        case Comparison::greater:
            return is_negated ? "<=" : ">";
        case Comparison::greater_equal:
            return is_negated ? "<" : ">=";
    }
    return "=";
}

// Negation normal form as it goes: negations reach the comparisons, where absence is the complement's.
struct SqlWriter {
    schema::Object const& object;
    std::string& sql;
    std::vector<BoundValue>& parameters;
    std::string_view alias;
    bool is_negated = false;

    std::string column(std::string const& field) const {
        return fmt::format("{}.{}", alias, object.find(field)->column);
    }
    std::string parameter(std::string const& field, Literal const& literal) const {
        parameters.push_back(bound(*object.find(field), literal).take());
        return fmt::format("${}", parameters.size());
    }

    void operator()(Compare const& node) const {
        auto const condition = fmt::format("{} {} {}", column(node.field), sql_sign(node.comparison, is_negated),
                                           parameter(node.field, node.value));
        sql += is_negated ? fmt::format("({} OR {} IS NULL)", condition, column(node.field)) : condition;
    }
    void operator()(In const& node) const {
        std::string values;
        for (auto const& value : node.values) values += (values.empty() ? "" : ", ") + parameter(node.field, value);
        sql += is_negated ? fmt::format("({0} NOT IN ({1}) OR {0} IS NULL)", column(node.field), values)
                          : fmt::format("{} IN ({})", column(node.field), values);
    }
    void operator()(Absent const& node) const {
        sql += column(node.field) + (is_negated ? " IS NOT NULL" : " IS NULL");
    }
    void operator()(Not const& node) const {
        std::visit(SqlWriter{object, sql, parameters, alias, !is_negated}, node.operand->node);
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

// The value of a record's field as its column would store it; nullopt where absent.
std::optional<BoundValue> stored(Field const& field, Json const& record) {
    auto const found = record.find(field.name);
    if (found == record.end() || found->is_null()) return std::nullopt;
    Literal literal;
    if (found->is_boolean()) {
        literal = found->get<bool>();
    } else if (found->is_number_integer()) {
        literal = found->get<std::int64_t>();
    } else if (found->is_number()) {
        literal = found->get<double>();
    } else if (found->is_string()) {
        literal = found->get<std::string>();
    } else if (field.type == FieldType::relation && found->is_object()) {
        literal = found->value("id", std::string{});
    } else {
        return std::nullopt;
    }
    auto value = bound(field, literal);
    if (!value) return std::nullopt;
    return value.take();
}

struct Evaluator {
    schema::Object const& object;
    Json const& record;

    bool operator()(Compare const& node) const {
        auto const& field = *object.find(node.field);
        auto const left = stored(field, record);
        if (!left) return false;
        auto const right = bound(field, node.value).take();
        switch (node.comparison) {
            case Comparison::equal:
                return left->value == right.value;
            case Comparison::not_equal:
                return left->value != right.value;
            case Comparison::less:
                return left->value < right.value;
            case Comparison::less_equal:
                return left->value <= right.value;
            case Comparison::greater:
                return left->value > right.value;
            case Comparison::greater_equal:
                return left->value >= right.value;
        }
        return false;
    }
    bool operator()(In const& node) const {
        auto const& field = *object.find(node.field);
        auto const left = stored(field, record);
        return left && std::any_of(node.values.begin(), node.values.end(), [&](Literal const& value) {
                   return left->value == bound(field, value).take().value;
               });
    }
    bool operator()(Absent const& node) const { return !stored(*object.find(node.field), record); }
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

struct Mentions {
    std::string_view field;

    bool operator()(Compare const& node) const { return node.field == field; }
    bool operator()(In const& node) const { return node.field == field; }
    bool operator()(Absent const& node) const { return node.field == field; }
    bool operator()(Not const& node) const { return std::visit(*this, node.operand->node); }
    bool operator()(And const& node) const { return any(node.operands); }
    bool operator()(Or const& node) const { return any(node.operands); }
    bool any(std::vector<ExpressionPointer> const& operands) const {
        return std::any_of(operands.begin(), operands.end(),
                           [&](auto const& operand) { return std::visit(*this, operand->node); });
    }
};

}  // namespace

Result<Checked> check(ExpressionPointer expression, schema::Object const& object, FieldVisible const& visible) {
    TRY(std::visit(Checker{object, visible}, expression->node));
    Checked checked;
    checked.expression_ = std::move(expression);
    checked.object_ = &object;
    return checked;
}

bool Checked::mentions(std::string_view field) const { return std::visit(Mentions{field}, expression_->node); }

void Checked::to_sql(std::string& sql, std::vector<BoundValue>& parameters, std::string_view alias) const {
    std::visit(SqlWriter{*object_, sql, parameters, alias}, expression_->node);
}

bool Checked::holds(Json const& record) const { return std::visit(Evaluator{*object_, record}, expression_->node); }

}  // namespace kith::rule
