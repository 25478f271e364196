// For good: a record out of the trash, with all that is kept about it. What pointed to it points to nothing.
#include "audit/audit.hpp"
#include "records/attachments/file_words.hpp"
#include "records/limits.hpp"
#include "records/records.hpp"
#include "records/row.hpp"
#include "store/personal_data.hpp"

namespace kith::records {

namespace {

using schema::Field;
using schema::Object;
using store::Transaction;

Error referred_to(Object const& other) {
    return Error::conflict("referred_to", fmt::format("Records of {} point to it.", other.plural));
}

/// Where nobody looks: records in the trash or joined into others, and fields out of use.
Result<void> clear_quietly(Transaction& transaction, Object const& other, Field const& field, RecordId id) {
    TRY(run(transaction, fmt::format("UPDATE {0} SET {1} = NULL WHERE {1} = $1", other.table, field.column),
            {{id.uuid}}));
    return {};
}

}  // namespace

Result<void> Records::check(Actor const& actor, Object const& object, BulkAction action) {
    TRY(check(actor, object, deed_of(action)));
    if (action != BulkAction::purge) return {};
    if (!actor.may(Permission::records_purge)) return Error::forbidden("Your role may not delete for good.");
    if (object.is_person_owned)
        return Error::conflict("erase_instead", "People are erased instead, with all that is known of them.");
    return {};
}

Result<void> Records::clear_relations_to(Transaction& transaction, Write const& write, Object const& object,
                                         RecordId id) {
    auto const schema = this->schema();
    auto const points_here = [&](Field const& field) {
        return field.type == schema::FieldType::relation && field.object == object.name;
    };
    std::size_t pointing = 0;
    for (auto const& other : schema->objects()) {
        for (auto const& field : other->fields) {
            if (!points_here(field)) continue;
            auto const sql = fmt::format(
                "SELECT id FROM {} WHERE {} = $1 AND deleted_at IS NULL AND joined_into IS NULL ORDER BY id LIMIT {}",
                other->table, field.column, limits::purge_pointing_max + 1 - pointing);
            auto const rows = TRY(run(transaction, sql, {{id.uuid}}));
            pointing += rows.size();
            if (pointing > limits::purge_pointing_max || (field.is_required && !rows.empty()))
                return referred_to(*other);
            for (auto const row : rows)
                TRY(patch(transaction, write, *other, row.id<RecordId>(0), {{field.name, nullptr}}));
            TRY(clear_quietly(transaction, *other, field, id));
        }
    }
    for (auto const* list : {&schema->objects(), &schema->retired()})
        for (auto const& other : *list) {
            for (auto const& field : other->retired)
                if (points_here(field)) TRY(clear_quietly(transaction, *other, field, id));
            if (list == &schema->objects()) continue;
            for (auto const& field : other->fields)
                if (points_here(field)) TRY(clear_quietly(transaction, *other, field, id));
        }
    return {};
}

Result<void> Records::purge(Transaction& transaction, Write const& write, Object const& object, Json const& current) {
    auto const id = *RecordId::parse(current["id"].get_ref<std::string const&>());
    TRY(begin(transaction, write));
    TRY(clear_relations_to(transaction, write, object, id));
    if (auto const hooks = hooks_.find(object.name); hooks != hooks_.end() && hooks->second.purged)
        TRY(hooks->second.purged(transaction, id));
    for (auto const table : store::record_tables())
        TRY(run(transaction, fmt::format("DELETE FROM {} WHERE object = $1 AND record_id = $2", table),
                {{object.name}, {id.uuid}}));
    TRY(remove_file_words_of(transaction, id));
    TRY(run(transaction, fmt::format("DELETE FROM {} WHERE id = $1", object.table), {{id.uuid}}));
    store::Change change;
    change.kind = store::ChangeKind::record_deleted;
    change.object = object.name;
    change.record = id;
    change.version = current["version"].get<std::int64_t>();
    transaction.note(change);
    return note_deed(transaction, write, object, current, audit::Action::record_purged);
}

}  // namespace kith::records
