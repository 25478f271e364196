// The one way back: a change set goes back as far as nothing outside it stands on it.
#include "records/fate.hpp"

#include "audit/audit.hpp"
#include "records/limits.hpp"
#include "records/records.hpp"
#include "records/records.sql.hpp"
#include "records/revert_run.hpp"
#include "records/reverts.sql.hpp"
#include "records/row.hpp"

namespace kith::records {

namespace {

using store::Session;
using store::Transaction;

/// What ends a trial of what would go back: nothing of it stays.
constexpr std::string_view trial_over = "trial_over";

Error already_reverted() { return Error::conflict("already_reverted", "This change was taken back before."); }

}  // namespace

Result<void> Records::check_rights_to_revert(Session& session, Actor const& actor, ChangeSetId id) {
    if (!actor.may(Permission::change_sets_revert)) return Error::forbidden("Your role may not revert change sets.");
    if (TRY(session.query(sql::records_change_set, id)).empty())
        return Error::not_found("There is no such change set.");
    TRY(check_touched_visible(session, actor, id));
    return check_may_revert(session, actor, id);
}

Result<void> Records::check_can_revert(Session& session, Actor const& actor, ChangeSetId id) {
    TRY(check_rights_to_revert(session, actor, id));
    if (!TRY(session.query(sql::records_change_set, id))[0].is_null(5)) return already_reverted();
    if (!TRY(session.query(sql::reverting_is_being_made, id)).empty())
        return Error::conflict("still_running", "This change is still being made; wait until it is done.");
    return {};
}

Result<void> Records::mark_reverted(Transaction& transaction, Write const& write, ChangeSetId id) {
    if (TRY(transaction.execute(sql::records_mark_reverted, id, transaction.now(), write.change_set)) == 0)
        return already_reverted();
    return {};
}

Result<void> Records::note_reverting(Transaction& transaction, Write const& write, ChangeSetId id,
                                     std::int64_t went_back, std::int64_t stayed) {
    auto const reverted = TRY(transaction.query(sql::records_change_set, id));
    audit::Entry entry;
    entry.action = audit::Action::reverted;
    entry.change_set = id;
    entry.facts = {{"of", reverted[0].text(0)}, {"went_back", went_back}, {"stayed", stayed}};
    return audit::note(transaction, write.actor, entry);
}

Result<void> Records::hold(Transaction& transaction, Touched const& touched) {
    auto const object = schema()->find(touched.object);
    return object ? lock_row(transaction, *object, touched.id) : Result<void>();
}

/// Does to a record what its fate says.
Result<void> Records::meet(Transaction& transaction, Write const& write, Fate const& fate) {
    if (fate.goes || fate.is_deleted)
        TRY(set_deleted(transaction, write, *fate.object, fate.current, fate.goes || *fate.is_deleted));
    if (!fate.back.empty()) TRY(patch(transaction, write, *fate.object, fate.id, fate.back));
    return {};
}

Result<void> Records::revert_records(Transaction& transaction, Write const& write, ChangeSetId id, Reverted& outcome) {
    std::optional<TouchedPlace> after;
    for (bool is_last = false; !is_last;) {
        auto const page = TRY(touched(transaction, id, after, Including::records, limits::revert_records_at_once));
        for (auto const& each : page) {
            TRY(hold(transaction, each));
            auto const fate = TRY(fate_of(transaction, each, id, write.change_set));
            if (fate.current.is_null() || !TRY(is_seen(transaction, write.actor, *fate.object, fate.id))) continue;
            TRY(meet(transaction, write, fate));
            outcome.reverted += fate.reverted();
            outcome.kept.insert(outcome.kept.end(), fate.kept.begin(), fate.kept.end());
        }
        is_last = page.size() < limits::revert_records_at_once;
        if (!page.empty()) after = TouchedPlace{page.back().object, page.back().id};
    }
    return {};
}

Result<Reverted> Records::revert(Write const& write, ChangeSetId id) {
    return database_.write([&](Transaction& transaction) -> Result<Reverted> {
        Reverted outcome;
        outcome.change_set = write.change_set;
        TRY(check_can_revert(transaction, write.actor, id));
        TRY(begin(transaction, write));
        TRY(mark_reverted(transaction, write, id));
        for (auto const& [object, hooks] : hooks_) {
            if (!hooks.reverted) continue;
            std::string from;
            do from = TRY(hooks.reverted(transaction, write, id, from, limits::revert_pieces_at_once));
            while (!from.empty());
        }
        TRY(revert_records(transaction, write, id, outcome));
        for (auto const& step : reverting_) TRY(step.run(transaction, write, id));
        TRY(write_report(transaction, write, id, outcome));
        TRY(note_reverting(transaction, write, id, outcome.reverted, static_cast<std::int64_t>(outcome.kept.size())));
        return outcome;
    });
}

Result<void> Records::preview_beside(Session& session, Actor const& actor, ChangeSetId id, RevertPreview& preview) {
    if (auto const can = check_can_revert(session, actor, id); !can) {
        if (can.error().code != ErrorCode::conflict) return Failure(can.error());
        preview.blocked = can.error().reason;
        preview.blocked_because = can.error().message;
        return {};
    }
    for (auto const& [object, hooks] : hooks_) {
        if (!hooks.beside) continue;
        auto const more = TRY(hooks.beside(session, id));
        preview.beside.retracted += more.retracted;
        preview.beside.brought_back += more.brought_back;
        preview.beside.parted += more.parted;
    }
    for (auto const& step : reverting_) preview.definitions += TRY(step.count(session, id));
    return {};
}

Result<void> Records::preview_records(Session& session, Actor const& actor, ChangeSetId id,
                                      std::optional<TouchedPlace> const& after, RevertPreview& preview) {
    auto const page = TRY(touched(session, id, after, Including::records, limits::revert_preview_records));
    for (auto const& each : page) {
        auto const fate = TRY(fate_of(session, each, id, ChangeSetId{}));
        if (fate.current.is_null() || !TRY(is_seen(session, actor, *fate.object, fate.id))) continue;
        ++preview.records;
        if (fate.goes || fate.is_deleted.value_or(false)) ++preview.go;
        if (fate.is_deleted && !*fate.is_deleted) ++preview.come_back;
        preview.fields += static_cast<std::int64_t>(fate.back.size());
        for (auto const& kept : fate.kept) {
            auto& staying = preview.staying[kept.reason];
            if (++staying.count > static_cast<std::int64_t>(limits::revert_named_max)) continue;
            staying.first.emplace_back(kept, TRY(name_shown(session, actor, *fate.object, fate.current)));
        }
    }
    if (page.size() == limits::revert_preview_records)
        preview.next = TouchedPlace{page.back().object, page.back().id}.text();
    return {};
}

/// Whether definitions can go back is known by trying, in a transaction that never commits.
Result<void> Records::try_definitions(Actor const& actor, ChangeSetId id, RevertPreview& preview) {
    auto const write = Write::begin("revert", actor);
    auto const tried = database_.write([&](Transaction& transaction) -> Result<void> {
        TRY(begin(transaction, write));
        for (auto const& step : reverting_) TRY(step.run(transaction, write, id));
        return Error::conflict(std::string(trial_over), "");
    });
    auto const& error = tried.error();
    if (error.reason == trial_over) return {};
    if (error.code != ErrorCode::conflict) return Failure(error);
    preview.blocked = error.reason;
    preview.blocked_because = error.message;
    return {};
}

Result<RevertPreview> Records::preview_revert(Actor const& actor, ChangeSetId id, std::string_view page) {
    if (!actor.may(Permission::change_sets_revert)) return Error::forbidden("Your role may not revert change sets.");
    auto const after = page.empty() ? std::nullopt : TouchedPlace::parse(page);
    if (!page.empty() && !after)
        return Error::invalid("page", "wrong", "This page address is not of this preview; begin again without it.");
    RevertPreview preview;
    TRY(database_.read([&](Session& session) -> Result<void> {
        if (TRY(session.query(sql::records_change_set, id)).empty())
            return Error::not_found("There is no such change set.");
        preview = {};
        if (!after) TRY(preview_beside(session, actor, id, preview));
        return preview.blocked.empty() ? preview_records(session, actor, id, after, preview) : Result<void>();
    }));
    if (preview.definitions > 0) TRY(try_definitions(actor, id, preview));
    return preview;
}

}  // namespace kith::records
