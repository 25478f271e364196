#include "people/day_totals.hpp"

#include <algorithm>
#include <optional>

#include "base/limits.hpp"
#include "people/day_totals.sql.hpp"
#include "people/limits.hpp"
#include "people/place.hpp"
#include "store/limits.hpp"
#include "store/multi_insert.hpp"

namespace kith::people {

namespace {

constexpr std::string_view consumer = "day_totals";
constexpr auto comes_back_within = std::chrono::hours(24 * 90);
constexpr std::size_t days_per_write = 20;
constexpr int walked_kept_times = 100;
constexpr auto walked_kept_max = std::chrono::minutes(2);

Error behind() { return Error::unavailable("Too much has changed to be counted at once."); }

// The first sale at or after `from` of somebody, over all who were joined into them.
Result<std::optional<Instant>> next_sale(store::Session& session, std::vector<PersonId> const& aliases, Instant from) {
    std::optional<Instant> first;
    for (auto const alias : aliases) {
        auto const rows = TRY(session.query(sql::day_next_sale, alias, from));
        if (!rows.empty() && (!first || rows[0].instant(0) < *first)) first = rows[0].instant(0);
    }
    return first;
}

constexpr Instant ever{-62'135'596'800'000};  // the year 1, where times begin

}  // namespace

Result<std::vector<DayTotals::Total>> DayTotals::between(store::Session& session, std::string_view measure, Date from,
                                                         Date to) {
    std::vector<Total> totals;
    auto const rows = TRY(session.query(sql::day_totals_between, measure, from.days, to.days));
    totals.reserve(rows.size());
    for (auto const row : rows)
        totals.push_back({Date{static_cast<std::int32_t>(row.integer(0))}, std::string(row.text(2)), row.integer(3)});
    return totals;
}

Result<DayTotals::Seen> DayTotals::look(store::Session& session) {
    Seen seen;
    auto const rows = TRY(session.query(sql::day_slots, consumer));
    for (auto const row : rows) {
        auto const slot = static_cast<int>(row.integer(0));
        seen.newest[slot] = row.integer(1);
        seen.cursors[slot] = seen.saved[slot] = row.optional_integer(2).value_or(0);
    }
    auto const state = TRY(session.query(sql::day_state));
    if (!state.empty()) {
        seen.epoch = state[0].integer(0);
        seen.counted_in = state[0].text(1);
    }
    seen.time_zone = TRY(place_of_workspace(session)).time_zone;
    return seen;
}

// A sale changes its own day, and whose first and next it was: the first sale's day and the one after.
Result<void> DayTotals::add_sale_days(store::Session& session, PersonId person, Instant at, std::string const& zone,
                                      std::set<std::int32_t>& days) {
    auto const aliases = TRY(people_.aliases_of(session, TRY(people_.root_of(session, person))));
    if (auto const first = TRY(next_sale(session, aliases, ever))) days.insert(Date::of(*first, zone).days);
    auto const tomorrow = Date{Date::of(at, zone).days + 1}.begins(zone);
    if (auto const next = TRY(next_sale(session, aliases, tomorrow))) days.insert(Date::of(*next, zone).days);
    return {};
}

Result<void> DayTotals::add_days_of(store::Session& session, store::Change const& change, std::string const& zone,
                                    std::set<std::int32_t>& days) {
    using enum store::ChangeKind;
    if (change.kind == people_joined || change.kind == people_parted) {
        std::vector<PersonId> roots{TRY(people_.root_of(session, *change.person))};
        if (change.record) roots.push_back(TRY(people_.root_of(session, PersonId{change.record->uuid})));
        for (auto const root : roots)
            for (auto const alias : TRY(people_.aliases_of(session, root)))
                if (auto const first = TRY(next_sale(session, {alias}, ever))) days.insert(Date::of(*first, zone).days);
        return {};
    }
    if ((change.kind != event_appended && change.kind != event_retracted) || !change.event) return {};
    auto const rows = TRY(session.query(sql::day_event_place, *change.person, *change.event));
    if (rows.empty()) return {};
    auto const at = rows[0].instant(0);
    days.insert(Date::of(at, zone).days);
    if (!rows[0].is_null(1)) TRY(add_sale_days(session, *change.person, at, zone, days));
    if (rows[0].is_null(3)) return {};
    // An answer closes the question that it answers.
    auto const cause = TRY(session.query(sql::day_event_place, rows[0].id<PersonId>(2), rows[0].id<EventId>(3)));
    if (!cause.empty()) days.insert(Date::of(cause[0].instant(0), zone).days);
    return {};
}

Result<std::optional<std::set<std::int32_t>>> DayTotals::changed_days(store::Session& session, Seen& seen,
                                                                      std::size_t changes_max) {
    std::int64_t behind_by = 0, in_all = 0;
    for (auto const& [slot, seq] : seen.cursors) {
        behind_by += seen.newest[slot] - seq;
        in_all += seen.newest[slot];
    }
    auto const most = static_cast<std::int64_t>(std::min(changes_max, std::size_t{1} << 62));
    bool const is_anew = seen.epoch == 0 || seen.counted_in != seen.time_zone ||
                         behind_by > static_cast<std::int64_t>(limits::totals_changes_max);
    if (behind_by > most || (is_anew && in_all > most)) return behind();
    if (is_anew) return std::optional<std::set<std::int32_t>>();
    std::set<std::int32_t> days;
    for (auto& [slot, seq] : seen.cursors) {
        for (bool is_more = seq < seen.newest[slot]; is_more;) {
            auto const changes = store::changes_after(session, slot, seq, limits::change_batch_max);
            bool const is_pruned = !changes && changes.error().reason == "changes_pruned";
            if (is_pruned) {
                if (in_all > most) return behind();
                return std::optional<std::set<std::int32_t>>();
            }
            if (!changes) return Failure(changes.error());
            for (auto const& change : *changes) {
                if (change.kind == store::ChangeKind::person_erased) {
                    if (in_all > most) return behind();
                    return std::optional<std::set<std::int32_t>>();
                }
                TRY(add_days_of(session, change, seen.time_zone, days));
                seq = change.seq;
            }
            is_more = changes->size() == limits::change_batch_max;
        }
    }
    auto const oldest = Date::of(Instant::now(), seen.time_zone).days - limits::totals_days_max;
    std::erase_if(days, [&](std::int32_t day) { return day < oldest; });
    return std::optional(std::move(days));
}

Result<void> DayTotals::count_sale(store::Session& session, PersonId person, Date day, std::string const& zone,
                                   std::map<PersonId, bool>& roots, Parts& parts) {
    auto const root = TRY(people_.root_of(session, person));
    auto known = roots.find(root);
    if (known == roots.end()) {
        auto const aliases = TRY(people_.aliases_of(session, root));
        auto const first = TRY(next_sale(session, aliases, ever));
        bool const is_new = first && *first >= day.begins(zone);
        known = roots.emplace(root, is_new).first;
        if (is_new) {
            parts[{std::string(new_customers), ""}] += 1;
            auto const next = TRY(next_sale(session, aliases, Date{day.days + 1}.begins(zone)));
            if (next && *next - *first <= comes_back_within) parts[{std::string(came_back), ""}] += 1;
        }
    }
    if (known->second) parts[{std::string(new_receipts), ""}] += 1;
    return {};
}

Result<DayTotals::Parts> DayTotals::count(store::Session& session, Date day, std::string const& zone) {
    Parts parts;
    auto const begins = day.begins(zone), ends = Date{day.days + 1}.begins(zone);
    auto const rows = TRY(session.query(sql::day_events, begins, ends));
    std::map<PersonId, bool> roots;  // whether the day is the first on which they bought
    for (auto const row : rows) {
        auto const person = row.id<PersonId>(0);
        parts[{std::string(events), std::string(row.text(2))}] += 1;
        if (row.text(2) == "Question Asked" &&
            TRY(session.query(sql::day_answer, person, begins, row.id<EventId>(1))).empty())
            parts[{std::string(open_questions), (events::EventKey{person, row.id<EventId>(1)}).text()}] += 1;
        if (row.is_null(4)) continue;
        auto const minor = row.integer(4);
        parts[{std::string(revenue), std::string(row.text(5))}] += minor;
        if (minor < 0) parts[{std::string(returns), ""}] += 1;
        if (minor <= 0) continue;
        auto const source = row.optional_id<SourceId>(3);
        parts[{std::string(receipts), source ? source->text() : ""}] += 1;
        TRY(count_sale(session, person, day, zone, roots, parts));
    }
    return parts;
}

Result<bool> DayTotals::save(Seen& seen, std::map<std::int32_t, Parts> const& counted, bool is_last,
                             bool is_first_of_all) {
    static store::MultiInsert const insert("day_total (day, measure, part, amount)", 4);
    auto const saved = TRY(database_.write(
        [&](store::Transaction& tx) -> Result<bool> {
            TRY(tx.lock(consumer));
            auto const state = TRY(tx.query(sql::day_state));
            if ((state.empty() ? 0 : state[0].integer(0)) != seen.epoch) return false;
            if (is_first_of_all) TRY(tx.execute(sql::day_totals_clear));
            std::vector<store::Parameter> values;
            for (auto const& [day, parts] : counted) {
                TRY(tx.execute(sql::day_totals_delete, day));
                for (auto const& [name, amount] : parts)
                    values.insert(values.end(), {day, name.first, name.second, amount});
            }
            if (!values.empty()) TRY(insert.run(tx, values));
            TRY(tx.execute(sql::day_state_save, seen.epoch + 1, seen.time_zone));
            if (is_last)
                for (auto const& [slot, seq] : seen.cursors)
                    if (seq != seen.saved[slot]) TRY(store::save_cursor(tx, consumer, slot, seq));
            return true;
        },
        store::Lane::background));
    if (saved) ++seen.epoch;
    return saved;
}

// The cursors were read before the days are counted: what changes meanwhile is found by the next who looks.
Result<std::size_t> DayTotals::count_all(Seen seen, std::vector<std::int32_t> const& days, bool is_all) {
    std::size_t done = 0;
    do {
        std::map<std::int32_t, Parts> counted;
        auto const end = std::min(days.size(), done + days_per_write);
        TRY(database_.read([&](store::Session& session) -> Result<void> {
            for (auto i = done; i < end; ++i) counted[days[i]] = TRY(count(session, Date{days[i]}, seen.time_zone));
            return {};
        }));
        if (!TRY(save(seen, counted, end == days.size(), is_all && done == 0))) return done;
        done = end;
    } while (done < days.size());
    return done;
}

Result<std::size_t> DayTotals::catch_up(std::size_t changes_max) {
    // Two who look at the same moment need not both count.
    if (is_busy_.exchange(true)) return std::size_t{0};
    auto counted = count_changed(changes_max);
    is_busy_ = false;
    return counted;
}

Result<std::size_t> DayTotals::count_changed(std::size_t changes_max) {
    Seen seen;
    bool is_news = true;
    auto const days = database_.read([&](store::Session& session) -> Result<std::optional<std::set<std::int32_t>>> {
        seen = TRY(look(session));
        auto found = changed_days(session, seen, changes_max);
        is_news = seen.cursors != seen.saved;
        return found;
    });
    if (!days) return Failure(days.error());
    if (!*days) return rebuild();
    if (!is_news) return std::size_t{0};
    return count_all(std::move(seen), {(*days)->begin(), (*days)->end()}, false);
}

Result<DayTotals::Walked> DayTotals::walked(std::string const& whose, std::function<Result<Walked>()> const& count) {
    using Clock = std::chrono::steady_clock;
    auto const began = Clock::now();
    {
        auto kept = kept_.lock();
        std::erase_if(*kept, [&](auto const& each) { return each.second.until <= began; });
        if (auto const found = kept->find(whose); found != kept->end()) return found->second.walked;
    }
    auto counted = TRY(count());
    if (counted.known + counted.anonymous > limits::total_exact_max) {
        auto const ended = Clock::now();
        auto const until = ended + std::min<Clock::duration>((ended - began) * walked_kept_times, walked_kept_max);
        kept_.lock()->insert_or_assign(whose, Kept{counted, until});
    }
    return counted;
}

Result<std::size_t> DayTotals::rebuild() {
    Seen seen;
    std::vector<std::int32_t> days;
    TRY(database_.read([&](store::Session& session) -> Result<void> {
        seen = TRY(look(session));
        seen.cursors = seen.newest;
        auto const span = TRY(session.query(sql::day_span));
        if (span[0].is_null(0)) return {};
        auto const last = Date::of(span[0].instant(1), seen.time_zone).days;
        auto const oldest = Date::of(Instant::now(), seen.time_zone).days - limits::totals_days_max;
        auto const first = std::max(oldest, Date::of(span[0].instant(0), seen.time_zone).days);
        for (auto day = first; day <= last; ++day) days.push_back(day);
        return {};
    }));
    return count_all(std::move(seen), days, true);
}

}  // namespace kith::people
