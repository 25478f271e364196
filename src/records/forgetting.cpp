// What records of other objects say of a person: shown to them, and taken out when they are erased. Objects and fields
// out of use keep their values, so they are among them.
#include <iterator>

#include "records/attachments/field_files.hpp"
#include "records/records.hpp"
#include "records/row.hpp"
#include "records/search_document.hpp"

namespace kith::records {

namespace {

using schema::Field;
using schema::Object;

/// The object with its fields that are out of use.
Object with_retired(Object const& object) {
    auto whole = object;
    whole.fields.insert(whole.fields.end(), object.retired.begin(), object.retired.end());
    return whole;
}

bool points_to_people(Field const& field) {
    return field.type == schema::FieldType::relation && field.object == "person";
}

template <class Visit>
Result<void> for_each_object_about_people(schema::Schema const& schema, Visit visit) {
    for (auto const* list : {&schema.objects(), &schema.retired()}) {
        for (auto const& each : *list) {
            auto const whole = with_retired(*each);
            std::string condition;
            for (auto const& field : whole.fields)
                if (points_to_people(field))
                    condition += fmt::format("{}r.{} = $1", condition.empty() ? "" : " OR ", field.column);
            if (!each->is_person_owned && !condition.empty()) TRY(visit(*each, whole, condition));
        }
    }
    return {};
}

bool everything(Object const&, Field const&) { return true; }

}  // namespace

Result<Json> Records::load_whole(store::Session& session, Object const& object, RecordId id) {
    auto const whole = with_retired(object);
    std::vector<Json> records;
    records.push_back(TRY(load(session, whole, id)));
    TRY(show_files(session, whole, everything, records));
    return std::move(records.front());
}

Result<std::vector<Json>> Records::about_person(store::Session& session, PersonId person) {
    std::vector<Json> records;
    TRY(for_each_object_about_people(
        *schema(), [&](Object const&, Object const& whole, std::string const& condition) -> Result<void> {
            auto const sql =
                fmt::format("SELECT {} FROM {} r WHERE {}", select_list(whole, "r"), whole.table, condition);
            auto const rows = TRY(run(session, sql, {{person.uuid}}));
            std::vector<Json> found;
            for (auto const row : rows) found.push_back(read_row(whole, row));
            TRY(show_files(session, whole, everything, found));
            std::move(found.begin(), found.end(), std::back_inserter(records));
            return {};
        }));
    return records;
}

Result<std::int64_t> Records::forget_person(store::Transaction& tx, PersonId person) {
    std::int64_t forgotten = 0;
    TRY(for_each_object_about_people(
        *schema(), [&](Object const& object, Object const& whole, std::string const& condition) -> Result<void> {
            auto const rows = TRY(run(
                tx,
                fmt::format("SELECT {} FROM {} r WHERE {} FOR UPDATE", select_list(whole, "r"), whole.table, condition),
                {{person.uuid}}));
            for (auto const row : rows) {
                auto const before = read_row(whole, row);
                auto record = before;
                std::vector<Field const*> emptied;
                for (auto const& field : whole.fields) {
                    bool const is_theirs = points_to_people(field) && record[field.name] == person.text();
                    // What is worked out follows from what it reads.
                    if (field.is_worked_out() || (!is_theirs && !field.is_personal)) continue;
                    emptied.push_back(&field);
                    record[field.name] = nullptr;
                }
                TRY(empty_fields(tx, object, whole, before, std::move(record), emptied));
                ++forgotten;
            }
            return {};
        }));
    return forgotten;
}

/// A new version without the values, and without what it says of them in its history and its search words.
Result<void> Records::empty_fields(store::Transaction& tx, Object const& object, Object const& whole,
                                   Json const& before, Json record, std::vector<Field const*> const& emptied) {
    RecordId const id{Uuid::parse(record["id"].get_ref<std::string const&>()).value_or(Uuid{})};
    auto const version = record["version"].get<std::int64_t>() + 1;
    std::string assignments = "version = $2, updated_at = $3";
    std::vector<rule::BoundValue> parameters{{id.uuid}, {version}, {tx.now().ms}};
    for (auto const* field : emptied) {
        for (auto const& column : columns_of(*field)) assignments += fmt::format(", {} = NULL", column);
        TRY(run(tx, "DELETE FROM record_history WHERE object = $1 AND record_id = $2 AND field = $3",
                {{whole.name}, {id.uuid}, {field->name}}));
        TRY(forget_files(tx, whole, *field, id));
    }
    // Columns of fields that became another type still hold what they were.
    for (auto const& slot : object.free_slots) assignments += fmt::format(", {} = NULL", slot.column);
    derive(whole, record);
    for (auto const& field : whole.fields) {
        if (field.formula.empty()) continue;
        auto place = parameters.size();
        for (auto const& column : columns_of(field)) assignments += fmt::format(", {} = ${}", column, ++place);
        bind_value(field, record[field.name], parameters);
    }
    TRY(run(tx, fmt::format("UPDATE {} SET {} WHERE id = $1", whole.table, assignments), parameters));
    if (!record.contains("deleted_at") && !record.contains("joined_into"))
        TRY(run(tx, fmt::format("UPDATE {} SET words = $2 WHERE record_id = $1", whole.search_table()),
                {{id.uuid}, {search_document(object, record)}}));
    store::Change change;
    change.kind = store::ChangeKind::record_updated;
    change.object = whole.name;
    change.record = id;
    change.version = version;
    tx.note(change);
    follow(tx, whole, before, record);
    return {};
}

}  // namespace kith::records
