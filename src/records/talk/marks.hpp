// What each user marks for themselves: records that they watch, whose changes and comments come to their inbox, and
// favourites, which are at hand everywhere. Nobody else sees them, and nobody is made to watch anything.
#pragma once

#include <string_view>

#include "records/talk/places.hpp"

namespace kith::records {

enum class Mark : std::uint8_t { watch, favourite };

class Marks {
public:
    Marks(store::Database& database, Places const& places) : database_(database), places_(places) {}

    // Doors. `not_found` where the record is not there for this actor.
    /// `{is_watched, is_favourite, comments, may_comment}`: what the bar of a record's page shows.
    Result<Json> of(Actor const& actor, std::string_view object, RecordId record);
    /// Marking twice changes nothing. `conflict` (`too_many_watches`, `too_many_favourites`) past the limits.
    Result<void> set(Actor const& actor, Mark mark, std::string_view object, RecordId record);
    Result<void> unset(Actor const& actor, Mark mark, std::string_view object, RecordId record);
    /// Favourites that the actor may see, the newest last: `{data: [{object, id, name, path}]}`.
    Result<Json> favourites(Actor const& actor);

private:
    store::Database& database_;
    Places const& places_;
};

}  // namespace kith::records
