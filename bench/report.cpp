#include <fmt/format.h>
#include <sys/sysinfo.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <thread>

#include "base/json.hpp"
#include "bench/bench.hpp"

namespace kith::bench {
namespace {

std::string short_number(double value) {
    if (value >= 1000) return fmt::format("{:.0f}", value);
    return value >= 10 ? fmt::format("{:.1f}", value) : fmt::format("{:.2f}", value);
}

std::string line_of(Figure const& figure) {
    auto const ratio = figure.ratio();
    auto const met = figure.is_met();
    auto const beside =
        figure.against ? fmt::format("{} {}", figure.peer, short_number(*figure.against)) : std::string();
    auto const bar = figure.bar == Bar::none
                         ? std::string()
                         : fmt::format("{} {:.2f}", figure.bar == Bar::at_least ? ">=" : "<=", figure.bar_ratio);
    return fmt::format("{:<18} {:<34} {:>10} {:<9} {:<28} {:>6}  {:<8} {}", figure.workload, figure.what,
                       short_number(figure.value), figure.unit, beside, ratio ? fmt::format("{:.2f}", *ratio) : "", bar,
                       met ? (*met ? "met" : "MISSED") : "");
}

Json json_of(Figure const& figure) {
    Json json{{"workload", figure.workload}, {"what", figure.what}, {"figure", figure.value}, {"unit", figure.unit}};
    if (figure.against) json["beside"] = {{"what", figure.peer}, {"figure", *figure.against}};
    if (auto const ratio = figure.ratio()) json["ratio"] = *ratio;
    if (figure.bar != Bar::none)
        json["bar"] = {{"is", figure.bar == Bar::at_least ? "at_least" : "at_most"}, {"ratio", figure.bar_ratio}};
    if (auto const met = figure.is_met()) json["is_met"] = *met;
    return json;
}

double memory_gib() {
    struct sysinfo machine{};
    ::sysinfo(&machine);
    return static_cast<double>(machine.totalram) * machine.mem_unit / (1024.0 * 1024 * 1024);
}

}  // namespace

std::optional<bool> Figure::is_met() const {
    auto const of_peer = ratio();
    if (bar == Bar::none || !of_peer) return std::nullopt;
    return bar == Bar::at_least ? *of_peer >= bar_ratio : *of_peer <= bar_ratio;
}

void Report::add(Figure figure) {
    std::printf("%s\n", line_of(figure).c_str());
    std::fflush(stdout);
    figures_.push_back(std::move(figure));
}

void Report::fail(std::string const& workload, std::string const& why) {
    std::printf("%-18s not measured: %s\n", workload.c_str(), why.c_str());
    std::fflush(stdout);
    failures_.emplace_back(workload, why);
}

void Report::note(std::string const& text) {
    std::printf("%18s %s\n", "", text.c_str());
    std::fflush(stdout);
    notes_.push_back(text);
}

void Report::print_summary() const {
    auto const missed =
        std::count_if(figures_.begin(), figures_.end(), [](Figure const& figure) { return figure.is_met() == false; });
    auto const met =
        std::count_if(figures_.begin(), figures_.end(), [](Figure const& figure) { return figure.is_met() == true; });
    std::printf("%ld bars met, %ld missed, %zu workloads not measured\n", static_cast<long>(met),
                static_cast<long>(missed), failures_.size());
}

bool Report::write(std::string const& path) const {
    Json json{{"machine", {{"cores", std::thread::hardware_concurrency()}, {"memory_gib", memory_gib()}}},
              {"figures", Json::array()}};
    for (auto const& figure : figures_) json["figures"].push_back(json_of(figure));
    json["notes"] = notes_;
    json["not_measured"] = Json::array();
    for (auto const& [workload, why] : failures_)
        json["not_measured"].push_back({{"workload", workload}, {"why", why}});
    std::ofstream out(path);
    out << json.dump(2) << "\n";
    return static_cast<bool>(out);
}

double quantile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    auto const at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
    return values[std::min(at, values.size() - 1)];
}

double median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

}  // namespace kith::bench
