// The workloads of `./dev bench`: what a promise of speed or size means, measured beside its limit or its peer in the
// same run.
//
// A peer's figure and ours are taken in turns, round after round, so that whatever else the machine does meets both;
// the median of the rounds counts. Every workload runs the real executable on a folder of its own and ends what it
// started.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kith::bench {

struct Options {
    std::string executable;  ///< build/…/kith
    std::string results;     ///< a JSON file; empty: none
    std::string workspace;   ///< a folder that keeps the workspaces of size for the next run; empty: none
    std::string database;    ///< the PostgreSQL that keeps one with it; empty: a server of the run's own
    std::vector<std::string> only;
    int rounds = 3;
    int events = 40'000;    ///< a round of ingest
    int people = 5'000;     ///< who they are about
    int connections = 8;    ///< that send them
    int rows = 1'000'000;   ///< people of the workspace of size; as many notes, a fifth as many companies
    int idle_seconds = 60;  ///< before memory is read
    bool is_quick = false;  ///< a minute in all: shows that it works, not how fast
};

enum class Bar {
    none,
    at_least,  ///< ratio to the peer
    at_most,   ///< ratio to the limit, which is 1
};

/// One line of the report.
struct Figure {
    std::string workload;
    std::string what;
    double value = 0;
    std::string unit;
    std::string peer;  ///< what `against` is: a peer, or `limit`; empty: nothing
    std::optional<double> against;
    Bar bar = Bar::none;
    double bar_ratio = 0;
    std::optional<double> ratio() const {
        return against && *against != 0 ? std::optional(value / *against) : std::nullopt;
    }
    std::optional<bool> is_met() const;
};

class Report {
public:
    void add(Figure figure);
    /// What went wrong where a workload could not be measured.
    void fail(std::string const& workload, std::string const& why);
    void note(std::string const& text);
    bool is_whole() const { return failures_.empty(); }
    void print_summary() const;
    /// The same as JSON; false where the file cannot be written.
    bool write(std::string const& path) const;

private:
    std::vector<Figure> figures_;
    std::vector<std::pair<std::string, std::string>> failures_;
    std::vector<std::string> notes_;
};

void measure_ingest_on_sqlite(Options const& options, Report& report);
void measure_ingest_on_postgres(Options const& options, Report& report);
/// One person's page (record, timeline of 50, summary) while events come in as fast as they are taken, and again in
/// peace.
void measure_page(Options const& options, Report& report);
/// `kith import people`, beside the rows that it leaves written by hand.
void measure_import(Options const& options, Report& report);
/// `kith demo`, and Home over the example business.
void measure_demo(Options const& options, Report& report);
/// A list of people as CSV, beside a dump of the same rows.
void measure_export(Options const& options, Report& report);
/// Start, idle memory, and the first screen's scripts.
void measure_process(Options const& options, Report& report);

double median(std::vector<double> values);
/// The value that a share of the values does not exceed: `quantile(v, 0.99)`.
double quantile(std::vector<double> values, double share);

}  // namespace kith::bench
