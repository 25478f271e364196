// When somebody was first and last seen: written at most once a minute, and not asked for where it is known to be
// written.
#include <algorithm>

#include "people/limits.hpp"
#include "people/state.hpp"

namespace kith::people {

bool People::State::is_seen(PersonId id, Instant at) const {
    auto spans = seen_spans.lock();
    auto const span = spans->find(id);
    return span != spans->end() && at >= span->second.first &&
           at <= span->second.last + Milliseconds(limits::seen_ms_min);
}

void People::State::remember_seen(PersonId id, Instant at, bool is_last) {
    // Where nothing had to be written, what stands is at most a minute older.
    auto const last = is_last ? at : at - Milliseconds(limits::seen_ms_min);
    auto spans = seen_spans.lock();
    if (spans->size() >= limits::seen_people_max) spans->clear();
    auto const [span, is_new] = spans->try_emplace(id, SeenSpan{at, last});
    if (is_new) return;
    span->second.first = std::min(span->second.first, at);
    span->second.last = std::max(span->second.last, last);
}

Result<void> People::seen(store::Transaction& transaction, records::Write const&, PersonId person, Instant at) {
    if (state_->is_seen(person, at)) return {};
    auto const root = TRY(state_->root_of(transaction, person));
    store::Parameter const parameters[] = {root, at, at - Milliseconds(limits::seen_ms_min)};
    bool const is_written = TRY(transaction.run(state_->seen_sql, parameters)).affected() > 0;
    // A transaction that is rolled back has written nothing.
    transaction.after_commit(
        [state = state_, person, at, is_written] { state->remember_seen(person, at, is_written); });
    if (!is_written) return {};
    store::Change change;
    change.kind = store::ChangeKind::record_updated;
    change.person = root;
    change.object = "person";
    change.record = RecordId{root.uuid};
    transaction.note(change);
    return {};
}

}  // namespace kith::people
