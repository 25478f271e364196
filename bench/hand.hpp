// SQL by hand: what lists, groups and edits are measured against.
//
// One connection of its own to the database that the server has, with the settings of the server's own connections.
// Every statement is prepared once and every cell that it answers is read; nothing else is done with it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"

namespace kith::bench {

using HandValue = std::variant<std::int64_t, std::string, Uuid>;

class Hand {
public:
    virtual ~Hand() = default;
    /// Runs one statement with parameters `$1`, `$2`, …; how many rows it answered.
    virtual Result<std::int64_t> run(std::string const& sql, std::vector<HandValue> const& parameters = {}) = 0;
};

/// `path`: of the file that the server has open.
Result<std::unique_ptr<Hand>> hand_on_sqlite(std::string const& path);
Result<std::unique_ptr<Hand>> hand_on_postgres(std::string const& location);

}  // namespace kith::bench
