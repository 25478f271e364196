// The words by which people look for a text, and the ways to write each of them.
//
// A word is looked for as it is written without case and accents, and in Latin letters as three habits have it: `Жанна`
// is `жанна`, `zanna` (the Baltic way, and `Žanna` without its hook), `zhanna` (the English way; of `Šimkus` `shimkus`,
// of `Müller` `mueller`); `Татьяна` is `tatiana` too, as passports have it. Two words are alike where they share a way.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kith::text {

struct Word {
    std::size_t begin = 0, end = 0;  ///< bytes of the text
};

/// Stretches of letters and digits.
std::vector<Word> words_of(std::string_view text);
/// The ways to write a word, without doubles, cut at `search_word_bytes_max`; none for what has no letter or digit.
std::vector<std::string> spellings_of(std::string_view word);
/// The ways to write all words of the text together, as one, however long.
std::vector<std::string> joined_spellings_of(std::string_view text);
/// The same; none where that is longer than `search_word_bytes_max`.
std::vector<std::string> whole_spellings_of(std::string_view text);
/// The word as far as a document keeps it: cut at `search_word_bytes_max`.
std::string cut_word(std::string word);
/// The digits of the text, where it is nothing but digits and what stands between those of a phone number.
std::string number_in(std::string_view text);

}  // namespace kith::text
