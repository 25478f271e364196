#include <cstddef>
#include <string>
#include <string_view>

#include "connect/tracking_message.hpp"

namespace kith::connect {

namespace {

/// The code unit of `\uXXXX` at `at`, or -1.
int code_unit(std::string_view json, std::size_t at) {
    if (at + 6 > json.size() || json[at] != '\\' || json[at + 1] != 'u') return -1;
    int unit = 0;
    for (std::size_t i = at + 2; i < at + 6; ++i) {
        char const c = json[i];
        int const digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

}  // namespace

void mend_escapes(std::string& json) {
    for (std::size_t at = json.find('\\'); at != std::string::npos; at = json.find('\\', at)) {
        int const unit = code_unit(json, at);
        if (unit < 0) {
            at += 2;  // another escape, or one that is not JSON, which the reader will say
            if (at >= json.size()) return;
            continue;
        }
        bool const is_high = unit >= 0xD800 && unit < 0xDC00;
        int const following = is_high ? code_unit(json, at + 6) : -1;
        if (following >= 0xDC00 && following < 0xE000) {
            at += 12;
            continue;
        }
        if (unit == 0 || (unit >= 0xD800 && unit < 0xE000)) json.replace(at, 6, "\\ufffd");
        at += 6;
    }
}

}  // namespace kith::connect
