// Taking a change set back, whatever its size: a small one at once, a large one by a job in chunks between other
// writes.
//
// Either way the same fates are carried out (fate.hpp), the revert is a change set of its own, and what went back and
// what stayed is kept to be read. In a job each record is decided under the role that whoever began it has by then; one
// that is refused stays and is told. A job that dies goes on where it stood; one that failed may be begun again.
#pragma once

#include <atomic>
#include <functional>
#include <string_view>

#include "records/records.hpp"
#include "store/jobs.hpp"

namespace kith::records {

inline constexpr std::string_view revert_job_kind = "revert";

class Reverts {
public:
    /// Somebody as they may act now; the error where they may not any more.
    using ActorNow = std::function<Result<Actor>(Actor const&)>;

    Reverts(store::Database& database, Records& records, ActorNow actor_now)
        : database_(database), records_(records), actor_now_(std::move(actor_now)) {}

    // Doors. Errors: forbidden, not_found, conflict, too_many_requests.
    /// `{change_set, state, reverted, kept}`; of a large change set the state is `running`, and the rest is a job's.
    Result<Json> begin(Write const& write, ChangeSetId id);
    /// How far it is, and what came of it: to whom may take the change set back. `not_found` where nobody did.
    Result<Json> get(Actor const& actor, ChangeSetId id);
    /// What stayed: `{data: [{object, id, name, field, reason}], next}`.
    Result<Json> kept(Actor const& actor, ChangeSetId id, std::string_view page, std::size_t limit);

    /// The job. Comes back early, to be claimed again, once `stop` was called.
    Result<void> run(store::Job const& job);
    void stop() { is_stopping_ = true; }

private:
    friend class RevertRun;
    struct Stored;
    struct Size {
        std::int64_t pieces = 0;
        bool is_large = false;
    };
    Result<Size> size_of(store::Session& session, ChangeSetId id);
    Result<Json> begin_job(Write const& write, ChangeSetId id, std::int64_t pieces);
    Result<Json> begin_again(Write const& write, Stored const& stored);
    Result<std::optional<Stored>> load(store::Session& session, ChangeSetId id);
    Result<Stored> load_for(store::Session& session, Actor const& actor, ChangeSetId id);
    Result<void> end(ChangeSetId id, std::string_view state, std::string_view error);

    store::Database& database_;
    Records& records_;
    ActorNow actor_now_;
    std::atomic<bool> is_stopping_ = false;
};

}  // namespace kith::records
