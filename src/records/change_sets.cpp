// What happened to records, and by which change set: history, a change set, and who may look into one.
#include <charconv>
#include <limits>
#include <map>
#include <set>

#include "base/limits.hpp"
#include "records/attachments/field_files.hpp"
#include "records/conditions.hpp"
#include "records/fate.hpp"
#include "records/limits.hpp"
#include "records/records.hpp"
#include "records/records.sql.hpp"
#include "records/row.hpp"

namespace kith::records {

namespace {

using schema::Object;
using store::Session;

Json parsed(std::string_view text) {
    auto value = text.empty() ? Result<Json>(Json(nullptr)) : parse_json(text);
    return value ? value.take() : Json(nullptr);
}

struct RecordKey {
    std::string object;
    Uuid id;
    auto operator<=>(RecordKey const&) const = default;
};

// What a change set did to a record, in a word.
std::string_view deed_on(Touched const& touched, std::optional<bool> is_deleted, bool is_changed) {
    if (touched.is_made) return "made";
    if (is_deleted) return *is_deleted ? "deleted" : "restored";
    return is_changed ? "changed" : "told";
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
        TRY(hide_relations(session, actor, object, entries));
        for (auto& entry : entries) {
            auto const* field = object.find(entry.field);
            if (!field || field->type != schema::FieldType::file) continue;
            for (auto* value : {&entry.before, &entry.after})
                *value = TRY(shown_file(session, object, *field, id, *value));
        }
        return entries;
    });
}

// What the actor may not see is not pointed to either.
Result<void> Records::hide_relations(Session& session, Actor const& actor, Object const& object,
                                     std::vector<HistoryEntry>& entries) {
    std::map<Uuid, bool> known;
    for (auto& entry : entries) {
        auto const* field = object.find(entry.field);
        if (!field || field->type != schema::FieldType::relation) continue;
        auto const target = schema()->find(field->object);
        for (auto* value : {&entry.before, &entry.after}) {
            if (!value->is_string()) continue;
            auto const id = Uuid::parse(value->get_ref<std::string const&>()).value_or(Uuid{});
            auto const [found, is_new] = known.try_emplace(id, false);
            if (is_new && target) found->second = TRY(is_seen(session, actor, *target, RecordId{id}));
            if (!found->second) *value = nullptr;
        }
    }
    return {};
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
        json["reverted_by"] = row.is_null(6) ? Json(nullptr) : Json(row.uuid(6).text());
        json["reverts"] = row.is_null(7) ? Json(nullptr) : Json(row.uuid(7).text());
        // That something was changed which one may not see is not counted either.
        std::int64_t changes = 0;
        for (auto const& count : TRY(session.query(sql::records_changes_counted, id))) {
            auto const object = schema()->find_defined(count.text(0));
            if (!object || access_.field_right(actor, *object, count.text(1)) != access::FieldRight::hidden)
                changes += count.integer(2);
        }
        json["changes"] = changes;
        return json;
    });
}

Result<std::vector<Touched>> Records::first_touched(Session& session, ChangeSetId id, std::size_t limit) {
    constexpr std::size_t objects_at_once = 100;  // of one statement, far below what SQLite puts together
    auto const schema = this->schema();
    std::set<RecordKey> found;
    auto const note = [&](store::Rows const& rows) {
        for (auto const& row : rows) found.insert({std::string(row.text(0)), row.uuid(1)});
    };
    note(TRY(session.query(sql::records_first_changed, id, limit)));
    auto const& objects = schema->objects();
    for (std::size_t first = 0; first < objects.size() && found.size() < limit; first += objects_at_once) {
        std::vector<std::string> parts;
        for (std::size_t i = first; i < std::min(first + objects_at_once, objects.size()); ++i)
            parts.push_back(fmt::format(
                "SELECT '{0}', t.id FROM (SELECT id FROM {1} WHERE change_set = $1 ORDER BY id LIMIT {2}) t",
                objects[i]->name, objects[i]->table, limit));
        note(TRY(run(session, fmt::format("{}", fmt::join(parts, " UNION ALL ")), {{id.uuid}})));
    }
    std::vector<Touched> touched;
    for (auto const& key : found) touched.push_back({key.object, RecordId{key.id}});
    // A join, or a claim that goes elsewhere, changes no field.
    for (auto const& object : objects) {
        auto const hooks = hooks_.find(object->name);
        if (!touched.empty() || hooks == hooks_.end() || !hooks->second.touched) continue;
        auto const told = TRY(hooks->second.touched(session, id, {}, limit));
        for (auto const record : told) touched.push_back({object->name, record});
    }
    if (touched.size() > limit) touched.resize(limit);
    return touched;
}

Result<Json> Records::change_set_line(Session& session, Actor const& actor, store::Rows::Row const& row) {
    auto const id = row.id<ChangeSetId>(0);
    auto const schema = this->schema();
    auto const found = TRY(first_touched(session, id, limits::change_set_named_max + 1));
    Json records = Json::array();
    bool is_whole = true;
    for (auto const& each : found) {
        auto const object = schema->find(each.object);
        if (!object || !TRY(is_seen(session, actor, *object, each.id))) {
            is_whole = false;
            continue;
        }
        if (records.size() == limits::change_set_named_max) continue;
        auto const current = TRY(load(session, *object, each.id));
        auto const name = TRY(name_shown(session, actor, *object, current));
        records.push_back({{"object", each.object},
                           {"id", each.id.text()},
                           {"name", name},
                           {"is_deleted", current.contains("deleted_at")}});
    }
    auto const reverted_at = row.optional_instant(3);
    return Json{{"id", id.text()},
                {"kind", row.text(1)},
                {"created_at", row.instant(2).text()},
                {"reverted_at", reverted_at ? Json(reverted_at->text()) : Json(nullptr)},
                {"reverted_by", row.is_null(4) ? Json(nullptr) : Json(row.uuid(4).text())},
                {"records", std::move(records)},
                {"has_more", found.size() > limits::change_set_named_max},
                {"is_whole", is_whole}};
}

namespace {

/// Where a list of change sets stands: after the set that was written at this moment, `1764187200000.<id>`.
struct SetPlace {
    Instant at;
    ChangeSetId id;

    std::string text() const { return fmt::format("{}.{}", at.ms, id.text()); }
    static std::optional<SetPlace> parse(std::string_view text) {
        auto const dot = text.find('.');
        if (dot == std::string_view::npos) return std::nullopt;
        std::int64_t ms = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + dot, ms);
        auto const id = ChangeSetId::parse(text.substr(dot + 1));
        if (error != std::errc{} || end != text.data() + dot || !id) return std::nullopt;
        return SetPlace{Instant{ms}, *id};
    }
};

}  // namespace

Result<Json> Records::own_change_sets(Actor const& actor, std::string_view page, std::size_t limit) {
    if (!actor.may(Permission::change_sets_revert)) return Error::forbidden("Your role may not look into change sets.");
    auto const newest = SetPlace{Instant{std::numeric_limits<std::int64_t>::max()}, {}};
    auto const before = page.empty() ? std::optional(newest) : SetPlace::parse(page);
    if (!before)
        return Error::invalid("page", "wrong", "This page address is not of this list; begin again without it.");
    return database_.read([&](Session& session) -> Result<Json> {
        auto const rows = TRY(
            session.query(sql::records_change_sets_of, name_of(actor.kind), actor.id, before->at, before->id, limit));
        Json list = Json::array(), next;
        for (auto const& row : rows) {
            list.push_back(TRY(change_set_line(session, actor, row)));
            if (list.size() == limit) next = SetPlace{row.instant(2), row.id<ChangeSetId>(0)}.text();
        }
        return Json{{"data", std::move(list)}, {"next", std::move(next)}};
    });
}

Result<bool> Records::is_seen(Session& session, Actor const& actor, Object const& object, RecordId id) {
    // A deleted record is seen by whoever may change its object: deleting is what goes back. The database is asked, for
    // a rule may look at records behind this one.
    auto const rule = access_.row_rule(actor, object);
    if (!rule) return false;
    Conditions conditions;
    conditions.add("r.id = " + conditions.bind({id.uuid}));
    if (*rule) conditions.add(**rule);
    auto const sql = fmt::format("SELECT r.joined_into FROM {} r WHERE {}", object.table, conditions.sql);
    auto const rows = TRY(run(session, sql, conditions.parameters));
    if (rows.empty()) return false;
    auto const survivor = rows[0].optional_id<RecordId>(0);
    return survivor ? is_seen(session, actor, object, *survivor) : Result<bool>(true);
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
        if (TRY(is_seen(session, actor, object, record))) return {};
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
        RecordId after;
        for (bool is_last = false; !is_last;) {
            auto const page = TRY(hooks->second.touched(session, id, after, limits::revert_records_at_once));
            for (auto const record : page) TRY(check(*object, record));
            is_last = page.size() < limits::revert_records_at_once;
            if (!page.empty()) after = page.back();
        }
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
        if (!TRY(hooks->second.touched(session, id, {}, 1)).empty())
            TRY(access_.check(actor, *object, access::Deed::update));
    }
    return {};
}

Result<Json> Records::name_shown(Session& session, Actor const& actor, Object const& object, Json const& current) {
    std::vector<Json> shown{current};
    TRY(show(session, actor, object, {"name"}, shown));
    return shown.front().value("name", Json(nullptr));
}

Result<Json> Records::touched_records(Actor const& actor, ChangeSetId id, std::string_view page, std::size_t limit) {
    if (!actor.may(Permission::change_sets_revert)) return Error::forbidden("Your role may not look into change sets.");
    auto const after = page.empty() ? std::nullopt : TouchedPlace::parse(page);
    if (!page.empty() && !after)
        return Error::invalid("page", "wrong", "This page address is not of this list; begin again without it.");
    return database_.read([&](Session& session) -> Result<Json> {
        if (TRY(session.query(sql::records_change_set, id)).empty())
            return Error::not_found("There is no such change set.");
        if (!after) TRY(check_touched_visible(session, actor, id));
        auto const schema = this->schema();
        auto const found = TRY(touched(session, id, after, Including::what_hooks_know, limit));
        Json list = Json::array();
        for (auto const& each : found) {
            auto const object = schema->find(each.object);
            auto const current = object ? load(session, *object, each.id) : Result<Json>(Error::not_found(""));
            if (!current || !TRY(is_seen(session, actor, *object, each.id))) continue;
            Json fields = Json::array();
            std::optional<bool> is_deleted;
            bool is_changed = false;
            for (auto const& row : TRY(session.query(sql::records_changed_by_set, each.object, each.id, id))) {
                std::string const field(row.text(0));
                if (field == "deleted_at") {
                    if (!is_deleted) is_deleted = parsed(row.text(1)).is_null();
                    continue;
                }
                is_changed = true;
                bool const is_told = !fields.empty() && fields.back() == field;
                if (!is_told && access_.field_right(actor, *object, field) != access::FieldRight::hidden)
                    fields.push_back(field);
            }
            // That something was changed which one may not see is not told either.
            if (is_changed && fields.empty() && !is_deleted && !each.is_made) continue;
            auto const name = TRY(name_shown(session, actor, *object, *current));
            list.push_back({{"object", each.object},
                            {"id", each.id.text()},
                            {"name", name},
                            {"what", deed_on(each, is_deleted, is_changed)},
                            {"fields", std::move(fields)},
                            {"is_deleted", current->contains("deleted_at")}});
        }
        Json next;
        if (found.size() == limit) next = TouchedPlace{found.back().object, found.back().id}.text();
        return Json{{"data", std::move(list)}, {"next", std::move(next)}};
    });
}

}  // namespace kith::records
