#include "base/search_words.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace kith::text {

namespace {

constexpr std::size_t ways = 4;  // folded, plain Latin, two letters for one, passports
using Ways = std::array<std::string, ways>;

struct Letter {
    char32_t letter;
    std::array<std::string_view, ways - 1> latin;
};

// Where habits differ, or ICU writes what nobody types. The last column is ICAO 9303's.
constexpr Letter letters[] = {
    {U'ä', {"a", "ae", "a"}},   {U'ö', {"o", "oe", "o"}},   {U'ü', {"u", "ue", "u"}},  {U'å', {"a", "aa", "a"}},
    {U'ø', {"o", "oe", "o"}},   {U'æ', {"ae", "ae", "ae"}}, {U'š', {"s", "sh", "s"}},  {U'č', {"c", "ch", "c"}},
    {U'ž', {"z", "zh", "z"}},   {U'а', {"a", "a", "a"}},    {U'б', {"b", "b", "b"}},   {U'в', {"v", "v", "v"}},
    {U'г', {"g", "g", "g"}},    {U'д', {"d", "d", "d"}},    {U'е', {"e", "e", "e"}},   {U'ё', {"jo", "yo", "e"}},
    {U'ж', {"z", "zh", "zh"}},  {U'з', {"z", "z", "z"}},    {U'и', {"i", "i", "i"}},   {U'й', {"j", "y", "i"}},
    {U'к', {"k", "k", "k"}},    {U'л', {"l", "l", "l"}},    {U'м', {"m", "m", "m"}},   {U'н', {"n", "n", "n"}},
    {U'о', {"o", "o", "o"}},    {U'п', {"p", "p", "p"}},    {U'р', {"r", "r", "r"}},   {U'с', {"s", "s", "s"}},
    {U'т', {"t", "t", "t"}},    {U'у', {"u", "u", "u"}},    {U'ф', {"f", "f", "f"}},   {U'х', {"h", "kh", "kh"}},
    {U'ц', {"c", "ts", "ts"}},  {U'ч', {"c", "ch", "ch"}},  {U'ш', {"s", "sh", "sh"}}, {U'щ', {"sc", "shch", "shch"}},
    {U'ъ', {"", "", "ie"}},     {U'ы', {"y", "y", "y"}},    {U'ь', {"", "", ""}},      {U'э', {"e", "e", "e"}},
    {U'ю', {"ju", "yu", "iu"}}, {U'я', {"ja", "ya", "ia"}}, {U'і', {"i", "i", "i"}},   {U'ї', {"ji", "yi", "i"}},
    {U'є', {"je", "ye", "ie"}}, {U'ґ', {"g", "g", "g"}},    {U'ў', {"u", "w", "u"}},
};

/// Calls `visit(code point, begin, end)` for each letter of UTF-8.
template <class Visit>
void each_letter(std::string_view text, Visit visit) {
    auto const* bytes = reinterpret_cast<std::uint8_t const*>(text.data());
    auto const size = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < size;) {
        auto const begin = at;
        UChar32 letter = 0;
        U8_NEXT_OR_FFFD(bytes, at, size, letter);
        visit(letter, static_cast<std::size_t>(begin), static_cast<std::size_t>(at));
    }
}

std::string alphanumeric(std::string_view text) {
    std::string out;
    each_letter(text, [&](UChar32 letter, std::size_t begin, std::size_t end) {
        if (u_isalnum(letter)) out += text.substr(begin, end - begin);
    });
    return out;
}

// Its folded form, and its Latin ones.
Ways ways_of(UChar32 letter) {
    Ways made;
    auto const written = utf8_of(static_cast<char32_t>(letter));
    made[0] = alphanumeric(match_key(written));
    auto const known = std::find_if(std::begin(letters), std::end(letters),
                                    [&](Letter const& each) { return static_cast<UChar32>(each.letter) == letter; });
    if (known != std::end(letters)) {
        std::copy(known->latin.begin(), known->latin.end(), made.begin() + 1);
    } else {
        auto const latin = is_ascii(made[0]) ? made[0] : alphanumeric(transliterate(written));
        std::fill(made.begin() + 1, made.end(), latin);
    }
    return made;
}

Ways const& known_ways_of(UChar32 letter) {
    thread_local std::unordered_map<UChar32, Ways> known;
    auto const found = known.find(letter);
    if (found != known.end()) return found->second;
    if (known.size() >= limits::search_letters_known_max) known.clear();
    return known.emplace(letter, ways_of(letter)).first->second;
}

// Lower case, and each letter with its accents in one code point.
std::string normal(std::string_view word) {
    UErrorCode status = U_ZERO_ERROR;
    auto const* nfc = icu::Normalizer2::getNFCInstance(status);
    std::string out;
    nfc->normalize(icu::UnicodeString::fromUTF8(lower(word)), status).toUTF8String(out);
    return out;
}

Ways written(std::string_view word) {
    Ways made;
    if (is_ascii(word)) {
        made.fill(alphanumeric(lower(word)));
        return made;
    }
    auto const plain = normal(word);
    each_letter(plain, [&](UChar32 letter, std::size_t, std::size_t) {
        auto const& each = known_ways_of(letter);
        for (std::size_t way = 0; way < ways; ++way) made[way] += each[way];
    });
    return made;
}

std::vector<std::string> unique(Ways made) {
    std::vector<std::string> out;
    for (auto& each : made)
        if (!each.empty() && std::find(out.begin(), out.end(), each) == out.end()) out.push_back(std::move(each));
    return out;
}

/// All words as one; no more than the beginning of what is longer than `bytes_max`.
Ways joined(std::string_view text, std::size_t bytes_max) {
    Ways whole;
    for (auto const& word : words_of(text)) {
        auto const made = written(text.substr(word.begin, word.end - word.begin));
        for (std::size_t way = 0; way < ways; ++way) whole[way] += made[way];
        if (whole[0].size() > bytes_max) break;
    }
    return whole;
}

}  // namespace

std::vector<Word> words_of(std::string_view text) {
    std::vector<Word> words;
    bool is_inside = false;
    each_letter(text, [&](UChar32 letter, std::size_t begin, std::size_t end) {
        bool const goes_on = is_inside && (U_GET_GC_MASK(letter) & U_GC_M_MASK) != 0;
        if (!u_isalnum(letter) && !goes_on) {
            is_inside = false;
        } else if (is_inside) {
            words.back().end = end;
        } else {
            words.push_back({begin, end});
            is_inside = true;
        }
    });
    return words;
}

std::vector<std::string> spellings_of(std::string_view word) {
    auto made = written(word);
    for (auto& each : made) each = cut_word(std::move(each));
    return unique(std::move(made));
}

std::vector<std::string> joined_spellings_of(std::string_view text) {
    return unique(joined(text, std::numeric_limits<std::size_t>::max()));
}

std::vector<std::string> whole_spellings_of(std::string_view text) {
    auto whole = joined(text, limits::search_word_bytes_max);
    if (whole[0].size() > limits::search_word_bytes_max) return {};
    for (auto& each : whole) each = cut_word(std::move(each));
    return unique(std::move(whole));
}

std::string cut_word(std::string word) {
    if (word.size() <= limits::search_word_bytes_max) return word;
    auto end = limits::search_word_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0) == 0x80) --end;
    word.resize(end);
    return word;
}

std::string number_in(std::string_view text) {
    std::string digits;
    for (char const c : text) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (std::string_view("+-()./ \xC2\xA0").find(c) == std::string_view::npos)
            return {};
    }
    return digits;
}

}  // namespace kith::text
