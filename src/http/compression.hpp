// gzip, deflate and brotli on bytes in memory, and the choice between them (RFC 9110, section 12.5.3).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace kith::http {

enum class Encoding : std::uint8_t { identity, gzip, brotli };
/// `br`, `gzip`; empty for identity: the value of Content-Encoding.
std::string_view name_of(Encoding encoding);

/// The best of brotli, gzip and identity that an Accept-Encoding header allows.
Encoding accepted_encoding(std::string_view accept_encoding);

std::string gzip(std::string_view bytes, int level);
/// `quality` 0 to 11.
std::string brotli(std::string_view bytes, int quality);

enum class Wrapping : std::uint8_t { gzip, zlib };
/// Undoes gzip (all members) or deflate (with zlib's wrapping or, as some clients send it, without). `too_large` past
/// `bytes_max`, found before more memory is taken than that; `malformed` where broken or cut short.
Result<std::string> inflate(std::string_view bytes, Wrapping wrapping, std::size_t bytes_max);

}  // namespace kith::http
