// What becomes of a record when a change set that touched it goes back. Decided from what is stored alone, so that what
// is shown before is what is done afterwards: the preview reads fates, and the revert carries them out.
//
// The set being written while another goes back (`undo`) does not count as a change since: a fate is the same before
// the first record has gone back and after the last.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "records/records.hpp"

namespace kith::records {

/// A record that a change set touched; in the order in which a set is gone through.
struct Touched {
    std::string object;
    RecordId id;
    bool is_made = false;  ///< the set made it
};

/// Where going through a set stands: after this record.
struct TouchedPlace {
    std::string object;
    RecordId id;

    std::string text() const { return object + ":" + id.text(); }
    static std::optional<TouchedPlace> parse(std::string_view text);
};

struct Fate {
    schema::ObjectPointer object;
    RecordId id;
    Json current;                    ///< as it is now
    bool goes = false;               ///< the set made it, and nothing else stands on it
    std::optional<bool> is_deleted;  ///< what being deleted goes back to
    Json back = Json::object();      ///< fields, and what they were
    std::vector<Kept> kept;

    /// Fields and records that go back.
    std::int64_t reverted() const {
        return static_cast<std::int64_t>(back.size()) + (goes ? 1 : 0) + (is_deleted ? 1 : 0);
    }
};

}  // namespace kith::records
