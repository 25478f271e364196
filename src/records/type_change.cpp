#include "records/type_change.hpp"

#include <map>

#include "base/text.hpp"
#include "records/conversion.hpp"
#include "records/limits.hpp"
#include "records/records.sql.hpp"
#include "records/row.hpp"
#include "records/search_document.hpp"
#include "records/value_types.hpp"
#include "schema/limits.hpp"
#include "schema/names.hpp"

namespace kith::records {

namespace {

using schema::Field;
using schema::Object;
using store::Session;
using store::Transaction;

using Visit = std::function<Result<void>(Uuid, Json const&)>;

// Every value of the field, of deleted records too: those may come back. `too_many_records` beyond the limit.
Result<std::int64_t> each_value(Session& session, Object const& object, Field const& field, std::int64_t values_max,
                                Visit const& visit) {
    auto const sql = fmt::format("SELECT id, {} FROM {} WHERE {} IS NOT NULL AND id > $1 ORDER BY id LIMIT {}",
                                 fmt::join(schema::columns_of(field), ", "), object.table, field.column,
                                 limits::values_read_at_once);
    std::int64_t count = 0;
    for (Uuid last;;) {
        auto const rows = TRY(run(session, sql, {{last}}));
        for (auto const& row : rows) {
            if (++count > values_max)
                return Error::conflict("too_many_records", "Too many records have a value for this to be changed now.");
            TRY(visit(row.uuid(0), value_type_of(field.type).read(field, row, 1)));
            last = row.uuid(0);
        }
        if (rows.size() < limits::values_read_at_once) return count;
    }
}

Result<Surroundings> surroundings(Session& session, Json const& body) {
    Surroundings around;
    auto const workspace = TRY(session.query(sql::records_workspace));
    if (!workspace.empty()) {
        around.language = workspace[0].text(0);
        around.time_zone = workspace[0].text(1);
        around.currency = Currency::parse(workspace[0].text(2));
    }
    if (body.contains("currency") && !body["currency"].is_null()) {
        around.currency =
            body["currency"].is_string() ? Currency::parse(body["currency"].get<std::string>()) : std::nullopt;
        if (!around.currency) return Error::invalid("currency", "not_a_currency", "There is no such currency.");
    }
    return around;
}

// Choices that nobody gave are the values that there are, each once, in their order.
Result<Json> with_choices(Session& session, Object const& object, Field const& field, std::int64_t values_max,
                          Json body) {
    auto const type = body.contains("type") && body["type"].is_string()
                          ? schema::field_type_of(body["type"].get<std::string>())
                          : std::nullopt;
    if (!type || !schema::facts_of(*type).has_choices || body.contains("choices") || !field.choices.empty())
        return body;
    auto const around = TRY(surroundings(session, body));
    std::map<std::string, std::string> texts;  // by what makes them the same
    TRY(each_value(session, object, field, values_max, [&](Uuid, Json const& value) -> Result<void> {
        auto const text = text_of(field, value, around);
        auto const several = *type == schema::FieldType::multi_choice ? parts_of(text) : std::vector{text};
        for (auto const& each : several)
            if (!each.empty() && text::length(each) <= limits::label_characters_max)
                texts.emplace(text::fold(each), each);
        return {};
    }));
    if (texts.size() > limits::choices_max)
        return Error::invalid("choices", "limit_reached",
                              fmt::format("The field has {} different values; a list may have {} choices.",
                                          texts.size(), limits::choices_max));
    body["choices"] = Json::array();
    for (auto const& [folded, text] : texts) body["choices"].push_back({{"label", {{around.language, text}}}});
    return body;
}

Result<Json> examined(Session& session, access::RowAccess const& access, Actor const& actor, Object const& object,
                      Field const& from, Field const& to, std::int64_t values_max, Json const& body) {
    auto const around = TRY(surroundings(session, body));
    bool const sees_all = !TRY(access.row_rule(actor, object)).has_value() &&
                          access.field_right(actor, object, from.name) != access::FieldRight::hidden;
    std::int64_t misfits = 0;
    auto fitting = Json::array(), misfitting = Json::array();
    auto const count = TRY(each_value(session, object, from, values_max, [&](Uuid, Json const& value) -> Result<void> {
        auto const becomes = converted(from, to, value, around);
        misfits += becomes ? 0 : 1;
        auto& examples = becomes ? fitting : misfitting;
        if (!sees_all || examples.size() >= limits::type_examples_max) return {};
        examples.push_back({{"value", value}});
        if (becomes) examples.back()["becomes"] = *becomes;
        return {};
    }));
    return Json{{"values", count}, {"misfits", misfits}, {"fitting", fitting}, {"misfitting", misfitting}};
}

Result<std::int64_t> filled(Transaction& transaction, Object const& object, Field const& from, Field const& to,
                            std::int64_t values_max, Json const& body) {
    auto const around = TRY(surroundings(transaction, body));
    std::string assignments;
    std::size_t place = 1;
    for (auto const& column : schema::columns_of(to))
        assignments += fmt::format("{}{} = ${}", assignments.empty() ? "" : ", ", column, ++place);
    auto const sql = fmt::format("UPDATE {} SET {} WHERE id = $1", object.table, assignments);
    std::int64_t misfits = 0;
    TRY(each_value(transaction, object, from, values_max, [&](Uuid id, Json const& value) -> Result<void> {
        auto const becomes = converted(from, to, value, around);
        if (!becomes) {
            ++misfits;
            return {};
        }
        std::vector<rule::BoundValue> parameters{{id}};
        bind_value(to, *becomes, parameters);
        TRY(run(transaction, sql, parameters));
        return {};
    }));
    return misfits;
}

// The words by which records with a value of the field are found.
Result<void> reindexed(Transaction& transaction, Object const& object, Field const& field, std::int64_t values_max) {
    auto const select = fmt::format("SELECT {} FROM {} r WHERE r.id = $1", select_list(object, "r"), object.table);
    auto const update = fmt::format("UPDATE {} SET words = $2 WHERE record_id = $1", object.search_table());
    TRY(each_value(transaction, object, field, values_max, [&](Uuid id, Json const&) -> Result<void> {
        auto const rows = TRY(run(transaction, select, {{id}}));
        if (rows.empty()) return {};
        TRY(run(transaction, update, {{id}, {search_document(object, read_row(object, rows[0]))}}));
        return {};
    }));
    return {};
}

}  // namespace

schema::Conversion conversion(access::RowAccess const& access, std::int64_t values_max) {
    schema::Conversion conversion;
    conversion.prepare = [values_max](Session& session, Object const& object, Field const& field, Json body) {
        return with_choices(session, object, field, values_max, std::move(body));
    };
    conversion.examine = [&access, values_max](Session& session, Actor const& actor, Object const& object,
                                               Field const& from, Field const& to, Json const& body) {
        return examined(session, access, actor, object, from, to, values_max, body);
    };
    conversion.fill = [values_max](Transaction& transaction, Object const& object, Field const& from, Field const& to,
                                   Json const& body) {
        return filled(transaction, object, from, to, values_max, body);
    };
    conversion.converter = [](Session& session, Field const& from, Field const& to,
                              Json const& body) -> Result<schema::ConvertValue> {
        auto const around = TRY(surroundings(session, body));
        return schema::ConvertValue(
            [from, to, around](Json const& value) { return converted(from, to, value, around); });
    };
    conversion.reindex = [](Transaction& transaction, Object const& object, Field const& in, std::int64_t at_most) {
        return reindexed(transaction, object, in, at_most);
    };
    return conversion;
}

}  // namespace kith::records
