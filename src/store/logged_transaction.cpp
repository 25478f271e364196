#include "store/logged_transaction.hpp"

#include <fmt/format.h>

#include <map>

#include "store/change.sql.hpp"
#include "store/jobs.sql.hpp"
#include "store/multi_insert.hpp"

namespace kith::store {
namespace {

MultiInsert const& change_insert() {
    static MultiInsert const insert("change (slot, seq, kind, person_id, object, record_id, event_id, version)", 8);
    return insert;
}

}  // namespace

int slot_of(std::optional<PersonId> const& person, int slots) {
    if (slots == 1) return 0;
    return person ? person->uuid.bytes.back() % (slots - 1)
                  : slots - 1;  // the last byte of an id is random, or of a hash
}

// PostgreSQL ends a transaction with its first failed statement. SQLite would go on; here it may not, so that both do
// the same.
Result<Rows> LoggedTransaction::run(std::string_view sql, std::span<Parameter const> parameters) {
    if (failure_) return *failure_;
    auto rows = run_statement(sql, parameters);
    if (!rows) failure_ = rows.error();
    return rows;
}

Result<void> LoggedTransaction::finish(Result<void> outcome) {
    if (!outcome) return outcome;
    if (failure_) return *failure_;
    TRY(run_deferred());
    if (failure_) return *failure_;
    return write_changes();
}

Result<void> LoggedTransaction::write_changes() {
    if (changes_.empty()) return {};
    std::map<int, std::vector<Change const*>> by_slot;
    for (auto const& change : changes_) by_slot[slot_of(change.person, dialect().change_slots())].push_back(&change);
    auto newest = TRY(advance(by_slot));
    std::vector<Parameter> values;
    for (auto const& [slot, changes] : by_slot) {
        auto seq = newest[slot] - static_cast<std::int64_t>(changes.size());
        for (auto const* change : changes)
            values.insert(values.end(), {slot, ++seq, static_cast<int>(change->kind), change->person, change->object,
                                         change->record, change->event, change->version});
    }
    TRY(change_insert().run(*this, values));
    return {};
}

// Takes numbers in all slots by one statement, in ascending order, so that their rows are held for as short as can be:
// a batch of the tracking API touches most slots, and whoever comes next waits for them. What comes back is the newest
// number of each.
Result<std::map<int, std::int64_t>> LoggedTransaction::advance(
    std::map<int, std::vector<Change const*>> const& by_slot) {
    std::map<int, std::int64_t> newest;
    if (by_slot.size() == 1) {
        auto const& [slot, changes] = *by_slot.begin();
        newest[slot] = TRY(query(sql::change_slot_advance, slot, changes.size()))[0].integer(0);
        return newest;
    }
    std::string sql = "INSERT INTO change_slot (slot, seq) VALUES ";
    std::vector<Parameter> parameters;
    for (auto const& [slot, changes] : by_slot) {
        sql +=
            fmt::format("{}(${}, ${})", parameters.empty() ? "" : ", ", parameters.size() + 1, parameters.size() + 2);
        parameters.insert(parameters.end(), {slot, changes.size()});
    }
    sql += " ON CONFLICT (slot) DO UPDATE SET seq = change_slot.seq + excluded.seq RETURNING slot, seq";
    for (auto const row : TRY(run(sql, parameters))) newest[static_cast<int>(row.integer(0))] = row.integer(1);
    return newest;
}

Result<void> LoggedTransaction::enqueue(NewJob job) {
    auto const due = job.due_at.ms == 0 ? now_ : job.due_at;
    TRY(execute(sql::job_enqueue, JobId::make(), job.kind, job.payload, job.key, due, now_));
    if (!has_jobs_) after_commit([&signal = job_signal_] { signal.notify(); });
    has_jobs_ = true;
    return {};
}

}  // namespace kith::store
