// One workspace of size for every workload of the record engine and of the screens: made once a run on each database,
// or once for many runs where a folder keeps it, by Kith's own ways for many (`People::take_in`,
// `Records::insert_many`, `events::append`), so that it holds what Kith writes and nothing else. Clerks, whose role has
// a row rule, ask.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "bench/bench.hpp"
#include "bench/crowd.hpp"
#include "bench/hand.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/kith_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::bench {

enum class Which { sqlite, postgres };
std::string_view name_of(Which which);

/// What filling leaves for those who ask.
struct Filled {
    std::string long_person;       ///< the id of who has ten thousand events
    std::vector<std::string> ids;  ///< of some people whom the row rule shows
    std::string person_columns;    ///< every column of a person, with the alias `r`
    std::string spent, currency;   ///< the columns of the field that sums are made of
};

class Sized {
public:
    static Result<std::unique_ptr<Sized>> open(Options const& options, Which which);

    Which which() const { return which_; }
    Crowd const& crowd() const { return crowd_; }
    Filled const& filled() const { return filled_; }
    support::KithProcess& process() { return *process_; }
    /// Header lines; an administrator's, and those of as many clerks as may click at once.
    std::string const& administrator() const { return administrator_; }
    std::vector<std::string> const& clerks() const { return clerks_; }
    Hand& hand() { return *hand_; }
    /// 0: an earlier run filled it.
    double fill_seconds() const { return fill_seconds_; }

private:
    Sized(Options const& options, Which which) : crowd_(options.rows), which_(which) {}
    Result<void> fill_once();
    Result<void> fill();
    Result<void> serve(Options const& options);
    Result<void> admit_clerks();

    Crowd crowd_;
    Which which_;
    support::TemporaryFolder folder_;
    std::string root_;  ///< the folder of its own, or the one that keeps it
    std::string database_;
    std::unique_ptr<support::KithProcess> process_;
    std::unique_ptr<Hand> hand_;
    std::string administrator_;
    std::vector<std::string> clerks_;
    Filled filled_;
    double fill_seconds_ = 0;
};

inline constexpr std::size_t clerks_at_once = 50;
inline constexpr int rows_min = 200;  // so that each clerk has somebody to edit
inline constexpr std::int64_t long_person_events = 10'000;

struct Asked {
    double ms = 0;
    std::string body;
};
/// `internal` where the answer is not 200.
Result<Asked> ask(support::HttpClient& client, std::string const& target, std::string const& headers,
                  std::string_view method = "GET", std::string_view body = {});
/// The ms that one statement takes.
Result<double> time_by_hand(Hand& hand, std::string const& sql, std::vector<HandValue> const& parameters = {});
/// A target's query value, percent-encoded.
std::string encoded(std::string_view text);

// `workload` is what the report calls it: `list-sqlite`.
Result<void> measure_list(Options const& options, Sized& sized, std::string const& workload, Report& report);
Result<void> measure_groups(Options const& options, Sized& sized, std::string const& workload, Report& report);
Result<void> measure_search(Options const& options, Sized& sized, std::string const& workload, Report& report);
Result<void> measure_long_page(Options const& options, Sized& sized, std::string const& workload, Report& report);
Result<void> measure_home(Options const& options, Sized& sized, std::string const& workload, Report& report);
Result<void> measure_update(Options const& options, Sized& sized, std::string const& workload, Report& report);
Result<void> measure_clicks(Options const& options, Sized& sized, std::string const& workload, Report& report);

}  // namespace kith::bench
