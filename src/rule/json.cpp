// The JSON form.
//
//   {"all": [R, …]}  {"any": [R, …]}  {"not": R}
//   {"field": "company.country", "operator": "=", "value": V}        signs and contains, starts with, ends with,
//   matches
//   {"field": "stage", "operator": "in", "values": [V, …]}           every operator of words also with "not " before it
//   {"field": "age", "operator": "between", "from": V, "to": V}
//   {"field": "email", "operator": "is absent"}                      or "is present"
//
// A value V is a text, a number, true, false, {"period": "last", "count": 30, "unit": "day"}, {"amount": "50",
// "currency": "EUR"}, {"actor": "me"}, or among `values` {"actor": "my_teams"} and {"actor": "my_reports"}.
#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "rule/lexer.hpp"
#include "rule/limits.hpp"
#include "rule/words.hpp"

namespace kith::rule {

namespace {

struct ValueWriter {
    Json operator()(bool value) const { return value; }
    Json operator()(Number const& value) const {
        if (value.digits.find('.') != std::string::npos) return value.real();
        return static_cast<std::int64_t>(value.real());
    }
    Json operator()(std::string const& value) const { return value; }
    Json operator()(Period const& value) const {
        Json json{{"period", word_of(period_kinds, value.kind)}};
        bool const is_counted = value.kind != Period::Kind::now && value.kind != Period::Kind::current;
        if (is_counted) json["count"] = value.count;
        if (value.kind != Period::Kind::now) json["unit"] = word_of(units, value.unit);
        return json;
    }
    Json operator()(Amount const& value) const {
        return {{"amount", value.amount.digits}, {"currency", value.currency.text()}};
    }
    Json operator()(Me const&) const { return {{"actor", "me"}}; }
    Json operator()(Circle value) const { return {{"actor", word_of(circle_actors, value)}}; }
};

Json json_of(Literal const& literal) { return std::visit(ValueWriter{}, literal.value); }

struct Writer {
    std::string_view negation;

    Json leaf(Path const& path, std::string_view operation) const {
        return {{"field", path.text()}, {"operator", fmt::format("{}{}", negation, operation)}};
    }
    Json operator()(Compare const& node) const {
        auto json = leaf(node.path, word_of(signs, node.comparison));
        json["value"] = json_of(node.value);
        return json;
    }
    Json operator()(Between const& node) const {
        auto json = leaf(node.path, "between");
        json["from"] = json_of(node.low);
        json["to"] = json_of(node.high);
        return json;
    }
    Json operator()(In const& node) const {
        auto json = leaf(node.path, "in");
        auto& values = json["values"] = Json::array();
        for (auto const& value : node.values) values.push_back(json_of(value));
        return json;
    }
    Json operator()(Like const& node) const {
        auto json = leaf(node.path, word_of(likenesses, node.likeness));
        json["value"] = json_of(node.value);
        return json;
    }
    Json operator()(Absent const& node) const { return leaf(node.path, "is absent"); }
    Json operator()(Not const& node) const {
        auto const& operand = node.operand->node;
        if (auto const* absent = std::get_if<Absent>(&operand)) return leaf(absent->path, "is present");
        if (std::holds_alternative<Between>(operand) || std::holds_alternative<In>(operand) ||
            std::holds_alternative<Like>(operand))
            return std::visit(Writer{"not "}, operand);
        return {{"not", to_json(*node.operand)}};
    }
    Json operator()(And const& node) const { return group("all", node.operands); }
    Json operator()(Or const& node) const { return group("any", node.operands); }
    static Json group(char const* name, std::vector<ExpressionPointer> const& operands) {
        Json json{{name, Json::array()}};
        for (auto const& operand : operands) json[name].push_back(to_json(*operand));
        return json;
    }
};

class Reader {
public:
    Result<ExpressionPointer> read(Json const& json, std::string const& at, int depth) {
        if (depth > limits::rule_depth_max) return fail(at, "too_deep", "the rule is nested too deeply");
        if (!json.is_object()) return fail(at, "syntax", "expected an object with `all`, `any`, `not` or `field`");
        if (json.contains("field")) return leaf(json, at);
        TRY(only(json, at, {"all", "any", "not"}));
        if (json.size() != 1) return fail(at, "syntax", "expected one of `all`, `any`, `not` and `field`");
        auto const& name = json.begin().key();
        auto const& operand = json.begin().value();
        if (name == "not") return make(Not{TRY(read(operand, join(at, "not"), depth + 1))});
        if (!operand.is_array() || operand.empty())
            return fail(join(at, name), "syntax", "expected a list with at least one rule");
        std::vector<ExpressionPointer> operands;
        for (std::size_t i = 0; i < operand.size(); ++i)
            operands.push_back(TRY(read(operand[i], fmt::format("{}[{}]", join(at, name), i), depth + 1)));
        if (operands.size() == 1) return operands.front();
        if (name == "all") return make(And{std::move(operands)});
        return make(Or{std::move(operands)});
    }

private:
    static std::string join(std::string const& at, std::string_view name) {
        return at.empty() ? std::string(name) : fmt::format("{}.{}", at, name);
    }
    static Error fail(std::string const& at, std::string code, std::string_view message) {
        return Error::invalid("filter", std::move(code),
                              fmt::format("At {}: {}.", at.empty() ? "the beginning" : at, message));
    }
    static Result<void> only(Json const& json, std::string const& at, std::set<std::string_view> const& names) {
        for (auto const& [name, value] : json.items())
            if (!names.contains(name))
                return fail(at, "syntax", fmt::format("`{}` is not expected here", text::clean(name)));
        return {};
    }
    static Result<std::string> text_of(Json const& json, std::string const& at) {
        if (!json.is_string()) return fail(at, "syntax", "expected a text");
        return text::clean(json.get_ref<std::string const&>());
    }
    static Json const& member(Json const& json, char const* name) {
        static Json const nothing;
        auto const found = json.find(name);
        return found == json.end() ? nothing : *found;
    }

    Result<Path> path(Json const& json, std::string const& at) {
        if (!json.is_string()) return fail(at, "syntax", "expected the name of a field");
        auto name = json.get<std::string>();
        Path path;
        if (auto const dot = name.find('.'); dot != std::string::npos) {
            path.relation = name.substr(0, dot);
            name.erase(0, dot + 1);
            if (!is_name(path.relation)) return no_field(at);
        }
        if (!is_name(name) || (path.relation.empty() && name == "not")) return no_field(at);
        path.field = std::move(name);
        return path;
    }
    static Error no_field(std::string const& at) { return fail(at, "unknown_field", "there is no such field"); }

    Result<ExpressionPointer> leaf(Json const& json, std::string const& at) {
        if (++parts_ > limits::rule_parts_max) return fail(at, "too_long", "the rule has too many parts");
        auto path = TRY(this->path(json["field"], join(at, "field")));
        auto const place = join(at, "operator");
        auto operation = TRY(text_of(member(json, "operator"), place));
        auto const comparison = value_of(signs, operation);
        if (comparison) {
            TRY(only(json, at, {"field", "operator", "value"}));
            auto value = TRY(literal(member(json, "value"), join(at, "value")));
            return make(Compare{std::move(path), *comparison, std::move(value)});
        }
        if (operation == "is absent" || operation == "is present") {
            TRY(only(json, at, {"field", "operator"}));
            auto absent = make(Absent{std::move(path)});
            if (operation == "is absent") return absent;
            return make(Not{std::move(absent)});
        }
        bool const is_negated = operation.starts_with("not ");
        if (is_negated) operation.erase(0, 4);
        auto positive = TRY(words(json, at, std::move(path), operation));
        if (is_negated) return make(Not{std::move(positive)});
        return positive;
    }

    Result<ExpressionPointer> words(Json const& json, std::string const& at, Path path, std::string const& operation) {
        if (operation == "between") {
            TRY(only(json, at, {"field", "operator", "from", "to"}));
            auto low = TRY(literal(member(json, "from"), join(at, "from")));
            auto high = TRY(literal(member(json, "to"), join(at, "to")));
            return make(Between{std::move(path), std::move(low), std::move(high)});
        }
        if (operation == "in") {
            TRY(only(json, at, {"field", "operator", "values"}));
            auto const& values = member(json, "values");
            auto const place = join(at, "values");
            if (!values.is_array() || values.empty()) return fail(place, "syntax", "expected a list of values");
            if (values.size() > limits::rule_list_values_max)
                return fail(place, "too_long", "the list has too many values");
            In in{std::move(path), {}};
            for (std::size_t i = 0; i < values.size(); ++i)
                in.values.push_back(TRY(literal(values[i], fmt::format("{}[{}]", place, i))));
            return make(std::move(in));
        }
        auto const likeness = value_of(likenesses, operation);
        if (!likeness) return fail(join(at, "operator"), "syntax", fmt::format("there is no operator `{}`", operation));
        TRY(only(json, at, {"field", "operator", "value"}));
        Literal value{TRY(text_of(member(json, "value"), join(at, "value"))), {}};
        return make(Like{std::move(path), *likeness, std::move(value)});
    }

    Result<Literal> literal(Json const& json, std::string const& at) {
        if (json.is_string()) return Literal{text::clean(json.get_ref<std::string const&>()), {}};
        if (json.is_boolean()) return Literal{json.get<bool>(), {}};
        if (json.is_number()) {
            auto const number = json.is_number_unsigned()  ? Number::parse(std::to_string(json.get<std::uint64_t>()))
                                : json.is_number_integer() ? Number::parse(std::to_string(json.get<std::int64_t>()))
                                                           : Number::of(json.get<double>());
            if (!number)
                return fail(at, "syntax",
                            fmt::format("expected a number of at most {} digits", limits::rule_number_digits_max));
            return Literal{*number, {}};
        }
        if (!json.is_object()) return fail(at, "syntax", "expected a value");
        if (json.contains("period")) return Literal{TRY(period(json, at)), {}};
        if (json.contains("amount")) return Literal{TRY(amount(json, at)), {}};
        TRY(only(json, at, {"actor"}));
        auto const actor = TRY(text_of(member(json, "actor"), join(at, "actor")));
        if (auto const circle = value_of(circle_actors, actor)) return Literal{*circle, {}};
        if (actor != "me") return fail(join(at, "actor"), "syntax", "expected \"me\", \"my_teams\" or \"my_reports\"");
        return Literal{Me{}, {}};
    }

    Result<Period> period(Json const& json, std::string const& at) {
        TRY(only(json, at, {"period", "count", "unit"}));
        auto const kind = value_of(period_kinds, TRY(text_of(json["period"], join(at, "period"))));
        if (!kind) return fail(join(at, "period"), "syntax", "expected a stretch of time such as \"last\" or \"this\"");
        Period period{*kind, 1, Unit::day};
        if (*kind == Period::Kind::now) return period;
        auto const unit = value_of(units, TRY(text_of(member(json, "unit"), join(at, "unit"))));
        if (!unit) return fail(join(at, "unit"), "syntax", "expected a unit such as \"day\"");
        period.unit = *unit;
        if (*kind != Period::Kind::current) {
            auto const& count = member(json, "count");
            auto const place = join(at, "count");
            if (!count.is_number_integer()) return fail(place, "syntax", "expected a whole number");
            period.count = count.get<std::int64_t>();
            if (period.count < 1 || period.count > limits::rule_period_count_max)
                return fail(place, "wrong_count",
                            fmt::format("a stretch of time has 1 to {} units", limits::rule_period_count_max));
        }
        if (!is_sound(period)) return fail(join(at, "unit"), "wrong_unit", "this stretch is not counted in that unit");
        return period;
    }

    Result<Amount> amount(Json const& json, std::string const& at) {
        TRY(only(json, at, {"amount", "currency"}));
        auto const number = Number::parse(TRY(text_of(json["amount"], join(at, "amount"))));
        if (!number) return fail(join(at, "amount"), "syntax", "expected an amount such as \"49.90\"");
        auto const currency = Currency::parse(TRY(text_of(member(json, "currency"), join(at, "currency"))));
        if (!currency) return fail(join(at, "currency"), "syntax", "expected a currency such as \"EUR\"");
        return Amount{*number, *currency};
    }

    std::size_t parts_ = 0;
};

}  // namespace

Json to_json(Expression const& expression) { return std::visit(Writer{}, expression.node); }

Result<ExpressionPointer> from_json(Json const& json) {
    auto expression = TRY(Reader().read(json, "", 0));
    // Whatever is taken can be shown and kept as text.
    if (print(*expression).size() > limits::rule_bytes_max)
        return Error::invalid("filter", "too_long", "The rule is too long.");
    return expression;
}

}  // namespace kith::rule
