// Saved views: a list's filter, order and columns under a name, for oneself, shared with a team, or with everybody who
// may read the object; as a table, as a board whose columns are the values of a field, or as a calendar whose days a
// field says.
//
// A view shows nothing by itself: the list that it describes is asked for like any other, under the reader's own
// permissions. But its filter speaks of fields, so a shared view whose rule or columns somebody may not read is, for
// them, not there or without those columns. Somebody else's private view is not found, by anybody; a team's view by
// those alone who made it, stand in the team or below it, or manage the workspace. Teams are no part of a set-up, and
// neither are their views.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/row_access.hpp"
#include "base/actor.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "schema/published.hpp"
#include "schema/set_up.hpp"
#include "store/database.hpp"

namespace kith::records {

struct ViewTag;
using ViewId = Id<ViewTag>;

class Views {
public:
    Views(store::Database& database, schema::Published const& schema, access::RowAccess const& access)
        : database_(database), schema_(schema), access_(access) {}

    /// As the API shows them: the shared ones, then the actor's own, each in their order. `invalid` for an object that
    /// the actor may not read.
    Result<Json> list(Actor const& actor, std::string_view object);
    Result<Json> create(Actor const& actor, Json const& body);
    /// Any of `name`, `is_shared`, `team`, `filter`, `sort`, `columns`, `kind`, `group_by`, `sum`, and `position` among
    /// the shared ones or among one's own.
    Result<Json> update(Actor const& actor, ViewId id, std::int64_t version, Json const& body);
    /// It can be brought back for thirty days.
    Result<void> remove(Actor const& actor, ViewId id, std::int64_t version);
    Result<Json> restore(Actor const& actor, ViewId id);

    // Inside a transaction that takes a set-up over.
    /// The shared views of an object in their order, whole: `[{name, filter, sort, columns, kind, group_by, sum}]`.
    static Result<Json> set_up(store::Session& session, std::string_view object);
    /// Makes the shared views of an object so, each found by its name, and tells what differs; others stay. `invalid`
    /// on the member at fault, as `0.filter`.
    Result<void> take_over(store::Transaction& transaction, Actor const& actor, ChangeSetId change_set,
                           schema::Object const& object, Json const& views, schema::SchemaPointer const& schema,
                           schema::Differences& told);
    /// How many changes of shared views a change set made.
    Result<std::int64_t> changes_of(store::Session& session, ChangeSetId change_set);
    /// Takes back what a change set made of shared views; nothing where it made nothing. `conflict` where one was
    /// changed since.
    Result<void> revert(store::Transaction& transaction, Actor const& actor, ChangeSetId change_set);

private:
    struct View;
    struct Column;

    static View read(store::Rows::Row const& row);
    Json json_of(Actor const& actor, View const& view) const;
    static Json columns_json(std::vector<Column> const& columns);
    Result<schema::ObjectPointer> readable(Actor const& actor, std::string_view name) const;
    bool is_shown(Actor const& actor, schema::Object const& object, View const& view) const;
    /// The view, for one who may change it: `not_found` where they may not see it, `forbidden` where they may only see
    /// it.
    Result<View> changeable(store::Session& session, Actor const& actor, ViewId id, bool is_deleted) const;
    static Json set_up_of(View const& view);
    /// Whether the actor is among those whom the view is for.
    bool is_for(Actor const& actor, View const& view) const;
    Result<void> apply_sharing(Actor const& actor, schema::Object const& object, View& view, Json const& body) const;
    /// Under a picture of the definitions in which the object stands.
    Result<void> apply(Actor const& actor, schema::Object const& object, schema::SchemaPointer const& schema,
                       View& view, Json const& body) const;
    Result<void> take_over_one(store::Transaction& transaction, Actor const& actor, ChangeSetId change_set,
                               schema::Object const& object, schema::SchemaPointer const& schema, Json const& body,
                               std::vector<View>& here, schema::Differences& told);
    static Result<void> store(store::Transaction& transaction, View const& view, bool is_new);
    Result<std::vector<Column>> columns_of(Actor const& actor, schema::Object const& object, Json const& json) const;
    Result<void> check_sort(Actor const& actor, schema::Object const& object, std::string const& sort) const;
    Result<void> apply_kind(Actor const& actor, schema::Object const& object, View& view, Json const& body) const;
    Result<void> check_sharing(Actor const& actor, schema::Object const& object) const;
    Result<void> place(store::Transaction& transaction, Actor const& actor, schema::Object const& object,
                       View const& view, std::int64_t position);
    Result<std::int64_t> check_number(store::Session& session, View const& view) const;
    static Result<void> lock(store::Transaction& transaction, ViewId id);

    store::Database& database_;
    schema::Published const& schema_;
    access::RowAccess const& access_;
};

}  // namespace kith::records
