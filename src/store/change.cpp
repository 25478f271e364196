#include "store/change.hpp"

#include <algorithm>

#include "store/change.sql.hpp"
#include "store/database.hpp"
#include "store/limits.hpp"

namespace kith::store {

std::string_view name_of(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::record_created:
            return "record_created";
        case ChangeKind::record_updated:
            return "record_updated";
        case ChangeKind::record_deleted:
            return "record_deleted";
        case ChangeKind::record_restored:
            return "record_restored";
        case ChangeKind::event_appended:
            return "event_appended";
        case ChangeKind::event_retracted:
            return "event_retracted";
        case ChangeKind::people_joined:
            return "people_joined";
        case ChangeKind::people_parted:
            return "people_parted";
        case ChangeKind::consent_changed:
            return "consent_changed";
        case ChangeKind::identity_changed:
            return "identity_changed";
        case ChangeKind::schema_changed:
            return "schema_changed";
        case ChangeKind::settings_changed:
            return "settings_changed";
        case ChangeKind::person_erased:
            return "person_erased";
    }
    return "unknown";
}

Result<std::vector<LoggedChange>> changes_after(Session& session, int slot, std::int64_t seq, std::size_t limit) {
    auto const rows = TRY(session.query(sql::changes_after_seq, slot, seq, limit));
    if (!rows.empty() && rows[0].integer(1) != seq + 1)
        return Error::conflict("changes_pruned", "The change log does not go back that far.");
    std::vector<LoggedChange> changes;
    changes.reserve(rows.size());
    for (auto const row : rows) {
        LoggedChange change;
        change.slot = static_cast<int>(row.integer(0));
        change.seq = row.integer(1);
        change.kind = static_cast<ChangeKind>(row.integer(2));
        change.person = row.optional_id<PersonId>(3);
        change.object = row.text(4);
        change.record = row.optional_id<RecordId>(5);
        change.event = row.optional_id<EventId>(6);
        change.version = row.integer(7);
        changes.push_back(std::move(change));
    }
    return changes;
}

Result<std::int64_t> load_cursor(Session& session, std::string_view consumer, int slot) {
    auto const rows = TRY(session.query(sql::change_cursor_load, consumer, slot));
    return rows.empty() ? 0 : rows[0].integer(0);
}

Result<void> save_cursor(Transaction& transaction, std::string_view consumer, int slot, std::int64_t seq) {
    TRY(transaction.execute(sql::change_cursor_save, consumer, slot, seq));
    return {};
}

Result<std::int64_t> prune_changes(Database& database, std::int64_t kept) {
    struct Slot {
        std::int64_t slot, end;
    };
    auto const slots = TRY(database.read([&](Session& session) -> Result<std::vector<Slot>> {
        std::vector<Slot> found;
        for (auto const row : TRY(session.query(sql::change_read_by_all))) {
            auto const unread = row.optional_integer(2).value_or(row.integer(1)) + 1;
            found.push_back({row.integer(0), std::min(unread, row.integer(1) - kept + 1)});
        }
        return found;
    }));
    std::int64_t removed = 0;
    for (auto const& [slot, end] : slots) {
        for (bool is_done = false; !is_done;) {
            removed += TRY(database.write(
                [&](Transaction& transaction) -> Result<std::int64_t> {
                    auto const oldest = TRY(transaction.query(sql::change_kept_from, slot))[0].optional_integer(0);
                    is_done = !oldest || *oldest >= end;
                    if (is_done) return 0;
                    auto const until = std::min(end, *oldest + static_cast<std::int64_t>(limits::changes_pruned_max));
                    return transaction.execute(sql::changes_prune, slot, until);
                },
                Lane::background));
        }
    }
    return removed;
}

}  // namespace kith::store
