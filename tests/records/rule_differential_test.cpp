// Random rules on random records: SQL, the executor on one record, and an obvious interpreter must agree.
#include <random>

#include "tests/records/records_fixture.hpp"

namespace kith::records {
namespace {

using rule::Comparison;
using rule::Expression;
using rule::ExpressionPointer;

class RandomRules {
public:
    explicit RandomRules(unsigned seed) : random_(seed) {}

    std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }

    Json person() {
        Json values = Json::object();
        if (pick(4) > 0) values["country"] = text();
        if (pick(4) > 0) values["city"] = text();
        if (pick(4) > 0) values["stage"] = stage();
        if (pick(4) > 0) values["last_seen_at"] = instant();
        if (pick(4) > 0) values["birth_date"] = year();
        values["is_known"] = pick(2) == 0;
        return values;
    }

    ExpressionPointer rule(int depth) {
        auto const kind = depth == 0 ? pick(3) : pick(6);
        auto const make = [](auto node) { return std::make_shared<Expression const>(Expression{std::move(node)}); };
        switch (kind) {
            case 0:
                return make(rule::Absent{field()});
            case 1: {
                auto const name = field();
                rule::In in{name, {}};
                for (std::size_t i = 0; i <= pick(3); ++i) in.values.push_back(literal(name));
                return make(std::move(in));
            }
            case 2: {
                auto const name = field();
                bool const is_ordered = name != "stage" && name != "is_known";
                return make(rule::Compare{name, static_cast<Comparison>(pick(is_ordered ? 6 : 2)), literal(name)});
            }
            case 3:
                return make(rule::Not{rule(depth - 1)});
            case 4:
                return make(rule::And{{rule(depth - 1), rule(depth - 1)}});
            default:
                return make(rule::Or{{rule(depth - 1), rule(depth - 1), rule(depth - 1)}});
        }
    }

private:
    std::string field() {
        constexpr char const* names[] = {"country", "city", "stage", "last_seen_at", "birth_date", "is_known"};
        return names[pick(6)];
    }
    rule::Literal literal(std::string const& name) {
        if (name == "stage") return stage();
        if (name == "last_seen_at") return instant();
        if (name == "birth_date") return year();
        if (name == "is_known") return pick(2) == 0;
        return text();
    }
    std::string text() {
        constexpr char const* values[] = {"LT", "NO", "Žagarė", "žagarė", "quo\"te\\", "Ы"};
        return values[pick(6)];
    }
    std::string stage() {
        constexpr char const* values[] = {"lead", "customer", "lost"};
        return values[pick(3)];
    }
    std::string instant() { return Instant{1'700'000'000'000 + static_cast<std::int64_t>(pick(5))}.text(); }
    std::string year() { return std::to_string(1980 + pick(4)); }

    std::mt19937 random_;
};

// Written from the language's definition alone. All of these fields compare as text.
struct Naive {
    Json const& record;

    static std::string plain(rule::Literal const& literal) {
        if (auto const* flag = std::get_if<bool>(&literal)) return *flag ? "true" : "false";
        return std::get<std::string>(literal);
    }
    std::optional<std::string> value(std::string const& field) const {
        auto const& json = record.at(field);
        if (json.is_null()) return std::nullopt;
        return json.is_boolean() ? (json.get<bool>() ? "true" : "false") : json.get<std::string>();
    }
    bool operator()(rule::Compare const& node) const {
        auto const left = value(node.field);
        if (!left) return false;
        int const order = left->compare(plain(node.value));
        switch (node.comparison) {
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
            case Comparison::greater_equal:
                return order >= 0;
        }
        return false;
    }
    bool operator()(rule::In const& node) const {
        for (auto const& candidate : node.values)
            if ((*this)(rule::Compare{node.field, Comparison::equal, candidate})) return true;
        return false;
    }
    bool operator()(rule::Absent const& node) const { return !value(node.field); }
    bool operator()(rule::Not const& node) const { return !std::visit(*this, node.operand->node); }
    bool operator()(rule::And const& node) const {
        bool all = true;
        for (auto const& operand : node.operands) all = std::visit(*this, operand->node) && all;
        return all;
    }
    bool operator()(rule::Or const& node) const {
        bool any = false;
        for (auto const& operand : node.operands) any = std::visit(*this, operand->node) || any;
        return any;
    }
};

class RuleDifferentialTest : public RecordsTest {};

TEST_P(RuleDifferentialTest, sql_the_record_executor_and_a_naive_interpreter_agree) {
    RandomRules random(20261122);
    for (int i = 0; i < 120; ++i) add_person(random.person());
    std::vector<Json> people;
    auto const everybody = list([] {
        ListQuery query;
        query.filter = "is_known = true or is_known = false";
        query.limit = 200;
        return query;
    }());
    ASSERT_EQ(everybody.records.size(), 120u);
    auto const visible = access_->visible_fields(Actor::system("test"));
    for (int round = 0; round < 400; ++round) {
        auto const expression = random.rule(4);
        auto const text = rule::print(*expression);
        auto const again = rule::parse(text);
        ASSERT_TRUE(again) << text;
        ASSERT_EQ(rule::print(**again), text);
        auto const checked = rule::check(*again, *person_, visible);
        ASSERT_TRUE(checked) << text << ": " << checked.error().message;
        ListQuery query;
        query.filter = fmt::format("({}) and (is_known = true or is_known = false)", text);
        query.limit = 200;
        std::set<std::string> by_sql, by_record, by_naive;
        for (auto const& record : list(query).records) by_sql.insert(record["id"]);
        for (auto const& record : everybody.records) {
            if (checked->holds(record)) by_record.insert(record["id"]);
            if (std::visit(Naive{record}, expression->node)) by_naive.insert(record["id"]);
        }
        ASSERT_EQ(by_sql, by_naive) << text;
        ASSERT_EQ(by_record, by_naive) << text;
    }
}

ON_BOTH_DATABASES(RuleDifferentialTest);

}  // namespace
}  // namespace kith::records
