// What the process itself promises: a quick start, little memory, a small first screen.
#include <fmt/format.h>

#include <chrono>
#include <regex>
#include <set>
#include <thread>

#include "bench/bench.hpp"
#include "bench/workspace.hpp"

namespace kith::bench {
namespace {

constexpr double start_seconds_max = 1;
constexpr double idle_megabytes_max = 64;
constexpr double script_kilobytes_max = 200;

void add_limited(Report& report, std::string const& workload, std::string const& what, double value,
                 std::string const& unit, double limit) {
    report.add({workload, what, value, unit, "limit", limit, Bar::at_most, 1});
}

// From exec to 200 by /readyz, on a folder that is not there yet, and on the same folder again.
void measure_start(Options const& options, Report& report) {
    std::vector<double> first, again;
    for (int round = 0; round < (options.is_quick ? 1 : 5); ++round) {
        support::TemporaryFolder const folder;
        support::KithProcess process(options.executable, {"--data", folder.path("data")}, folder.path("log"));
        for (auto* times : {&first, &again}) {
            auto const seconds = process.start();
            if (!seconds) return report.fail("start", "the server did not become ready");
            times->push_back(*seconds);
            if (process.stop() != 0) return report.fail("start", "the server did not end well");
        }
    }
    add_limited(report, "start", "start, making the workspace", median(first), "s", start_seconds_max);
    add_limited(report, "start", "start on an empty workspace", median(again), "s", start_seconds_max);
}

// Scripts that the first page names: its entry, and what it preloads for it.
std::set<std::string> scripts_of(std::string const& page) {
    static std::regex const tag(R"rx(<(script|link)\b[^>]*>)rx"), target(R"rx(\b(src|href)="([^"]+\.js)")rx");
    std::set<std::string> scripts;
    for (std::sregex_iterator match(page.begin(), page.end(), tag), end; match != end; ++match) {
        auto const text = match->str();
        std::smatch found;
        if (std::regex_search(text, found, target)) scripts.insert(found[2]);
    }
    return scripts;
}

void measure_script(support::KithProcess const& process, Report& report) {
    support::HttpClient client(process.port());
    auto const page = client.get("/");
    auto const scripts = page ? scripts_of(page->body) : std::set<std::string>();
    if (scripts.empty())
        return report.fail("first-load",
                           "the first page names no script: the web application is not part of this build");
    std::size_t bytes = 0;
    for (auto const& script : scripts) {
        auto const answer = client.get(script, "Accept-Encoding: br\r\n");
        if (!answer || answer->status != 200 || answer->header("content-encoding") != "br")
            return report.fail("first-load", script + " does not come compressed by brotli");
        bytes += answer->body.size();
    }
    add_limited(report, "first-load", fmt::format("scripts of the first screen ({})", scripts.size()),
                static_cast<double>(bytes) / 1000, "KB", script_kilobytes_max);
}

void measure_idle(Options const& options, Report& report) {
    auto const workspace = Workspace::open(options.executable);
    if (!workspace) return report.fail("idle-memory", workspace.error().message);
    auto& process = (*workspace)->process();
    measure_script(process, report);
    std::this_thread::sleep_for(std::chrono::seconds(options.idle_seconds));
    add_limited(report, "idle-memory", fmt::format("resident after {} s idle", options.idle_seconds),
                static_cast<double>(process.resident_bytes()) / 1e6, "MB", idle_megabytes_max);
    process.stop();
}

}  // namespace

void measure_process(Options const& options, Report& report) {
    measure_start(options, report);
    measure_idle(options, report);
}

}  // namespace kith::bench
