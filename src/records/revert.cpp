// History, and the one way back: a change set goes back as far as nothing outside it stands on it.
#include <map>
#include <set>

#include "audit/audit.hpp"
#include "records/records.hpp"
#include "records/records.sql.hpp"
#include "records/row.hpp"

namespace kith::records {

namespace {

using schema::Object;
using store::Session;
using store::Transaction;

Json parsed(std::string_view text) {
    auto value = text.empty() ? Result<Json>(Json(nullptr)) : parse_json(text);
    return value ? value.take() : Json(nullptr);
}

}  // namespace

Result<std::vector<HistoryEntry>> Records::history(Actor const& actor, Object const& object, RecordId id) {
    return database_.read([&](Session& session) -> Result<std::vector<HistoryEntry>> {
        TRY(check_visible(session, actor, object, id));
        // Newest first, so that what a field became is what it was before the change above, or what it is now.
        auto became = TRY(load(session, object, id));
        std::vector<HistoryEntry> entries;
        for (auto const& row : TRY(session.query(sql::records_history, object.name, id))) {
            HistoryEntry entry;
            entry.field = row.text(1);
            entry.before = parsed(row.text(2));
            entry.after = became.value(entry.field, Json(nullptr));
            entry.at = row.instant(3);
            entry.change_set = row.id<ChangeSetId>(4);
            entry.actor_kind = row.text(5);
            entry.actor_id = row.uuid(6);
            entry.actor_name = row.text(7);
            became[entry.field] = entry.before;
            if (access_.field_right(actor, object, entry.field) != access::FieldRight::hidden)
                entries.push_back(std::move(entry));
        }
        return entries;
    });
}

Result<Json> Records::change_set(Actor const& actor, ChangeSetId id) {
    if (!actor.may(Permission::change_sets_revert)) return Error::forbidden("Your role may not look into change sets.");
    return database_.read([&](Session& session) -> Result<Json> {
        auto const rows = TRY(session.query(sql::records_change_set, id));
        if (rows.empty()) return Error::not_found("There is no such change set.");
        TRY(check_touched_visible(session, actor, id));
        auto const row = rows[0];
        Json json{{"id", id.text()}, {"kind", row.text(0)}};
        json["actor"] = Json{{"kind", row.text(1)},
                             {"id", row.is_null(2) ? Json(nullptr) : Json(row.uuid(2).text())},
                             {"name", row.text(3)}};
        json["created_at"] = row.instant(4).text();
        auto const reverted_at = row.optional_instant(5);
        json["reverted_at"] = reverted_at ? Json(reverted_at->text()) : Json(nullptr);
        json["changes"] = row.integer(6);
        return json;
    });
}

namespace {

struct RecordKey {
    std::string object;
    Uuid id;
    auto operator<=>(RecordKey const&) const = default;
};

// Whether a record outside the change set points to this one.
Result<bool> is_pointed_to(Session& session, schema::Schema const& schema, Object const& object, Uuid id,
                           ChangeSetId change_set) {
    for (auto const& other : schema.objects()) {
        for (auto const& field : other->fields) {
            if (field.type != schema::FieldType::relation || field.object != object.name) continue;
            auto const sql =
                fmt::format("SELECT 1 FROM {} WHERE {} = $1 AND deleted_at IS NULL AND change_set <> $2 LIMIT 1",
                            other->table, field.column);
            if (!TRY(run(session, sql, {{id}, {change_set.uuid}})).empty()) return true;
        }
    }
    return false;
}

}  // namespace

Result<void> Records::revert_fields(Transaction& transaction, Write const& write, ChangeSetId id, Reverted& outcome) {
    // The first entry of a field within the set holds what it was before the set.
    std::map<RecordKey, std::map<std::string, Json>> befores;
    for (auto const& row : TRY(transaction.query(sql::records_history_of_change_set, id)))
        befores[{std::string(row.text(0)), row.uuid(1)}].emplace(std::string(row.text(2)), parsed(row.text(4)));
    for (auto const& [key, fields] : befores) {
        auto const object = schema()->find(key.object);
        RecordId const record{key.id};
        if (!object || !check_seen(transaction, write.actor, *object, record)) continue;
        Json back = Json::object();
        for (auto const& [field, before] : fields) {
            auto const newest = TRY(transaction.query(sql::records_newest_change_of_field, key.object, record, field));
            if (newest.empty() || newest[0].id<ChangeSetId>(0) != id) {
                outcome.kept.push_back({key.object, record, field, "changed_since"});
            } else if (field == "deleted_at") {
                TRY(set_deleted(transaction, write, *object, TRY(load(transaction, *object, record)),
                                !before.is_null()));
                ++outcome.reverted;
            } else if (auto const* known = object->find(field)) {
                // What was of another type may not fit any more.
                if (normal_value(*known, before))
                    back[field] = before;
                else
                    outcome.kept.push_back({key.object, record, field, "does_not_fit"});
            }
        }
        if (back.empty()) continue;
        TRY(patch(transaction, write, *object, record, back));
        outcome.reverted += static_cast<std::int64_t>(back.size());
    }
    return {};
}

Result<void> Records::revert_creations(Transaction& transaction, Write const& write, ChangeSetId id,
                                       Reverted& outcome) {
    auto const schema = this->schema();
    for (auto const& each : schema->objects()) {
        auto const& object = *each;
        auto const sql = fmt::format("SELECT id FROM {} WHERE change_set = $1 AND deleted_at IS NULL", object.table);
        for (auto const& row : TRY(run(transaction, sql, {{id.uuid}}))) {
            auto const record = row.id<RecordId>(0);
            if (!check_seen(transaction, write.actor, object, record)) continue;
            if (!TRY(transaction.query(sql::records_changed_by_others, object.name, record, id)).empty()) {
                outcome.kept.push_back({object.name, record, "", "changed_since"});
            } else if (TRY(is_pointed_to(transaction, *schema, object, record.uuid, id)) ||
                       TRY(is_used_by_others(transaction, object, record, id))) {
                outcome.kept.push_back({object.name, record, "", "used_by_others"});
            } else {
                TRY(set_deleted(transaction, write, object, TRY(load(transaction, object, record)), true));
                ++outcome.reverted;
            }
        }
    }
    return {};
}

Result<bool> Records::is_used_by_others(Session& session, Object const& object, RecordId id, ChangeSetId change_set) {
    auto const hooks = hooks_.find(object.name);
    if (hooks == hooks_.end() || !hooks->second.used_by_others) return false;
    return hooks->second.used_by_others(session, id, change_set);
}

bool Records::check_seen(Session& session, Actor const& actor, Object const& object, RecordId id) {
    // A deleted record is seen by whoever may change its object: deleting is what goes back.
    auto const loaded = load(session, object, id);
    if (!loaded) return false;
    auto const rule = access_.row_rule(actor, object);
    if (auto const survivor = loaded->find("joined_into"); survivor != loaded->end()) {
        auto const root = RecordId::parse(survivor->get_ref<std::string const&>());
        if (root && !check_seen(session, actor, object, *root)) return false;
    }
    return rule && (!rule->has_value() || (*rule)->holds(*loaded));
}

namespace {

// Whether every record of the object that the change set touched is there for an actor whom no rule hides any from: one
// question, where a large set would cost as many as it has records.
Result<bool> is_seen_whole(Session& session, access::RowAccess const& access, Actor const& actor, Object const& object,
                           ChangeSetId id) {
    auto const rule = access.row_rule(actor, object);
    if (!rule || rule->has_value()) return false;
    auto const sql = fmt::format(
        "SELECT h.record_id FROM record_history h WHERE h.change_set = $1 AND h.object = $2 AND NOT EXISTS (SELECT 1 "
        "FROM {} r WHERE r.id = h.record_id) LIMIT 1",
        object.table);
    return TRY(run(session, sql, {{id.uuid}, {object.name}})).empty();
}

}  // namespace

Result<void> Records::check_touched_visible(Session& session, Actor const& actor, ChangeSetId id) {
    auto const schema = this->schema();
    auto const check = [&](Object const& object, RecordId record) -> Result<void> {
        if (check_seen(session, actor, object, record)) return {};
        return Error::not_found("There is no such change set.");
    };
    std::set<std::string, std::less<>> looked_through;
    for (auto const& object : schema->objects()) {
        if (TRY(is_seen_whole(session, access_, actor, *object, id))) continue;
        looked_through.insert(object->name);
        auto const sql = fmt::format("SELECT id FROM {} WHERE change_set = $1", object->table);
        for (auto const& row : TRY(run(session, sql, {{id.uuid}}))) TRY(check(*object, row.id<RecordId>(0)));
        auto const hooks = hooks_.find(object->name);
        if (hooks == hooks_.end() || !hooks->second.touched) continue;
        for (auto const record : TRY(hooks->second.touched(session, id))) TRY(check(*object, record));
    }
    if (looked_through.empty()) return {};
    RecordKey last;  // the fields of a record stand together
    for (auto const& row : TRY(session.query(sql::records_history_of_change_set, id))) {
        RecordKey key{std::string(row.text(0)), row.uuid(1)};
        if (!looked_through.contains(key.object) || key == last) continue;
        TRY(check(*schema->find(key.object), RecordId{key.id}));
        last = std::move(key);
    }
    return {};
}

Result<void> Records::check_may_revert(Session& session, Actor const& actor, ChangeSetId id) {
    if (actor.kind == ActorKind::system) return {};
    auto const schema = this->schema();
    for (auto const& row : TRY(session.query(sql::records_history_of_change_set, id))) {
        auto const object = schema->find(row.text(0));
        if (!object) continue;
        auto const field = row.text(2);
        TRY(access_.check(actor, *object, field == "deleted_at" ? access::Deed::remove : access::Deed::update));
        if (access_.field_right(actor, *object, field) != access::FieldRight::write)
            return Error::forbidden("Your role may not change all that would go back.");
    }
    for (auto const& object : schema->objects()) {
        auto const sql =
            fmt::format("SELECT id FROM {} WHERE change_set = $1 AND deleted_at IS NULL LIMIT 1", object->table);
        if (!TRY(run(session, sql, {{id.uuid}})).empty()) TRY(access_.check(actor, *object, access::Deed::remove));
        auto const hooks = hooks_.find(object->name);
        if (hooks == hooks_.end() || !hooks->second.touched) continue;
        if (!TRY(hooks->second.touched(session, id)).empty()) TRY(access_.check(actor, *object, access::Deed::update));
    }
    return {};
}

namespace {

Result<void> note_reverting(Transaction& transaction, Write const& write, ChangeSetId id, Reverted const& outcome) {
    auto const reverted = TRY(transaction.query(sql::records_change_set, id));
    audit::Entry entry;
    entry.action = audit::Action::reverted;
    entry.change_set = id;
    entry.facts = {{"of", reverted[0].text(0)}, {"went_back", outcome.reverted}, {"stayed", outcome.kept.size()}};
    return audit::note(transaction, write.actor, entry);
}

}  // namespace

Result<Reverted> Records::revert(Write const& write, ChangeSetId id) {
    if (!write.actor.may(Permission::change_sets_revert))
        return Error::forbidden("Your role may not revert change sets.");
    return database_.write([&](Transaction& transaction) -> Result<Reverted> {
        Reverted outcome;
        outcome.change_set = write.change_set;
        TRY(begin(transaction, write));
        if (TRY(transaction.query(sql::records_change_set, id)).empty())
            return Error::not_found("There is no such change set.");
        TRY(check_touched_visible(transaction, write.actor, id));
        TRY(check_may_revert(transaction, write.actor, id));
        if (TRY(transaction.execute(sql::records_mark_reverted, id, transaction.now(), write.change_set)) == 0)
            return Error::conflict("already_reverted", "This change was taken back before.");
        for (auto const& [object, hooks] : hooks_)
            if (hooks.reverted) TRY(hooks.reverted(transaction, write, id));
        TRY(revert_fields(transaction, write, id, outcome));
        TRY(revert_creations(transaction, write, id, outcome));
        for (auto const& step : reverting_) TRY(step(transaction, write, id));
        TRY(note_reverting(transaction, write, id, outcome));
        return outcome;
    });
}

}  // namespace kith::records
