// The limits of http/; base/limits.hpp tells how they are written.
#pragma once

#include <cstddef>

namespace kith::limits {

// HTTP
inline constexpr std::size_t request_header_bytes_max = 32 * 1024;
inline constexpr std::size_t request_body_bytes_max = 1024 * 1024;
inline constexpr std::size_t request_target_bytes_max = 8 * 1024;
inline constexpr std::size_t connections_max = 4096;
inline constexpr std::size_t requests_waiting_max = 1024;
inline constexpr int idle_connection_seconds_max = 75;
inline constexpr std::size_t stream_backlog_bytes_max = 256 * 1024;
inline constexpr std::size_t streams_max = 512;

}  // namespace kith::limits
