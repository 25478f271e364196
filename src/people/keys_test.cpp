#include <gtest/gtest.h>

#include "people/limits.hpp"
#include "people/people.hpp"
#include "people/traits.hpp"

namespace kith::people {

namespace {

std::string normal(KeyKind kind, std::string_view value, std::string_view region = {}) {
    auto const key = normalised(kind, value, region);
    return key ? key->value : "";
}

}  // namespace

TEST(Keys, have_one_normal_form) {
    EXPECT_EQ(normal(KeyKind::email, "  Ona.K@Shop.LT "), "ona.k@shop.lt");
    EXPECT_EQ(normal(KeyKind::phone, "8 612 34567", "LT"), "+37061234567");
    EXPECT_EQ(normal(KeyKind::phone, "+47 22 22 55 55"), "+4722225555");
    EXPECT_EQ(normal(KeyKind::loyalty_card, "ab12-3456 78"), "AB12345678");
    EXPECT_EQ(normal(KeyKind::social_handle, "@Ona.Bsky.Social"), "ona.bsky.social");
    EXPECT_EQ(normal(KeyKind::user_id, " 42 "), "42");
}

TEST(Keys, that_name_nobody_are_no_keys) {
    for (auto const* value : {"", "  ", "null", "Undefined", "[object Object]", "0", "-1", "anonymous"})
        EXPECT_FALSE(normalised(KeyKind::user_id, value)) << value;
    for (auto const* value :
         {"test@test.com", "ona", "ona@shop", "@shop.lt", "a@b@c.lt", "ona k@shop.lt", "ona@.lt", "ona@shop."})
        EXPECT_FALSE(normalised(KeyKind::email, value)) << value;
    for (auto const* value : {"8 612 34567", "call me", "+1"}) EXPECT_FALSE(normalised(KeyKind::phone, value)) << value;
}

TEST(Keys, are_bounded_in_length) {
    EXPECT_TRUE(normalised(KeyKind::user_id, std::string(limits::key_bytes_max, 'u')));
    EXPECT_FALSE(normalised(KeyKind::user_id, std::string(limits::key_bytes_max + 1, 'u')));
}

}  // namespace kith::people
