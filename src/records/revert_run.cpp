#include "records/revert_run.hpp"

#include <algorithm>
#include <chrono>

#include "audit/audit.hpp"
#include "records/refusal.hpp"
#include "records/reverts.sql.hpp"

namespace kith::records {

namespace {

using Clock = std::chrono::steady_clock;
using store::Session;
using store::Transaction;

std::string hook_step(std::string const& hook, std::string const& from) {
    return dump_json({{"hook", hook}, {"from", from}});
}
std::string record_step(std::string const& after) { return dump_json({{"after", after}}); }

}  // namespace

Result<void> keep(Transaction& transaction, ChangeSetId id, std::int64_t position, std::span<Kept const> kept) {
    for (auto const& each : kept) {
        if (position >= limits::revert_kept_max) return {};
        TRY(transaction.execute(sql::reverting_keep, id, position++, each.object, each.id, each.field, each.reason));
    }
    return {};
}

Result<void> write_report(Transaction& transaction, Write const& write, ChangeSetId id, Reverted const& outcome) {
    std::optional<Uuid> const whose = write.actor.id.is_nil() ? std::nullopt : std::optional(write.actor.id);
    TRY(transaction.execute(sql::reverting_insert, id, write.change_set, "done", "", kith::name_of(write.actor.kind),
                            whose, write.actor.name, 0, 0, outcome.reverted, outcome.kept.size(), transaction.now(),
                            transaction.now()));
    return keep(transaction, id, 0, outcome.kept);
}

Result<void> RevertRun::run() {
    while (!reverts_.is_stopping_) {
        // Roles, rules and definitions may be others by now.
        auto actor = TRY(reverts_.actor_now_(stored_.actor));
        write_ = {stored_.undo, "revert", std::move(actor), {}};
        if (!write_.actor.may(Permission::change_sets_revert))
            return Error::forbidden("Your role may not revert change sets.");
        Json step{{"hook", ""}};
        if (!stored_.step.empty()) step = TRY(parse_json(stored_.step));
        if (step.contains("hook")) {
            TRY(revert_beside(step["hook"].get<std::string>(), step.value("from", "")));
        } else if (TRY(revert_page(step.value("after", "")))) {
            return finish();
        }
    }
    return Error::unavailable("The server is stopping.");
}

/// The next room that takes something of its own back, or the first record.
std::string RevertRun::step_after_hook(std::string const& hook) const {
    auto const& hooks = reverts_.records_.hooks_;
    for (auto next = hooks.upper_bound(hook); next != hooks.end(); ++next)
        if (next->second.reverted) return hook_step(next->first, "");
    return record_step("");
}

/// One piece of what a room takes back; an empty name stands before the first.
Result<void> RevertRun::revert_beside(std::string const& hook, std::string const& from) {
    auto const& hooks = reverts_.records_.hooks_;
    auto const found = hooks.find(hook);
    auto const pieces = found == hooks.end() ? 0 : pieces_.rows();
    auto const began = Clock::now();
    stored_ = TRY(reverts_.database_.write(
        [&](Transaction& transaction) -> Result<Reverts::Stored> {
            TRY(hold(transaction));
            auto reached = stored_;
            std::string next;
            if (pieces > 0) next = TRY(found->second.reverted(transaction, write_, stored_.id, from, pieces));
            reached.step = next.empty() ? step_after_hook(hook) : hook_step(hook, next);
            reached.done = std::min(stored_.total, stored_.done + static_cast<std::int64_t>(pieces));
            TRY(settle(transaction, reached, {}));
            return reached;
        },
        store::Lane::background));
    if (pieces > 0) pieces_.took(Clock::now() - began);
    return {};
}

/// Records after a place; whether there were none.
Result<bool> RevertRun::revert_page(std::string const& after) {
    auto& records = reverts_.records_;
    auto const place = TouchedPlace::parse(after);
    auto const page = TRY(reverts_.database_.read([&](Session& session) {
        return records.touched(session, stored_.id, place, Records::Including::records, limits::revert_records_at_once);
    }));
    auto const rest = std::span(page);
    for (std::size_t at = 0; at < rest.size() && !reverts_.is_stopping_;) {
        auto const count = std::min(records_.rows(), rest.size() - at);
        auto const began = Clock::now();
        TRY(write(rest.subspan(at, count)));
        if (count == records_.rows()) records_.took(Clock::now() - began);
        at += count;
    }
    return page.empty();
}

/// Writes the chunk. A record that is refused spoils nothing but itself: the chunk is written by halves, until the
/// records at fault stand alone and stay.
Result<void> RevertRun::write(std::span<Touched const> chunk) {
    auto outcome = write_together(chunk, {});
    if (outcome || !is_about_record(outcome.error())) return outcome;
    if (chunk.size() == 1) return write_together(chunk, std::string(reason_of(outcome.error())));
    TRY(write(chunk.first(chunk.size() / 2)));
    return write(chunk.subspan(chunk.size() / 2));
}

/// In one transaction with how far it reaches. `refused_for`: the one record stays for that reason.
Result<void> RevertRun::write_together(std::span<Touched const> chunk, std::string const& refused_for) {
    stored_ = TRY(reverts_.database_.write(
        [&](Transaction& transaction) -> Result<Reverts::Stored> {
            TRY(hold(transaction));
            Outcome outcome;
            if (refused_for.empty())
                outcome = TRY(apply(transaction, chunk));
            else
                outcome.kept.push_back({chunk.front().object, chunk.front().id, "", refused_for});
            auto reached = stored_;
            reached.step = record_step(TouchedPlace{chunk.back().object, chunk.back().id}.text());
            reached.done = std::min(stored_.total, stored_.done + static_cast<std::int64_t>(chunk.size()));
            reached.back += outcome.back;
            reached.kept += static_cast<std::int64_t>(outcome.kept.size());
            TRY(settle(transaction, reached, outcome.kept));
            return reached;
        },
        store::Lane::background));
    return {};
}

Result<RevertRun::Outcome> RevertRun::apply(Transaction& transaction, std::span<Touched const> chunk) {
    auto& records = reverts_.records_;
    Outcome outcome;
    for (auto const& each : chunk) {
        TRY(records.hold(transaction, each));
        auto const fate = TRY(records.fate_of(transaction, each, stored_.id, stored_.undo));
        if (fate.current.is_null()) continue;
        if (!TRY(records.is_seen(transaction, write_.actor, *fate.object, fate.id))) {
            outcome.kept.push_back({each.object, each.id, "", "not_found"});
        } else if (!may(fate)) {
            outcome.kept.push_back({each.object, each.id, "", "forbidden"});
        } else {
            TRY(records.meet(transaction, write_, fate));
            outcome.back += fate.reverted();
            outcome.kept.insert(outcome.kept.end(), fate.kept.begin(), fate.kept.end());
        }
    }
    return outcome;
}

bool RevertRun::may(Fate const& fate) const {
    auto const& access = reverts_.records_.access_;
    bool const is_deleting = fate.goes || fate.is_deleted;
    if (is_deleting && !access.may(write_.actor, *fate.object, access::Deed::remove)) return false;
    if (fate.back.empty()) return true;
    if (!access.may(write_.actor, *fate.object, access::Deed::update)) return false;
    return std::ranges::all_of(fate.back.items(), [&](auto const& field) {
        return access.field_right(write_.actor, *fate.object, field.key()) == access::FieldRight::write;
    });
}

/// The work is this job's as long as nobody went further.
Result<void> RevertRun::hold(Transaction& transaction) {
    auto const locked = TRY(transaction.query(sql::reverting_lock, stored_.id));
    if (locked.empty() || locked[0].text(0) != "running" || locked[0].text(1) != stored_.step)
        return Error::unavailable("Another server is doing this.");
    return {};
}

Result<void> RevertRun::settle(Transaction& transaction, Reverts::Stored const& reached, std::span<Kept const> kept) {
    TRY(keep(transaction, stored_.id, stored_.kept, kept));
    TRY(transaction.execute(sql::reverting_progress, stored_.id, reached.step, reached.done, reached.back,
                            reached.kept));
    return {};
}

Result<void> RevertRun::finish() {
    return reverts_.database_.write(
        [&](Transaction& transaction) -> Result<void> {
            TRY(hold(transaction));
            for (auto const& step : reverts_.records_.reverting_) TRY(step.run(transaction, write_, stored_.id));
            TRY(reverts_.records_.note_reverting(transaction, write_, stored_.id, stored_.back, stored_.kept));
            TRY(transaction.execute(sql::reverting_ended, stored_.id, "done", nullptr, transaction.now()));
            return {};
        },
        store::Lane::background);
}

}  // namespace kith::records
