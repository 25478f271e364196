#include "connect/plan.hpp"

#include "connect/limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kith::connect {
namespace {

Plan plan_of(std::string_view text) {
    auto plan = Plan::of(*parse_json(text));
    EXPECT_TRUE(plan) << text;
    return plan ? *plan : Plan();
}

Plan::Outcome judged(Plan const& plan, std::string_view call, std::string body) {
    auto const request = TrackingRequest::parse(std::move(body), Envelope{call, {}, {}}, Instant{});
    EXPECT_FALSE(request.calls.at(0).rejection);
    return plan.judge(request.calls[0], request.properties_of(request.calls[0])).outcome;
}

std::string track(std::string_view type, std::string_view properties) {
    return fmt::format(R"({{"userId":"u","event":"{}","properties":{}}})", type, properties);
}

constexpr auto pass = Plan::Outcome::pass;
constexpr auto flag = Plan::Outcome::flag;
constexpr auto block = Plan::Outcome::block;

TEST(Plan, without_one_everything_passes) { EXPECT_EQ(judged(Plan(), "track", track("Any", "{}")), pass); }

TEST(Plan, what_it_does_not_name_is_allowed_flagged_or_blocked) {
    EXPECT_EQ(judged(plan_of(R"({"unplanned":"allow","events":[]})"), "track", track("Any", "{}")), pass);
    EXPECT_EQ(judged(plan_of(R"({"unplanned":"flag","events":[]})"), "track", track("Any", "{}")), flag);
    auto const strict = plan_of(R"({"unplanned":"block","events":[{"type":"Known"}]})");
    EXPECT_EQ(judged(strict, "track", track("Any", "{}")), block);
    EXPECT_EQ(judged(strict, "track", track("Known", "{}")), pass);
    EXPECT_EQ(judged(strict, "page", R"({"anonymousId":"a"})"), pass)
        << "the calls that are not track are not events to plan for";
}

TEST(Plan, required_properties_and_types_are_held) {
    auto const plan = plan_of(R"({"unplanned":"allow","events":[
        {"type":"Soft","violation":"flag","properties":[{"name":"n","type":"number","is_required":true}]},
        {"type":"Hard","violation":"block","properties":[{"name":"t","type":"text"},{"name":"d","type":"date"},{"name":"b","type":"boolean"},{"name":"x","type":"any","is_required":true}]},
        {"type":"page","violation":"block","properties":[{"name":"url","type":"text","is_required":true}]}]})");
    EXPECT_EQ(judged(plan, "track", track("Soft", R"({"n":1})")), pass);
    EXPECT_EQ(judged(plan, "track", track("Soft", R"({"n":"1"})")), flag);
    EXPECT_EQ(judged(plan, "track", track("Soft", R"({})")), flag);
    EXPECT_EQ(judged(plan, "track", track("Soft", R"({"n":null})")), flag);
    EXPECT_EQ(
        judged(plan, "track", track("Hard", R"({"t":"a","d":"2026-01-02T03:04:05Z","b":false,"x":[1],"more":1})")),
        pass);
    EXPECT_EQ(judged(plan, "track", track("Hard", R"({"t":"2026-01-02","x":1})")), pass)
        << "a text may look like a date";
    EXPECT_EQ(judged(plan, "track", track("Hard", R"({"t":null,"x":1})")), pass);
    EXPECT_EQ(judged(plan, "track", track("Hard", R"({"d":"soon","x":1})")), block);
    EXPECT_EQ(judged(plan, "track", track("Hard", R"({"b":0,"x":1})")), block);
    EXPECT_EQ(judged(plan, "page", R"({"anonymousId":"a"})"), block);
}

TEST(Plan, a_plan_with_mistakes_names_them_all) {
    auto const plan = Plan::of(*parse_json(
        R"({"unplanned":"maybe","extra":1,"events":[{"type":""},{"type":"a","violation":"allow"},{"type":"a"},
        {"type":"b","properties":[{"name":"p","type":"colour"},{"name":"p"},{"is_required":1,"name":"q"}]}]})"));
    ASSERT_FALSE(plan);
    std::vector<std::string> fields;
    for (auto const& field : plan.error().fields) fields.push_back(field.field + ":" + field.code);
    EXPECT_THAT(fields, testing::UnorderedElementsAre(
                            "unplanned:not_a_choice", "extra:unknown_field", "events[0].type:required",
                            "events[1].violation:not_a_choice", "events[2].type:taken",
                            "events[3].properties[0].type:not_a_choice", "events[3].properties[1].name:taken",
                            "events[3].properties[2].is_required:wrong_type"));
    EXPECT_FALSE(Plan::of(Json::array()));
    EXPECT_FALSE(Plan::of(*parse_json(R"({"unplanned":"allow"})")));
}

TEST(Plan, it_holds_as_many_events_as_the_limit_says_and_no_more) {
    auto const sized = [](std::size_t count) {
        Json events = Json::array();
        for (std::size_t i = 0; i < count; ++i) events.push_back({{"type", fmt::format("e{}", i)}});
        return Plan::of(Json{{"unplanned", "allow"}, {"events", events}});
    };
    EXPECT_TRUE(sized(limits::plan_events_max));
    EXPECT_FALSE(sized(limits::plan_events_max + 1));
}

TEST(Plan, it_reads_back_as_it_was_written) {
    auto const json = *parse_json(
        R"({"unplanned":"flag","events":[{"type":"a","properties":[{"name":"p","type":"number","is_required":true}],"violation":"block"}]})");
    EXPECT_EQ(plan_of(dump_json(json)).json(), json);
}

}  // namespace
}  // namespace kith::connect
