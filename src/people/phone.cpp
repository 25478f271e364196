#include "people/phone.hpp"

#include <phonenumbers/phonenumberutil.h>

namespace kith::people {

std::optional<std::string> phone_of(std::string_view text, std::string_view region) {
    using i18n::phonenumbers::PhoneNumber;
    using i18n::phonenumbers::PhoneNumberUtil;
    auto const& util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    auto const home = region.empty() ? std::string("ZZ") : std::string(region);
    if (util.Parse(std::string(text), home, &number) != PhoneNumberUtil::NO_PARSING_ERROR ||
        !util.IsPossibleNumber(number))
        return std::nullopt;
    std::string formatted;
    util.Format(number, PhoneNumberUtil::E164, &formatted);
    return formatted;
}

}  // namespace kith::people
