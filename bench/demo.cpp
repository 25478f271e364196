// The example business: loading it, against its events alone written by hand; and Home over what was loaded.
#include <fmt/format.h>

#include <charconv>
#include <chrono>

#include "bench/bench.hpp"
#include "bench/raw.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/kith_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::bench {
namespace {

constexpr double load_bar = 0.3;
constexpr double home_ms_max = 20;
constexpr int events_a_person = 25;

double number_in(std::string const& json, std::string const& member) {
    auto const text = support::json_member(json, member);
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Result<double> raw_rate(int people, int count) {
    support::TemporaryFolder const folder;
    auto const raw = TRY(raw_sqlite(folder.path("raw.db")));
    Events events(people);
    return count / TRY(raw->write(events.make(count), events.people()));
}

Result<std::vector<double>> time_home(support::KithProcess& process, int views) {
    auto const token = process.run({"token", "add", "--name", "bench", "--role", "administrator", "--json"});
    auto const header = "Authorization: Bearer " + support::json_member(token.output, "secret") + "\r\n";
    support::HttpClient client(process.port());
    std::vector<double> times;
    for (int view = 0; view < views; ++view) {
        auto const before = std::chrono::steady_clock::now();
        auto const answer = client.get("/api/v1/home", header);
        if (!answer || answer->status != 200)
            return Error::internal("GET /home: " + (answer ? answer->body : std::string("the connection broke")));
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count());
    }
    return times;
}

Result<void> measure(Options const& options, Report& report) {
    auto const people = options.people, count = people * events_a_person;
    std::vector<double> kith, raw, views;
    for (int round = 0; round < options.rounds; ++round) {
        raw.push_back(TRY(raw_rate(people, count)));
        support::TemporaryFolder const folder;
        support::KithProcess process(options.executable, {"--data", folder.path("data")}, folder.path("log"));
        auto const loaded = process.run({"demo", "--json", "--people", std::to_string(people), "--events",
                                         std::to_string(count), "--seed", std::to_string(round + 1)});
        if (loaded.status != 0) return Error::internal("kith demo: " + loaded.output);
        kith.push_back(number_in(loaded.output, "events") / number_in(loaded.output, "seconds"));
        if (round + 1 < options.rounds) continue;
        if (!process.start()) return Error::internal("the server did not become ready");
        views = TRY(time_home(process, options.is_quick ? 20 : 300));
        process.stop();
    }
    report.add({"demo", "events loaded a second, with their people", median(kith), "1/s", "raw SQLite, events alone",
                median(raw), Bar::at_least, load_bar});
    report.add({"demo", "Home, p50", quantile(views, 0.5), "ms", {}, {}, Bar::none, 0});
    report.add({"demo", "Home, p99", quantile(views, 0.99), "ms", "limit", home_ms_max, Bar::at_most, 1});
    return {};
}

}  // namespace

void measure_demo(Options const& options, Report& report) {
    if (auto const done = measure(options, report); !done)
        report.fail("demo", done.error().message + " " + done.error().cause);
}

}  // namespace kith::bench
