// A set-up: what a workspace is made of apart from its data – objects, fields, choices and relations, roles with their
// rights and row rules, shared views – as a file that lives in version control and can be made again elsewhere.
//
// The file is JSON, `{"kith_set_up": 1, "objects": {…}, "roles": {…}, "views": {…}}`, with names in place of ids and
// its keys sorted, so that equal set-ups are equal bytes. It holds no users, no secrets, no records. What a workspace
// has and a file does not mention stays and is told; nothing is deleted, and no type is changed. A comparison is the
// same work thrown away, so that whatever would be refused is refused by it.
//
// Doors ask for Permission::workspace_manage and, since roles are in it, Permission::users_manage.
#pragma once

#include <string>

#include "access/role_book.hpp"
#include "records/views.hpp"
#include "schema/definitions.hpp"

namespace kith::records {

class SetUp {
public:
    SetUp(store::Database& database, schema::Definitions& definitions, access::RoleBook& roles, Views& views)
        : database_(database), definitions_(definitions), roles_(roles), views_(views) {}

    /// The file's text. A shared view whose filter does not hold any more is not in it.
    Result<std::string> written(Actor const& actor);
    /// What `take_over` would do: `{changes, only_here, change_set}`, the last null. `invalid` with each place where
    /// the file cannot be followed.
    Result<Json> compare(Actor const& actor, Json const& file);
    /// Under the author's change set, all or nothing; null in the answer where nothing differs.
    Result<Json> take_over(schema::Author const& author, Json const& file);

private:
    Result<schema::Differences> run(schema::Author const& author, Json const& file, bool is_rehearsal);
    Result<void> run_in(store::Transaction& transaction, schema::Author const& author, Json const& file,
                        schema::Differences& told);
    Result<void> take_roles(store::Transaction& transaction, schema::Author const& author, Json const& file,
                            schema::SchemaPointer const& schema, schema::Differences& told);
    Result<void> take_views(store::Transaction& transaction, schema::Author const& author, Json const& views,
                            schema::SchemaPointer const& schema, schema::Differences& told);

    store::Database& database_;
    schema::Definitions& definitions_;
    access::RoleBook& roles_;
    Views& views_;
};

}  // namespace kith::records
