// Search over the records of one object: what an actor may see of it, the nearest first.
//
// At most a few statements are run, each of which ends after so many rows: where everything that is found fits into the
// answer, it is put in order here; where it does not, the nearest are asked for by themselves, exact hits, then names
// that begin so, then names, then the rest. A row rule is asked of at most `search_candidates_max` records a statement;
// beyond them the answer says that there is more.
#pragma once

#include "records/candidates.hpp"
#include "records/records.hpp"

namespace kith::records {

struct Hit {
    RecordId id;
    Nearness nearness = Nearness::said;
    std::optional<Piece> name;            ///< nothing where the actor may not see it, or it has none
    schema::Field const* said = nullptr;  ///< another field than the name that says what the name does not
    Piece piece;                          ///< what it says
};

using Hits = Shown<Hit>;

/// `not_found` for who may not read the object.
Result<Hits> search(store::Session& session, Records& records, Actor const& actor, schema::Object const& object,
                    Wanted const& wanted, std::size_t limit);
/// The record of this id.
Result<Hits> find_by_id(store::Session& session, Records& records, Actor const& actor, schema::Object const& object,
                        RecordId id);
/// Writes the search documents of all records anew, in tables made anew.
Result<void> rewrite_search_documents(store::Transaction& transaction, schema::Schema const& schema);

}  // namespace kith::records
