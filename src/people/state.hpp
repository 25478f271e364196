// The workings behind People: its own files alone include this. Each group of functions has the file that its comment
// names.
//
// There is no cache of roots: a claim and the edge above its owner are read by one statement, so that a person who was
// never joined, nearly everyone, costs nothing more, and a server never acts on another's stale picture.
#pragma once

#include <unordered_map>

#include "base/guarded.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "people/mask.hpp"
#include "people/people.hpp"
#include "people/tombstones.hpp"
#include "people/traits.hpp"

namespace kith::people {

/// One row of field_value.
struct StoredValue {
    PersonId person;
    std::string field;
    Provenance provenance;
    Instant learned_at;
    Json value;
    std::optional<ChangeSetId> change_set;
};

/// Who prevails of two values of a field: staff over senders over what was derived, then the newer, then by ids, so
/// that the order of arrival does not matter.
bool prevails(StoredValue const& left, StoredValue const& right);
/// The value that a field has; null where nobody says anything.
Json folded(std::vector<StoredValue> const& values, std::string_view field);
std::string_view name_of(Provenance::Kind kind);

/// Another given name and another birth date: two people who share a mailbox. Of two records.
bool speaks_against(Json const& left, Json const& right);

struct People::State : std::enable_shared_from_this<People::State> {
    State(store::Database& db, records::Records& engine);

    store::Database& database;
    records::Records& records;
    /// The definitions as they are now; whoever works with one owns it.
    schema::ObjectPointer person() const;
    schema::ObjectPointer company() const;
    events::PropertyTypes property_types;
    Tombstones tombstones;
    std::string seen_sql;
    /// When somebody was seen, as far as it is written: most events of a visit need not be asked about.
    struct SeenSpan {
        Instant first, last;
    };
    Guarded<std::unordered_map<PersonId, SeenSpan>> seen_spans;

    using Transaction = store::Transaction;
    using Session = store::Session;
    using Write = records::Write;

    // trees.cpp: edges, roots, joining and parting.
    Result<PersonId> root_of(Session& session, PersonId id);
    Result<std::vector<PersonId>> aliases_of(Session& session, PersonId root);
    /// Writes the edge and folds the survivor anew; both must be roots. False where it would pass the limit of aliases.
    Result<bool> join_roots(Transaction& tx, Write const& write, PersonId survivor, PersonId loser,
                            std::optional<Key> const& key);
    Result<void> part(Transaction& tx, Write const& write, PersonId loser, PersonId survivor);

    // resolution.cpp: claims, and whose is it.
    struct Found {
        Key key;
        std::optional<PersonId> owner;
        PersonId root;
    };
    Result<Found> find_claim(Session& session, Key const& key);
    /// False where somebody else was first.
    Result<bool> claim(Transaction& tx, Write const& write, Key const& key, PersonId owner,
                       std::optional<SourceId> source);
    Result<void> release(Transaction& tx, Key const& key, PersonId owner, std::string_view reason);
    Result<void> review(Transaction& tx, PersonId person, std::string_view reason, std::optional<Key> const& key,
                        std::optional<PersonId> other);
    Result<void> mark_shared(Transaction& tx, Key const& key, PersonId owner, PersonId other, std::string_view reason);
    Result<bool> is_shared(Session& session, Key const& key);
    /// The strongest kind of key that the person holds; nothing where it holds none.
    Result<std::optional<KeyKind>> strength_of(Session& session, PersonId root);
    /// Whether one sender gave each of the two a user id of its own: it tells them apart, whatever they have in common.
    Result<bool> are_told_apart(Session& session, PersonId first, PersonId second);
    Result<bool> has_room_for_key(Transaction& tx, PersonId root, Key const& key);
    /// The key connects two people: joins them, or finds it shared. The root that `first` has afterwards.
    Result<PersonId> connect(Transaction& tx, Write const& write, PersonId first, PersonId second,
                             Found const& evidence);
    Result<std::optional<Resolution>> try_resolve(Transaction& tx, Write const& write, std::vector<Key> const& keys,
                                                  std::optional<SourceId> source);
    Result<PersonId> make_person(Transaction& tx, Write const& write, PersonId id, bool is_known);
    Result<void> make_known(Transaction& tx, Write const& write, PersonId root);

    // duplicates.cpp: pairs of people who may be one.
    /// Whether the two are one by now, or were said to be two.
    Result<bool> is_settled(Session& session, PersonId one, PersonId other);

    // intake.cpp: many at once.
    class Intake;

    // companies.cpp
    Result<RecordId> make_company(Transaction& tx, Write const& write, std::string_view kind, std::string const& value,
                                  Json const& values);

    // seen.cpp
    bool is_seen(PersonId id, Instant at) const;
    void remember_seen(PersonId id, Instant at, bool is_last);

    // values.cpp: what is known, where it came from, and its fold.
    Result<std::vector<StoredValue>> values_of(Session& session, std::vector<PersonId> const& aliases);
    /// Keeps the values and brings the record up to date; the fields whose fold changed.
    Result<void> learn(Transaction& tx, Write const& write, PersonId id, std::vector<LearnedValue> const& items,
                       Provenance const& provenance, Instant learned_at);
    Result<void> put(Transaction& tx, Write const& write, StoredValue const& value,
                     std::optional<StoredValue> const& earlier);
    /// Folds everything derived of a person anew, after a join or a parting.
    Result<void> refold(Transaction& tx, Actor const& actor, PersonId root);
    /// Where the person's phone is at home: their country, else that of the workspace's language.
    Result<std::string> home_region(Session& session, Json const& record);
    /// Values that a change set brought, at most so many; how many.
    Result<std::size_t> undo_values(Transaction& tx, ChangeSetId change_set, std::size_t limit);
    Result<void> add_contact(Transaction& tx, PersonId id, KeyKind kind, std::string const& value, Instant learned_at);
    /// The e-mail becomes a key of the person, or evidence about two.
    Result<void> learn_email(Transaction& tx, Write const& write, PersonId id, std::string const& email,
                             std::optional<SourceId> source);

    // hooks.cpp: what the record engine tells of edits and reverts.
    void install_hooks();
    Result<void> before_write(Transaction& tx, Write const& write, Json const& before, Json& after, Json const& patch);
    Result<void> written(Transaction& tx, Write const& write, Json const& before, Json const& after, Json const& patch);
    Result<void> email_edited(Transaction& tx, Write const& write, PersonId id, Json const& before, Json const& after);
    /// Whom a change set touched by edges, values, claims and events.
    Result<std::vector<RecordId>> touched(Session& session, ChangeSetId change_set, RecordId after, std::size_t limit);
    Result<std::string> reverted(Transaction& tx, Write const& write, ChangeSetId change_set, std::string const& from,
                                 std::size_t pieces);
    Result<std::string> release_claims(Transaction& tx, ChangeSetId change_set, std::string const& place,
                                       std::size_t pieces);
    /// What others told of the person since (events, consents, a join), as a code; empty: nothing.
    Result<std::string> stays_for(Session& session, PersonId id, ChangeSetId change_set);

    /// `conflict` where an import brings back somebody who was erased.
    Result<void> check_not_erased(Session& session, Write const& write, std::span<Key const> keys);

    // doors.cpp
    /// The root, seen by the actor.
    /// What the actor may not see of the person and of those who were joined into them.
    Result<Mask> mask_for(Session& session, Actor const& actor, std::vector<PersonId> const& aliases);

    // notes.cpp
    Result<std::optional<NoteHit>> seen_note(Session& session, Actor const& actor, events::EventKey key,
                                             records::Wanted const& wanted);
    Result<PersonId> visible_root(Session& session, Actor const& actor, PersonId id);
    Result<std::map<Uuid, std::string>> source_names(Session& session);
};

}  // namespace kith::people
