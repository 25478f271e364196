// Random formulas on random records: what the engine keeps on each database is what an obvious interpreter comes to,
// lists find by it what they should, and each formula reads back from its text as itself.
#include <random>
#include <set>

#include "records/formulas.hpp"
#include "schema/definitions.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::records {
namespace {

using namespace rule;  // NOLINT: the tree's nodes are what this is about

using Whole = __int128;

// The interpreter's numbers: a fraction in lowest terms, or out of its own range.
struct Fraction {
    Whole above = 0, below = 1;
    bool is_lost = false;

    static Whole gcd(Whole a, Whole b) { return b == 0 ? (a < 0 ? -a : a) : gcd(b, a % b); }
    static Fraction of(Whole above, Whole below) {
        auto const common = gcd(above, below);
        if (common == 0) return {};
        auto const sign = below < 0 ? -1 : 1;
        return {sign * above / common, sign * below / common};
    }
    static Fraction lost() { return {0, 1, true}; }
    static std::optional<Whole> times(Whole a, Whole b) {
        Whole product = 0;
        return __builtin_mul_overflow(a, b, &product) ? std::nullopt : std::optional(product);
    }
    Fraction plus(Fraction other, int sign) const {
        auto const a = times(above, other.below), b = times(other.above, below), c = times(below, other.below);
        Whole sum = 0;
        if (is_lost || other.is_lost || !a || !b || !c || __builtin_add_overflow(*a, sign * *b, &sum)) return lost();
        return of(sum, *c);
    }
    Fraction by(Fraction other) const {
        auto const a = times(above, other.above), b = times(below, other.below);
        return is_lost || other.is_lost || !a || !b ? lost() : of(*a, *b);
    }
    // -1, 0, 1; nothing where that is out of range.
    std::optional<int> against(Fraction other) const {
        auto const difference = plus(other, -1);
        if (difference.is_lost) return std::nullopt;
        return difference.above < 0 ? -1 : difference.above > 0 ? 1 : 0;
    }
    // In hundredths, halves away from zero.
    Whole hundredths() const {
        auto const size = ((above < 0 ? -above : above) * 200 + below) / (2 * below);
        return above < 0 ? -size : size;
    }
};

struct Cash {
    Fraction amount;
    std::string currency;
};
using Seen = std::variant<std::monostate, bool, Fraction, Cash, std::string, Date>;

bool is_nothing(Seen const& seen) { return seen.index() == 0; }

struct Lost {};  // thrown where the interpreter cannot say

struct Naive {
    Json const& record;

    Seen of(TermPointer const& term) const { return std::visit(*this, term->node); }
    bool holds(TermPointer const& term) const {
        auto const seen = of(term);
        return std::holds_alternative<bool>(seen) && std::get<bool>(seen);
    }
    static Fraction number(std::string const& text) {
        auto const dot = text.find('.');
        Whole below = 1;
        std::string digits = text;
        if (dot != std::string::npos) {
            digits.erase(dot, 1);
            for (auto i = dot + 1; i < text.size(); ++i) below *= 10;
        }
        return Fraction::of(std::stoll(digits), below);
    }
    Seen operator()(Constant const& node) const {
        if (auto const* text = std::get_if<std::string>(&node.value)) return *text;
        if (auto const* flag = std::get_if<bool>(&node.value)) return *flag;
        if (auto const* amount = std::get_if<Amount>(&node.value))
            return Cash{number(amount->amount.digits), std::string(amount->currency.text())};
        return number(std::get<Number>(node.value).digits);
    }
    Seen operator()(Path const& node) const {
        auto const& value = record[node.field];
        if (value.is_null()) return {};
        if (node.field == "price") return number(value.get<std::string>());
        if (node.field == "quantity") return Fraction::of(std::llround(value.get<double>() * 2), 2);
        if (node.field == "fee") return Cash{Fraction::of(value["minor"].get<std::int64_t>(), 100), value["currency"]};
        if (node.field == "is_vip") return value.get<bool>();
        if (node.field == "begins") return *Date::parse(value.get<std::string>());
        return value.get<std::string>();
    }
    static Fraction result(Operation operation, Fraction a, Fraction b) {
        switch (operation) {
            case Operation::add:
                return a.plus(b, 1);
            case Operation::subtract:
                return a.plus(b, -1);
            case Operation::multiply:
                return a.by(b);
            default:
                return a.by({b.below, b.above, b.is_lost});
        }
    }
    static Fraction sure(Fraction fraction) {
        if (fraction.is_lost) throw Lost{};
        // A fraction turned upside down may have its sign below.
        return Fraction::of(fraction.above, fraction.below);
    }
    Seen operator()(Arithmetic const& node) const {
        auto const left = of(node.left), right = of(node.right);
        if (is_nothing(left) || is_nothing(right)) return {};
        if (auto const* text = std::get_if<std::string>(&left)) return *text + std::get<std::string>(right);
        auto const *cash = std::get_if<Cash>(&left), *other = std::get_if<Cash>(&right);
        if (cash && other && cash->currency != other->currency) return {};
        auto const a = cash ? cash->amount : std::get<Fraction>(left);
        auto const b = other ? other->amount : std::get<Fraction>(right);
        if (node.operation == Operation::divide && b.above == 0) return {};
        auto const outcome = sure(result(node.operation, a, b));
        if ((!cash && !other) || (cash && other && node.operation == Operation::divide)) return outcome;
        return Cash{outcome, cash ? cash->currency : other->currency};
    }
    Seen operator()(Negative const& node) const {
        auto const operand = of(node.operand);
        if (is_nothing(operand)) return {};
        return sure(Fraction{}.plus(std::get<Fraction>(operand), -1));
    }
    Seen operator()(Call const& node) const {
        std::vector<Seen> operands;
        for (auto const& operand : node.operands) operands.push_back(of(operand));
        if (node.function == "if") return holds(node.operands[0]) ? operands[1] : operands[2];
        if (node.function == "coalesce") return is_nothing(operands[0]) ? operands[1] : operands[0];
        if (node.function == "join") {
            std::string all;
            for (std::size_t i = 1; i < operands.size(); ++i) {
                auto const* text = std::get_if<std::string>(&operands[i]);
                if (text && !text->empty()) all += (all.empty() ? "" : std::get<std::string>(operands[0])) + *text;
            }
            return all.empty() ? Seen() : Seen(all);
        }
        for (auto const& operand : operands)
            if (is_nothing(operand)) return {};
        if (node.function == "length")
            return Fraction::of(static_cast<Whole>(std::get<std::string>(operands[0]).size()), 1);
        if (node.function == "year")
            return Fraction::of(std::stoll(std::get<Date>(operands[0]).text().substr(0, 4)), 1);
        if (node.function == "add_days")
            return Date{std::get<Date>(operands[0]).days +
                        static_cast<std::int32_t>(std::get<Fraction>(operands[1]).above)};
        if (node.function == "days_between")
            return Fraction::of(std::get<Date>(operands[1]).days - std::get<Date>(operands[0]).days, 1);
        auto const& a = std::get<Fraction>(operands[0]);
        if (node.function == "round") return Fraction::of(a.hundredths(), 100);
        if (node.function == "abs") return a.above < 0 ? sure(Fraction{}.plus(a, -1)) : a;
        auto const& b = std::get<Fraction>(operands[1]);
        auto const order = a.against(b);
        if (!order) throw Lost{};
        return (node.function == "min") == (*order < 0) ? a : b;
    }
    static bool fits(int order, Comparison comparison) {
        switch (comparison) {
            case Comparison::equal:
                return order == 0;
            case Comparison::not_equal:
                return order != 0;
            case Comparison::less:
                return order < 0;
            case Comparison::less_equal:
                return order <= 0;
            case Comparison::greater:
                return order > 0;
            default:
                return order >= 0;
        }
    }
    static bool compared(Seen const& left, Comparison comparison, Seen const& right) {
        if (is_nothing(left) || is_nothing(right)) return false;
        if (auto const* text = std::get_if<std::string>(&left))
            return fits(text->compare(std::get<std::string>(right)), comparison);
        auto const order = std::get<Fraction>(left).against(std::get<Fraction>(right));
        if (!order) throw Lost{};
        return fits(*order, comparison);
    }
    Seen operator()(Test const& node) const {
        auto const& compare = std::get<Compare>(node.expression->node);
        return compared((*this)(compare.path), compare.comparison, (*this)(Constant{compare.value.value, {}}));
    }
    Seen operator()(Comparing const& node) const { return compared(of(node.left), node.comparison, of(node.right)); }
    Seen operator()(Opposite const& node) const { return !holds(node.operand); }
    Seen operator()(Every const& node) const { return holds(node.operands[0]) && holds(node.operands[1]); }
    Seen operator()(Some const& node) const { return holds(node.operands[0]) || holds(node.operands[1]); }
};

// As a record shows it: of numbers two digits are kept, of amounts those of the currency.
Json shown(Seen const& seen) {
    if (auto const* flag = std::get_if<bool>(&seen)) return *flag;
    if (auto const* text = std::get_if<std::string>(&seen)) return text->empty() ? Json(nullptr) : Json(*text);
    if (auto const* date = std::get_if<Date>(&seen)) return date->text();
    auto const* cash = std::get_if<Cash>(&seen);
    auto const* number = cash ? &cash->amount : std::get_if<Fraction>(&seen);
    if (!number) return nullptr;
    auto const hundredths = number->hundredths();
    if (hundredths > Whole{999'999'999'999'999} || hundredths < -Whole{999'999'999'999'999}) return nullptr;
    auto const cents = static_cast<std::int64_t>(hundredths);
    if (cash && std::abs(cents) > 10'000'000'000'000) return nullptr;
    if (cash) return {{"minor", cents}, {"currency", cash->currency}};
    return fmt::format("{}{}.{:02}", cents < 0 ? "-" : "", std::abs(cents) / 100, std::abs(cents) % 100);
}

class RandomFormulas {
public:
    explicit RandomFormulas(unsigned seed) : random_(seed) {}

    std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }

    Json record() {
        Json values{{"name", "x"}};
        if (pick(5) > 0) values["price"] = digits();
        if (pick(5) > 0) values["quantity"] = static_cast<double>(pick(10)) / 2;
        if (pick(5) > 0)
            values["fee"] = {{"minor", static_cast<int>(pick(500)) - 100}, {"currency", pick(3) > 0 ? "EUR" : "USD"}};
        if (pick(5) > 0) values["is_vip"] = pick(2) == 0;
        if (pick(5) > 0) values["begins"] = Date{static_cast<std::int32_t>(20'000 + pick(800))}.text();
        if (pick(5) > 0) values["city"] = word();
        return values;
    }

    TermPointer any(int depth) {
        switch (pick(6)) {
            case 0:
                return text(depth);
            case 1:
                return condition(depth);
            case 2:
                return cash(depth);
            case 3:
                return day(depth);
            default:
                return number(depth);
        }
    }

private:
    TermPointer path(char const* name) { return make_term(Path{"", name, {}}); }
    TermPointer constant(Value value) { return make_term(Constant{std::move(value), {}}); }
    TermPointer call(char const* function, std::vector<TermPointer> operands) {
        return make_term(Call{function, std::move(operands), {}});
    }
    std::string digits() { return fmt::format("{}{}.{}", pick(4) == 0 ? "-" : "", pick(10), pick(10)); }
    std::string word() {
        constexpr char const* words[] = {"oslo", "riga", "a\"b\\c", "z"};
        return words[pick(4)];
    }
    Comparison sign(std::size_t count = 6) { return static_cast<Comparison>(pick(count)); }

    TermPointer number(int depth) {
        switch (depth == 0 ? pick(3) : pick(10)) {
            case 0:
                return path("price");
            case 1:
                return path("quantity");
            case 2:
                return constant(*Number::parse(digits()));
            case 3: {
                auto operand = number(depth - 1);
                // The sign before a number is a part of it.
                if (std::holds_alternative<Constant>(operand->node)) return operand;
                return make_term(Negative{std::move(operand), {}});
            }
            case 4:
                return call(pick(2) == 0 ? "min" : "max", {number(depth - 1), number(depth - 1)});
            case 5:
                return pick(2) == 0 ? call("round", {number(depth - 1), constant(Number{"2"})})
                                    : call("abs", {number(depth - 1)});
            case 6:
                return pick(2) == 0 ? call("coalesce", {number(depth - 1), number(depth - 1)})
                                    : call("if", {condition(depth - 1), number(depth - 1), number(depth - 1)});
            case 7:
                return pick(2) == 0   ? call("length", {text(depth - 1)})
                       : pick(2) == 0 ? call("year", {day(depth - 1)})
                                      : call("days_between", {day(depth - 1), day(depth - 1)});
            default:
                return make_term(Arithmetic{static_cast<Operation>(pick(4)), number(depth - 1), number(depth - 1), {}});
        }
    }
    TermPointer cash(int depth) {
        switch (depth == 0 ? pick(2) : pick(5)) {
            case 0:
                return path("fee");
            case 1:
                return constant(Amount{*Number::parse(digits()), *Currency::parse("EUR")});
            case 2:
                return make_term(Arithmetic{Operation::multiply, cash(depth - 1), number(depth - 1), {}});
            case 3:
                return make_term(Arithmetic{
                    pick(2) == 0 ? Operation::add : Operation::subtract, cash(depth - 1), cash(depth - 1), {}});
            default:
                return make_term(Arithmetic{Operation::divide, cash(depth - 1), number(depth - 1), {}});
        }
    }
    TermPointer text(int depth) {
        switch (depth == 0 ? pick(2) : pick(5)) {
            case 0:
                return path("city");
            case 1:
                return constant(word());
            case 2:
                return make_term(Arithmetic{Operation::add, text(depth - 1), text(depth - 1), {}});
            case 3:
                return call("join", {constant(word()), text(depth - 1), text(depth - 1), text(depth - 1)});
            default:
                return call("if", {condition(depth - 1), text(depth - 1), text(depth - 1)});
        }
    }
    TermPointer day(int depth) {
        if (depth == 0 || pick(2) == 0) return path("begins");
        return call("add_days", {day(depth - 1), constant(Number{std::to_string(pick(400))})});
    }
    TermPointer condition(int depth) {
        switch (depth == 0 ? pick(2) : pick(6)) {
            case 0:
                return path("is_vip");
            case 1:
                return make_term(Test{make(Compare{{"", "price", {}}, sign(), {*Number::parse(digits()), {}}}), {}});
            case 2:
                return make_term(Opposite{condition(depth - 1)});
            case 3:
                return make_term(Every{{condition(depth - 1), condition(depth - 1)}});
            case 4:
                return make_term(Some{{condition(depth - 1), condition(depth - 1)}});
            default: {
                auto left = number(depth - 1), right = number(depth - 1);
                // A field and a constant compare as rules have it.
                if (std::holds_alternative<Path>(left->node) && std::holds_alternative<Constant>(right->node))
                    std::swap(left, right);
                return make_term(Comparing{sign(), std::move(left), std::move(right), {}});
            }
        }
    }

    std::mt19937 random_;
};

class FormulaDifferentialTest : public RecordsTest {};

TEST_P(FormulaDifferentialTest, what_is_kept_is_what_an_obvious_interpreter_comes_to) {
    schema::Definitions definitions(*database_, *published_);
    definitions.set_formulas(formulas());
    auto actor = Actor::system("test");
    actor.permissions.add(Permission::workspace_manage);
    RandomFormulas random(11);
    std::size_t compared = 0, lost = 0;
    for (int round = 0; round < 5; ++round) {
        auto const name = fmt::format("line_{}", round);
        Json body{{"name", name}, {"label", {{"en", name}}}};
        body["fields"] = parsed(R"([
            {"name": "price", "label": {"en": "Price"}, "type": "decimal", "scale": 1},
            {"name": "quantity", "label": {"en": "Quantity"}, "type": "number"},
            {"name": "fee", "label": {"en": "Fee"}, "type": "money"},
            {"name": "is_vip", "label": {"en": "Important"}, "type": "boolean"},
            {"name": "begins", "label": {"en": "Begins"}, "type": "date"},
            {"name": "city", "label": {"en": "City"}, "type": "text"}])");
        std::map<std::string, TermPointer> terms;
        auto const new_formula = [&](std::size_t index) {
            auto const field = fmt::format("f{}", index);
            auto const term = random.any(4);
            auto const text = print(*term);
            auto const again = read_formula(text);
            EXPECT_TRUE(again.term) << text << " " << again.problem.message;
            if (again.term) {
                EXPECT_EQ(print(*again.term), text);
                terms.emplace(field, term);
            }
            return Json{{"name", field}, {"label", {{"en", field}}}, {"formula", text}};
        };
        // Half of them are there before the records, half are worked out for those that are there.
        for (std::size_t i = 0; i < 25; ++i) body["fields"].push_back(new_formula(i));
        auto const author = schema::Author::begin(actor);
        ASSERT_OK(definitions.add_object(author, body));
        std::vector<RecordId> ids;
        for (int i = 0; i < 40; ++i) {
            auto const made = records_->create(by_system(), *records_->schema()->find(name), random.record());
            ASSERT_OK(made);
            ids.push_back(id_of(*made));
        }
        for (std::size_t i = 25; i < 30; ++i) ASSERT_OK(definitions.add_field(author, name, new_formula(i)));
        auto const object = records_->schema()->find(name);
        std::map<std::string, std::map<std::string, Json>> expected;  // by field and record
        for (auto const id : ids) {
            auto const record = *records_->get(Actor::system("test"), *object, id);
            for (auto const& [field, term] : terms) {
                try {
                    auto const wanted = shown(Naive{record}.of(term));
                    expected[field][record["id"]] = wanted;
                    EXPECT_EQ(record[field], wanted) << print(*term) << " of " << dump_json(record);
                    ++compared;
                } catch (Lost const&) {
                    ++lost;
                }
            }
        }
        for (auto const& [field, values] : expected) {
            if (values.size() < ids.size() || object->find(field)->type != schema::FieldType::decimal) continue;
            ListQuery query;
            query.filter = field + " >= 1";
            query.limit = 50;
            std::set<std::string> found, wanted;
            auto const page = records_->list(Actor::system("test"), *object, query);
            ASSERT_OK(page);
            for (auto const& record : page->records) found.insert(record["id"]);
            for (auto const& [id, value] : values)
                if (value.is_string() && std::stod(value.get<std::string>()) >= 1) wanted.insert(id);
            EXPECT_EQ(found, wanted) << field;
        }
    }
    EXPECT_GT(compared, 5'000U);
    EXPECT_LT(lost, compared / 20);
}

ON_BOTH_DATABASES(FormulaDifferentialTest);

}  // namespace
}  // namespace kith::records
