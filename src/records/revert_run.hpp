// One change set going back by a job, and the report of any.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "records/fate.hpp"
#include "records/limits.hpp"
#include "records/reverts.hpp"
#include "store/pace.hpp"

namespace kith::records {

struct Reverts::Stored {
    ChangeSetId id;    ///< what goes back
    ChangeSetId undo;  ///< what it goes back with
    std::string state;
    /// Where a job goes on: `{hook, from}` while a room takes back what is its own, then `{after}` a record.
    std::string step;
    Actor actor;  ///< who began it; what they may is asked anew
    std::int64_t total = 0, done = 0, back = 0, kept = 0;
    std::string error;
    Instant created_at;
    std::optional<Instant> finished_at;

    Json json() const;
};

/// The report of what was done in one transaction.
Result<void> write_report(store::Transaction& transaction, Write const& write, ChangeSetId id, Reverted const& outcome);
/// Adds to what stayed; beyond `limits::revert_kept_max` it is only counted.
Result<void> keep(store::Transaction& transaction, ChangeSetId id, std::int64_t position, std::span<Kept const> kept);

class RevertRun {
public:
    RevertRun(Reverts& reverts, Reverts::Stored stored) : reverts_(reverts), stored_(std::move(stored)) {}
    /// To the end, or until the server stops.
    Result<void> run();

private:
    struct Outcome {
        std::int64_t back = 0;
        std::vector<Kept> kept;
    };
    Result<void> revert_beside(std::string const& hook, std::string const& from);
    std::string step_after_hook(std::string const& hook) const;
    Result<bool> revert_page(std::string const& after);
    Result<void> write(std::span<Touched const> chunk);
    Result<void> write_together(std::span<Touched const> chunk, std::string const& refused_for);
    Result<Outcome> apply(store::Transaction& transaction, std::span<Touched const> chunk);
    bool may(Fate const& fate) const;
    Result<void> hold(store::Transaction& transaction);
    Result<void> settle(store::Transaction& transaction, Reverts::Stored const& reached, std::span<Kept const> kept);
    Result<void> finish();

    Reverts& reverts_;
    Reverts::Stored stored_;
    Write write_;
    store::Pace pieces_{limits::revert_pieces_at_once}, records_{limits::revert_records_at_once};
};

}  // namespace kith::records
