// The figures of the first screen: who is known, what came in, what needs somebody's attention.
#pragma once

#include "access/row_access.hpp"
#include "people/day_totals.hpp"
#include "people/people.hpp"
#include "people/place.hpp"

namespace kith::people {

/// `{people, events, since_yesterday, business, attention, sources, recent_people}` as this actor may see them: people
/// and events of people that a row rule hides do not count, and `business`, which is about everybody, is null. Days are
/// those of the workspace's time zone. `forbidden` where the actor may not read people.
Result<Json> home(store::Database& database, records::Records& records, access::RowAccess const& access, People& people,
                  DayTotals& totals, Actor const& actor);

// Its parts.

/// How the business does, month by month: `{currency, months, channels}`. Of everybody.
Result<Json> business(store::Session& session, Place const& place, Instant now);
/// Questions that nobody answered yet, of people whom the actor may see; null where there is none.
Result<Json> open_questions(store::Session& session, records::Records& records, People& people, Actor const& actor,
                            Date today);

}  // namespace kith::people
