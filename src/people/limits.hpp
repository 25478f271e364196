// The limits of people/; base/limits.hpp tells how they are written.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kith::limits {

// What people demand of their own data
inline constexpr std::int64_t person_export_rows_max = 200'000;
inline constexpr std::size_t erased_rows_at_once = 500;  // found one by one, in a transaction
inline constexpr std::size_t patterns_at_once = 100;     // looked for in one pass through a table
inline constexpr int trace_attempts_max = 5;             // for the log to be free of readers, before it is put off

// People
inline constexpr std::size_t key_bytes_max = 200;
inline constexpr std::size_t keys_per_resolution_max = 16;
inline constexpr std::int64_t keys_per_person_max = 500;  // over all who were joined into one
inline constexpr std::int64_t aliases_per_person_max = 500;
inline constexpr std::int64_t joins_per_key_max = 10;  // people that one key may join before it counts as shared
inline constexpr int claim_attempts_max = 4;
inline constexpr std::size_t traits_max = 200;              // values of one call
inline constexpr std::size_t values_per_person_max = 1000;  // with their provenance, over all who were joined into one
inline constexpr std::size_t kept_people_read_at_once = 1000;  // whose field gets another type
inline constexpr std::int64_t seen_ms_min = 60'000;            // between two writes of last_seen_at
inline constexpr std::size_t seen_people_max = 100'000;        // of whom it is remembered; then all are forgotten
inline constexpr std::size_t home_days = 14;
inline constexpr int source_silent_hours_min = 24;
inline constexpr std::size_t summary_months = 12;
inline constexpr std::size_t home_changes_max = 2'000;      // that a view of Home counts itself; more is for a job
inline constexpr std::size_t totals_changes_max = 50'000;   // beyond, counting every day anew is quicker
inline constexpr std::int32_t totals_days_max = 800;        // that totals are kept of
inline constexpr std::int32_t open_question_days_max = 30;  // after which nobody waits for an answer any more
inline constexpr std::size_t open_questions_shown_max = 5;
inline constexpr std::int64_t product_events_max = 2'000;  // of one id, newest, that tell what somebody owns
inline constexpr std::size_t owned_products_max = 200;
inline constexpr std::size_t product_questions_max = 10;  // told of one product, newest
inline constexpr double owned_quantity_max = 1e6;         // of one line

// Doubts
inline constexpr std::size_t duplicate_pairs_at_once = 200;  // of one statement
inline constexpr int duplicate_reads_max = 20;               // statements of one page

}  // namespace kith::limits
