#include "connect/delimited/decode.hpp"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace kith::connect {

namespace {

constexpr std::array<std::string_view, 6> encodings{"UTF-8",        "UTF-16LE",     "UTF-16BE",
                                                    "windows-1252", "windows-1257", "windows-1251"};
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

/// A sample may end inside a character: up to three bytes of it are no mistake.
bool is_utf8_so_far(std::string_view bytes) {
    for (std::size_t cut = 0; cut <= std::min<std::size_t>(3, bytes.size()); ++cut) {
        if (text::is_utf8(bytes.substr(0, bytes.size() - cut))) return true;
        auto const last = static_cast<unsigned char>(bytes[bytes.size() - cut - 1]);
        if (last < 0x80) return false;
    }
    return false;
}

/// Text in Latin letters has a zero in every second byte.
std::string_view utf16_of(std::string_view bytes) {
    std::size_t even = 0, odd = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) (i % 2 == 0 ? even : odd) += bytes[i] == '\0' ? 1 : 0;
    auto const many = bytes.size() / 5;
    if (odd > many && even < odd / 4) return "UTF-16LE";
    if (even > many && odd < even / 4) return "UTF-16BE";
    return {};
}

/// Whether ICU takes the bytes for Cyrillic of Windows.
bool is_cyrillic(std::string_view bytes) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> const detector(ucsdet_open(&status), &ucsdet_close);
    ucsdet_setText(detector.get(), bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
    auto const* match = ucsdet_detect(detector.get(), &status);
    auto const* name = U_SUCCESS(status) && match ? ucsdet_getName(match, &status) : nullptr;
    return U_SUCCESS(status) && name && std::string_view(name) == "windows-1251";
}

/// Latin pages share most letters; each has some that the other's languages hardly write at that place.
bool is_baltic(std::string_view bytes) {
    constexpr std::string_view baltic_alone = "\xF0\xD0\xFE\xDE\xEB\xCB\xEF\xCF";   // š ž ė ļ; there: ð þ ë ï
    constexpr std::string_view western_alone = "\xE9\xC9\xEA\xE7\xC7\xE5\xC5\xF1";  // é ê ç å ñ
    std::int64_t weight = 0;
    for (char const c : bytes) {
        if (static_cast<unsigned char>(c) < 0x80) continue;
        if (baltic_alone.find(c) != std::string_view::npos) ++weight;
        if (western_alone.find(c) != std::string_view::npos) --weight;
    }
    return weight > 0;
}

}  // namespace

std::span<std::string_view const> file_encodings() { return encodings; }

std::string_view encoding_of(std::string_view beginning) {
    if (beginning.starts_with(utf8_mark)) return "UTF-8";
    if (beginning.starts_with("\xFF\xFE")) return "UTF-16LE";
    if (beginning.starts_with("\xFE\xFF")) return "UTF-16BE";
    if (auto const wide = utf16_of(beginning); !wide.empty()) return wide;
    if (is_utf8_so_far(beginning)) return "UTF-8";
    if (is_cyrillic(beginning)) return "windows-1251";
    return is_baltic(beginning) ? "windows-1257" : "windows-1252";
}

void Decoder::Close::operator()(UConverter* converter) const { ucnv_close(converter); }

Result<Decoder> Decoder::create(std::string_view encoding) {
    if (std::find(encodings.begin(), encodings.end(), encoding) == encodings.end())
        return Error::invalid("encoding", "not_a_choice", "There is no such encoding.");
    Decoder decoder;
    if (encoding == "UTF-8") return decoder;
    UErrorCode status = U_ZERO_ERROR;
    decoder.converter_.reset(ucnv_open(std::string(encoding).c_str(), &status));
    if (U_FAILURE(status)) return Error::internal(std::string("ICU: ") + u_errorName(status));
    return decoder;
}

void Decoder::append(std::string_view bytes, bool is_last, std::string& utf8) {
    std::string converted;
    if (converter_) {
        icu::UnicodeString text;
        std::array<UChar, 4096> units{};
        auto const* at = bytes.data();
        auto const* const end = at + bytes.size();
        UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
        while (status == U_BUFFER_OVERFLOW_ERROR) {
            status = U_ZERO_ERROR;
            auto* to = units.data();
            ucnv_toUnicode(converter_.get(), &to, units.data() + units.size(), &at, end, nullptr, is_last, &status);
            text.append(units.data(), static_cast<std::int32_t>(to - units.data()));
        }
        text.toUTF8String(converted);
        bytes = converted;
    }
    if (is_past_mark_) {
        utf8.append(bytes);
        return;
    }
    beginning_.append(bytes);
    if (beginning_.size() < utf8_mark.size() && !is_last) return;
    is_past_mark_ = true;
    std::string_view rest = beginning_;
    if (rest.starts_with(utf8_mark)) rest.remove_prefix(utf8_mark.size());
    utf8.append(rest);
    beginning_.clear();
}

}  // namespace kith::connect
