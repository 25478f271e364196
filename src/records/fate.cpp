#include "records/fate.hpp"

#include <algorithm>
#include <map>

#include "records/attachments/field_files.hpp"
#include "records/records.sql.hpp"
#include "records/row.hpp"

namespace kith::records {

namespace {

using schema::Object;
using store::Session;

// The part of a record's history that decides: what the set found, and whether others wrote since.
struct Past {
    struct OfField {
        Json before;            ///< what it was before the set
        bool is_newest = true;  ///< nobody changed it since
    };
    std::map<std::string, OfField, std::less<>> fields;
    bool is_changed_by_others = false;
};

Result<Past> past_of(Session& session, std::string_view object, RecordId id, ChangeSetId change_set, ChangeSetId undo) {
    Past past;
    for (auto const& row : TRY(session.query(sql::records_history_whole, object, id))) {
        auto const by = row.id<ChangeSetId>(1);
        if (by == undo) continue;
        std::string const field(row.text(0));
        auto const known = past.fields.find(field);
        if (by != change_set) {
            past.is_changed_by_others = true;
            if (known != past.fields.end()) known->second.is_newest = false;
        } else if (known == past.fields.end()) {
            auto before = row.is_null(2) ? Result<Json>(Json(nullptr)) : parse_json(row.text(2));
            past.fields.emplace(field, Past::OfField{before ? before.take() : Json(nullptr), true});
        } else {
            known->second.is_newest = true;
        }
    }
    return past;
}

// Whether a record outside the change set points to this one: one that others made, or changed since.
Result<bool> is_pointed_to(Session& session, schema::Schema const& schema, Object const& object, Uuid id,
                           ChangeSetId change_set, ChangeSetId undo) {
    for (auto const& other : schema.objects()) {
        for (auto const& field : other->fields) {
            if (field.type != schema::FieldType::relation || field.object != object.name) continue;
            auto const sql = fmt::format(
                "SELECT 1 FROM {} r WHERE r.{} = $1 AND r.deleted_at IS NULL AND (r.change_set <> $2 OR EXISTS (SELECT "
                "1 FROM record_history h WHERE h.object = $3 AND h.record_id = r.id AND h.change_set <> $2 AND "
                "h.change_set <> $4)) LIMIT 1",
                other->table, field.column);
            if (!TRY(run(session, sql, {{id}, {change_set.uuid}, {other->name}, {undo.uuid}})).empty()) return true;
        }
    }
    return false;
}

// Why a field cannot be what it was; empty: it can.
Result<std::string_view> obstacle(Session& session, schema::Schema const& schema, Object const& object, RecordId id,
                                  schema::Field const& field, Json const& before) {
    if (!normal_value(field, before)) return std::string_view("does_not_fit");  // it was of another type then
    if (field.is_required && before.is_null()) return std::string_view("required");
    if (field.type == schema::FieldType::file && !before.is_null()) {
        auto const file = before.is_string() ? Uuid::parse(before.get_ref<std::string const&>()) : std::nullopt;
        bool const is_there = file && TRY(has_file(session, object, field, id, *file));
        return is_there ? std::string_view() : std::string_view("target_gone");
    }
    if (field.type != schema::FieldType::relation || before.is_null()) return std::string_view();
    auto const target = schema.find(field.object);
    auto const pointed = Uuid::parse(before.get_ref<std::string const&>());
    if (!target || !pointed) return std::string_view();
    auto const there = TRY(run(
        session, fmt::format("SELECT 1 FROM {} WHERE id = $1 AND deleted_at IS NULL", target->table), {{*pointed}}));
    return there.empty() ? std::string_view("target_gone") : std::string_view();
}

// Keeps the order of `Touched`, and of a record that is told twice that it was made.
void merge(std::vector<Touched>& page, std::string const& object, std::vector<RecordId> const& ids,
           std::vector<RecordId> const& made, std::size_t limit) {
    std::vector<RecordId> all = ids;
    all.insert(all.end(), made.begin(), made.end());
    std::ranges::sort(all);
    auto const twice = std::ranges::unique(all);
    all.erase(twice.begin(), twice.end());
    for (auto const id : all) {
        if (page.size() == limit) return;
        page.push_back({object, id, std::ranges::binary_search(made, id)});
    }
}

}  // namespace

std::optional<TouchedPlace> TouchedPlace::parse(std::string_view text) {
    auto const colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    auto const id = RecordId::parse(text.substr(colon + 1));
    if (!id) return std::nullopt;
    return TouchedPlace{std::string(text.substr(0, colon)), *id};
}

Result<std::vector<Touched>> Records::touched(Session& session, ChangeSetId id,
                                              std::optional<TouchedPlace> const& after, Including including,
                                              std::size_t limit) {
    auto const schema = this->schema();
    std::vector<Touched> page;
    auto const column = [](store::Rows const& rows) {
        std::vector<RecordId> ids;
        for (auto const& row : rows) ids.push_back(row.id<RecordId>(0));
        return ids;
    };
    for (auto const& object : schema->objects()) {
        if (page.size() == limit) break;
        if (after && object->name < after->object) continue;
        auto const from = after && object->name == after->object ? after->id : RecordId{};
        auto const rest = static_cast<std::int64_t>(limit - page.size());
        auto changed = column(TRY(session.query(sql::records_changed_page, id, object->name, from, rest)));
        auto const made = column(TRY(
            run(session,
                fmt::format("SELECT id FROM {} WHERE change_set = $1 AND id > $2 ORDER BY id LIMIT $3", object->table),
                {{id.uuid}, {from.uuid}, {rest}})));
        auto const hooks = hooks_.find(object->name);
        if (including == Including::what_hooks_know && hooks != hooks_.end() && hooks->second.touched) {
            auto const told = TRY(hooks->second.touched(session, id, from, static_cast<std::size_t>(rest)));
            changed.insert(changed.end(), told.begin(), told.end());
        }
        merge(page, object->name, changed, made, limit);
    }
    return page;
}

Result<Fate> Records::fate_of(Session& session, Touched const& touched, ChangeSetId id, ChangeSetId undo) {
    Fate fate;
    auto const schema = this->schema();
    fate.object = schema->find(touched.object);
    fate.id = touched.id;
    if (!fate.object) return fate;
    auto loaded = load(session, *fate.object, touched.id);
    if (!loaded) {
        // It was erased meanwhile, with its history.
        if (loaded.error().code == ErrorCode::not_found) return fate;
        return Failure(std::move(loaded).error());
    }
    fate.current = loaded.take();
    auto const past = TRY(past_of(session, touched.object, touched.id, id, undo));
    if (touched.is_made && !fate.current.contains("deleted_at")) {
        auto const why = TRY(stays_for(session, *fate.object, touched.id, id, undo, past.is_changed_by_others));
        fate.goes = why.empty();
        if (!fate.goes) fate.kept.push_back({touched.object, touched.id, "", why});
    }
    if (fate.goes) return fate;
    for (auto const& [field, of_set] : past.fields) {
        auto const* known = fate.object->find(field);
        if (field != "deleted_at" && !known) continue;
        std::string_view why = of_set.is_newest ? "" : "changed_since";
        if (why.empty() && known) why = TRY(obstacle(session, *schema, *fate.object, fate.id, *known, of_set.before));
        if (!why.empty())
            fate.kept.push_back({touched.object, touched.id, field, std::string(why)});
        else if (field == "deleted_at")
            fate.is_deleted = !of_set.before.is_null();
        else
            fate.back[field] = of_set.before;
    }
    return fate;
}

Result<std::string> Records::stays_for(Session& session, Object const& object, RecordId id, ChangeSetId change_set,
                                       ChangeSetId undo, bool is_changed_by_others) {
    if (is_changed_by_others) return std::string("changed_since");
    if (TRY(is_pointed_to(session, *schema(), object, id.uuid, change_set, undo))) return std::string("referred_to");
    auto const hooks = hooks_.find(object.name);
    if (hooks == hooks_.end() || !hooks->second.stays_for) return std::string();
    return hooks->second.stays_for(session, id, change_set);
}

}  // namespace kith::records
