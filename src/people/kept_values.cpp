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

Result<void> convert_all(Transaction& transaction, Field const& field, ConvertValue const& convert) {
    Uuid person, provenance;
    for (std::string kind;;) {
        auto const rows = TRY(
            transaction.query(sql::kept_after, field.name, person, kind, provenance, limits::kept_values_read_at_once));
        for (auto const row : rows) {
            person = row.uuid(0);
            kind = row.text(1);
            provenance = row.uuid(2);
            auto const value = TRY(parse_json(row.is_null(3) ? "null" : row.text(3)));
            auto const previous = TRY(previous_as(row.optional_text(4), convert));
            TRY(transaction.execute(sql::kept_put, person, field.name, kind, provenance, becomes(value, convert),
                                    previous));
        }
        if (rows.size() < limits::kept_values_read_at_once) return {};
    }
}

}  // namespace

schema::KeptValues kept_values() {
    schema::KeptValues kept;
    kept.convert = [](Transaction& transaction, Object const& object, Field const& from,
                      ConvertValue const& convert) -> Result<void> {
        if (!object.is_person_owned) return {};
        // The column served a field of this name before, whose change of type can no longer be taken back.
        TRY(transaction.execute(sql::kept_forget_place, from.name, from.column));
        TRY(transaction.execute(sql::kept_set_aside, from.name, from.column));
        return convert_all(transaction, from, convert);
    };
    kept.take_back = [](Transaction& transaction, Object const& object, Field const& before) -> Result<void> {
        if (!object.is_person_owned) return {};
        auto const said = TRY(transaction.query(sql::kept_said_since, before.name, before.column));
        auto const unsaid = TRY(transaction.query(sql::kept_unsaid_since, before.name, before.column));
        if (!said.empty() || !unsaid.empty())
            return Error::conflict("changed_since", fmt::format("{} was given values since.", before.name));
        TRY(transaction.execute(sql::kept_forget, before.name));
        TRY(transaction.execute(sql::kept_bring_back, before.name, before.column));
        TRY(transaction.execute(sql::kept_forget_place, before.name, before.column));
        return {};
    };
    kept.forget = [](Transaction& transaction, Object const& object, Field const& field) -> Result<void> {
        if (!object.is_person_owned) return {};
        TRY(transaction.execute(sql::kept_forget, field.name));
        TRY(transaction.execute(sql::kept_forget_aside, field.name));
        return {};
    };
    return kept;
}

}  // namespace kith::people
