// The teams of the workspace: kept, changed, and known to this process.
//
// Each change belongs to a change set and can be taken back; it is in force here with its commit, in another process
// after `limits::identity_cached_seconds_max`. A deleted team's members leave it, and the teams below it move up to the
// one above.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "access/teams.hpp"
#include "base/guarded.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "schema/definitions.hpp"
#include "store/database.hpp"

namespace kith::access {

class TeamBook {
public:
    static Result<std::unique_ptr<TeamBook>> load(store::Database& database);

    /// Never null.
    TeamsPointer current() const { return *teams_.lock(); }
    struct MemberName {
        std::string name;
        bool is_disabled = false;
    };
    /// Of everybody who is in a team.
    Result<std::map<UserId, MemberName>> member_names();
    /// Reads them again, after another process changed some.
    Result<void> reload();

    // Doors; the routes ask for Permission::users_manage. Errors: not_found; invalid on `name` (`taken`), `parent`
    // (`not_a_choice`, `within_itself`, `too_deep`) or `members[n].user` (`not_a_choice`, `twice`); conflict
    // (`too_many_teams`, `too_many_members`); precondition_failed where the version is another by now.

    /// `{name, parent, members: [{user, is_lead}]}`, the name alone needed.
    Result<Team> create(schema::Author const& author, Json const& body);
    /// The same, each optional: what is not said stays. `members` replaces all.
    Result<Team> change(schema::Author const& author, TeamId id, std::int64_t version, Json const& body);
    Result<void> remove(schema::Author const& author, TeamId id, std::int64_t version);

    /// How many changes of teams a change set made.
    Result<std::int64_t> changes_of(store::Session& session, ChangeSetId change_set);
    /// Takes the changes of a change set back, inside the transaction that reverts it; nothing where it has none.
    /// `conflict` where a team was changed since, or could no longer stand beside the others.
    Result<void> revert(store::Transaction& transaction, schema::Author const& author, ChangeSetId change_set);

private:
    struct Change;
    explicit TeamBook(store::Database& database) : database_(database) {}
    Result<Team> save(store::Transaction& transaction, schema::Author const& author, Change const& change);
    Result<void> publish(store::Transaction& transaction);

    store::Database& database_;
    Guarded<TeamsPointer> teams_{std::make_shared<Teams const>(std::vector<Team>())};
    std::atomic<std::uint64_t> pictures_taken_ = 0;
    std::uint64_t picture_shown_ = 0;  ///< with the lock of the picture
};

}  // namespace kith::access
