#include "rule/rule.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"

namespace kith::rule {
namespace {

std::string message_of(std::string_view text) {
    auto const parsed = parse(text);
    return parsed ? "no error" : parsed.error().message;
}

TEST(Rule, a_mistake_names_its_place_and_what_was_expected) {
    EXPECT_EQ(message_of(""), "At character 1: expected a field, `not` or `(`, found the end.");
    EXPECT_EQ(message_of("country"), "At character 8: expected a comparison, `in` or `is`, found the end.");
    EXPECT_EQ(message_of("country = "),
              "At character 11: expected a value: \"text\", a number, true or false, found the end.");
    EXPECT_EQ(message_of("country == \"LT\""), "At character 9: expected one of = != < <= > >=, found `==`.");
    EXPECT_EQ(message_of("(a = 1"), "At character 7: expected `)`, found the end.");
    EXPECT_EQ(message_of("a = 1 b = 2"), "At character 7: expected `and`, `or` or the end, found `b`.");
    EXPECT_EQ(message_of("a in ()"), "At character 7: expected a value: \"text\", a number, true or false, found `)`.");
    EXPECT_EQ(message_of("a is gone"), "At character 6: expected `absent` or `present`, found `gone`.");
    EXPECT_EQ(message_of("a = \"open"),
              "At character 5: expected a value: \"text\", a number, true or false, found `open`.");
    EXPECT_EQ(message_of("a = 1.2.3"), "At character 5: expected a number, found `1.2.3`.");
    EXPECT_EQ(message_of("a = \"\xff\""), "The rule is not UTF-8 text.");
}

TEST(Rule, what_binds_tighter_needs_no_parentheses) {
    for (auto const* text : {"a = 1 or b = 2 and c = 3", "(a = 1 or b = 2) and c = 3", "not (a = 1 and b = 2)",
                             "not a is absent", "a in (\"x\", \"y\\\"z\")", "a >= -5 and b < 2.5", "a = true"}) {
        auto const parsed = parse(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(print(**parsed), text);
    }
}

TEST(Rule, depth_length_and_parts_have_limits) {
    auto const nested = [](int depth) {
        return std::string(static_cast<std::size_t>(depth), '(') + "a = 1" +
               std::string(static_cast<std::size_t>(depth), ')');
    };
    EXPECT_TRUE(parse(nested(limits::rule_depth_max)));
    EXPECT_FALSE(parse(nested(limits::rule_depth_max + 1)));
    auto const parts = [](std::size_t count) {
        std::string text = "a = 1";
        for (std::size_t i = 1; i < count; ++i) text += " or a = 1";
        return text;
    };
    EXPECT_TRUE(parse(parts(limits::rule_parts_max)));
    EXPECT_FALSE(parse(parts(limits::rule_parts_max + 1)));
    auto const values = [](std::size_t count) {
        std::string text = "a in (1";
        for (std::size_t i = 1; i < count; ++i) text += ", 1";
        return text + ")";
    };
    EXPECT_TRUE(parse(values(limits::rule_list_values_max)));
    EXPECT_FALSE(parse(values(limits::rule_list_values_max + 1)));
    EXPECT_FALSE(parse("a = \"" + std::string(limits::rule_bytes_max, 'x') + "\""));
}

}  // namespace
}  // namespace kith::rule
