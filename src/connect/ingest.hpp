// From calls to facts: the one way in for what sources send.
//
// A request is stored whole by one transaction, together with those that came by the same key while another was being
// committed: which messages came before, whose each call is, the events, what was learnt, the dead
// letters and the counters commit together or not at all, so received = stored + duplicates + rejected at any moment. A
// message that came before changes nothing, also after its visitor was identified. One call that the database refuses
// does not take its request with it: the calls are then stored one by one, and that one becomes a dead letter. Where
// the store can take nothing, nothing is counted and the sender is asked to come back.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "connect/debugger.hpp"
#include "connect/gathering.hpp"
#include "connect/plan.hpp"
#include "connect/sources.hpp"
#include "connect/tracking_message.hpp"
#include "people/people.hpp"
#include "records/records.hpp"
#include "store/database.hpp"

namespace kith::connect {

/// What came of one call.
struct CallResult {
    CallOutcome outcome = CallOutcome::stored;
    std::string reason;  ///< a code, of a rejection or a flag
    std::string detail;
    std::optional<events::EventKey> event;  ///< where it was stored
};

class Ingest {
public:
    Ingest(store::Database& database, people::People& people, Debugger& debugger);
    ~Ingest();

    /// Stores the calls of a request. `unavailable` where the store can take nothing now.
    Result<Counts> take(Sender const& sender, TrackingRequest const& request, Instant received_at);
    /// Keeps a body that could not be read as calls: it counts as one that was received and rejected.
    Result<void> refuse(Sender const& sender, Error const& failure, std::string_view body, Instant received_at);

    /// Stores what was rejected before, as if it had just been mended: inside the transaction of the caller, who moves
    /// the counters.
    Result<CallResult> store_again(store::Transaction& transaction, Sender const& sender,
                                   TrackingRequest const& request, Instant received_at);
    /// Shows it in the debugger.
    void show(Sender const& sender, TrackingRequest const& request, std::span<CallResult const> results,
              Instant received_at);

private:
    struct Prepared;
    struct Portion;
    struct Waiting;
    class Batch;
    using Results = std::vector<CallResult>;
    static std::vector<Prepared> prepare(Source const& source, TrackingRequest const& request);
    Result<Results> store(Sender const& sender, Portion const& portion);
    Result<Results> store_alone(Sender const& sender, Portion const& portion);
    Result<std::vector<Results>> store_together(Sender const& sender, std::span<Portion const> portions);

    store::Database& database_;
    people::People& people_;
    Debugger& debugger_;
    std::unique_ptr<Gathering<Waiting>> gathering_;
};

enum class Payload : std::uint8_t { kept, withheld };

/// Writes a dead letter; false where the same message or payload is one already. One whose payload was withheld cannot
/// be replayed.
Result<bool> bury(store::Transaction& transaction, SourceId source, TrackingCall const& call, Envelope const& envelope,
                  CallResult const& result, Instant received_at, Payload kept = Payload::kept);

}  // namespace kith::connect
