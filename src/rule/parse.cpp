// The text form to its tree: recursive descent, one token ahead. What it expected where the text ends is what
// completion offers.
#include <algorithm>

#include "base/text.hpp"
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
            reading_.expectation = std::move(expectation);
        } else if (auto meant = meant_by(lexer_.lexeme, expectation); !meant.empty()) {
            suggestions.push_back(std::move(meant));
        }
        return fail("syntax", fmt::format("expected {}, found {}.", what, found), lexer_.place, std::move(suggestions));
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

Result<ExpressionPointer> parse(std::string_view source) {
    if (auto const begin = source.find_first_not_of(" \t\r\n"); begin != std::string_view::npos && source[begin] == '{')
        return from_json(TRY(parse_json(source)));
    auto reading = read(source);
    if (!reading.expression) return reading.problem.error();
    return reading.expression;
}

}  // namespace kith::rule
