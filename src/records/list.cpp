// Reading: every condition that an actor's role adds is added here, for lists, single records, totals and whatever
// hangs on a record.
#include <sodium.h>

#include <algorithm>

#include "base/limits.hpp"
#include "records/attachments/field_files.hpp"
#include "records/limits.hpp"
#include "records/reading.hpp"
#include "records/records.hpp"
#include "records/records.sql.hpp"
#include "records/row.hpp"
#include "records/value_types.hpp"
#include "rule/types.hpp"

namespace kith::records {

namespace {

using rule::BoundValue;
using schema::Field;
using schema::Object;
using store::Session;

// Where a page begins: after this value of the sorted column (or among the rows without one) and this id.
struct Cursor {
    bool is_among_absent = false;
    BoundValue key;
    Uuid id;
};

Error bad_cursor() {
    return Error::invalid("page", "wrong", "This page address is not of this list; begin again without it.");
}

std::string hex(std::string_view bytes) {
    std::string out(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
    out.pop_back();
    return out;
}

std::optional<std::string> unhex(std::string_view text) {
    std::string out(text.size() / 2, '\0');
    std::size_t size = 0;
    if (sodium_hex2bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), nullptr,
                       &size, nullptr) != 0 ||
        size != out.size() || text.size() % 2 != 0)
        return std::nullopt;
    return out;
}

// `<sort>~<a or the key's kind and value>~<id>`, in hexadecimal: opaque, and refused by a list that is sorted
// otherwise.
std::string write_cursor(std::string const& sort, Cursor const& cursor) {
    struct Writer {
        std::string operator()(std::monostate) const { return "-"; }
        std::string operator()(std::int64_t value) const { return "i" + std::to_string(value); }
        std::string operator()(double value) const { return fmt::format("d{:a}", value); }
        std::string operator()(std::string const& value) const { return "t" + hex(value); }
        std::string operator()(Uuid const& value) const { return "u" + value.text(); }
        std::string operator()(rule::Bytes const& value) const { return "b" + hex(value.bytes); }
    };
    auto const key = cursor.is_among_absent ? std::string("-") : std::visit(Writer{}, cursor.key.value);
    return hex(fmt::format("{}~{}~{}", sort, key, cursor.id.text()));
}

Result<Cursor> read_cursor(std::string const& sort, std::string_view text) {
    auto const plain = unhex(text);
    if (!plain) return bad_cursor();
    auto const first = plain->find('~'), last = plain->rfind('~');
    if (first == std::string::npos || first == last || plain->substr(0, first) != sort) return bad_cursor();
    auto const key = plain->substr(first + 1, last - first - 1);
    auto const id = Uuid::parse(std::string_view(*plain).substr(last + 1));
    if (!id || key.empty()) return bad_cursor();
    Cursor cursor{key == "-", {}, *id};
    auto const value = key.substr(1);
    switch (key[0]) {
        case '-':
            return cursor;
        case 'i':
            cursor.key.value = static_cast<std::int64_t>(std::strtoll(value.c_str(), nullptr, 10));
            return cursor;
        case 'd':
            cursor.key.value = std::strtod(value.c_str(), nullptr);
            return cursor;
        case 't':
        case 'b': {
            auto bytes = unhex(value);
            if (!bytes) return bad_cursor();
            if (key[0] == 't') {
                cursor.key.value = std::move(*bytes);
            } else {
                cursor.key.value = rule::Bytes{std::move(*bytes)};
            }
            return cursor;
        }
        case 'u': {
            auto const uuid = Uuid::parse(value);
            if (!uuid) return bad_cursor();
            cursor.key.value = *uuid;
            return cursor;
        }
        default:
            return bad_cursor();
    }
}

// What the column that a list is sorted by says.
BoundValue cell_value(store::Rows::Row const& row, std::size_t column, Field const& field) {
    if (row.is_null(column)) return {};
    if (field.has_sort_column()) return {rule::Bytes{std::string(row.text(column))}};
    auto const value = value_type_of(field.type).read(field, row, column);
    return rule::row_of(field.type).stored(field, value).value_or(BoundValue{});
}

// One stretch of a list: the rows that have a value to sort by, or those that have none.
struct Stretch {
    Object const& object;
    Sort sort;
    std::size_t limit;
    std::string shown_where;  ///< holds where the actor may see the sorted field; empty: everywhere

    std::string direction() const { return sort.is_descending ? "DESC" : "ASC"; }
    std::string beyond() const { return sort.is_descending ? "<" : ">"; }

    std::string sql(Conditions& conditions, Cursor const* after, bool is_among_absent) const {
        bool const is_by_key = sort.has_key() && !is_among_absent;
        auto const key = sort.key();
        if (sort.field && shown_where.empty())
            conditions.add(key + (is_among_absent ? " IS NULL" : " IS NOT NULL"));
        else if (sort.field)
            conditions.add(is_among_absent ? fmt::format("({} IS NULL OR NOT {})", key, shown_where)
                                           : fmt::format("{} IS NOT NULL AND {}", key, shown_where));
        if (after && is_by_key) {
            auto const value = conditions.bind(after->key), id = conditions.bind({after->id});
            conditions.add(fmt::format("({}, r.id) {} ({}, {})", key, beyond(), value, id));
        } else if (after) {
            auto const id = conditions.bind({after->id});
            conditions.add(fmt::format("r.id {} {}", beyond(), id));
        }
        auto const limit_place = conditions.bind({static_cast<std::int64_t>(limit)});
        auto const order =
            is_by_key ? fmt::format("{0} {1}, r.id {1}", key, direction()) : fmt::format("r.id {}", direction());
        auto const key_column = sort.has_key() ? ", " + key : std::string();
        return fmt::format("SELECT {}{} FROM {} r WHERE {} ORDER BY {} LIMIT {}", select_list(object, "r"), key_column,
                           object.table, conditions.sql, order, limit_place);
    }
};

// What the index of a sorted field holds (`schema::index_ddl`).
constexpr char const* indexed = "r.deleted_at IS NULL AND r.joined_into IS NULL";

// Where the order, of all rows of the index, stands some rows after a place; nothing where it ends before.
Result<std::optional<Cursor>> place_after(Session& session, Stretch const& stretch, Cursor const* after,
                                          std::size_t rows) {
    Conditions conditions;
    auto const key = stretch.sort.key();
    conditions.add(indexed);
    conditions.add(key + " IS NOT NULL");
    if (after) {
        auto const value = conditions.bind(after->key), id = conditions.bind({after->id});
        conditions.add(fmt::format("({}, r.id) {} ({}, {})", key, stretch.beyond(), value, id));
    }
    auto const offset = conditions.bind({static_cast<std::int64_t>(rows) - 1});
    auto const sql = fmt::format("SELECT r.id, {0} FROM {1} r WHERE {2} ORDER BY {0} {3}, r.id {3} LIMIT 1 OFFSET {4}",
                                 key, stretch.object.table, conditions.sql, stretch.direction(), offset);
    auto const found = TRY(run(session, sql, conditions.parameters));
    if (found.empty()) return std::optional<Cursor>();
    return std::optional(Cursor{false, cell_value(found[0], 1, *stretch.sort.field), found[0].uuid(0)});
}

// The rows of a stretch as its order has them, looked at one by one: of a filter that keeps much that is a page at
// once, where an index of the filter would give most of the object, to be sorted. Nothing where too few of those looked
// at are kept; the database then finds its own way. Within CASE a condition leads to no index.
Result<std::optional<store::Rows>> walked(Reading const& reading, Stretch const& stretch, Conditions const& narrowed,
                                          Cursor const* after, std::size_t rows_max) {
    auto const end = TRY(place_after(reading.session, stretch, after, rows_max));
    Conditions conditions;
    conditions.parameters = narrowed.parameters;
    conditions.add(fmt::format("{} AND CASE WHEN {} THEN TRUE ELSE FALSE END", indexed, narrowed.sql));
    if (end) {
        auto const value = conditions.bind(end->key), id = conditions.bind({end->id});
        conditions.add(fmt::format("({}, r.id) {}= ({}, {})", stretch.sort.key(),
                                   stretch.sort.is_descending ? ">" : "<", value, id));
    }
    auto const sql = stretch.sql(conditions, after, false);
    auto rows = TRY(run(reading.session, sql, conditions.parameters));
    if (end && rows.size() < stretch.limit) return std::optional<store::Rows>();
    return std::optional(std::move(rows));
}

// How far to walk the order, time after time, before the database finds its own way.
Result<std::vector<std::size_t>> walks_of(Reading const& reading, Sort const& sort) {
    auto const narrowed = TRY(reading.narrowed());
    // The rows of one choice stand in the order of names already.
    if (narrowed == Narrowed::to_one_choice && sort.field->name == "name") return std::vector<std::size_t>();
    if (narrowed != Narrowed::by_no_index) return std::vector<std::size_t>{limits::list_walked_rows};
    return std::vector<std::size_t>{limits::list_walked_rows, limits::list_walked_far_rows};
}

// By whichever way is cheaper.
Result<store::Rows> rows_in(Reading const& reading, Stretch const& stretch, Cursor const* after, bool is_among_absent) {
    auto narrowed = TRY(reading.conditions());
    bool const is_indexed = stretch.sort.field && !is_among_absent && stretch.shown_where.empty();
    if (is_indexed && !reading.query.is_deleted && reading.query.search.empty())
        for (auto const rows_max : TRY(walks_of(reading, stretch.sort)))
            if (auto rows = TRY(walked(reading, stretch, narrowed, after, rows_max))) return std::move(*rows);
    auto const sql = stretch.sql(narrowed, after, is_among_absent);
    return run(reading.session, sql, narrowed.parameters);
}

Result<Page> page_of(Reading const& reading) {
    auto const sort = TRY(sort_of(reading.object, reading.query, reading.sight.field));
    std::optional<Cursor> after;
    if (!reading.query.page.empty()) after = TRY(read_cursor(reading.query.sort, reading.query.page));
    Page page;
    Cursor last;
    bool const has_absent_stretch = sort.field != nullptr;
    for (bool const is_among_absent : {false, true}) {
        if (is_among_absent && !has_absent_stretch) break;
        if (after && after->is_among_absent && !is_among_absent && has_absent_stretch) continue;
        bool const goes_on = after && after->is_among_absent == (is_among_absent && has_absent_stretch);
        auto const shown_where = sort.field && reading.sight.shown_where
                                     ? reading.sight.shown_where(reading.object, *sort.field, "r")
                                     : std::string();
        Stretch const stretch{reading.object, sort, reading.query.limit + 1 - page.records.size(), shown_where};
        auto const* from = goes_on || (after && !has_absent_stretch) ? &*after : nullptr;
        for (auto const& row : TRY(rows_in(reading, stretch, from, is_among_absent))) {
            if (page.records.size() == reading.query.limit) {
                page.next = write_cursor(reading.query.sort, last);
                return page;
            }
            page.records.push_back(read_row(reading.object, row));
            last.id = row.uuid(0);
            last.is_among_absent = is_among_absent || !sort.has_key();
            if (last.is_among_absent) continue;
            auto const key = select_width(reading.object);
            last.key = sort.field ? cell_value(row, key, *sort.field) : BoundValue{row.integer(key)};
        }
    }
    return page;
}

// Users as `{id, name}`; everybody who may sign in is named to everybody.
Result<void> name_users(Session& session, Object const& object, std::vector<Json>& records) {
    for (auto const& field : object.fields) {
        if (field.type != schema::FieldType::user) continue;
        std::map<std::string, std::string> names;
        for (auto& record : records) {
            auto const found = record.find(field.name);
            if (found == record.end() || !found->is_string()) continue;
            auto const id = found->get<std::string>();
            if (!names.contains(id)) {
                auto const rows = TRY(session.query(sql::records_user, Uuid::parse(id).value_or(Uuid{})));
                names.emplace(id, rows.empty() ? std::string() : std::string(rows[0].text(0)));
            }
            *found = Json{{"id", id}, {"name", names[id]}};
        }
    }
    return {};
}

// Leaves out what the actor may not read, and what was not asked for.
void keep_fields(Object const& object, rule::FieldVisible const& visible, std::optional<access::Veil> const& veil,
                 std::vector<std::string> const& wanted, Json& record) {
    if (veil && veil->hides(record)) record[veil->field] = nullptr;
    for (auto const& field : object.fields) {
        bool const is_wanted = wanted.empty() || std::find(wanted.begin(), wanted.end(), field.name) != wanted.end();
        if (!is_wanted || !visible(object, field)) record.erase(field.name);
    }
}

// Of a page that is the whole list the rows are the total.
Result<Total> total_beside(Reading const& reading, Page const& page) {
    bool const is_whole = reading.query.page.empty() && !page.next;
    return is_whole ? Total{static_cast<std::int64_t>(page.records.size()), true} : count_of(reading);
}

}  // namespace

Result<Page> Records::list(Actor const& actor, Object const& object, ListQuery const& query) {
    TRY(access_.row_rule(actor, object));  // first: who may not read the object learns nothing of its fields
    TRY(check_trash(access_, actor, object, query));
    TRY(check_fields(actor, object, query.fields));
    return database_.read([&](Session& session) -> Result<Page> {
        Reading const reading{session, actor, object, query, access_};
        if (query.counting == Counting::alone) return Page{{}, {}, TRY(count_of(reading))};
        auto page = TRY(page_of(reading));
        if (query.counting != Counting::none) page.total = TRY(total_beside(reading, page));
        if (query.is_deleted) TRY(name_deleters(session, object, page.records));
        TRY(show(session, actor, object, query.fields, page.records));
        return page;
    });
}

Result<Total> Records::count(Actor const& actor, Object const& object, ListQuery const& query) {
    TRY(access_.row_rule(actor, object));
    TRY(check_trash(access_, actor, object, query));
    return database_.read([&](Session& session) { return total_of(session, actor, object, query); });
}

Result<std::vector<Json>> Records::rows_of(Session& session, Actor const& actor, Object const& object, ListQuery query,
                                           std::optional<RecordId> after) {
    if (after) query.page = write_cursor({}, Cursor{true, {}, after->uuid});
    return TRY(page_of(Reading{session, actor, object, query, access_})).records;
}

Result<Total> Records::total_of(Session& session, Actor const& actor, Object const& object, ListQuery const& query) {
    return count_of(Reading{session, actor, object, query, access_});
}

// Relations as `{id, name}`: the names of a page's targets in one query a relation, under the actor's row rule for
// them.
Result<void> Records::name_relations(Session& session, Actor const& actor, Object const& object,
                                     std::vector<Json>& records) {
    auto const visible = access_.visible_fields(actor);
    for (auto const& field : object.fields) {
        if (field.type != schema::FieldType::relation || !visible(object, field)) continue;
        auto const target = schema()->find(field.object);
        if (!target) continue;
        auto const rule = access_.row_rule(actor, *target);
        std::vector<BoundValue> parameters;
        std::string places;
        for (auto const& record : records) {
            auto const found = record.find(field.name);
            if (found == record.end() || !found->is_string()) continue;
            parameters.push_back({Uuid::parse(found->get_ref<std::string const&>()).value_or(Uuid{})});
            places += fmt::format("{}${}", places.empty() ? "" : ", ", parameters.size());
        }
        if (parameters.empty()) continue;
        std::map<std::string, std::string> names;
        if (rule) {
            auto const veil = access_.veil(actor, *target);
            auto const name =
                veil ? fmt::format("CASE WHEN {} THEN r.name END", veil->condition(*target, "r")) : "r.name";
            auto sql =
                fmt::format("SELECT r.id, {}, r.joined_into FROM {} r WHERE r.id IN ({}) AND r.deleted_at IS NULL",
                            name, target->table, places);
            if (rule->has_value()) {
                std::string condition;
                (*rule)->to_sql(condition, parameters, "r");
                sql += " AND (" + condition + ")";
            }
            for (auto const& row : TRY(run(session, sql, parameters))) {
                // Who was joined into somebody else is shown only to those who may see that one.
                auto const survivor = row.optional_id<RecordId>(2);
                if (survivor && !TRY(is_seen(session, actor, *target, *survivor))) continue;
                names.emplace(row.uuid(0).text(), std::string(row.text(1)));
            }
        }
        for (auto& record : records) {
            auto const found = record.find(field.name);
            if (found == record.end() || !found->is_string()) continue;
            auto const name = names.find(found->get_ref<std::string const&>());
            // A target that the actor may not see is as absent as none.
            *found = name == names.end() ? Json(nullptr) : Json{{"id", name->first}, {"name", name->second}};
        }
    }
    return {};
}

Result<void> Records::show(Session& session, Actor const& actor, Object const& object,
                           std::vector<std::string> const& fields, std::vector<Json>& records) {
    TRY(name_relations(session, actor, object, records));
    TRY(name_users(session, object, records));
    auto const visible = access_.visible_fields(actor);
    TRY(show_files(session, object, visible, records));
    auto const veil = access_.veil(actor, object);
    for (auto& record : records) keep_fields(object, visible, veil, fields, record);
    return {};
}

Result<void> Records::check_fields(Actor const& actor, Object const& object, std::vector<std::string> const& wanted) {
    auto const visible = access_.visible_fields(actor);
    for (auto const& name : wanted) {
        auto const* field = object.find(name);
        if (!field || !visible(object, *field))
            return Error::invalid("fields", "unknown_field", fmt::format("There is no field \"{}\".", name));
    }
    return {};
}

// Who deleted each: the newest change of the field `deleted_at`.
Result<void> Records::name_deleters(Session& session, Object const& object, std::vector<Json>& records) {
    if (records.empty()) return {};
    std::vector<BoundValue> parameters{{object.name}};
    std::string places;
    for (auto const& record : records) {
        parameters.push_back({Uuid::parse(record["id"].get_ref<std::string const&>()).value_or(Uuid{})});
        places += fmt::format("{}${}", places.empty() ? "" : ", ", parameters.size());
    }
    auto const sql = fmt::format(
        "SELECT h.record_id, s.actor_name FROM record_history h JOIN change_set s ON s.id = h.change_set "
        "WHERE h.object = $1 AND h.record_id IN ({}) AND h.field = 'deleted_at' ORDER BY h.version",
        places);
    std::map<std::string, std::string> names;
    for (auto const& row : TRY(run(session, sql, parameters)))
        names.insert_or_assign(row.uuid(0).text(), std::string(row.text(1)));
    for (auto& record : records) {
        auto const name = names.find(record["id"].get_ref<std::string const&>());
        record["deleted_by"] = name == names.end() ? Json(nullptr) : Json(name->second);
    }
    return {};
}

Result<std::vector<Frozen>> Records::freeze(Actor const& actor, Object const& object, ListQuery const& query,
                                            std::size_t records_max) {
    TRY(access_.row_rule(actor, object));
    TRY(check_trash(access_, actor, object, query));
    return database_.read([&](Session& session) -> Result<std::vector<Frozen>> {
        Reading const reading{session, actor, object, query, access_};
        std::vector<Frozen> frozen;
        for (Uuid last;;) {
            auto conditions = TRY(reading.conditions());
            conditions.add("r.id > " + conditions.bind({last}));
            auto const limit = conditions.bind({static_cast<std::int64_t>(limits::bulk_frozen_at_once)});
            auto const sql = fmt::format("SELECT r.id, r.version FROM {} r WHERE {} ORDER BY r.id LIMIT {}",
                                         object.table, conditions.sql, limit);
            auto const rows = TRY(run(session, sql, conditions.parameters));
            for (auto const& row : rows) frozen.push_back({row.id<RecordId>(0), row.integer(1)});
            if (frozen.size() > records_max)
                return Error::invalid("filter", "limit_reached",
                                      fmt::format("These are more than {}; narrow the filter.", records_max));
            if (rows.size() < limits::bulk_frozen_at_once) return frozen;
            last = frozen.back().id.uuid;
        }
    });
}

Result<std::vector<Frozen>> Records::freeze(Actor const& actor, Object const& object, std::span<RecordId const> ids,
                                            bool is_deleted) {
    auto const rule = TRY(access_.row_rule(actor, object));
    return database_.read([&](Session& session) -> Result<std::vector<Frozen>> {
        std::vector<Frozen> frozen;
        for (std::size_t at = 0; at < ids.size(); at += limits::bulk_part_records) {
            Conditions conditions;
            std::string places;
            for (auto const id : ids.subspan(at, std::min(limits::bulk_part_records, ids.size() - at)))
                places += (places.empty() ? "" : ", ") + conditions.bind({id.uuid});
            conditions.add(fmt::format("r.id IN ({})", places));
            conditions.add(is_deleted ? "r.deleted_at IS NOT NULL" : "r.deleted_at IS NULL");
            conditions.add("r.joined_into IS NULL");
            if (rule) conditions.add(*rule);
            auto const sql = fmt::format("SELECT r.id, r.version FROM {} r WHERE {}", object.table, conditions.sql);
            for (auto const& row : TRY(run(session, sql, conditions.parameters)))
                frozen.push_back({row.id<RecordId>(0), row.integer(1)});
        }
        std::ranges::sort(frozen, {}, &Frozen::id);
        return frozen;
    });
}

Result<Json> Records::get(Actor const& actor, Object const& object, RecordId id) {
    return database_.read([&](Session& session) { return get(session, actor, object, id); });
}

Result<Json> Records::get(Session& session, Actor const& actor, Object const& object, RecordId id) {
    TRY(check_visible(session, actor, object, id));
    std::vector<Json> records{TRY(load(session, object, id))};
    TRY(show(session, actor, object, {}, records));
    return std::move(records.front());
}

Result<void> Records::check_sees_all(Actor const& actor, Object const& object) {
    if (!TRY(access_.row_rule(actor, object))) return {};
    return Error::forbidden(fmt::format("Your role sees only some {}; this would show more.", object.plural));
}

Result<void> Records::check(Actor const& actor, Object const& object, access::Deed deed) {
    return access_.check(actor, object, deed);
}

Result<void> Records::check_sees_all_fields(Actor const& actor, Object const& object) {
    if (access_.hidden_fields(actor, object).empty()) return {};
    return Error::forbidden(fmt::format("Your role sees not all of {}; this would show more.", object.plural));
}

Result<void> Records::check_sees_whole(Actor const& actor, Object const& object) {
    TRY(check_sees_all(actor, object));
    return check_sees_all_fields(actor, object);
}

Result<void> Records::check_visible(Session& session, Actor const& actor, Object const& object, RecordId id,
                                    bool is_deleted) {
    Conditions conditions;
    auto const place = conditions.bind({id.uuid});
    conditions.add("r.id = " + place);
    conditions.add(is_deleted ? "r.deleted_at IS NOT NULL" : "r.deleted_at IS NULL");
    if (auto const rule = TRY(access_.row_rule(actor, object))) conditions.add(*rule);
    auto const sql = fmt::format("SELECT r.joined_into FROM {} r WHERE {}", object.table, conditions.sql);
    auto const rows = TRY(run(session, sql, conditions.parameters));
    if (rows.empty()) return Error::not_found("There is no such record.");
    // Who was joined into somebody else is shown only to those who may see that one.
    if (auto const survivor = rows[0].optional_id<RecordId>(0)) return check_visible(session, actor, object, *survivor);
    return {};
}

}  // namespace kith::records
