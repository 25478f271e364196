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
#include "records/export_gate.hpp"
#include "records/formulas.hpp"
#include "records/rollups.hpp"
#include "schema/published.hpp"
#include "store/database.hpp"

namespace kith::audit {
enum class Action : std::uint8_t;
}

namespace kith::records {

/// How far a list's rows are counted.
enum class Counting : std::uint8_t {
    bounded,  ///< to `limits::total_exact_max`
    exact,    ///< whatever their number
    none,     ///< not at all: the rows are wanted first
    alone,    ///< to `limits::total_exact_max`, and no row is read
};

struct ListQuery {
    std::string filter;               ///< rule language; empty: all
    std::string sort;                 ///< `field` or `-field`; empty: newest first
    std::vector<std::string> fields;  ///< empty: all that the actor may read
    std::string search;
    std::string page;  ///< cursor of the previous answer
    std::size_t limit = 50;
    Counting counting = Counting::bounded;
    bool is_deleted = false;  ///< the trash, the newest deletion first, in place of what is there
};

struct Total {
    std::int64_t count = 0;
    bool is_exact = true;
};

/// What a list shows, told by the values of one field.
struct GroupQuery {
    ListQuery list;   ///< which records: its filter and search, or the trash
    std::string by;   ///< a field that has few values: a choice, yes or no, a country, a language, a user
    std::string sum;  ///< a field that holds numbers or money; empty: only the records are counted
};

/// Whether lists are grouped by fields of the type.
bool is_groupable(schema::FieldType type);
/// Whether what groups hold in such a field is added up.
bool is_summable(schema::FieldType type);

/// A sum, or the part of one that is in a currency.
struct Sum {
    std::string amount;    ///< exact, as `-12.50`; of a field of type `number` as near as it is kept
    std::string currency;  ///< of money; empty: it has none
};

struct Group {
    Json value;  ///< as a record shows it; null: those that have none
    std::int64_t count = 0;
    std::vector<Sum> sums;  ///< by currency; none where no record of the group has an amount
};

/// What a list shows, told by the days that a field says.
struct DayQuery {
    ListQuery list;        ///< which records: its filter and search, or the trash; its sort and fields
    std::string by;        ///< a field that holds a date, or a moment, whose day is that of the workspace's clocks
    Date from, to;         ///< both among them
    std::size_t each = 0;  ///< records shown of each day, at most
};

/// Whether calendars are made by fields of the type.
bool is_dated(schema::FieldType type);

struct Day {
    Date day;
    std::int64_t count = 0;
    std::vector<Json> records;  ///< the first of them: in the order that was asked for, else by the field, then by id
};

struct Days {
    std::vector<Day> days;  ///< those that have records, in their order
    Total absent;           ///< without a day
};

/// A record as it was when somebody chose it among many.
struct Frozen {
    RecordId id;
    std::int64_t version = 0;
};

/// What is done to many records alike.
enum class BulkAction {
    edit,
    remove,
    restore,
    purge,      ///< out of the trash, for good
    hand_over,  ///< an edit of the fields that name one user, of every object that has such fields
};
/// What somebody has to be allowed for it.
access::Deed deed_of(BulkAction action);
/// Whether it is done to records in the trash.
bool is_of_trash(BulkAction action);

struct Page {
    std::vector<Json> records;
    std::optional<std::string> next;
    std::optional<Total> total;  ///< nothing where the query does not count
};

struct ExportQuery {
    std::string filter;
    std::string search;
    std::vector<std::string> fields;  ///< empty: all that the actor may read
    std::string purpose;              ///< empty: the business's own use
    std::optional<RecordId> after;    ///< the last of the page before
    std::size_t limit = 50;
};

struct Exported {
    RecordId id;
    Json record;                ///< null where it is left out
    std::string left_out;       ///< the gate's reason; empty: it leaves
    int contacts_withheld = 0;  ///< fields that the gate emptied
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

/// What goes back with a change set beside records.
struct Beside {
    std::int64_t retracted = 0;     ///< events that it appended
    std::int64_t brought_back = 0;  ///< events that it retracted
    std::int64_t parted = 0;        ///< joins that it made

    std::int64_t pieces() const { return retracted + brought_back + parted; }
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
    /// Records of the object that a change set touched in ways the engine cannot know (edges, claims, values, events):
    /// those after this one, in the order of their ids, at most so many.
    std::function<Result<std::vector<RecordId>>(store::Session&, ChangeSetId, RecordId after, std::size_t limit)>
        touched;
    /// Why a record that the change set made stays for something outside of it that the engine cannot know: a code;
    /// empty: it need not.
    std::function<Result<std::string>(store::Session&, RecordId, ChangeSetId)> stays_for;
    /// Counts of what `reverted` would do.
    std::function<Result<Beside>(store::Session&, ChangeSetId)> beside;
    /// When a change set is reverted, before its records are, for what the engine cannot know (edges, claims, events):
    /// at most so many pieces of work, from where the call before stopped; empty at first. Where to go on; empty: done.
    std::function<Result<std::string>(store::Transaction&, Write const&, ChangeSetId reverted, std::string const& from,
                                      std::size_t pieces)>
        reverted;
    /// When a record is deleted for good, for what the engine cannot know.
    std::function<Result<void>(store::Transaction&, RecordId)> purged;
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

struct Touched;
struct TouchedPlace;
struct Fate;

/// What keeps something as it is when a change set goes back.
struct Staying {
    std::int64_t count = 0;
    std::vector<std::pair<Kept, Json>> first;  ///< with its name, null where the asker may not read it
};

/// What a revert would do, as far as one page of the records that the change set touched tells; the parts beside
/// records are told with the first page.
struct RevertPreview {
    std::int64_t records = 0;    ///< looked through
    std::int64_t go = 0;         ///< records that are deleted
    std::int64_t come_back = 0;  ///< records that are restored
    std::int64_t fields = 0;     ///< that become what they were
    Beside beside;
    std::int64_t definitions = 0;                         ///< changes of objects, fields and roles
    std::string blocked, blocked_because;                 ///< why nothing can go back: a code, and in words
    std::map<std::string, Staying, std::less<>> staying;  ///< by reason
    std::optional<std::string> next;
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
    /// What goes back with a change set after its records have, whole or not at all: definitions.
    struct Reverting {
        /// How many changes of the change set it is.
        std::function<Result<std::int64_t>(store::Session&, ChangeSetId)> count;
        std::function<Result<void>(store::Transaction&, Write const&, ChangeSetId reverted)> run;
    };
    void add_reverting(Reverting step) { reverting_.push_back(std::move(step)); }

    // Doors. Errors: forbidden, not_found (absent or hidden), invalid, conflict, precondition_failed.
    Result<Page> list(Actor const& actor, schema::Object const& object, ListQuery const& query);
    /// How many the list has, without the list.
    Result<Total> count(Actor const& actor, schema::Object const& object, ListQuery const& query);
    /// Every value that is there with the number of its records, which is exact whatever their number: choices in the
    /// order of their definition, those without a value last. Together they are the list of the same query; a filter
    /// on one value gives its records. `invalid` for fields that do not group or sum, and beyond `limits::groups_max`.
    Result<std::vector<Group>> groups(Actor const& actor, schema::Object const& object, GroupQuery const& query);
    /// The days from one to another, each with the exact number of its records and the first of them: what a filter on
    /// that day gives. `invalid` for fields that hold no day, and for more than `limits::days_max` days. Of more than
    /// `limits::days_records_ranked_max` records in these days their numbers alone.
    Result<Days> days(Actor const& actor, schema::Object const& object, DayQuery const& query);
    Result<Json> get(Actor const& actor, schema::Object const& object, RecordId id);
    Result<Json> create(Write const& write, schema::Object const& object, Json const& values);
    Result<Json> update(Write const& write, schema::Object const& object, RecordId id, std::int64_t version,
                        Json const& patch);
    Result<void> remove(Write const& write, schema::Object const& object, RecordId id, std::int64_t version);
    Result<Json> restore(Write const& write, schema::Object const& object, RecordId id);
    /// All or none, in one transaction. Errors name their place: `records[3].email`. An Idempotency-Key serves for all.
    Result<std::vector<Json>> create_many(Write const& write, schema::Object const& object, Json const& records);
    Result<std::vector<HistoryEntry>> history(Actor const& actor, schema::Object const& object, RecordId id);
    /// What a list of this filter and search shows, or the trash, whole and as of one moment, by id. `invalid`
    /// (`limit_reached`) beyond `records_max`.
    Result<std::vector<Frozen>> freeze(Actor const& actor, schema::Object const& object, ListQuery const& query,
                                       std::size_t records_max);
    /// Of these the ones that the actor may see.
    Result<std::vector<Frozen>> freeze(Actor const& actor, schema::Object const& object, std::span<RecordId const> ids,
                                       bool is_deleted);
    /// The values of a patch in their normal form; what the door of `update` would refuse whatever the record.
    Result<Json> checked_patch(Actor const& actor, schema::Object const& object, Json const& values);
    /// What is known of a change set. `not_found` where it touched a record that the actor may not see, for this and
    /// the doors below.
    Result<Json> change_set(Actor const& actor, ChangeSetId id);
    /// The change sets that the actor made, the newest first, each with the first few records that it touched and that
    /// the actor sees now: `{data: [{id, kind, created_at, reverted_at, reverted_by, records: [{object, id, name,
    /// is_deleted}], has_more, is_whole}], next}`. What sources send is in no such list, nor is what only follows from
    /// a change of theirs (`fold`: the values of people who were joined). `invalid` where the page is of no such list.
    Result<Json> own_change_sets(Actor const& actor, std::string_view page, std::size_t limit);
    /// The records that it touched: `{data: [{object, id, name, what, fields, is_deleted}], next}`.
    Result<Json> touched_records(Actor const& actor, ChangeSetId id, std::string_view page, std::size_t limit);
    /// What `revert` would do, without doing it; page by page.
    Result<RevertPreview> preview_revert(Actor const& actor, ChangeSetId id, std::string_view page);
    Result<Reverted> revert(Write const& write, ChangeSetId id);
    /// Forgets the Idempotency-Keys of requests before that instant; how many they were.
    Result<std::int64_t> forget_requests(Instant before);

    /// `forbidden` where the actor may not do this with records of the object, `not_found` where they may not read it.
    Result<void> check(Actor const& actor, schema::Object const& object, access::Deed deed);
    /// The same of what is done to many; `conflict` (`erase_instead`) where people would be purged.
    Result<void> check(Actor const& actor, schema::Object const& object, BulkAction action);
    /// `forbidden` unless the actor may see every record of the object: for what cannot be told apart by record.
    Result<void> check_sees_all(Actor const& actor, schema::Object const& object);
    /// `forbidden` unless the actor may see all of a record: for what cannot be told apart by field, such as a copy.
    Result<void> check_sees_all_fields(Actor const& actor, schema::Object const& object);
    /// Both: for payloads.
    Result<void> check_sees_whole(Actor const& actor, schema::Object const& object);
    access::RowAccess const& access() const { return access_; }

    /// Who decides what may leave; once, before anything is exported.
    void use_export_gate(std::unique_ptr<ExportGate> gate) { gate_ = std::move(gate); }
    /// `internal` without a gate. What stops the boot.
    Result<void> check_export_gate() const;
    /// One page of an export, newest first, all in this snapshot: the rows that a list would show the actor, each with
    /// what the gate says of it. Shorter than the limit: the last. `forbidden` for who may not export.
    Result<std::vector<Exported>> export_page(store::Session& session, Actor const& actor, schema::Object const& object,
                                              ExportQuery const& query);
    /// What would be refused later, refused now: permission, filter, fields, purpose. How many rows the filter fits.
    Result<std::int64_t> check_export(Actor const& actor, schema::Object const& object, ExportQuery const& query);

    /// `not_found` unless the actor may see the record, or may where it were not deleted. For timelines and whatever
    /// else hangs on a record.
    Result<void> check_visible(store::Session& session, Actor const& actor, schema::Object const& object, RecordId id,
                               bool is_deleted = false);

    /// The door's `get` for whoever reads more in the same session.
    Result<Json> get(store::Session& session, Actor const& actor, schema::Object const& object, RecordId id);

    // Inside a transaction, with the checks of the doors.
    /// The record under a lock; what keeps this actor from changing it as it was read is the error. Nothing is written.
    Result<Json> take(store::Transaction& transaction, Actor const& actor, schema::Object const& object,
                      Frozen const& record, bool is_deleted = false);
    /// Does it to a record that was taken; whether anything changed. After an error the transaction must not commit.
    Result<bool> apply(store::Transaction& transaction, Write const& write, schema::Object const& object,
                       Json const& current, BulkAction action, Json const& patch);

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
    /// As `load`, with the fields that are out of use, and files by their names.
    Result<Json> load_whole(store::Session& session, schema::Object const& object, RecordId id);
    /// Records of other objects that point to the person, with whatever is out of use: what they say is about them.
    Result<std::vector<Json>> about_person(store::Session& session, PersonId person);
    /// Empties what these say of the person: the relation and every personal field, in the record, its history and its
    /// search words. How many records, each in a new version. The rest is the business's own.
    Result<std::int64_t> forget_person(store::Transaction& transaction, PersonId person);
    /// The row of a record is about to be deleted by somebody else: what is counted from it is counted without it.
    Result<void> leave(store::Transaction& transaction, schema::Object const& object, RecordId id);
    /// Hides a record behind its survivor, or brings it back (nullopt).
    Result<void> set_joined_into(store::Transaction& transaction, Write const& write, schema::Object const& object,
                                 RecordId id, std::optional<RecordId> survivor);

private:
    friend class Reverts;
    friend class RevertRun;
    /// A page's rows, whole, under the actor's row rule and the query's filter; after a record, of the list that no
    /// field sorts.
    Result<std::vector<Json>> rows_of(store::Session& session, Actor const& actor, schema::Object const& object,
                                      ListQuery query, std::optional<RecordId> after);
    Result<Total> total_of(store::Session& session, Actor const& actor, schema::Object const& object,
                           ListQuery const& query);
    /// Leaves of rows what the actor may read and asked for; relations, users and files get their names.
    Result<void> show(store::Session& session, Actor const& actor, schema::Object const& object,
                      std::vector<std::string> const& fields, std::vector<Json>& records);
    /// `unknown_field` where the actor asks for a field that is not there, or that they may not read.
    Result<void> check_fields(Actor const& actor, schema::Object const& object, std::vector<std::string> const& wanted);
    /// What the gate says of each record that is about people; contacts that may not leave are emptied.
    Result<void> ask_gate(store::Session& session, schema::Object const& object, ExportQuery const& query,
                          std::vector<Json>& records, std::vector<Exported>& page);
    Result<void> empty_fields(store::Transaction& transaction, schema::Object const& object,
                              schema::Object const& whole, Json const& before, Json record,
                              std::vector<schema::Field const*> const& emptied);
    Result<Json> create_in(store::Transaction& transaction, Write const& write, schema::Object const& object,
                           Json const& values);
    Result<void> set_deleted(store::Transaction& transaction, Write const& write, schema::Object const& object,
                             Json const& current, bool is_deleted);
    /// Of a record in the trash. `conflict` (`referred_to`) where records that cannot do without it point to it, or too
    /// many do.
    Result<void> purge(store::Transaction& transaction, Write const& write, schema::Object const& object,
                       Json const& current);
    Result<void> clear_relations_to(store::Transaction& transaction, Write const& write, schema::Object const& object,
                                    RecordId id);
    static Result<void> note_deed(store::Transaction& transaction, Write const& write, schema::Object const& object,
                                  Json const& record, audit::Action action);
    Result<std::vector<RecordId>> create_all(store::Transaction& transaction, Write const& write,
                                             schema::Object const& object, Json const& records);
    Result<void> name_deleters(store::Session& session, schema::Object const& object, std::vector<Json>& records);
    Result<void> check_still_visible(store::Session& session, Actor const& actor, schema::Object const& object,
                                     RecordId id);
    /// `not_found` where the change set touched a record that the actor may not see: reverting is whole or not at all.
    Result<void> check_touched_visible(store::Session& session, Actor const& actor, ChangeSetId id);
    /// `forbidden` where going back would change what the actor may not.
    Result<void> check_may_revert(store::Session& session, Actor const& actor, ChangeSetId id);
    enum class Including { records, what_hooks_know };
    /// What the change set touched after a place, in the order of objects' names and ids; fewer than the limit: the
    /// last.
    Result<std::vector<Touched>> touched(store::Session& session, ChangeSetId id,
                                         std::optional<TouchedPlace> const& after, Including including,
                                         std::size_t limit);
    /// The first few of them, in one question however many objects there are.
    Result<std::vector<Touched>> first_touched(store::Session& session, ChangeSetId id, std::size_t limit);
    Result<Json> change_set_line(store::Session& session, Actor const& actor, store::Rows::Row const& row);
    /// What becomes of it when the change set goes back with the change set `undo`.
    Result<Fate> fate_of(store::Session& session, Touched const& touched, ChangeSetId id, ChangeSetId undo);
    Result<std::string> stays_for(store::Session& session, schema::Object const& object, RecordId id,
                                  ChangeSetId change_set, ChangeSetId undo, bool is_changed_by_others);
    /// What keeps the actor from reverting it, but that it was reverted before.
    Result<void> check_rights_to_revert(store::Session& session, Actor const& actor, ChangeSetId id);
    /// `conflict` where it is still being made, or went back before.
    Result<void> check_can_revert(store::Session& session, Actor const& actor, ChangeSetId id);
    Result<void> mark_reverted(store::Transaction& transaction, Write const& write, ChangeSetId id);
    Result<void> note_reverting(store::Transaction& transaction, Write const& write, ChangeSetId id,
                                std::int64_t went_back, std::int64_t stayed);
    /// Keeps others from changing the record until the transaction ends.
    Result<void> hold(store::Transaction& transaction, Touched const& touched);
    Result<void> meet(store::Transaction& transaction, Write const& write, Fate const& fate);
    Result<void> revert_records(store::Transaction& transaction, Write const& write, ChangeSetId id, Reverted& outcome);
    Result<void> preview_beside(store::Session& session, Actor const& actor, ChangeSetId id, RevertPreview& preview);
    Result<void> preview_records(store::Session& session, Actor const& actor, ChangeSetId id,
                                 std::optional<TouchedPlace> const& after, RevertPreview& preview);
    Result<void> try_definitions(Actor const& actor, ChangeSetId id, RevertPreview& preview);
    /// Its name as the actor may read it.
    Result<Json> name_shown(store::Session& session, Actor const& actor, schema::Object const& object,
                            Json const& current);
    Result<void> hide_relations(store::Session& session, Actor const& actor, schema::Object const& object,
                                std::vector<HistoryEntry>& entries);
    Result<void> name_relations(store::Session& session, Actor const& actor, schema::Object const& object,
                                std::vector<Json>& records);
    /// Whether the actor's row rule shows the record, be it deleted or not.
    Result<bool> is_seen(store::Session& session, Actor const& actor, schema::Object const& object, RecordId id);
    Result<void> run_hooks_before(store::Transaction& transaction, Write const& write, schema::Object const& object,
                                  Json const& before, Json& after, Json const& patch);
    Result<void> run_hooks_written(store::Transaction& transaction, Write const& write, schema::Object const& object,
                                   Json const& before, Json const& after, Json const& patch);

    store::Database& database_;
    schema::Published const& schema_;
    access::RowAccess const& access_;
    std::map<std::string, Hooks, std::less<>> hooks_;
    std::vector<Reverting> reverting_;
    std::unique_ptr<ExportGate> gate_;
    struct Inserts;
    /// The statements of `insert_many` by the columns they fill.
    std::shared_ptr<Guarded<std::map<std::string, std::shared_ptr<Inserts const>, std::less<>>>> inserts_;
    /// Works out what formulas say of a record that is about to be written.
    void derive(schema::Object const& object, Json& record) const;
    /// A record was written; null where it was not there before, or is no more.
    void follow(store::Transaction& transaction, schema::Object const& object, Json const& before,
                Json const& after) const;
    struct KnownFormulas {
        std::int64_t version = -1;
        std::size_t fields = 0;
        std::shared_ptr<ObjectFormulas const> formulas;
    };
    /// By object.
    std::shared_ptr<Guarded<std::map<std::string, KnownFormulas, std::less<>>>> formulas_;
};

}  // namespace kith::records
