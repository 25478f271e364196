// Notes that were found by what they say.
#pragma once

#include <optional>
#include <vector>

#include "events/notes.hpp"
#include "records/search_document.hpp"

namespace kith::people {

struct NoteHit {
    events::EventKey event;
    PersonId person;                     ///< as they are now, after joins
    std::optional<records::Piece> name;  ///< theirs; nothing where the actor may not see it
    records::Piece text;
    Instant at;
};

struct NoteHits {
    std::vector<NoteHit> hits;  ///< the newest first where that costs nothing
    bool has_more = false;
};

}  // namespace kith::people
