// The list of people as a clerk sees it: sorted by name, filtered, under their role's row rule; and what the same takes
// by hand.
#include <fmt/format.h>

#include "base/json.hpp"
#include "bench/sized.hpp"

namespace kith::bench {
namespace {

constexpr double ratio_max = 1.5;
constexpr double list_ms_max = 20;
constexpr int warm_ups = 5;

struct ByHand {
    std::string page, total;
};

std::string conditions(char const* stage, char const* plus) {
    return fmt::format(
        "r.deleted_at IS NULL AND r.joined_into IS NULL AND r.is_known AND r.stage = '{}' AND {}r.country IN ('LT', "
        "'LV')",
        stage, plus);
}

ByHand by_hand(Sized const& sized, char const* stage) {
    // The plus keeps SQLite from reading an index of the rule and sorting all that it finds there.
    auto const walked = conditions(stage, sized.which() == Which::sqlite ? "+" : "");
    return {fmt::format("SELECT {}, c.name FROM person r LEFT JOIN company c ON c.id = r.company AND c.deleted_at IS "
                        "NULL WHERE {} AND r.name_sort IS NOT NULL ORDER BY r.name_sort, r.id LIMIT 51",
                        sized.filled().person_columns, walked),
            fmt::format("SELECT count(*) FROM (SELECT 1 FROM person r WHERE {} ORDER BY r.id LIMIT 10001) counted",
                        conditions(stage, ""))};
}

struct Times {
    std::vector<double> page_by_hand, both_by_hand, page, total, both, next;
};

/// In turns: the page by hand and its total by hand; the first page and its total, apart, as screens ask for them; and
/// the page after the one before it.
Result<Times> time_lists(Options const& options, Sized& sized, char const* stage) {
    support::HttpClient client(sized.process().port());
    auto const sql = by_hand(sized, stage);
    auto const target =
        fmt::format("/api/v1/people?limit=50&sort=name&filter={}", encoded(fmt::format("stage = \"{}\"", stage)));
    auto const& clerk = sized.clerks().front();
    std::string page;
    Times times;
    int const views = options.is_quick ? 20 : 200;
    for (int view = -warm_ups; view < views; ++view) {
        auto const page_by_hand = TRY(time_by_hand(sized.hand(), sql.page));
        auto const total_by_hand = TRY(time_by_hand(sized.hand(), sql.total));
        auto const first = TRY(ask(client, target + "&total=none", clerk));
        auto const total = TRY(ask(client, target + "&total=only", clerk));
        auto const next = TRY(ask(client, target + "&total=none" + (page.empty() ? "" : "&page=" + page), clerk));
        page = support::json_member(next.body, "next");
        if (page == "null") page.clear();
        if (view < 0) continue;
        times.page_by_hand.push_back(page_by_hand);
        times.both_by_hand.push_back(page_by_hand + total_by_hand);
        times.page.push_back(first.ms);
        times.total.push_back(total.ms);
        times.both.push_back(first.ms + total.ms);
        times.next.push_back(next.ms);
    }
    return times;
}

void tell(Report& report, std::string const& workload, std::string const& share, Times const& times) {
    report.add({workload, share + " kept, page and total, p50", quantile(times.both, 0.5), "ms", "by hand",
                quantile(times.both_by_hand, 0.5), Bar::at_most, ratio_max});
    report.add({workload, share + " kept, page, p50", quantile(times.page, 0.5), "ms", "by hand",
                quantile(times.page_by_hand, 0.5), Bar::none, 0});
    report.add({workload, share + " kept, page, p99", quantile(times.page, 0.99), "ms", "limit", list_ms_max,
                Bar::at_most, 1});
    report.add({workload, share + " kept, pages after it, p99", quantile(times.next, 0.99), "ms", "limit", list_ms_max,
                Bar::at_most, 1});
    report.add({workload, share + " kept, total, p99", quantile(times.total, 0.99), "ms", {}, {}, Bar::none, 0});
}

}  // namespace

Result<void> measure_list(Options const& options, Sized& sized, std::string const& workload, Report& report) {
    tell(report, workload, "half", TRY(time_lists(options, sized, stage_of_half)));
    tell(report, workload, "1 %", TRY(time_lists(options, sized, stage_of_hundredth)));
    return {};
}

}  // namespace kith::bench
