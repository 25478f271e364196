// All records that name a user, and how they come to name another.
#include <algorithm>

#include "records/bulk_edits.hpp"
#include "records/bulk_edits.sql.hpp"
#include "records/bulk_run.hpp"
#include "records/limits.hpp"
#include "records/row.hpp"

namespace kith::records {

namespace {

using rule::BoundValue;
using schema::Field;
using schema::FieldType;
using schema::Object;

/// The user fields of an object that the actor sees, or may also change.
std::vector<Field const*> user_fields(Records& records, Actor const& actor, Object const& object, bool is_to_change) {
    auto const& access = records.access();
    auto const needed = is_to_change ? access::FieldRight::write : access::FieldRight::read;
    std::vector<Field const*> fields;
    if (!access.may(actor, object, is_to_change ? access::Deed::update : access::Deed::read)) return fields;
    for (auto const& field : object.fields)
        if (field.type == FieldType::user && access.field_right(actor, object, field.name) >= needed &&
            (field.is_writable || !is_to_change))
            fields.push_back(&field);
    return fields;
}

/// The records that name the user in one of the fields, of those that the actor sees.
struct Naming {
    std::string sql;
    std::vector<BoundValue> parameters;

    static Result<Naming> of(Records& records, Actor const& actor, Object const& object,
                             std::vector<Field const*> const& fields, UserId user) {
        Naming naming{{}, {{user.uuid}}};
        for (auto const* field : fields)
            naming.sql += fmt::format("{}r.{} = $1", naming.sql.empty() ? "" : " OR ", field->column);
        naming.sql = fmt::format("({}) AND r.deleted_at IS NULL AND r.joined_into IS NULL", naming.sql);
        if (auto const rule = TRY(records.access().row_rule(actor, object))) {
            naming.sql += " AND (";
            rule->to_sql(naming.sql, naming.parameters, "r");
            naming.sql += ')';
        }
        return naming;
    }

    Result<std::int64_t> count(store::Session& session, Object const& object) const {
        auto const rows =
            TRY(run(session, fmt::format("SELECT COUNT(*) FROM {} r WHERE {}", object.table, sql), parameters));
        return rows[0].integer(0);
    }

    Result<std::vector<Frozen>> freeze(store::Session& session, Object const& object) const {
        std::vector<Frozen> frozen;
        auto values = parameters;
        values.push_back({});
        values.push_back({static_cast<std::int64_t>(limits::bulk_frozen_at_once)});
        auto const page =
            fmt::format("SELECT r.id, r.version FROM {} r WHERE {} AND r.id > ${} ORDER BY r.id LIMIT ${}",
                        object.table, sql, parameters.size() + 1, parameters.size() + 2);
        for (Uuid last;; last = frozen.back().id.uuid) {
            values[parameters.size()] = {last};
            auto const rows = TRY(run(session, page, values));
            for (auto const& row : rows) frozen.push_back({row.id<RecordId>(0), row.integer(1)});
            if (frozen.size() > limits::bulk_records_max)
                return Error::invalid("to", "limit_reached", "These are too many records to be handed over at once.");
            if (rows.size() < limits::bulk_frozen_at_once) return frozen;
        }
    }
};

Result<bool> may_sign_in(store::Session& session, UserId user) {
    auto const rows = TRY(session.query(sql::bulk_edit_user, user));
    return !rows.empty() && !rows[0].boolean(0);
}

Result<UserId> successor_in(Json const& body, UserId user) {
    for (auto const& [name, value] : body.items())
        if (name != "to") return Error::invalid(name, "unknown_field", fmt::format("There is no field {}.", name));
    auto const& to = body.value("to", Json());
    auto const id = to.is_string() ? UserId::parse(to.get_ref<std::string const&>()) : std::nullopt;
    if (to.is_null()) return Error::invalid("to", "required", "Somebody has to take them over.");
    if (!id) return Error::invalid("to", "not_found", "There is no such user.");
    if (*id == user) return Error::invalid("to", "same", "It is theirs already.");
    return *id;
}

}  // namespace

Result<Json> BulkEdits::owned(Actor const& actor, UserId user) {
    auto const schema = records_.schema();
    return database_.read([&](store::Session& session) -> Result<Json> {
        if (TRY(session.query(sql::bulk_edit_user, user)).empty()) return Error::not_found("There is no such user.");
        Json list = Json::array();
        for (auto const& object : schema->objects()) {
            auto const changeable = user_fields(records_, actor, *object, true);
            for (auto const* field : user_fields(records_, actor, *object, false)) {
                auto const naming = TRY(Naming::of(records_, actor, *object, {field}, user));
                auto const records = TRY(naming.count(session, *object));
                bool const may_change = std::find(changeable.begin(), changeable.end(), field) != changeable.end();
                if (records > 0)
                    list.push_back({{"object", object->name},
                                    {"field", field->name},
                                    {"records", records},
                                    {"may_change", may_change}});
            }
        }
        return list;
    });
}

Result<Json> BulkEdits::hand_over(Actor const& actor, UserId user, Json const& body) {
    auto const to = TRY(successor_in(body, user));
    auto const schema = records_.schema();
    Json objects = Json::array();
    std::vector<std::vector<Frozen>> frozen;
    TRY(database_.read([&](store::Session& session) -> Result<void> {
        objects = Json::array();
        frozen.clear();
        if (TRY(session.query(sql::bulk_edit_user, user)).empty()) return Error::not_found("There is no such user.");
        if (!TRY(may_sign_in(session, to)))
            return Error::invalid("to", "not_found", "There is no user who could take them over.");
        for (auto const& object : schema->objects()) {
            auto const fields = user_fields(records_, actor, *object, true);
            if (fields.empty()) continue;
            auto records = TRY(TRY(Naming::of(records_, actor, *object, fields, user)).freeze(session, *object));
            if (records.empty()) continue;
            Json values = Json::object();
            for (auto const* field : fields) values[field->name] = to.text();
            objects.push_back({{"object", object->name}, {"values", std::move(values)}, {"records", records.size()}});
            frozen.push_back(std::move(records));
        }
        return {};
    }));
    return enqueue(actor, "", BulkAction::hand_over, {{"from", user.text()}, {"objects", std::move(objects)}}, frozen);
}

}  // namespace kith::records
