// The live debugger: what each source sent last, and what came of it, as it happens.
//
// In memory alone and of this process: the newest `limits::debug_entries_max` calls a source, at most
// `limits::debug_bytes_max` of them, and streams of server-sent events for who watches. What is shown here is also on
// the timeline or among the dead letters.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/guarded.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "connect/limits.hpp"
#include "events/events.hpp"
#include "http/event_stream.hpp"

namespace kith::connect {

enum class CallOutcome : std::uint8_t { stored, duplicate, rejected, flagged };
std::string_view name_of(CallOutcome outcome);

struct DebugEntry {
    Instant at;
    std::string call, type;
    CallOutcome outcome = CallOutcome::stored;
    std::string reason;                     ///< a code; empty where there is nothing to say
    std::optional<events::EventKey> event;  ///< what was stored
    std::string payload;                    ///< as sent
};

class Debugger {
public:
    /// In the order of receipt.
    void note(SourceId source, std::vector<DebugEntry> entries);
    /// `{at, call, type, outcome, reason?, person?, event?, payload}`, newest first.
    Json newest(SourceId source, std::size_t limit) const;
    /// The stream gets `event: debug` with the same for each call from now on, until it closes.
    void watch(SourceId source, std::shared_ptr<http::EventStream> stream);

    /// Drops what was sent so far, of every source: somebody was erased.
    void forget();

private:
    struct Ring {
        std::deque<DebugEntry> entries;
        std::size_t bytes = 0;
        std::vector<std::shared_ptr<http::EventStream>> streams;
    };
    Guarded<std::unordered_map<SourceId, Ring>> rings_;
};

}  // namespace kith::connect
