#include "base/search_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/limits.hpp"

namespace kith::text {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

bool are_alike(std::string_view one, std::string_view other) {
    auto const left = spellings_of(one), right = spellings_of(other);
    return std::any_of(left.begin(), left.end(), [&](auto const& each) { return std::ranges::count(right, each) > 0; });
}

TEST(SearchWords, are_stretches_of_letters_and_digits) {
    std::string_view const text = "Ona Kazlaitė-Ž., ona.k@example.com";
    std::vector<std::string_view> words;
    for (auto const& word : words_of(text)) words.push_back(text.substr(word.begin, word.end - word.begin));
    EXPECT_THAT(words, ElementsAre("Ona", "Kazlaitė", "Ž", "ona", "k", "example", "com"));
    EXPECT_THAT(words_of(" -- "), IsEmpty());
    EXPECT_THAT(words_of("\xff\xfe"), IsEmpty());
}

TEST(SearchWords, are_alike_however_the_languages_here_write_them_in_another_alphabet) {
    for (auto const& [one, other] : {
             std::pair("Жанна", "Zhanna"),
             {"Жанна", "Žanna"},
             {"жанна", "zanna"},
             {"Žanna", "zhanna"},
             {"Шимкус", "Šimkus"},
             {"Šimkus", "shimkus"},
             {"Čiurlionis", "ciurlionis"},
             {"Чайковский", "Chaykovskiy"},
             {"Татьяна", "Tatjana"},
             {"Татьяна", "Tatyana"},
             {"Татьяна", "tatiana"},
             {"Юлия", "Julija"},
             {"Семёнов", "Semenov"},
             {"Семёнов", "Semyonov"},
             {"Хабаров", "Khabarov"},
             {"Щукин", "Shchukin"},
             {"Сергей", "Sergej"},
             {"Сергей", "Sergei"},
             {"Õun", "oun"},
             {"Jõgi", "JOGI"},
             {"Łódź", "lodz"},
             {"Straße", "strasse"},
             {"STRASSE", "straße"},
             {"Müller", "Mueller"},
             {"Müller", "muller"},
             {"Åse", "Aase"},
             {"Bjørn", "bjorn"},
             {"Bjørn", "Bjoern"},
             {"Ærlig", "aerlig"},
             {"Kęstutis", "kestutis"},
             {"Żółć", "zolc"},
             {"Ėglė", "egle"},
             {"Ӓ", "ӓ"},
         }) {
        EXPECT_TRUE(are_alike(one, other)) << one << " " << other;
        EXPECT_TRUE(are_alike(other, one)) << one << " " << other;
    }
    EXPECT_FALSE(are_alike("Zara", "Шара"));
    EXPECT_FALSE(are_alike("Sona", "Shona"));
}

TEST(SearchWords, keep_their_own_alphabet_too) {
    EXPECT_THAT(spellings_of("Жанна"), ElementsAre("жанна", "zanna", "zhanna"));
    EXPECT_THAT(spellings_of("ONA"), ElementsAre("ona"));
    EXPECT_THAT(spellings_of("e\xCC\x81"), ElementsAre("e"));
    EXPECT_THAT(spellings_of("Ωμέγα"), Contains("omega"));
}

TEST(SearchWords, are_cut_at_their_limit_between_letters) {
    std::string const at(limits::search_word_bytes_max, 'a');
    EXPECT_THAT(spellings_of(at), ElementsAre(at));
    EXPECT_THAT(spellings_of(at + "b"), ElementsAre(at));
    EXPECT_THAT(whole_spellings_of(at), ElementsAre(at));
    EXPECT_THAT(whole_spellings_of(at + "b"), IsEmpty());
    EXPECT_THAT(joined_spellings_of(at + " b"), ElementsAre(at + "b"));
    EXPECT_EQ(cut_word(at + "b"), at);
    EXPECT_EQ(cut_word(at), at);
    EXPECT_EQ(cut_word(at.substr(1) + "ё"), at.substr(1)) << "no letter is halved";
    std::string cyrillic;
    while (cyrillic.size() <= limits::search_word_bytes_max) cyrillic += "ж";
    EXPECT_LE(spellings_of("a" + cyrillic)[0].size(), limits::search_word_bytes_max);
}

TEST(SearchWords, of_a_whole_text_stand_together) {
    EXPECT_THAT(whole_spellings_of("Anne-Marie O'Brien"), ElementsAre("annemarieobrien"));
    EXPECT_THAT(whole_spellings_of("AB-123 / 456"), ElementsAre("ab123456"));
    EXPECT_THAT(whole_spellings_of("."), IsEmpty());
}

TEST(SearchWords, number_is_its_digits_in_any_notation) {
    EXPECT_EQ(number_in("+370 (612) 34-567"), "37061234567");
    EXPECT_EQ(number_in("8.612 34567"), "861234567");
    EXPECT_EQ(number_in("A 612"), "");
    EXPECT_EQ(number_in(""), "");
}

}  // namespace
}  // namespace kith::text
