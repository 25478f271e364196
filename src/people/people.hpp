// Whose is it? Keys resolve to one person; people are joined and parted; consent is kept.
//
// `resolve` is the heart of ingest: inside the transaction of a batch it finds or makes the person of each event. Facts
// and claims are never rewritten; joining writes one edge, and the root of each tree is the person.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/actor.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "events/events.hpp"
#include "events/property_types.hpp"
#include "people/limits.hpp"
#include "people/notes.hpp"
#include "people/traits.hpp"
#include "records/records.hpp"
#include "store/database.hpp"

namespace kith::people {

/// Kinds of keys, by priority: a higher one decides.
enum class KeyKind : std::uint8_t { anonymous_id, phone, social_handle, email, loyalty_card, user_id };
std::string_view name_of(KeyKind kind);

struct Key {
    KeyKind kind;
    std::string value;  ///< normalised
};

std::optional<KeyKind> key_kind_of(std::string_view name);

/// Trims, lowers e-mail, formats phones as E.164; nullopt where the value is empty, malformed, too long or blocked
/// (`test@test.com`, `null`, …). `region` (ISO 3166 alpha-2) is where a phone without country code is at home; without
/// it only international numbers are phones.
std::optional<Key> normalised(KeyKind kind, std::string_view value, std::string_view region = {});

/// Where a value came from. A *source* is a sender with a write key.
struct Provenance {
    enum class Kind { staff, source, derived, import } kind = Kind::staff;
    Uuid id;
    std::string name;
};

struct Resolution {
    PersonId person;  ///< whom the fact is written for: the one that the strongest key names
    PersonId root;    ///< who that is today
    bool is_new = false;
};

/// What one row of a file tells: who, and what is known of them.
struct Telling {
    std::vector<Key> keys;             ///< normalised; none: somebody whom nothing identifies, made anew
    std::vector<LearnedValue> values;  ///< in their normal form, one a field
    std::vector<Key> contacts;         ///< e-mails and phones that are no keys: how else to reach them
    std::optional<Instant> seen_at;    ///< when they did what the row tells of
};

struct Purpose {
    std::string name;
    Json definition;  ///< {label:{}, description:{}, legal_basis}
};

enum class ConsentState : std::uint8_t { granted, withdrawn, objected, expired };
std::string_view name_of(ConsentState state);

struct NewConsent {
    PersonId person;
    std::string purpose;
    ConsentState state = ConsentState::granted;
    std::string how;
    std::optional<std::string> contact_point, wording, evidence;
    std::optional<Instant> expires_at;
};

class Tombstones;

class People {
public:
    People(store::Database& database, records::Records& records);
    /// Registers the hooks of the person object with the record engine. Once, before serving.
    void install_hooks();
    /// Writes the standard purposes that are missing.
    Result<void> install();

    // Inside a transaction, for ingest and imports.

    /// Keys strongest first or in any order; at least one, at most `limits::keys_per_resolution_max`. Claims those that
    /// are free, joins by edges what they connect (an anonymous id never joins two user ids: it moves to the newest),
    /// makes an anonymous or known person where none match. A key that would join more than `limits::joins_per_key_max`
    /// people, or two whose given name and birth date differ, is marked shared and ceases to identify. Each join is a
    /// change set of its own. Ask `events::find_message` first: a message that came before must not be resolved again.
    /// An e-mail among the traits of an identify call is left to `learn`, which knows the name and birth date that may
    /// speak against it.
    Result<Resolution> resolve(store::Transaction& transaction, records::Write const& write,
                               std::vector<Key> const& keys, std::optional<SourceId> source);
    /// Values learnt about a person: Segment's reserved traits in camelCase or snake_case and the object's own fields
    /// by name; whatever is not one of these, or does not fit, is kept as `trait:<name>`. All keep their provenance and
    /// are folded into the record by survivorship. An e-mail also becomes a key and a contact point, a phone a contact
    /// point; an e-mail that another person holds is evidence that joins the two.
    Result<void> learn(store::Transaction& transaction, records::Write const& write, PersonId person,
                       Json const& values, Provenance const& provenance, Instant learned_at);
    /// `resolve` and `learn` for many at once, in the order told, for files: whom nothing else touches yet is made by a
    /// few statements for all, the others one by one. An e-mail whose holder has another given name and birth date than
    /// told becomes shared, as in `learn`. Each of `write`'s claims and values belongs to its change set. `conflict`
    /// (`claim_race`) where another transaction claims a key at this moment: run again.
    Result<std::vector<Resolution>> take_in(store::Transaction& transaction, records::Write const& write,
                                            std::span<Telling const> tellings, Provenance const& provenance,
                                            std::optional<SourceId> source);
    /// Moves last_seen_at forward (at most once a minute for a person) and sets first_seen_at.
    Result<void> seen(store::Transaction& transaction, records::Write const& write, PersonId person, Instant at);
    /// Finds or makes the company named, and relates the person to it.
    Result<RecordId> join_company(store::Transaction& transaction, records::Write const& write, PersonId person,
                                  std::string_view group_id, Json const& traits);
    /// Adds to the ledger, at the transaction's time, with its trace on the timeline. The caller has checked the values
    /// and that the purpose is one.
    Result<Json> add_consent(store::Transaction& transaction, records::Write const& write, NewConsent const& consent);
    /// Finds the company by its name, without case and accents, or makes it with the values.
    Result<RecordId> company_named(store::Transaction& transaction, records::Write const& write, std::string_view name,
                                   Json const& values);
    /// The company that senders call so (`group_id`); nothing where none is there.
    Result<std::optional<RecordId>> company_numbered(store::Session& session, std::string_view number);
    /// From now on senders mean this company by the number; `company_numbered` said that they mean no other.
    Result<void> number_company(store::Transaction& transaction, std::string_view number, RecordId company);
    /// Relates the person to the company that employs them; again changes nothing.
    Result<void> relate(store::Transaction& transaction, records::Write const& write, PersonId person,
                        RecordId company);
    /// Where phones without country code are at home: the country of the workspace's language.
    Result<std::string> home_region(store::Session& session);
    /// Who holds a key today, before joins; nothing where nobody does.
    Result<std::optional<PersonId>> find(store::Session& session, Key const& key);
    /// Who holds each of the keys now, in their order, asked many at a time; nothing where nobody does.
    Result<std::vector<std::optional<Resolution>>> find_all(store::Session& session, std::span<Key const> keys);
    Result<PersonId> root_of(store::Session& session, PersonId person);
    /// The person and all who were joined into it, root first.
    Result<std::vector<PersonId>> aliases_of(store::Session& session, PersonId root);
    /// Whether the ledger allows the purpose now. The one question that every send and share asks, in its own
    /// transaction.
    Result<bool> may(store::Session& session, PersonId person, std::string_view purpose,
                     std::optional<std::string_view> contact_point = std::nullopt);

    /// What exports ask: the ledger, for the record engine.
    std::unique_ptr<records::ExportGate> export_gate();
    /// The keys of people and of all who were joined into them, weakest kind first.
    Result<std::map<PersonId, std::vector<Key>>> keys_of(store::Session& session, std::span<PersonId const> people);
    /// What senders call each of the companies (`group_id`), where they do.
    Result<std::map<RecordId, std::string>> company_numbers(store::Session& session,
                                                            std::span<RecordId const> companies);

    /// Who was erased: what others bring of them is refused.
    Tombstones& tombstones();

    /// What the properties of events are held against: for `events::append`.
    events::PropertyTypes& property_types();

    // Doors. They take the id of anyone who was joined into the person, and show what hangs on the whole person.
    // Errors: forbidden, not_found (absent or hidden), invalid, conflict.
    /// `{data: [event], next}`, newest first; events on subjects that the actor may not see are left out.
    Result<Json> timeline(Actor const& actor, PersonId person, events::TimelineQuery const& query);
    Result<events::EventKey> add_event(records::Write const& write, PersonId person, Json const& body);
    /// `not_found` too where the event is another person's.
    Result<void> retract_event(records::Write const& write, PersonId person, events::EventKey event);
    /// Notes that the actor's timelines would show, by what they say.
    Result<records::Shown<NoteHit>> find_notes(store::Session& session, Actor const& actor,
                                               records::Wanted const& wanted, std::size_t limit);
    /// `forbidden` for an actor whose role sees only some people.
    Result<void> check_sees_everyone(Actor const& actor);
    Result<Json> identity(Actor const& actor, PersonId person);
    Result<Json> values(Actor const& actor, PersonId person);
    Result<Json> summary(Actor const& actor, PersonId person);
    /// What the person owns and asked about it, as the schema `products` tells.
    Result<Json> products(Actor const& actor, PersonId person);
    Result<Json> consents(Actor const& actor, PersonId person);
    Result<Json> record_consent(records::Write const& write, NewConsent const& consent);
    /// Joins two people and says `{change_set, survivor}`; reverting the change set parts them.
    Result<Json> join(records::Write const& write, PersonId survivor, PersonId loser);
    /// Pairs of people who may be one, the newest doubt first: `{data: [{id, people, reasons}], next}`. Those that the
    /// actor may not see, that are one by now or were said to be two are left out.
    Result<Json> duplicates(Actor const& actor, std::string_view page, std::size_t limit);
    /// They are two: the pair is not proposed again.
    Result<void> keep_apart(records::Write const& write, std::string_view pair);
    Result<Json> purposes();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace kith::people
