// A tree in its text form: what `read` reads back to the same tree.
#include "rule/words.hpp"

namespace kith::rule {

namespace {

std::string quoted(std::string const& text) {
    std::string out = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string counted(Period const& period) {
    return fmt::format("{} {}{}", period.count, word_of(units, period.unit), period.count == 1 ? "" : "s");
}

std::string print_calendar(Period const& period, std::string_view direction, std::string_view day) {
    if (period.count > 1)
        return fmt::format("{} {} calendar {}s", direction, period.count, word_of(units, period.unit));
    return period.unit == Unit::day ? std::string(day) : fmt::format("{} {}", direction, word_of(units, period.unit));
}

std::string print_period(Period const& period) {
    switch (period.kind) {
        case Period::Kind::now:
            return "now";
        case Period::Kind::ago:
            return counted(period) + " ago";
        case Period::Kind::ahead:
            return counted(period) + " from now";
        case Period::Kind::last:
            return "last " + counted(period);
        case Period::Kind::next:
            return "next " + counted(period);
        case Period::Kind::current:
            return period.unit == Unit::day ? "today" : fmt::format("this {}", word_of(units, period.unit));
        case Period::Kind::last_calendar:
            return print_calendar(period, "last", "yesterday");
        case Period::Kind::next_calendar:
            return print_calendar(period, "next", "tomorrow");
    }
    return "now";
}

// Whether a period reads as a point, so that `=` suits it; the others are something to be within.
bool is_point(Period const& period) {
    if (period.kind == Period::Kind::last || period.kind == Period::Kind::next) return false;
    return period.kind <= Period::Kind::ahead || (period.unit == Unit::day && period.count == 1);
}

struct ValuePrinter {
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(Number const& value) const { return value.digits; }
    std::string operator()(std::string const& value) const { return quoted(value); }
    std::string operator()(Period const& value) const { return print_period(value); }
    std::string operator()(Amount const& value) const {
        return fmt::format("{} {}", value.amount.digits, value.currency.text());
    }
    std::string operator()(Me const&) const { return "me"; }
    std::string operator()(Circle value) const { return fmt::format("my {}", word_of(circles, value)); }
};

// How tightly a node binds: operands that bind less are put in parentheses.
int strength(Expression const& expression) {
    if (std::holds_alternative<Or>(expression.node)) return 0;
    if (std::holds_alternative<And>(expression.node)) return 1;
    return 2;
}

std::string print_within(Expression const& expression, int outer) {
    auto text = print(expression);
    return strength(expression) <= outer ? "(" + text + ")" : text;
}

std::string print_all(std::vector<ExpressionPointer> const& operands, std::string_view between, int strength_of_all) {
    std::string out;
    for (auto const& operand : operands) {
        if (!out.empty()) out += between;
        out += print_within(*operand, strength_of_all);
    }
    return out;
}

struct Printer {
    std::string_view negation;  // "not " before an operator that is a word

    std::string operator()(Compare const& node) const {
        auto const* period = std::get_if<Period>(&node.value.value);
        bool const is_within = node.comparison == Comparison::equal && period && !is_point(*period);
        return fmt::format("{} {} {}", node.path.text(), is_within ? "in" : word_of(signs, node.comparison),
                           print(node.value.value));
    }
    std::string operator()(Between const& node) const {
        return fmt::format("{} {}between {} and {}", node.path.text(), negation, print(node.low.value),
                           print(node.high.value));
    }
    std::string operator()(In const& node) const {
        if (node.values.size() == 1 && std::holds_alternative<Circle>(node.values.front().value))
            return fmt::format("{} {}in {}", node.path.text(), negation, print(node.values.front().value));
        std::string values;
        for (auto const& value : node.values) values += (values.empty() ? "" : ", ") + print(value.value);
        return fmt::format("{} {}in ({})", node.path.text(), negation, values);
    }
    std::string operator()(Like const& node) const {
        return fmt::format("{} {}{} {}", node.path.text(), negation, word_of(likenesses, node.likeness),
                           print(node.value.value));
    }
    std::string operator()(Absent const& node) const { return node.path.text() + " is absent"; }
    std::string operator()(Not const& node) const {
        auto const& operand = *node.operand;
        if (auto const* absent = std::get_if<Absent>(&operand.node)) return absent->path.text() + " is present";
        if (std::holds_alternative<Between>(operand.node) || std::holds_alternative<In>(operand.node) ||
            std::holds_alternative<Like>(operand.node))
            return std::visit(Printer{"not "}, operand.node);
        return "not " + print_within(operand, 1);
    }
    std::string operator()(And const& node) const { return print_all(node.operands, " and ", 1); }
    std::string operator()(Or const& node) const { return print_all(node.operands, " or ", 0); }
};

}  // namespace

std::string print(Value const& value) { return std::visit(ValuePrinter{}, value); }

std::string print(Expression const& expression) { return std::visit(Printer{}, expression.node); }

}  // namespace kith::rule
