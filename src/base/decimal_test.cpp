#include "base/decimal.hpp"

#include <gtest/gtest.h>

namespace kith {
namespace {

std::string said(std::string_view text, int scale) {
    auto const found = scaled(text, scale);
    if (!found) return "none";
    return decimal_text(found->floor, scale) + (found->is_exact ? "" : " or more");
}

TEST(Decimal, a_text_and_its_scale_are_a_whole_number) {
    EXPECT_EQ(scaled("12.5", 2)->floor, 1250);
    EXPECT_EQ(scaled("-0.05", 2)->floor, -5);
    EXPECT_EQ(said("007.10", 2), "7.10");
    EXPECT_EQ(said("-0.05", 2), "-0.05");
    EXPECT_EQ(said("3", 0), "3");
    EXPECT_EQ(said("-0", 1), "0.0");
    // What floating point would have made 0.30000000000000004 or 1.00.
    EXPECT_EQ(scaled("0.1", 17)->floor + scaled("0.2", 17)->floor, scaled("0.3", 17)->floor);
    EXPECT_EQ(said("1.005", 3), "1.005");
}

TEST(Decimal, digits_beyond_the_scale_are_told) {
    EXPECT_EQ(said("1.239", 2), "1.23 or more");
    EXPECT_EQ(said("-1.239", 2), "-1.24 or more");
    EXPECT_EQ(said("1.2300", 2), "1.23");
    EXPECT_EQ(said("0.5", 0), "0 or more");
}

TEST(Decimal, what_is_no_number_is_none) {
    for (auto const* text : {"", "-", ".5", "5.", "1,5", "1.2.3", "1e3", "+1", " 1", "--1", "NaN"})
        EXPECT_EQ(said(text, 2), "none") << text;
}

TEST(Decimal, eighteen_digits_and_no_more) {
    EXPECT_EQ(scaled("999999999999999999", 0)->floor, 999'999'999'999'999'999);
    EXPECT_TRUE(scaled("999999999999999999", 0)->is_exact);
    EXPECT_FALSE(scaled("1000000000000000000", 0)->is_exact);
    EXPECT_EQ(scaled("-99999999999999999999999", 0)->floor, -1'000'000'000'000'000'000);
    EXPECT_FALSE(scaled("1", 18)->is_exact);
    EXPECT_TRUE(scaled("0.999999999999999999", 18)->is_exact);
}

}  // namespace
}  // namespace kith
