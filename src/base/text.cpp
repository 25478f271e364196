#include "base/text.hpp"

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>
#include <unordered_map>

namespace kith::text {

namespace {

std::string utf8(icu::UnicodeString const& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

// Transliterators are not safe to share between threads and slow to make: each thread makes its own once.
icu::Transliterator const& transliterator(char const* rules) {
    thread_local std::unordered_map<std::string, std::unique_ptr<icu::Transliterator>> made;
    auto& entry = made[rules];
    if (!entry) {
        UErrorCode status = U_ZERO_ERROR;
        entry.reset(icu::Transliterator::createInstance(icu::UnicodeString::fromUTF8(rules), UTRANS_FORWARD, status));
    }
    return *entry;
}

std::string apply(char const* rules, std::string_view text) {
    auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    transliterator(rules).transliterate(wide);
    return utf8(wide);
}

constexpr char fold_rules[] = "NFKD; [:Mn:] Remove; Lower; Latin-ASCII; NFC";
constexpr char latin_rules[] = "Any-Latin; NFKD; [:Mn:] Remove; Lower; Latin-ASCII; NFC";

// Latin letters that are no other letter with an accent, as people type them without the key, and the punctuation that
// word processors put in.
std::unordered_map<UChar32, std::string> const& plain_letters() {
    static std::unordered_map<UChar32, std::string> const letters{
        {U'ß', "ss"}, {U'æ', "ae"}, {U'œ', "oe"}, {U'þ', "th"}, {U'ø', "o"},  {U'ł', "l"}, {U'đ', "d"},
        {U'ð', "d"},  {U'ħ', "h"},  {U'ı', "i"},  {U'ŋ', "n"},  {U'ŧ', "t"},  {U'’', "'"}, {U'‘', "'"},
        {U'–', "-"},  {U'—', "-"},  {U'“', "\""}, {U'”', "\""}, {U'„', "\""},
    };
    return letters;
}

// Simple case folding, which makes one letter of one.
std::string fold_letter(UChar32 letter) {
    if (u_charType(letter) == U_NON_SPACING_MARK) return {};
    auto const folded = u_foldCase(letter, U_FOLD_CASE_DEFAULT);
    auto const plain = plain_letters().find(folded);
    return plain == plain_letters().end() ? utf8_of(static_cast<char32_t>(folded)) : plain->second;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    auto const* data = reinterpret_cast<std::uint8_t const*>(bytes.data());
    auto const size = static_cast<std::int32_t>(bytes.size());
    for (std::int32_t i = 0; i < size;) {
        UChar32 c;
        U8_NEXT(data, i, size, c);
        if (c < 0) return false;
    }
    return true;
}

std::string clean(std::string_view bytes) {
    std::string out(bytes);
    std::erase(out, '\0');
    if (!is_ascii(out)) {
        UErrorCode status = U_ZERO_ERROR;
        auto const* nfc = icu::Normalizer2::getNFCInstance(status);
        auto const wide = icu::UnicodeString::fromUTF8(icu::StringPiece(out.data(), static_cast<int>(out.size())));
        return utf8(nfc->normalize(wide, status).trim());
    }
    // The ASCII part of what ICU trims.
    auto const blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f'); };
    out.erase(std::find_if_not(out.rbegin(), out.rend(), blank).base(), out.end());
    out.erase(out.begin(), std::find_if_not(out.begin(), out.end(), blank));
    return out;
}

namespace {

// Of what only says how others are set, these are seen: joiners, without which letters and pictures fall apart, the
// letters of flags, and the signs that stand around Arabic numbers.
bool is_unseen(UChar32 letter) {
    bool const joins = letter == 0x200C || letter == 0x200D;
    bool const is_of_flag = letter >= 0xE0020 && letter <= 0xE007F;
    bool const is_of_number = (letter >= 0x0600 && letter <= 0x0605) || letter == 0x06DD || letter == 0x08E2;
    return u_charType(letter) == U_FORMAT_CHAR && !joins && !is_of_flag && !is_of_number;
}

}  // namespace

std::string tidy(std::string_view text) {
    auto const wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    icu::UnicodeString out;
    bool is_blank_due = false, is_seen = false;
    for (std::int32_t i = 0; i < wide.length(); i = wide.moveIndex32(i, 1)) {
        auto const letter = wide.char32At(i);
        if (is_unseen(letter)) continue;
        if (u_isUWhiteSpace(letter) || u_charType(letter) == U_CONTROL_CHAR) {
            is_blank_due = true;
            continue;
        }
        if (is_blank_due && !out.isEmpty()) out.append(u' ');
        is_blank_due = false;
        is_seen = is_seen || u_charType(letter) != U_FORMAT_CHAR;
        out.append(letter);
    }
    return is_seen ? clean(utf8(out)) : std::string();
}

std::string lower(std::string_view text) {
    if (is_ascii(text)) return lower_ascii(text);
    return utf8(icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size()))).foldCase());
}

std::string fold(std::string_view text) { return is_ascii(text) ? lower_ascii(text) : apply(fold_rules, text); }

std::string transliterate(std::string_view text) {
    return is_ascii(text) ? lower_ascii(text) : apply(latin_rules, text);
}

std::string match_key(std::string_view text) {
    if (is_ascii(text)) return lower_ascii(text);
    UErrorCode status = U_ZERO_ERROR;
    auto const* nfkd = icu::Normalizer2::getNFKDInstance(status);
    auto const wide = nfkd->normalize(
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size()))), status);
    std::string key;
    for (std::int32_t i = 0; i < wide.length(); i = wide.moveIndex32(i, 1)) key += fold_letter(wide.char32At(i));
    return key;
}

std::vector<std::pair<char32_t, std::string>> const& letter_folds() {
    static auto const folds = [] {
        constexpr UChar32 last = 0xE01EF;  // beyond it are only private letters
        std::vector<std::pair<char32_t, std::string>> made;
        for (UChar32 letter = 'A'; letter <= last; ++letter) {
            if (!u_isdefined(letter) || U_IS_SURROGATE(letter)) continue;
            if (auto folded = fold_letter(letter); folded != utf8_of(static_cast<char32_t>(letter)))
                made.emplace_back(static_cast<char32_t>(letter), std::move(folded));
        }
        return made;
    }();
    return folds;
}

std::string sort_key(std::string_view text, std::string_view locale) {
    thread_local std::unordered_map<std::string, std::unique_ptr<icu::Collator>> collators;
    auto& collator = collators[std::string(locale)];
    if (!collator) {
        UErrorCode status = U_ZERO_ERROR;
        collator.reset(icu::Collator::createInstance(icu::Locale(std::string(locale).c_str()), status));
    }
    auto const wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    std::string key(static_cast<std::size_t>(collator->getSortKey(wide, nullptr, 0)), '\0');
    collator->getSortKey(wide, reinterpret_cast<std::uint8_t*>(key.data()), static_cast<std::int32_t>(key.size()));
    while (!key.empty() && key.back() == '\0') key.pop_back();
    return key;
}

std::string utf8_of(char32_t letter) { return utf8(icu::UnicodeString(static_cast<UChar32>(letter))); }

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::size_t length(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace kith::text
