#include "app/demo/person.hpp"

#include <fmt/format.h>

#include <array>

#include "base/text.hpp"

namespace kith::app::demo {

namespace {

constexpr std::array<std::string_view, 4> income_names{"low", "middle", "upper_middle", "high"};
constexpr std::array<std::string_view, 4> education_names{"basic", "secondary", "vocational", "higher"};
constexpr std::array<std::string_view, 7> channels{"Friend",    "Search",         "Instagram", "Shop window",
                                                   "Newspaper", "Christmas fair", "Workplace"};
constexpr std::array<std::string_view, 3> mail_hosts{"example.com", "example.org", "example.net"};
constexpr std::array<std::string_view, 8> industries{"Hospitality", "Hospitality", "Construction", "Design",
                                                     "Food",        "Health",      "Services",     "Hospitality"};

// The young come by Instagram and search, the old by newspaper and shop window.
std::string_view channel_of(Random& random, int age) {
    std::array<double, 7> weights{20, 22, 10, 14, 6, 6, 2};
    if (age < 35) weights = {18, 26, 30, 8, 1, 5, 2};
    if (age >= 60) weights = {22, 10, 1, 24, 26, 8, 1};
    return channels[random.weighted(weights)];
}

// Letters and digits that a mailbox may have.
std::string mailbox_of(std::string_view given, std::string_view family) {
    std::string box;
    for (char const c : text::transliterate(fmt::format("{}.{}", given, family)))
        if ((c >= 'a' && c <= 'z') || c == '.') box += c;
    return box;
}

void give_address(Person& person, Random& random) {
    std::array<double, 8> weights{};
    auto const cities = person.country->cities;
    for (std::size_t i = 0; i < cities.size(); ++i) weights[i] = cities[i].weight;
    person.city = &cities[random.weighted(std::span(weights).first(cities.size()))];
    auto const street = random.pick(person.country->streets);
    person.street = person.country->code == "IE" ? fmt::format("{} {}", random.between(1, 90), street)
                                                 : fmt::format("{} {}", street, random.between(1, 90));
    person.postal_code = person.city->postal_code;
}

void give_ways_to_reach(Person& person, Random& random) {
    // The number keeps the mailboxes of namesakes apart.
    person.email = fmt::format("{}{}@{}", mailbox_of(person.given_name, person.family_name), person.number + 1,
                               random.pick(mail_hosts));
    if (!random.chance(0.7)) return;
    person.phone = person.country->phone;
    for (int i = 0; i < person.country->phone_digits; ++i) person.phone += static_cast<char>('0' + random.below(10));
}

void give_birth_date(Person& person, Random& random) {
    auto const kind = random.below(10);
    if (kind < 5) {
        person.birth_date =
            fmt::format("{}-{:02}-{:02}", person.birth_year, random.between(1, 12), random.between(1, 28));
    } else if (kind < 8) {
        person.birth_date = fmt::format("{}", person.birth_year);
    }
}

void give_means(Person& person, Random& random, int year) {
    auto const age = person.age(year);
    std::array<double, 4> const education{age < 25 ? 15.0 : 6.0, 30, 26, age < 25 ? 20.0 : 38.0};
    person.education = static_cast<int>(random.weighted(education));
    std::array<double, 4> income{30, 38, 22, 10};
    if (person.education == 3) income = {14, 34, 32, 20};
    if (age >= 68 || age < 23) income = {48, 36, 12, 4};
    person.income = static_cast<int>(random.weighted(income));
}

// A slip of the fingers: two letters change places, one is doubled or missed. Bytes of Latin letters alone are moved.
std::string mistyped(std::string name, Random& random) {
    if (name.size() < 4) return name;
    auto const at = static_cast<std::size_t>(random.between(1, static_cast<int>(name.size()) - 2));
    auto const is_plain = [&](std::size_t i) { return name[i] >= 'a' && name[i] <= 'z'; };
    if (!is_plain(at) || !is_plain(at + 1)) return name;
    switch (random.below(3)) {
        case 0:
            std::swap(name[at], name[at + 1]);
            return name;
        case 1:
            return name.insert(at, 1, name[at]);
        default:
            return name.erase(at, 1);
    }
}

std::string capitalised(std::string word) {
    if (!word.empty() && word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 'a' + 'A');
    return word;
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

Person new_person(Random& random, std::int64_t number, int year) {
    Person person;
    person.number = number;
    std::array<double, 5> weights{};
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = countries()[i].weight;
    person.country = &countries()[random.weighted(weights)];
    person.is_woman = random.chance(0.55);
    person.birth_year = year - 18 - static_cast<int>(std::min(67.0, std::abs(24 + 17 * random.normal())));
    auto const& family = random.pick(person.country->families);
    person.given_name = random.pick(person.is_woman ? person.country->women : person.country->men);
    person.family_name = !person.is_woman                         ? family.man
                         : random.chance(person.age(year) / 80.0) ? family.wife
                                                                  : family.woman;
    give_address(person, random);
    give_ways_to_reach(person, random);
    give_birth_date(person, random);
    give_means(person, random, year);
    person.heard_from = channel_of(random, person.age(year));
    person.has_card = random.chance(0.4);
    person.works = random.chance(0.07);
    return person;
}

Person relative_of(Person const& first, Random& random, std::int64_t number, int year) {
    auto person = new_person(random, number, year);
    person.country = first.country;
    bool const is_child = first.age(year) >= 45 && random.chance(0.4);
    person.is_woman = is_child ? random.chance(0.5) : !first.is_woman;
    person.birth_year = first.birth_year + (is_child ? random.between(22, 27) : random.between(-5, 5));
    person.given_name = random.pick(person.is_woman ? person.country->women : person.country->men);
    for (auto const& family : first.country->families) {
        if (first.family_name != family.man && first.family_name != family.wife && first.family_name != family.woman)
            continue;
        person.family_name = !person.is_woman ? family.man : is_child ? family.woman : family.wife;
    }
    person.city = first.city;
    person.street = first.street;
    person.postal_code = first.postal_code;
    person.income = first.income;
    person.birth_date.clear();
    give_birth_date(person, random);
    give_ways_to_reach(person, random);
    // Where two birth dates tell that they are two, Kith asks somebody; without them it would take them for one.
    bool const are_told_apart = first.birth_date.size() > 4 && person.birth_date.size() > 4 &&
                                first.birth_date != person.birth_date && first.given_name != person.given_name;
    if (!is_child && are_told_apart && random.chance(0.15)) {
        person.email = first.email;
        person.shares_email = true;
    }
    person.works = false;
    person.household = first.household;
    return person;
}

Person typed_again(Person const& original, Random& random, std::int64_t number) {
    auto person = original;
    person.number = number;
    person.is_again = original.number;
    person.household = -1;
    person.works = false;
    person.has_card = false;
    if (original.country->language == "ru" || random.chance(0.3)) {
        person.given_name = capitalised(text::transliterate(person.given_name));
        person.family_name = capitalised(text::transliterate(person.family_name));
    } else {
        person.family_name = mistyped(person.family_name, random);
        if (random.chance(0.3)) person.given_name = mistyped(person.given_name, random);
    }
    auto const phone = person.phone;
    give_ways_to_reach(person, random);
    // What somebody types again is often the phone, which is no key.
    if (!phone.empty() && random.chance(0.6)) person.phone = phone;
    return person;
}

Company company_of(Person const& person, std::int64_t number) {
    auto const& country = *person.country;
    Random random(static_cast<std::uint64_t>(number) * 7919 + 17);
    auto const kind = static_cast<std::size_t>(random.below(static_cast<int>(country.company_ends.size())));
    Company company;
    company.number = number;
    auto const words = fmt::format("{} {}", random.pick(country.company_stems), country.company_ends[kind]);
    company.name = fmt::format("{}{}{}", country.company_prefix, words, country.company_suffix);
    for (char const c : text::transliterate(words))
        if (c >= 'a' && c <= 'z') company.domain += c;
    company.domain += ".example";
    company.city = person.city->name;
    company.country = country.code;
    company.industry = industries[kind];
    return company;
}

std::string traits_of(Person const& person, Random& random, bool is_shop) {
    auto traits =
        fmt::format(R"({{"firstName":"{}","lastName":"{}","email":"{}","language":"{}")", escaped(person.given_name),
                    escaped(person.family_name), person.email, person.country->language);
    if (!person.phone.empty()) traits += fmt::format(R"(,"phone":"{}")", person.phone);
    if (!person.birth_date.empty()) traits += fmt::format(R"(,"birthday":"{}")", person.birth_date);
    if (random.chance(0.85)) traits += fmt::format(R"(,"gender":"{}")", person.is_woman ? "female" : "male");
    if (!is_shop || random.chance(0.5))
        traits += fmt::format(R"(,"address":{{"street":"{}","city":"{}","postalCode":"{}","country":"{}"}})",
                              escaped(person.street), person.city->name, person.postal_code, person.country->code);
    else
        traits += fmt::format(R"(,"address":{{"city":"{}","country":"{}"}})", person.city->name, person.country->code);
    if (random.chance(0.75)) traits += fmt::format(R"(,"heard_from":"{}")", person.heard_from);
    if (random.chance(0.55))
        traits += fmt::format(R"(,"income_band":"{}")", income_names[static_cast<std::size_t>(person.income)]);
    if (random.chance(0.55))
        traits += fmt::format(R"(,"education":"{}")", education_names[static_cast<std::size_t>(person.education)]);
    return traits + "}";
}

std::string Person::user_id() const { return fmt::format("{}", 1'000'000 + number); }
std::string Person::anonymous_id() const { return fmt::format("v-{:08}", number); }
std::string Person::card() const { return fmt::format("LH{:08}", number); }

}  // namespace kith::app::demo
