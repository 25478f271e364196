// Files by their names, on records and in fields that an actor sees: what is called exactly so first, then what begins
// so, then what has all the words.
#pragma once

#include <vector>

#include "records/attachments/file_words.hpp"
#include "records/candidates.hpp"
#include "records/search_document.hpp"
#include "records/talk/places.hpp"

namespace kith::records {

struct FileHit {
    AttachmentId id;
    Nearness nearness = Nearness::named;
    Piece name;
    Instant added_at;
    Json record;  ///< that it hangs on, as `Places::shown` tells it
};

/// On records of these objects, which the actor may read.
Result<Shown<FileHit>> find_files(store::Session& session, Places const& places, Actor const& actor,
                                  std::vector<schema::ObjectPointer> const& objects, Wanted const& wanted,
                                  std::size_t limit);

}  // namespace kith::records
