// Sharing one record: showing it to a colleague or a team whom the row rule of their role hides it from.
//
// Who may share is who sees the record, may change records of its object, and has Permission::records_share. What
// those it is shared with may do with it, their own role says; access/share_book.hpp tells what sharing means.
#pragma once

#include <functional>
#include <vector>

#include "access/share_book.hpp"
#include "records/records.hpp"

namespace kith::records {

class Sharing {
public:
    Sharing(store::Database& database, Records& records, access::ShareBook& book)
        : database_(database), records_(records), book_(book) {}

    /// Runs in the transaction that shares a record which was not shared with them before.
    using OnShared = std::function<Result<void>(store::Transaction&, Write const&, access::Share const&)>;
    void on_shared(OnShared tell) { on_shared_ = std::move(tell); }

    // Doors. `not_found` where the record is absent or hidden; `forbidden` where the actor may not share it.

    /// Whom the record is shared with, the first first. For whoever sees the record.
    Result<std::vector<access::ShareBook::Listed>> list(Actor const& actor, schema::Object const& object, RecordId id);
    /// `{user}` or `{team}`, an id. Shared already is no error. `invalid` on `user` or `team`; conflict
    /// (`too_many_shares`).
    Result<void> share(Write const& write, schema::Object const& object, RecordId id, Json const& body);
    /// With that user or team no more.
    Result<void> unshare(Write const& write, schema::Object const& object, RecordId id, Uuid grantee);

    /// How many changes of shares a change set made.
    Result<std::int64_t> changes_of(store::Session& session, ChangeSetId change_set);
    /// Takes the shares of a change set back, inside the transaction that reverts it; nothing where it has none.
    Result<void> revert(store::Transaction& transaction, Write const& write, ChangeSetId change_set);

private:
    Result<void> check_may_share(store::Session& session, Actor const& actor, schema::Object const& object,
                                 RecordId id);

    store::Database& database_;
    Records& records_;
    access::ShareBook& book_;
    OnShared on_shared_;
};

}  // namespace kith::records
