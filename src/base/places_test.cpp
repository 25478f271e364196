#include "base/places.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kith {
namespace {

TEST(Places, a_country_is_known_by_code_and_by_name) {
    for (auto const* text : {"lt", "LTU", "Lithuania", "lietuva", "Litauen", "Литва", "LEEDU", " LT "})
        EXPECT_EQ(country_code(text), "LT") << text;
    EXPECT_EQ(country_code("UK"), "GB");
    EXPECT_EQ(country_code("Atlantis"), std::nullopt);
    EXPECT_EQ(country_code(""), std::nullopt);
    EXPECT_EQ(country_code("XX"), std::nullopt);
}

TEST(Places, a_language_is_known_by_tag_and_by_name) {
    for (auto const* text : {"lt", "LT", "Lithuanian", "lietuvių", "litauisk", "литовский"})
        EXPECT_EQ(language_tag(text), "lt") << text;
    EXPECT_EQ(language_tag("pt_br"), "pt-BR");
    EXPECT_EQ(language_tag("zh-hant-tw"), "zh-Hant-TW");
    for (auto const* text : {"", "qqq", "en-QQ", "lt-x", "x-klingon", "nonsense", "en us"})
        EXPECT_EQ(language_tag(text), std::nullopt) << text;
}

TEST(Places, their_names_are_there_to_be_found) {
    auto const names = country_names("LT");
    for (auto const* name : {"LT", "Lithuania", "Lietuva", "Литва"})
        EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
    auto const spoken = language_names("nb");
    EXPECT_NE(std::find(spoken.begin(), spoken.end(), "norsk bokmål"), spoken.end());
}

}  // namespace
}  // namespace kith
