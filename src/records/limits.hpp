// The limits of records/; base/limits.hpp tells how they are written.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kith::limits {

// Requests that may be sent again
inline constexpr std::size_t idempotency_key_bytes_max = 255;
inline constexpr int idempotency_hours_min = 48;  // for which a request's key is remembered

// Many records alike
inline constexpr std::size_t bulk_create_records_max = 500;    // in one request and one transaction
inline constexpr std::size_t bulk_ids_max = 10'000;            // named one by one
inline constexpr std::size_t bulk_records_max = 1'000'000;     // that match
inline constexpr std::size_t bulk_frozen_at_once = 10'000;     // rows of one statement
inline constexpr std::size_t bulk_part_records = 500;          // of a row of `bulk_edit_part`
inline constexpr std::size_t bulk_chunk_records_max = 500;     // in one transaction
inline constexpr std::int64_t bulk_skipped_kept_max = 10'000;  // told one by one; beyond that only counted
inline constexpr std::int64_t bulk_edits_running_max = 20;
inline constexpr std::size_t purge_pointing_max = 1'000;  // records that point to one that is deleted for good

// The one way back
inline constexpr std::size_t revert_records_at_once = 500;        // gone through in one piece
inline constexpr std::size_t revert_pieces_at_once = 500;         // events, values and claims, in one piece
inline constexpr std::int64_t revert_events_at_once_max = 5'000;  // that go back in one transaction; more: a job
inline constexpr std::int64_t reverts_running_max = 20;
inline constexpr std::int64_t revert_kept_max = 10'000;       // told one by one; beyond that only counted
inline constexpr std::size_t revert_preview_records = 2'000;  // of one page of a preview
inline constexpr std::size_t change_set_named_max = 3;        // of what each set of a list touched
inline constexpr std::size_t revert_named_max = 5;            // of what stays for one reason, on one page

// Search
inline constexpr std::size_t search_characters_max = 200;
inline constexpr std::size_t search_words_max = 10;
inline constexpr std::size_t search_number_digits_min = 5;        // fewer are a word like any other
inline constexpr std::size_t search_hits_default = 6;             // of one object
inline constexpr std::size_t search_hits_max = 50;                // of one object
inline constexpr std::size_t search_candidates_max = 5'000;       // of one object, whose row rule is asked
inline constexpr std::size_t search_piece_bytes_max = 240;        // of a long text that is shown
inline constexpr std::size_t search_piece_before_bytes_max = 60;  // of it before what was found
inline constexpr std::size_t search_rows_rewritten_at_once = 1000;
inline constexpr int searches_a_second_max = 20;  // of one user or token, on average
inline constexpr int searches_at_once_max = 300;  // of one user or token, after a rest
inline constexpr std::size_t searchers_known_max = 10'000;

// Lists
// Of their order, before an index of their filter is tried, and before all of them are read where it has none.
inline constexpr std::size_t list_walked_rows = 2'000;
inline constexpr std::size_t list_walked_far_rows = 20'000;

// Saved views
inline constexpr std::int64_t views_per_owner_max = 200;  // of one object
inline constexpr std::size_t set_up_bytes_max = 8 * 1024 * 1024;
inline constexpr std::size_t view_columns_max = 50;
inline constexpr std::int64_t view_column_width_max = 1000;  // CSS pixels
inline constexpr std::int64_t view_column_width_min = 40;

// Groups
inline constexpr std::size_t groups_max = 250;  // of one list: as many as a field has choices, and more than countries

// Days
inline constexpr std::int32_t days_max = 42;         // of one list: the six weeks that a month may be in
inline constexpr std::int64_t day_records_max = 20;  // shown of each day; the list filtered by it has the rest
inline constexpr std::int64_t day_records_default = 4;
inline constexpr std::int64_t days_records_ranked_max =
    10000;  // of more in all the days together their number alone is told

// Formulas
inline constexpr std::int64_t formula_records_at_once_max = 20'000;  // in the change of a definition
inline constexpr std::size_t formula_examples_max = 5;
inline constexpr std::size_t formula_records_in_chunk = 500;  // in one transaction of the job

// Rollups
inline constexpr std::size_t rollup_records_in_chunk = 500;  // that are counted anew by one statement

// A change of a field's type
inline constexpr std::int64_t values_retyped_max = 100'000;  // the writer has no time for others meanwhile
inline constexpr std::size_t values_read_at_once = 1000;
inline constexpr std::size_t type_examples_max = 5;  // of values that fit, and of values that do not

}  // namespace kith::limits
