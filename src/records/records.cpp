#include "records/records.hpp"

#include <algorithm>

#include "audit/audit.hpp"
#include "base/secrets.hpp"
#include "records/attachments/field_files.hpp"
#include "records/limits.hpp"
#include "records/records.sql.hpp"
#include "records/row.hpp"
#include "records/search_document.hpp"

namespace kith::records {

namespace {

using access::Deed;
using schema::Object;
using store::Session;
using store::Transaction;

Error no_such_record() { return Error::not_found("There is no such record."); }

// Which record a change is about, for the log.
store::Change change_of(store::ChangeKind kind, Object const& object, RecordId id, std::int64_t version) {
    store::Change change;
    change.kind = kind;
    change.object = object.name;
    change.record = id;
    change.version = version;
    if (object.is_person_owned) change.person = PersonId{id.uuid};
    return change;
}

RecordId id_of(Json const& record) {
    return RecordId{Uuid::parse(record["id"].get_ref<std::string const&>()).value_or(Uuid{})};
}

enum class Asked { all, given, standard };

// Kith's own demand, such as the name of a company; not one that an administrator made, be it of a standard field.
bool is_required_by_kith(schema::Field const& field) {
    return field.is_required && !field.is_custom && std::ranges::count(field.changed, "is_required") == 0;
}

// What an administrator requires is asked of people, when they make a record or take a value away. What the program
// itself learns of somebody may lack it, and so may a record from before the field.
Result<void> check_required(Object const& object, Json const& record, Asked asked, access::RowAccess const& access,
                            Actor const& actor) {
    Error errors{ErrorCode::invalid, "Some values are missing.", {}, {}, {}, 0};
    for (auto const& field : object.fields) {
        // Nobody is asked for what they may not write.
        if (access.field_right(actor, object, field.name) != access::FieldRight::write && !is_required_by_kith(field))
            continue;
        bool const is_given = record.contains(field.name);
        bool const is_asked = asked == Asked::all || (asked == Asked::given ? is_given : is_required_by_kith(field));
        if (is_asked && field.is_required && (!is_given || record[field.name].is_null()))
            errors.fields.push_back({field.name, "required", fmt::format("{} is required.", field.name)});
    }
    if (!errors.fields.empty()) return errors;
    return {};
}

// An edit stands on what its writer read, and on a record that is still itself.
Result<void> check_current(Json const& current, std::int64_t version) {
    if (current.contains("joined_into"))
        return Error::conflict("joined", "This record was joined into another; edit that one.");
    if (current["version"].get<std::int64_t>() == version) return {};
    Error error;
    error.code = ErrorCode::precondition_failed;
    error.message = "Somebody else has changed this record since you read it.";
    return error;
}

Result<void> check_user(Session& session, schema::Field const& field, Json const& value) {
    auto const id = Uuid::parse(value.get_ref<std::string const&>()).value_or(Uuid{});
    if (!TRY(session.query(sql::records_user, id)).empty()) return {};
    return Error::invalid(field.name, "not_found", fmt::format("{} names a user who does not exist.", field.name));
}

// A relation must point to a record that is there, and a user to somebody.
Result<void> check_relations(Session& session, schema::Schema const& schema, Object const& object, Json const& values) {
    for (auto const& field : object.fields) {
        if (!values.contains(field.name) || values[field.name].is_null()) continue;
        if (field.type == schema::FieldType::user) TRY(check_user(session, field, values[field.name]));
        if (field.type != schema::FieldType::relation) continue;
        auto const target = schema.find(field.object);
        if (!target) continue;  // retired meanwhile: the field is on its way out too
        auto const rows =
            TRY(run(session, fmt::format("SELECT 1 FROM {} WHERE id = $1 AND deleted_at IS NULL", target->table),
                    {{Uuid::parse(values[field.name].get_ref<std::string const&>()).value_or(Uuid{})}}));
        if (rows.empty())
            return Error::invalid(field.name, "not_found",
                                  fmt::format("{} points to a record that does not exist.", field.name));
    }
    return {};
}

Result<void> write_search_document(Transaction& transaction, Object const& object, RecordId id, Json const& record) {
    auto const sql = fmt::format(
        "INSERT INTO {} (record_id, words) VALUES ($1, $2) ON CONFLICT (record_id) DO UPDATE SET words = "
        "excluded.words",
        object.search_table());
    TRY(run(transaction, sql, {{id.uuid}, {search_document(object, record)}}));
    return {};
}

// Whether what stands in for the field is found by depends on it.
bool stands_behind(Object const& object, schema::Field const& field) {
    auto const veil = access::veil_of(object);
    return veil && std::ranges::count(veil->needs, field.name) > 0;
}

Result<void> add_history(Transaction& transaction, Write const& write, Object const& object, RecordId id,
                         std::int64_t version, std::string_view field, Json const& before) {
    auto const text = dump_json(before);
    TRY(transaction.execute(sql::records_add_history, object.name, id, version, field, text, transaction.now(),
                            write.change_set));
    return {};
}

}  // namespace

Records::Records(store::Database& database, schema::Published const& schema, access::RowAccess const& access)
    : database_(database),
      schema_(schema),
      access_(access),
      inserts_(std::make_shared<Guarded<std::map<std::string, std::shared_ptr<Inserts const>, std::less<>>>>()),
      formulas_(std::make_shared<Guarded<std::map<std::string, KnownFormulas, std::less<>>>>()) {}

// Read and checked once a definition.
void Records::derive(Object const& object, Json& record) const {
    auto const has_formula = [](schema::Field const& field) { return !field.formula.empty(); };
    if (std::none_of(object.fields.begin(), object.fields.end(), has_formula)) return;
    std::shared_ptr<ObjectFormulas const> formulas;
    {
        auto known = formulas_->lock();
        auto& entry = (*known)[object.name];
        // The picture with the fields that are out of use is another one of the same version.
        if (entry.version != object.version || entry.fields != object.fields.size())
            entry = {object.version, object.fields.size(), std::make_shared<ObjectFormulas const>(object)};
        formulas = entry.formulas;
    }
    formulas->derive(record);
}

void Records::follow(Transaction& transaction, Object const& object, Json const& before, Json const& after) const {
    auto const definitions = schema();
    if (definitions->rollups_from(object.name).empty()) return;
    note_counted(
        transaction, definitions, [this](Object const& of, Json& record) { derive(of, record); }, object, before,
        after);
}

void Records::add_hooks(std::string object, Hooks hooks) { hooks_.emplace(std::move(object), std::move(hooks)); }

Result<void> Records::run_hooks_before(Transaction& transaction, Write const& write, Object const& object,
                                       Json const& before, Json& after, Json const& patch) {
    auto const hooks = hooks_.find(object.name);
    if (hooks == hooks_.end() || !hooks->second.before_write) return {};
    return hooks->second.before_write(transaction, write, before, after, patch);
}

Result<void> Records::run_hooks_written(Transaction& transaction, Write const& write, Object const& object,
                                        Json const& before, Json const& after, Json const& patch) {
    auto const hooks = hooks_.find(object.name);
    if (hooks == hooks_.end() || !hooks->second.written) return {};
    return hooks->second.written(transaction, write, before, after, patch);
}

Result<void> Records::begin(Transaction& transaction, Write const& write) {
    std::optional<Uuid> const actor = write.actor.id.is_nil() ? std::nullopt : std::optional(write.actor.id);
    TRY(transaction.execute(sql::records_begin_change_set, write.change_set, write.kind, name_of(write.actor.kind),
                            actor, write.actor.name, transaction.now()));
    return {};
}

Result<Json> Records::load(Session& session, Object const& object, RecordId id) {
    auto const rows =
        TRY(run(session, fmt::format("SELECT {} FROM {} r WHERE r.id = $1", select_list(object, "r"), object.table),
                {{id.uuid}}));
    if (rows.empty()) return no_such_record();
    return read_row(object, rows[0]);
}

Result<Json> Records::insert(Transaction& transaction, Write const& write, Object const& object, RecordId id,
                             Json const& values) {
    auto const patch = TRY(normal_values(object, values, true));
    auto const now = transaction.now();
    Json record{{"id", id.text()},
                {"object", object.name},
                {"version", 1},
                {"created_at", now.text()},
                {"updated_at", now.text()}};
    for (auto const& field : object.fields)
        if (!field.is_system) record[field.name] = patch.value(field.name, value_of_new(field));
    TRY(run_hooks_before(transaction, write, object, nullptr, record, patch));
    derive(object, record);
    TRY(check_required(object, record, Asked::standard, access_, write.actor));
    TRY(check_relations(transaction, *schema(), object, record));
    TRY(begin(transaction, write));

    std::string columns = "id, version, created_at, updated_at, change_set", places = "$1, $2, $3, $4, $5";
    std::vector<rule::BoundValue> parameters{{id.uuid}, {std::int64_t{1}}, {now.ms}, {now.ms}, {write.change_set.uuid}};
    for (auto const& field : object.fields) {
        if (field.is_system || record[field.name].is_null()) continue;
        std::size_t place = parameters.size();
        for (auto const& column : schema::columns_of(field)) {
            columns += ", " + column;
            places += fmt::format(", ${}", ++place);
        }
        bind_value(field, record[field.name], parameters);
    }
    TRY(run(transaction, fmt::format("INSERT INTO {} ({}) VALUES ({})", object.table, columns, places), parameters));
    TRY(write_search_document(transaction, object, id, record));
    transaction.note(change_of(store::ChangeKind::record_created, object, id, 1));
    follow(transaction, object, nullptr, record);
    TRY(run_hooks_written(transaction, write, object, nullptr, record, patch));
    return record;
}

Result<Json> Records::patch(Transaction& transaction, Write const& write, Object const& object, RecordId id,
                            Json const& values) {
    auto const patch = TRY(normal_values(object, values, true));
    auto const rows =
        TRY(run(transaction,
                fmt::format("SELECT {} FROM {} r WHERE r.id = $1 FOR UPDATE", select_list(object, "r"), object.table),
                {{id.uuid}}));
    if (rows.empty()) return no_such_record();
    auto const before = read_row(object, rows[0]);
    auto after = before;
    after.update(patch);
    TRY(run_hooks_before(transaction, write, object, before, after, patch));
    derive(object, after);
    TRY(check_required(object, after, Asked::standard, access_, write.actor));

    // What the engine keeps by itself (when somebody was last seen) is no new version: nobody's edit is refused for it.
    std::vector<schema::Field const*> changed;
    bool is_new_version = false, is_searched_anew = false;
    for (auto const& field : object.fields) {
        if (field.is_system || before[field.name] == after[field.name]) continue;
        changed.push_back(&field);
        is_new_version = is_new_version || field.is_writable;
        is_searched_anew = is_searched_anew || field.is_searchable || stands_behind(object, field);
    }
    if (changed.empty()) return before;
    TRY(check_relations(transaction, *schema(), object, patch));

    auto const now = transaction.now();
    std::int64_t const version = before["version"].get<std::int64_t>() + (is_new_version ? 1 : 0);
    after["version"] = version;
    if (is_new_version) after["updated_at"] = now.text();
    std::string assignments = "version = $2, updated_at = $3";
    std::vector<rule::BoundValue> parameters{
        {id.uuid}, {version}, {Instant::parse(after["updated_at"].get_ref<std::string const&>()).value_or(now).ms}};
    for (auto const* field : changed) {
        std::size_t next = parameters.size();
        for (auto const& column : schema::columns_of(*field)) assignments += fmt::format(", {} = ${}", column, ++next);
        bind_value(*field, after[field->name], parameters);
    }
    TRY(run(transaction, fmt::format("UPDATE {} SET {} WHERE id = $1", object.table, assignments), parameters));
    if (is_new_version) {
        TRY(begin(transaction, write));
        for (auto const* field : changed)
            if (field->is_writable)
                TRY(add_history(transaction, write, object, id, version, field->name, before[field->name]));
    }
    if (is_searched_anew) TRY(write_search_document(transaction, object, id, after));
    transaction.note(change_of(store::ChangeKind::record_updated, object, id, version));
    follow(transaction, object, before, after);
    TRY(run_hooks_written(transaction, write, object, before, after, patch));
    return after;
}

Result<void> Records::set_joined_into(Transaction& transaction, Write const& write, Object const& object, RecordId id,
                                      std::optional<RecordId> survivor) {
    TRY(begin(transaction, write));
    rule::BoundValue into;
    if (survivor) into.value = survivor->uuid;
    TRY(lock_row(transaction, object, id));
    auto const before = TRY(load(transaction, object, id));
    auto after = before;
    after.erase("joined_into");
    if (survivor) after["joined_into"] = survivor->text();
    TRY(run(transaction, fmt::format("UPDATE {} SET joined_into = $2 WHERE id = $1", object.table), {{id.uuid}, into}));
    follow(transaction, object, before, after);
    transaction.note(
        change_of(survivor ? store::ChangeKind::record_deleted : store::ChangeKind::record_restored, object, id, 0));
    return {};
}

Result<void> Records::leave(Transaction& transaction, Object const& object, RecordId id) {
    if (schema()->rollups_from(object.name).empty()) return {};
    TRY(lock_row(transaction, object, id));
    auto const record = load(transaction, object, id);
    if (record)
        follow(transaction, object, *record, nullptr);
    else if (record.error().code != ErrorCode::not_found)
        return Failure(record.error());
    return {};
}

Result<Json> Records::create_in(Transaction& transaction, Write const& write, Object const& object,
                                Json const& values) {
    auto const hash = secrets::hash(object.name + "\n" + dump_json(values));
    if (!write.idempotency_key.empty()) {
        auto const earlier = TRY(transaction.query(sql::records_idempotent, write.actor.id, write.idempotency_key));
        if (!earlier.empty()) {
            auto const known = earlier[0].bytes(0);
            if (!std::equal(known.begin(), known.end(), hash.begin(), hash.end()))
                return Error::conflict("idempotency_key_reused",
                                       "This Idempotency-Key came with another request before.");
            return load(transaction, object, earlier[0].id<RecordId>(2));
        }
    }
    TRY(access_.check_writes(write.actor, object, values));
    auto const normal = TRY(normal_values(object, values, false));
    TRY(check_required(object, normal, Asked::all, access_, write.actor));
    TRY(take_up_files(transaction, object, Json::object(), normal));
    auto const id = RecordId::make();
    auto record = TRY(insert(transaction, write, object, id, normal));
    if (!write.idempotency_key.empty()) {
        TRY(transaction.execute(sql::records_remember_idempotent, write.actor.id, write.idempotency_key,
                                store::Bytes(hash), object.name, id, transaction.now()));
    }
    return record;
}

Result<std::int64_t> Records::forget_requests(Instant before) {
    return database_.write(
        [&](Transaction& transaction) { return transaction.execute(sql::records_forget_idempotent, before); });
}

// A write may not take a record out of its writer's own sight.
Result<void> Records::check_still_visible(Session& session, Actor const& actor, Object const& object, RecordId id) {
    if (check_visible(session, actor, object, id)) return {};
    auto error = Error::forbidden("With these values your role could not see the record any more.");
    error.reason = "outside_rule";
    return error;
}

Result<Json> Records::create(Write const& write, Object const& object, Json const& values) {
    TRY(access_.check(write.actor, object, Deed::create));
    auto const record = TRY(database_.write([&](Transaction& transaction) -> Result<Json> {
        auto made = TRY(create_in(transaction, write, object, values));
        TRY(check_still_visible(transaction, write.actor, object, id_of(made)));
        return made;
    }));
    return get(write.actor, object, id_of(record));
}

Result<std::vector<RecordId>> Records::create_all(Transaction& transaction, Write const& write, Object const& object,
                                                  Json const& records) {
    std::vector<RecordId> ids;
    for (auto const& values : records) {
        auto const place = ids.size();
        auto one = write;
        if (!one.idempotency_key.empty()) one.idempotency_key += fmt::format("#{}", place);
        auto made = create_in(transaction, one, object, values);
        auto const seen =
            made ? check_still_visible(transaction, write.actor, object, id_of(*made)) : Failure(made.error());
        if (seen) {
            ids.push_back(id_of(*made));
            continue;
        }
        auto error = seen.error();
        if (error.fields.empty()) error.fields.push_back({"", error.reason, error.message});
        for (auto& field : error.fields)
            field.field = fmt::format("records[{}]{}{}", place, field.field.empty() ? "" : ".", field.field);
        return error;
    }
    return ids;
}

Result<std::vector<Json>> Records::create_many(Write const& write, Object const& object, Json const& records) {
    TRY(access_.check(write.actor, object, Deed::create));
    if (!records.is_array() || records.empty())
        return Error::invalid("records", "required", "records is a list of at least one.");
    if (records.size() > limits::bulk_create_records_max)
        return Error::invalid("records", "limit_reached",
                              fmt::format("At most {} at once.", limits::bulk_create_records_max));
    for (auto const& values : records)
        if (!values.is_object()) return Error::invalid("records", "wrong_type", "Each of records is an object.");
    auto const ids =
        TRY(database_.write([&](Transaction& transaction) { return create_all(transaction, write, object, records); }));
    std::vector<Json> made;
    for (auto const id : ids) made.push_back(TRY(get(write.actor, object, id)));
    return made;
}

Result<Json> Records::checked_patch(Actor const& actor, Object const& object, Json const& values) {
    TRY(access_.check(actor, object, Deed::update));
    TRY(access_.check_writes(actor, object, values));
    auto normal = TRY(normal_values(object, values, false));
    TRY(check_required(object, normal, Asked::given, access_, actor));
    return normal;
}

Result<Json> Records::take(Transaction& transaction, Actor const& actor, Object const& object, Frozen const& record,
                           bool is_deleted) {
    // Of two who read the same version one writes, the other is told.
    TRY(lock_row(transaction, object, record.id));
    TRY(check_visible(transaction, actor, object, record.id, is_deleted));
    auto current = TRY(load(transaction, object, record.id));
    TRY(check_current(current, record.version));
    return current;
}

Deed deed_of(BulkAction action) {
    return action == BulkAction::edit || action == BulkAction::hand_over ? Deed::update : Deed::remove;
}

bool is_of_trash(BulkAction action) { return action == BulkAction::restore || action == BulkAction::purge; }

Result<bool> Records::apply(Transaction& transaction, Write const& write, Object const& object, Json const& current,
                            BulkAction action, Json const& patch) {
    auto const id = id_of(current);
    TRY(check(write.actor, object, action));
    switch (action) {
        case BulkAction::edit:
        case BulkAction::hand_over: {
            TRY(take_up_files(transaction, object, current, patch));
            auto const after = TRY(this->patch(transaction, write, object, id, patch));
            TRY(check_still_visible(transaction, write.actor, object, id));
            return after["version"] != current["version"];
        }
        case BulkAction::remove:
            TRY(set_deleted(transaction, write, object, current, true));
            return true;
        case BulkAction::restore:
            TRY(set_deleted(transaction, write, object, current, false));
            TRY(check_still_visible(transaction, write.actor, object, id));
            return true;
        case BulkAction::purge:
            TRY(purge(transaction, write, object, current));
            return true;
    }
    return false;
}

Result<Json> Records::update(Write const& write, Object const& object, RecordId id, std::int64_t version,
                             Json const& values) {
    auto const normal = TRY(checked_patch(write.actor, object, values));
    TRY(database_.write([&](Transaction& transaction) -> Result<bool> {
        auto const current = TRY(take(transaction, write.actor, object, {id, version}));
        return apply(transaction, write, object, current, BulkAction::edit, normal);
    }));
    return get(write.actor, object, id);
}

Result<void> Records::note_deed(Transaction& transaction, Write const& write, Object const& object, Json const& record,
                                audit::Action action) {
    audit::Entry entry;
    entry.action = action;
    entry.kind = audit::Kind::record;
    entry.object = object.name;
    entry.id = id_of(record).uuid;
    if (auto const name = record.value("name", Json()); name.is_string()) entry.name = name.get<std::string>();
    if (object.is_person_owned) entry.person = PersonId{entry.id};
    entry.change_set = write.change_set;
    return audit::note(transaction, write.actor, entry);
}

Result<void> Records::remove(Write const& write, Object const& object, RecordId id, std::int64_t version) {
    TRY(access_.check(write.actor, object, Deed::remove));
    return database_.write([&](Transaction& transaction) -> Result<void> {
        auto const current = TRY(take(transaction, write.actor, object, {id, version}));
        TRY(set_deleted(transaction, write, object, current, true));
        return note_deed(transaction, write, object, current, audit::Action::record_deleted);
    });
}

Result<Json> Records::restore(Write const& write, Object const& object, RecordId id) {
    TRY(access_.check(write.actor, object, Deed::remove));
    TRY(database_.write([&](Transaction& transaction) -> Result<void> {
        TRY(lock_row(transaction, object, id));
        auto const current = TRY(load(transaction, object, id));
        if (!current.contains("deleted_at")) return {};
        TRY(set_deleted(transaction, write, object, current, false));
        TRY(check_visible(transaction, write.actor, object, id));
        return note_deed(transaction, write, object, current, audit::Action::record_restored);
    }));
    return get(write.actor, object, id);
}

// Deleting is a change of the field `deleted_at`, so that it has its history and can be reverted like any other.
Result<void> Records::set_deleted(Transaction& transaction, Write const& write, Object const& object,
                                  Json const& current, bool is_deleted) {
    auto const id = id_of(current);
    std::int64_t const version = current["version"].get<std::int64_t>() + 1;
    rule::BoundValue at;
    if (is_deleted) at.value = transaction.now().ms;
    TRY(begin(transaction, write));
    TRY(run(transaction, fmt::format("UPDATE {} SET deleted_at = $2, version = $3 WHERE id = $1", object.table),
            {{id.uuid}, at, {version}}));
    TRY(add_history(transaction, write, object, id, version, "deleted_at", current.value("deleted_at", Json(nullptr))));
    if (is_deleted) {
        TRY(run(transaction, fmt::format("DELETE FROM {} WHERE record_id = $1", object.search_table()), {{id.uuid}}));
    } else {
        TRY(write_search_document(transaction, object, id, current));
    }
    transaction.note(change_of(is_deleted ? store::ChangeKind::record_deleted : store::ChangeKind::record_restored,
                               object, id, version));
    auto after = current;
    after.erase("deleted_at");
    if (is_deleted) after["deleted_at"] = transaction.now().text();
    follow(transaction, object, current, after);
    return {};
}

}  // namespace kith::records
