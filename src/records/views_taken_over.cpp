// Shared views as a set-up has them: what they are elsewhere, how they come here, and how they go back.
#include "records/limits.hpp"
#include "records/view_stored.hpp"
#include "records/views.sql.hpp"

#include <algorithm>

namespace kith::records {

Json Views::set_up_of(View const& view) {
    return {{"name", view.name}, {"filter", view.filter},     {"sort", view.sort}, {"columns", view.columns},
            {"kind", view.kind}, {"group_by", view.group_by}, {"sum", view.sum}};
}

Result<Json> Views::set_up(store::Session& session, std::string_view object) {
    Json views = Json::array();
    for (auto const row : TRY(session.query(sql::views_of_object, object, UserId{})))
        if (auto const view = read(row); !view.team) views.push_back(set_up_of(view));
    return views;
}

Result<void> Views::store(store::Transaction& transaction, View const& view, bool is_new) {
    auto const columns = dump_json(view.columns);
    if (is_new)
        TRY(transaction.execute(sql::views_insert, view.id, view.object, view.owner, view.name, view.is_shared,
                                view.position, view.filter, view.sort, columns, view.kind, view.group_by, view.sum,
                                view.team, transaction.now()));
    else
        TRY(transaction.execute(sql::views_update, view.id, view.name, view.is_shared, view.filter, view.sort, columns,
                                view.kind, view.group_by, view.sum, view.team, view.version, transaction.now()));
    return {};
}

Result<void> Views::take_over_one(store::Transaction& transaction, Actor const& actor, ChangeSetId change_set,
                                  schema::Object const& object, schema::SchemaPointer const& schema, Json const& body,
                                  std::vector<View>& here, schema::Differences& told) {
    if (!body.is_object() || !body.contains("name") || !body["name"].is_string())
        return Error::invalid("name", "required", "A view needs a name.");
    for (auto const& [member, value] : body.items())
        if (!set_up_of(View{}).contains(member))
            return Error::invalid(member, "unknown_field", fmt::format("A view has no {}.", member));
    auto const name = body["name"].get<std::string>();
    auto const known = std::find_if(here.begin(), here.end(), [&](View const& each) { return each.name == name; });
    bool const is_new = known == here.end();
    View view;
    if (!is_new) {
        view = *known;
        here.erase(known);
    } else {
        view.id = ViewId::make();
        view.object = object.name;
        view.owner = UserId{actor.kind == ActorKind::user ? actor.id : Uuid{}};
        view.is_shared = true;
        auto const counted = TRY(transaction.query(sql::views_shared_count, object.name));
        if (counted[0].integer(0) >= limits::views_per_owner_max)
            return Error::invalid("name", "limit_reached",
                                  fmt::format("An object may have {} shared views.", limits::views_per_owner_max));
        view.position = counted[0].integer(1) + 1;
    }
    auto const before = is_new ? Json() : set_up_of(view);
    // What the set-up does not say is as a new view has it.
    auto whole = set_up_of(View{});
    whole.update(body);
    TRY(apply(actor, object, schema, view, whole));
    auto const parts = is_new ? std::vector<std::string>() : schema::parts_changed(before, set_up_of(view));
    if (!is_new && parts.empty()) return {};
    if (!is_new) ++view.version;
    TRY(store(transaction, view, is_new));
    std::optional<std::string> const was = is_new ? std::nullopt : std::optional(dump_json(before));
    TRY(transaction.execute(sql::view_note_change, change_set, view.id, view.version, was));
    told.add({is_new ? "added" : "changed", "view", object.name, view.name, {{"en", view.name}}, parts});
    return {};
}

Result<void> Views::take_over(store::Transaction& transaction, Actor const& actor, ChangeSetId change_set,
                              schema::Object const& object, Json const& views, schema::SchemaPointer const& schema,
                              schema::Differences& told) {
    if (!views.is_array()) return Error::invalid("", "wrong_type", "The views of an object are a list.");
    TRY(transaction.lock("saved_view:" + object.name));
    std::vector<View> here;
    for (auto const row : TRY(transaction.query(sql::views_of_object, object.name, UserId{})))
        if (auto view = read(row); !view.team) here.push_back(std::move(view));
    for (std::size_t i = 0; i < views.size(); ++i) {
        auto taken = take_over_one(transaction, actor, change_set, object, schema, views[i], here, told);
        if (taken) continue;
        auto error = std::move(taken).error();
        if (error.fields.empty()) error.fields.push_back({"", error.reason, error.message});
        for (auto& field : error.fields)
            field.field = field.field.empty() ? std::to_string(i) : fmt::format("{}.{}", i, field.field);
        return error;
    }
    for (auto const& view : here)
        told.only_here.push_back({"kept", "view", object.name, view.name, {{"en", view.name}}, {}});
    return {};
}

Result<std::int64_t> Views::changes_of(store::Session& session, ChangeSetId change_set) {
    return static_cast<std::int64_t>(TRY(session.query(sql::view_changes_of, change_set)).size());
}

Result<void> Views::revert(store::Transaction& transaction, Actor const& actor, ChangeSetId change_set) {
    auto const changes = TRY(transaction.query(sql::view_changes_of, change_set));
    if (!changes.empty() && !actor.may(Permission::workspace_manage))
        return Error::forbidden("Your role may not change shared views of others.");
    for (auto const change : changes) {
        auto const locked = lock(transaction, change.id<ViewId>(0));
        if (!locked && locked.error().code == ErrorCode::not_found) continue;  // deleted since, for good
        if (!locked) return Failure(locked.error());
        auto const rows = TRY(transaction.query(sql::views_get, change.id<ViewId>(0)));
        if (rows.empty()) continue;
        auto view = read(rows[0]);
        if (view.is_deleted && change.is_null(2)) continue;
        if (view.version != change.integer(1))
            return Error::conflict("changed_since", fmt::format("The view {} was changed again since.", view.name));
        ++view.version;
        if (change.is_null(2)) {
            TRY(transaction.execute(sql::views_set_deleted, view.id, transaction.now(), view.version));
            continue;
        }
        auto const before = TRY(parse_json(change.text(2)));
        for (auto const& [member, into] :
             {std::pair("name", &view.name), std::pair("filter", &view.filter), std::pair("sort", &view.sort),
              std::pair("kind", &view.kind), std::pair("group_by", &view.group_by), std::pair("sum", &view.sum)})
            *into = before.value(member, std::string());
        view.columns = before.value("columns", Json::array());
        TRY(store(transaction, view, false));
    }
    return {};
}

}  // namespace kith::records
