// A checked formula on one record.
#include <algorithm>

#include "rule/limits.hpp"
#include "rule/outcome.hpp"

namespace kith::rule {

namespace {

using schema::Field;
using schema::FieldType;

std::string const& text_of(Json const& value) { return value.get_ref<std::string const&>(); }

template <class T>
Outcome or_absent(std::optional<T> const& value) {
    return value ? Outcome(*value) : Outcome();
}

Outcome number_of(Json const& value) {
    if (value.is_number_integer()) return Exact(value.get<std::int64_t>());
    // The shortest decimal that is this number to the machine is the one that somebody wrote.
    auto const number = value.is_string() ? exact(text_of(value)) : exact(fmt::format("{}", value.get<double>()));
    return number ? within_limits(*number) : Outcome();
}

Outcome money_of(Json const& value) {
    auto const currency = Currency::parse(value.value("currency", ""));
    if (!currency) return {};
    auto const amount = exact(fmt::format("{}e-{}", value.value("minor", std::int64_t{0}), currency->minor_digits()));
    return amount ? Outcome(ExactMoney{*amount, *currency}) : Outcome();
}

// What a record says in a field.
Outcome outcome_of(Field const& field, Json const& record) {
    auto const found = record.find(field.name);
    if (found == record.end() || found->is_null()) return {};
    auto const& value = *found;
    auto const kind = kind_of(field.type);
    if (kind == Kind::number && (value.is_number() || value.is_string())) return number_of(value);
    if (kind == Kind::money && value.is_object()) return money_of(value);
    if (kind == Kind::boolean && value.is_boolean()) return value.get<bool>();
    if (!kind || !value.is_string()) return {};
    if (kind == Kind::date) return or_absent(Date::parse(text_of(value)));
    if (kind == Kind::instant) return or_absent(Instant::parse(text_of(value)));
    return kind == Kind::text ? Outcome(text_of(value)) : Outcome();
}

bool is_absent(Outcome const& outcome) { return std::holds_alternative<std::monostate>(outcome); }
bool holds(Outcome const& outcome) {
    auto const* condition = std::get_if<bool>(&outcome);
    return condition && *condition;
}

template <class T>
bool compared(T const& a, Comparison comparison, T const& b) {
    switch (comparison) {
        case Comparison::equal:
            return a == b;
        case Comparison::not_equal:
            return !(a == b);
        case Comparison::less:
            return a < b;
        case Comparison::less_equal:
            return !(b < a);
        case Comparison::greater:
            return b < a;
        case Comparison::greater_equal:
            return !(a < b);
    }
    return false;
}

bool compared(Outcome const& a, Comparison comparison, Outcome const& b) {
    if (auto const* money = std::get_if<ExactMoney>(&a)) {
        auto const& other = std::get<ExactMoney>(b);
        return money->currency == other.currency && compared(money->amount, comparison, other.amount);
    }
    if (auto const* number = std::get_if<Exact>(&a)) return compared(*number, comparison, std::get<Exact>(b));
    if (auto const* text = std::get_if<std::string>(&a)) return compared(*text, comparison, std::get<std::string>(b));
    if (auto const* date = std::get_if<Date>(&a)) return compared(*date, comparison, std::get<Date>(b));
    if (auto const* at = std::get_if<Instant>(&a)) return compared(*at, comparison, std::get<Instant>(b));
    return compared(std::get<bool>(a), comparison, std::get<bool>(b));
}

Outcome worked_out(Operation operation, Exact const& a, Exact const& b) {
    switch (operation) {
        case Operation::add:
            return within_limits(Exact(a + b));
        case Operation::subtract:
            return within_limits(Exact(a - b));
        case Operation::multiply:
            return within_limits(Exact(a * b));
        case Operation::divide:
            return b == 0 ? Outcome() : within_limits(Exact(a / b));
    }
    return {};
}

// An amount with a number, or with an amount of the same currency.
Outcome worked_out(Operation operation, Outcome const& a, Outcome const& b) {
    auto const *left = std::get_if<ExactMoney>(&a), *right = std::get_if<ExactMoney>(&b);
    if (left && right && !(left->currency == right->currency)) return {};
    auto const number = [](Outcome const& each, ExactMoney const* money) -> Exact const& {
        return money ? money->amount : std::get<Exact>(each);
    };
    auto outcome = worked_out(operation, number(a, left), number(b, right));
    auto const* amount = std::get_if<Exact>(&outcome);
    bool const is_ratio = left && right && operation == Operation::divide;
    if (!amount || is_ratio || (!left && !right)) return outcome;
    return ExactMoney{*amount, left ? left->currency : right->currency};
}

struct FormulaEvaluator {
    schema::Object const& object;
    std::map<Test const*, Checked> const& tests;
    Json const& record;

    Outcome of(TermPointer const& term) const { return std::visit(*this, term->node); }

    Outcome operator()(Constant const& node) const {
        if (auto const* flag = std::get_if<bool>(&node.value)) return *flag;
        if (auto const* text = std::get_if<std::string>(&node.value)) return *text;
        if (auto const* number = std::get_if<Number>(&node.value)) return or_absent(exact(number->digits));
        auto const* amount = std::get_if<Amount>(&node.value);
        auto const size = amount ? exact(amount->amount.digits) : std::nullopt;
        return size ? Outcome(ExactMoney{*size, amount->currency}) : Outcome();
    }
    Outcome operator()(Path const& node) const {
        auto const* field = object.find(node.field);
        return field ? outcome_of(*field, record) : Outcome();
    }
    Outcome operator()(Arithmetic const& node) const {
        auto const left = of(node.left), right = of(node.right);
        if (is_absent(left) || is_absent(right)) return {};
        auto const* text = std::get_if<std::string>(&left);
        if (!text) return worked_out(node.operation, left, right);
        auto joined = *text + std::get<std::string>(right);
        return joined.size() > limits::formula_text_bytes_max ? Outcome() : Outcome(std::move(joined));
    }
    Outcome operator()(Negative const& node) const {
        auto const operand = of(node.operand);
        if (auto const* number = std::get_if<Exact>(&operand)) return Exact(-*number);
        if (auto const* money = std::get_if<ExactMoney>(&operand))
            return ExactMoney{Exact(-money->amount), money->currency};
        return {};
    }
    Outcome operator()(Call const& node) const {
        auto const& function = *find_function(node.function);
        std::vector<Outcome> operands;
        for (auto const& operand : node.operands) operands.push_back(of(operand));
        if (!function.looks_past_absent && std::any_of(operands.begin(), operands.end(), is_absent)) return {};
        return function.value(operands);
    }
    Outcome operator()(Test const& node) const { return tests.at(&node).holds(record); }
    Outcome operator()(Comparing const& node) const {
        auto const left = of(node.left), right = of(node.right);
        return !is_absent(left) && !is_absent(right) && compared(left, node.comparison, right);
    }
    Outcome operator()(Opposite const& node) const { return !holds(of(node.operand)); }
    Outcome operator()(Every const& node) const {
        return std::all_of(node.operands.begin(), node.operands.end(),
                           [&](TermPointer const& each) { return holds(of(each)); });
    }
    Outcome operator()(Some const& node) const {
        return std::any_of(node.operands.begin(), node.operands.end(),
                           [&](TermPointer const& each) { return holds(of(each)); });
    }
};

// As the field keeps it.
struct Kept {
    Field const& field;

    Json operator()(std::monostate) const { return nullptr; }
    Json operator()(bool value) const { return value; }
    Json operator()(Exact const& number) const {
        if (field.type == FieldType::decimal) return rounded(number, field.scale);
        auto const value = number.convert_to<double>();
        return std::isfinite(value) ? Json(value) : Json(nullptr);
    }
    Json operator()(ExactMoney const& money) const {
        return {{"amount", rounded(money.amount, money.currency.minor_digits())}, {"currency", money.currency.text()}};
    }
    Json operator()(std::string const& text) const { return text; }
    Json operator()(Date date) const { return date.text(); }
    Json operator()(Instant at) const { return at.text(); }
};

}  // namespace

Json Formula::value(Json const& record, Field const& into) const {
    return std::visit(Kept{into}, FormulaEvaluator{*object_, tests_, record}.of(term_));
}

}  // namespace kith::rule
