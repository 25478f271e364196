// The page of a person with ten thousand events, as the screen asks for it; and Home.
#include <fmt/format.h>

#include "bench/sized.hpp"

namespace kith::bench {
namespace {

constexpr double page_ms_max = 20;

}  // namespace

Result<void> measure_long_page(Options const& options, Sized& sized, std::string const& workload, Report& report) {
    support::HttpClient client(sized.process().port());
    auto const root = "/api/v1/people/" + sized.filled().long_person;
    std::vector<double> whole, record, timeline, summary;
    int const views = options.is_quick ? 20 : 300;
    for (int view = 0; view < views; ++view) {
        auto const& clerk = sized.clerks()[static_cast<std::size_t>(view) % sized.clerks().size()];
        record.push_back(TRY(ask(client, root, clerk)).ms);
        timeline.push_back(TRY(ask(client, root + "/timeline?limit=50", clerk)).ms);
        summary.push_back(TRY(ask(client, root + "/summary", clerk)).ms);
        whole.push_back(record.back() + timeline.back() + summary.back());
    }
    report.add({workload, "person of 10,000 events, p50", quantile(whole, 0.5), "ms", {}, {}, Bar::none, 0});
    report.add(
        {workload, "person of 10,000 events, p99", quantile(whole, 0.99), "ms", "limit", page_ms_max, Bar::at_most, 1});
    report.add({workload, "of that the record, p99", quantile(record, 0.99), "ms", {}, {}, Bar::none, 0});
    report.add({workload, "of that the timeline, p99", quantile(timeline, 0.99), "ms", {}, {}, Bar::none, 0});
    report.add({workload, "of that the summary, p99", quantile(summary, 0.99), "ms", {}, {}, Bar::none, 0});
    return {};
}

Result<void> measure_home(Options const& options, Sized& sized, std::string const& workload, Report& report) {
    support::HttpClient client(sized.process().port());
    std::vector<double> times;
    auto const first = TRY(ask(client, "/api/v1/home", sized.administrator())).ms;
    int const views = options.is_quick ? 20 : 300;
    for (int view = 0; view < views; ++view)
        times.push_back(TRY(ask(client, "/api/v1/home", sized.administrator())).ms);
    // Who sees some people only has them counted, for there are no totals of them, and then for a while no more.
    auto const first_ruled = TRY(ask(client, "/api/v1/home", sized.clerks().front())).ms;
    std::vector<double> ruled;
    for (int view = 0; view < (options.is_quick ? 2 : 10); ++view)
        ruled.push_back(TRY(ask(client, "/api/v1/home", sized.clerks().front())).ms);
    report.add({workload, "Home, for the first time", first, "ms", {}, {}, Bar::none, 0});
    report.add({workload, "Home, p50", quantile(times, 0.5), "ms", {}, {}, Bar::none, 0});
    report.add({workload, "Home, p99", quantile(times, 0.99), "ms", "limit", page_ms_max, Bar::at_most, 1});
    report.add({workload, "Home under a row rule, for the first time", first_ruled, "ms", {}, {}, Bar::none, 0});
    report.add({workload, "Home under a row rule, p50", quantile(ruled, 0.5), "ms", {}, {}, Bar::none, 0});
    return {};
}

}  // namespace kith::bench
