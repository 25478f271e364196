// Formulas: what they say, what is refused with its place, and that what is printed reads back as itself.
#include "rule/formula.hpp"

#include <gtest/gtest.h>

#include "rule/limits.hpp"
#include "rule/outcome.hpp"

namespace kith::rule {
namespace {

schema::ObjectPointer deal() {
    auto const object = schema::object_of(parse_json(R"({"name": "deal", "plural": "deals", "table": "deal",
        "label": {"en": "Deal"}, "fields": [
        {"name": "name", "type": "text", "label": {"en": "Name"}},
        {"name": "stage", "type": "choice", "label": {"en": "Stage"},
         "choices": [{"value": "open", "label": {"en": "Open"}}, {"value": "won", "label": {"en": "Won"}}]},
        {"name": "price", "type": "decimal", "scale": 2, "label": {"en": "Price"}},
        {"name": "quantity", "type": "number", "label": {"en": "Quantity"}},
        {"name": "amount", "type": "money", "label": {"en": "Amount"}},
        {"name": "cost", "type": "money", "label": {"en": "Cost"}},
        {"name": "is_vip", "type": "boolean", "label": {"en": "Important"}},
        {"name": "begins", "type": "date", "label": {"en": "Begins"}},
        {"name": "ends", "type": "date", "label": {"en": "Ends"}},
        {"name": "born", "type": "partial_date", "label": {"en": "Born"}},
        {"name": "called_at", "type": "instant", "label": {"en": "Called"}},
        {"name": "interests", "type": "multi_choice", "label": {"en": "Interests"},
         "choices": [{"value": "golf", "label": {"en": "Golf"}}]},
        {"name": "owner", "type": "user", "label": {"en": "Owner"}},
        {"name": "company", "type": "relation", "object": "company", "label": {"en": "Company"}},
        {"name": "seen_at", "type": "instant", "is_writable": false, "label": {"en": "Seen"}}
    ]})")
                                              .value())
                            .value();
    return std::make_shared<schema::Object const>(object);
}

FormulaChecked checked(std::string_view text, std::string_view self = "total") {
    auto const reading = read_formula(text);
    if (!reading.term) return {std::nullopt, {reading.problem}};
    return check_formula(reading.term, deal(), self);
}

// What a formula comes to, kept by the usual type: a decimal with four digits.
Json value(std::string_view text, std::string_view record = "{}") {
    auto const formula = checked(text).formula;
    if (!formula) return "refused: " + checked(text).problems.front().message;
    schema::Field into;
    into.type = types_of(formula->kind()).front();
    into.scale = 4;
    return formula->value(parse_json(record).value(), into);
}

std::string again(std::string_view text) {
    auto const reading = read_formula(text);
    return reading.term ? print(*reading.term) : reading.problem.code;
}

std::string refused(std::string_view text) {
    auto const outcome = checked(text);
    return outcome.formula ? "none" : outcome.problems.front().code;
}

TEST(Formula, what_is_printed_reads_back) {
    for (auto const* text : {"price",
                             "1 + 2 * 3",
                             "(1 + 2) * 3",
                             "1 - (2 - 3)",
                             "1 - 2 - 3",
                             "8 / (4 / 2)",
                             "-price",
                             "-(price + 1)",
                             "--price",
                             "price - -5",
                             "price * -price",
                             "price * -2.5 EUR",
                             "\"a\" + name",
                             "if(stage = \"won\", amount, 0 EUR)",
                             "join(\" \", name, \"x\\\"y\")",
                             "price > quantity",
                             "5 > price",
                             "price + 1 >= quantity * 2",
                             "not is_vip",
                             "not not is_vip",
                             "not (is_vip or price > 5)",
                             "is_vip and not stage in (\"won\", \"open\") and price is present",
                             "(is_vip or price = 5) and stage not in (\"won\")",
                             "price between 1 and 5 and is_vip",
                             "name contains \"x\" or name not contains \"y\"",
                             "(price > quantity) = is_vip",
                             "true",
                             "price = (today)",
                             "price = (last + 1)",
                             "price = today",
                             "price = today_s",
                             "name = (today(name = (today)))",
                             "round(price / 3, 2) - 1"}) {
        EXPECT_EQ(again(text), text);
    }
    EXPECT_EQ(again("price -5"), "price - 5");
    EXPECT_EQ(again("price-5*2"), "price - 5 * 2");
    EXPECT_EQ(again("- 5"), "-5");
    EXPECT_EQ(again("--5"), "5");
    EXPECT_EQ(again("name = (\" Ona \")"), "name = \"Ona\"");  // as rules read it
    EXPECT_EQ(again("(price) = today"), "price = (today)");
    EXPECT_EQ(again("((price))"), "price");
    EXPECT_EQ(again("price > (5)"), "price > 5");
    EXPECT_EQ(again("price > 5 - 3"), "price > 5 - 3");
    EXPECT_EQ(again("a and (b and c)"), "a and (b and c)");
}

TEST(Formula, numbers_are_exact) {
    EXPECT_EQ(value("1 / 3 * 3"), "1.0000");
    EXPECT_EQ(value("price * quantity", R"({"price": "0.10", "quantity": 3})"), "0.3000");
    EXPECT_EQ(value("quantity + 0.2", R"({"quantity": 0.1})"), "0.3000");
    EXPECT_EQ(value("2 / 3"), "0.6667");
    EXPECT_EQ(value("-2 / 3"), "-0.6667");
    EXPECT_EQ(value("round(2.5) + round(-2.5) + round(1249, -2)"), "1200.0000");
    EXPECT_EQ(value("round(-0.5, 0)"), "-1.0000");
    EXPECT_EQ(value("min(3, 1, 2) + max(3, 1, 2) + abs(-4)"), "8.0000");
    EXPECT_EQ(value("5 / (price - price)", R"({"price": "7.00"})"), nullptr);
    EXPECT_EQ(value("price * 2"), nullptr);
    EXPECT_EQ(value("if(1 / 3 * 3 = 1, 1, 0)"), "1.0000");
    EXPECT_EQ(value("quantity * 1", R"({"quantity": 1e-7})"), "0.0000");
    EXPECT_EQ(value("text(quantity)", R"({"quantity": 1e+21})"), "1000000000000000000000");
}

TEST(Formula, amounts_keep_their_currency) {
    constexpr auto record =
        R"({"amount": {"minor": 4990, "currency": "EUR"}, "cost": {"minor": 1000, "currency": "USD"}, "quantity": 3})";
    auto const is = [&](std::string_view text) { return dump_json(value(text, record)); };
    EXPECT_EQ(is("amount * quantity"), R"({"amount":"149.70","currency":"EUR"})");
    EXPECT_EQ(is("amount / 3"), R"({"amount":"16.63","currency":"EUR"})");
    EXPECT_EQ(is("amount + 0.10 EUR"), R"({"amount":"50.00","currency":"EUR"})");
    EXPECT_EQ(is("amount / 9.98 EUR"), R"("5.0000")");
    EXPECT_EQ(is("amount + cost"), "null");
    EXPECT_EQ(is("amount / cost"), "null");
    EXPECT_EQ(is("amount > cost"), "false");
    EXPECT_EQ(is("amount != cost"), "false");
    EXPECT_EQ(is("max(amount, 50 EUR)"), R"({"amount":"50.00","currency":"EUR"})");
    EXPECT_EQ(is("max(amount, cost)"), "null");
    EXPECT_EQ(is("-amount"), R"({"amount":"-49.90","currency":"EUR"})");
    EXPECT_EQ(is("text(amount)"), R"("49.90 EUR")");
}

TEST(Formula, texts_join_and_absent_parts_are_left_out_where_it_says_so) {
    constexpr auto record = R"({"name": "Žanna", "stage": "won"})";
    EXPECT_EQ(value("name + \"-\" + stage", record), "Žanna-won");
    EXPECT_EQ(value("name + \"-\" + stage", R"({"name": "x"})"), nullptr);
    EXPECT_EQ(value("join(\", \", stage, name, \"\")", R"({"name": "x"})"), "x");
    EXPECT_EQ(value("join(\", \", stage, name)"), nullptr);
    EXPECT_EQ(value("coalesce(stage, name, \"none\")"), "none");
    EXPECT_EQ(value("upper(left(name, 1)) + lower(\"ĄŽ\")", record), "Žąž");
    EXPECT_EQ(value("length(name)", record), "5.0000");
    EXPECT_EQ(value("left(name, 99)", record), "Žanna");
    EXPECT_EQ(value("left(name, 0)", record), nullptr);
    EXPECT_EQ(value("\"No \" + text(1 / 4)"), "No 0.25");
}

TEST(Formula, days_are_counted_by_the_calendar) {
    constexpr auto record = R"({"begins": "2024-01-31", "ends": "2026-02-28"})";
    EXPECT_EQ(value("days_between(begins, ends)", record), "759.0000");
    EXPECT_EQ(value("days_between(ends, begins)", record), "-759.0000");
    EXPECT_EQ(value("months_between(begins, ends)", record), "24.0000");
    EXPECT_EQ(value("months_between(ends, begins)", record), "-24.0000");
    EXPECT_EQ(value("years_between(begins, ends)", record), "2.0000");
    EXPECT_EQ(value("add_months(begins, 1)", record), "2024-02-29");
    EXPECT_EQ(value("add_months(begins, -2)", record), "2023-11-30");
    EXPECT_EQ(value("add_days(ends, 1)", record), "2026-03-01");
    EXPECT_EQ(value("add_days(ends, 0.5)", record), nullptr);
    EXPECT_EQ(value("add_days(ends, 4000000)", record), nullptr);
    EXPECT_EQ(value("add_days(ends, 4000001)", record), nullptr);
    EXPECT_EQ(value("year(begins) * 100 + month(begins)", record), "202401.0000");
    EXPECT_EQ(value("max(begins, ends)", record), "2026-02-28");
    EXPECT_EQ(value("if(date(\"2026-01-01\") < ends, 1, 0)", record), "1.0000");
    EXPECT_EQ(value("date(\"2026-02-30\")"), nullptr);
    EXPECT_EQ(value("days_between(created_at, called_at)",
                    R"({"created_at": "2026-01-01T12:00:00Z", "called_at": "2026-01-03T11:59:00Z"})"),
              "1.0000");
}

TEST(Formula, conditions_mean_what_they_mean_in_rules) {
    EXPECT_EQ(value("stage = \"won\" and price >= 5", R"({"stage": "won", "price": "5.00"})"), true);
    EXPECT_EQ(value("stage = \"won\" and price >= 5", R"({"stage": "won"})"), false);
    EXPECT_EQ(value("not price > 5"), true);
    EXPECT_EQ(value("price != 5"), false);
    EXPECT_EQ(value("price is absent and interests contains \"golf\"", R"({"interests": ["golf"]})"), true);
    EXPECT_EQ(value("is_vip"), nullptr);
    EXPECT_EQ(value("not is_vip"), true);
    EXPECT_EQ(value("is_vip or price > quantity", R"({"price": "5.00", "quantity": 4.5})"), true);
    EXPECT_EQ(value("begins < \"2026-11\"", R"({"begins": "2026-10-31"})"), true);
    EXPECT_EQ(value("born < \"1984-05\"", R"({"born": "1984-04"})"), true);
    EXPECT_EQ(value("if(is_vip, 1, 2)"), "2.0000");
}

TEST(Formula, what_cannot_be_is_refused_with_its_place) {
    EXPECT_EQ(refused("prise * 2"), "unknown_field");
    EXPECT_EQ(checked("1 + prise").problems.front().suggestions, std::vector<std::string>{"price"});
    EXPECT_EQ(checked("1 + prise").problems.front().place.character_begin, 4U);
    EXPECT_EQ(checked("1 + Price").problems.front().suggestions, std::vector<std::string>{"price"});
    EXPECT_EQ(refused("total + 1"), "unknown_field");
    EXPECT_EQ(checked("price + 1", "price").problems.front().code, "reads_itself");
    EXPECT_EQ(refused("company.name"), "other_record");
    EXPECT_EQ(refused("company is present"), "not_readable");
    EXPECT_EQ(refused("seen_at"), "not_readable");
    EXPECT_EQ(refused("updated_at"), "not_readable");
    EXPECT_EQ(refused("born"), "only_compares");
    EXPECT_EQ(refused("price + name"), "wrong_kinds");
    EXPECT_EQ(refused("amount * cost"), "wrong_kinds");
    EXPECT_EQ(refused("amount + 1"), "wrong_kinds");
    EXPECT_EQ(refused("begins - ends"), "wrong_kinds");
    EXPECT_EQ(refused("-name"), "wrong_kinds");
    EXPECT_EQ(refused("price > name"), "wrong_kinds");
    EXPECT_EQ(refused("price and is_vip"), "no_condition");
    EXPECT_EQ(refused("rond(price)"), "unknown_function");
    EXPECT_EQ(checked("rond(price)").problems.front().suggestions, std::vector<std::string>{"round"});
    EXPECT_EQ(refused("length(name, 2)"), "wrong_operands");
    EXPECT_EQ(refused("length(price)"), "wrong_kinds");
    EXPECT_EQ(refused("if(price, 1, 2)"), "wrong_kinds");
    EXPECT_EQ(refused("stage = \"wonn\""), "not_a_choice");
    EXPECT_EQ(refused("begins < today"), "moves_with_time");
    EXPECT_EQ(refused("days_between(begins, today)"), "moves_with_time");
    EXPECT_EQ(refused("begins in last 30 days"), "moves_with_time");
    EXPECT_EQ(refused("called_at < \"2026-11\""), "moves_with_time");
    EXPECT_EQ(refused("called_at < \"2026-11-22T10:00:00Z\""), "none");
    EXPECT_EQ(refused("owner = me"), "moves_with_time");
    EXPECT_EQ(checked("prise + quantaty").problems.size(), 2U);
}

TEST(Formula, text_that_is_none_says_where) {
    auto const at = [](std::string_view text) {
        auto const reading = read_formula(text);
        return reading.term ? std::string("none")
                            : fmt::format("{} {}", reading.problem.code, reading.problem.place.character_begin);
    };
    EXPECT_EQ(at(""), "syntax 0");
    EXPECT_EQ(at("price *"), "syntax 7");
    EXPECT_EQ(at("price price"), "syntax 6");
    EXPECT_EQ(at("price == 5"), "syntax 6");
    EXPECT_EQ(at("stage in (\"won\""), "syntax 15");
    EXPECT_EQ(at("if(price > 1, 2"), "syntax 15");
    EXPECT_EQ(at("round(price))"), "syntax 12");
    EXPECT_EQ(at("3 days ago"), "syntax 0");
    EXPECT_EQ(at("price @ 2"), "syntax 6");
}

TEST(Formula, limits_hold) {
    auto const sum = [](std::size_t parts) {
        std::string text = "1";
        for (std::size_t i = 1; i < parts; ++i) text += " + 1";
        return text;
    };
    EXPECT_EQ(refused(sum(limits::rule_parts_max)), "none");
    EXPECT_EQ(refused(sum(limits::rule_parts_max + 1)), "too_long");
    auto const nested = [](int depth) {
        return std::string(static_cast<std::size_t>(depth), '(') + "1" +
               std::string(static_cast<std::size_t>(depth), ')');
    };
    EXPECT_EQ(refused(nested(limits::rule_depth_max)), "none");
    EXPECT_EQ(refused(nested(limits::rule_depth_max + 1)), "too_deep");
    EXPECT_EQ(refused("1" + std::string(limits::rule_bytes_max - 1, ' ')), "none");
    EXPECT_EQ(refused("1" + std::string(limits::rule_bytes_max, ' ')), "too_long");
    EXPECT_EQ(refused("\"\xff\""), "not_utf8");
    EXPECT_EQ(value("round(1 / 3, 10)"), "0.3333");
    EXPECT_EQ(value("round(1 / 3, 11)"), nullptr);
    // Twenty-five factors of 2^40 are 2^1000, and one more leaves the limit of 1024 bits.
    auto const product = [](int factors) {
        std::string text = "quantity";
        for (int i = 1; i < factors; ++i) text += " * quantity";
        return "if(" + text + " > 0, 1, 0)";
    };
    constexpr auto large = R"({"quantity": 1099511627776})";
    EXPECT_EQ(value(product(25), large), "1.0000");
    EXPECT_EQ(value(product(26), large), "0.0000");
    auto const letters = [](std::size_t count) { return dump_json(Json{{"name", std::string(count, 'x')}}); };
    EXPECT_EQ(value("length(name + name)", letters(limits::formula_text_bytes_max / 2)), "65536.0000");
    EXPECT_EQ(value("length(name + name)", letters(limits::formula_text_bytes_max / 2 + 1)), nullptr);
}

TEST(Formula, completion_offers_what_may_stand_there) {
    auto const offered = [](std::string_view text) {
        std::vector<std::string> texts;
        for (auto const& each : complete_formula(text, text.size(), deal(), "total").list) texts.push_back(each.text);
        return texts;
    };
    auto const offers = [&](std::string_view text, std::string const& word) {
        auto const list = offered(text);
        return std::find(list.begin(), list.end(), word) != list.end();
    };
    EXPECT_TRUE(offers("", "price"));
    EXPECT_TRUE(offers("", "if("));
    EXPECT_FALSE(offers("", "company"));
    EXPECT_FALSE(offers("", "seen_at"));
    EXPECT_TRUE(offers("pri", "price"));
    EXPECT_TRUE(offers("price ", "*"));
    EXPECT_TRUE(offers("price ", ">="));
    EXPECT_TRUE(offers("stage = ", "\"won\""));
    EXPECT_FALSE(offers("begins = ", "today"));
    EXPECT_TRUE(offers("price * ", "quantity"));
    EXPECT_TRUE(offers("if(is_vip, 1, 2) ", "+"));
}

}  // namespace
}  // namespace kith::rule
