#include "base/text.hpp"

#include <gtest/gtest.h>

namespace kith::text {
namespace {

TEST(Text, of_a_name_is_tidied_to_what_people_read) {
    EXPECT_EQ(tidy("  Trade \t\n fair "), "Trade fair");
    EXPECT_EQ(tidy("\u00A0VIP\u00A0\u202F gold\u2003"), "VIP gold");
    EXPECT_EQ(tidy("V\u00ADI\u200BP\uFEFF\u202E"), "VIP");
    EXPECT_EQ(tidy("\u2066\u200F\u200B "), "");
    EXPECT_EQ(tidy("👩\u200D🔬 z\u030C"), "👩\u200D🔬 ž") << "pictures that are joined stay so";
    EXPECT_EQ(tidy("Plain words"), "Plain words");
    EXPECT_EQ(tidy("e\u00AD\u0301"), "é");
    EXPECT_EQ(tidy("\u200D\u200C"), "") << "joiners of nothing";
    for (auto const* text :
         {" a  b ", "\u00A0\u00ADx", "👩\u200D🔬", "e\u00AD\u0301 \u200B", "\U0001F3F4\U000E0067\U000E007F"})
        EXPECT_EQ(tidy(tidy(text)), tidy(text));
    EXPECT_EQ(tidy("\U0001F3F4\U000E0067\U000E007F"), "\U0001F3F4\U000E0067\U000E007F") << "the letters of a flag";
}

TEST(Text, is_cleaned_to_nfc_without_blanks_around_and_without_nul) {
    EXPECT_EQ(clean("  Ona \t\n"), "Ona");
    EXPECT_EQ(clean("z\xCC\x8C"), "ž");
    EXPECT_EQ(clean(std::string_view("a\0b", 3)), "ab");
    EXPECT_EQ(clean("\xff"), "\xEF\xBF\xBD");
    EXPECT_EQ(clean(" \n "), "");
    // Twice is once, whatever hides behind what is taken off.
    for (std::string_view const text : {std::string_view("\0\x1d n\0", 5), std::string_view("\0 \xc8\xb5 \x1f", 6)})
        EXPECT_EQ(clean(clean(text)), clean(text));
}

TEST(Text, folds_case_and_accents_of_the_languages_that_are_spoken_here) {
    EXPECT_EQ(fold("Ąžuolas"), "azuolas");
    EXPECT_EQ(fold("Łódź"), "lodz");
    EXPECT_EQ(fold("Straße"), "strasse");
    EXPECT_EQ(fold("Ærøskøbing"), "aeroskobing");
    EXPECT_EQ(fold("Õun"), "oun");
    EXPECT_EQ(lower("ÕUN"), "õun");
    EXPECT_EQ(transliterate("Жанна"), "zanna");
}

TEST(Text, sort_keys_order_as_a_reader_expects_and_not_by_code_point) {
    EXPECT_LT(sort_key("ąžuolas", "lt"), sort_key("beržas", "lt"));
    EXPECT_LT(sort_key("zebra", "nb"), sort_key("ærlig", "nb"));
}

TEST(Text, only_utf8_is_utf8) {
    EXPECT_TRUE(is_utf8("Ąžuolas"));
    EXPECT_FALSE(is_utf8("\xc0\x80"));
    EXPECT_FALSE(is_utf8("\xed\xa0\x80"));
    EXPECT_EQ(length("Ąž"), 2u);
}

}  // namespace
}  // namespace kith::text
