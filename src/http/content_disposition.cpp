#include "http/content_disposition.hpp"

#include <fmt/format.h>

namespace kith::http {

namespace {

bool is_letter_or_digit(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Without what ends the quotes, leads to another folder, or is taken for an escape by some (RFC 6266, appendix D).
std::string plain(std::string_view name) {
    constexpr std::string_view misread = "\"\\/%";
    std::string text;
    for (unsigned char const c : name) {
        bool const is_continued = (c & 0xC0u) == 0x80u;  // the rest of a letter that stands as `_` already
        if (is_continued) continue;
        bool const is_plain = c >= 0x20 && c < 0x7F && misread.find(static_cast<char>(c)) == std::string_view::npos;
        text += is_plain ? static_cast<char>(c) : '_';
    }
    return text;
}

/// RFC 8187, section 3.2.1: attr-char as it is, all else by its bytes.
std::string encoded(std::string_view name) {
    constexpr std::string_view others = "!#$&+-.^_`|~";
    std::string text;
    for (unsigned char const c : name) {
        if (is_letter_or_digit(c) || others.find(static_cast<char>(c)) != std::string_view::npos)
            text += static_cast<char>(c);
        else
            text += fmt::format("%{:02X}", c);
    }
    return text;
}

}  // namespace

std::string attached_as(std::string_view name) {
    return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain(name), encoded(name));
}

}  // namespace kith::http
