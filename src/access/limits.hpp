// The limits of access/; base/limits.hpp tells how they are written.
#pragma once

#include <cstddef>

namespace kith::limits {

// Access
inline constexpr std::size_t password_characters_min = 10;
inline constexpr std::size_t password_bytes_max = 256;
inline constexpr int sign_in_failures_max = 5;
inline constexpr int sign_in_failures_per_address_max = 30;
inline constexpr int sign_in_window_seconds = 300;
inline constexpr std::size_t sign_in_counters_max = 10'000;
inline constexpr std::size_t users_named_max = 1000;  ///< to choose from
inline constexpr std::size_t email_bytes_max = 254;
inline constexpr int session_days_max = 30;
inline constexpr int seen_every_seconds_min = 60;       ///< how seldom a session's or token's last use is written
inline constexpr int identity_cached_seconds_max = 10;  ///< until another process's revocation is noticed here
inline constexpr std::size_t identities_cached_max = 10'000;
inline constexpr std::size_t roles_max = 100;
inline constexpr std::size_t teams_max = 500;
inline constexpr int team_depth_max = 8;
inline constexpr std::size_t team_members_max = 2000;   ///< of all teams: so many users a rule binds at most
inline constexpr std::size_t circles_cached_max = 200;  ///< until the next change of teams

}  // namespace kith::limits
