#include "people/kept_values.hpp"

#include "people/kept_values.sql.hpp"
#include "people/limits.hpp"
#include "store/database.hpp"

namespace kith::people {

namespace {

using schema::ConvertValue;
using schema::Field;
using schema::Object;
using store::Transaction;

std::string becomes(Json const& value, ConvertValue const& convert) {
    return dump_json(value.is_null() ? value : convert(value).value_or(Json()));
}

// What was said before the change set that wrote the row, which reverting that set brings back.
Result<std::optional<std::string>> previous_as(std::optional<std::string> const& text, ConvertValue const& convert) {
    if (!text) return std::optional<std::string>();
    auto previous = TRY(parse_json(*text));
    auto const said = previous.value("value", Json());
    if (!said.is_null()) previous["value"] = convert(said).value_or(Json());
    return std::optional(dump_json(previous));
}

using Visit = std::function<Result<void>(PersonId)>;

// One person after the other, for what is kept of people lies by person, on many machines.
Result<void> for_each_person(Transaction& transaction, store::Query const& people, Field const& field,
                             Visit const& visit) {
    for (Uuid last;;) {
        auto const rows = TRY(transaction.query(people, field.name, last, limits::kept_people_read_at_once));
        for (auto const row : rows) {
            last = row.uuid(0);
            TRY(visit(PersonId{last}));
        }
        if (rows.size() < limits::kept_people_read_at_once) return {};
    }
}

Result<void> convert_of(Transaction& transaction, PersonId person, Field const& from, ConvertValue const& convert) {
    // The column served a field of this name before, whose change of type can no longer be taken back.
    TRY(transaction.execute(sql::kept_forget_place, person, from.name, from.column));
    TRY(transaction.execute(sql::kept_set_aside, person, from.name, from.column));
    auto const rows = TRY(transaction.query(sql::kept_of, person, from.name));
    for (auto const row : rows) {
        auto const value = TRY(parse_json(row.is_null(2) ? "null" : row.text(2)));
        auto const previous = TRY(previous_as(row.optional_text(3), convert));
        TRY(transaction.execute(sql::kept_put, person, from.name, row.text(0), row.uuid(1), becomes(value, convert),
                                previous));
    }
    return {};
}

Result<void> take_back(Transaction& transaction, Field const& before) {
    auto const said = TRY(transaction.query(sql::kept_said_since, before.name, before.column));
    auto const unsaid = TRY(transaction.query(sql::kept_unsaid_since, before.name, before.column));
    if (!said.empty() || !unsaid.empty())
        return Error::conflict("changed_since", fmt::format("{} was given values since.", before.name));
    return for_each_person(transaction, sql::kept_people_aside, before, [&](PersonId person) -> Result<void> {
        TRY(transaction.execute(sql::kept_forget, person, before.name));
        TRY(transaction.execute(sql::kept_bring_back, person, before.name, before.column));
        TRY(transaction.execute(sql::kept_forget_place, person, before.name, before.column));
        return {};
    });
}

Result<void> forget(Transaction& transaction, Field const& field) {
    TRY(for_each_person(transaction, sql::kept_people, field, [&](PersonId person) -> Result<void> {
        TRY(transaction.execute(sql::kept_forget, person, field.name));
        return {};
    }));
    return for_each_person(transaction, sql::kept_people_aside, field, [&](PersonId person) -> Result<void> {
        TRY(transaction.execute(sql::kept_forget_aside, person, field.name));
        return {};
    });
}

}  // namespace

schema::KeptValues kept_values() {
    schema::KeptValues kept;
    kept.convert = [](Transaction& transaction, Object const& object, Field const& from,
                      ConvertValue const& convert) -> Result<void> {
        if (!object.is_person_owned) return {};
        return for_each_person(transaction, sql::kept_people, from,
                               [&](PersonId person) { return convert_of(transaction, person, from, convert); });
    };
    kept.take_back = [](Transaction& transaction, Object const& object, Field const& before) -> Result<void> {
        return object.is_person_owned ? take_back(transaction, before) : Result<void>();
    };
    kept.forget = [](Transaction& transaction, Object const& object, Field const& field) -> Result<void> {
        return object.is_person_owned ? forget(transaction, field) : Result<void>();
    };
    return kept;
}

}  // namespace kith::people
