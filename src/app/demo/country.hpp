// The five countries of Linden Home: how people are called and written to there, and what the till asks of them.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kith::app::demo {

struct Family {
    std::string_view man, woman, wife;  ///< in Lithuanian a wife's name differs from a daughter's
    std::string_view household;         ///< what the household is called
};

struct City {
    std::string_view name, postal_code, store;  ///< of the shop there; empty: none
    double weight;
};

struct Question {
    std::string_view asked, answered;
};

/// What people agree to and say, in a language.
struct Wording {
    std::string_view offers, profiling, texts, partners;  ///< of the consents
    std::span<Question const> questions;                  ///< about a product that they own
    std::span<std::string_view const> praise, complaint;  ///< of surveys
};

struct Country {
    std::string_view code, language, time_zone, currency, phone;
    int phone_digits;
    int tax_percent;
    double price;  ///< minor units of the currency for a cent of a euro
    double weight;
    std::span<City const> cities;
    std::span<std::string_view const> streets, women, men;
    std::span<Family const> families;
    std::span<std::string_view const> company_stems, company_ends;
    std::string_view company_prefix, company_suffix;  ///< the legal form
};

/// Weights sum to one. Lithuania first, where the business is at home.
std::span<Country const> countries();
Wording const& wording(std::string_view language);

}  // namespace kith::app::demo
