// The limits of records/attachments/; base/limits.hpp tells how they are written.
#pragma once

#include <cstddef>
#include <cstdint>

#include "http/limits.hpp"

namespace kith::limits {

inline constexpr std::int64_t attachment_bytes_max = 100LL * 1024 * 1024;         // of one file
inline constexpr std::int64_t attachments_bytes_max = 50LL * 1024 * 1024 * 1024;  // of all together, each once
inline constexpr std::int64_t attachments_a_record_max = 500;
inline constexpr std::size_t attachments_a_page_default = 30;
inline constexpr std::int64_t attachment_piece_bytes = request_body_bytes_max;      // all of a file but its last
inline constexpr std::int64_t attachment_uploads_open_max = 50;                     // of one user
inline constexpr std::int64_t attachment_uploads_bytes_max = 1024LL * 1024 * 1024;  // that these may have together
inline constexpr int attachment_upload_hours_max = 24;                              // that an upload takes
inline constexpr int attachment_days_kept = 30;                                     // after it was removed
inline constexpr std::int64_t attachment_pieces_deleted_at_once = 8;                // in one transaction
inline constexpr std::int64_t attachment_contents_swept_at_once = 1000;             // looked for at once
inline constexpr std::int64_t attachment_contents_verified_at_once = 1000;
inline constexpr std::int64_t attachment_bytes_verified = 4LL * 1024 * 1024 * 1024;  // by one call; of more, a share
inline constexpr std::int64_t attachments_purged_at_once = 200;                      // in one transaction
inline constexpr std::int64_t attachments_purged_for_room = 10;  // each time that room is looked for

}  // namespace kith::limits
