#include "records/bulk_edits.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>

#include "audit/audit.hpp"
#include "base/limits.hpp"
#include "records/bulk_edits.sql.hpp"
#include "records/bulk_run.hpp"
#include "records/limits.hpp"
#include "store/limits.hpp"
#include "store/multi_insert.hpp"

namespace kith::records {

namespace {

std::string_view name_of(BulkAction action) {
    switch (action) {
        case BulkAction::edit:
            return "edit";
        case BulkAction::remove:
            return "delete";
        case BulkAction::restore:
            return "restore";
        case BulkAction::purge:
            return "purge";
        case BulkAction::hand_over:
            return "hand_over";
    }
    return "edit";
}

BulkAction action_of(std::string_view name) {
    for (auto const action : {BulkAction::remove, BulkAction::restore, BulkAction::purge, BulkAction::hand_over})
        if (name_of(action) == name) return action;
    return BulkAction::edit;
}

Error no_such_bulk_edit() { return Error::not_found("There is no such bulk edit."); }

Result<std::vector<RecordId>> ids_of(Json const& list) {
    if (!list.is_array() || list.empty()) return Error::invalid("ids", "required", "ids is a list of at least one.");
    if (list.size() > limits::bulk_ids_max)
        return Error::invalid("ids", "limit_reached", fmt::format("At most {} at once.", limits::bulk_ids_max));
    std::vector<RecordId> ids;
    for (auto const& each : list) {
        auto const id = each.is_string() ? RecordId::parse(each.get_ref<std::string const&>()) : std::nullopt;
        if (!id) return Error::invalid("ids", "wrong", "Each of ids is the id of a record.");
        ids.push_back(*id);
    }
    std::ranges::sort(ids);
    auto const twice = std::ranges::unique(ids);
    ids.erase(twice.begin(), twice.end());
    return ids;
}

Result<void> check_body(BulkAction action, Json const& body) {
    for (auto const& [name, value] : body.items()) {
        bool const is_known = name == "ids" || name == "filter" || name == "q" || name == "is_all" ||
                              (action == BulkAction::edit && (name == "values" || name == "add" || name == "remove"));
        if (!is_known) return Error::invalid(name, "unknown_field", fmt::format("There is no field {}.", name));
    }
    for (auto const* name : {"filter", "q"})
        if (body.contains(name) && !body[name].is_string())
            return Error::invalid(name, "wrong_type", fmt::format("{} is a text.", name));
    bool const has_ids = body.contains("ids"), has_all = body.value("is_all", Json(false)) == Json(true);
    if (has_ids && (has_all || body.contains("filter") || body.contains("q")))
        return Error::invalid("ids", "wrong", "Either ids, or all that match.");
    // Nobody changes everything by leaving something out.
    if (!has_ids && !has_all) return Error::invalid("ids", "required", "Either ids, or is_all with filter and q.");
    if (action != BulkAction::edit) return {};
    bool says_something = false;
    for (auto const* name : {"values", "add", "remove"}) {
        if (!body.contains(name)) continue;
        if (!body[name].is_object())
            return Error::invalid(name, "wrong_type", fmt::format("{} is an object, by field.", name));
        if (!body[name].empty()) says_something = true;
    }
    if (says_something) return {};
    return Error::invalid("values", "required", "values says which fields become what, add and remove which choices.");
}

}  // namespace

Result<BulkEdits::Stored> BulkEdits::load(store::Session& session, BulkEditId id) {
    auto const rows = TRY(session.query(sql::bulk_edit_get, id));
    if (rows.empty()) return no_such_bulk_edit();
    auto const row = rows[0];
    Stored stored;
    stored.id = id;
    stored.object = row.text(0);
    stored.action = action_of(row.text(1));
    stored.state = row.text(2);
    if (!row.is_null(3)) stored.patch = TRY(parse_json(row.text(3)));
    stored.change_set = row.id<ChangeSetId>(4);
    stored.actor.kind = actor_kind_of(row.text(5));
    stored.actor.id = row.uuid(6);
    stored.actor.name = row.text(7);
    stored.total = row.integer(8);
    stored.done = row.integer(9);
    stored.changed = row.integer(10);
    stored.skipped = row.integer(11);
    stored.error = row.text(12);
    stored.created_at = row.instant(13);
    stored.finished_at = row.optional_instant(14);
    return stored;
}

Result<BulkEdits::Stored> BulkEdits::load_own(store::Session& session, Actor const& actor, BulkEditId id) {
    auto stored = TRY(load(session, id));
    if (stored.actor.kind != actor.kind || stored.actor.id != actor.id) return no_such_bulk_edit();
    return stored;
}

Json BulkEdits::Stored::json() const {
    bool const is_undoable = changed > 0 && action != BulkAction::purge;
    return {{"id", id.text()},
            {"object", object.empty() ? Json(nullptr) : Json(object)},
            {"action", name_of(action)},
            {"state", state},
            {"total", total},
            {"done", done},
            {"changed", changed},
            {"skipped", skipped},
            {"change_set", is_undoable ? Json(change_set.text()) : Json(nullptr)},
            {"error", error.empty() ? Json(nullptr) : Json(error)},
            {"created_at", created_at.text()},
            {"finished_at", finished_at ? Json(finished_at->text()) : Json(nullptr)}};
}

Result<std::vector<Frozen>> BulkEdits::chosen(Actor const& actor, schema::Object const& object, BulkAction action,
                                              Json const& body) {
    bool const is_deleted = is_of_trash(action);
    if (body.contains("ids")) return records_.freeze(actor, object, TRY(ids_of(body["ids"])), is_deleted);
    ListQuery query;
    query.filter = body.value("filter", "");
    query.search = body.value("q", "");
    query.is_deleted = is_deleted;
    return records_.freeze(actor, object, query, limits::bulk_records_max);
}

Result<Json> BulkEdits::checked_patch(Actor const& actor, schema::Object const& object, Json const& body) {
    auto patch = TRY(records_.checked_patch(actor, object, body.value("values", Json::object())));
    for (auto const* step : {add_step, remove_step}) {
        auto const asked = body.value(step, Json::object());
        for (auto const& [name, choices] : asked.items()) {
            auto const normal = TRY(checked_choices(records_, actor, object, step, name, choices));
            if (object.find(name)->type != schema::FieldType::multi_choice)
                return Error::invalid(name, "not_several", fmt::format("{} holds one value: say it in values.", name));
            if (patch.contains(name))
                return Error::invalid(name, "twice", fmt::format("{} cannot be replaced and added to at once.", name));
            if (normal.is_null()) return Error::invalid(name, "required", "Say which choices.");
            patch[step_member(step, name)] = normal;
        }
    }
    return patch;
}

Result<Json> BulkEdits::begin(Actor const& actor, schema::Object const& object, BulkAction action, Json const& body) {
    // Who may not change the object learns nothing of what else is wrong.
    TRY(records_.check(actor, object, action));
    TRY(check_body(action, body));
    auto const patch = action == BulkAction::edit ? TRY(checked_patch(actor, object, body)) : Json::object();
    return enqueue(actor, object.name, action, patch, {TRY(chosen(actor, object, action, body))});
}

Result<Json> BulkEdits::enqueue(Actor const& actor, std::string_view object, BulkAction action, Json const& patch,
                                std::vector<std::vector<Frozen>> const& frozen) {
    auto const id = BulkEditId::make();
    auto const change_set = ChangeSetId::make();
    std::size_t total = 0;
    std::vector<std::string> parts;
    for (auto const& list : frozen) {
        total += list.size();
        for (std::size_t at = 0; at < list.size(); at += limits::bulk_part_records)
            parts.push_back(packed(std::span(list).subspan(at, std::min(limits::bulk_part_records, list.size() - at))));
    }
    static store::MultiInsert const insert("bulk_edit_part (bulk_edit_id, part, records)", 3);
    return database_.write([&](store::Transaction& transaction) -> Result<Json> {
        if (TRY(transaction.query(sql::bulk_edits_running))[0].integer(0) >= limits::bulk_edits_running_max)
            return Error::too_many_requests("Too many bulk edits are under way; wait for one of them.", 30);
        std::optional<Uuid> const whose = actor.id.is_nil() ? std::nullopt : std::optional(actor.id);
        auto const text = dump_json(patch);
        TRY(transaction.execute(sql::bulk_edit_insert, id, object, name_of(action), text, change_set,
                                kith::name_of(actor.kind), whose, actor.name, total, transaction.now()));
        std::vector<store::Parameter> cells;
        for (std::size_t part = 0; part < parts.size(); ++part)
            cells.insert(cells.end(), {id, part, bytes_of(parts[part])});
        TRY(insert.run(transaction, cells));
        TRY(transaction.enqueue({std::string(bulk_edit_job_kind), dump_json({{"id", id.text()}}), id.text(), {}}));
        audit::Entry entry;
        entry.action = audit::Action::bulk_begun;
        entry.kind = audit::Kind::object;
        entry.object = object;
        entry.change_set = change_set;
        entry.facts = {{"what", name_of(action)}, {"count", total}};
        TRY(audit::note(transaction, actor, entry));
        return TRY(load(transaction, id)).json();
    });
}

Result<Json> BulkEdits::get(Actor const& actor, BulkEditId id) {
    return database_.read(
        [&](store::Session& session) -> Result<Json> { return TRY(load_own(session, actor, id)).json(); });
}

Result<Json> BulkEdits::running(Actor const& actor) {
    return database_.read([&](store::Session& session) -> Result<Json> {
        Json list = Json::array();
        for (auto const& row : TRY(session.query(sql::bulk_edits_of, actor.id)))
            list.push_back(TRY(load_own(session, actor, row.id<BulkEditId>(0))).json());
        return Json{{"data", std::move(list)}};
    });
}

Result<Json> BulkEdits::skipped(Actor const& actor, BulkEditId id, std::string_view page, std::size_t limit) {
    std::int64_t after = -1;
    if (!page.empty()) {
        auto const end = page.data() + page.size();
        auto const [stopped, error] = std::from_chars(page.data(), end, after);
        if (error != std::errc() || stopped != end || after < 0)
            return Error::invalid("page", "wrong", "This page address is not of this list; begin again without it.");
    }
    return database_.read([&](store::Session& session) -> Result<Json> {
        auto const stored = TRY(load_own(session, actor, id));
        auto const schema = records_.schema();
        auto const rows = TRY(session.query(sql::bulk_edit_skipped_page, id, after, limit + 1));
        Json list = Json::array(), next;
        for (std::size_t i = 0; i < std::min(rows.size(), limit); ++i) {
            auto const row = rows[i];
            auto const record = row.id<RecordId>(1);
            auto const object = schema->find(row.text(3));
            Json name;
            if (auto const seen = object ? records_.get(session, actor, *object, record) : Result<Json>(Json::object()))
                name = seen->value("name", Json());
            list.push_back({{"id", record.text()}, {"object", row.text(3)}, {"name", name}, {"reason", row.text(2)}});
            if (rows.size() > limit) next = std::to_string(row.integer(0));
        }
        return Json{{"data", std::move(list)}, {"next", std::move(next)}};
    });
}

Result<Json> BulkEdits::end(BulkEditId id, std::string_view state, std::string_view error) {
    std::optional<std::string> const said = error.empty() ? std::nullopt : std::optional<std::string>(error);
    return database_.write(
        [&](store::Transaction& transaction) -> Result<Json> {
            TRY(transaction.execute(sql::bulk_edit_ended, id, state, said, transaction.now()));
            TRY(transaction.execute(sql::bulk_edit_parts_delete, id));
            return TRY(load(transaction, id)).json();
        },
        store::Lane::background);
}

Result<void> BulkEdits::run(store::Job const& job) {
    auto const payload = TRY(parse_json(job.payload));
    auto const id = BulkEditId::parse(payload.value("id", ""));
    if (!id) return Error::internal("a bulk edit's job without a bulk edit");
    auto const stored = TRY(database_.read([&](store::Session& session) { return load(session, *id); }));
    if (stored.state != "running") return {};
    auto const outcome = BulkRun(*this, stored).run();
    if (outcome) {
        TRY(end(*id, "done", {}));
        return {};
    }
    auto const& error = outcome.error();
    bool const is_passing = error.code == ErrorCode::unavailable || error.code == ErrorCode::internal;
    if (is_passing && job.attempt < static_cast<int>(limits::job_attempts_max)) return outcome;
    // What was done stays done, and can be taken back.
    spdlog::error("bulk edit {} failed: {} {}", id->text(), error.message, error.cause);
    TRY(end(*id, "failed", error.reason.empty() ? kith::name_of(error.code) : std::string_view(error.reason)));
    return {};
}

}  // namespace kith::records
