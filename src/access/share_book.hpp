// Which records were shown to whom one by one: kept, changed, and known to this process.
//
// Showing a record lets others see it whom the row rule of their role hides it from. What they may do with it, and
// which of its fields they see, their role alone says. Each change belongs to a change set and can be taken back; it is
// in force here with its commit, in another process after `limits::identity_cached_seconds_max`. What is shown is the
// record of that id: where two people are joined, the one who remains is not shown on account of the other.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "access/shares.hpp"
#include "base/guarded.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "schema/definitions.hpp"
#include "store/database.hpp"

namespace kith::access {

class ShareBook {
public:
    static Result<std::unique_ptr<ShareBook>> load(store::Database& database);

    /// Never null.
    SharesPointer current() const { return *shares_.lock(); }
    /// Reads them again, after another process changed some.
    Result<void> reload();

    /// A share as it is listed.
    struct Listed {
        Share share;
        std::string name;  ///< of the user or the team
        std::string by;    ///< the name of who showed it
        Instant at;
    };
    /// Of one record, the first first.
    Result<std::vector<Listed>> of_record(store::Session& session, std::string_view object, Uuid record);

    // For doors that have asked already whether the actor may. Inside a transaction.

    /// Whether it was not shown to them yet. `invalid` on `user` or `team` (`not_a_choice`) where there is none who
    /// could be shown something; conflict (`too_many_shares`).
    Result<bool> add(store::Transaction& transaction, schema::Author const& author, Share const& share);
    /// `not_found` where it is not shown to them.
    Result<void> remove(store::Transaction& transaction, schema::Author const& author, std::string_view object,
                        Uuid record, Uuid grantee);
    /// What was done: shown to somebody, or no longer.
    struct Change {
        Share share;
        bool is_added = false;
    };
    /// What a change set did, one a record and grantee.
    Result<std::vector<Change>> changed_by(store::Session& session, ChangeSetId change_set);
    /// Does the opposite of a change. `conflict` where it was changed again since.
    Result<void> take_back(store::Transaction& transaction, schema::Author const& author, Change const& change);

private:
    explicit ShareBook(store::Database& database) : database_(database) {}
    static Result<Shares> read(store::Session& session);
    Result<void> put(store::Transaction& transaction, schema::Author const& author, Change const& change);
    Result<void> publish(store::Transaction& transaction);

    store::Database& database_;
    Guarded<SharesPointer> shares_{std::make_shared<Shares const>(std::vector<Share>())};
    std::atomic<std::uint64_t> pictures_taken_ = 0;
    std::uint64_t picture_shown_ = 0;  ///< with the lock of the picture
};

}  // namespace kith::access
