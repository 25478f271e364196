// People told by their stage, counted and added up, against GROUP BY by hand.
#include <fmt/format.h>

#include "bench/sized.hpp"

namespace kith::bench {
namespace {

constexpr double ratio_max = 1.5;

}  // namespace

Result<void> measure_groups(Options const& options, Sized& sized, std::string const& workload, Report& report) {
    support::HttpClient client(sized.process().port());
    auto const& filled = sized.filled();
    std::string const where =
        "r.deleted_at IS NULL AND r.joined_into IS NULL AND r.is_known AND r.country IN ('LT', 'LV')";
    auto const counted = fmt::format("SELECT r.stage, COUNT(*) FROM person r WHERE {} GROUP BY 1", where);
    auto const summed = fmt::format("SELECT r.stage, COUNT(*), r.{0}, SUM(r.{1}) FROM person r WHERE {2} GROUP BY 1, 3",
                                    filled.currency, filled.spent, where);
    std::vector<double> counts, sums, counts_by_hand, sums_by_hand;
    int const views = options.is_quick ? 5 : 15;
    for (int view = 0; view < views; ++view) {
        counts_by_hand.push_back(TRY(time_by_hand(sized.hand(), counted)));
        counts.push_back(TRY(ask(client, "/api/v1/people/groups?by=stage", sized.clerks().front())).ms);
        sums_by_hand.push_back(TRY(time_by_hand(sized.hand(), summed)));
        sums.push_back(TRY(ask(client, "/api/v1/people/groups?by=stage&sum=spent", sized.clerks().front())).ms);
    }
    report.add({workload, "counted by stage", median(counts), "ms", "by hand", median(counts_by_hand), Bar::at_most,
                ratio_max});
    report.add(
        {workload, "added up by stage", median(sums), "ms", "by hand", median(sums_by_hand), Bar::at_most, ratio_max});
    return {};
}

}  // namespace kith::bench
