// Brings the definitions in the database up to those of this executable: a missing object is made, a standard field
// that is new gets its columns. What an administrator added is kept. Runs alone, at start, under the store's migration
// lease.
#include <algorithm>

#include "base/embedded.hpp"
#include "schema/install.sql.hpp"
#include "schema/schema.hpp"
#include "store/database.hpp"

namespace kith::embedded {
std::vector<File> standard_objects();
}

namespace kith::schema {

namespace {

Result<std::vector<Object>> standard_objects() {
    std::vector<Object> objects;
    for (auto const& file : embedded::standard_objects()) {
        auto object = object_of(TRY(parse_json(file.bytes)));
        if (!object) return Error::internal(fmt::format("standard object {}: {}", file.path, object.error().message));
        objects.push_back(std::move(object).value());
    }
    return objects;
}

Result<void> run(store::Transaction& transaction, std::string const& statement) {
    TRY(transaction.run(transaction.dialect().expand_types(statement), {}));
    return {};
}

bool is_changed(std::vector<std::string> const& changed, std::string_view name) {
    return std::find(changed.begin(), changed.end(), name) != changed.end();
}

// What this executable says of a field, but for what an administrator changed of it.
Field merged_field(Field const& standard, Field const& defined) {
    Field merged = standard;
    merged.changed = defined.changed;
    if (is_changed(defined.changed, "label")) merged.label = defined.label;
    if (is_changed(defined.changed, "choices")) merged.choices = defined.choices;
    if (is_changed(defined.changed, "is_open")) merged.is_open = defined.is_open;
    if (is_changed(defined.changed, "is_required")) merged.is_required = defined.is_required;
    if (is_changed(defined.changed, "is_searchable")) merged.is_searchable = defined.is_searchable;
    return merged;
}

// Those of this executable, but for a name that an administrator took first, and those that were made here.
std::vector<Composite> merged_composites(Object const& standard, Object const& defined) {
    std::vector<Composite> merged;
    for (auto composite : standard.composites) {
        auto const* known = defined.find_composite(composite.name);
        if (known ? known->is_custom : defined.has_name(composite.name)) continue;
        if (known) composite.changed = known->changed;
        if (known && is_changed(known->changed, "label")) composite.label = known->label;
        merged.push_back(std::move(composite));
    }
    for (auto const& composite : defined.composites)
        if (composite.is_custom) merged.push_back(composite);
    return merged;
}

// The standard definition with what was added, changed or taken out of use here.
Object merged_object(Object const& standard, Object const& defined) {
    Object merged = defined;
    merged.is_person_owned = standard.is_person_owned;
    merged.default_filter = standard.default_filter;
    if (!is_changed(defined.changed, "label"))
        merged.label = standard.label, merged.label_plural = standard.label_plural;
    merged.fields.clear();
    for (auto const& field : standard.fields) {
        if (defined.find_retired(field.name)) continue;
        auto const* known = defined.find(field.name);
        // A name that an administrator took first stays theirs.
        if (known && known->is_custom)
            merged.fields.push_back(*known);
        else
            merged.fields.push_back(known && !known->is_system ? merged_field(field, *known) : field);
    }
    for (auto const& field : defined.fields)
        if (!standard.find(field.name)) merged.fields.push_back(field);
    if (is_changed(defined.changed, "order")) {
        auto const place = [&](Field const& field) {
            auto const* known = defined.find(field.name);
            return known ? known - defined.fields.data() : static_cast<std::ptrdiff_t>(defined.fields.size());
        };
        std::stable_sort(merged.fields.begin(), merged.fields.end(),
                         [&](Field const& a, Field const& b) { return place(a) < place(b); });
    }
    for (auto& field : merged.retired)
        if (auto const* known = standard.find(field.name); known && !field.is_custom)
            field = merged_field(*known, field);
    merged.composites = merged_composites(standard, defined);
    merged.forget_lost_parts();
    return merged;
}

Result<void> widen(store::Transaction& transaction, Object const& defined, Object const& standard,
                   ObjectPointer& current) {
    auto merged = merged_object(standard, defined);
    if (dump_json(json_of(merged)) == dump_json(json_of(defined))) return {};
    for (auto const& field : standard.fields) {
        if (defined.find(field.name) || defined.find_retired(field.name)) continue;
        for (auto const& column : column_ddl(field))
            TRY(run(transaction, fmt::format("ALTER TABLE {} ADD COLUMN {}", standard.table, column)));
        for (auto const& index : index_ddl(standard, field)) TRY(run(transaction, index));
    }
    TRY(define(transaction, merged));
    current = std::make_shared<Object const>(std::move(merged));
    return {};
}

Result<void> make(store::Transaction& transaction, Object object, ObjectPointer& current) {
    for (auto const& statement : table_ddl(object)) TRY(run(transaction, statement));
    for (auto const& statement : transaction.dialect().search_table_ddl(object.search_table()))
        TRY(run(transaction, statement));
    TRY(define(transaction, object));
    current = std::make_shared<Object const>(std::move(object));
    return {};
}

Result<std::int64_t> version_of(store::Session& session) {
    auto const rows = TRY(session.query(sql::schema_version));
    return rows.empty() ? 0 : rows[0].integer(0);
}

}  // namespace

Result<void> define(store::Transaction& transaction, Object& object, Altered altered) {
    // One count for the whole workspace, so that a version is never used twice, whatever is deleted.
    std::int64_t newest = TRY(version_of(transaction));
    for (auto const& row : TRY(transaction.query(sql::schema_versions))) newest = std::max(newest, row.integer(1));
    object.version = newest + 1;
    if (altered == Altered::definition) object.altered = object.version;
    TRY(transaction.execute(sql::schema_define, object.name, dump_json(json_of(object)), object.version));
    TRY(transaction.execute(sql::schema_set_version, std::to_string(object.version)));
    store::Change change;
    change.kind = store::ChangeKind::schema_changed;
    change.object = object.name;
    change.version = object.version;
    transaction.note(change);
    return {};
}

Result<SchemaPointer> load(store::Session& session, SchemaPointer const& known) {
    std::vector<ObjectPointer> objects;
    std::int64_t newest = TRY(version_of(session));
    for (auto const& row : TRY(session.query(sql::schema_versions))) {
        newest = std::max(newest, row.integer(1));
        auto const same = known ? known->find_defined(row.text(0)) : nullptr;
        if (same && same->version == row.integer(1)) {
            objects.push_back(same);
            continue;
        }
        auto const stored = TRY(session.query(sql::schema_definition, row.text(0)));
        if (stored.empty()) continue;
        auto object = TRY(object_of(TRY(parse_json(stored[0].text(0)))));
        object.version = stored[0].integer(1);
        if (object.altered == 0) object.altered = object.version;
        objects.push_back(std::make_shared<Object const>(std::move(object)));
    }
    return std::make_shared<Schema const>(std::move(objects), newest);
}

Result<SchemaPointer> install(store::Database& database) {
    auto const standard = TRY(standard_objects());
    return database.write([&](store::Transaction& transaction) -> Result<SchemaPointer> {
        TRY(transaction.lock("schema"));
        auto const stored = TRY(load(transaction, nullptr));
        for (auto const& object : standard) {
            ObjectPointer current = stored->find_defined(object.name);
            if (current && current->is_custom)
                return Error::conflict("object_taken",
                                       fmt::format("This version of Kith brings an object {} of its own, and the "
                                                   "workspace has made one of that name.",
                                                   object.name));
            if (current)
                TRY(widen(transaction, *current, object, current));
            else
                TRY(make(transaction, object, current));
        }
        for (auto const table : {note_search_table, file_search_table})
            for (auto const& statement : transaction.dialect().search_table_ddl(table))
                TRY(run(transaction, statement));
        for (auto const& object : stored->objects())
            for (auto const& statement : later_index_ddl(*object)) TRY(run(transaction, statement));
        return load(transaction, stored);
    });
}

}  // namespace kith::schema
