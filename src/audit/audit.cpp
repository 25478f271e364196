#include "audit/audit.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "audit/audit.sql.hpp"
#include "audit/seal.hpp"
#include "base/text.hpp"

namespace kith::audit {

namespace {

// In the order of the enum.
constexpr std::array<std::string_view, 43> actions{
    "workspace_set_up", "workspace_changed", "signed_in",      "sign_in_failed",  "sign_in_locked", "signed_out",
    "looking_begun",    "looking_ended",     "user_added",     "user_changed",    "user_disabled",  "user_enabled",
    "password_changed", "token_added",       "token_revoked",  "role_added",      "role_changed",   "role_deleted",
    "team_added",       "team_changed",      "team_deleted",   "source_added",    "source_changed", "key_added",
    "key_revoked",      "object_changed",    "record_deleted", "record_restored", "record_purged",  "record_shared",
    "record_unshared",  "file_added",        "file_renamed",   "file_removed",    "bulk_begun",     "reverted",
    "people_joined",    "person_copied",     "person_erased",  "import_begun",    "export_begun",   "export_taken",
    "refused"};
static_assert(actions.size() == static_cast<std::size_t>(Action::refused) + 1);

constexpr std::array<std::string_view, 12> kinds{"nothing", "record", "user",   "token",  "role",   "team",
                                                 "source",  "key",    "export", "import", "object", "workspace"};
static_assert(kinds.size() == static_cast<std::size_t>(Kind::workspace) + 1);

/// Puts a text beside the entry, and says its hash.
Result<secrets::Hash> put_text(store::Transaction& transaction, EntryId entry, std::string_view part,
                               std::string const& content, std::string_view searched,
                               std::optional<PersonId> const& person) {
    auto const salt = make_salt();
    TRY(transaction.execute(sql::audit_text_add, entry, part, store::Bytes(salt), content, text::fold(searched),
                            person));
    return commitment(salt, content);
}

}  // namespace

std::string_view name_of(Action action) { return actions[static_cast<std::size_t>(action)]; }

std::optional<Action> action_of(std::string_view name) {
    auto const found = std::find(actions.begin(), actions.end(), name);
    if (found == actions.end()) return std::nullopt;
    return static_cast<Action>(found - actions.begin());
}

std::span<std::string_view const> action_names() { return actions; }

std::string_view name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::done:
            return "done";
        case Outcome::failed:
            return "failed";
        case Outcome::refused:
            return "refused";
    }
    return "done";
}

std::string_view name_of(Kind kind) { return kinds[static_cast<std::size_t>(kind)]; }

Result<void> note(store::Transaction& transaction, Actor const& actor, Entry const& entry) {
    auto const id = EntryId::make();
    auto const who = dump_json(Json{{"name", actor.name}, {"address", actor.address}});
    auto const actor_hash =
        TRY(put_text(transaction, id, "actor", who, actor.name + " " + actor.address, std::nullopt));
    std::optional<secrets::Hash> subject_hash;
    if (!entry.name.empty()) subject_hash = TRY(put_text(transaction, id, "subject", entry.name, "", entry.person));
    auto const or_null = [](Uuid const& uuid) { return uuid.is_nil() ? std::nullopt : std::optional(uuid); };
    auto const object = entry.object.empty() ? std::nullopt : std::optional(entry.object);
    auto const subject = subject_hash ? std::optional(store::Bytes(*subject_hash)) : std::nullopt;
    TRY(transaction.execute(sql::audit_entry_add, id, transaction.now(), kith::name_of(actor.kind), or_null(actor.id),
                            name_of(entry.action), name_of(entry.outcome), name_of(entry.kind), object,
                            or_null(entry.id), entry.change_set, dump_json(entry.facts), store::Bytes(actor_hash),
                            subject));
    return {};
}

}  // namespace kith::audit
