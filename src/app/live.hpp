// Live changes: what the change log tells, to everyone who listens and may see it, as server-sent events.
//
// One thread follows the change log while somebody listens: it looks when this process has committed something, and now
// and then for what other processes commit. Each change is judged for each subscriber: `change` where they may see the
// record, `gone` where they no longer can, nothing where they never could. A subscriber whose session or token has
// ended is cut off at the next heartbeat. Other topics than records (a source's live debugger) come from whoever has
// them; the hub keeps their streams awake.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "access/row_access.hpp"
#include "base/actor.hpp"
#include "http/event_stream.hpp"
#include "records/records.hpp"
#include "store/database.hpp"

namespace kith::app {

class LiveHub {
public:
    /// Who a person is today, after joins.
    using RootOf = std::function<Result<PersonId>(store::Session&, PersonId)>;
    /// Opens a stream for the part of a topic after the colon.
    using Topic = std::function<Result<std::shared_ptr<http::EventStream>>(Actor const&, std::string_view)>;

    LiveHub(store::Database& database, records::Records& records, access::RowAccess const& row_access, RootOf root_of);
    ~LiveHub();
    /// Before `start`: `source:<id>` and the like.
    void add_topic(std::string name, Topic topic);
    void start();
    /// Closes every stream and joins the thread.
    void stop();

    /// A topic is `people`, `<object>:<id>`, or one that was added. `still` says whether the subscriber's session or
    /// token holds. `invalid` for another topic, `not_found` where the record is absent or hidden.
    Result<std::shared_ptr<http::EventStream>> subscribe(Actor const& actor, std::string_view topic,
                                                         std::function<bool()> still);

    /// Reads what is new in the log and tells it; how many changes there were. The thread calls it; tests do too.
    Result<std::size_t> deliver();
    /// Drops streams that closed and those whose subscriber may no longer listen; wakes the others.
    void heartbeat();

private:
    struct Subscriber;
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kith::app
