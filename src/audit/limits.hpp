// The limits of audit/; base/limits.hpp tells how they are written.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kith::limits {

// Whoever is refused again and again fills no disk: beyond these, attempts are counted and told by the next entry.
inline constexpr std::int64_t audit_refusals_per_minute_max = 10;  ///< of one actor, or of sign-ins with one e-mail
inline constexpr std::int64_t audit_refusals_all_per_minute_max = 120;  ///< of all together
inline constexpr std::size_t audit_refusers_remembered_max = 10'000;

inline constexpr std::size_t audit_sealed_at_once = 1000;    ///< entries in one transaction
inline constexpr std::size_t audit_verified_at_once = 1000;  ///< entries in one snapshot
inline constexpr std::size_t audit_search_bytes_max = 200;
inline constexpr std::size_t audit_anchor_bytes_max = 100;

}  // namespace kith::limits
