// The figures of the first screen: who is known, what came in, what needs somebody's attention.
#pragma once

#include "access/row_access.hpp"
#include "people/people.hpp"

namespace kith::people {

/// `{people, events, attention, sources, recent_people}` as this actor may see them: people and events of people that a
/// row rule hides do not count. Days are those of the workspace's time zone. `forbidden` where the actor may not read
/// people.
Result<Json> home(store::Database& database, records::Records& records, access::RowAccess const& access, People& people,
                  Actor const& actor);

}  // namespace kith::people
