#include "records/attachments/attachments.hpp"

#include <algorithm>

#include "audit/audit.hpp"
#include "records/attachments/attachments.sql.hpp"
#include "records/attachments/field_files.hpp"
#include "records/attachments/file_name.hpp"
#include "records/attachments/limits.hpp"
#include "records/attachments/media_type.hpp"

namespace kith::records {

namespace {

using store::Session;
using store::Transaction;

constexpr std::string_view after_all_ids = "ffffffff-ffff-ffff-ffff-ffffffffffff";

Error no_such_file() { return Error::not_found("There is no such file."); }
Error no_such_upload() { return Error::not_found("There is no such upload."); }

std::optional<Uuid> or_null(Uuid id) { return id.is_nil() ? std::nullopt : std::optional(id); }

Result<void> check_members(Json const& body, std::initializer_list<std::string_view> known) {
    for (auto const& [name, value] : body.items())
        if (std::find(known.begin(), known.end(), name) == known.end())
            return Error::invalid(name, "unknown_field", fmt::format("A file has no {} that can be set.", name));
    return {};
}

Result<std::string> name_in(Json const& body) {
    if (!body.contains("name") || !body["name"].is_string())
        return Error::invalid("name", "required", "A file needs a name.");
    return file_name_of(body["name"].get_ref<std::string const&>());
}

Result<std::int64_t> bytes_in(Json const& body) {
    if (!body.contains("bytes") || !body["bytes"].is_number_integer())
        return Error::invalid("bytes", "required", "Say how many bytes the file has.");
    // As a number that is too large for any file may be.
    auto const bytes = body["bytes"].get<double>();
    if (bytes < 1) return Error::invalid("bytes", "wrong", "The file is empty.");
    if (bytes > static_cast<double>(limits::attachment_bytes_max))
        return Error::too_large(fmt::format("A file may have at most {} bytes.", limits::attachment_bytes_max));
    return body["bytes"].get<std::int64_t>();
}

// What was begun before then is not waited for any more.
Instant upload_bound(Instant now) { return now - std::chrono::hours(limits::attachment_upload_hours_max); }

Result<void> check_version(std::int64_t now, std::int64_t read) {
    if (now == read) return {};
    Error error;
    error.code = ErrorCode::precondition_failed;
    error.message = "This file was changed since you read it.";
    return error;
}

// Of the record's own files, or of those that a field of it has had.
Result<void> check_count(Session& session, Place const& place, std::string_view field) {
    auto const rows = TRY(session.query(sql::attachments_count, place.object->name, place.id(), field));
    if (rows[0].integer(0) < limits::attachments_a_record_max) return {};
    return Error::conflict("too_many_attachments",
                           fmt::format("A record has at most {} files.", limits::attachments_a_record_max));
}

// The field that the file is for; empty: for none.
Result<std::string> field_in(access::RowAccess const& access, Actor const& actor, schema::Object const& object,
                             Json const& body) {
    auto const given = body.value("field", Json());
    if (given.is_null()) return std::string();
    if (!given.is_string()) return Error::invalid("field", "wrong_type", "field must be the name of a field.");
    auto name = given.get<std::string>();
    auto const* field = object.find(name);
    if (!field || access.field_right(actor, object, name) == access::FieldRight::hidden)
        return Error::invalid("field", "unknown_field", fmt::format("There is no field \"{}\".", name));
    if (field->type != schema::FieldType::file)
        return Error::invalid("field", "wrong_type", fmt::format("The field \"{}\" holds no file.", name));
    if (access.field_right(actor, object, name) != access::FieldRight::write)
        return Error::invalid("field", "not_permitted", fmt::format("Your role may not change {}.", name));
    return name;
}

}  // namespace

struct Attachments::Attachment {
    AttachmentId id;
    std::string object;
    RecordId record;
    std::string name, hash;
    std::int64_t version = 1;
    std::string actor_kind;
    Uuid actor;
    std::string actor_name;
    Instant added_at;
    std::optional<Instant> removed_at;
    std::int64_t bytes = 0;
    std::string media_type;
    std::string field;  ///< empty: it hangs on the record alone

    /// It came for a field, and no record has said it yet.
    bool is_waiting() const { return !field.empty() && removed_at && version == 1; }
};

struct Attachments::Upload {
    AttachmentId id;
    std::string object;
    RecordId record;
    std::string name;
    std::int64_t bytes = 0, received = 0;
    std::string field;

    bool is_whole() const { return received == bytes; }
    Json json(Json file = nullptr) const {
        return {{"id", id.text()},
                {"name", name},
                {"bytes", bytes},
                {"bytes_received", received},
                {"piece_bytes", limits::attachment_piece_bytes},
                {"file", std::move(file)}};
    }
};

/// What can be changed of a file.
struct Attachments::State {
    std::string name;
    bool is_there = true;
};

Attachments::Attachment Attachments::read(store::Rows::Row const& row) {
    return {row.id<AttachmentId>(0),   std::string(row.text(1)), row.id<RecordId>(2),      std::string(row.text(3)),
            std::string(row.text(4)),  row.integer(5),           std::string(row.text(6)), row.uuid(7),
            std::string(row.text(8)),  row.instant(9),           row.optional_instant(10), row.integer(11),
            std::string(row.text(12)), std::string(row.text(13))};
}

// Somebody else's upload is not there.
Result<Attachments::Upload> Attachments::find_upload(Session& session, Actor const& actor, AttachmentId id) {
    auto const rows = TRY(session.query(sql::attachment_upload_get, id));
    if (rows.empty()) return no_such_upload();
    auto const row = rows[0];
    if (row.text(6) != name_of(actor.kind) || row.uuid(7) != actor.id) return no_such_upload();
    return Upload{row.id<AttachmentId>(0), std::string(row.text(1)), row.id<RecordId>(2),     std::string(row.text(3)),
                  row.integer(4),          row.integer(5),           std::string(row.text(8))};
}

Json Attachments::json_of(RecordId record, Attachment const& attachment) const {
    return {{"id", attachment.id.text()},
            {"object", attachment.object},
            {"record", record.text()},
            {"field", attachment.field.empty() ? Json(nullptr) : Json(attachment.field)},
            {"name", attachment.name},
            {"bytes", attachment.bytes},
            {"media_type", attachment.media_type},
            {"is_picture", is_picture(attachment.media_type)},
            {"sha256", attachment.hash},
            {"author",
             {{"kind", attachment.actor_kind},
              {"id", attachment.actor.is_nil() ? Json(nullptr) : Json(attachment.actor.text())},
              {"name", attachment.actor_name}}},
            {"version", attachment.version},
            {"added_at", attachment.added_at.text()}};
}

access::FieldRight Attachments::right_to(Actor const& actor, Place const& place, std::string_view field) const {
    return right_to_files(places_.records().access(), actor, *place.object, field);
}

Result<Json> Attachments::list(Actor const& actor, std::string_view object, RecordId record, std::string_view page,
                               std::size_t limit) {
    auto const before = AttachmentId::parse(page.empty() ? after_all_ids : page);
    if (!before) return Error::invalid("page", "wrong", "This is no `next` of an answer before.");
    return database_.read([&](Session& session) -> Result<Json> {
        auto const place = TRY(places_.find(session, actor, object, record));
        std::vector<Attachment> files;
        std::int64_t count = 0;
        for (auto const id : place.ids) {
            auto const rows = TRY(session.query(sql::attachments_of, place.object->name, id, *before, limit + 1));
            for (auto const row : rows) files.push_back(read(row));
            count += TRY(session.query(sql::attachments_count, place.object->name, id, ""))[0].integer(0);
        }
        std::ranges::sort(files, std::ranges::greater(), &Attachment::id);
        bool const is_more = files.size() > limit;
        if (is_more) files.erase(files.begin() + static_cast<std::ptrdiff_t>(limit), files.end());
        Json json{{"data", Json::array()},
                  {"next", is_more ? Json(files.back().id.text()) : Json(nullptr)},
                  {"count", count},
                  {"bytes_max", limits::attachment_bytes_max},
                  {"may_change", places_.may_change(actor, *place.object)}};
        for (auto const& file : files) json["data"].push_back(json_of(place.id(), file));
        return json;
    });
}

Result<void> Attachments::check_uploads(Session& session, Actor const& actor, std::int64_t bytes) {
    auto const open = TRY(session.query(sql::attachment_uploads_open, name_of(actor.kind), or_null(actor.id)));
    if (open[0].integer(0) < limits::attachment_uploads_open_max &&
        open[0].integer(1) + bytes <= limits::attachment_uploads_bytes_max)
        return {};
    return Error::conflict("too_many_uploads", "Too many of your files are on their way: finish or end some.");
}

Result<void> Attachments::check_room(Session& session, Actor const& actor, Place const& place, std::string_view field,
                                     std::int64_t bytes) const {
    TRY(check_count(session, place, field));
    TRY(check_uploads(session, actor, bytes));
    if (TRY(has_room(session, bytes))) return {};
    return Error::conflict("attachments_full",
                           fmt::format("All files together have at most {} bytes.", limits::attachments_bytes_max));
}

Result<bool> Attachments::has_room(Session& session, std::int64_t bytes) const {
    return TRY(contents_.bytes_in_all(session)) + bytes <= limits::attachments_bytes_max;
}

// Files that were removed wait to be put back as long as there is room for them.
Result<void> Attachments::make_room(std::int64_t bytes) {
    auto const now = Instant::now();
    auto const has = [&](Session& session) { return has_room(session, bytes); };
    auto const would_have = [&](Session& session) -> Result<bool> {
        return has_room(session, bytes - TRY(Contents::bytes_of_removed(session)));
    };
    if (TRY(database_.read(has))) return {};
    TRY(contents_.forget());
    if (!TRY(database_.read(would_have))) return {};
    while (!TRY(database_.read(has))) {
        // What has just come for a field is about to be put into it.
        if (TRY(purge_removed({now, upload_bound(now)}, limits::attachments_purged_for_room)) == 0) return {};
        TRY(contents_.forget());
    }
    return {};
}

Result<Json> Attachments::begin(Actor const& actor, std::string_view object, RecordId record, Json const& body) {
    auto const id = AttachmentId::make();
    // Whether the record is there comes before what is wrong with the file.
    auto const place =
        TRY(database_.read([&](Session& session) { return places_.find_to_change(session, actor, object, record); }));
    TRY(check_members(body, {"name", "bytes", "field"}));
    auto const& access = places_.records().access();
    auto const field = TRY(field_in(access, actor, *place.object, body));
    auto const name = TRY(name_in(body));
    auto const bytes = TRY(bytes_in(body));
    TRY(database_.read([&](Session& session) -> Result<void> {
        TRY(check_count(session, place, field));
        return check_uploads(session, actor, bytes);
    }));
    TRY(make_room(bytes));
    return database_.write([&](Transaction& transaction) -> Result<Json> {
        TRY(transaction.lock("attachment_upload"));
        auto const now = TRY(places_.find_to_change(transaction, actor, object, record));
        TRY(check_room(transaction, actor, now, field, bytes));
        TRY(transaction.execute(sql::attachment_upload_add, id, now.object->name, now.id(), name, bytes,
                                name_of(actor.kind), or_null(actor.id), actor.name, transaction.now(), field));
        return Upload{id, now.object->name, now.id(), name, bytes, 0, field}.json();
    });
}

namespace {

/// Whether the piece is the next one; false where it came before.
Result<bool> is_next(std::int64_t whole, std::int64_t received, std::int64_t part, std::size_t bytes) {
    auto const next = received / limits::attachment_piece_bytes;
    if (received == whole || part < next) return false;
    if (part > next) return Error::conflict("not_uploaded", fmt::format("The piece {} has not come yet.", next));
    auto const expected = std::min(limits::attachment_piece_bytes, whole - received);
    if (static_cast<std::int64_t>(bytes) == expected) return true;
    return Error::invalid("body", "wrong", fmt::format("The piece {} has {} bytes.", part, expected));
}

}  // namespace

Result<Attachments::Received> Attachments::receive(Write const& write, AttachmentId id, std::int64_t part,
                                                   std::string_view bytes) {
    auto upload = database_.write(
        [&](Transaction& transaction) -> Result<Upload> {
            auto found = TRY(find_upload(transaction, write.actor, id));
            auto const place = TRY(places_.find_to_change(transaction, write.actor, found.object, found.record));
            if (right_to(write.actor, place, found.field) != access::FieldRight::write) return no_such_upload();
            // Before all of it is read to be known by its hash.
            if (found.bytes - found.received <= limits::attachment_piece_bytes)
                TRY(check_count(transaction, place, found.field));
            if (!TRY(is_next(found.bytes, found.received, part, bytes.size()))) return found;
            TRY(Contents::add_piece(transaction, ContentId{id.uuid}, part, bytes));
            found.received += static_cast<std::int64_t>(bytes.size());
            TRY(transaction.execute(sql::attachment_upload_received, id, found.received));
            return found;
        },
        store::Lane::background);
    if (!upload && upload.error().code == ErrorCode::not_found) return finished(write.actor, id);
    if (!upload) return Failure(upload.error());
    if (!upload->is_whole()) return Received{upload->json(), std::nullopt};
    return finish(write, *upload);
}

Result<Attachments::Received> Attachments::finish(Write const& write, Upload const& upload) {
    auto const content = TRY(contents_.examine(ContentId{upload.id.uuid}, upload.bytes));
    bool is_new = true;
    auto done = database_.write([&](Transaction& transaction) -> Result<Received> {
        TRY(Contents::lock(transaction));
        TRY(find_upload(transaction, write.actor, upload.id));
        auto const place = TRY(places_.find_to_change(transaction, write.actor, upload.object, upload.record));
        if (right_to(write.actor, place, upload.field) != access::FieldRight::write) return no_such_upload();
        TRY(check_count(transaction, place, upload.field));
        is_new = TRY(Contents::keep(transaction, content));
        auto const& actor = write.actor;
        bool const is_of_field = !upload.field.empty();
        Attachment const file{upload.id,
                              upload.object,
                              is_of_field ? place.id() : upload.record,  // as the record says it, so it has it
                              upload.name,
                              content.hash,
                              1,
                              std::string(name_of(actor.kind)),
                              actor.id,
                              actor.name,
                              transaction.now(),
                              is_of_field ? std::optional(transaction.now()) : std::nullopt,
                              content.bytes,
                              content.media_type,
                              upload.field};
        TRY(transaction.execute(sql::attachment_add, file.id, file.object, file.record, file.field, file.name,
                                file.hash, file.actor_kind, or_null(file.actor), file.actor_name, file.added_at,
                                file.removed_at));
        TRY(transaction.execute(sql::attachment_upload_delete, upload.id));
        // Nothing is another yet: that the record says this file is a change of the record.
        if (is_of_field) return Received{upload.json(json_of(place.id(), file)), std::nullopt};
        TRY(put_file_words(transaction, file.id, file.record, file.name));
        TRY(places_.records().begin(transaction, write));
        TRY(note(transaction, write, place, file, {file.name, false}));
        return Received{upload.json(json_of(place.id(), file)), write.change_set};
    });
    // Sent twice, and the other was quicker.
    if (!done && done.error().code == ErrorCode::not_found) return finished(write.actor, upload.id);
    if (done && !is_new) contents_.add_waste(content.bytes);
    return done;
}

Result<Attachments::Received> Attachments::finished(Actor const& actor, AttachmentId id) {
    return database_.read([&](Session& session) -> Result<Received> {
        auto const rows = TRY(session.query(sql::attachment_read, id));
        if (rows.empty()) return no_such_upload();
        auto const file = read(rows[0]);
        bool const is_own = file.actor_kind == name_of(actor.kind) && file.actor == actor.id;
        auto const place = places_.find(session, actor, file.object, file.record);
        if (!is_own || !place || (file.field.empty() && file.removed_at)) return no_such_upload();
        if (right_to(actor, *place, file.field) == access::FieldRight::hidden) return no_such_upload();
        auto const added = TRY(session.query(sql::attachment_added_by, id, file.object, file.record));
        Upload const upload{id, file.object, file.record, file.name, file.bytes, file.bytes, file.field};
        auto const change_set = added.empty() ? std::nullopt : std::optional(added[0].id<ChangeSetId>(0));
        return Received{upload.json(json_of(place->id(), file)), change_set};
    });
}

Result<void> Attachments::give_up(Actor const& actor, AttachmentId id) {
    bool const is_whole = TRY(database_.write([&](Transaction& transaction) -> Result<bool> {
        // All of it came for a field, and no record says it yet.
        auto const rows = TRY(transaction.query(sql::attachment_get, id));
        auto const file = rows.empty() ? std::nullopt : std::optional(read(rows[0]));
        if (file && file->is_waiting() && file->actor_kind == name_of(actor.kind) && file->actor == actor.id) {
            TRY(transaction.execute(sql::attachment_purge, id));
            return true;
        }
        TRY(find_upload(transaction, actor, id));
        TRY(transaction.execute(sql::attachment_upload_delete, id));
        return false;
    }));
    // Others may have the same bytes: the next sweep finds out.
    if (is_whole) return {};
    contents_.discard(ContentId{id.uuid});
    return {};
}

Result<Attachments::Attachment> Attachments::take(Transaction& transaction, Actor const& actor, AttachmentId id,
                                                  std::optional<Place>& place) const {
    auto const rows = TRY(transaction.query(sql::attachment_get, id));
    if (rows.empty()) return no_such_file();
    auto attachment = read(rows[0]);
    auto found = places_.find(transaction, actor, attachment.object, attachment.record);
    if (!found && found.error().code == ErrorCode::not_found) return no_such_file();
    if (!found) return Failure(found.error());
    auto const right = right_to(actor, *found, attachment.field);
    if (right == access::FieldRight::hidden || attachment.is_waiting()) return no_such_file();
    TRY(places_.records().check(actor, *found->object, access::Deed::update));
    if (right != access::FieldRight::write)
        return Error::forbidden(fmt::format("Your role may not change {}.", attachment.field));
    place = found.take();
    return attachment;
}

Result<void> Attachments::check_not_in_place(Session& session, Place const& place, Attachment const& attachment) const {
    if (attachment.field.empty()) return {};
    for (auto const id : place.ids) {
        auto const record = TRY(places_.records().load(session, *place.object, id));
        if (record.value(attachment.field, Json()) == attachment.id.text())
            return Error::conflict("file_of_field", "This file stands in a field: give the field another, or none.");
    }
    return {};
}

namespace {

audit::Action action_of(bool was_there, bool is_there) {
    if (!is_there) return audit::Action::file_removed;
    return was_there ? audit::Action::file_renamed : audit::Action::file_added;
}

}  // namespace

Result<void> Attachments::note(Transaction& transaction, Write const& write, Place const& place,
                               Attachment const& attachment, State const& before) const {
    TRY(transaction.execute(sql::attachment_note_change, write.change_set, attachment.id, attachment.object,
                            attachment.record, attachment.version, before.name, before.is_there));
    note_change(transaction, place);
    audit::Entry entry;
    entry.action = action_of(before.is_there, !attachment.removed_at);
    entry.kind = audit::Kind::record;
    entry.object = place.object->name;
    entry.id = place.id().uuid;
    entry.change_set = write.change_set;
    entry.facts = {{"file", attachment.id.text()}, {"bytes", attachment.bytes}};
    return audit::note(transaction, write.actor, entry);
}

Result<void> Attachments::change(Transaction& transaction, Write const& write, Place const& place,
                                 Attachment& attachment, State const& after) {
    State const before{attachment.name, !attachment.removed_at};
    attachment.name = after.name;
    if (before.is_there != after.is_there)
        attachment.removed_at = after.is_there ? std::nullopt : std::optional(transaction.now());
    ++attachment.version;
    TRY(places_.records().begin(transaction, write));
    TRY(transaction.execute(sql::attachment_put, attachment.id, attachment.name, attachment.removed_at,
                            attachment.version));
    if (after.is_there)
        TRY(put_file_words(transaction, attachment.id, attachment.record, attachment.name));
    else
        TRY(remove_file_words(transaction, attachment.id));
    return note(transaction, write, place, attachment, before);
}

Result<Json> Attachments::rename(Write const& write, AttachmentId id, std::int64_t version, Json const& body) {
    return database_.write([&](Transaction& transaction) -> Result<Json> {
        std::optional<Place> place;
        auto attachment = TRY(take(transaction, write.actor, id, place));
        if (attachment.removed_at) return no_such_file();
        if (!attachment.field.empty())
            return Error::conflict("file_of_field", "The file of a field keeps its name: send it again by another.");
        TRY(check_members(body, {"name"}));
        auto const name = TRY(name_in(body));
        TRY(check_version(attachment.version, version));
        if (name != attachment.name) TRY(change(transaction, write, *place, attachment, {name, true}));
        return json_of(place->id(), attachment);
    });
}

Result<void> Attachments::remove(Write const& write, AttachmentId id, std::int64_t version) {
    return database_.write([&](Transaction& transaction) -> Result<void> {
        std::optional<Place> place;
        auto attachment = TRY(take(transaction, write.actor, id, place));
        if (attachment.removed_at) return no_such_file();
        TRY(check_version(attachment.version, version));
        TRY(check_not_in_place(transaction, *place, attachment));
        return change(transaction, write, *place, attachment, {attachment.name, false});
    });
}

Result<Attachments::File> Attachments::file(Actor const& actor, AttachmentId id) {
    auto const attachment = TRY(database_.read([&](Session& session) -> Result<Attachment> {
        auto const rows = TRY(session.query(sql::attachment_read, id));
        if (rows.empty()) return no_such_file();
        auto found = read(rows[0]);
        auto const place = places_.find(session, actor, found.object, found.record);
        if (!place && place.error().code != ErrorCode::not_found) return Failure(place.error());
        if (!place || found.removed_at) return no_such_file();
        if (right_to(actor, *place, found.field) == access::FieldRight::hidden) return no_such_file();
        return found;
    }));
    auto bytes = TRY(contents_.open(attachment.hash));
    return File{attachment.name, attachment.media_type, std::move(bytes)};
}

Result<std::int64_t> Attachments::changes_of(store::Session& session, ChangeSetId change_set) {
    return static_cast<std::int64_t>(TRY(session.query(sql::attachment_changes_of, change_set)).size());
}

Result<void> Attachments::revert(Transaction& transaction, Write const& write, ChangeSetId change_set) {
    for (auto const row : TRY(transaction.query(sql::attachment_changes_of, change_set))) {
        TRY(places_.find(transaction, write.actor, row.text(4), row.id<RecordId>(5)));
        std::optional<Place> place;
        auto found = take(transaction, write.actor, row.id<AttachmentId>(0), place);
        if (!found && found.error().code == ErrorCode::not_found)
            return Error::conflict("target_gone", "The file is gone for good.");
        auto attachment = found.take();
        if (attachment.version != row.integer(1))
            return Error::conflict("changed_since", "The file was changed again since.");
        State const before{std::string(row.text(2)), row.boolean(3)};
        if (before.is_there && attachment.removed_at) TRY(check_count(transaction, *place, attachment.field));
        TRY(change(transaction, write, *place, attachment, before));
    }
    return {};
}

Result<std::int64_t> Attachments::forget(Instant removed_before, Instant begun_before) {
    constexpr auto most = limits::attachments_purged_at_once;
    while (TRY(purge_removed({removed_before, begun_before}, most)) == most) continue;
    // Of objects that were deleted for good, with all their records.
    auto const orphans = [](Session& session) {
        return session.query(sql::attachments_without_object, limits::attachments_purged_at_once);
    };
    while (TRY(purge(TRY(database_.read(orphans)), std::nullopt)) == most) continue;
    TRY(database_.write(
        [&](Transaction& transaction) { return transaction.execute(sql::attachment_uploads_purge, begun_before); },
        store::Lane::background));
    return contents_.sweep();
}

Result<std::int64_t> Attachments::purge_removed(Bounds const& bounds, std::int64_t most) {
    return purge(TRY(database_.read([&](Session& session) {
                     return session.query(sql::attachments_removed, bounds.removed, bounds.waiting, most);
                 })),
                 bounds);
}

// What the file was called is forgotten too; that something was done to it stays, to be told as what cannot go back.
Result<std::int64_t> Attachments::purge(store::Rows const& files, std::optional<Bounds> const& bounds) {
    TRY(database_.write(
        [&](Transaction& transaction) -> Result<void> {
            for (auto const row : files) {
                auto const now = TRY(transaction.query(sql::attachment_get, row.id<AttachmentId>(0)));
                if (now.empty()) continue;
                auto const file = read(now[0]);
                // Put back, or into its field, meanwhile.
                if (bounds &&
                    !(file.removed_at && *file.removed_at < (file.is_waiting() ? bounds->waiting : bounds->removed)))
                    continue;
                TRY(transaction.execute(sql::attachment_changes_forget_names, file.id, file.object, file.record));
                TRY(transaction.execute(sql::attachment_purge, file.id));
                TRY(remove_file_words(transaction, file.id));
            }
            return {};
        },
        store::Lane::background));
    return static_cast<std::int64_t>(files.size());
}

}  // namespace kith::records
