// Text: UTF-8, NFC. What equality and ranges compare is the code points; folding and transliteration are for searching
// and sorting and are made here so that every database agrees.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::text {

/// Whether the bytes are UTF-8 (no surrogates, no overlong forms).
bool is_utf8(std::string_view bytes);
/// NFC, without leading and trailing white space; bytes that are not UTF-8 become U+FFFD and NUL is dropped.
std::string clean(std::string_view bytes);
/// A name as people read it: as `clean`, with one blank where there is white space of any kind and length, and without
/// what cannot be seen and would make two names of one (soft hyphens, marks of direction, joiners of no letters).
std::string tidy(std::string_view text);
/// Lower case by Unicode's default case folding; accents stay.
std::string lower(std::string_view text);
/// Case and accents removed: `Ąžuolas` → `azuolas`, `Straße` → `strasse`, `Łódź` → `lodz`.
std::string fold(std::string_view text);
/// As `fold`, in Latin letters: `Жанна` → `zanna`.
std::string transliterate(std::string_view text);
/// What the folded operators of rules compare: without case and accents, and made letter by letter, so that a database
/// can do the same. Between it and `fold` differ what depends on the letters around (`ς`).
std::string match_key(std::string_view text);
/// What `match_key` makes of the letters of a decomposed text (NFKD) that it does not leave as they are.
std::vector<std::pair<char32_t, std::string>> const& letter_folds();
/// Bytes that sort as the locale's readers expect (ICU collation, `lt`); compare them as bytes.
std::string sort_key(std::string_view text, std::string_view locale);
/// Number of code points.
std::size_t length(std::string_view text);
/// One code point in UTF-8.
std::string utf8_of(char32_t letter);

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii(std::string_view text);
/// Without blanks, tabs and ends of lines at both ends: the white space of JSON, and of HTTP's headers.
std::string_view trimmed(std::string_view text);

}  // namespace kith::text
