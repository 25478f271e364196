// The same done to many records: fields set or cleared, deleted, restored, deleted for good; or all that name a user
// handed over to another.
//
// Which records is frozen when it begins: those named, or all that a list's filter and search match. A job takes them
// in chunks of one transaction each, between other writes. Each record is read again, under the role that whoever began
// it has by then, and checked as one edit is; what was changed since the beginning, may not be touched any more or
// would not be valid stays as it is and is told with its reason. All of it is one change set. A job that dies goes on
// where it stood.
//
// Whoever began it sees how far it is; nobody else does.
#pragma once

#include <atomic>
#include <functional>
#include <string_view>

#include "records/records.hpp"
#include "store/jobs.hpp"

namespace kith::records {

using BulkEditId = Id<struct BulkEditTag>;

inline constexpr std::string_view bulk_edit_job_kind = "bulk_edit";

class BulkEdits {
public:
    /// Somebody as they may act now; the error where they may not any more.
    using ActorNow = std::function<Result<Actor>(Actor const&)>;

    BulkEdits(store::Database& database, Records& records, ActorNow actor_now)
        : database_(database), records_(records), actor_now_(std::move(actor_now)) {}

    // Doors. Errors: forbidden, invalid, not_found, too_many_requests.
    /// `{ids}` or `{is_all, filter, q}`, and to edit `{values, add, remove}`: what fields become, and which choices
    /// those of several get and lose beside what each record has. Answers at once; the work is a job.
    Result<Json> begin(Actor const& actor, schema::Object const& object, BulkAction action, Json const& body);
    /// What names a user, of what the actor sees: `[{object, field, records, may_change}]`, without fields that name
    /// them nowhere.
    Result<Json> owned(Actor const& actor, UserId user);
    /// `{to}`: the successor stands wherever the user stood in what the actor sees and may change, of all objects in
    /// one bulk edit.
    Result<Json> hand_over(Actor const& actor, UserId user, Json const& body);
    Result<Json> get(Actor const& actor, BulkEditId id);
    /// Those of the actor that are under way.
    Result<Json> running(Actor const& actor);
    /// Records that stayed as they were: `{data: [{id, name, reason}], next}`; the name of those that the actor may
    /// see.
    Result<Json> skipped(Actor const& actor, BulkEditId id, std::string_view page, std::size_t limit);

    /// The job. Comes back early, to be claimed again, once `stop` was called.
    Result<void> run(store::Job const& job);
    void stop() { is_stopping_ = true; }

private:
    friend class BulkRun;
    struct Stored;
    Result<std::vector<Frozen>> chosen(Actor const& actor, schema::Object const& object, BulkAction action,
                                       Json const& body);
    /// What an edit does to each record, in normal form, as the job keeps it: values by field, and under `step_member`
    /// choices.
    Result<Json> checked_patch(Actor const& actor, schema::Object const& object, Json const& body);
    /// Keeps what is to be done and enqueues its job, as one change set. Each of `frozen` is of one object, in parts of
    /// its own.
    Result<Json> enqueue(Actor const& actor, std::string_view object, BulkAction action, Json const& patch,
                         std::vector<std::vector<Frozen>> const& frozen);
    Result<Stored> load(store::Session& session, BulkEditId id);
    Result<Stored> load_own(store::Session& session, Actor const& actor, BulkEditId id);
    Result<Json> end(BulkEditId id, std::string_view state, std::string_view error);

    store::Database& database_;
    Records& records_;
    ActorNow actor_now_;
    std::atomic<bool> is_stopping_ = false;
};

}  // namespace kith::records
