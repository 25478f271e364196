// The log of facts: append, retract, read by person. Facts are never rewritten.
//
// An event belongs to the person whose key matched when it came; a reader of a joined person merges the events of all
// of them (people/). `append` is for the program inside a transaction; reading checks nothing: people/ does, which
// knows who may see whom.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/actor.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

namespace kith::events {

class PropertyTypes;

enum class Call : std::uint8_t { track, page, screen, identify, group, alias, consent, system };
std::string_view name_of(Call call);
std::optional<Call> call_of(std::string_view name);

struct EventKey {
    PersonId person;
    EventId event;
    /// `<person>.<event>`, the id of an event in the API.
    std::string text() const;
    static std::optional<EventKey> parse(std::string_view text);
};

/// The reason of the conflict where somebody else stores the same message at this moment: whoever meets it tries again.
constexpr std::string_view message_race = "message_race";

struct NewEvent {
    PersonId person;
    EventId id = EventId::make();
    Instant occurred_at;
    Instant received_at;
    std::optional<Instant> original_occurred_at;  ///< where a time too far ahead was replaced
    std::string type;
    Call call = Call::track;
    std::optional<SourceId> source;
    std::optional<std::string> actor_name;
    std::string subject_object;
    std::optional<RecordId> subject;
    std::optional<Money> revenue;
    std::optional<std::int64_t> margin_minor, cost_minor;  ///< in revenue's currency; unknown is not zero
    std::string product;
    std::optional<EventKey> caused_by;
    bool is_flagged = false;  ///< passed although off its tracking plan
    std::optional<ChangeSetId> change_set;
    std::string properties;  ///< JSON object, valid UTF-8; empty: none
    std::string context;     ///< JSON object; empty: none
};

struct Event : NewEvent {
    bool is_retracted = false;
    std::vector<std::string>
        misfits;  ///< properties whose value does not fit the type that their event type gives them
};

struct TimelineQuery {
    std::string type;
    std::optional<SourceId> source;
    std::optional<Instant> from, to;  ///< [from, to)
    std::string page;
    std::size_t limit = 50;
};

struct TimelinePage {
    std::vector<Event> events;  ///< newest first by (occurred_at, event id)
    std::optional<std::string> next;
};

/// The event that a message became, if it came before. Asked first in a message's transaction, before its keys are
/// resolved: a retried identify must not move an anonymous id back.
Result<std::optional<EventKey>> find_message(store::Session& session, SourceId source, std::string_view message_id);
/// Those of the ids that came before, for a whole request at once.
Result<std::unordered_set<std::string>> find_messages(store::Session& session, SourceId source,
                                                      std::vector<std::string_view> const& message_ids);
struct MessageClaim {
    std::string_view message_id;
    EventKey event;
};

/// Claims messages for their events. False where another transaction claimed one of them meanwhile: this one must be
/// given up and run again, which then finds it.
Result<bool> claim_messages(store::Transaction& transaction, SourceId source, std::span<MessageClaim const> claims);
/// Stores facts, many in few statements, and notes them for the change log. With `types`, the properties are held
/// against the types of their event type, the first value of a new one fixing it; what does not fit is stored as it
/// came, named in `misfits`, and absent to rules.
Result<void> append(store::Transaction& transaction, std::span<NewEvent const> events, PropertyTypes* types = nullptr);
Result<void> append(store::Transaction& transaction, NewEvent const& event, PropertyTypes* types = nullptr);
/// `not_found` where there is no such event; retracting again changes nothing.
Result<void> retract(store::Transaction& transaction, EventKey event, std::string_view actor_name,
                     ChangeSetId change_set);
/// Takes back retractions that a change set made, at most so many; how many.
Result<std::size_t> unretract(store::Transaction& transaction, ChangeSetId change_set, std::size_t limit);
/// The events that a change set appended, after one in the order of their keys, at most so many.
Result<std::vector<EventKey>> keys_of(store::Session& session, ChangeSetId change_set, EventKey after,
                                      std::size_t limit);
/// Whose events a change set appended or retracted: after one in the order of their ids, at most so many of both; some
/// twice.
Result<std::vector<PersonId>> people_of(store::Session& session, ChangeSetId change_set, PersonId after,
                                        std::size_t limit);
/// How many events that a change set appended stand.
Result<std::int64_t> standing_of(store::Session& session, ChangeSetId change_set);
/// How many retractions a change set made.
Result<std::int64_t> retractions_of(store::Session& session, ChangeSetId change_set);
/// Whether the person has an event that stands and is none of the change set's.
Result<bool> has_others(store::Session& session, PersonId person, ChangeSetId change_set);
/// Retracts the events that a change set appended, after one in the order of their keys, at most so many: the last, to
/// go on after; nullopt at the end.
Result<std::optional<EventKey>> retract_all(store::Transaction& transaction, ChangeSetId appended_by,
                                            std::string_view actor_name, ChangeSetId change_set, EventKey after,
                                            std::size_t limit);
Result<Event> find(store::Session& session, EventKey key);
/// Merges one keyset cursor an alias. `invalid` on `page` where the cursor is not one of ours.
Result<TimelinePage> read(store::Session& session, std::vector<PersonId> const& aliases, TimelineQuery const& query);
/// As the API shows it; `source` holds the id alone, since names of sources are not known here.
Json json_of(Event const& event);

}  // namespace kith::events
