// Notes: what somebody here wrote about a person, an event of the type `Note` whose property `text` says it. They are
// found by their words until they are withdrawn.
#pragma once

#include <string>
#include <string_view>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "events/events.hpp"
#include "store/database.hpp"

namespace kith::events {

inline constexpr std::string_view note_type = "Note";

/// What a note says; empty for any other event.
std::string note_text(NewEvent const& event);
/// Does nothing for any other event.
Result<void> add_note_words(store::Transaction& transaction, NewEvent const& event);
Result<void> remove_note_words(store::Transaction& transaction, EventId event);
/// Writes the search documents of all notes anew, in a table made anew.
Result<void> rewrite_note_words(store::Transaction& transaction);

}  // namespace kith::events
