// Files on records of any object.
//
// Whoever sees the record lists and downloads them; whoever may change records of the object adds, renames and removes
// them. Each is a change set, which goes back as every other edit does. A file that was removed waits
// `limits::attachment_days_kept` to be put back, its bytes with it, or until room is needed. Of a person files are
// personal data: their copy lists them and their erasure deletes them. What is in a file is never read, except for the
// few bytes that say whether it is a picture, and never served as anything that a browser would run.
//
// A file may be for a field of the record: then the field's right is asked too, the record says which file it is, and
// until it does the file is nowhere but with whoever sent it (`field_files.hpp`).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/attachments/contents.hpp"
#include "records/attachments/file_words.hpp"
#include "records/talk/places.hpp"

namespace kith::records {

class Attachments {
public:
    Attachments(store::Database& database, Places const& places)
        : database_(database), places_(places), contents_(database) {}

    // Doors. `not_found` where the record or the file is not there for this actor.
    /// The newest first, of joined people too, without those of fields: `{data, next, count, bytes_max, may_change}`;
    /// `page`: `next` of the answer before.
    Result<Json> list(Actor const& actor, std::string_view object, RecordId record, std::string_view page,
                      std::size_t limit);
    /// `{name, bytes, field}`: a file is coming, of no field where that is left out. What cannot be kept is refused
    /// before a byte of it is sent: `too_large` beyond `attachment_bytes_max`; conflict (`too_many_attachments`,
    /// `too_many_uploads`, `attachments_full`).
    Result<Json> begin(Actor const& actor, std::string_view object, RecordId record, Json const& body);
    struct Received {
        Json upload;
        std::optional<ChangeSetId> change_set;  ///< with the last piece
    };
    /// The next piece, all but the last of `attachment_piece_bytes`; with the last the file is on the record, which
    /// for one of a field makes no change set. A piece that came before changes nothing, so that whatever was lost is
    /// sent again.
    Result<Received> receive(Write const& write, AttachmentId upload, std::int64_t part, std::string_view bytes);
    /// It is not to come after all; nor, where all of it came for a field, to be put there.
    Result<void> give_up(Actor const& actor, AttachmentId upload);
    /// `{name}`. Files of fields are not renamed, and removed only when no field says them any more: conflict
    /// (`file_of_field`).
    Result<Json> rename(Write const& write, AttachmentId id, std::int64_t version, Json const& body);
    Result<void> remove(Write const& write, AttachmentId id, std::int64_t version);
    struct File {
        std::string name, media_type;
        std::shared_ptr<http::BodySource> bytes;
    };
    Result<File> file(Actor const& actor, AttachmentId id);

    /// How many changes of files a change set made.
    Result<std::int64_t> changes_of(store::Session& session, ChangeSetId change_set);
    /// Takes what a change set did to files back, inside the transaction that reverts it; nothing where it did nothing.
    Result<void> revert(store::Transaction& transaction, Write const& write, ChangeSetId change_set);

    /// Deletes for good what was removed before then, uploads that were begun before then, with what came then for a
    /// field that does not say it, and the bytes that nothing holds any more; how many contents these were.
    Result<std::int64_t> forget(Instant removed_before, Instant begun_before);
    Contents& contents() { return contents_; }

private:
    struct Attachment;
    struct Upload;
    struct State;
    /// Before when a file was removed, or came for a field that does not say it, to go.
    struct Bounds {
        Instant removed, waiting;
    };
    static Attachment read(store::Rows::Row const& row);
    static Result<Upload> find_upload(store::Session& session, Actor const& actor, AttachmentId id);
    Json json_of(RecordId record, Attachment const& attachment) const;
    access::FieldRight right_to(Actor const& actor, Place const& place, std::string_view field) const;
    /// The file under a lock, removed or not, and its record, of an actor who may change it.
    Result<Attachment> take(store::Transaction& transaction, Actor const& actor, AttachmentId id,
                            std::optional<Place>& place) const;
    /// Conflict (`file_of_field`) where a field says the file.
    Result<void> check_not_in_place(store::Session& session, Place const& place, Attachment const& attachment) const;
    static Result<void> check_uploads(store::Session& session, Actor const& actor, std::int64_t bytes);
    Result<void> check_room(store::Session& session, Actor const& actor, Place const& place, std::string_view field,
                            std::int64_t bytes) const;
    Result<bool> has_room(store::Session& session, std::int64_t bytes) const;
    /// Where there is none for so many bytes, and it helps: deletes the files for good that were removed first, until
    /// there is.
    Result<void> make_room(std::int64_t bytes);
    /// Some of them for good, the first removed first; how many were found.
    Result<std::int64_t> purge_removed(Bounds const& bounds, std::int64_t most);
    Result<std::int64_t> purge(store::Rows const& files, std::optional<Bounds> const& bounds);
    Result<Received> finish(Write const& write, Upload const& upload);
    /// The answer to a piece of a file that is whole already.
    Result<Received> finished(Actor const& actor, AttachmentId id);
    Result<void> change(store::Transaction& transaction, Write const& write, Place const& place, Attachment& attachment,
                        State const& after);
    Result<void> note(store::Transaction& transaction, Write const& write, Place const& place,
                      Attachment const& attachment, State const& before) const;

    store::Database& database_;
    Places const& places_;
    Contents contents_;
};

}  // namespace kith::records
