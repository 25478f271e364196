// Random rules on random records: SQL, the executor on one record, and an obvious interpreter must agree; and each rule
// must read back from its text and from its JSON as itself.
#include <cmath>
#include <random>

#include "base/text.hpp"
#include "schema/definitions.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::records {
namespace {

using rule::Comparison;
using rule::Expression;
using rule::ExpressionPointer;
using rule::Literal;
using rule::Path;
using rule::Period;
using rule::Unit;

bool same(ExpressionPointer const& a, ExpressionPointer const& b);

struct Same {
    Expression const& other;

    static bool all(std::vector<ExpressionPointer> const& a, std::vector<ExpressionPointer> const& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
    }
    template <class Node>
    bool operator()(Node const& node) const {
        auto const& that = std::get<Node>(other.node);
        if constexpr (requires { node.operands; }) {
            return all(node.operands, that.operands);
        } else if constexpr (requires { node.operand; }) {
            return same(node.operand, that.operand);
        } else {
            return node == that;
        }
    }
};

bool same(ExpressionPointer const& a, ExpressionPointer const& b) {
    return a->node.index() == b->node.index() && std::visit(Same{*b}, a->node);
}

constexpr std::int64_t hour = 3'600'000;

class RandomRules {
public:
    RandomRules(unsigned seed, std::int64_t now) : random_(seed), now_(now) {}

    std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }

    Json person(std::vector<RecordId> const& companies) {
        Json values = Json::object();
        if (pick(4) > 0) values["country"] = text();
        if (pick(4) > 0) values["city"] = text();
        if (pick(4) > 0) values["stage"] = stage();
        if (pick(4) > 0) values["last_seen_at"] = instant();
        if (pick(4) > 0) values["birth_date"] = year();
        if (pick(4) > 0) values["company"] = companies[pick(companies.size())].text();
        values["is_known"] = pick(2) == 0;
        if (pick(4) > 0) values["rate"] = decimal();
        if (pick(4) > 0) values["fee"] = fee();
        if (pick(4) > 0) values["opens"] = fmt::format("09:{:02}:{:02}", pick(3), pick(2) * 30);
        if (pick(4) > 0) values["home"] = code();
        if (pick(4) > 0) values["keeper"] = user();
        if (pick(4) > 0) values["tongue"] = tongue();
        if (pick(4) > 0) values["payload"] = json();
        for (auto const* interest : {"golf", "Golf", "go"})
            if (pick(3) == 0) values["interests"].push_back(interest);
        return values;
    }
    Json company() {
        Json values{{"name", text()}};
        if (pick(3) > 0) values["country"] = text();
        if (pick(3) > 0) values["fee"] = fee();
        return values;
    }

    ExpressionPointer rule(int depth, std::vector<RecordId> const& companies) {
        companies_ = &companies;
        return rule(depth);
    }

    std::string text() {
        constexpr char const* values[] = {"LT", "NO", "Žagarė", "žagarė", "quo\"te\\", "Ы", "100%_!", "ŽAG", "straße"};
        return values[pick(9)];
    }

private:
    ExpressionPointer rule(int depth) {
        switch (depth == 0 ? pick(5) : pick(9)) {
            case 0:
                // Of JSON nothing else can be asked.
                return rule::make(rule::Absent{pick(6) == 0 ? Path{"", "payload", {}} : path()});
            case 1: {
                rule::In in{path(), {}};
                for (std::size_t i = 0; i <= pick(3); ++i)
                    in.values.push_back(in.path.field == "keeper" && pick(2) == 0 ? circle() : literal(in.path));
                return rule::make(std::move(in));
            }
            case 2: {
                Path path;
                while ((path = this->path()).field == "interests") {
                }
                auto value = literal(path);
                return rule::make(
                    rule::Compare{path, static_cast<Comparison>(pick(is_ordered(path) ? 6 : 2)), std::move(value)});
            }
            case 3: {
                Path path;
                while (!is_ordered(path = this->path())) {
                }
                return rule::make(rule::Between{path, literal(path), literal(path)});
            }
            case 4: {
                if (pick(3) == 0)
                    return rule::make(
                        rule::Like{{"", "interests", {}}, rule::Likeness::contains, literal({"", "interests", {}})});
                Path path;
                while (!is_text(path = this->path())) {
                }
                constexpr char const* parts[] = {"l", "ZAG", "%", "ы", "_", "ss", "ė", "!"};
                return rule::make(
                    rule::Like{path, static_cast<rule::Likeness>(pick(4)), {std::string(parts[pick(8)]), {}}});
            }
            case 5:
            case 6:
                return rule::make(rule::Not{rule(depth - 1)});
            case 7:
                return rule::make(rule::And{{rule(depth - 1), rule(depth - 1)}});
            default:
                return rule::make(rule::Or{{rule(depth - 1), rule(depth - 1), rule(depth - 1)}});
        }
    }

    Path path() {
        constexpr char const* names[] = {"country",  "city",    "stage",     "last_seen_at", "birth_date",
                                         "is_known", "company", "rate",      "fee",          "opens",
                                         "home",     "tongue",  "interests", "keeper"};
        constexpr char const* behind[] = {"country", "name", "fee"};
        if (pick(5) == 0) return {"company", behind[pick(3)], {}};
        return {"", names[pick(14)], {}};
    }
    static bool is_ordered(Path const& path) {
        constexpr char const* unordered[] = {"stage", "is_known", "company", "home", "tongue", "interests", "keeper"};
        return std::find(std::begin(unordered), std::end(unordered), path.field) == std::end(unordered);
    }
    static bool is_text(Path const& path) {
        return path.field == "country" || path.field == "city" || path.field == "name";
    }
    Literal literal(Path const& path) {
        if (path.field == "stage") return {stage(), {}};
        if (path.field == "last_seen_at") return time();
        if (path.field == "birth_date") return {year(), {}};
        if (path.field == "is_known") return {pick(2) == 0, {}};
        if (path.field == "company") return {(*companies_)[pick(companies_->size())].text(), {}};
        if (path.field == "rate") return {*rule::Number::parse(decimal() + (pick(3) == 0 ? "5" : "")), {}};
        if (path.field == "fee") {
            auto const money = fee();
            auto const number = *rule::Number::parse(money["amount"].get<std::string>());
            return {rule::Amount{number, *Currency::parse(money["currency"].get<std::string>())}, {}};
        }
        if (path.field == "opens") return {fmt::format("09:{:02}{}", pick(3), pick(2) == 0 ? "" : ":30"), {}};
        if (path.field == "home") return {code(), {}};
        if (path.field == "keeper" && pick(2) == 0) return {rule::Me{}, {}};
        if (path.field == "keeper") return {user(), {}};
        if (path.field == "tongue") return {tongue(), {}};
        if (path.field == "interests") return {std::string(pick(2) == 0 ? "golf" : pick(2) == 0 ? "Golf" : "go"), {}};
        return {text(), {}};
    }
    std::string decimal() { return fmt::format("{}{}.{}5", pick(2) == 0 ? "" : "-", pick(3), pick(3)); }
    Json fee() {
        auto const* currency = pick(3) == 0 ? "JPY" : pick(2) == 0 ? "EUR" : "USD";
        auto const amount = std::to_string(pick(4)) + (*currency == 'J' || pick(2) == 0 ? "" : ".5");
        return {{"amount", amount}, {"currency", currency}};
    }
    std::string user() {
        constexpr char const* names[] = {"member", "other", "stranger"};
        return Uuid::of_name("test", names[pick(3)]).text();
    }
    Literal circle() { return {pick(2) == 0 ? rule::Circle::teams : rule::Circle::reports, {}}; }
    std::string code() {
        constexpr char const* values[] = {"LT", "NO", "EE"};
        return values[pick(3)];
    }
    Json json() {
        static Json const values{false, 0, Json::array(), Json::object(), "x", {{"a", nullptr}}};
        return values[pick(values.size())];
    }
    std::string tongue() {
        constexpr char const* values[] = {"lt", "nb", "pt-BR"};
        return values[pick(3)];
    }
    Literal time() {
        constexpr Unit fixed[] = {Unit::minute, Unit::hour, Unit::day, Unit::week};
        constexpr Unit calendar[] = {Unit::day, Unit::week, Unit::month, Unit::quarter, Unit::year};
        switch (pick(5)) {
            case 0:
                return {Instant{now_ - static_cast<std::int64_t>(pick(5)) * 10 * hour}.text(), {}};
            case 1:
                return {Instant{now_ - static_cast<std::int64_t>(pick(60)) * 24 * hour}.text().substr(
                            0, pick(3) == 0   ? 4
                               : pick(2) == 0 ? 7
                                              : 10),
                        {}};
            case 2:
                return {Period{pick(2) == 0 ? Period::Kind::last : Period::Kind::ago,
                               static_cast<std::int64_t>(1 + pick(40)), fixed[pick(4)]},
                        {}};
            case 3:
                return {Period{Period::Kind::last_calendar, static_cast<std::int64_t>(1 + pick(3)), calendar[pick(5)]},
                        {}};
            default:
                return {Period{Period::Kind::current, 1, calendar[pick(5)]}, {}};
        }
    }
    std::string stage() {
        constexpr char const* values[] = {"lead", "customer", "lost"};
        return values[pick(3)];
    }
    std::string instant() { return Instant{now_ - static_cast<std::int64_t>(pick(60)) * 20 * hour}.text(); }
    std::string year() { return std::to_string(1980 + pick(4)); }

    std::mt19937 random_;
    std::int64_t now_;
    std::vector<RecordId> const* companies_ = nullptr;
};

// Written from the language's definition alone: every value is a text that sorts as the value does, every literal the
// texts that it begins with and ends before.
struct Naive {
    Json const& record;
    std::map<std::string, Json> const& companies;  // those that are seen
    rule::Moment const& moment;

    static std::string sortable(std::int64_t ms) { return fmt::format("{:020}", ms); }

    static std::string thousandths(double value) { return sortable(std::llround(value * 1000) + 1'000'000'000); }
    static std::string of_day(std::string const& text) {
        auto const part = [&](std::size_t at) { return text.size() > at ? std::stoll(text.substr(at, 2)) : 0; };
        return sortable(part(0) * 3600 + part(3) * 60 + part(6));
    }

    std::optional<Json> found(Path const& path) const {
        auto json = record.at(path.relation.empty() ? path.field : path.relation);
        if (json.is_null()) return std::nullopt;
        if (path.relation.empty() && path.field != "company") return json;
        auto const company = companies.find(json["id"].get<std::string>());
        if (company == companies.end()) return std::nullopt;
        if (path.relation.empty()) return Json(company->first);
        json = company->second.at(path.field);
        return json.is_null() ? std::nullopt : std::optional(json);
    }
    std::optional<std::string> value(Path const& path) const {
        auto const json = found(path);
        if (!json) return std::nullopt;
        if (path.field == "last_seen_at") return sortable(Instant::parse(json->get<std::string>())->ms);
        if (path.field == "rate") return thousandths(std::stod(json->get<std::string>()));
        if (path.field == "fee")
            return thousandths((*json)["minor"].get<double>() / ((*json)["currency"] == "JPY" ? 1 : 100));
        if (path.field == "opens") return of_day(json->get<std::string>());
        if (path.field == "interests" || path.field == "payload") return dump_json(*json);
        if (path.field == "keeper") return (*json)["id"].get<std::string>();
        if (json->is_boolean()) return json->get<bool>() ? "true" : "false";
        return json->get<std::string>();
    }

    // Counts days one by one until the stretch begins and ends.
    static bool is_first(Unit unit, Date day) {
        auto const text = day.text();
        if (unit == Unit::week) return ((day.days % 7) + 7) % 7 == 4;  // 1 January 1970 was a Thursday
        if (unit == Unit::month) return text.ends_with("-01");
        if (unit == Unit::quarter)
            return text.ends_with("-01-01") || text.ends_with("-04-01") || text.ends_with("-07-01") ||
                   text.ends_with("-10-01");
        return unit == Unit::day || text.ends_with("-01-01");
    }
    static Date first(Unit unit, Date day) {
        while (!is_first(unit, day)) --day.days;
        return day;
    }
    std::pair<std::string, std::string> days(Date from, Date to) const {
        return {sortable(from.begins(moment.time_zone).ms), sortable(to.begins(moment.time_zone).ms)};
    }
    std::pair<std::string, std::string> stretch(Period const& period) const {
        auto const today = Date::of(moment.now, moment.time_zone);
        if (period.kind == Period::Kind::current)
            return days(first(period.unit, today), first_after(period.unit, today));
        if (period.kind == Period::Kind::last_calendar) {
            auto const end = first(period.unit, today);
            auto begin = end;
            for (std::int64_t i = 0; i < period.count; ++i) begin = first(period.unit, {begin.days - 1});
            return days(begin, end);
        }
        std::int64_t const hours = period.unit == Unit::week ? 168 : period.unit == Unit::day ? 24 : 1;
        auto const length = period.unit == Unit::minute ? period.count * 60'000 : period.count * hours * hour;
        auto const begin = moment.now.ms - length;
        return {sortable(begin), sortable(period.kind == Period::Kind::ago ? begin + 1 : moment.now.ms + 1)};
    }
    static Date first_after(Unit unit, Date day) {
        do ++day.days;
        while (!is_first(unit, day));
        return day;
    }
    std::pair<std::string, std::string> bounds(Path const& path, Literal const& literal) const {
        if (auto const* period = std::get_if<Period>(&literal.value)) return stretch(*period);
        if (auto const* flag = std::get_if<bool>(&literal.value)) return {*flag ? "true" : "false", ""};
        if (auto const* number = std::get_if<rule::Number>(&literal.value)) return {thousandths(number->real()), ""};
        if (auto const* amount = std::get_if<rule::Amount>(&literal.value))
            return {thousandths(amount->amount.real()), ""};
        if (std::holds_alternative<rule::Me>(literal.value)) return {moment.user.text(), ""};
        auto const& text = std::get<std::string>(literal.value);
        if (path.field == "opens" && text.size() == 5) return {of_day(text), of_day(text + ":60")};
        if (path.field == "opens") return {of_day(text), ""};
        if (path.field != "last_seen_at") return {text, ""};
        if (text.size() == 10) return days(*Date::parse(text), {Date::parse(text)->days + 1});
        if (text.size() == 7)
            return days(*Date::parse(text + "-01"), first_after(Unit::month, *Date::parse(text + "-01")));
        if (text.size() == 4)
            return days(*Date::parse(text + "-01-01"), first_after(Unit::year, *Date::parse(text + "-01-01")));
        auto const ms = Instant::parse(text)->ms;
        return {sortable(ms), sortable(ms + 1)};
    }

    bool compare(Path const& path, Comparison comparison, Literal const& literal) const {
        auto const left = value(path);
        if (!left) return false;
        if (auto const* amount = std::get_if<rule::Amount>(&literal.value))
            if ((*found(path))["currency"] != amount->currency.text()) return false;
        auto const [from, to] = bounds(path, literal);
        bool const is_before = *left < from, is_after = to.empty() ? *left > from : *left >= to;
        switch (comparison) {
            case Comparison::equal:
                return !is_before && !is_after;
            case Comparison::not_equal:
                return is_before || is_after;
            case Comparison::less:
                return is_before;
            case Comparison::less_equal:
                return is_before || (!is_before && !is_after);
            case Comparison::greater:
                return is_after;
            case Comparison::greater_equal:
                return is_after || (!is_before && !is_after);
        }
        return false;
    }
    bool operator()(rule::Compare const& node) const { return compare(node.path, node.comparison, node.value); }
    bool operator()(rule::Between const& node) const {
        return compare(node.path, Comparison::greater_equal, node.low) &&
               compare(node.path, Comparison::less_equal, node.high);
    }
    bool operator()(rule::In const& node) const {
        for (auto const& candidate : node.values)
            if (path_has(node.path, candidate) || is_around(node.path, candidate)) return true;
        if (node.path.field == "interests") return false;
        for (auto const& candidate : node.values)
            if (!std::holds_alternative<rule::Circle>(candidate.value) &&
                compare(node.path, Comparison::equal, candidate))
                return true;
        return false;
    }
    // As `add_teams` of the test says: Ona leads the team above the one that Jonas is in.
    bool is_around(Path const& path, Literal const& literal) const {
        auto const* circle = std::get_if<rule::Circle>(&literal.value);
        auto const user = circle ? value(path) : std::nullopt;
        if (!user) return false;
        return *user == Uuid::of_name("test", "other").text() ||
               (*circle == rule::Circle::teams && *user == moment.user.text());
    }
    bool path_has(Path const& path, Literal const& literal) const {
        auto const several = path.field == "interests" ? found(path) : std::nullopt;
        if (!several) return false;
        for (auto const& each : *several)
            if (each == std::get<std::string>(literal.value)) return true;
        return false;
    }
    // The texts of this test, plain: what no folding of the program's has touched.
    static std::string plain(std::string text) {
        for (auto const& [letter, written] :
             std::map<std::string, std::string>{{"Ž", "z"}, {"ž", "z"}, {"ė", "e"}, {"Ы", "ы"}, {"ß", "ss"}})
            for (auto at = text.find(letter); at != std::string::npos; at = text.find(letter, at + written.size()))
                text.replace(at, letter.size(), written);
        for (char& c : text)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        return text;
    }
    bool operator()(rule::Like const& node) const {
        if (node.path.field == "interests") return path_has(node.path, node.value);
        auto const left = value(node.path);
        if (!left) return false;
        auto const whole = plain(*left), part = plain(std::get<std::string>(node.value.value));
        for (std::size_t at = 0; at + part.size() <= whole.size(); ++at) {
            if (whole.substr(at, part.size()) != part) continue;
            bool const is_at_begin = at == 0, is_at_end = at + part.size() == whole.size();
            if (node.likeness == rule::Likeness::contains ||
                (node.likeness == rule::Likeness::starts_with && is_at_begin) ||
                (node.likeness == rule::Likeness::ends_with && is_at_end) || (is_at_begin && is_at_end))
                return true;
        }
        return false;
    }
    bool operator()(rule::Absent const& node) const { return !value(node.path); }
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

class RuleDifferentialTest : public RecordsTest {
protected:
    // One field of each type that the standard objects have none of.
    void add_fields() {
        schema::Definitions definitions(*database_, *published_);
        auto const add = [&](char const* object, std::string_view body) {
            EXPECT_OK(definitions.add_field(schema::Author::begin(Actor::system("test")), object, parsed(body)));
        };
        for (auto const* object : {"person", "company"}) add(object, R"({"label": {"en": "Fee"}, "type": "money"})");
        add("person", R"({"label": {"en": "Rate"}, "type": "decimal", "scale": 2})");
        add("person", R"({"label": {"en": "Opens"}, "type": "time"})");
        add("person", R"({"label": {"en": "Home"}, "type": "country"})");
        add("person", R"({"label": {"en": "Tongue"}, "type": "language"})");
        add("person", R"({"label": {"en": "Keeper"}, "type": "user"})");
        add("person", R"({"label": {"en": "Payload"}, "type": "json"})");
        add_user(Uuid::of_name("test", "member"), "Ona");
        add_user(Uuid::of_name("test", "other"), "Jonas");
        add_user(Uuid::of_name("test", "stranger"), "Kari");
        add_teams();
        add("person", R"({"label": {"en": "Interests"}, "type": "multi_choice",
            "choices": [{"value": "go"}, {"value": "golf"}, {"value": "Golf"}]})");
        person_ = records_->schema()->find("person");
        company_ = records_->schema()->find("company");
    }
    void add_teams() {
        auto const make = [&](char const* name, char const* user, Json const& parent) {
            Json const members{{{"user", Uuid::of_name("test", user).text()}, {"is_lead", true}}};
            auto const made = teams_->create(schema::Author::begin(Actor::system("test")),
                                             {{"name", name}, {"parent", parent}, {"members", members}});
            EXPECT_TRUE(made) << store::describe(made.error());
            return Json(made->id.text());
        };
        make("North", "other", make("Sales", "member", nullptr));
        make("Stores", "stranger", nullptr);
    }
    std::vector<RecordId> add_companies(RandomRules& random) {
        std::vector<RecordId> companies;
        for (int i = 0; i < 8; ++i) {
            auto const made = records_->create(by_system(), *company_, random.company());
            EXPECT_TRUE(made) << store::describe(made.error());
            companies.push_back(id_of(*made));
        }
        return companies;
    }
    std::map<std::string, Json> companies_seen(Actor const& actor) {
        ListQuery query;
        query.limit = 200;
        std::map<std::string, Json> seen;
        auto const page = records_->list(actor, *company_, query).value();
        for (auto const& company : page.records) seen.emplace(company["id"].get<std::string>(), company);
        return seen;
    }
    static ListQuery everybody(std::string const& filter = "") {
        ListQuery query;
        query.filter =
            filter.empty() ? "is_known in (true, false)" : fmt::format("({}) and is_known in (true, false)", filter);
        query.limit = 200;
        return query;
    }
};

// A member sees only some companies, so that what lies behind the others must be absent in every executor.
TEST_P(RuleDifferentialTest, sql_the_record_executor_and_a_naive_interpreter_agree) {
    auto const now = Instant::now();
    add_fields();
    RandomRules random(20261122, now.ms);
    auto const companies = add_companies(random);
    for (int i = 0; i < 120; ++i) add_person(random.person(companies));
    ASSERT_TRUE(records_->remove(by_system(), *company_, companies.front(), 1));
    ASSERT_TRUE(set_rule("member", *company_, "country is present"));
    auto const actor = member();
    auto const seen = companies_seen(actor);
    ASSERT_GT(seen.size(), 1u);
    ASSERT_LT(seen.size(), companies.size() - 1);
    auto const people = list(everybody(), actor).records;
    ASSERT_EQ(people.size(), 120u);
    rule::Related const related = [&](schema::Object const&, Uuid id) -> std::optional<Json> {
        auto const found = seen.find(id.text());
        return found == seen.end() ? std::nullopt : std::optional(found->second);
    };
    for (int round = 0; round < 500; ++round) {
        auto const expression = random.rule(3, companies);
        auto const text = rule::print(*expression);
        auto const again = rule::parse(text);
        ASSERT_TRUE(again) << text << ": " << again.error().message;
        ASSERT_TRUE(same(*again, expression)) << text << " became " << rule::print(**again);
        auto const from_json = rule::from_json(parsed(dump_json(rule::to_json(*expression))));
        ASSERT_TRUE(from_json) << text << ": " << from_json.error().message;
        ASSERT_TRUE(same(*from_json, expression)) << text << " became " << rule::print(**from_json);
        auto const sight = access_->sight(actor);
        auto const checked = rule::check(*again, *person_, sight);
        ASSERT_TRUE(checked) << text << ": " << checked.error().message;
        std::set<std::string> by_sql, by_record, by_naive;
        for (auto const& record : list(everybody(text), actor).records) by_sql.insert(record["id"]);
        for (auto const& record : people) {
            if (checked->holds(record, related)) by_record.insert(record["id"]);
            if (std::visit(Naive{record, seen, sight.moment}, expression->node)) by_naive.insert(record["id"]);
        }
        ASSERT_EQ(by_sql, by_naive) << text;
        ASSERT_EQ(by_record, by_naive) << text;
    }
}

// The database's own folding must be the program's, for every letter that there is.
TEST_P(RuleDifferentialTest, every_letter_folds_the_same_in_the_database) {
    std::vector<std::string> texts;
    std::string text;
    auto const add = [&](char32_t letter) {
        std::string utf8;
        if (letter < 0x800) {
            utf8 = {static_cast<char>(0xC0 | letter >> 6), static_cast<char>(0x80 | (letter & 0x3F))};
        } else {
            utf8 = {static_cast<char>(0xE0 | letter >> 12), static_cast<char>(0x80 | (letter >> 6 & 0x3F)),
                    static_cast<char>(0x80 | (letter & 0x3F))};
        }
        text += "a" + utf8 + "Z ";
        if (text.size() > 700) texts.push_back(std::exchange(text, {}));
    };
    for (char32_t letter = 0x80; letter < 0x3000; ++letter) add(letter);
    for (char32_t letter = 0xA640; letter < 0xABFF; ++letter) add(letter);
    for (char32_t letter = 0xF900; letter < 0xFFFE; ++letter) add(letter);
    texts.push_back(text);
    auto const checked = database_->read([&](store::Session& session) -> Result<void> {
        for (auto const& one : texts) {
            auto const rows = TRY(session.run("SELECT kith_fold(CAST($1 AS text))",
                                              std::vector<store::Parameter>{std::string_view(one)}));
            EXPECT_EQ(rows[0].text(0), text::match_key(one)) << one;
        }
        return {};
    });
    ASSERT_OK(checked);
}

ON_BOTH_DATABASES(RuleDifferentialTest);

}  // namespace
}  // namespace kith::records
