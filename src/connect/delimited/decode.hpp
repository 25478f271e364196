// Encodings of files that people bring: found out, and turned into UTF-8 piece by piece.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct UConverter;

namespace kith::connect {

/// The encodings that a file may be in, by their IANA names: `UTF-8`, `UTF-16LE`, `UTF-16BE`, `windows-1252`,
/// `windows-1257`, `windows-1251`.
std::span<std::string_view const> file_encodings();

/// The likeliest of them for a file that begins so: by its byte order mark, by being UTF-8, by the zeros of UTF-16,
/// then by ICU's detector and, for the Baltic page that the detector does not know, by the letters of its languages.
std::string_view encoding_of(std::string_view beginning);

/// Turns bytes into UTF-8 as they come. A byte order mark is left out; what is no character becomes U+FFFD, in UTF-8 it
/// stays for whoever cleans the cells.
class Decoder {
public:
    /// `invalid` on `encoding` where it is none of ours.
    static Result<Decoder> create(std::string_view encoding);
    void append(std::string_view bytes, bool is_last, std::string& utf8);

private:
    struct Close {
        void operator()(UConverter* converter) const;
    };
    std::unique_ptr<UConverter, Close> converter_;  ///< null: UTF-8, which passes as it is
    std::string beginning_;                         ///< until a byte order mark can be told
    bool is_past_mark_ = false;
};

}  // namespace kith::connect
