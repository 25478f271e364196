// What Kith's ingest is measured against: the same rows, written by hand.
//
// On a database with Kith's own schema, in transactions of 500 events: the event and its two time indexes, the
// message's claim, the change log with its slots, and the source's counters. Prepared statements (SQLite,
// `synchronous=FULL`) or multi-row INSERT (PostgreSQL), one connection, every row ready in memory: no HTTP, no JSON is
// read, nobody is looked up, nothing is held against a plan.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "bench/events.hpp"

namespace kith::bench {

class RawStore {
public:
    virtual ~RawStore() = default;
    /// The seconds that it took to write them, to the last commit.
    virtual Result<double> write(std::vector<Sample> const& samples, std::vector<Somebody> const& people) = 0;
};

/// `path`: a file that is not there yet.
Result<std::unique_ptr<RawStore>> raw_sqlite(std::string const& path);
/// `location`: an empty database.
Result<std::unique_ptr<RawStore>> raw_postgres(std::string const& location);

inline constexpr std::size_t raw_transaction_events = 500;
inline constexpr int event_appended = 5;  ///< store::ChangeKind

/// Makes Kith's tables in an empty database.
Result<void> make_schema(std::string const& location);

}  // namespace kith::bench
