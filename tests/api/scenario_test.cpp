#include "tests/api/scenario.hpp"

#include <gmock/gmock.h>

namespace kith::api_tests {
namespace {

using testing::IsEmpty;
using testing::Not;

std::vector<std::string> compare(char const* expected, char const* actual, bool is_exact = false) {
    Captures captures{{"known", "x"}};
    return differences(Json::parse(expected), Json::parse(actual), is_exact, captures);
}

TEST(ScenarioText, IsReadAndPrintedBackAsItWas) {
    auto const* text =
        "# About something\nstart: empty\n\n## A title\nPOST /a?b=c as member\nX-Y: z\n{\"a\":\n 1}\n=> 201 "
        "exactly\nETag: \"<any>\"\n{}\n\nHEAR it\n=> nothing\n\n# end\n";
    auto const scenario = parse_scenario("x", text);
    ASSERT_TRUE(scenario) << scenario.error().message;
    EXPECT_EQ(print_scenario(*scenario), text);
    EXPECT_TRUE(scenario->starts_empty);
    ASSERT_EQ(scenario->steps.size(), 2u);
    auto const& step = scenario->steps[0];
    EXPECT_EQ(step.line, 5);
    EXPECT_EQ(step.target, "/a?b=c");
    EXPECT_EQ(step.actor, "member");
    EXPECT_EQ(step.headers.at(0).second, "z");
    EXPECT_EQ(step.body, "{\"a\":\n 1}");
    EXPECT_EQ(step.expected, "201 exactly");
    EXPECT_EQ(step.expected_headers.at(0).first, "ETag");
    EXPECT_EQ(step.expected_body, "{}");
}

TEST(ScenarioText, AStepWithoutExpectationAndAStrangeLineAreRefused) {
    EXPECT_FALSE(parse_scenario("x", "GET /a\n\n"));
    EXPECT_FALSE(parse_scenario("x", "GET /a\n"));
    EXPECT_FALSE(parse_scenario("x", "FETCH /a\n=> 200\n"));
}

TEST(Differences, AnObjectMayHaveMoreUnlessItIsExactAndAnArrayNever) {
    EXPECT_THAT(compare(R"({"a": 1})", R"({"a": 1, "b": 2})"), IsEmpty());
    EXPECT_THAT(compare(R"({"a": 1})", R"({"a": 1, "b": 2})", true), Not(IsEmpty()));
    EXPECT_THAT(compare(R"([1])", R"([1, 2])"), Not(IsEmpty()));
    EXPECT_THAT(compare(R"({"a": 1})", R"({"a": "1"})"), Not(IsEmpty()));
    EXPECT_THAT(compare(R"({"a": "1"})", R"({"a": 1})"), Not(IsEmpty()));
    EXPECT_THAT(compare(R"({"a": "<absent>"})", R"({"a": 1})"), Not(IsEmpty()));
    EXPECT_THAT(compare(R"({"a": "<absent>"})", R"({})"), IsEmpty());
}

TEST(Differences, MatchersStandWithinTexts) {
    EXPECT_THAT(compare(R"("<id>")", R"("01900000-0000-7000-8000-000000000000")"), IsEmpty());
    EXPECT_THAT(compare(R"("<id>")", R"("x")"), Not(IsEmpty()));
    EXPECT_THAT(compare(R"("<instant>")", R"("2026-11-22T03:18:18.123Z")"), IsEmpty());
    EXPECT_THAT(compare(R"("<instant>")", "null"), Not(IsEmpty()));
    EXPECT_THAT(compare(R"("<any>")", R"({"a": 1})"), IsEmpty());
    EXPECT_THAT(compare(R"("a.{{known}} <any>")", R"("a.x b")"), IsEmpty());
    EXPECT_THAT(compare(R"("a.b")", R"("axb")"), Not(IsEmpty()));
}

TEST(Differences, WhatIsCapturedFillsLaterTexts) {
    Captures captures;
    EXPECT_TRUE(
        text_matches("kith_session=<capture cookie>; Path=/<any>", "kith_session=abc; Path=/; HttpOnly", captures));
    EXPECT_EQ(filled_in("cookie {{cookie}} {{other}}", captures), "cookie abc {{other}}");
    EXPECT_EQ(filled_in("Basic {{basic cookie}}", captures), "Basic YWJjOg==");
}

TEST(Generalised, IdsInstantsAndSecretsBecomeMatchers) {
    EXPECT_EQ(generalised({{"id", "01900000-0000-7000-8000-000000000000"},
                           {"at", "2026-11-22T03:18:18.123Z"},
                           {"secret", "kith_x"},
                           {"n", 1}}),
              (Json{{"id", "<id>"}, {"at", "<instant>"}, {"secret", "<any>"}, {"n", 1}}));
}

}  // namespace
}  // namespace kith::api_tests
