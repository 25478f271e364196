// Who somebody is: name, home, means.
#pragma once

#include "app/demo/business.hpp"

namespace kith::app::demo {

/// Somebody new; `year` is the one in which the business meets them.
Person new_person(Random& random, std::int64_t number, int year);
/// One more of a household: the other adult, or a grown child.
Person relative_of(Person const& first, Random& random, std::int64_t number, int year);
/// The same human, as somebody else typed them: with slips of the fingers or in Latin letters, and another address.
Person typed_again(Person const& original, Random& random, std::int64_t number);
Company company_of(Person const& person, std::int64_t number);
/// The traits of an identify call, as JSON; a shop asks for less than the website.
std::string traits_of(Person const& person, Random& random, bool is_shop);
/// A text inside JSON's quotes.
std::string escaped(std::string_view text);

}  // namespace kith::app::demo
