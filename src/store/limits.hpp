// The limits of store/; base/limits.hpp tells how they are written.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kith::limits {

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

}  // namespace kith::limits
