// The change log: what each transaction changed, in commit order within a slot and without gaps.
//
// `change(slot, seq, kind, person_id, object, record_id, event_id, version)`. A transaction notes its changes as it
// goes; they are written as its last statements, with `seq` taken from the slot's row, so that a reader who sees seq n
// has seen all below n. Consumers keep a cursor a slot; delivery is at least once. SQLite has one slot, PostgreSQL 64
// by hash of the person and one for what concerns nobody.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"

namespace kith::store {

enum class ChangeKind : std::uint8_t {
    record_created = 1,
    record_updated = 2,
    record_deleted = 3,
    record_restored = 4,
    event_appended = 5,
    event_retracted = 6,
    people_joined = 7,
    people_parted = 8,
    consent_changed = 9,
    identity_changed = 10,
    schema_changed = 11,
    settings_changed = 12,
    person_erased = 13,
};

std::string_view name_of(ChangeKind kind);

struct Change {
    ChangeKind kind = ChangeKind::record_updated;
    std::optional<PersonId> person;
    std::string object;  ///< `person`, `company`, …; empty where no record changed
    std::optional<RecordId> record;
    std::optional<EventId> event;
    std::int64_t version = 0;
};

struct LoggedChange : Change {
    int slot = 0;
    std::int64_t seq = 0;
};

class Database;
class Session;
class Transaction;

/// Changes of a slot after `seq`, ascending, at most `limit`. `conflict` (`changes_pruned`) where the log does not go
/// back that far: whoever reads it then builds anew from what is stored.
Result<std::vector<LoggedChange>> changes_after(Session& session, int slot, std::int64_t seq, std::size_t limit);
Result<std::int64_t> load_cursor(Session& session, std::string_view consumer, int slot);
Result<void> save_cursor(Transaction& transaction, std::string_view consumer, int slot, std::int64_t seq);
/// Removes what every consumer with a cursor has read, but for the newest `kept` changes of each slot, in short
/// transactions. The number removed.
Result<std::int64_t> prune_changes(Database& database, std::int64_t kept);

}  // namespace kith::store
