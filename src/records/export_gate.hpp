// Who may leave: the question that every export asks, page by page, inside the read that the page comes from.
//
// records/ knows no consent; people/ answers from the ledger, and app/ joins the two. Without a gate nothing leaves.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "store/database.hpp"

namespace kith::records {

/// One person whom a row is about, and how the row would let them be reached.
struct Leaving {
    PersonId person;
    std::vector<std::string> contacts;
};

struct Leave {
    std::string left_out;              ///< why the person may not leave, a stable word; empty: they may
    std::vector<bool> may_be_reached;  ///< of each contact: where not, it stays behind although the person leaves
};

class ExportGate {
public:
    virtual ~ExportGate() = default;
    /// `invalid` on `purpose` where there is none of this name. An empty one is the business's own use of its data,
    /// such as a list for the shop's accounts, and always one.
    virtual Result<void> check_purpose(store::Session& session, std::string_view purpose) = 0;
    /// For each, in their order, as the ledger stands in this session.
    virtual Result<std::vector<Leave>> ask(store::Session& session, std::string_view purpose,
                                           std::span<Leaving const> people) = 0;
};

}  // namespace kith::records
