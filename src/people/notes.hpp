// Notes that were found by what they say.
#pragma once

#include <optional>

#include "events/notes.hpp"
#include "records/candidates.hpp"

namespace kith::people {

struct NoteHit {
    events::EventKey event;
    PersonId person;                     ///< as they are now, after joins
    std::optional<records::Piece> name;  ///< theirs; nothing where the actor may not see it
    records::Piece text;
    Instant at;
};

}  // namespace kith::people
