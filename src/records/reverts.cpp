#include "records/reverts.hpp"

#include <spdlog/spdlog.h>

#include <charconv>

#include "base/limits.hpp"
#include "records/records.sql.hpp"
#include "records/revert_run.hpp"
#include "records/reverts.sql.hpp"
#include "records/row.hpp"
#include "store/limits.hpp"

namespace kith::records {

namespace {

using store::Session;
using store::Transaction;

Json kept_json(Kept const& kept) {
    return {{"object", kept.object}, {"id", kept.id.text()}, {"field", kept.field}, {"reason", kept.reason}};
}

Json begun_json(ChangeSetId undo) {
    return {{"change_set", undo.text()}, {"state", "running"}, {"reverted", 0}, {"kept", Json::array()}};
}

Result<std::int64_t> position_of(std::string_view page) {
    std::int64_t after = -1;
    if (page.empty()) return after;
    auto const end = page.data() + page.size();
    auto const [stopped, error] = std::from_chars(page.data(), end, after);
    if (error != std::errc() || stopped != end || after < 0)
        return Error::invalid("page", "wrong", "This page address is not of this list; begin again without it.");
    return after;
}

Result<void> enqueue(Transaction& transaction, ChangeSetId id) {
    return transaction.enqueue({std::string(revert_job_kind), dump_json({{"id", id.text()}}), id.text(), {}});
}

Result<void> check_room(Session& session) {
    if (TRY(session.query(sql::reverting_count))[0].integer(0) < limits::reverts_running_max) return {};
    return Error::too_many_requests("Too many changes are being taken back; wait for one of them.", 30);
}

}  // namespace

Json Reverts::Stored::json() const {
    return {{"change_set", undo.text()},
            {"of", id.text()},
            {"state", state},
            {"actor", actor.name},
            {"total", total},
            {"done", done},
            {"reverted", back},
            {"kept", kept},
            {"error", error.empty() ? Json(nullptr) : Json(error)},
            {"created_at", created_at.text()},
            {"finished_at", finished_at ? Json(finished_at->text()) : Json(nullptr)}};
}

Result<std::optional<Reverts::Stored>> Reverts::load(Session& session, ChangeSetId id) {
    auto const rows = TRY(session.query(sql::reverting_get, id));
    if (rows.empty()) return std::optional<Stored>();
    auto const row = rows[0];
    Stored stored;
    stored.id = id;
    stored.undo = row.id<ChangeSetId>(0);
    stored.state = row.text(1);
    stored.step = row.text(2);
    stored.actor.kind = actor_kind_of(row.text(3));
    stored.actor.id = row.uuid(4);
    stored.actor.name = row.text(5);
    stored.total = row.integer(6);
    stored.done = row.integer(7);
    stored.back = row.integer(8);
    stored.kept = row.integer(9);
    stored.error = row.text(10);
    stored.created_at = row.instant(11);
    stored.finished_at = row.optional_instant(12);
    return std::optional<Stored>(std::move(stored));
}

Result<Reverts::Size> Reverts::size_of(Session& session, ChangeSetId id) {
    Size size;
    auto const few = TRY(
        records_.touched(session, id, std::nullopt, Records::Including::records, limits::revert_records_at_once + 1));
    std::int64_t beside = 0;
    for (auto const& [object, hooks] : records_.hooks_)
        if (hooks.beside) beside += TRY(hooks.beside(session, id)).pieces();
    size.is_large = few.size() > limits::revert_records_at_once || beside > limits::revert_events_at_once_max;
    if (!size.is_large) return size;
    size.pieces = beside + TRY(session.query(sql::reverting_records_changed, id))[0].integer(0);
    for (auto const& object : records_.schema()->objects()) {
        auto const made = fmt::format(
            "SELECT COUNT(*) FROM {} r WHERE r.change_set = $1 AND NOT EXISTS (SELECT 1 FROM record_history h WHERE "
            "h.change_set = $1 AND h.object = $2 AND h.record_id = r.id)",
            object->table);
        size.pieces += TRY(records::run(session, made, {{id.uuid}, {object->name}}))[0].integer(0);
    }
    return size;
}

Result<Json> Reverts::begin(Write const& write, ChangeSetId id) {
    if (!write.actor.may(Permission::change_sets_revert))
        return Error::forbidden("Your role may not revert change sets.");
    Size size;
    auto const earlier = TRY(database_.read([&](Session& session) -> Result<std::optional<Stored>> {
        size = TRY(size_of(session, id));
        return load(session, id);
    }));
    if (earlier && earlier->state == "failed") return begin_again(write, *earlier);
    if (size.is_large) return begin_job(write, id, size.pieces);
    auto const outcome = TRY(records_.revert(write, id));
    Json json{{"change_set", outcome.change_set.text()},
              {"state", "done"},
              {"reverted", outcome.reverted},
              {"kept", Json::array()}};
    for (auto const& kept : outcome.kept) json["kept"].push_back(kept_json(kept));
    return json;
}

Result<Json> Reverts::begin_job(Write const& write, ChangeSetId id, std::int64_t pieces) {
    // What takes long is looked through beside the writer; each record is asked about once more when its turn comes.
    TRY(database_.read([&](Session& session) { return records_.check_can_revert(session, write.actor, id); }));
    return database_.write([&](Transaction& transaction) -> Result<Json> {
        TRY(check_room(transaction));
        TRY(records_.begin(transaction, write));
        TRY(records_.mark_reverted(transaction, write, id));
        std::optional<Uuid> const whose = write.actor.id.is_nil() ? std::nullopt : std::optional(write.actor.id);
        TRY(transaction.execute(sql::reverting_insert, id, write.change_set, "running", "",
                                kith::name_of(write.actor.kind), whose, write.actor.name, pieces, 0, 0, 0,
                                transaction.now(), nullptr));
        TRY(enqueue(transaction, id));
        return begun_json(write.change_set);
    });
}

Result<Json> Reverts::begin_again(Write const& write, Stored const& stored) {
    TRY(database_.read(
        [&](Session& session) { return records_.check_rights_to_revert(session, write.actor, stored.id); }));
    return database_.write([&](Transaction& transaction) -> Result<Json> {
        TRY(check_room(transaction));
        std::optional<Uuid> const whose = write.actor.id.is_nil() ? std::nullopt : std::optional(write.actor.id);
        TRY(transaction.execute(sql::reverting_again, stored.id, kith::name_of(write.actor.kind), whose,
                                write.actor.name));
        TRY(enqueue(transaction, stored.id));
        return begun_json(stored.undo);
    });
}

Result<Reverts::Stored> Reverts::load_for(Session& session, Actor const& actor, ChangeSetId id) {
    if (!actor.may(Permission::change_sets_revert)) return Error::forbidden("Your role may not look into change sets.");
    auto stored = TRY(load(session, id));
    // Whoever began it was asked then.
    bool const is_own = stored && stored->actor.kind == actor.kind && stored->actor.id == actor.id;
    if (!is_own) TRY(records_.check_rights_to_revert(session, actor, id));
    if (!stored) return Error::not_found("Nobody took this change back.");
    return std::move(*stored);
}

Result<Json> Reverts::get(Actor const& actor, ChangeSetId id) {
    return database_.read([&](Session& session) -> Result<Json> {
        auto const stored = TRY(load_for(session, actor, id));
        auto json = stored.json();
        json["reasons"] = Json::array();
        for (auto const& row : TRY(session.query(sql::reverting_kept_reasons, id)))
            json["reasons"].push_back({{"reason", row.text(0)}, {"count", row.integer(1)}});
        return json;
    });
}

Result<Json> Reverts::kept(Actor const& actor, ChangeSetId id, std::string_view page, std::size_t limit) {
    auto const after = TRY(position_of(page));
    return database_.read([&](Session& session) -> Result<Json> {
        TRY(load_for(session, actor, id));
        auto const schema = records_.schema();
        auto const rows = TRY(session.query(sql::reverting_kept_page, id, after, limit + 1));
        Json list = Json::array(), next;
        for (std::size_t i = 0; i < std::min(rows.size(), limit); ++i) {
            auto const row = rows[i];
            if (rows.size() > limit) next = std::to_string(row.integer(0));
            Kept const kept{std::string(row.text(1)), row.id<RecordId>(2), std::string(row.text(3)),
                            std::string(row.text(4))};
            auto const object = schema->find(kept.object);
            auto const current = object ? records_.load(session, *object, kept.id) : Result<Json>(Json());
            if (!object || !current || !TRY(records_.is_seen(session, actor, *object, kept.id))) continue;
            if (records_.access_.field_right(actor, *object, kept.field) == access::FieldRight::hidden &&
                !kept.field.empty())
                continue;
            auto item = kept_json(kept);
            item["name"] = TRY(records_.name_shown(session, actor, *object, *current));
            list.push_back(std::move(item));
        }
        return Json{{"data", std::move(list)}, {"next", std::move(next)}};
    });
}

Result<void> Reverts::end(ChangeSetId id, std::string_view state, std::string_view error) {
    std::optional<std::string> const said = error.empty() ? std::nullopt : std::optional<std::string>(error);
    return database_.write(
        [&](Transaction& transaction) -> Result<void> {
            TRY(transaction.execute(sql::reverting_ended, id, state, said, transaction.now()));
            return {};
        },
        store::Lane::background);
}

Result<void> Reverts::run(store::Job const& job) {
    auto const payload = TRY(parse_json(job.payload));
    auto const id = ChangeSetId::parse(payload.value("id", ""));
    if (!id) return Error::internal("a job of a revert without a change set");
    auto const stored = TRY(database_.read([&](Session& session) { return load(session, *id); }));
    if (!stored || stored->state != "running") return {};
    auto const outcome = RevertRun(*this, *stored).run();
    if (outcome) return {};
    auto const& error = outcome.error();
    bool const is_passing = error.code == ErrorCode::unavailable || error.code == ErrorCode::internal;
    if (is_passing && job.attempt < static_cast<int>(limits::job_attempts_max)) return outcome;
    // What went back is back; the rest can be begun again.
    spdlog::error("taking back {} failed: {} {}", id->text(), error.message, error.cause);
    return end(*id, "failed", error.reason.empty() ? kith::name_of(error.code) : std::string_view(error.reason));
}

}  // namespace kith::records
