// The limits of connect/; base/limits.hpp tells how they are written.
#pragma once

#include <cstddef>
#include <cstdint>

#include "http/limits.hpp"

namespace kith::limits {

// Tracking API. The published contract says 32 KB an event and 500 KB a batch; its own clients exceed the latter.
inline constexpr std::size_t tracking_body_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t tracking_body_inflated_bytes_max = 16 * 1024 * 1024;
inline constexpr std::size_t tracking_batch_events_max = 2500;
inline constexpr std::size_t ingest_transactions_max = 2;       // at once: one is committed while the other is filled
inline constexpr std::size_t ingest_together_calls_max = 1000;  // of several requests in one transaction
inline constexpr std::size_t message_id_characters_max = 99;
inline constexpr std::size_t dead_letter_payload_bytes_max = 256 * 1024;
inline constexpr std::int64_t dead_letters_replayed_max = 10'000;  // at once
inline constexpr std::size_t debug_entries_max = 200;              // a source
inline constexpr std::size_t debug_bytes_max = 1024 * 1024;        // a source
inline constexpr int tracking_conflict_attempts_max = 4;
inline constexpr std::size_t plan_events_max = 1000;

// Files in and out
inline constexpr std::int64_t import_file_bytes_max = 4LL * 1024 * 1024 * 1024;
inline constexpr int import_file_days_max = 30;       // that a file waits which is not being taken in
inline constexpr std::int64_t imports_open_max = 20;  // of one user: files that were not begun
inline constexpr std::size_t import_part_bytes_max = request_body_bytes_max;
inline constexpr std::size_t import_row_bytes_max = 512 * 1024;
inline constexpr std::size_t import_columns_max = 500;
inline constexpr std::size_t import_sample_bytes = 256 * 1024;  // of a file, for its format and the first rows
inline constexpr std::size_t import_preview_rows = 20;
inline constexpr std::size_t import_chunk_rows_max = 500;     // in one transaction
inline constexpr std::size_t import_sale_lines_max = 500;     // of one sale
inline constexpr std::int64_t import_bad_rows_max = 100'000;  // then it stops: the mapping is wrong
inline constexpr std::size_t import_companies_known_max = 10'000;
inline constexpr std::size_t export_page_rows = 500;        // in one read
inline constexpr std::size_t export_people_of_events = 50;  // whose events are looked for in one read
inline constexpr std::size_t export_piece_bytes = 512 * 1024;
inline constexpr int exports_running_max = 8;          // handed out at once by one server
inline constexpr int export_silent_seconds_max = 120;  // after which nobody takes the file any more

}  // namespace kith::limits
