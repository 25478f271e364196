// The text form to its tree: recursive descent, one token ahead. What it expected where the text ends is what
// completion offers.
#include <algorithm>

#include "base/text.hpp"
#include "rule/formula.hpp"
#include "rule/lexer.hpp"
#include "rule/limits.hpp"
#include "rule/nearest.hpp"
#include "rule/words.hpp"

namespace kith::rule {

namespace {

using What = Expectation::What;

std::vector<std::string> const word_operators{"in",        "between",     "contains",    "starts with",
                                              "ends with", "matches",     "is absent",   "is present",
                                              "not in",    "not between", "not contains"};

std::string sign_meant(std::string_view sign) {
    if (sign == "==") return "=";
    if (sign == "<>" || sign == "!") return "!=";
    if (sign == "=>") return ">=";
    if (sign == "=<") return "<=";
    return {};
}

std::optional<Unit> unit_of(std::string_view word) {
    if (word.ends_with('s')) word.remove_suffix(1);
    return value_of(units, word);
}

class Parser {
public:
    explicit Parser(std::string_view source) : lexer_(source) {}

    Reading read() {
        auto expression = whole();
        if (expression) reading_.expression = expression.take();
        return std::move(reading_);
    }

    FormulaReading read_formula() {
        auto term = whole_formula();
        FormulaReading reading;
        if (term) reading.term = term.take();
        reading.problem = std::move(reading_.problem);
        reading.expectation = std::move(reading_.expectation);
        return reading;
    }

private:
    Result<ExpressionPointer> whole() {
        auto expression = TRY(alternatives(0));
        if (lexer_.token != Token::end) return expected("`and`, `or` or the end", {What::words, {}, {"and", "or"}});
        reading_.expectation = {What::words, {}, {"and", "or"}};
        return expression;
    }

    Error fail(std::string code, std::string message, Place place, std::vector<std::string> suggestions = {}) {
        if (!suggestions.empty()) message += fmt::format(" Did you mean `{}`?", suggestions.front());
        reading_.problem = {std::move(code), fmt::format("At character {}: {}", place.character_begin + 1, message),
                            place, parts_ == 0 ? 0 : parts_ - 1, std::move(suggestions)};
        return reading_.problem.error();
    }

    Error expected(std::string_view what, Expectation expectation) {
        auto const found = lexer_.token == Token::end ? std::string("the end") : fmt::format("`{}`", lexer_.lexeme);
        std::vector<std::string> suggestions;
        if (lexer_.token == Token::end) {
            expect(std::move(expectation));
        } else if (auto meant = meant_by(lexer_.lexeme, expectation); !meant.empty()) {
            suggestions.push_back(std::move(meant));
        }
        return fail("syntax", fmt::format("expected {}, found {}.", what, found), lexer_.place, std::move(suggestions));
    }

    // Where the text ends behind a field, an operator may follow besides.
    void expect(Expectation expectation) {
        auto& known = reading_.expectation;
        if (known.what == What::operation && expectation.what == What::words)
            known.also.insert(known.also.end(), expectation.words.begin(), expectation.words.end());
        else
            known = std::move(expectation);
    }

    std::string meant_by(std::string const& lexeme, Expectation const& expectation) const {
        if (lexer_.token == Token::comparison) return sign_meant(lexeme);
        if (lexer_.token != Token::name) return {};
        return nearest(lexeme, expectation.words);
    }

    Result<ExpressionPointer> alternatives(int depth) {
        std::vector<ExpressionPointer> operands{TRY(conjunction(depth))};
        while (lexer_.accept_word("or")) operands.push_back(TRY(conjunction(depth)));
        if (operands.size() == 1) return operands.front();
        return make(Or{std::move(operands)});
    }

    Result<ExpressionPointer> conjunction(int depth) {
        std::vector<ExpressionPointer> operands{TRY(negation(depth))};
        while (lexer_.accept_word("and")) operands.push_back(TRY(negation(depth)));
        if (operands.size() == 1) return operands.front();
        return make(And{std::move(operands)});
    }

    Result<ExpressionPointer> negation(int depth) {
        if (depth > limits::rule_depth_max) return fail("too_deep", "the rule is nested too deeply.", lexer_.place);
        if (lexer_.accept_word("not")) return make(Not{TRY(negation(depth + 1))});
        if (lexer_.token != Token::open) return part();
        lexer_.advance();
        auto expression = TRY(alternatives(depth + 1));
        if (lexer_.token != Token::close) return expected("`)`", {What::words, {}, {"and", "or", ")"}});
        lexer_.advance();
        return expression;
    }

    Result<ExpressionPointer> part() {
        if (++parts_ > limits::rule_parts_max) return fail("too_long", "the rule has too many parts.", lexer_.place);
        if (lexer_.token != Token::name) return expected("a field, `not` or `(`", {What::field, {}, {"not", "("}});
        auto path = TRY(this->path());
        if (lexer_.accept_word("not")) {
            auto positive = TRY(words(path));
            if (!positive)
                return expected(
                    "`in`, `between`, `contains`, `starts with`, `ends with` or `matches`",
                    {What::words, path, {"in", "between", "contains", "starts with", "ends with", "matches"}});
            return make(Not{std::move(positive)});
        }
        if (auto found = TRY(words(path))) return found;
        if (lexer_.accept_word("is")) {
            if (lexer_.accept_word("absent")) return make(Absent{std::move(path)});
            if (lexer_.accept_word("present")) return make(Not{make(Absent{std::move(path)})});
            return expected("`absent` or `present`", {What::words, path, {"absent", "present"}});
        }
        auto const comparison =
            lexer_.token == Token::comparison ? value_of(signs, lexer_.lexeme) : std::optional<Comparison>();
        if (!comparison)
            return expected("an operator such as `=`, `in`, `contains` or `is`",
                            {What::operation, path, word_operators});
        lexer_.advance();
        auto value = TRY(literal(path));
        return make(Compare{std::move(path), *comparison, std::move(value)});
    }

    Result<Path> path() {
        Path path{{}, lexer_.lexeme, lexer_.place};
        if (auto const dot = path.field.find('.'); dot != std::string::npos) {
            path.relation = path.field.substr(0, dot);
            path.field.erase(0, dot + 1);
            if (!is_name(path.relation) || !is_name(path.field))
                return fail("syntax",
                            fmt::format("`{}` is no field: a relation leads one step, such as `company.country`.",
                                        lexer_.lexeme),
                            lexer_.place);
        }
        lexer_.advance();
        return path;
    }

    // What an operator written as a word says; null where there is none.
    Result<ExpressionPointer> words(Path const& path) {
        if (lexer_.accept_word("in")) return in(path);
        if (lexer_.accept_word("between")) {
            auto low = TRY(literal(path));
            if (!lexer_.accept_word("and")) return expected("`and` and the other end", {What::words, path, {"and"}});
            auto high = TRY(literal(path));
            return make(Between{path, std::move(low), std::move(high)});
        }
        if (lexer_.accept_word("contains")) return like(path, Likeness::contains);
        if (lexer_.accept_word("matches")) return like(path, Likeness::matches);
        for (auto const likeness : {Likeness::starts_with, Likeness::ends_with}) {
            auto const word = likeness == Likeness::starts_with ? "starts" : "ends";
            if (!lexer_.accept_word(word)) continue;
            if (!lexer_.accept_word("with")) return expected("`with`", {What::words, path, {"with"}});
            return like(path, likeness);
        }
        return ExpressionPointer();
    }

    Result<ExpressionPointer> like(Path const& path, Likeness likeness) {
        if (lexer_.token != Token::text) return expected("a \"text\"", {What::value, path, {}});
        Literal value{text::clean(lexer_.lexeme), lexer_.place};
        lexer_.advance();
        return make(Like{path, likeness, std::move(value)});
    }

    Result<ExpressionPointer> in(Path const& path) {
        if (lexer_.token != Token::open) {
            constexpr std::string_view wanted = "`(`, a stretch of time such as `last 30 days`, or `my teams`";
            auto several = TRY(literal(path, {What::value, path, {"("}, true}, wanted));
            if (std::holds_alternative<Period>(several.value))
                return make(Compare{path, Comparison::equal, std::move(several)});
            if (!std::holds_alternative<Circle>(several.value))
                return fail("syntax", fmt::format("expected {}.", wanted), several.place);
            return make(In{path, {std::move(several)}});
        }
        In in{path, {}};
        do {
            lexer_.advance();
            if (in.values.size() == limits::rule_list_values_max)
                return fail("too_long", "the list has too many values.", lexer_.place);
            in.values.push_back(TRY(literal(path, {What::value, path, {}, true})));
        } while (lexer_.token == Token::comma);
        if (lexer_.token != Token::close) return expected("`,` or `)`", {What::words, path, {",", ")"}});
        lexer_.advance();
        return make(std::move(in));
    }

    Result<Literal> literal(Path const& path) { return literal(path, {What::value, path, {}}); }
    Result<Literal> literal(
        Path const& path, Expectation expectation,
        std::string_view wanted = "a value: \"text\", a number, true, false or a time such as `today`") {
        Literal literal{false, lexer_.place};
        if (lexer_.token == Token::text) {
            literal.value = text::clean(lexer_.lexeme);
            lexer_.advance();
        } else if (lexer_.token == Token::number) {
            literal.value = TRY(number());
        } else if (lexer_.accept_word("true")) {
            literal.value = true;
        } else if (lexer_.accept_word("false")) {
            literal.value = false;
        } else if (lexer_.accept_word("me")) {
            literal.value = Me{};
        } else if (lexer_.accept_word("my")) {
            literal.value = TRY(circle(path));
        } else if (auto const period = TRY(this->period())) {
            literal.value = *period;
        } else {
            return expected(wanted, std::move(expectation));
        }
        literal.place.end = lexer_.before.end;
        literal.place.character_end = lexer_.before.character_end;
        return literal;
    }

    // Who is meant after `my`.
    Result<Circle> circle(Path const& path) {
        auto const meant = lexer_.token == Token::name ? value_of(circles, lexer_.lexeme) : std::nullopt;
        if (!meant) return expected("`teams` or `reports`", {What::words, path, {"teams", "reports"}});
        lexer_.advance();
        return *meant;
    }

    // A number, alone or with what it counts: `50`, `50 EUR`, `3 days ago`.
    Result<Value> number() {
        auto const number = Number::parse(lexer_.lexeme);
        if (!number) return expected(fmt::format("a number of at most {} digits", limits::rule_number_digits_max), {});
        lexer_.advance();
        if (lexer_.token != Token::name) return Value(*number);
        if (auto const currency = Currency::parse(lexer_.lexeme); currency && currency->text() == lexer_.lexeme) {
            lexer_.advance();
            return Value(Amount{*number, *currency});
        }
        auto const unit = unit_of(lexer_.lexeme);
        if (!unit) return Value(*number);
        auto const place = lexer_.place;
        lexer_.advance();
        auto const count = TRY(this->count(*number, place));
        bool const is_ago = lexer_.is_word("ago");
        if (!is_ago && !lexer_.is_word("from"))
            return expected("`ago` or `from now`", {What::words, {}, {"ago", "from now"}});
        lexer_.advance();
        if (!is_ago && !lexer_.accept_word("now")) return expected("`now`", {What::words, {}, {"now"}});
        return Value(TRY(sound({is_ago ? Period::Kind::ago : Period::Kind::ahead, count, *unit}, place)));
    }

    Result<std::int64_t> count(Number const& number, Place place) {
        auto const value = number.real();
        if (value < 1 || value > static_cast<double>(limits::rule_period_count_max) ||
            number.digits.find('.') != std::string::npos)
            return fail("wrong_count",
                        fmt::format("a stretch of time has 1 to {} units.", limits::rule_period_count_max), place);
        return static_cast<std::int64_t>(value);
    }

    Result<Period> sound(Period const& period, Place place) {
        if (is_sound(period)) return period;
        auto const name = word_of(units, period.unit);
        if (is_calendar(period.unit))
            return fail("wrong_unit",
                        fmt::format("{}s differ in length: say `last {} calendar {}s`, or count days.", name,
                                    period.count, name),
                        place);
        return fail("wrong_unit", fmt::format("the calendar has no {}s: count without `calendar`.", name), place);
    }

    Result<std::optional<Period>> period() {
        if (lexer_.accept_word("now")) return std::optional(Period{Period::Kind::now, 1, Unit::day});
        if (lexer_.accept_word("today")) return std::optional(Period{Period::Kind::current, 1, Unit::day});
        if (lexer_.accept_word("yesterday")) return std::optional(Period{Period::Kind::last_calendar, 1, Unit::day});
        if (lexer_.accept_word("tomorrow")) return std::optional(Period{Period::Kind::next_calendar, 1, Unit::day});
        bool const is_this = lexer_.is_word("this"), is_last = lexer_.is_word("last");
        if (!is_this && !is_last && !lexer_.is_word("next")) return std::optional<Period>();
        lexer_.advance();
        auto const place = lexer_.place;
        Expectation const unit_words{What::words, {}, {"day", "week", "month", "quarter", "year"}};
        if (lexer_.token != Token::number || is_this) {
            auto const unit = lexer_.token == Token::name ? unit_of(lexer_.lexeme) : std::nullopt;
            if (!unit)
                return expected(is_this ? "a unit such as `month`" : "a number of days or a unit such as `month`",
                                unit_words);
            lexer_.advance();
            auto const kind = is_this   ? Period::Kind::current
                              : is_last ? Period::Kind::last_calendar
                                        : Period::Kind::next_calendar;
            return std::optional(TRY(sound({kind, 1, *unit}, place)));
        }
        auto const number = Number::parse(lexer_.lexeme);
        if (!number) return expected("a whole number", {});
        auto const count = TRY(this->count(*number, place));
        lexer_.advance();
        bool const is_calendar = lexer_.accept_word("calendar");
        auto const unit = lexer_.token == Token::name ? unit_of(lexer_.lexeme) : std::nullopt;
        if (!unit)
            return expected(
                "a unit such as `days`",
                {What::words, {}, {"days", "weeks", "hours", "minutes", "calendar days", "calendar months"}});
        auto const unit_place = lexer_.place;
        lexer_.advance();
        auto const kind = is_calendar ? (is_last ? Period::Kind::last_calendar : Period::Kind::next_calendar)
                                      : (is_last ? Period::Kind::last : Period::Kind::next);
        return std::optional(TRY(sound({kind, count, *unit}, unit_place)));
    }

    // Formulas: the same tokens and comparisons, and between them values.

    static std::vector<std::string> after_value(std::vector<std::string> more) {
        std::vector<std::string> words{"+", "-", "*", "/", "=", "!=", "<", "<=", ">", ">=", "and", "or"};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    Result<TermPointer> whole_formula() {
        auto term = TRY(either(0));
        if (lexer_.token != Token::end) return expected("an operator or the end", {What::words, {}, after_value({})});
        expect({What::words, {}, after_value({})});
        return term;
    }

    Result<TermPointer> either(int depth) {
        std::vector<TermPointer> operands{TRY(both(depth))};
        while (lexer_.accept_word("or")) operands.push_back(TRY(both(depth)));
        if (operands.size() == 1) return operands.front();
        return make_term(Some{std::move(operands)});
    }

    Result<TermPointer> both(int depth) {
        std::vector<TermPointer> operands{TRY(opposite(depth))};
        while (lexer_.accept_word("and")) operands.push_back(TRY(opposite(depth)));
        if (operands.size() == 1) return operands.front();
        return make_term(Every{std::move(operands)});
    }

    Result<TermPointer> opposite(int depth) {
        if (depth > limits::rule_depth_max) return too_deep();
        if (lexer_.accept_word("not")) return make_term(Opposite{TRY(opposite(depth + 1))});
        if (lexer_.token == Token::name) return test(depth);
        return comparing(depth);
    }
    Error too_deep() { return fail("too_deep", "the formula is nested too deeply.", lexer_.place); }

    bool is_before_sign() const {
        return lexer_.token == Token::arithmetic || (lexer_.token == Token::number && lexer_.lexeme[0] == '-');
    }

    // What begins with a name is a comparison as rules have it, or a value. Of the two readings the one that gets
    // further says what is wrong.
    Result<TermPointer> test(int depth) {
        auto const start = *this;
        auto const place = lexer_.place;
        auto test = part();
        if (test && !is_before_sign()) return make_term(Test{test.take(), place});
        auto failed = std::move(reading_);
        auto const reached = test ? 0 : failed.problem.place.begin;
        *this = start;
        auto value = comparing(depth);
        if ((value ? lexer_.place : reading_.problem.place).begin < reached) {
            reading_ = std::move(failed);
            return reading_.problem.error();
        }
        if (lexer_.token == Token::end && lexer_.place.begin == reached) {
            // At the end both say how it may go on: with an operator, or with a value.
            std::swap(reading_.expectation, failed.expectation);
            if (!value) reading_.expectation.also = std::move(failed.expectation.words);
        }
        return value;
    }

    Result<TermPointer> comparing(int depth) {
        auto left = TRY(sum(depth));
        auto const comparison =
            lexer_.token == Token::comparison ? value_of(signs, lexer_.lexeme) : std::optional<Comparison>();
        if (!comparison) return left;
        auto const place = lexer_.place;
        lexer_.advance();
        auto right = TRY(sum(depth));
        // What rules can say is said as they do, be it in parentheses.
        auto const* path = std::get_if<Path>(&left->node);
        auto const* constant = std::get_if<Constant>(&right->node);
        if (path && constant) {
            auto value = constant->value;
            if (auto* text = std::get_if<std::string>(&value)) *text = text::clean(*text);
            return make_term(Test{make(Compare{*path, *comparison, {std::move(value), constant->place}}), path->place});
        }
        return make_term(Comparing{*comparison, std::move(left), std::move(right), place});
    }

    // A sign may have been taken for that of the number behind it.
    std::optional<Operation> sign(std::string_view first, Operation of_first, std::string_view second,
                                  Operation of_second) {
        if (lexer_.token == Token::number && lexer_.lexeme[0] == '-' && second == "-") {
            lexer_.lexeme.erase(0, 1);
            return of_second;
        }
        if (lexer_.token != Token::arithmetic || (lexer_.lexeme != first && lexer_.lexeme != second))
            return std::nullopt;
        auto const operation = lexer_.lexeme == first ? of_first : of_second;
        lexer_.advance();
        return operation;
    }

    Result<TermPointer> sum(int depth) {
        auto left = TRY(product(depth));
        for (;;) {
            auto const place = lexer_.place;
            auto const operation = sign("+", Operation::add, "-", Operation::subtract);
            if (!operation) return left;
            auto right = TRY(product(depth));
            left = make_term(Arithmetic{*operation, std::move(left), std::move(right), place});
        }
    }

    Result<TermPointer> product(int depth) {
        auto left = TRY(factor(depth));
        for (;;) {
            auto const place = lexer_.place;
            auto const operation = sign("*", Operation::multiply, "/", Operation::divide);
            if (!operation) return left;
            auto right = TRY(factor(depth));
            left = make_term(Arithmetic{*operation, std::move(left), std::move(right), place});
        }
    }

    Result<TermPointer> factor(int depth) {
        if (depth > limits::rule_depth_max) return too_deep();
        if (lexer_.token != Token::arithmetic || lexer_.lexeme != "-") return single(depth);
        auto const place = lexer_.place;
        lexer_.advance();
        auto operand = TRY(factor(depth + 1));
        if (auto const* constant = std::get_if<Constant>(&operand->node))
            if (auto negated = negative(constant->value)) return make_term(Constant{*negated, place});
        return make_term(Negative{std::move(operand), place});
    }

    static std::optional<Value> negative(Value const& value) {
        auto const turned = [](Number const& number) {
            if (number.digits == "0") return number;
            return Number{number.digits[0] == '-' ? number.digits.substr(1) : "-" + number.digits};
        };
        if (auto const* number = std::get_if<Number>(&value)) return turned(*number);
        if (auto const* amount = std::get_if<Amount>(&value)) return Amount{turned(amount->amount), amount->currency};
        return std::nullopt;
    }

    Result<TermPointer> single(int depth) {
        if (++parts_ > limits::rule_parts_max) return fail("too_long", "the formula has too many parts.", lexer_.place);
        if (lexer_.token == Token::open) {
            lexer_.advance();
            auto term = TRY(either(depth + 1));
            if (lexer_.token != Token::close) return expected("`)`", {What::words, {}, after_value({")"})});
            lexer_.advance();
            return term;
        }
        bool const is_word = lexer_.is_word("true") || lexer_.is_word("false");
        if (lexer_.token == Token::name && !is_word) return named(depth);
        std::string_view constexpr wanted = "a field, a function, a number, a \"text\" or `(`";
        auto const place = lexer_.place;
        if (lexer_.token != Token::number && lexer_.token != Token::text && !is_word) {
            Expectation expectation{What::field, {}, {"true", "false", "("}};
            for (auto const& function : formula_functions()) expectation.words.push_back(function + "(");
            return expected(wanted, std::move(expectation));
        }
        if (lexer_.token == Token::text) {
            Constant constant{as_written(lexer_.lexeme), lexer_.place};
            lexer_.advance();
            return make_term(std::move(constant));
        }
        auto constant = TRY(literal({}));
        if (std::holds_alternative<Period>(constant.value))
            return fail("syntax", "a stretch of time only compares with a field.", place);
        return make_term(Constant{std::move(constant.value), constant.place});
    }

    // Spaces at its ends are part of a text that is joined to another; a bar composes with no letter.
    static std::string as_written(std::string const& lexeme) {
        auto const framed = text::clean("|" + lexeme + "|");
        return framed.substr(1, framed.size() - 2);
    }

    Result<TermPointer> named(int depth) {
        auto path = TRY(this->path());
        if (lexer_.token != Token::open) return make_term(std::move(path));
        Call call{path.text(), {}, path.place};
        do {
            lexer_.advance();
            call.operands.push_back(TRY(either(depth + 1)));
        } while (lexer_.token == Token::comma);
        if (lexer_.token != Token::close) return expected("`,` or `)`", {What::words, {}, after_value({",", ")"})});
        lexer_.advance();
        return make_term(std::move(call));
    }

    Lexer lexer_;
    Reading reading_;
    std::size_t parts_ = 0;
};

Reading refused(std::string code, std::string message) {
    Reading reading;
    reading.problem = {std::move(code), std::move(message), {}, 0, {}};
    return reading;
}

}  // namespace

bool is_sound(Period const& period) {
    switch (period.kind) {
        case Period::Kind::now:
            return true;
        case Period::Kind::ago:
        case Period::Kind::ahead:
        case Period::Kind::last:
        case Period::Kind::next:
            return is_fixed(period.unit);
        case Period::Kind::current:
        case Period::Kind::last_calendar:
        case Period::Kind::next_calendar:
            return is_calendar(period.unit);
    }
    return false;
}

Error Problem::error() const { return Error::invalid("filter", code, message); }

Reading read(std::string_view source) {
    if (source.size() > limits::rule_bytes_max) return refused("too_long", "The rule is too long.");
    if (!text::is_utf8(source)) return refused("not_utf8", "The rule is not UTF-8 text.");
    return Parser(source).read();
}

FormulaReading read_formula(std::string_view source) {
    FormulaReading refused;
    refused.problem = source.size() > limits::rule_bytes_max
                          ? Problem{"too_long", "The formula is too long.", {}, 0, {}}
                          : Problem{"not_utf8", "It is not UTF-8 text.", {}, 0, {}};
    if (source.size() > limits::rule_bytes_max || !text::is_utf8(source)) return refused;
    return Parser(source).read_formula();
}

Result<ExpressionPointer> parse(std::string_view source) {
    if (auto const begin = source.find_first_not_of(" \t\r\n"); begin != std::string_view::npos && source[begin] == '{')
        return from_json(TRY(parse_json(source)));
    auto reading = read(source);
    if (!reading.expression) return reading.problem.error();
    return reading.expression;
}

}  // namespace kith::rule
