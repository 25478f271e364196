// Secrets: random tokens, their hashes, and passwords. Only hashes are ever stored.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace kith::secrets {

/// Must be called once before anything else of this module. Fails only where the system has no randomness.
Result<void> initialise();

/// `bytes` random bytes as base64url without padding.
std::string random_text(std::size_t bytes);

using Hash = std::array<std::uint8_t, 32>;
/// BLAKE2b-256. Enough for tokens and keys, which are random already; passwords use argon2id below.
Hash hash(std::string_view secret);

/// BLAKE2b-256 under a key: without the key nobody can try values until one fits.
Hash keyed_hash(Hash const& key, std::string_view text);
/// A key for it.
Hash random_key();

/// argon2id (RFC 9106) at 19 MiB, 2 passes, 1 lane, the minimum that OWASP names; in libsodium's text form. About 16 ms
/// of CPU.
Result<std::string> hash_password(std::string_view password);
bool is_password(std::string_view stored, std::string_view password);

}  // namespace kith::secrets
