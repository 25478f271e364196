// The limits of records/talk/; base/limits.hpp tells how they are written.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kith::limits {

// Comments
inline constexpr std::size_t comment_characters_max = 4000;
inline constexpr std::size_t comment_mentions_max = 20;
inline constexpr std::size_t comments_a_page_default = 30;
inline constexpr std::size_t mentionable_max = 8;      // colleagues who are offered at once
inline constexpr std::size_t colleagues_max = 10'000;  // among whom one is looked for
inline constexpr int comment_days_kept = 30;           // after it was deleted

// The inbox
inline constexpr std::size_t inbox_scanned_max = 1000;  // entries that are looked at for one answer, seen or not
inline constexpr std::size_t inbox_counted_max = 99;    // unread ones; beyond that there are "more"
inline constexpr std::size_t inbox_marked_max = 1000;   // at once
inline constexpr std::size_t inbox_fields_max = 50;     // that one entry names
inline constexpr int inbox_days_kept = 180;
inline constexpr std::int64_t inbox_changes_at_once = 5000;        // of the change log, in one transaction
inline constexpr std::int64_t inbox_changes_behind_max = 200'000;  // beyond which what happened before is no news

// What one keeps at hand
inline constexpr std::int64_t favourites_max = 200;
inline constexpr std::int64_t watches_max = 2000;

}  // namespace kith::limits
