// What somebody does with the business, from the day they met until the end of the story.
#pragma once

#include "app/demo/business.hpp"

namespace kith::app::demo {

/// Writes events, consents and stage into the story, whose person is known. `pace` multiplies how often things happen.
void live(Story& story, Random& random, Instant met, Instant until, double pace);

/// 0 January … 11 December; 0 Monday … 6 Sunday, in UTC.
int month_of(Instant at);
int weekday_of(Instant at);

}  // namespace kith::app::demo
