#include "people/mask.hpp"

#include <gtest/gtest.h>

namespace kith::people {
namespace {

TEST(Mask, TakesOutWhatHasTheNameOfAHiddenFieldInAnyWriting) {
    Mask const mask({"email", "postal_code"});
    Json json{{"email", "ona@example.com"},
              {"Email", "ona@example.com"},
              {"customerEmail", "ona@example.com"},
              {"address", {{"postalCode", "01100"}, {"city", "Vilnius"}}},
              {"lines", {{{"product", "kettle"}, {"zip", "01100"}}}}};
    mask.apply(json);
    EXPECT_EQ(json, Json::parse(R"({"address": {"city": "Vilnius"}, "lines": [{"product": "kettle"}]})"));
}

TEST(Mask, TakesOutWhatAHiddenFieldSaysUnderWhateverName) {
    Mask mask({"email"});
    mask.add_value("Ona@Example.com");
    mask.add_value("LT");
    Json json{{"sent_to", "ona@example.com"}, {"list", {"ONA@example.com", "other"}}, {"country", "LT"}};
    mask.apply(json);
    EXPECT_EQ(json, Json::parse(R"({"list": ["other"], "country": "LT"})"));
}

TEST(Mask, ThatHidesNothingChangesNothing) {
    Mask const mask({});
    Json json{{"email", "ona@example.com"}};
    mask.apply(json);
    EXPECT_TRUE(mask.hides_nothing());
    EXPECT_EQ(json.size(), 1u);
    EXPECT_TRUE(Mask({"phone"}).hides_contact("+37061234567"));
    EXPECT_FALSE(Mask({"phone"}).hides_contact("ona@example.com"));
}

}  // namespace
}  // namespace kith::people
