#include "rule/rule.hpp"

#include "rule/limits.hpp"

#include <gtest/gtest.h>

namespace kith::rule {
namespace {

std::string message_of(std::string_view text) {
    auto const parsed = parse(text);
    return parsed ? "no error" : parsed.error().message;
}

std::string again(std::string_view text) {
    auto const parsed = parse(text);
    return parsed ? print(**parsed) : parsed.error().message;
}

TEST(Rule, a_mistake_names_its_place_and_what_was_expected) {
    EXPECT_EQ(message_of(""), "At character 1: expected a field, `not` or `(`, found the end.");
    EXPECT_EQ(message_of("country"),
              "At character 8: expected an operator such as `=`, `in`, `contains` or `is`, found the end.");
    EXPECT_EQ(message_of("country = "),
              "At character 11: expected a value: \"text\", a number, true, false or a time such as `today`, found the "
              "end.");
    EXPECT_EQ(message_of("(a = 1"), "At character 7: expected `)`, found the end.");
    EXPECT_EQ(message_of("a = 1 b = 2"), "At character 7: expected `and`, `or` or the end, found `b`.");
    EXPECT_EQ(message_of("a is gone"), "At character 6: expected `absent` or `present`, found `gone`.");
    EXPECT_EQ(message_of("a = 1.2.3"), "At character 5: expected a number of at most 15 digits, found `1.2.3`.");
    EXPECT_EQ(message_of("a = \"\xff\""), "The rule is not UTF-8 text.");
    EXPECT_EQ(message_of("a.b.c = 1"),
              "At character 1: `a.b.c` is no field: a relation leads one step, such as `company.country`.");
    EXPECT_EQ(message_of("a in last 3 months"),
              "At character 13: months differ in length: say `last 3 calendar months`, or count days.");
    EXPECT_EQ(message_of("a in last 0 days"), "At character 11: a stretch of time has 1 to 10000 units.");
}

TEST(Rule, a_slip_is_told_what_was_meant) {
    EXPECT_EQ(
        message_of("country == \"LT\""),
        "At character 9: expected an operator such as `=`, `in`, `contains` or `is`, found `==`. Did you mean `=`?");
    EXPECT_EQ(read("a contians \"x\"").problem.suggestions, std::vector<std::string>{"contains"});
    EXPECT_EQ(read("a <> 1").problem.suggestions, std::vector<std::string>{"!="});
    EXPECT_EQ(read("a = 1 adn b = 2").problem.suggestions, std::vector<std::string>{"and"});
}

TEST(Rule, a_place_counts_bytes_and_characters) {
    auto const problem = read("a = \"Žagarė\" oder b = 1").problem;
    EXPECT_EQ(problem.place.begin, 15u);
    EXPECT_EQ(problem.place.end, 19u);
    EXPECT_EQ(problem.place.character_begin, 13u);
    EXPECT_EQ(problem.place.character_end, 17u);
}

TEST(Rule, what_it_says_is_printed_as_it_was_written) {
    for (auto const* text : {"a = 1 or b = 2 and c = 3",
                             "(a = 1 or b = 2) and c = 3",
                             "not (a = 1 and b = 2)",
                             "a is present",
                             "a is absent",
                             "a in (\"x\", \"y\\\"z\")",
                             "a >= -5 and b < 2.5",
                             "a = true",
                             "a between 1 and 2 and b = 3",
                             "a not between 1 and 2",
                             "a not in (1, 2)",
                             "a contains \"x\"",
                             "a not starts with \"x\"",
                             "a ends with \"x\"",
                             "a matches \"x\"",
                             "company.country = \"LT\"",
                             "a = today",
                             "a < 30 days ago",
                             "a in last 30 days",
                             "a in this month",
                             "a != this month",
                             "a in last month",
                             "a in last 3 calendar months",
                             "a = yesterday",
                             "a in next 2 weeks",
                             "a > 1 hour from now",
                             "a = me",
                             "a >= 49.9 EUR",
                             "a = now",
                             "a in my teams",
                             "a.b not in my reports",
                             "a in (me, my reports, \"x\")",
                             "a = my teams",
                             "not a = 1"}) {
        EXPECT_EQ(again(text), text);
    }
    EXPECT_EQ(again("not a is absent"), "a is present");
    EXPECT_EQ(again("not (a in (1))"), "a not in (1)");
    EXPECT_EQ(again("a = 007.50"), "a = 7.5");
    EXPECT_EQ(again("a = -0"), "a = 0");
    EXPECT_EQ(again("a in last 1 calendar months"), "a in last month");
    EXPECT_EQ(again("a = last 30 days"), "a in last 30 days");
    EXPECT_EQ(again("a in (my teams)"), "a in my teams");
}

TEST(Rule, the_json_form_says_the_same) {
    auto const json_of = [](std::string_view text) { return dump_json(to_json(*parse(text).value())); };
    EXPECT_EQ(
        json_of("country = \"LT\" and (stage in (\"lead\") or not age < 30.5)"),
        R"({"all":[{"field":"country","operator":"=","value":"LT"},{"any":[{"field":"stage","operator":"in","values":["lead"]},{"not":{"field":"age","operator":"<","value":30.5}}]}]})");
    EXPECT_EQ(json_of("last_seen_at in last 30 days"),
              R"({"field":"last_seen_at","operator":"=","value":{"period":"last","count":30,"unit":"day"}})");
    EXPECT_EQ(
        json_of("name not contains \"x\" and email is present and x between 1 and 50 EUR"),
        R"({"all":[{"field":"name","operator":"not contains","value":"x"},{"field":"email","operator":"is present"},{"field":"x","operator":"between","from":1,"to":{"amount":"50","currency":"EUR"}}]})");
    EXPECT_EQ(again(R"({"all": [{"field": "a", "operator": "=", "value": {"period": "this", "unit": "month"}}]})"),
              "a in this month");
    EXPECT_EQ(again(R"( {"any": [{"field": "a", "operator": "=", "value": {"actor": "me"}}]})"), "a = me");
    EXPECT_EQ(json_of("a not in my teams"), R"({"field":"a","operator":"not in","values":[{"actor":"my_teams"}]})");
    EXPECT_EQ(again(R"({"field": "a", "operator": "in", "values": [{"actor": "me"}, {"actor": "my_reports"}]})"),
              "a in (me, my reports)");
}

TEST(Rule, a_mistake_in_json_names_its_place) {
    EXPECT_EQ(message_of(R"({"all": []})"), "At all: expected a list with at least one rule.");
    EXPECT_EQ(message_of(R"({"all": [{"field": "a", "operator": "="}]})"), "At all[0].value: expected a value.");
    EXPECT_EQ(message_of(R"({"field": "a", "operator": "like", "value": "x"})"),
              "At operator: there is no operator `like`.");
    EXPECT_EQ(message_of(R"({"field": "a b", "operator": "="})"), "At field: there is no such field.");
    EXPECT_EQ(message_of(R"({"field": "a", "operator": "=", "value": {"actor": "you"}})"),
              "At value.actor: expected \"me\", \"my_teams\" or \"my_reports\".");
    EXPECT_EQ(message_of(R"({"not": 5})"), "At not: expected an object with `all`, `any`, `not` or `field`.");
    EXPECT_EQ(message_of(R"({"any": [], "all": []})"),
              "At the beginning: expected one of `all`, `any`, `not` and `field`.");
    EXPECT_EQ(
        message_of(R"({"field": "a", "operator": "=", "value": {"period": "last", "count": 3, "unit": "month"}})"),
        "At value.unit: this stretch is not counted in that unit.");
    EXPECT_EQ(message_of(R"({"field": "a", "operator": "=", "value": 1e300})"),
              "At value: expected a number of at most 15 digits.");
    EXPECT_NE(message_of("{"), "no error");
}

std::string repeated(std::string_view part, std::string_view between, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) text += between;
        text += part;
    }
    return text;
}

TEST(Rule, depth_length_and_parts_have_limits) {
    auto const depth = static_cast<std::size_t>(limits::rule_depth_max);
    auto const nested = [](std::size_t n) { return std::string(n, '(') + "a = 1" + std::string(n, ')'); };
    EXPECT_TRUE(parse(nested(depth)));
    EXPECT_FALSE(parse(nested(depth + 1)));
    auto const negated = [](std::size_t n) { return repeated("not ", "", n) + "a = 1"; };
    EXPECT_TRUE(parse(negated(depth)));
    EXPECT_FALSE(parse(negated(depth + 1)));
    EXPECT_TRUE(parse(repeated("a = 1", " or ", limits::rule_parts_max)));
    EXPECT_FALSE(parse(repeated("a = 1", " or ", limits::rule_parts_max + 1)));
    EXPECT_TRUE(parse("a in (" + repeated("1", ", ", limits::rule_list_values_max) + ")"));
    EXPECT_FALSE(parse("a in (" + repeated("1", ", ", limits::rule_list_values_max + 1) + ")"));
    auto const long_text = [](std::size_t bytes) { return "a = \"" + std::string(bytes - 6, 'x') + "\""; };
    EXPECT_TRUE(parse(long_text(limits::rule_bytes_max)));
    EXPECT_FALSE(parse(long_text(limits::rule_bytes_max + 1)));
    EXPECT_TRUE(parse("a = " + std::string(limits::rule_number_digits_max, '9')));
    EXPECT_FALSE(parse("a = " + std::string(limits::rule_number_digits_max + 1, '9')));
    EXPECT_TRUE(parse(fmt::format("a in last {} days", limits::rule_period_count_max)));
    EXPECT_FALSE(parse(fmt::format("a in last {} days", limits::rule_period_count_max + 1)));
}

TEST(Rule, the_json_form_has_the_same_limits) {
    auto const leaf = Json{{"field", "a"}, {"operator", "="}, {"value", 1}};
    auto const nested = [&](int depth) {
        Json json = leaf;
        for (int i = 0; i < depth; ++i) json = Json{{"not", json}};
        return json;
    };
    EXPECT_TRUE(from_json(nested(limits::rule_depth_max)));
    EXPECT_FALSE(from_json(nested(limits::rule_depth_max + 1)));
    auto const wide = [&](std::size_t count) {
        Json json{{"any", Json::array()}};
        for (std::size_t i = 0; i < count; ++i) json["any"].push_back(leaf);
        return json;
    };
    EXPECT_TRUE(from_json(wide(limits::rule_parts_max)));
    EXPECT_FALSE(from_json(wide(limits::rule_parts_max + 1)));
    auto const list = [](std::size_t count) {
        return Json{{"field", "a"}, {"operator", "in"}, {"values", Json::array_t(count, Json(1))}};
    };
    EXPECT_TRUE(from_json(list(limits::rule_list_values_max)));
    EXPECT_FALSE(from_json(list(limits::rule_list_values_max + 1)));
    auto const text = [](std::size_t bytes) {
        return Json{{"field", "a"}, {"operator", "="}, {"value", std::string(bytes - 6, 'x')}};
    };
    EXPECT_TRUE(from_json(text(limits::rule_bytes_max)));
    EXPECT_FALSE(from_json(text(limits::rule_bytes_max + 1)));
}

// An object of its own, so that no change of the standard ones matters here.
class CheckedRule : public testing::Test {
protected:
    CheckedRule() {
        auto const object = [](std::string_view text) {
            return std::make_shared<schema::Object const>(schema::object_of(parse_json(text).value()).value());
        };
        std::vector<schema::ObjectPointer> objects;
        objects.push_back(object(R"({"name": "deal", "plural": "deals", "table": "deal", "fields": [
            {"name": "title", "type": "text", "label": {"en": "Title", "lt": "Pavadinimas"}},
            {"name": "amount", "type": "number"}, {"name": "due", "type": "date"}, {"name": "seen_at", "type": "instant"},
            {"name": "secret", "type": "text"}, {"name": "is_won", "type": "boolean"},
            {"name": "owner", "type": "user"},
            {"name": "stage", "type": "choice", "choices": [{"value": "open", "label": {"lt": "Atviras"}}, {"value": "won"}]},
            {"name": "company", "type": "relation", "object": "company"}, {"name": "vault", "type": "relation", "object": "vault"}]})"));
        objects.push_back(object(R"({"name": "company", "plural": "companies", "table": "company", "fields": [
            {"name": "country", "type": "text"}, {"name": "secret", "type": "text"},
            {"name": "parent", "type": "relation", "object": "company"}]})"));
        objects.push_back(object(R"({"name": "vault", "plural": "vaults", "table": "vault", "fields": [
            {"name": "code", "type": "text"}]})"));
        schema_ = std::make_shared<schema::Schema const>(std::move(objects), 1);
    }

    Sight sight() const {
        return {schema_,
                [](schema::Object const&, schema::Field const& field) { return field.name != "secret"; },
                [](schema::Object const& object) -> Result<std::optional<Checked>> {
                    if (object.name == "vault") return Error::forbidden("Not for you.");
                    return std::optional<Checked>();
                },
                {*Instant::parse("2026-11-25T22:30:00Z"), "Europe/Vilnius", {}}};
    }
    Result<Checked> checked(std::string_view text) const {
        return check(TRY(parse(text)), *schema_->find("deal"), sight());
    }
    std::string wrong(std::string_view text) const {
        auto const result = checked(text);
        return result ? "nothing" : result.error().fields.front().code + ": " + result.error().message;
    }
    bool holds(std::string_view text, std::string_view record) const {
        auto const rule = checked(text);
        EXPECT_TRUE(rule) << text << ": " << rule.error().message;
        return rule && rule->holds(parse_json(record).value());
    }
    std::vector<std::string> completed(std::string_view text) const {
        std::vector<std::string> words;
        for (auto& completion : complete(text, text.size(), *schema_->find("deal"), sight()).list)
            words.push_back(std::move(completion.text));
        return words;
    }

    schema::SchemaPointer schema_;
};

TEST_F(CheckedRule, what_one_may_not_read_does_not_exist) {
    EXPECT_EQ(wrong("secret = \"x\""), "unknown_field: At character 1: There is no field \"secret\" to filter by.");
    EXPECT_EQ(wrong("secre = \"x\""), "unknown_field: At character 1: There is no field \"secre\" to filter by.");
    EXPECT_EQ(wrong("company.secret = \"x\""),
              "unknown_field: At character 1: There is no field \"company.secret\" to filter by.");
    EXPECT_EQ(wrong("vault is absent"), "unknown_field: At character 1: There is no field \"vault\" to filter by.");
    EXPECT_EQ(wrong("vault.code = \"x\""), "unknown_field: At character 1: There is no field \"vault\" to filter by.");
    EXPECT_TRUE(completed("sec").empty());
    EXPECT_TRUE(completed("vau").empty());
}

TEST_F(CheckedRule, a_mistake_names_its_place_and_the_nearest_name) {
    EXPECT_EQ(wrong("amount > 1 and titel = \"x\""),
              "unknown_field: At character 16: There is no field \"titel\" to filter by. Did you mean \"title\"?");
    EXPECT_EQ(wrong("pavadinimas = \"x\""),
              "unknown_field: At character 1: There is no field \"pavadinimas\" to filter by. Did you mean \"title\"?");
    EXPECT_EQ(wrong("stage = \"opne\""),
              "not_a_choice: At character 9: \"opne\" is not a choice of field \"stage\". Did you mean \"open\"?");
    EXPECT_EQ(wrong("stage = \"atviras\""),
              "not_a_choice: At character 9: \"atviras\" is not a choice of field \"stage\". Did you mean \"open\"?");
    EXPECT_EQ(wrong("stage < \"open\""), "not_ordered: At character 1: Field \"stage\" has no order; use = or !=.");
    EXPECT_EQ(wrong("amount contains \"1\""),
              "not_text: At character 1: Field \"amount\" is no text to look into; it compares with a number.");
    EXPECT_EQ(wrong("amount = \"1\""), "wrong_type: At character 10: Field \"amount\" compares with a number.");
    EXPECT_EQ(wrong("title contains \"\""),
              "empty_text: At character 16: There is nothing to look for between the quotation marks.");
    EXPECT_EQ(wrong("title.x = 1"),
              "no_such_relation: At character 1: Field \"title\" leads to no other record, so it has no \"x\".");
    EXPECT_EQ(wrong("company.parent is absent"),
              "no_such_relation: At character 1: A rule follows one relation, not two.");
    EXPECT_TRUE(wrong("due in last 3 hours").starts_with("wrong_type"));
    EXPECT_TRUE(wrong("title = me").starts_with("wrong_type"));
    auto const problems = problems_of(parse("titel = 1 and amount = \"x\" and stage = \"lost\"").value(),
                                      *schema_->find("deal"), sight());
    ASSERT_EQ(problems.size(), 3u);
    EXPECT_EQ(problems[1].part, 1u);
}

TEST_F(CheckedRule, cost_has_a_limit) {
    // A look into the text of a related record costs 1 + 3 + 3.
    auto const dear = repeated("company.country contains \"x\"", " or ", 28);  // 196
    EXPECT_EQ(wrong(dear + " or " + repeated("amount = 1", " or ", limits::rule_cost_max - 196)), "nothing");
    EXPECT_TRUE(wrong(dear + " or " + repeated("amount = 1", " or ", limits::rule_cost_max - 195))
                    .starts_with("too_costly: The rule reads too much: 201 of at most 200."));
}

TEST_F(CheckedRule, at_most_so_many_problems_are_told) {
    auto const many = [&](std::size_t count) {
        return problems_of(parse(repeated("nothing = 1", " or ", count)).value(), *schema_->find("deal"), sight())
            .size();
    };
    EXPECT_EQ(many(limits::rule_problems_max), limits::rule_problems_max);
    EXPECT_EQ(many(limits::rule_problems_max + 1), limits::rule_problems_max);
}

// In Vilnius it is half past midnight of Thursday, 26 November.
TEST_F(CheckedRule, a_day_is_the_workspaces) {
    EXPECT_TRUE(holds("seen_at = today", R"({"seen_at": "2026-11-25T22:00:00Z"})"));
    EXPECT_FALSE(holds("seen_at = today", R"({"seen_at": "2026-11-25T21:59:59.999Z"})"));
    EXPECT_TRUE(holds("seen_at = yesterday", R"({"seen_at": "2026-11-25T21:59:59.999Z"})"));
    EXPECT_TRUE(holds("seen_at < today", R"({"seen_at": "2026-11-25T21:59:59.999Z"})"));
    EXPECT_TRUE(holds("seen_at = \"2026-11-26\"", R"({"seen_at": "2026-11-26T21:59:59Z"})"));
    EXPECT_TRUE(holds("seen_at <= \"2026-11-26\"", R"({"seen_at": "2026-11-26T21:59:59Z"})"));
    EXPECT_FALSE(holds("seen_at > \"2026-11-26\"", R"({"seen_at": "2026-11-26T21:59:59Z"})"));
    EXPECT_TRUE(holds("due = today", R"({"due": "2026-11-26"})"));
    EXPECT_TRUE(holds("due in this week", R"({"due": "2026-11-23"})"));
    EXPECT_FALSE(holds("due in this week", R"({"due": "2026-11-22"})"));
    EXPECT_TRUE(holds("due in this quarter", R"({"due": "2026-10-01"})"));
    EXPECT_TRUE(holds("due in last quarter", R"({"due": "2026-07-01"})"));
    EXPECT_FALSE(holds("due in last quarter", R"({"due": "2026-10-01"})"));
    EXPECT_TRUE(holds("due in next month", R"({"due": "2026-12-31"})"));
    EXPECT_TRUE(holds("due in last 2 calendar years", R"({"due": "2024-01-01"})"));
    EXPECT_TRUE(holds("due between \"2025\" and \"2026-10\"", R"({"due": "2026-10-31"})"));
    EXPECT_FALSE(holds("due between \"2025\" and \"2026-10\"", R"({"due": "2026-11-01"})"));
    EXPECT_TRUE(holds("due in (\"2026-01\", \"2026-11\")", R"({"due": "2026-11-30"})"));
}

TEST_F(CheckedRule, the_last_days_are_whole_days_of_hours_back_from_now) {
    EXPECT_TRUE(holds("seen_at in last 30 days", R"({"seen_at": "2026-10-26T22:30:00Z"})"));
    EXPECT_FALSE(holds("seen_at in last 30 days", R"({"seen_at": "2026-10-26T22:29:59.999Z"})"));
    EXPECT_FALSE(holds("seen_at in last 30 days", R"({"seen_at": "2026-11-25T22:30:00.001Z"})"));
    EXPECT_TRUE(holds("seen_at < 30 days ago", R"({"seen_at": "2026-10-26T22:29:59.999Z"})"));
    EXPECT_TRUE(holds("due in last 7 days", R"({"due": "2026-11-20"})"));
    EXPECT_FALSE(holds("due in last 7 days", R"({"due": "2026-11-19"})"));
    EXPECT_TRUE(holds("due = 2 weeks from now", R"({"due": "2026-12-10"})"));
}

TEST_F(CheckedRule, words_look_past_case_and_accents_and_signs_do_not) {
    EXPECT_TRUE(holds("title contains \"zagare\"", R"({"title": "UAB Žagarė ir ko"})"));
    EXPECT_TRUE(holds("title starts with \"STRASSE\"", R"({"title": "Straße 5"})"));
    EXPECT_TRUE(holds("title ends with \"lodz\"", R"({"title": "do Łódź"})"));
    EXPECT_TRUE(holds("title matches \"ыжик\"", R"({"title": "Ыжик"})"));
    EXPECT_FALSE(holds("title = \"zagare\"", R"({"title": "Žagarė"})"));
    EXPECT_FALSE(holds("title contains \"x\"", R"({"title": null})"));
    EXPECT_TRUE(holds("title not contains \"x\"", R"({"title": null})"));
}

TEST_F(CheckedRule, users_around_whoever_asks_are_said_by_in_alone) {
    EXPECT_EQ(wrong("owner in my teem"),
              "syntax: At character 13: expected `teams` or `reports`, found `teem`. Did you mean `teams`?");
    EXPECT_EQ(wrong("owner in me"),
              "syntax: At character 10: expected `(`, a stretch of time such as `last 30 days`, or `my teams`.");
    EXPECT_EQ(wrong("owner = my teams"),
              "several_users: At character 9: `my teams` are several users: say `owner in my teams`.");
    EXPECT_EQ(wrong("amount in my teams"), "wrong_type: At character 11: Field \"amount\" compares with a number.");
    EXPECT_EQ(wrong("owner in (5)"),
              "wrong_type: At character 11: Field \"owner\" compares with the \"id\" of a user or `me`, and by `in` "
              "also with `my teams` and `my reports`.");
    EXPECT_EQ(completed("owner in my "), (std::vector<std::string>{"teams", "reports"}));
    EXPECT_EQ(completed("owner in (m"), (std::vector<std::string>{"me", "my teams", "my reports"}));
    EXPECT_EQ(completed("owner = m"), std::vector<std::string>{"me"});
}

TEST_F(CheckedRule, users_around_whoever_asks_are_bound_once_and_nobody_is_in_an_empty_circle) {
    auto const me = Uuid::of_name("test", "me"), near = Uuid::of_name("test", "near");
    auto const owned = [](Uuid user) { return Json{{"owner", user.text()}}; };
    auto circles = std::make_shared<Circles>();
    circles->teams = {std::min(me, near), std::max(me, near)};
    circles->reports = {near};
    auto const asked = checked("owner in my teams and owner not in my reports")->at({Instant{}, "UTC", me, circles});
    EXPECT_TRUE(asked.holds(owned(me)));
    EXPECT_FALSE(asked.holds(owned(near)));
    EXPECT_FALSE(asked.holds({{"owner", nullptr}}));

    std::string sql;
    std::vector<BoundValue> parameters;
    asked.to_sql(sql, parameters, "r");
    asked.to_sql(sql, parameters, "r");
    EXPECT_EQ(parameters.size(), circles->teams.size());
    EXPECT_NE(sql.find("r.owner IN ($1, $2)"), std::string::npos) << sql;

    // Lists of three and of four are the same statement.
    auto several = std::make_shared<Circles>();
    for (auto const* name : {"a", "b", "c"}) several->teams.push_back(Uuid::of_name("test", name));
    std::sort(several->teams.begin(), several->teams.end());
    sql.clear();
    parameters.clear();
    checked("owner in my teams")->at({Instant{}, "UTC", me, several}).to_sql(sql, parameters, "r");
    EXPECT_EQ(sql, "(r.owner IN ($1, $2, $3, $4))");

    auto const alone = checked("owner in my teams or owner not in my reports")->at({Instant{}, "UTC", me});
    EXPECT_TRUE(alone.holds(owned(me)));
    EXPECT_TRUE(alone.holds({{"owner", nullptr}}));
    EXPECT_FALSE(checked("owner in my teams")->holds(owned(me)));
    sql.clear();
    parameters.clear();
    alone.to_sql(sql, parameters, "r");
    EXPECT_TRUE(parameters.empty());
}

TEST_F(CheckedRule, completion_offers_what_fits) {
    EXPECT_EQ(completed("tit"), std::vector<std::string>{"title"});
    EXPECT_EQ(completed("Pavad"), std::vector<std::string>{"title"});
    EXPECT_EQ(completed("company.cou"), std::vector<std::string>{"company.country"});
    EXPECT_EQ(completed("stage = \"wo"), std::vector<std::string>{"\"won\""});
    EXPECT_EQ(completed("stage = \"atv"), std::vector<std::string>{"\"open\""});
    EXPECT_EQ(completed("amount >"), (std::vector<std::string>{}));
    EXPECT_EQ(completed("stage "), (std::vector<std::string>{"=", "!=", "in", "is present", "is absent", "not in"}));
    EXPECT_EQ(completed("title st"), std::vector<std::string>{"starts with"});
    EXPECT_EQ(completed("due = this "), (std::vector<std::string>{"day", "week", "month", "quarter", "year"}));
    EXPECT_EQ(completed("amount = 1 "), (std::vector<std::string>{"and", "or"}));
    EXPECT_EQ(completed("is_won = "), (std::vector<std::string>{"true", "false"}));
    EXPECT_EQ(complete("due = tod", 9, *schema_->find("deal"), sight()).place.begin, 6u);
}

}  // namespace
}  // namespace kith::rule
