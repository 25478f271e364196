// Fields that are counted from the records of another object: kept right by every door of the record engine.
//
// Whoever writes a record notes what it was and what it is. What follows waits for the end of the transaction, so that
// a thousand records of one parent are counted once: the parents are locked in the order of their ids, each rollup is
// counted anew for all of them by one statement over the relation's index, the formulas that read it are worked out,
// and what changed is written, which may be counted elsewhere in its turn. On PostgreSQL, whoever comes second waits
// for the parent and then counts what the first has written too.
//
// What is in the trash, or joined into another, does not count; nor does what the object's lists leave out, unless the
// condition asks for it. Nothing counted: `count` is 0, everything else is absent; amounts in more than one currency
// come to nothing.
#pragma once

#include <functional>
#include <map>
#include <span>

#include "base/json.hpp"
#include "base/result.hpp"
#include "schema/schema.hpp"
#include "store/database.hpp"

namespace kith::records {

/// What a field says of a record that was just made: none points to it.
Json value_of_new(schema::Field const& field);

/// What a rollup of the object's records of these ids comes to, as a record shows it; at most
/// a few hundred, by one statement.
Result<std::map<Uuid, Json>> counted(store::Session& session, schema::Schema const& schema,
                                     schema::Object const& object, schema::Field const& rollup,
                                     std::vector<Uuid> const& ids);

/// Works out the formulas of a record of the object.
using Derive = std::function<void(schema::Object const&, Json& record)>;

/// A record of the object was written: null where it was not there before, or is no more. What is counted from it is
/// counted anew before the transaction ends.
void note_counted(store::Transaction& transaction, schema::SchemaPointer const& schema, Derive const& derive,
                  schema::Object const& object, Json const& before, Json const& after);

/// Writes the fields that are worked out where they differ, and the search words that say them: neither a version nor
/// history, for what was written is what these follow from. Whether anything did.
Result<bool> write_worked_out(store::Transaction& transaction, schema::Object const& object, Json const& before,
                              Json const& after);
Result<void> rewrite_search_document(store::Transaction& transaction, schema::Object const& object, Json const& record);

}  // namespace kith::records
