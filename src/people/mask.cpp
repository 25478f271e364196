#include "people/mask.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "people/traits.hpp"

namespace kith::people {

bool Mask::hides(std::string_view name) const {
    auto const field = field_of_trait(name);
    return std::any_of(fields_.begin(), fields_.end(), [&](std::string const& hidden) {
        return field == hidden || field.ends_with("_" + hidden) || field.starts_with(hidden + "_");
    });
}

bool Mask::hides_contact(std::string_view address) const {
    return hides(address.find('@') == std::string_view::npos ? "phone" : "email");
}

void Mask::add_value(Json const& value) {
    // A value of a few letters (a sex, a country) says too little to be looked for everywhere.
    constexpr std::size_t telling_bytes_min = 4;
    if (value.is_string() && value.get_ref<std::string const&>().size() >= telling_bytes_min)
        values_.insert(text::fold(value.get_ref<std::string const&>()));
}

bool Mask::hides_value(Json const& value) const {
    return value.is_string() && values_.contains(text::fold(value.get_ref<std::string const&>()));
}

void Mask::apply(Json& json) const {
    if (hides_nothing()) return;
    if (json.is_object()) {
        for (auto each = json.begin(); each != json.end();) {
            if (hides(each.key()) || hides_value(each.value())) {
                each = json.erase(each);
            } else {
                apply(each.value());
                ++each;
            }
        }
    } else if (json.is_array()) {
        for (auto each = json.begin(); each != json.end();) {
            if (hides_value(*each)) {
                each = json.erase(each);
            } else {
                apply(*each);
                ++each;
            }
        }
    }
}

}  // namespace kith::people
