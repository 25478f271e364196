// The records that were shown to somebody one by one, as values: which of an object's records a user sees besides those
// that the row rule of their role shows.
//
// A picture never changes; ShareBook makes a new one with each change.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ids.hpp"

namespace kith::access {

/// One record, shown to one user or to one team: its members and those of the teams below it.
struct Share {
    std::string object;
    Uuid record;
    Uuid grantee;  ///< of a user or a team
    bool is_team = false;
    auto operator<=>(Share const&) const = default;
};

class Shares {
public:
    explicit Shares(std::vector<Share> shares);

    /// Ids of the object's records that any of these users and teams were shown, in ascending order; null: none.
    std::shared_ptr<std::vector<Uuid> const> of(std::string_view object, std::vector<Uuid> const& grantees) const;

private:
    struct Key {
        std::string object;
        Uuid grantee;
        auto operator<=>(Key const&) const = default;
    };
    std::map<Key, std::shared_ptr<std::vector<Uuid> const>> records_;
};
using SharesPointer = std::shared_ptr<Shares const>;

}  // namespace kith::access
