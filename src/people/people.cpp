#include "people/people.hpp"

#include <fmt/format.h>

#include "people/consent.hpp"
#include "people/state.hpp"

namespace kith::people {

namespace {

// Standard objects cannot be retired, so they are always there.
schema::ObjectPointer object_named(records::Records const& records, std::string_view name) {
    auto object = records.schema()->find(name);
    CHECK(object != nullptr);
    return object;
}

std::string column_of(schema::Object const& object, std::string_view field) {
    auto const* definition = object.find(field);
    CHECK(definition != nullptr);
    return definition->column;
}

}  // namespace

People::State::State(store::Database& db, records::Records& engine) : database(db), records(engine) {
    auto const object = person();
    // $2 is when they were seen, $3 the newest time that is not worth writing again. These two fields have neither
    // version nor history.
    seen_sql = fmt::format(
        "UPDATE {table} SET {first} = CASE WHEN {first} IS NULL OR {first} > $2 THEN $2 ELSE {first} END, "
        "{last} = CASE WHEN {last} IS NULL OR {last} < $2 THEN $2 ELSE {last} END "
        "WHERE id = $1 AND ({first} IS NULL OR {first} > $2 OR {last} IS NULL OR {last} <= $3)",
        fmt::arg("table", object->table), fmt::arg("first", column_of(*object, "first_seen_at")),
        fmt::arg("last", column_of(*object, "last_seen_at")));
}

schema::ObjectPointer People::State::person() const { return object_named(records, "person"); }

schema::ObjectPointer People::State::company() const { return object_named(records, "company"); }

People::People(store::Database& database, records::Records& records)
    : state_(std::make_shared<State>(database, records)) {}

Tombstones& People::tombstones() { return state_->tombstones; }

events::PropertyTypes& People::property_types() { return state_->property_types; }

}  // namespace kith::people
