// Every queue, body, page, batch, recursion and cache has its limit here, by name, with its unit last. A test stands at
// each limit and one past it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kith::limits {

// JSON
inline constexpr int json_depth_max = 32;

// HTTP
inline constexpr std::size_t request_header_bytes_max = 32 * 1024;
inline constexpr std::size_t request_body_bytes_max = 1024 * 1024;
inline constexpr std::size_t request_target_bytes_max = 8 * 1024;
inline constexpr std::size_t connections_max = 4096;
inline constexpr std::size_t requests_waiting_max = 1024;
inline constexpr std::size_t idempotency_key_bytes_max = 255;
inline constexpr int idempotency_hours_min = 48;  // for which a request's key is remembered
inline constexpr int idle_connection_seconds_max = 75;
inline constexpr int request_seconds_max = 30;
inline constexpr std::size_t stream_backlog_bytes_max = 256 * 1024;
inline constexpr std::size_t streams_max = 512;

// What people demand of their own data
inline constexpr std::int64_t person_export_rows_max = 200'000;
inline constexpr std::size_t erased_rows_at_once = 500;  // found one by one, in a transaction
inline constexpr int trace_attempts_max = 5;             // for the log to be free of readers, before it is put off

// Tracking API. The published contract says 32 KB an event and 500 KB a batch; its own clients exceed the latter.
inline constexpr std::size_t tracking_body_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t tracking_body_inflated_bytes_max = 16 * 1024 * 1024;
inline constexpr std::size_t tracking_event_bytes_max = 32 * 1024;
inline constexpr std::size_t tracking_batch_events_max = 2500;
inline constexpr std::size_t ingest_transactions_max = 2;       // at once: one is committed while the other is filled
inline constexpr std::size_t ingest_together_calls_max = 1000;  // of several requests in one transaction
inline constexpr std::size_t message_id_characters_max = 99;
inline constexpr std::size_t dead_letter_payload_bytes_max = 256 * 1024;
inline constexpr std::int64_t dead_letters_replayed_max = 10'000;  // at once
inline constexpr std::size_t debug_entries_max = 200;              // a source
inline constexpr std::size_t debug_bytes_max = 1024 * 1024;        // a source
inline constexpr int tracking_conflict_attempts_max = 4;
inline constexpr int occurred_ahead_seconds_max = 300;
inline constexpr std::size_t plan_events_max = 1000;

// Files in and out
inline constexpr std::int64_t import_file_bytes_max = 4LL * 1024 * 1024 * 1024;
inline constexpr std::size_t import_part_bytes_max = request_body_bytes_max;
inline constexpr std::size_t import_row_bytes_max = 512 * 1024;
inline constexpr std::size_t import_columns_max = 500;
inline constexpr std::size_t import_sample_bytes = 256 * 1024;  // of a file, for its format and the first rows
inline constexpr std::size_t import_preview_rows = 20;
inline constexpr std::size_t import_chunk_rows_max = 500;     // in one transaction
inline constexpr std::size_t import_sale_lines_max = 500;     // of one sale
inline constexpr std::int64_t import_bad_rows_max = 100'000;  // then it stops: the mapping is wrong
inline constexpr std::size_t import_companies_known_max = 10'000;

// Store
inline constexpr std::size_t write_queue_tasks_max = 512;
inline constexpr std::size_t write_group_tasks_max = 128;
inline constexpr int write_group_ms_max = 2;
inline constexpr int transaction_attempts_max = 8;
inline constexpr std::size_t statement_cache_max = 512;
inline constexpr std::size_t change_batch_max = 1000;
inline constexpr std::size_t job_attempts_max = 10;
inline constexpr std::int64_t changes_kept_min = 1'000'000;  // of the change log, over all slots
inline constexpr std::size_t changes_pruned_max = 5'000;     // in one transaction

// Lists
inline constexpr std::size_t page_rows_default = 50;
inline constexpr std::size_t page_rows_max = 200;
inline constexpr std::int64_t total_exact_max = 10'000;
inline constexpr std::int64_t sort_unindexed_rows_max = 100'000;

// Rules
inline constexpr std::size_t rule_bytes_max = 8 * 1024;
inline constexpr int rule_depth_max = 32;
inline constexpr std::size_t rule_list_values_max = 200;
inline constexpr std::size_t rule_parts_max = 100;
inline constexpr std::size_t rule_cost_max = 200;  // of the comparisons: 1 each, more where rows or records are read
inline constexpr std::size_t rule_number_digits_max = 15;
inline constexpr std::int64_t rule_period_count_max = 10'000;  // `last 10000 days`
inline constexpr std::size_t rule_problems_max = 20;           // told at once
inline constexpr std::size_t rule_completions_max = 50;

// Saved views
inline constexpr std::int64_t views_per_owner_max = 200;  // of one object
inline constexpr std::size_t view_columns_max = 50;
inline constexpr std::int64_t view_column_width_max = 1000;  // CSS pixels
inline constexpr std::int64_t view_column_width_min = 40;

inline constexpr std::size_t live_told_max = 10'000;  ///< records that a subscriber to a whole list was told of

// Objects and fields
inline constexpr std::size_t objects_max = 500;            // retired ones included
inline constexpr std::size_t fields_per_object_max = 500;  // retired ones included
inline constexpr std::size_t columns_per_object_max = 1000;
inline constexpr std::size_t sortable_fields_max = 12;  // an object
inline constexpr std::size_t choices_max = 200;         // a field
inline constexpr std::size_t label_characters_max = 80;
inline constexpr int schema_lock_seconds_max = 2;  // that a change of definitions waits for those who use the table
inline constexpr int schema_lock_attempts_max = 5;
inline constexpr int slot_rest_seconds_min = 60;             // before a deleted field's column serves another
inline constexpr std::int64_t sort_keys_made_max = 200'000;  // in one change of definitions

// Values
inline constexpr std::int64_t money_minor_max = 10'000'000'000'000;  // of one amount, so that sums of millions fit
inline constexpr std::size_t text_bytes_max = 1000;
inline constexpr std::size_t long_text_bytes_max = 100'000;

// Events and people
inline constexpr std::size_t event_type_bytes_max = 200;
inline constexpr std::size_t event_type_properties_max = 500;     // of which the types are fixed, an event type
inline constexpr std::size_t event_property_types_max = 100'000;  // in memory
inline constexpr std::size_t key_bytes_max = 200;
inline constexpr std::size_t keys_per_resolution_max = 16;
inline constexpr std::int64_t keys_per_person_max = 500;  // over all who were joined into one
inline constexpr std::int64_t aliases_per_person_max = 500;
inline constexpr std::int64_t joins_per_key_max = 10;  // people that one key may join before it counts as shared
inline constexpr int claim_attempts_max = 4;
inline constexpr std::size_t traits_max = 200;              // values of one call
inline constexpr std::size_t values_per_person_max = 1000;  // with their provenance, over all who were joined into one
inline constexpr std::int64_t seen_ms_min = 60'000;         // between two writes of last_seen_at
inline constexpr std::size_t seen_people_max = 100'000;     // of whom it is remembered; then all are forgotten
inline constexpr std::size_t home_days = 14;
inline constexpr int source_silent_hours_min = 24;
inline constexpr std::size_t summary_months = 12;
inline constexpr std::size_t home_changes_max = 2'000;      // that a view of Home counts itself; more is for a job
inline constexpr std::size_t totals_changes_max = 50'000;   // beyond, counting every day anew is quicker
inline constexpr std::int32_t totals_days_max = 800;        // that totals are kept of
inline constexpr std::int32_t open_question_days_max = 30;  // after which nobody waits for an answer any more
inline constexpr std::size_t open_questions_shown_max = 5;

// Access
inline constexpr std::size_t password_characters_min = 10;
inline constexpr std::size_t password_bytes_max = 256;
inline constexpr int sign_in_failures_max = 5;
inline constexpr int sign_in_failures_per_address_max = 30;
inline constexpr int sign_in_window_seconds = 300;
inline constexpr std::size_t sign_in_counters_max = 10'000;
inline constexpr std::size_t email_bytes_max = 254;
inline constexpr std::size_t name_characters_max = 200;
inline constexpr int session_days_max = 30;
inline constexpr int seen_every_seconds_min = 60;       ///< how seldom a session's or token's last use is written
inline constexpr int identity_cached_seconds_max = 10;  ///< until another process's revocation is noticed here
inline constexpr std::size_t identities_cached_max = 10'000;

}  // namespace kith::limits
