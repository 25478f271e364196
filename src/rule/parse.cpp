// Text to tree and back.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "rule/rule.hpp"

namespace kith::rule {

namespace {

enum class Token { end, name, text, number, comparison, open, close, comma, unknown };

// Reads tokens off the front of the text; the one in hand is `token`, its text `lexeme`, where it began `begin`.
class Reader {
public:
    explicit Reader(std::string_view source) : source_(source) { advance(); }

    Token token = Token::end;
    std::string lexeme;
    std::size_t begin = 0;

    void advance() {
        while (at_ < source_.size() && (source_[at_] == ' ' || (source_[at_] >= '\t' && source_[at_] <= '\r'))) ++at_;
        begin = at_;
        lexeme.clear();
        if (at_ == source_.size()) {
            token = Token::end;
            return;
        }
        char const c = source_[at_];
        if (is_letter(c))
            return take_while(Token::name, [](char d) { return is_letter(d) || is_digit(d) || d == '.'; });
        if (is_digit(c) || (c == '-' && at_ + 1 < source_.size() && is_digit(source_[at_ + 1]))) {
            lexeme += source_[at_++];
            return take_while(Token::number, [](char d) { return is_digit(d) || d == '.'; });
        }
        if (c == '"') return take_text();
        if (c == '=' || c == '!' || c == '<' || c == '>')
            return take_while(Token::comparison, [](char d) { return d == '=' || d == '!' || d == '<' || d == '>'; });
        lexeme = c;
        ++at_;
        token = c == '(' ? Token::open : c == ')' ? Token::close : c == ',' ? Token::comma : Token::unknown;
    }

    bool is_word(std::string_view word) const { return token == Token::name && lexeme == word; }
    bool accept_word(std::string_view word) {
        if (!is_word(word)) return false;
        advance();
        return true;
    }

    Error expected(std::string_view what) const {
        auto const found = token == Token::end ? std::string("the end") : fmt::format("`{}`", lexeme);
        return Error::invalid("filter", "syntax",
                              fmt::format("At character {}: expected {}, found {}.", begin + 1, what, found));
    }

private:
    static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
    static bool is_digit(char c) { return c >= '0' && c <= '9'; }

    template <class Belongs>
    void take_while(Token kind, Belongs belongs) {
        while (at_ < source_.size() && belongs(source_[at_])) lexeme += source_[at_++];
        token = kind;
    }

    void take_text() {
        token = Token::unknown;  // until the closing quote is seen
        for (++at_; at_ < source_.size(); ++at_) {
            if (source_[at_] == '"') {
                ++at_;
                token = Token::text;
                return;
            }
            if (source_[at_] == '\\' && at_ + 1 < source_.size()) ++at_;
            lexeme += source_[at_];
        }
    }

    std::string_view source_;
    std::size_t at_ = 0;
};

ExpressionPointer make(auto node) { return std::make_shared<Expression const>(Expression{std::move(node)}); }

class Parser {
public:
    explicit Parser(std::string_view source) : reader_(source) {}

    Result<ExpressionPointer> parse() {
        auto expression = TRY(alternatives(0));
        if (reader_.token != Token::end) return reader_.expected("`and`, `or` or the end");
        return expression;
    }

private:
    Result<ExpressionPointer> alternatives(int depth) {
        if (depth > limits::rule_depth_max)
            return Error::invalid("filter", "too_deep", "The rule is nested too deeply.");
        std::vector<ExpressionPointer> operands{TRY(conjunction(depth))};
        while (reader_.accept_word("or")) operands.push_back(TRY(conjunction(depth)));
        if (operands.size() == 1) return operands.front();
        return make(Or{std::move(operands)});
    }

    Result<ExpressionPointer> conjunction(int depth) {
        std::vector<ExpressionPointer> operands{TRY(negation(depth))};
        while (reader_.accept_word("and")) operands.push_back(TRY(negation(depth)));
        if (operands.size() == 1) return operands.front();
        return make(And{std::move(operands)});
    }

    Result<ExpressionPointer> negation(int depth) {
        if (depth > limits::rule_depth_max)
            return Error::invalid("filter", "too_deep", "The rule is nested too deeply.");
        if (reader_.accept_word("not")) return make(Not{TRY(negation(depth + 1))});
        if (reader_.token == Token::open) {
            reader_.advance();
            auto expression = TRY(alternatives(depth + 1));
            if (reader_.token != Token::close) return reader_.expected("`)`");
            reader_.advance();
            return expression;
        }
        return comparison();
    }

    Result<ExpressionPointer> comparison() {
        if (++parts_ > limits::rule_parts_max)
            return Error::invalid("filter", "too_long", "The rule has too many parts.");
        if (reader_.token != Token::name) return reader_.expected("a field, `not` or `(`");
        std::string field = reader_.lexeme;
        reader_.advance();
        if (reader_.accept_word("is")) {
            if (reader_.accept_word("absent")) return make(Absent{std::move(field)});
            if (reader_.accept_word("present")) return make(Not{make(Absent{std::move(field)})});
            return reader_.expected("`absent` or `present`");
        }
        if (reader_.accept_word("in")) return list(std::move(field));
        if (reader_.token != Token::comparison) return reader_.expected("a comparison, `in` or `is`");
        auto const comparison = comparison_of(reader_.lexeme);
        if (!comparison) return reader_.expected("one of = != < <= > >=");
        reader_.advance();
        return make(Compare{std::move(field), *comparison, TRY(literal())});
    }

    Result<ExpressionPointer> list(std::string field) {
        if (reader_.token != Token::open) return reader_.expected("`(`");
        In in{std::move(field), {}};
        do {
            reader_.advance();
            if (in.values.size() == limits::rule_list_values_max)
                return Error::invalid("filter", "too_long", "The list has too many values.");
            in.values.push_back(TRY(literal()));
        } while (reader_.token == Token::comma);
        if (reader_.token != Token::close) return reader_.expected("`,` or `)`");
        reader_.advance();
        return make(std::move(in));
    }

    Result<Literal> literal() {
        if (reader_.token == Token::text) {
            Literal value = text::clean(reader_.lexeme);
            reader_.advance();
            return value;
        }
        if (reader_.accept_word("true")) return Literal(true);
        if (reader_.accept_word("false")) return Literal(false);
        if (reader_.token != Token::number) return reader_.expected("a value: \"text\", a number, true or false");
        auto const& digits = reader_.lexeme;
        auto const* end = digits.data() + digits.size();
        std::int64_t integer = 0;
        double real = 0;
        Literal value;
        if (auto const read = std::from_chars(digits.data(), end, integer); read.ec == std::errc{} && read.ptr == end) {
            value = integer;
        } else if (auto const decimal = std::from_chars(digits.data(), end, real);
                   decimal.ec == std::errc{} && decimal.ptr == end) {
            value = real;
        } else {
            return reader_.expected("a number");
        }
        reader_.advance();
        return value;
    }

    static std::optional<Comparison> comparison_of(std::string_view sign) {
        if (sign == "=") return Comparison::equal;
        if (sign == "!=") return Comparison::not_equal;
        if (sign == "<") return Comparison::less;
        if (sign == "<=") return Comparison::less_equal;
        if (sign == ">") return Comparison::greater;
        if (sign == ">=") return Comparison::greater_equal;
        return std::nullopt;
    }

    Reader reader_;
    std::size_t parts_ = 0;
};

std::string_view sign_of(Comparison comparison) {
    switch (comparison) {
        case Comparison::equal:
            return "=";
        case Comparison::not_equal:
            return "!=";
        case Comparison::less:
            return "<";
        case Comparison::less_equal:
            return "<=";
        case Comparison::greater:
            return ">";
        case Comparison::greater_equal:
            return ">=";
    }
    return "=";
}

std::string print_literal(Literal const& literal) {
    struct Printer {
        std::string operator()(bool value) const { return value ? "true" : "false"; }
        std::string operator()(std::int64_t value) const { return std::to_string(value); }
        std::string operator()(double value) const {
            auto const digits = fmt::format("{:.17f}", value);
            auto const end = digits.find_last_not_of('0');
            return digits.substr(0, digits[end] == '.' ? end + 2 : end + 1);
        }
        std::string operator()(std::string const& value) const {
            std::string out = "\"";
            for (char c : value) {
                if (c == '"' || c == '\\') out += '\\';
                out += c;
            }
            return out + "\"";
        }
    };
    return std::visit(Printer{}, literal);
}

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

struct ExpressionPrinter {
    std::string operator()(Compare const& node) const {
        return fmt::format("{} {} {}", node.field, sign_of(node.comparison), print_literal(node.value));
    }
    std::string operator()(In const& node) const {
        std::string values;
        for (auto const& value : node.values) values += (values.empty() ? "" : ", ") + print_literal(value);
        return fmt::format("{} in ({})", node.field, values);
    }
    std::string operator()(Absent const& node) const { return node.field + " is absent"; }
    std::string operator()(Not const& node) const { return "not " + print_within(*node.operand, 1); }
    std::string operator()(And const& node) const { return print_all(node.operands, " and ", 1); }
    std::string operator()(Or const& node) const { return print_all(node.operands, " or ", 0); }
};

}  // namespace

Result<ExpressionPointer> parse(std::string_view source) {
    if (source.size() > limits::rule_bytes_max) return Error::invalid("filter", "too_long", "The rule is too long.");
    if (!text::is_utf8(source)) return Error::invalid("filter", "not_utf8", "The rule is not UTF-8 text.");
    return Parser(source).parse();
}

std::string print(Expression const& expression) { return std::visit(ExpressionPrinter{}, expression.node); }

}  // namespace kith::rule
