#include "records/views.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "records/limits.hpp"
#include "records/records.hpp"
#include "records/view_stored.hpp"
#include "records/views.sql.hpp"

namespace kith::records {

namespace {

constexpr auto kept_after_deletion = std::chrono::hours(24 * 30);

Error no_such_view() { return Error::not_found("There is no such view."); }

Error wrong_type(std::string field, std::string_view wanted) {
    return Error::invalid(field, "wrong_type", fmt::format("{} must be {}.", field, wanted));
}

Result<std::string> text_of(Json const& body, std::string const& name) {
    auto const found = body.find(name);
    if (found == body.end()) return std::string();
    if (!found->is_string()) return wrong_type(name, "a text");
    return text::clean(found->get_ref<std::string const&>());
}

Result<std::string> name_of(Json const& body) {
    auto name = TRY(text_of(body, "name"));
    if (name.empty()) return Error::invalid("name", "required", "A view needs a name.");
    if (text::length(name) > limits::name_characters_max)
        return Error::invalid("name", "too_long",
                              fmt::format("The name is longer than {} characters.", limits::name_characters_max));
    return name;
}

Result<void> check_members(Json const& body, std::initializer_list<std::string_view> known) {
    for (auto const& [name, value] : body.items())
        if (std::find(known.begin(), known.end(), name) == known.end())
            return Error::invalid(name, "unknown_field", fmt::format("A view has no {} that can be set.", name));
    return {};
}

Result<UserId> owner_of(Actor const& actor) {
    if (actor.kind == ActorKind::user) return UserId{actor.id};
    return Error::forbidden("Views belong to people who sign in.");
}

// How a view shows its records: the fields that it may go by, and why it needs one.
struct Kind {
    std::string_view name;
    bool (*goes_by)(schema::FieldType);
    std::string_view need;  ///< empty: it goes by none
};

constexpr std::array kinds{
    Kind{"table", [](schema::FieldType type) { return is_groupable(type) || is_dated(type); }, ""},
    Kind{"board", is_groupable, "A board needs the field whose values are its columns."},
    Kind{"calendar", is_dated, "A calendar needs the field that says on which day a record stands."}};

// The places of a kind are changed by one at a time.
std::string lock_name(std::string_view object) { return fmt::format("saved_view:{}", object); }

}  // namespace

Views::View Views::read(store::Rows::Row const& row) {
    View view{row.id<ViewId>(0),
              std::string(row.text(1)),
              row.id<UserId>(2),
              std::string(row.text(3)),
              row.boolean(4),
              row.integer(5),
              std::string(row.text(6)),
              std::string(row.text(7)),
              Json::array(),
              row.integer(9),
              !row.is_null(10),
              std::string(row.text(11)),
              std::string(row.text(12)),
              std::string(row.text(13)),
              row.is_null(14) ? std::nullopt : std::optional(row.id<access::TeamId>(14))};
    if (auto columns = parse_json(row.text(8))) view.columns = columns.take();
    return view;
}

Json Views::columns_json(std::vector<Column> const& columns) {
    Json json = Json::array();
    for (auto const& column : columns) {
        json.push_back(Json{{"field", column.field}});
        if (column.width) json.back()["width"] = *column.width;
    }
    return json;
}

Json Views::json_of(Actor const& actor, View const& view) const {
    auto const object = schema_.current()->find(view.object);
    auto const visible = access_.visible_fields(actor);
    Json columns = Json::array();
    for (auto const& column : view.columns) {
        auto const* field = object ? object->find(column.value("field", std::string())) : nullptr;
        if (field && visible(*object, *field)) columns.push_back(column);
    }
    auto const if_seen = [&](std::string const& name) {
        auto const* field = object ? object->find(name) : nullptr;
        return field && visible(*object, *field) ? name : std::string();
    };
    auto const sort_name = view.sort.starts_with('-') ? view.sort.substr(1) : view.sort;
    auto const* sorted = object ? object->find(sort_name) : nullptr;
    bool const is_sort_seen = !object || !sorted || visible(*object, *sorted);
    bool const is_own = actor.kind == ActorKind::user && view.owner.uuid == actor.id;
    Json team;
    if (view.team) {
        auto const teams = access_.teams();
        auto const* known = teams->find(*view.team);
        team = {{"id", view.team->text()}, {"name", known ? Json(known->name) : Json()}};
    }
    return {{"id", view.id.text()},
            {"object", view.object},
            {"name", view.name},
            {"is_shared", view.is_shared},
            {"team", std::move(team)},
            {"is_own", is_own},
            {"may_change", is_own || actor.may(Permission::workspace_manage)},
            {"position", view.position},
            {"filter", view.filter},
            {"sort", is_sort_seen ? view.sort : std::string()},
            {"columns", std::move(columns)},
            {"kind", view.kind},
            {"group_by", if_seen(view.group_by)},
            {"sum", if_seen(view.sum)},
            {"version", view.version}};
}

Result<schema::ObjectPointer> Views::readable(Actor const& actor, std::string_view name) const {
    auto object = schema_.current()->find(name);
    if (!object || !access_.row_rule(actor, *object))
        return Error::invalid("object", "unknown_object", "There is no such object.");
    return object;
}

bool Views::is_for(Actor const& actor, View const& view) const {
    bool const is_user = actor.kind == ActorKind::user;
    if (is_user && view.owner.uuid == actor.id) return true;
    if (!view.team || actor.may(Permission::workspace_manage)) return view.is_shared;
    if (!is_user) return false;
    auto const reaching = access_.teams()->reaching(actor.id);
    return std::find(reaching.begin(), reaching.end(), view.team->uuid) != reaching.end();
}

bool Views::is_shown(Actor const& actor, schema::Object const& object, View const& view) const {
    if (!is_for(actor, view)) return false;
    if (view.filter.empty()) return true;
    auto const rule = rule::parse(view.filter);
    // One's own is shown with what has become wrong with it.
    if (view.owner.uuid == actor.id && actor.kind == ActorKind::user) return true;
    return rule && rule::check(*rule, object, access_.sight(actor));
}

Result<Json> Views::list(Actor const& actor, std::string_view name) {
    auto const object = TRY(readable(actor, name));
    UserId const owner{actor.kind == ActorKind::user ? actor.id : Uuid{}};
    auto const rows = TRY(database_.read(
        [&](store::Session& session) { return session.query(sql::views_of_object, object->name, owner); }));
    Json json{{"data", Json::array()}};
    for (auto const row : rows)
        if (auto const view = read(row); is_shown(actor, *object, view)) json["data"].push_back(json_of(actor, view));
    return json;
}

Result<void> Views::check_sharing(Actor const& actor, schema::Object const& object) const {
    if (actor.may(object.is_person_owned ? Permission::people_write : Permission::records_write)) return {};
    return Error::forbidden("Your role may keep views for itself, not share them.");
}

Result<void> Views::check_sort(Actor const& actor, schema::Object const& object, std::string const& sort) const {
    auto const name = sort.starts_with('-') ? sort.substr(1) : sort;
    if (sort.empty() || name == "created_at") return {};
    auto const* field = object.find(name);
    if (!field || !access_.visible_fields(actor)(object, *field))
        return Error::invalid("sort", "unknown_field", fmt::format("There is no field \"{}\" to sort by.", name));
    if (!field->is_sortable)
        return Error::invalid("sort", "not_sortable", fmt::format("The list cannot be sorted by \"{}\".", name));
    return {};
}

Result<std::vector<Views::Column>> Views::columns_of(Actor const& actor, schema::Object const& object,
                                                     Json const& json) const {
    if (!json.is_array()) return wrong_type("columns", "a list of columns");
    if (json.size() > limits::view_columns_max)
        return Error::invalid("columns", "too_many_columns",
                              fmt::format("A view has at most {} columns.", limits::view_columns_max));
    auto const visible = access_.visible_fields(actor);
    std::vector<Column> columns;
    for (auto const& one : json) {
        if (!one.is_object() || !one.contains("field") || !one["field"].is_string())
            return wrong_type("columns", "a list of objects with a field");
        for (auto const& [name, value] : one.items())
            if (name != "field" && name != "width")
                return Error::invalid("columns", "unknown_field", "A column has a field and a width.");
        Column column{one["field"].get<std::string>(), std::nullopt};
        auto const* field = object.find(column.field);
        if (!field || !visible(object, *field))
            return Error::invalid("columns", "unknown_field", fmt::format("There is no field \"{}\".", column.field));
        if (std::any_of(columns.begin(), columns.end(), [&](auto const& other) { return other.field == column.field; }))
            return Error::invalid("columns", "twice", fmt::format("Column \"{}\" stands there twice.", column.field));
        if (one.contains("width")) {
            if (!one["width"].is_number_integer()) return wrong_type("columns", "of a width in whole pixels");
            column.width = one["width"].get<std::int64_t>();
            if (*column.width < limits::view_column_width_min || *column.width > limits::view_column_width_max)
                return Error::invalid("columns", "wrong",
                                      fmt::format("A column is {} to {} pixels wide.", limits::view_column_width_min,
                                                  limits::view_column_width_max));
        }
        columns.push_back(std::move(column));
    }
    return columns;
}

Result<void> Views::apply(Actor const& actor, schema::Object const& object, schema::SchemaPointer const& schema,
                          View& view, Json const& body) const {
    if (body.contains("name")) view.name = TRY(name_of(body));
    TRY(apply_sharing(actor, object, view, body));
    if (body.contains("filter")) {
        view.filter = TRY(text_of(body, "filter"));
        if (!view.filter.empty()) {
            auto const rule = TRY(rule::parse(view.filter));
            auto sight = access_.sight(actor);
            sight.schema = schema;
            TRY(rule::check(rule, object, sight));
            view.filter = rule::print(*rule);
        }
    }
    if (body.contains("sort")) {
        view.sort = TRY(text_of(body, "sort"));
        TRY(check_sort(actor, object, view.sort));
    }
    if (body.contains("columns")) view.columns = columns_json(TRY(columns_of(actor, object, body["columns"])));
    return apply_kind(actor, object, view, body);
}

// A team says that the view is shared; that it is not, or with everybody, says that it is no team's.
Result<void> Views::apply_sharing(Actor const& actor, schema::Object const& object, View& view,
                                  Json const& body) const {
    if (body.contains("is_shared")) {
        if (!body["is_shared"].is_boolean()) return wrong_type("is_shared", "true or false");
        view.is_shared = body["is_shared"].get<bool>();
        if (!view.is_shared) view.team = std::nullopt;
    }
    if (body.contains("team")) {
        auto const before = std::exchange(view.team, std::nullopt);
        if (!body["team"].is_null()) {
            if (!body["team"].is_string()) return wrong_type("team", "the id of a team, or null");
            view.team = access::TeamId::parse(body["team"].get_ref<std::string const&>());
            // A team that is gone may stay what it is.
            if (!view.team || (view.team != before && !access_.teams()->find(*view.team)))
                return Error::invalid("team", "not_a_choice", "There is no such team.");
            if (body.contains("is_shared") && !view.is_shared)
                return Error::invalid("team", "wrong", "A view that is shared with a team is shared.");
            view.is_shared = true;
        }
    }
    if (view.is_shared) TRY(check_sharing(actor, object));
    return {};
}

Result<void> Views::apply_kind(Actor const& actor, schema::Object const& object, View& view, Json const& body) const {
    auto const visible = access_.visible_fields(actor);
    auto const set = [&](std::string const& member, std::string& name,
                         bool (*fits)(schema::FieldType)) -> Result<void> {
        if (!body.contains(member)) return {};
        auto given = TRY(text_of(body, member));
        auto const* field = object.find(given);
        if (!given.empty() && (!field || !visible(object, *field)))
            return Error::invalid(member, "unknown_field", fmt::format("There is no field \"{}\".", given));
        if (field && !fits(field->type))
            return Error::invalid(member, "wrong_type", fmt::format("\"{}\" is no field for this.", given));
        name = std::move(given);
        return {};
    };
    if (body.contains("kind")) view.kind = TRY(text_of(body, "kind"));
    auto const* kind =
        std::find_if(kinds.begin(), kinds.end(), [&](Kind const& each) { return each.name == view.kind; });
    if (kind == kinds.end()) return wrong_type("kind", "table, board or calendar");
    TRY(set("group_by", view.group_by, kind->goes_by));
    TRY(set("sum", view.sum, is_summable));
    if (kind->need.empty()) return {};
    if (view.group_by.empty()) return Error::invalid("group_by", "required", std::string(kind->need));
    // What a board went by says no day, and the other way round.
    auto const* by = object.find(view.group_by);
    if (by && !kind->goes_by(by->type)) return Error::invalid("group_by", "wrong_type", std::string(kind->need));
    return {};
}

// The place of the last that its owner has.
Result<std::int64_t> Views::check_number(store::Session& session, View const& view) const {
    auto const known = TRY(session.query(sql::views_count, view.object, view.owner));
    if (known[0].integer(0) < limits::views_per_owner_max) return known[0].integer(1);
    return Error::conflict("too_many_views",
                           fmt::format("One may have {} views of an object.", limits::views_per_owner_max));
}

// Before the row itself, as whoever takes a set-up over does.
Result<void> Views::lock(store::Transaction& transaction, ViewId id) {
    auto const rows = TRY(transaction.query(sql::view_object, id));
    if (rows.empty()) return no_such_view();
    return transaction.lock(lock_name(rows[0].text(0)));
}

Result<Json> Views::create(Actor const& actor, Json const& body) {
    TRY(check_members(body,
                      {"object", "name", "is_shared", "team", "filter", "sort", "columns", "kind", "group_by", "sum"}));
    auto const object = TRY(readable(actor, TRY(text_of(body, "object"))));
    View view;
    view.id = ViewId::make();
    view.object = object->name;
    view.owner = TRY(owner_of(actor));
    view.name = TRY(name_of(body));
    TRY(apply(actor, *object, schema_.current(), view, body));
    return database_.write([&](store::Transaction& transaction) -> Result<Json> {
        TRY(transaction.lock(lock_name(view.object)));
        view.position = TRY(check_number(transaction, view)) + 1;
        auto const columns = dump_json(view.columns);
        TRY(transaction.execute(sql::views_insert, view.id, view.object, view.owner, view.name, view.is_shared,
                                view.position, view.filter, view.sort, columns, view.kind, view.group_by, view.sum,
                                view.team, transaction.now()));
        return json_of(actor, view);
    });
}

Result<Views::View> Views::changeable(store::Session& session, Actor const& actor, ViewId id, bool is_deleted) const {
    auto const rows = TRY(session.query(sql::views_get, id));
    if (rows.empty()) return no_such_view();
    auto view = read(rows[0]);
    auto const object = schema_.current()->find(view.object);
    bool const is_own = actor.kind == ActorKind::user && view.owner.uuid == actor.id;
    if (!object || !access_.row_rule(actor, *object) || view.is_deleted != is_deleted) return no_such_view();
    if (is_own) return view;
    if (!view.is_shared || !is_shown(actor, *object, view)) return no_such_view();
    if (!actor.may(Permission::workspace_manage))
        return Error::forbidden("Only who made a shared view, and administrators, may change it.");
    return view;
}

// Puts the view at a place among those of its kind that the actor sees, and numbers all of them anew.
Result<void> Views::place(store::Transaction& transaction, Actor const& actor, schema::Object const& object,
                          View const& view, std::int64_t position) {
    UserId const owner{actor.id};
    std::vector<ViewId> order;
    std::vector<std::size_t> seen;  // places in the order
    for (auto const row : TRY(transaction.query(sql::views_of_object, view.object, owner))) {
        auto const other = read(row);
        if (other.is_shared != view.is_shared || other.id == view.id) continue;
        if (is_shown(actor, object, other)) seen.push_back(order.size());
        order.push_back(other.id);
    }
    auto const wanted = static_cast<std::size_t>(position);
    auto const at = wanted < seen.size() ? seen[wanted] : order.size();
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(at), view.id);
    for (std::size_t i = 0; i < order.size(); ++i)
        TRY(transaction.execute(sql::views_place, order[i], static_cast<std::int64_t>(i)));
    return {};
}

Result<Json> Views::update(Actor const& actor, ViewId id, std::int64_t version, Json const& body) {
    TRY(check_members(
        body, {"name", "is_shared", "team", "filter", "sort", "columns", "kind", "group_by", "sum", "position"}));
    std::optional<std::int64_t> position;
    if (body.contains("position")) {
        if (!body["position"].is_number_integer() || body["position"].get<std::int64_t>() < 0)
            return wrong_type("position", "a place, from 0");
        position = body["position"].get<std::int64_t>();
    }
    return database_.write([&](store::Transaction& transaction) -> Result<Json> {
        TRY(lock(transaction, id));
        auto view = TRY(changeable(transaction, actor, id, false));
        if (view.version != version) {
            Error error;
            error.code = ErrorCode::precondition_failed;
            error.message = "Somebody else has changed this view since you read it.";
            return error;
        }
        auto const schema = schema_.current();
        auto const object = schema->find(view.object);
        if (!object) return no_such_view();
        TRY(apply(actor, *object, schema, view, body));
        ++view.version;
        auto const columns = dump_json(view.columns);
        TRY(transaction.execute(sql::views_update, view.id, view.name, view.is_shared, view.filter, view.sort, columns,
                                view.kind, view.group_by, view.sum, view.team, view.version, transaction.now()));
        if (position) {
            TRY(place(transaction, actor, *object, view, *position));
            view = TRY(changeable(transaction, actor, id, false));
        }
        return json_of(actor, view);
    });
}

Result<void> Views::remove(Actor const& actor, ViewId id, std::int64_t version) {
    return database_.write([&](store::Transaction& transaction) -> Result<void> {
        TRY(lock(transaction, id));
        auto const view = TRY(changeable(transaction, actor, id, false));
        if (view.version != version) {
            Error error;
            error.code = ErrorCode::precondition_failed;
            error.message = "Somebody else has changed this view since you read it.";
            return error;
        }
        TRY(transaction.execute(sql::views_purge, transaction.now() - kept_after_deletion));
        TRY(transaction.execute(sql::views_set_deleted, id, transaction.now(), view.version + 1));
        return {};
    });
}

Result<Json> Views::restore(Actor const& actor, ViewId id) {
    return database_.write([&](store::Transaction& transaction) -> Result<Json> {
        TRY(lock(transaction, id));
        auto view = TRY(changeable(transaction, actor, id, true));
        auto const object = schema_.current()->find(view.object);
        if (view.is_shared && object) TRY(check_sharing(actor, *object));
        TRY(check_number(transaction, view));
        ++view.version;
        TRY(transaction.execute(sql::views_set_deleted, id, std::optional<Instant>(), view.version));
        return json_of(actor, view);
    });
}

}  // namespace kith::records
