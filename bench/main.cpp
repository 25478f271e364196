// kith_bench [--results FILE] [--executable PATH] [--quick] [--only WORKLOAD]… [--rounds N] [--events N] [--people N]
// [--rows N] [--connections N] [--idle-seconds N] [--workspace FOLDER [--database LOCATION]]
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <string>
#include <string_view>

#include "base/secrets.hpp"
#include "bench/bench.hpp"
#include "bench/sized.hpp"
#include "tests/support/kith_process.hpp"

namespace kith::bench {
namespace {

struct Workload {
    std::string_view name;
    void (*measure)(Options const&, Report&);
};

constexpr Workload workloads[] = {
    {"process", measure_process},
    {"ingest-sqlite", measure_ingest_on_sqlite},
    {"ingest-postgres", measure_ingest_on_postgres},
    {"page", measure_page},
    {"import", measure_import},
    {"demo", measure_demo},
    {"export", measure_export},
};

struct SizedWorkload {
    std::string_view name;
    Result<void> (*measure)(Options const&, Sized&, std::string const& workload, Report&);
};

// Each on both databases, called `list-sqlite` and `list-postgres`.
constexpr SizedWorkload sized_workloads[] = {
    {"list", measure_list}, {"groups", measure_groups}, {"search", measure_search}, {"long-page", measure_long_page},
    {"home", measure_home}, {"update", measure_update}, {"clicks", measure_clicks},
};

int usage(std::string_view wrong) {
    std::fprintf(stderr,
                 "kith_bench: %.*s\n"
                 "usage: kith_bench [--results FILE] [--executable PATH] [--quick] [--only WORKLOAD]...\n"
                 "                  [--rounds N] [--events N] [--people N] [--rows N] [--connections N]\n"
                 "                  [--idle-seconds N] [--workspace FOLDER [--database LOCATION]]\n"
                 "workloads:",
                 static_cast<int>(wrong.size()), wrong.data());
    for (auto const& workload : workloads)
        std::fprintf(stderr, " %.*s", static_cast<int>(workload.name.size()), workload.name.data());
    for (auto const& workload : sized_workloads)
        std::fprintf(stderr, " %.*s[-sqlite|-postgres]", static_cast<int>(workload.name.size()), workload.name.data());
    std::fprintf(stderr, "\n");
    return 2;
}

struct Number {
    std::string_view flag;
    int Options::* value;
};
constexpr Number numbers[] = {{"--rounds", &Options::rounds},           {"--events", &Options::events},
                              {"--people", &Options::people},           {"--rows", &Options::rows},
                              {"--connections", &Options::connections}, {"--idle-seconds", &Options::idle_seconds}};

// What is wrong with the arguments; empty: nothing.
std::string read_arguments(int argc, char** argv, Options& options) {
    for (int at = 1; at < argc; ++at) {
        std::string_view const flag = argv[at];
        if (flag == "--quick") {
            options.is_quick = true;
            options.rounds = 1;
            options.events = 5'000;
            options.people = 500;
            options.rows = 2'000;
            options.idle_seconds = 2;
            continue;
        }
        if (at + 1 == argc) return std::string(flag) + " is no flag, or needs a value";
        std::string_view const value = argv[++at];
        auto const* number =
            std::find_if(std::begin(numbers), std::end(numbers), [&](Number const& each) { return each.flag == flag; });
        if (number != std::end(numbers)) {
            int& target = options.*number->value;
            auto const read = std::from_chars(value.data(), value.data() + value.size(), target);
            if (read.ec != std::errc() || read.ptr != value.data() + value.size() || target < 1)
                return std::string(flag) + " needs a whole number from 1";
        } else if (flag == "--results") {
            options.results = value;
        } else if (flag == "--executable") {
            options.executable = value;
        } else if (flag == "--workspace") {
            options.workspace = value;
        } else if (flag == "--database") {
            options.database = value;
        } else if (flag == "--only") {
            options.only.emplace_back(value);
        } else {
            return std::string(flag) + " is no flag";
        }
    }
    return {};
}

bool is_wanted(Options const& options, std::initializer_list<std::string_view> names) {
    auto const is_named = [&](std::string const& name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    return options.only.empty() || std::any_of(options.only.begin(), options.only.end(), is_named);
}

std::string name_on(SizedWorkload const& workload, Which which) {
    return std::string(workload.name) + "-" + std::string(name_of(which));
}

bool is_workload(std::string const& name) {
    for (auto const& workload : workloads)
        if (workload.name == name) return true;
    for (auto const& workload : sized_workloads)
        if (workload.name == name || name_on(workload, Which::sqlite) == name ||
            name_on(workload, Which::postgres) == name)
            return true;
    return false;
}

// One workspace a database serves them all, and is gone before the next is made.
void measure_sized(Options const& options, Which which, Report& report) {
    std::unique_ptr<Sized> sized;
    for (auto const& workload : sized_workloads) {
        auto const name = name_on(workload, which);
        if (!is_wanted(options, {workload.name, name})) continue;
        if (!sized) {
            auto made = Sized::open(options, which);
            if (!made) return report.fail(name, made.error().message + " " + made.error().cause);
            sized = std::move(*made);
            report.note(fmt::format("{} people, {} companies and {} notes on {}, {}", sized->crowd().people(),
                                    sized->crowd().companies(), sized->crowd().notes(), name_of(which),
                                    sized->fill_seconds() > 0 ? fmt::format("made in {:.0f} s", sized->fill_seconds())
                                                              : std::string("as an earlier run left them")));
        }
        if (auto const done = workload.measure(options, *sized, name, report); !done)
            report.fail(name, done.error().message + " " + done.error().cause);
    }
    if (sized) sized->process().stop();
}

}  // namespace

int run(int argc, char** argv) {
    Options options;
    options.executable = (std::filesystem::path(argv[0]).parent_path() / "kith").string();
    if (auto const wrong = read_arguments(argc, argv, options); !wrong.empty()) return usage(wrong);
    for (auto const& name : options.only)
        if (!is_workload(name)) return usage(name + " is no workload");
    options.executable = support::KithProcess::find_executable(options.executable);
    if (options.executable.empty()) return usage("the executable is not there: build it, or name it by --executable");
    if (!secrets::initialise()) return 1;
    Report report;
    if (options.is_quick) report.note("quick: these figures show that the workloads run, not how fast Kith is");
    for (auto const& workload : workloads)
        if (is_wanted(options, {workload.name})) workload.measure(options, report);
    for (auto const which : {Which::sqlite, Which::postgres}) measure_sized(options, which, report);
    report.print_summary();
    if (!options.results.empty() && !report.write(options.results)) return usage("cannot write " + options.results);
    return report.is_whole() ? 0 : 1;
}

}  // namespace kith::bench

int main(int argc, char** argv) { return kith::bench::run(argc, argv); }
