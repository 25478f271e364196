#include "base/canonical_json.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace kith {
namespace {

constexpr int depth_max = 3;

std::string canonical(std::string_view text) {
    auto value = parse_json(text).value();
    auto const fault = make_canonical(value, depth_max);
    if (!fault) return dump_json(value);
    return (fault->what == JsonFault::What::too_deep ? "too deep at " : "too large at ") + fault->place;
}

TEST(CanonicalJson, keys_are_in_order_at_every_depth) {
    EXPECT_EQ(canonical(R"({"b": [{"z": 1, "a": 2}], "a": {"é": 1, "e": 2, "Z": 3, "": 4}})"),
              R"({"a":{"":4,"Z":3,"e":2,"é":1},"b":[{"a":2,"z":1}]})");
}

TEST(CanonicalJson, whole_numbers_have_no_point) {
    EXPECT_EQ(canonical("[1.0, -0.0, 1e3, 0.5, -2.50]"), "[1,0,1000,0.5,-2.5]");
}

TEST(CanonicalJson, what_is_no_container_stays_as_it_is) {
    EXPECT_EQ(canonical("null"), "null");
    EXPECT_EQ(canonical("true"), "true");
    EXPECT_EQ(canonical(R"(" Žąsis é ")"), R"(" Žąsis é ")");
    EXPECT_EQ(canonical("[]"), "[]");
    EXPECT_EQ(canonical("{}"), "{}");
}

TEST(CanonicalJson, depth_has_its_limit_and_the_place_is_told) {
    EXPECT_EQ(canonical("[[[1]]]"), "[[[1]]]");
    EXPECT_EQ(canonical("[0, [[1, []]]]"), "too deep at [1][0][1]");
    EXPECT_EQ(canonical(R"({"a": [{"b": {}}]})"), "too deep at a[0].b");
}

TEST(CanonicalJson, numbers_have_their_limit_and_the_place_is_told) {
    EXPECT_EQ(canonical("9007199254740991"), "9007199254740991");
    EXPECT_EQ(canonical("-9007199254740991.0"), "-9007199254740991");
    EXPECT_EQ(canonical("9007199254740992"), "too large at ");
    EXPECT_EQ(canonical(R"({"a": {"b": [1, -9007199254740992]}})"), "too large at a.b[1]");
    EXPECT_EQ(canonical("[18446744073709551615]"), "too large at [0]");
    EXPECT_EQ(canonical("[1e300]"), "too large at [0]");
}

Json random_value(std::mt19937& random, int depth) {
    auto const pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    switch (pick(depth > 0 ? 6 : 4)) {
        case 0:
            return nullptr;
        case 1:
            return pick(2) == 0;
        case 2:
            return pick(2000) / 8.0;
        case 3:
            return std::string(static_cast<std::size_t>(pick(4)), static_cast<char>('a' + pick(26)));
        case 4: {
            auto list = Json::array();
            for (int i = pick(4); i > 0; --i) list.push_back(random_value(random, depth - 1));
            return list;
        }
        default: {
            auto object = Json::object();
            for (int i = pick(5); i > 0; --i)
                object[std::string(1, static_cast<char>('a' + pick(26)))] = random_value(random, depth - 1);
            return object;
        }
    }
}

Json shuffled(Json const& value, std::mt19937& random) {
    if (value.is_array()) {
        auto list = Json::array();
        for (auto const& each : value) list.push_back(shuffled(each, random));
        return list;
    }
    if (!value.is_object()) return value;
    std::vector<std::string> keys;
    for (auto const& [key, member] : value.items()) keys.push_back(key);
    std::shuffle(keys.begin(), keys.end(), random);
    auto object = Json::object();
    for (auto const& key : keys) object[key] = shuffled(value[key], random);
    return object;
}

// nlohmann's other kind of JSON sorts its keys by itself: a twin that shares nothing with this code.
TEST(CanonicalJson, the_order_in_which_keys_come_does_not_matter) {
    std::mt19937 random(20261126);
    for (int round = 0; round < 2000; ++round) {
        auto value = random_value(random, depth_max);
        auto other = shuffled(value, random);
        ASSERT_FALSE(make_canonical(value, depth_max));
        ASSERT_FALSE(make_canonical(other, depth_max));
        ASSERT_EQ(dump_json(value), dump_json(other));
        ASSERT_EQ(dump_json(value), nlohmann::json::parse(dump_json(other)).dump());
        auto again = value;
        ASSERT_FALSE(make_canonical(again, depth_max));
        ASSERT_EQ(dump_json(again), dump_json(value));
    }
}

TEST(ParseJson, a_mistake_is_told_by_line_and_character) {
    auto const told = [](std::string_view text) { return parse_json(text).error().message; };
    EXPECT_EQ(told("[1,}"), "The JSON cannot be read: there is a mistake in line 1, at character 4.");
    EXPECT_EQ(told("{\n  \"ąž\": 1,\n  \"ąž\": oops\n}"),
              "The JSON cannot be read: there is a mistake in line 3, at character 9.");
    EXPECT_EQ(told("[1"), "The JSON cannot be read: there is a mistake in line 1, at character 3.");
    EXPECT_EQ(told("1e999"), "The JSON has a number that is too large.");
}

}  // namespace
}  // namespace kith
