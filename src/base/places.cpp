#include "base/places.hpp"

#include <unicode/locid.h>
#include <unicode/uloc.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"

namespace kith {

namespace {

using Codes = std::map<std::string, std::string, std::less<>>;

constexpr char const* spoken[] = {"en", "lt", "nb", "ru", "et", "de", "pl", "lv"};
constexpr std::size_t language_tag_bytes_max = 35;  // what RFC 5646, 4.4.1, asks of fields for tags

std::string country_name(icu::Locale const& country, char const* language) {
    icu::UnicodeString name;
    std::string utf8;
    return country.getDisplayCountry(icu::Locale(language), name).toUTF8String(utf8);
}

std::string language_name(icu::Locale const& locale, char const* language) {
    icu::UnicodeString name;
    std::string utf8;
    return locale.getDisplayName(icu::Locale(language), name).toUTF8String(utf8);
}

Codes countries_by_name() {
    Codes countries;
    for (auto const& code : country_codes()) {
        icu::Locale const country("und", code.c_str());
        for (auto const* language : spoken) countries.emplace(text::fold(country_name(country, language)), code);
        countries.emplace(text::fold(country.getISO3Country()), code);
        countries.emplace(text::fold(code), code);
    }
    countries.emplace("usa", "US");
    countries.emplace("uk", "GB");
    countries.emplace("england", "GB");
    return countries;
}

Codes languages_by_name() {
    Codes languages;
    for (auto const& code : language_codes())
        for (auto const* language : spoken)
            languages.emplace(text::fold(language_name(icu::Locale(code.c_str()), language)), code);
    return languages;
}

// A tag whose language, script and region are known: ICU itself takes whatever is formed like one.
bool is_known(icu::Locale const& locale) {
    auto const is_named = [](icu::UnicodeString const& name, char const* code) {
        std::string utf8;
        return name.toUTF8String(utf8) != code;
    };
    icu::UnicodeString language, script, region;
    icu::Locale const english("en");
    return is_named(locale.getDisplayLanguage(english, language), locale.getLanguage()) &&
           (*locale.getScript() == 0 || is_named(locale.getDisplayScript(english, script), locale.getScript())) &&
           (*locale.getCountry() == 0 || is_named(locale.getDisplayCountry(english, region), locale.getCountry()));
}

}  // namespace

std::vector<std::string> const& country_codes() {
    static auto const codes = [] {
        std::vector<std::string> list;
        for (auto const* const* code = uloc_getISOCountries(); *code; ++code) list.emplace_back(*code);
        return list;
    }();
    return codes;
}

std::vector<std::string> const& language_codes() {
    static auto const codes = [] {
        std::vector<std::string> list;
        for (auto const* const* code = uloc_getISOLanguages(); *code; ++code)
            if (std::string_view(*code).size() == 2) list.emplace_back(*code);
        return list;
    }();
    return codes;
}

std::optional<std::string> country_code(std::string_view text) {
    static auto const countries = countries_by_name();
    auto const found = countries.find(text::fold(text::clean(text)));
    return found == countries.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> country_names(std::string_view code) {
    std::vector<std::string> names{std::string(code)};
    icu::Locale const country("und", names.front().c_str());
    for (auto const* language : spoken) names.push_back(country_name(country, language));
    return names;
}

std::optional<std::string> language_tag(std::string_view text) {
    static auto const languages = languages_by_name();
    auto tag = text::clean(text);
    if (auto const found = languages.find(text::fold(tag)); found != languages.end()) return found->second;
    std::replace(tag.begin(), tag.end(), '_', '-');
    if (tag.empty() || tag.size() > language_tag_bytes_max) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    auto const locale = icu::Locale::forLanguageTag(tag, status);
    if (U_FAILURE(status) || *locale.getLanguage() == 0 || !is_known(locale)) return std::nullopt;
    auto canonical = locale.toLanguageTag<std::string>(status);
    if (U_FAILURE(status) ||
        std::count(canonical.begin(), canonical.end(), '-') != std::count(tag.begin(), tag.end(), '-'))
        return std::nullopt;
    return canonical;
}

std::vector<std::string> language_names(std::string_view tag) {
    std::vector<std::string> names{std::string(tag)};
    icu::Locale const locale(names.front().c_str());
    for (auto const* language : spoken) names.push_back(language_name(locale, language));
    return names;
}

}  // namespace kith
