// Server-sent events (WHATWG HTML, section 9.2). The transport owns the connection; whoever has something to tell holds
// the stream.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/guarded.hpp"
#include "http/limits.hpp"

namespace kith::http {

/// Safe to use from any thread. A reader who is slower than `limits::stream_backlog_bytes_max` is cut off, and comes
/// back by itself.
class EventStream {
public:
    /// Queues one event; `event` empty means `message`. False once the stream is closed or was cut off.
    bool send(std::string_view event, std::string_view data);
    /// A comment line, which keeps proxies awake.
    bool heartbeat();
    void close();
    bool is_open() const;

    // For the transport: takes what is queued, and is told when there is something to take or the stream closes.
    std::string take();
    void set_wake(std::function<void()> wake);

private:
    struct State {
        std::string pending;
        bool is_closed = false;
        std::function<void()> wake;
    };
    bool append(std::string_view text);
    Guarded<State> state_;
};

}  // namespace kith::http
