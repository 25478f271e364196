#include "schema/alteration.hpp"

#include <algorithm>

#include "audit/audit.hpp"
#include "base/text.hpp"
#include "schema/definitions.sql.hpp"
#include "schema/install.sql.hpp"
#include "schema/limits.hpp"
#include "schema/names.hpp"
#include "schema/rollups.hpp"
#include "schema/worked_out.hpp"

namespace kith::schema {

namespace {

std::size_t columns_count(Object const& object) {
    std::size_t count = 0;
    for (auto const* list : {&object.fields, &object.retired})
        for (auto const& field : *list) count += field.is_system ? 0 : column_ddl(field).size();
    for (auto const& slot : object.free_slots)
        count += 1 + static_cast<std::size_t>(std::count(slot.storage.begin(), slot.storage.end(), '+'));
    return count;
}

}  // namespace

SchemaPointer Alteration::now() const {
    std::vector<ObjectPointer> objects;
    for (auto const* list : {&before_->objects(), &before_->retired()})
        for (auto const& object : *list)
            if (!changed_.contains(object->name)) objects.push_back(object);
    for (auto const& [name, changed] : changed_)
        if (std::find(forgotten_.begin(), forgotten_.end(), name) == forgotten_.end())
            objects.push_back(std::make_shared<Object const>(changed.object));
    return std::make_shared<Schema const>(std::move(objects), before_->version());
}

Result<Object*> Alteration::object(std::string_view name) {
    if (auto const found = changed_.find(name); found != changed_.end()) return &found->second.object;
    auto const known = TRY(find_object(*before_, name));
    return &changed_.emplace(std::string(name), Changed{*known, {}, {}, false}).first->second.object;
}

Result<Field*> Alteration::field(Object& object, std::string_view name) {
    if (object.is_retired) return Error::conflict("retired", "This object is retired; restore it first.");
    auto const found =
        std::find_if(object.fields.begin(), object.fields.end(), [&](Field const& each) { return each.name == name; });
    if (found == object.fields.end()) return no_such_field(object, name);
    if (found->is_system) return Error::conflict("system_field", "Every record has this field; it cannot be changed.");
    return &*found;
}

Result<void> Alteration::add_object(Object object, std::string what) {
    auto name = object.name;
    changed_.emplace(std::move(name), Changed{std::move(object), std::move(what), {}, true});
    return {};
}

void Alteration::note(Object const& object, std::string what, std::string_view field) {
    auto& changed = changed_.at(object.name);
    changed.what = std::move(what);
    changed.field = field;
}

void Alteration::note_choice(Object const& object, std::string_view field) {
    note(object, "add_choice", field);
    ++changed_.at(object.name).choices_added;
}

Result<void> Alteration::run(std::string const& ddl) {
    TRY(transaction_.run(transaction_.dialect().expand_types(ddl), {}));
    return {};
}

Result<std::int64_t> Alteration::count(std::string const& sql) { return TRY(transaction_.run(sql, {}))[0].integer(0); }

Result<void> Alteration::make_table(Object& object) {
    // A version is used once, so the table's name is too, whatever was deleted before.
    object.table = fmt::format("o_{}", before_->version() + ++tables_made_);
    for (auto& field : object.fields)
        if (field.is_custom) field.column = fmt::format("f_{}", object.next_slot++);
    for (auto const& statement : table_ddl(object)) TRY(run(statement));
    for (auto const& statement : transaction_.dialect().search_table_ddl(object.search_table())) TRY(run(statement));
    return {};
}

Result<void> Alteration::drop_table(Object const& object) {
    for (auto const& statement : transaction_.dialect().search_table_drop(object.search_table())) TRY(run(statement));
    return run("DROP TABLE " + object.table);
}

Result<void> Alteration::make_columns(Object& object, Field& field) {
    auto const rested = transaction_.now().ms - std::int64_t{1000} * limits::slot_rest_seconds_min;
    auto const free = std::find_if(object.free_slots.begin(), object.free_slots.end(), [&](Slot const& slot) {
        return slot.storage == storage_of(field) && slot.freed_at <= rested;
    });
    if (free != object.free_slots.end()) {
        field.column = free->column;
        object.free_slots.erase(free);
        // Once more: somebody who held an old picture may have written since.
        return empty_columns(object, field);
    }
    field.column = fmt::format("f_{}", object.next_slot++);
    if (columns_count(object) + column_ddl(field).size() > limits::columns_per_object_max)
        return Error::invalid("name", "too_many_columns",
                              "The object's table has no room for another field. Delete retired ones first.");
    for (auto const& column : column_ddl(field))
        TRY(run(fmt::format("ALTER TABLE {} ADD COLUMN {}", object.table, column)));
    return {};
}

Result<void> Alteration::make_indexes(Object const& object, Field const& field) {
    for (auto const& index : index_ddl(object, field)) TRY(run(index));
    return {};
}

Result<void> Alteration::drop_indexes(Object const& object, Field const& field) {
    for (auto const& index : index_names(object, field)) TRY(run("DROP INDEX IF EXISTS " + index));
    return {};
}

Result<void> Alteration::empty_columns(Object const& object, Field const& field) {
    return run(fmt::format("UPDATE {} SET {} = NULL WHERE {} IS NOT NULL", object.table,
                           fmt::join(columns_of(field), " = NULL, "), field.column));
}

Result<void> Alteration::free_columns(Object& object, Field const& field) {
    TRY(empty_columns(object, field));
    object.free_slots.push_back({field.column, storage_of(field), transaction_.now().ms});
    TRY(transaction_.execute(sql::schema_history_of_field, object.name, field.name));
    return {};
}

void Alteration::rest_columns(Object& object, Field const& field) {
    object.free_slots.push_back({field.column, storage_of(field), transaction_.now().ms});
}

Result<void> Alteration::take_columns_back(Object& object, Field const& now, Field const& before) {
    auto const slot = std::find_if(object.free_slots.begin(), object.free_slots.end(), [&](Slot const& each) {
        return each.column == before.column && each.storage == storage_of(before);
    });
    if (slot == object.free_slots.end())
        return Error::conflict("values_gone", fmt::format("The old values of {} are gone.", before.name));
    auto const changed_at = Instant{slot->freed_at};
    auto const edited = TRY(transaction_.query(sql::schema_values_changed_since, object.name, before.name, changed_at));
    auto const made = TRY(count(
        fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} IS NOT NULL AND created_at >= {} LIMIT 1) found",
                    object.table, now.column, changed_at.ms)));
    if (!edited.empty() || made > 0)
        return Error::conflict("changed_since", fmt::format("{} was given values since.", before.name));
    object.free_slots.erase(slot);
    TRY(drop_indexes(object, now));
    rest_columns(object, now);
    return make_indexes(object, before);
}

Result<void> Alteration::change_sorting(Object& object, Field const& before, Field& after) {
    if (before.is_sortable == after.is_sortable && before.is_filterable == after.is_filterable) return {};
    TRY(drop_indexes(object, before));
    auto const sort_column = after.column + "_sort";
    auto const left = std::find_if(object.free_slots.begin(), object.free_slots.end(),
                                   [&](Slot const& slot) { return slot.column == sort_column; });
    if (before.has_sort_column() && !after.has_sort_column()) {
        // The column stays: somebody who holds an old picture still writes to it.
        object.free_slots.push_back({sort_column, "sort", transaction_.now().ms});
    } else if (after.has_sort_column() && !before.has_sort_column()) {
        if (left != object.free_slots.end()) {
            object.free_slots.erase(left);
            TRY(run(fmt::format("UPDATE {0} SET {1} = NULL WHERE {1} IS NOT NULL", object.table, sort_column)));
        } else {
            TRY(run(fmt::format("ALTER TABLE {} ADD COLUMN {} {{blob}}", object.table, sort_column)));
        }
        if (columns_count(object) > limits::columns_per_object_max)
            return Error::invalid("is_sortable", "too_many_columns", "The object's table has no room for it.");
        TRY(fill_sort_keys(object, after));
    }
    return make_indexes(object, after);
}

Result<void> Alteration::fill_sort_keys(Object const& object, Field const& field) {
    auto const unit = field.unit_column();
    auto const rows = TRY(
        transaction_.run(fmt::format("SELECT id, {0}{3} FROM {1} WHERE {0} IS NOT NULL LIMIT {2}", field.column,
                                     object.table, limits::sort_keys_made_max + 1, unit.empty() ? unit : ", " + unit),
                         {}));
    if (static_cast<std::int64_t>(rows.size()) > limits::sort_keys_made_max)
        return Error::conflict("too_many_records", "Too many records have a value for sorting to be added now.");
    auto const sql = fmt::format("UPDATE {} SET {} = $2 WHERE id = $1", object.table, field.sort_column());
    bool const is_money = facts_of(field.type).sorted_by == SortedBy::currency_and_amount;
    for (auto const& row : rows) {
        auto const key = is_money ? money_sort_key(row.integer(1), row.text(2)) : text::sort_key(row.text(1), "");
        store::Parameter const parameters[] = {
            row.uuid(0), store::Bytes(reinterpret_cast<std::uint8_t const*>(key.data()), key.size())};
        TRY(transaction_.run(sql, parameters));
    }
    return {};
}

Result<void> Alteration::forget(Object const& object) {
    TRY(transaction_.execute(sql::schema_history_of_object, object.name));
    forgotten_.push_back(object.name);
    return {};
}

Result<void> Alteration::settle(Formulas const& formulas) {
    if (!formulas.check) return {};
    // What reads something personal is personal, through formulas and rollups in turn; and so with the digits.
    for (bool is_settled = false; !is_settled;) {
        auto const personal = personal_fields();
        for (auto& [name, changed] : changed_)
            if (is_changed(changed)) TRY(settle_formulas(changed.object, formulas.check));
        is_settled = TRY(settle_rollups(formulas.condition)) && personal_fields() == personal;
    }
    auto const after = now();
    TRY(check_circles(*after));
    TRY(empty_resting_rollups());
    for (auto const& [name, fields] : stale_fields(*before_, *after)) {
        if (!before_->find_defined(name)) continue;  // nothing is in it yet
        TRY(formulas.fill(transaction_, after, *after->find_defined(name), fields));
    }
    return {};
}

// What is counted follows nothing while it is out of use, not even an erasure: it is counted anew when it comes back.
Result<void> Alteration::empty_resting_rollups() {
    for (auto const& [name, changed] : changed_) {
        auto const before = before_->find_defined(name);
        if (!before || !is_changed(changed)) continue;
        for (auto const& field : changed.object.retired)
            if (field.rollup && before->find(field.name)) TRY(empty_columns(changed.object, field));
    }
    return {};
}

// Whether it is there afterwards, and not as it was.
bool Alteration::is_changed(Changed const& changed) const {
    return !changed.what.empty() &&
           std::find(forgotten_.begin(), forgotten_.end(), changed.object.name) == forgotten_.end();
}

std::ptrdiff_t Alteration::personal_fields() const {
    std::ptrdiff_t count = 0;
    for (auto const& [name, changed] : changed_)
        count += std::count_if(changed.object.fields.begin(), changed.object.fields.end(),
                               [](Field const& field) { return field.is_personal; });
    return count;
}

// Those of what changed, and those that are counted from its records. Whether all was as it should be.
Result<bool> Alteration::settle_rollups(ConditionCheck const& check) {
    auto const after = now();
    bool is_settled = true;
    for (auto& [name, changed] : changed_)
        if (is_changed(changed)) is_settled = TRY(schema::settle_rollups(changed.object, *after, check)) && is_settled;
    for (auto const& counting : counting_what_changed()) {
        auto settled = *after->find_defined(counting);
        if (TRY(schema::settle_rollups(settled, *after, check))) continue;
        auto* here = TRY(object(counting));
        *here = std::move(settled);
        note(*here, "change_object");
        is_settled = false;
    }
    return is_settled;
}

// The objects that did not change themselves, by name.
std::set<std::string> Alteration::counting_what_changed() const {
    std::set<std::string> names;
    for (auto const& [name, changed] : changed_) {
        if (changed.what.empty()) continue;
        for (auto const& rollup : before_->rollups_from(name)) {
            auto const known = changed_.find(rollup.object->name);
            if (known == changed_.end() || known->second.what.empty()) names.insert(rollup.object->name);
        }
    }
    return names;
}

/// For whoever takes it back.
Result<void> Alteration::note_change(std::string const& name, Changed const& changed) {
    std::optional<std::string> before;
    if (!changed.is_new) before = dump_json(json_of(*before_->find_defined(name)));
    TRY(transaction_.execute(sql::schema_note_change, author_.change_set, name, changed.object.version, changed.what,
                             changed.field, before));
    return {};
}

Result<void> Alteration::begin_change_set() {
    auto const is_kept = [](auto const& each) { return !each.second.what.empty() && each.second.choices_added == 0; };
    if (std::none_of(changed_.begin(), changed_.end(), is_kept)) return {};
    std::optional<Uuid> const actor = author_.actor.id.is_nil() ? std::nullopt : std::optional(author_.actor.id);
    TRY(transaction_.execute(sql::schema_begin_change_set, author_.change_set, name_of(author_.actor.kind), actor,
                             author_.actor.name, transaction_.now()));
    return {};
}

Result<void> Alteration::note_for_audit(std::string const& name, Changed const& changed) {
    audit::Entry entry;
    entry.action = audit::Action::object_changed;
    entry.kind = audit::Kind::object;
    entry.object = name;
    entry.facts = {{"what", changed.what}};
    if (!changed.field.empty()) entry.facts["field"] = changed.field;
    if (changed.choices_added > 0)
        entry.facts["choices"] = changed.choices_added;
    else
        entry.change_set = author_.change_set;
    return audit::note(transaction_, author_.actor, entry);
}

Result<SchemaPointer> Alteration::finish() {
    TRY(begin_change_set());
    for (auto& [name, changed] : changed_) {
        if (changed.what.empty()) continue;  // looked at, not changed
        bool const is_choice = changed.choices_added > 0;
        TRY(define(transaction_, changed.object, is_choice ? Altered::choices_of_open_fields : Altered::definition));
        if (std::find(forgotten_.begin(), forgotten_.end(), name) != forgotten_.end())
            TRY(transaction_.execute(sql::schema_forget, name));
        if (!is_choice) TRY(note_change(name, changed));
        TRY(note_for_audit(name, changed));
    }
    return load(transaction_, before_);
}

}  // namespace kith::schema
