// One person's page, as the screen asks for it: the record, the newest fifty events, the summary.
#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "base/json.hpp"
#include "bench/bench.hpp"
#include "bench/workspace.hpp"

namespace kith::bench {
namespace {

using Clock = std::chrono::steady_clock;

Result<std::vector<std::string>> ids_of_people(Workspace& workspace) {
    support::HttpClient client(workspace.process().port());
    auto const answer = client.get("/api/v1/people?limit=200", workspace.authorization());
    if (!answer || answer->status != 200)
        return Error::internal("no list of people: " + (answer ? answer->body : std::string("the connection broke")));
    auto const list = TRY(parse_json(answer->body));
    std::vector<std::string> ids;
    for (auto const& each : list["data"]) ids.push_back(each["id"].get<std::string>());
    if (ids.empty()) return Error::internal("the list of people is empty");
    return ids;
}

// The time of whole pages, one after the other, in ms.
Result<std::vector<double>> time_pages(Workspace& workspace, std::vector<std::string> const& ids, int pages) {
    support::HttpClient client(workspace.process().port());
    std::vector<double> times;
    for (int page = 0; page < pages; ++page) {
        auto const& id = ids[static_cast<std::size_t>(page) % ids.size()];
        auto const before = Clock::now();
        for (auto const* part : {"", "/timeline?limit=50", "/summary"}) {
            auto const answer = client.get(fmt::format("/api/v1/people/{}{}", id, part), workspace.authorization());
            if (!answer || answer->status != 200)
                return Error::internal(fmt::format("GET /people/ID{}: {}", part,
                                                   answer ? answer->body : std::string("the connection broke")));
        }
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - before).count());
    }
    return times;
}

Result<void> measure(Options const& options, Report& report) {
    int const pages = options.is_quick ? 50 : 600;
    auto const workspace = TRY(Workspace::open(options.executable));
    auto& process = workspace->process();
    Events events(options.people / 5);  // some fifty events each
    for (auto const& requests : {identify_requests(events.people(), workspace->write_key()),
                                 batch_requests(events.make(options.events), events.people(), workspace->write_key())})
        if (auto const sent = send_all(process, requests, options.connections); !sent.failure.empty())
            return Error::internal(sent.failure);
    auto const ids = TRY(ids_of_people(*workspace));
    auto const peace = TRY(time_pages(*workspace, ids, pages));

    // More new events than the pages will take time for, so that the load does not end before them.
    auto const requests =
        batch_requests(events.make(options.is_quick ? 20'000 : 600'000), events.people(), workspace->write_key());
    std::atomic<bool> is_over{false};
    Sent sent;
    std::thread load([&] { sent = send_all(process, requests, options.connections, &is_over); });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    auto const loaded = time_pages(*workspace, ids, pages);
    is_over = true;
    load.join();
    if (!loaded) return Failure(loaded.error());
    if (!sent.failure.empty()) return Error::internal(sent.failure);

    report.add({"page", "person page in peace, p50", quantile(peace, 0.5), "ms", {}, {}, Bar::none, 0});
    report.add({"page", "person page in peace, p99", quantile(peace, 0.99), "ms", {}, {}, Bar::none, 0});
    report.add({"page", "person page under ingest, p50", quantile(*loaded, 0.5), "ms", "in peace", quantile(peace, 0.5),
                Bar::none, 0});
    report.add({"page", "person page under ingest, p99", quantile(*loaded, 0.99), "ms", "in peace",
                quantile(peace, 0.99), Bar::none, 0});
    report.add({"page",
                "events stored a second meanwhile",
                static_cast<double>(sent.taken) * 100 / sent.seconds,
                "1/s",
                {},
                {},
                Bar::none,
                0});
    if (sent.taken > requests.size()) report.note("the load ran out of new events: its last batches were duplicates");
    process.stop();
    return {};
}

}  // namespace

void measure_page(Options const& options, Report& report) {
    if (auto const done = measure(options, report); !done)
        report.fail("page", done.error().message + " " + done.error().cause);
}

}  // namespace kith::bench
