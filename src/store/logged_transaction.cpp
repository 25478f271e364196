#include "store/logged_transaction.hpp"

#include <fmt/format.h>

#include <map>

#include "store/change.sql.hpp"
#include "store/jobs.sql.hpp"

namespace kith::store {
namespace {

constexpr std::size_t change_columns = 8;

std::string insert_text(std::size_t rows) {
    std::string sql = "INSERT INTO change (slot, seq, kind, person_id, object, record_id, event_id, version) VALUES ";
    for (std::size_t row = 0, parameter = 1; row < rows; ++row) {
        sql += row == 0 ? "(" : ", (";
        for (std::size_t column = 0; column < change_columns; ++column)
            sql += fmt::format("{}${}", column == 0 ? "" : ", ", parameter++);
        sql += ")";
    }
    return sql;
}

// A few fixed shapes, so that the statement cache holds them all.
struct InsertShape {
    std::size_t rows;
    std::string sql;
};
std::vector<InsertShape> const& insert_shapes() {
    static std::vector<InsertShape> const shapes{{64, insert_text(64)}, {8, insert_text(8)}, {1, insert_text(1)}};
    return shapes;
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
    return write_changes();
}

Result<void> LoggedTransaction::write_changes() {
    if (changes_.empty()) return {};
    std::map<int, std::vector<Change const*>> by_slot;
    for (auto const& change : changes_) by_slot[slot_of(change.person, dialect().change_slots())].push_back(&change);
    auto newest = TRY(advance(by_slot));
    struct Numbered {
        int slot;
        std::int64_t seq;
        Change const* change;
    };
    std::vector<Numbered> rows;
    for (auto const& [slot, changes] : by_slot) {
        auto seq = newest[slot] - static_cast<std::int64_t>(changes.size());
        for (auto const* change : changes) rows.push_back({slot, ++seq, change});
    }
    std::vector<Parameter> parameters;
    for (std::size_t at = 0; at < rows.size();) {
        for (auto const& shape : insert_shapes()) {
            if (shape.rows > rows.size() - at) continue;
            parameters.clear();
            for (auto const last = at + shape.rows; at < last; ++at) {
                auto const& [slot, seq, change] = rows[at];
                parameters.insert(parameters.end(), {slot, seq, static_cast<int>(change->kind), change->person,
                                                     change->object, change->record, change->event, change->version});
            }
            TRY(run(shape.sql, parameters));
            break;
        }
    }
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
