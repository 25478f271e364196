// The roles of the workspace: kept, changed, and known to this process.
//
// The standard roles are written at the first start and follow the program until somebody changes them. Each change
// belongs to a change set and can be taken back; it is in force here with its commit, in another process after
// `limits::identity_cached_seconds_max`.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/role.hpp"
#include "base/guarded.hpp"
#include "base/ids.hpp"
#include "schema/definitions.hpp"
#include "schema/published.hpp"
#include "schema/set_up.hpp"
#include "store/database.hpp"

namespace kith::access {

class RoleBook {
public:
    static Result<std::unique_ptr<RoleBook>> load(store::Database& database, schema::Published const& schema);

    /// Null for a name that no role has.
    RolePointer find(std::string_view name) const;
    /// The standard ones first.
    std::vector<RolePointer> all() const;
    /// Reads them again, after another process changed some.
    Result<void> reload();
    /// Called after each change was committed; must be short.
    void on_change(std::function<void()> changed) { changed_.push_back(std::move(changed)); }

    struct Holders {
        std::int64_t users = 0, tokens = 0;
    };
    /// Who has each role; one that nobody has is not among them.
    Result<std::map<std::string, Holders, std::less<>>> holders();
    /// Inside a transaction that gives the role to somebody: it is there, and stays until the commit. `invalid` on
    /// `role`.
    static Result<void> check_there(store::Transaction& transaction, std::string_view role, bool is_for_people);

    // Doors; the routes ask for Permission::users_manage. Errors: not_found, invalid on the member at fault, conflict
    // (`fixed_role`, `role_in_use`, `too_many_roles`), precondition_failed where the version is another by now.

    /// `{title, copy_of}`: as the role that is copied; without one, a role that may do nothing yet.
    Result<RolePointer> create(schema::Author const& author, Json const& body);
    /// `{title, permissions, others, objects: {person: {read, create, update, delete, fields: {email: "hidden"}, rows:
    /// "…"}}}`, each part optional: what is not said stays.
    Result<RolePointer> change(schema::Author const& author, std::string_view role, std::int64_t version,
                               Json const& body);
    Result<void> remove(schema::Author const& author, std::string_view role, std::int64_t version);
    /// The rule alone, whatever the role's version; nothing: every row is shown.
    Result<void> set_rows(schema::Author const& author, std::string_view role, std::string_view object,
                          std::optional<std::string> rule);

    /// How many changes of roles a change set made.
    Result<std::int64_t> changes_of(store::Session& session, ChangeSetId change_set);
    // Inside a transaction that takes a set-up over.
    /// Keeps others from changing roles; before the lock of definitions.
    static Result<void> lock(store::Transaction& transaction);
    /// What a role is elsewhere: `{title, permissions, others, objects}`. Standard ones that nobody changed follow the
    /// program and are not among them, nor is the administrator's.
    static Result<std::map<std::string, Json>> set_up(store::Session& session);
    /// Makes the role so, under the definitions of `schema`, and tells what differs; rights that only this workspace's
    /// role has, and those on fields that the set-up's `objects` do not name, stay. `invalid` on the member at fault.
    Result<void> take_over(store::Transaction& transaction, schema::Author const& author, std::string const& name,
                           Json const& body, Json const& objects, schema::SchemaPointer const& schema,
                           schema::Differences& told);

    /// Takes the changes of a change set back, inside the transaction that reverts it; nothing where it has none.
    /// `conflict` where a role was changed since or is in use.
    Result<void> revert(store::Transaction& transaction, schema::Author const& author, ChangeSetId change_set);

private:
    struct Stored;
    using Book = std::map<std::string, RolePointer, std::less<>>;
    RoleBook(store::Database& database, schema::Published const& schema) : database_(database), schema_(schema) {}
    static Result<Book> read(store::Session& session);
    static Result<std::optional<Stored>> read_one(store::Session& session, std::string_view name);
    static Result<Stored> one_to_change(store::Transaction& transaction, std::string_view name,
                                        std::optional<std::int64_t> version);
    Result<RolePointer> save(store::Transaction& transaction, schema::Author const& author,
                             std::optional<Stored> const& before, Role role, bool is_deleted);
    Result<void> write_standard_roles();
    Result<RolePointer> changed(schema::Author const& author, std::string_view name,
                                std::optional<std::int64_t> version, Json const& body);

    store::Database& database_;
    schema::Published const& schema_;
    Guarded<Book> book_;
    std::vector<std::function<void()>> changed_;
};

}  // namespace kith::access
