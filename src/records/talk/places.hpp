// A record that people work on together, found for somebody who may see it.
//
// Comments, files, watches and favourites hang on a record of any object by its name and id. Who a person is may
// change: what hangs on those who were joined into somebody is theirs, which only `people/` can tell, through
// `SameRecord`.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/records.hpp"

namespace kith::records {

/// The ids under which things hang on the record: first the one that it has now, then of those joined into it.
using SameRecord = std::function<Result<std::vector<RecordId>>(store::Session&, schema::Object const&, RecordId)>;
/// Somebody who may sign in, with the role that they have now; `forbidden` for everybody else.
using ActorOf = std::function<Result<Actor>(UserId)>;

struct Place {
    schema::ObjectPointer object;
    std::vector<RecordId> ids;
    RecordId id() const { return ids.front(); }
};

class Places {
public:
    Places(Records& records, SameRecord same) : records_(records), same_(std::move(same)) {}

    /// `not_found` where the object or the record is not there for this actor.
    Result<Place> find(store::Session& session, Actor const& actor, std::string_view object, RecordId id) const;
    /// As above, for who may change records of the object: `forbidden` for those who only read them.
    Result<Place> find_to_change(store::Session& session, Actor const& actor, std::string_view object,
                                 RecordId id) const;
    bool may_change(Actor const& actor, schema::Object const& object) const;
    /// Who signs in, may change records of the object, and is not only looking.
    bool may_talk(Actor const& actor, schema::Object const& object) const;
    /// `{object, id, name, path}` as the actor sees it; nothing where they do not.
    Result<std::optional<Json>> shown(store::Session& session, Actor const& actor, std::string_view object,
                                      RecordId id) const;
    Records& records() const { return records_; }

private:
    Records& records_;
    SameRecord same_;
};

/// Tells screens that show the record: something that hangs on it is another now.
void note_change(store::Transaction& transaction, Place const& place);

/// Whose comments, watches and inbox these are: people who sign in. `forbidden` (`users_only`) for a program.
Result<UserId> user_of(Actor const& actor);

}  // namespace kith::records
