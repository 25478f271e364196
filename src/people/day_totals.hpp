// What each day came to: events by type, receipts and their revenue, customers new and returning, questions that are
// open. So that Home adds up days instead of events.
//
// Derived and rebuildable. A reader of the change log finds the days that something changed of (an event appended or
// withdrawn, people joined, parted or erased) and counts each of them anew from the events, so that no order of
// changes, no retry and no late arrival can make the totals drift. Several processes may do so: who finds that another
// has written meanwhile gives way. Totals are of everybody; they are not for an actor whom a row rule restricts.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/guarded.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "people/limits.hpp"
#include "people/people.hpp"
#include "store/database.hpp"

namespace kith::people {

class DayTotals {
public:
    DayTotals(store::Database& database, People& people) : database_(database), people_(people) {}

    // Measures, with what `part` is.
    static constexpr std::string_view events = "events";                  ///< the event's type
    static constexpr std::string_view receipts = "receipts";              ///< the source's id; empty: none
    static constexpr std::string_view returns = "returns";                ///< empty
    static constexpr std::string_view revenue = "revenue";                ///< the currency; returns taken off
    static constexpr std::string_view new_customers = "new_customers";    ///< empty: bought for the first time
    static constexpr std::string_view came_back = "came_back";            ///< of those, who did again in 90 days
    static constexpr std::string_view new_receipts = "new_receipts";      ///< empty: receipts of a first day
    static constexpr std::string_view open_questions = "open_questions";  ///< the event's id, not answered

    struct Total {
        Date day;
        std::string part;
        std::int64_t amount = 0;
    };
    /// Totals of a measure in [from, to), by day and part.
    static Result<std::vector<Total>> between(store::Session& session, std::string_view measure, Date from, Date to);

    /// Counts anew what changed; how many days. Where more than `changes_max` would have to be read, nothing is done
    /// and `unavailable` says so. Nothing is done either while another thread is at it.
    Result<std::size_t> catch_up(std::size_t changes_max);
    /// What is counted by walking over people and their events instead.
    struct Walked {
        std::int64_t known = 0, anonymous = 0, new_today = 0;
        std::map<std::int32_t, std::int64_t> events_by_day;
        std::map<std::string, std::pair<std::int64_t, std::int64_t>> events_by_type;  ///< of yesterday, of today
    };
    /// By `count`: where people are more than `limits::total_exact_max`, what was counted stands a hundred times as
    /// long as counting took, at most two minutes, for all who see the same of them, told by `whose`.
    Result<Walked> walked(std::string const& whose, std::function<Result<Walked>()> const& count);
    /// Counts each of the last `limits::totals_days_max` days anew, a few at a time between other writes.
    Result<std::size_t> rebuild();

private:
    using Parts = std::map<std::pair<std::string, std::string>, std::int64_t>;
    struct Seen {                                   ///< how far the change log was read, and what the totals were then
        std::map<int, std::int64_t> newest, saved;  ///< by slot: the log's end, and where the last who counted stood
        std::map<int, std::int64_t> cursors;        ///< and where this one stands
        std::int64_t epoch = 0;
        std::string time_zone, counted_in;
    };
    Result<Seen> look(store::Session& session);
    /// The days that the changes since are about; nothing where only counting everything anew will do.
    Result<std::optional<std::set<std::int32_t>>> changed_days(store::Session& session, Seen& seen,
                                                               std::size_t changes_max);
    Result<void> add_days_of(store::Session& session, store::Change const& change, std::string const& zone,
                             std::set<std::int32_t>& days);
    Result<void> add_sale_days(store::Session& session, PersonId person, Instant at, std::string const& zone,
                               std::set<std::int32_t>& days);
    Result<Parts> count(store::Session& session, Date day, std::string const& zone);
    Result<void> count_sale(store::Session& session, PersonId person, Date day, std::string const& zone,
                            std::map<PersonId, bool>& roots, Parts& parts);
    /// False where another process wrote meanwhile.
    Result<bool> save(Seen& seen, std::map<std::int32_t, Parts> const& counted, bool is_last, bool is_first_of_all);
    Result<std::size_t> count_changed(std::size_t changes_max);
    Result<std::size_t> count_all(Seen seen, std::vector<std::int32_t> const& days, bool is_all);

    store::Database& database_;
    People& people_;
    std::atomic<bool> is_busy_ = false;
    struct Kept {
        Walked walked;
        std::chrono::steady_clock::time_point until;
    };
    Guarded<std::map<std::string, Kept>> kept_;
};

}  // namespace kith::people
