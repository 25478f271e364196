#include "http/event_stream.hpp"

#include "http/limits.hpp"

namespace kith::http {

namespace {

/// A line break inside a field would end it, so each line of the data becomes a field of its own.
void append_lines(std::string& out, std::string_view data) {
    while (true) {
        auto const end = data.find_first_of("\r\n");
        out.append("data: ").append(data.substr(0, end)).push_back('\n');
        if (end == std::string_view::npos) return;
        bool const is_pair = data[end] == '\r' && end + 1 < data.size() && data[end + 1] == '\n';
        data.remove_prefix(end + (is_pair ? 2 : 1));
    }
}

}  // namespace

bool EventStream::send(std::string_view event, std::string_view data) {
    std::string text;
    text.reserve(event.size() + data.size() + 24);
    if (!event.empty()) text.append("event: ").append(event.substr(0, event.find_first_of("\r\n"))).push_back('\n');
    append_lines(text, data);
    text.push_back('\n');
    return append(text);
}

bool EventStream::heartbeat() { return append(":\n\n"); }

void EventStream::close() {
    std::function<void()> wake;
    {
        auto state = state_.lock();
        if (state->is_closed) return;
        state->is_closed = true;
        wake = state->wake;
    }
    if (wake) wake();
}

bool EventStream::is_open() const { return !state_.lock()->is_closed; }

std::string EventStream::take() {
    auto state = state_.lock();
    return std::exchange(state->pending, {});
}

void EventStream::set_wake(std::function<void()> wake) {
    {
        auto state = state_.lock();
        state->wake = wake;
    }
    // What was queued before the transport listened would otherwise wait for the next event.
    if (wake) wake();
}

bool EventStream::append(std::string_view text) {
    std::function<void()> wake;
    bool is_kept = true;
    {
        auto state = state_.lock();
        if (state->is_closed) return false;
        bool const was_empty = state->pending.empty();
        if (state->pending.size() + text.size() > limits::stream_backlog_bytes_max) {
            state->is_closed = true;
            state->pending.clear();
            is_kept = false;
        } else {
            state->pending.append(text);
        }
        // One wake is enough until the transport has taken what is there.
        if (was_empty || !is_kept) wake = state->wake;
    }
    if (wake) wake();
    return is_kept;
}

}  // namespace kith::http
