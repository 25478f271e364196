// A formula in its text form: what `read_formula` reads back to the same tree.
#include "rule/formula.hpp"
#include "rule/lexer.hpp"
#include "rule/words.hpp"

namespace kith::rule {

namespace {

// How tightly a node binds: operands that bind less are put in parentheses.
enum Strength { of_some, of_every, of_opposite, of_comparison, of_sum, of_product, of_sign, of_single };

struct StrengthOf {
    int operator()(Some const&) const { return of_some; }
    int operator()(Every const&) const { return of_every; }
    int operator()(Opposite const&) const { return of_opposite; }
    int operator()(Test const&) const { return of_comparison; }
    int operator()(Comparing const&) const { return of_comparison; }
    int operator()(Arithmetic const& node) const {
        return node.operation == Operation::add || node.operation == Operation::subtract ? of_sum : of_product;
    }
    int operator()(Negative const&) const { return of_sign; }
    int operator()(auto const&) const { return of_single; }
};

int strength(Term const& term) { return std::visit(StrengthOf{}, term.node); }

std::string print_within(Term const& term, int least) {
    auto text = print(term);
    return strength(term) < least ? "(" + text + ")" : text;
}

std::string_view sign_of(Operation operation) {
    switch (operation) {
        case Operation::add:
            return "+";
        case Operation::subtract:
            return "-";
        case Operation::multiply:
            return "*";
        case Operation::divide:
            return "/";
    }
    return {};
}

std::string print_all(std::vector<TermPointer> const& operands, std::string_view between, int least) {
    std::string out;
    for (auto const& operand : operands) {
        if (!out.empty()) out += between;
        out += print_within(*operand, least);
    }
    return out;
}

// Whether a text begins with a word that a rule takes for a value: a field or a function called so, behind a field and
// a sign, is read as one only in parentheses.
bool begins_value(std::string_view text) {
    auto const name = text.substr(0, text.find_first_not_of("abcdefghijklmnopqrstuvwxyz"));
    auto const rest = text.substr(name.size());
    if (!rest.empty() && is_name_byte(rest.front())) return false;
    for (auto const* word : {"now", "today", "yesterday", "tomorrow", "this", "last", "next", "me", "my"})
        if (name == word) return true;
    return false;
}

struct Printer {
    std::string operator()(Constant const& node) const { return print(node.value); }
    std::string operator()(Path const& node) const { return node.text(); }
    std::string operator()(Arithmetic const& node) const {
        int const own = StrengthOf{}(node);
        return fmt::format("{} {} {}", print_within(*node.left, own), sign_of(node.operation),
                           print_within(*node.right, own + 1));
    }
    std::string operator()(Negative const& node) const { return "-" + print_within(*node.operand, of_sign); }
    std::string operator()(Call const& node) const {
        return fmt::format("{}({})", node.function, print_all(node.operands, ", ", of_some));
    }
    std::string operator()(Test const& node) const { return print(*node.expression); }
    std::string operator()(Comparing const& node) const {
        auto left = print_within(*node.left, of_sum), right = print_within(*node.right, of_sum);
        if (std::holds_alternative<Path>(node.left->node) && begins_value(right)) right = "(" + right + ")";
        // Before a sign `true` is a field to a rule.
        auto const* constant = std::get_if<Constant>(&node.left->node);
        if (constant && std::holds_alternative<bool>(constant->value)) left = "(" + left + ")";
        return fmt::format("{} {} {}", left, word_of(signs, node.comparison), right);
    }
    std::string operator()(Opposite const& node) const { return "not " + print_within(*node.operand, of_opposite); }
    std::string operator()(Every const& node) const { return print_all(node.operands, " and ", of_opposite); }
    std::string operator()(Some const& node) const { return print_all(node.operands, " or ", of_every); }
};

}  // namespace

std::string print(Term const& term) { return std::visit(Printer{}, term.node); }

}  // namespace kith::rule
