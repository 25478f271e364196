// Every queue, body, page, batch, recursion and cache has its limit by name, with its unit last, in the limits.hpp of
// the folder that keeps to it; here are those that several folders share. A test stands at each limit and one past it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kith::limits {

// JSON
inline constexpr int json_depth_max = 32;
inline constexpr int json_value_depth_max = 16;  // of a field's value, so that it fits into every body around it
inline constexpr std::size_t json_value_bytes_max = 16 * 1024;  // in its canonical form

// Requests
inline constexpr int request_seconds_max = 30;

// Lists
inline constexpr std::size_t page_rows_default = 50;
inline constexpr std::size_t page_rows_max = 200;
inline constexpr std::int64_t total_exact_max = 10'000;

// Values
inline constexpr std::int64_t money_minor_max = 10'000'000'000'000;  // of one amount, so that sums of millions fit
inline constexpr std::size_t text_bytes_max = 1000;
inline constexpr std::size_t long_text_bytes_max = 100'000;

// Search
inline constexpr std::size_t search_word_bytes_max = 60;       // of one way to write a word; the rest is cut
inline constexpr std::size_t search_letters_known_max = 4096;  // whose ways to be written a thread keeps

// Names
inline constexpr std::size_t name_characters_max = 200;

}  // namespace kith::limits
