// The record engine: stores, lists, filters, searches, permits and keeps the history of records of every object, from
// its definition.
//
// Two kinds of functions. Those that take an Actor are doors: they check the permission, apply the actor's row rule,
// and run a transaction of their own. Those that take a Transaction and a Write work inside somebody else's
// transaction, for the program itself (ingest, joins, imports), and check nothing but the values. A record is JSON as
// the API shows it: `{id, object, version, created_at, updated_at, <field>: value}`.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/row_access.hpp"
#include "base/actor.hpp"
#include "base/guarded.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "schema/published.hpp"
#include "store/database.hpp"

namespace kith::records {

struct ListQuery {
    std::string filter;               ///< rule language; empty: all
    std::string sort;                 ///< `field` or `-field`; empty: newest first
    std::vector<std::string> fields;  ///< empty: all that the actor may read
    std::string search;
    std::string page;  ///< cursor of the previous answer
    std::size_t limit = 50;
    bool is_total_exact = false;
};

struct Total {
    std::int64_t count = 0;
    bool is_exact = true;
};

struct Page {
    std::vector<Json> records;
    std::optional<std::string> next;
    Total total;
};

/// Who writes and under which change set. The set's row is made with the first write that uses it.
struct Write {
    ChangeSetId change_set;
    std::string kind;  ///< `edit`, `ingest`, `join`, `import`, `revert`, `demo`
    Actor actor;
    std::string idempotency_key;  ///< of the request; empty: none
    /// Starts a set of its own.
    static Write begin(std::string kind, Actor actor) {
        return {ChangeSetId::make(), std::move(kind), std::move(actor), {}};
    }
};

/// What a room adds to an object. Hooks run inside the transaction.
struct Hooks {
    /// Before the row is written: may derive or refuse. `before` is null on creation; `after` holds the whole record.
    std::function<Result<void>(store::Transaction&, Write const&, Json const& before, Json& after, Json const& patch)>
        before_write;
    /// After the row is written, still inside the transaction.
    std::function<Result<void>(store::Transaction&, Write const&, Json const& before, Json const& after,
                               Json const& patch)>
        written;
    /// Records of the object that a change set touched in ways the engine cannot know (edges, claims, values, events).
    std::function<Result<std::vector<RecordId>>(store::Session&, ChangeSetId)> touched;
    /// When a change set that touched the object's records is reverted, for what the engine cannot know (edges,
    /// claims).
    std::function<Result<void>(store::Transaction&, Write const&, ChangeSetId reverted)> reverted;
};

struct Kept {
    std::string object;
    RecordId id;
    std::string field;
    std::string reason;
};

struct Reverted {
    ChangeSetId change_set;
    std::int64_t reverted = 0;  ///< fields and records that went back
    std::vector<Kept> kept;
};

struct NewRecord {
    RecordId id;
    Json values;  ///< in their normal form; fields that the engine keeps may be among them
};

struct HistoryEntry {
    Instant at;
    std::string field;
    Json before;
    Json after;
    std::string actor_kind, actor_name;
    Uuid actor_id;
    ChangeSetId change_set;
};

class Records {
public:
    Records(store::Database& database, schema::Published const& schema, access::RowAccess const& access);

    /// The definitions as they are now.
    schema::SchemaPointer schema() const { return schema_.current(); }
    void add_hooks(std::string object, Hooks hooks);
    /// What goes back with a change set after its records have: definitions.
    using Reverting = std::function<Result<void>(store::Transaction&, Write const&, ChangeSetId reverted)>;
    void add_reverting(Reverting step) { reverting_.push_back(std::move(step)); }

    // Doors. Errors: forbidden, not_found (absent or hidden), invalid, conflict, precondition_failed.
    Result<Page> list(Actor const& actor, schema::Object const& object, ListQuery const& query);
    Result<Json> get(Actor const& actor, schema::Object const& object, RecordId id);
    Result<Json> create(Write const& write, schema::Object const& object, Json const& values);
    Result<Json> update(Write const& write, schema::Object const& object, RecordId id, std::int64_t version,
                        Json const& patch);
    Result<void> remove(Write const& write, schema::Object const& object, RecordId id, std::int64_t version);
    Result<Json> restore(Write const& write, schema::Object const& object, RecordId id);
    Result<std::vector<HistoryEntry>> history(Actor const& actor, schema::Object const& object, RecordId id);
    Result<Json> change_set(Actor const& actor, ChangeSetId id);
    Result<Reverted> revert(Write const& write, ChangeSetId id);
    /// Forgets the Idempotency-Keys of requests before that instant; how many they were.
    Result<std::int64_t> forget_requests(Instant before);

    /// `forbidden` where the actor may not do this with records of the object, `not_found` where they may not read it.
    Result<void> check(Actor const& actor, schema::Object const& object, access::Deed deed);
    /// `forbidden` unless the actor may see every record of the object: for what cannot be told apart by record.
    Result<void> check_sees_all(Actor const& actor, schema::Object const& object);
    /// `forbidden` unless the actor may see all of a record: for what cannot be told apart by field, such as a copy.
    Result<void> check_sees_all_fields(Actor const& actor, schema::Object const& object);
    /// Both: for payloads.
    Result<void> check_sees_whole(Actor const& actor, schema::Object const& object);
    access::RowAccess const& access() const { return access_; }
    /// `not_found` unless the actor may see the record. For timelines and whatever else hangs on a record.
    Result<void> check_visible(store::Session& session, Actor const& actor, schema::Object const& object, RecordId id);

    // Inside a transaction.
    Result<void> begin(store::Transaction& transaction, Write const& write);
    /// The record as stored, with `deleted_at` and `joined_into` where set; not_found where there is none.
    Result<Json> load(store::Session& session, schema::Object const& object, RecordId id);
    Result<Json> insert(store::Transaction& transaction, Write const& write, schema::Object const& object, RecordId id,
                        Json const& values);
    /// As `insert` for each, in few statements, for what comes by the thousand. The object's `before_write` is run, its
    /// `written` is not: whoever brings many keeps by itself what that would keep.
    Result<void> insert_many(store::Transaction& transaction, Write const& write, schema::Object const& object,
                             std::span<NewRecord const> records);
    /// Writes what differs; engine-kept fields may be set here. The record afterwards.
    Result<Json> patch(store::Transaction& transaction, Write const& write, schema::Object const& object, RecordId id,
                       Json const& patch);
    /// Hides a record behind its survivor, or brings it back (nullopt).
    Result<void> set_joined_into(store::Transaction& transaction, Write const& write, schema::Object const& object,
                                 RecordId id, std::optional<RecordId> survivor);

private:
    Result<Json> create_in(store::Transaction& transaction, Write const& write, schema::Object const& object,
                           Json const& values);
    Result<void> set_deleted(store::Transaction& transaction, Write const& write, schema::Object const& object,
                             Json const& current, bool is_deleted);
    Result<void> check_still_visible(store::Session& session, Actor const& actor, schema::Object const& object,
                                     RecordId id);
    /// `not_found` where the change set touched a record that the actor may not see: reverting is whole or not at all.
    Result<void> check_touched_visible(store::Session& session, Actor const& actor, ChangeSetId id);
    /// `forbidden` where going back would change what the actor may not.
    Result<void> check_may_revert(store::Session& session, Actor const& actor, ChangeSetId id);
    Result<void> revert_fields(store::Transaction& transaction, Write const& write, ChangeSetId id, Reverted& outcome);
    Result<void> revert_creations(store::Transaction& transaction, Write const& write, ChangeSetId id,
                                  Reverted& outcome);
    bool check_seen(store::Session& session, Actor const& actor, schema::Object const& object, RecordId id);
    Result<void> run_hooks_before(store::Transaction& transaction, Write const& write, schema::Object const& object,
                                  Json const& before, Json& after, Json const& patch);
    Result<void> run_hooks_written(store::Transaction& transaction, Write const& write, schema::Object const& object,
                                   Json const& before, Json const& after, Json const& patch);

    store::Database& database_;
    schema::Published const& schema_;
    access::RowAccess const& access_;
    std::map<std::string, Hooks, std::less<>> hooks_;
    std::vector<Reverting> reverting_;
    struct Inserts;
    /// The statements of `insert_many` by the columns they fill.
    std::shared_ptr<Guarded<std::map<std::string, std::shared_ptr<Inserts const>, std::less<>>>> inserts_;
};

}  // namespace kith::records
