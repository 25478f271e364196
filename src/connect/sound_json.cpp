#include "connect/sound_json.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace kith::connect {

namespace od = simdjson::ondemand;

namespace {

/// RFC 8259, section 6.
bool is_number(std::string_view token) {
    std::size_t at = 0;
    auto const digits = [&] {
        auto const begin = at;
        while (at < token.size() && token[at] >= '0' && token[at] <= '9') ++at;
        return at - begin;
    };
    auto const takes = [&](std::string_view any) {
        return at < token.size() && any.find(token[at]) != std::string_view::npos && ++at > 0;
    };
    takes("-");
    bool const is_zero_led = at < token.size() && token[at] == '0';
    auto const whole = digits();
    if (whole == 0 || (is_zero_led && whole > 1)) return false;
    if (takes(".") && digits() == 0) return false;
    if (takes("eE")) {
        takes("+-");
        if (digits() == 0) return false;
    }
    return at == token.size();
}

}  // namespace

bool is_sound(od::value value, int depth, Flaw& flaw) {
    od::json_type type{};
    if (value.type().get(type)) return false;
    bool const is_nested = type == od::json_type::object || type == od::json_type::array;
    if (is_nested && depth >= limits::json_depth_max) {
        flaw = Flaw::too_deep;  // what lies below is skipped, so the recursion ends
        return true;
    }
    switch (type) {
        case od::json_type::object: {
            od::object object;
            if (value.get_object().get(object)) return false;
            for (auto field : object) {
                std::string_view key;
                od::value member;
                if (field.unescaped_key().get(key) || field.value().get(member) || !is_sound(member, depth + 1, flaw))
                    return false;
            }
            return true;
        }
        case od::json_type::array: {
            od::array array;
            if (value.get_array().get(array)) return false;
            for (auto element : array) {
                od::value member;
                if (element.get(member) || !is_sound(member, depth + 1, flaw)) return false;
            }
            return true;
        }
        case od::json_type::string: {
            std::string_view text;
            return !value.get_string().get(text);
        }
        case od::json_type::number: {
            double number = 0;
            auto const token = text::trimmed(value.raw_json_token());
            if (!value.get_double().get(number)) return true;
            // A number is JSON by its grammar; whether a double holds it is another matter.
            flaw = Flaw::number_out_of_range;
            return is_number(token);
        }
        case od::json_type::boolean: {
            bool truth = false;
            return !value.get_bool().get(truth);
        }
        case od::json_type::null: {
            bool is_null = false;
            return !value.is_null().get(is_null) && is_null;
        }
    }
    return false;
}

}  // namespace kith::connect
