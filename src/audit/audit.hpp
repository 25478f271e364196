// The audit log's entries: who did what, when, from where, to what, and what came of it.
//
// `note` writes an entry in the transaction of what it tells of, so that neither is there without the other. The entry
// holds ids and codes; names and addresses lie in a row beside it, of which it holds a salted hash, so that they can be
// erased and the entry still holds. Sealing comes later (audit_log.hpp). What sources send, and single edits, write no
// entries: the timeline and the history of the record tell of them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/actor.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "store/database.hpp"

namespace kith::audit {

using EntryId = Id<struct AuditEntryTag>;

enum class Action : std::uint8_t {
    workspace_set_up,
    workspace_changed,
    signed_in,
    sign_in_failed,
    sign_in_locked,  ///< refused without a look at the password, after too many failures
    signed_out,
    looking_begun,  ///< as a role sees
    looking_ended,
    user_added,
    user_changed,
    user_disabled,
    user_enabled,
    password_changed,
    token_added,
    token_revoked,
    role_added,
    role_changed,
    role_deleted,
    team_added,
    team_changed,
    team_deleted,
    source_added,
    source_changed,
    key_added,
    key_revoked,
    object_changed,  ///< a definition: an object or a field
    record_deleted,
    record_restored,
    record_purged,  ///< deleted for good
    record_shared,
    record_unshared,
    file_added,  ///< to a record, or put back
    file_renamed,
    file_removed,
    bulk_begun,
    reverted,
    people_joined,
    person_copied,
    person_erased,
    import_begun,
    export_begun,
    export_taken,
    refused,  ///< for want of a permission
};
std::string_view name_of(Action action);
std::optional<Action> action_of(std::string_view name);
/// Every action's name.
std::span<std::string_view const> action_names();

enum class Outcome : std::uint8_t { done, failed, refused };
std::string_view name_of(Outcome outcome);

/// What it was done to.
enum class Kind : std::uint8_t {
    nothing,
    record,
    user,
    token,
    role,
    team,
    source,
    key,
    export_,
    import,
    object,
    workspace,
};
std::string_view name_of(Kind kind);

struct Entry {
    Action action = Action::refused;
    Outcome outcome = Outcome::done;
    Kind kind = Kind::nothing;
    std::string object = {};              ///< of a record or a definition
    Uuid id = {};                         ///< nil: has none
    std::string name = {};                ///< what it is called now; kept where it can be erased
    std::optional<PersonId> person = {};  ///< the customer whom `name` names
    std::optional<ChangeSetId> change_set = {};
    Json facts = Json::object();  ///< codes and counts, nothing personal
};

/// Writes an entry down, by whoever acts and from their address.
Result<void> note(store::Transaction& transaction, Actor const& actor, Entry const& entry);

}  // namespace kith::audit
