#include "records/attachments/file_name.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace kith::records {

namespace {

/// Line breaks and other signs without a picture, and the controls of Unicode's bidirectional algorithm (UAX #9): marks
/// of direction are among them, embeddings, overrides and isolates too. What joins letters (U+200C, U+200D) stays.
bool is_left_out(UChar32 c) {
    constexpr UChar32 joiners[] = {0x200C, 0x200D};
    if (std::ranges::count(joiners, c) > 0) return false;
    auto const type = u_charType(c);
    return u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) || type == U_FORMAT_CHAR;
}

bool is_break(UChar32 c) {
    auto const type = u_charType(c);
    return type == U_CONTROL_CHAR || type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR;
}

std::string in_one_line(std::string_view text) {
    auto const wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    icu::UnicodeString line;
    for (std::int32_t at = 0; at < wide.length(); at = wide.moveIndex32(at, 1)) {
        auto const c = wide.char32At(at);
        if (is_left_out(c)) continue;
        line.append(is_break(c) ? UChar32(' ') : c);
    }
    std::string out;
    line.toUTF8String(out);
    return out;
}

}  // namespace

Result<std::string> file_name_of(std::string_view given) {
    auto const slash = given.find_last_of("/\\");
    auto name = text::clean(in_one_line(slash == std::string_view::npos ? given : given.substr(slash + 1)));
    if (name.find_first_not_of('.') == std::string::npos)
        return Error::invalid("name", "required", "A file needs a name.");
    if (text::length(name) > limits::name_characters_max)
        return Error::invalid("name", "too_long",
                              fmt::format("The name has at most {} characters.", limits::name_characters_max));
    return name;
}

}  // namespace kith::records
