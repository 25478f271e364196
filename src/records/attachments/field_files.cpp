#include "records/attachments/field_files.hpp"

#include <map>
#include <span>

#include "records/attachments/attachments.sql.hpp"
#include "records/attachments/limits.hpp"
#include "records/conditions.hpp"
#include "records/row.hpp"

namespace kith::records {

namespace {

using schema::Field;
using schema::FieldType;
using schema::Object;
using store::Session;
using store::Transaction;

Error no_such_file(Field const& field) {
    return Error::invalid(field.name, "no_such_file",
                          fmt::format("{} must be the id of a file that was sent for this field.", field.name));
}

std::optional<Uuid> id_in(Json const& value) {
    return value.is_string() ? Uuid::parse(value.get_ref<std::string const&>()) : std::nullopt;
}

RecordId record_of(Json const& record) {
    return RecordId{record.is_object() && record.contains("id") ? id_in(record["id"]).value_or(Uuid{}) : Uuid{}};
}

// Whether what hangs on the holder is the record's: the two are one, or the holder was joined into it.
Result<bool> is_of(Session& session, Object const& object, RecordId holder, RecordId record) {
    auto const sql = fmt::format("SELECT joined_into FROM {} WHERE id = $1", object.table);
    for (auto at = holder; at != record;) {
        auto const rows = TRY(run(session, sql, {{at.uuid}}));
        if (rows.empty() || rows[0].is_null(0)) return false;
        at = rows[0].id<RecordId>(0);
    }
    return true;
}

struct FieldFile {
    AttachmentId id;
    RecordId holder;
    std::string name;
    bool is_waiting = false;  // no record has said it yet
};

// Nothing where it was removed.
Result<std::optional<FieldFile>> find(Session& session, Object const& object, Field const& field, RecordId record,
                                      Uuid id) {
    auto const rows = TRY(session.query(sql::field_file, id, object.name, field.name));
    if (rows.empty()) return std::optional<FieldFile>();
    auto const row = rows[0];
    bool const is_removed = !row.is_null(2), is_first = row.integer(3) == 1;
    if (is_removed && !is_first) return std::optional<FieldFile>();
    FieldFile file{AttachmentId{id}, row.id<RecordId>(0), std::string(row.text(1)), is_removed};
    if (!TRY(is_of(session, object, file.holder, record))) return std::optional<FieldFile>();
    return std::optional(std::move(file));
}

// What was sent for somebody who has been joined since is from here on of whom they were joined into.
Result<void> take_up(Transaction& transaction, Object const& object, Field const& field, RecordId record,
                     FieldFile const& file) {
    // Of the same record it is counted already.
    if (record != file.holder) {
        auto const count = TRY(transaction.query(sql::attachments_count, object.name, record, field.name));
        if (count[0].integer(0) >= limits::attachments_a_record_max)
            return Error::conflict("too_many_attachments", fmt::format("A field of a record has had at most {} files.",
                                                                       limits::attachments_a_record_max));
    }
    TRY(transaction.execute(sql::field_file_take_up, file.id, record));
    return put_file_words(transaction, file.id, record, file.name);
}

Json shown(store::Rows::Row const& row) {
    return {{"id", row.uuid(0).text()}, {"name", row.text(2)}, {"media_type", row.text(3)}, {"bytes", row.integer(4)}};
}

// Files by their ids, with whom they hang on.
struct KnownFile {
    RecordId holder;
    Json json;
};

Result<std::map<Uuid, KnownFile>> find_shown(Session& session, Object const& object, Field const& field,
                                             std::vector<Json> const& records) {
    std::vector<Uuid> ids;
    for (auto const& record : records) {
        auto const value = record.find(field.name);
        if (auto const id = value == record.end() ? std::nullopt : id_in(*value)) ids.push_back(*id);
    }
    std::map<Uuid, KnownFile> found;
    if (ids.empty()) return found;
    Conditions conditions;
    conditions.add("a.object = " + conditions.bind({object.name}));
    conditions.add("a.field = " + conditions.bind({field.name}));
    conditions.add(fmt::format("a.id IN ({})", conditions.bind(std::span(ids))));
    auto const sql = fmt::format(
        "SELECT a.id, a.record_id, a.name, c.media_type, c.bytes FROM attachment a JOIN attachment_content c ON c.hash "
        "= a.hash WHERE {}",
        conditions.sql);
    for (auto const row : TRY(run(session, sql, conditions.parameters)))
        found.emplace(row.uuid(0), KnownFile{row.id<RecordId>(1), shown(row)});
    return found;
}

Result<void> forget_all_of(Transaction& transaction, Object const& object) {
    auto const words = fmt::format("DELETE FROM {} WHERE record_id IN (SELECT id FROM attachment WHERE object = $1)",
                                   schema::file_search_table);
    TRY(run(transaction, words, {{object.name}}));
    TRY(transaction.execute(sql::files_forget, object.name));
    TRY(transaction.execute(sql::uploads_forget, object.name));
    return {};
}

Result<void> forget_all_of(Transaction& transaction, Object const& object, Field const& field) {
    if (field.type != FieldType::file) return {};
    auto const words = fmt::format(
        "DELETE FROM {} WHERE record_id IN (SELECT id FROM attachment WHERE object = $1 AND field = $2 AND "
        "field <> '')",
        schema::file_search_table);
    TRY(run(transaction, words, {{object.name}, {field.name}}));
    TRY(transaction.execute(sql::field_files_forget, object.name, field.name));
    TRY(transaction.execute(sql::field_uploads_forget, object.name, field.name));
    return {};
}

}  // namespace

access::FieldRight right_to_files(access::RowAccess const& access, Actor const& actor, Object const& object,
                                  std::string_view field) {
    if (field.empty()) return access::FieldRight::write;
    auto const* defined = object.find(field);
    if (!defined || defined->type != FieldType::file) return access::FieldRight::hidden;
    return access.field_right(actor, object, field);
}

Result<void> take_up_files(Transaction& transaction, Object const& object, Json const& current, Json const& values) {
    auto const record = record_of(current);
    for (auto const& field : object.fields) {
        if (field.type != FieldType::file || !values.contains(field.name)) continue;
        auto const& value = values[field.name];
        if (value.is_null() || value == current.value(field.name, Json())) continue;
        auto const id = id_in(value);
        // Locked before it is read: nobody deletes it meanwhile as one that never found its place.
        if (id) TRY(transaction.query(sql::field_file_lock, *id));
        auto const file = id ? TRY(find(transaction, object, field, record, *id)) : std::optional<FieldFile>();
        if (!file) return no_such_file(field);
        if (file->is_waiting) TRY(take_up(transaction, object, field, record, *file));
    }
    return {};
}

Result<bool> has_file(Session& session, Object const& object, Field const& field, RecordId record, Uuid file) {
    return TRY(find(session, object, field, record, file)).has_value();
}

Result<Json> shown_file(Session& session, Object const& object, Field const& field, RecordId record,
                        Json const& value) {
    if (!id_in(value)) return value;
    std::vector<Json> records{{{"id", record.text()}, {field.name, value}}};
    auto const found = TRY(find_shown(session, object, field, records));
    for (auto const& [id, file] : found)
        if (TRY(is_of(session, object, file.holder, record))) return file.json;
    return Json(nullptr);
}

Result<void> show_files(Session& session, Object const& object, rule::FieldVisible const& visible,
                        std::vector<Json>& records) {
    for (auto const& field : object.fields) {
        if (field.type != FieldType::file || !visible(object, field)) continue;
        auto const found = TRY(find_shown(session, object, field, records));
        for (auto& record : records) {
            auto const value = record.find(field.name);
            auto const id = value == record.end() ? std::nullopt : id_in(*value);
            if (!id) continue;
            auto const file = found.find(*id);
            bool const is_theirs =
                file != found.end() && TRY(is_of(session, object, file->second.holder, record_of(record)));
            *value = is_theirs ? file->second.json : Json(nullptr);
        }
    }
    return {};
}

schema::KeptValues with_files(schema::KeptValues kept) {
    kept.forget = [forget = std::move(kept.forget)](Transaction& transaction, Object const& object,
                                                    Field const& field) -> Result<void> {
        if (forget) TRY(forget(transaction, object, field));
        return forget_all_of(transaction, object, field);
    };
    kept.forget_object = [forget = std::move(kept.forget_object)](Transaction& transaction,
                                                                  Object const& object) -> Result<void> {
        if (forget) TRY(forget(transaction, object));
        return forget_all_of(transaction, object);
    };
    return kept;
}

Result<void> forget_files(Transaction& transaction, Object const& object, Field const& field, RecordId record) {
    if (field.type != FieldType::file) return {};
    auto const words = fmt::format(
        "DELETE FROM {} WHERE record_id IN (SELECT id FROM attachment WHERE object = $1 AND field = $2 AND record_id = "
        "$3)",
        schema::file_search_table);
    TRY(run(transaction, words, {{object.name}, {field.name}, {record.uuid}}));
    TRY(transaction.execute(sql::field_files_forget_of, object.name, field.name, record));
    TRY(transaction.execute(sql::field_uploads_forget_of, object.name, field.name, record));
    return {};
}

}  // namespace kith::records
