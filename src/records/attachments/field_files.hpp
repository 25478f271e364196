// Files in fields of records.
//
// A field of type `file` holds the id of a file that was sent for it (`attachments.hpp` takes it in, hands it out and
// says who may). The record says which one it is, so that its history, its versions and taking back are those of any
// field. What a field held before stays for these, until somebody removes it, or the record, the field or the person is
// gone for good.
#pragma once

#include <optional>

#include "access/row_access.hpp"
#include "base/json.hpp"
#include "records/attachments/file_words.hpp"
#include "records/records.hpp"
#include "schema/kept_values.hpp"
#include "schema/schema.hpp"
#include "store/database.hpp"

namespace kith::records {

/// What an actor may do with the files of a field; `hidden` where there is no such field, or it is out of use. A file
/// of no field (an empty name) follows its record alone.
access::FieldRight right_to_files(access::RowAccess const& access, Actor const& actor, schema::Object const& object,
                                  std::string_view field);

/// The files that the values name were sent for these fields of this record, or of somebody who was joined into it, and
/// stay from here on; those that `current` has stay whatever they are. One that no record has said before becomes this
/// record's, who may part from whom it was sent for. `invalid` (`no_such_file`) on the field; `conflict`
/// (`too_many_attachments`).
Result<void> take_up_files(store::Transaction& transaction, schema::Object const& object, Json const& current,
                           Json const& values);
/// Whether the file is there, not removed, to be put into the field of the record.
Result<bool> has_file(store::Session& session, schema::Object const& object, schema::Field const& field,
                      RecordId record, Uuid file);

/// The id of a field's file as it is shown: `{id, name, media_type, bytes}`; null where it is none of the record's.
/// Whatever is no id stays as it is: the history of a field may know it by another type.
Result<Json> shown_file(store::Session& session, schema::Object const& object, schema::Field const& field,
                        RecordId record, Json const& value);
/// The same in every record, of the fields that may be seen.
Result<void> show_files(store::Session& session, schema::Object const& object, rule::FieldVisible const& visible,
                        std::vector<Json>& records);

/// What is kept of values, the files of fields and objects that go for good with it.
schema::KeptValues with_files(schema::KeptValues kept);
/// Deletes the files that the field of one record has had.
Result<void> forget_files(store::Transaction& transaction, schema::Object const& object, schema::Field const& field,
                          RecordId record);

}  // namespace kith::records
