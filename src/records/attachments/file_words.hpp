// The words by which files are found: those of their names, as long as they are on their record.
#pragma once

#include <string_view>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "store/database.hpp"

namespace kith::records {

struct AttachmentTag;
using AttachmentId = Id<AttachmentTag>;

/// In place of those of an earlier name.
Result<void> put_file_words(store::Transaction& transaction, AttachmentId id, RecordId record, std::string_view name);
Result<void> remove_file_words(store::Transaction& transaction, AttachmentId id);
/// Of all files of a record.
Result<void> remove_file_words_of(store::Transaction& transaction, RecordId record);
/// Writes the search documents of all files anew, in a table made anew.
Result<void> rewrite_file_words(store::Transaction& transaction);

}  // namespace kith::records
