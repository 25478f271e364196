#include "bench/crowd.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace kith::bench {
namespace {

// What a number is drawn for.
enum What : std::uint64_t { given, family, country, city, stage, spending, work, trade, subject, length, words, place };

constexpr std::array<std::string_view, 32> given_names{
    "Ona",    "Jonas", "Kari",    "Olga",   "Mari",   "Õie",     "Peter", "Živilė",   "Agnė",    "Tomas",  "Ingrid",
    "Sergei", "Liina", "Rasa",    "Petras", "Øyvind", "Tatjana", "Jaan",  "Eglė",     "Mantas",  "Astrid", "Dmitri",
    "Kristi", "Jurga", "Andrius", "Sigrid", "Elena",  "Toomas",  "Daiva", "Vytautas", "Solveig", "Nina"};
constexpr std::array<std::string_view, 24> stems{"Kaz", "Žag", "Pet", "Jan", "Bal", "Vil", "Stan", "Mac",
                                                 "Nor", "Lin", "Gud", "Šim", "Ber", "Tam", "Raud", "Urb",
                                                 "Dam", "Sok", "Han", "Øvr", "Cer", "Vai", "Mik",  "Zub"};
constexpr std::array<std::string_view, 10> middles{"lau", "are", "ra", "ko", "de", "mi", "to", "vai", "ne", "bu"};
constexpr std::array<std::string_view, 8> endings{"skas", "nis", "sen", "vičius", "lov", "mets", "rud", "tienė"};
constexpr std::array<std::string_view, 16> cities{"Vilnius", "Kaunas",     "Klaipėda", "Šiauliai", "Panevėžys", "Rīga",
                                                  "Jelgava", "Daugavpils", "Tallinn",  "Tartu",    "Narva",     "Oslo",
                                                  "Bergen",  "Trondheim",  "Alytus",   "Nida"};
constexpr std::array<std::string_view, 8> trades{"Baldai", "Mööbel",  "Møbler", "Stiklas",
                                                 "Bygg",   "Tekstil", "Kavos",  "Auto"};
constexpr std::array<std::string_view, 4> forms{"UAB", "AS", "OÜ", "SIA"};
constexpr std::array<std::string_view, 25> syllables{"ka", "lo", "mi", "ta", "re", "su", "ni", "po", "va",
                                                     "de", "li", "ra", "no", "ke", "tu", "sa", "mo", "vi",
                                                     "be", "go", "ju", "pa", "zi", "le", "du"};
constexpr std::uint64_t words_known = 3'000;

template <class List>
std::string_view one_of(List const& list, std::uint64_t roll) {
    return list[roll % list.size()];
}

std::string family_of(std::uint64_t roll) {
    return fmt::format("{}{}{}", one_of(stems, roll), one_of(middles, roll >> 16), one_of(endings, roll >> 32));
}

// 60, 25, 10 and 5 of a hundred.
std::string_view country_of(std::uint64_t roll) {
    auto const share = roll % 100;
    return share < 60 ? "LT" : share < 85 ? "LV" : share < 95 ? "EE" : "NO";
}

// Half are customers, one in a hundred is an opportunity; the rest are spread.
std::string_view stage_of(std::uint64_t roll) {
    constexpr std::array<std::string_view, 5> others{"stranger", "prospect", "lead", "dormant", "lost"};
    auto const share = roll % 100;
    return share < 50 ? stage_of_half : share == 50 ? stage_of_hundredth : one_of(others, roll >> 16);
}

std::string plain(std::string_view text) {
    std::string out;
    for (char const c : text)
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) out += static_cast<char>(c | 0x20);
    return out;
}

}  // namespace

// SplitMix64 (Steele, Lea and Flood 2014).
std::uint64_t drawn(std::uint64_t what, std::uint64_t number) {
    auto z = (number * 16 + what + 1) * 0x9e3779b97f4a7c15ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}

std::string Crowd::given_name(std::int64_t person) const {
    return std::string(one_of(given_names, drawn(given, static_cast<std::uint64_t>(person))));
}

std::string Crowd::family_name(std::int64_t person) const {
    return family_of(drawn(family, static_cast<std::uint64_t>(person)));
}

std::string Crowd::email(std::int64_t person) const {
    return fmt::format("{}.{}{}@example.com", plain(given_name(person)), plain(family_name(person)), person);
}

std::string Crowd::phone(std::int64_t person) const { return fmt::format("+3706{:07}", person); }

std::int64_t Crowd::spent(std::int64_t person) const {
    return static_cast<std::int64_t>(drawn(spending, static_cast<std::uint64_t>(person)) % 500'000);
}

std::int64_t Crowd::employer(std::int64_t person) const {
    auto const roll = drawn(work, static_cast<std::uint64_t>(person));
    if (roll % 2 == 0) return -1;
    return static_cast<std::int64_t>((roll >> 8) % static_cast<std::uint64_t>(companies()));
}

Json Crowd::traits(std::int64_t person) const {
    auto const number = static_cast<std::uint64_t>(person);
    return {{"given_name", given_name(person)},
            {"family_name", family_name(person)},
            {"email", email(person)},
            {"phone", phone(person)},
            {"city", one_of(cities, drawn(city, number))},
            {"country", country_of(drawn(country, number))},
            {"stage", stage_of(drawn(stage, number))}};
}

Json Crowd::company(std::int64_t number) const {
    auto const roll = drawn(trade, static_cast<std::uint64_t>(number));
    auto const name = family_of(roll >> 8);
    return {{"name", fmt::format("{} {} {} {}", one_of(forms, roll), name, one_of(trades, roll >> 4), number)},
            {"domain", fmt::format("{}{}.example", plain(name), number)},
            {"industry", one_of(trades, roll >> 4)},
            {"city", one_of(cities, roll >> 40)},
            {"country", country_of(roll >> 48)}};
}

std::int64_t Crowd::subject_of_note(std::int64_t note) const {
    return static_cast<std::int64_t>(drawn(subject, static_cast<std::uint64_t>(note)) %
                                     static_cast<std::uint64_t>(people_));
}

std::string Crowd::word(std::uint64_t rank) {
    auto const roll = drawn(words, rank % words_known);
    return fmt::format("{}{}{}{}", one_of(syllables, roll), one_of(syllables, roll >> 8), one_of(syllables, roll >> 16),
                       one_of(syllables, roll >> 24));
}

// Six to seventeen words; the square of an even share favours the first ones, as language does.
std::string Crowd::note(std::int64_t note) const {
    auto const number = static_cast<std::uint64_t>(note);
    auto const count = 6 + drawn(length, number) % 12;
    std::string text;
    for (std::uint64_t at = 0; at < count; ++at) {
        auto const roll = drawn(place, number * 32 + at) % words_known;
        text += (at == 0 ? "" : " ") + word(roll * roll / words_known);
    }
    return text;
}

}  // namespace kith::bench
