// What seals the audit log: SHA-256 (FIPS 180-4, libsodium's) over an entry and the seal before it, and over the texts
// beside it with their salt.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/secrets.hpp"
#include "store/value.hpp"

namespace kith::audit {

/// The seal before the first: zeros.
inline constexpr secrets::Hash seal_of_nothing{};

secrets::Hash make_salt();
/// Without the salt nobody can try texts until one fits.
secrets::Hash commitment(store::Bytes salt, std::string_view content);
/// The seal of a row as `audit_unsealed` and `audit_chain` select it, of this number, after the seal before. Each part
/// goes in with its length, so that no two entries are the same bytes.
secrets::Hash seal_of(secrets::Hash const& before, std::int64_t number, store::Rows::Row const& row);

bool is_same(secrets::Hash const& hash, store::Bytes bytes);
std::string hex_of(store::Bytes bytes);

}  // namespace kith::audit
