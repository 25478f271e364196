// What rollups come to: one statement over the relation's index, for some records of one object.
#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <limits>

#include "base/decimal.hpp"
#include "records/conditions.hpp"
#include "records/rollups.hpp"
#include "records/row.hpp"
#include "records/value_types.hpp"
#include "rule/lasting.hpp"

namespace kith::records {

namespace {

using boost::multiprecision::cpp_int;
using schema::Field;
using schema::FieldType;
using schema::Object;
using schema::RollupFunction;
using Row = store::Rows::Row;

// As groups add up: whole numbers in two halves, so that no sum leaves 64 bits on either database, and numbers as the
// 2^-64th part of themselves, for PostgreSQL refuses a sum that is no finite number.
constexpr std::int64_t half = 1'000'000'000;
constexpr int number_shift = 64;
constexpr double number_counted_min = 1e-280;

Json or_absent(Field const& field, Json const& value) {
    auto normal = normal_value(field, value);
    return normal ? *std::move(normal) : Json(nullptr);
}

std::optional<rule::Checked> lasting(std::string const& text, Object const& object) {
    if (text.empty()) return std::nullopt;
    auto const parsed = rule::parse(text);
    return parsed ? rule::check_lasting(*parsed, object).rule : std::nullopt;
}

// Which records count, among those that point to these.
Result<Conditions> conditions_of(Object const& from, Field const& relation, schema::Rollup const& rollup,
                                 std::vector<Uuid> const& ids) {
    Conditions conditions;
    conditions.add(fmt::format("r.{} IN ({})", relation.column, conditions.bind(std::span(ids))));
    conditions.add("r.deleted_at IS NULL");
    conditions.add("r.joined_into IS NULL");
    auto const where = lasting(rollup.where, from), standard = lasting(from.default_filter, from);
    if (!rollup.where.empty() && !where)
        return Error::unavailable("The definitions are being changed. Try again shortly.",
                                  fmt::format("a condition on {} does not hold: {}", from.name, rollup.where));
    if (where) conditions.add(*where);
    auto const is_mentioned = [&](Field const& field) {
        return where && where->mentions(field.name) && standard->mentions(field.name);
    };
    if (standard && std::none_of(from.fields.begin(), from.fields.end(), is_mentioned)) conditions.add(*standard);
    return conditions;
}

bool is_extreme(RollupFunction function) {
    return function == RollupFunction::least || function == RollupFunction::greatest;
}

// After the id: the value as its column has it, or how many values there are and their sum; then what it counts.
std::string outcome_columns(Field const& field, RollupFunction function, Conditions& conditions) {
    auto const value = "r." + field.column;
    auto const unit = field.unit_column().empty() ? std::string() : ", r." + field.unit_column();
    if (is_extreme(function))
        return fmt::format("{}({}){}", function == RollupFunction::least ? "MIN" : "MAX", value, unit);
    if (field.type == FieldType::number)
        // What would become too small for PostgreSQL to say adds nothing to any sum that could be told.
        return fmt::format("COUNT(*), SUM(CASE WHEN ABS({0}) < {1} THEN 0 ELSE {0} * {2} END)", value,
                           conditions.bind({number_counted_min}), conditions.bind({std::ldexp(1.0, -number_shift)}));
    return fmt::format("COUNT(*), CAST(SUM({0} / {1}) AS bigint), CAST(SUM({0} % {1}) AS bigint){2}", value, half,
                       unit);
}

// The part of a sum, rounded to a whole number, halves away from zero; nothing beyond 64 bits.
std::optional<std::int64_t> rounded(cpp_int const& sum, cpp_int const& parts) {
    cpp_int const size = (abs(sum) * 2 + parts) / (parts * 2);
    if (size > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    auto const whole = size.convert_to<std::int64_t>();
    return sum < 0 ? -whole : whole;
}

cpp_int power_of_ten(int digits) { return boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(digits)); }

Json decimal(Field const& into, Field const& field, cpp_int const& sum, std::int64_t parts) {
    auto const whole = rounded(sum * power_of_ten(into.scale), power_of_ten(field.scale) * parts);
    return whole ? or_absent(into, decimal_text(*whole, into.scale)) : Json(nullptr);
}

Json outcome_of(Field const& into, Field const& field, RollupFunction function, Row const& row) {
    if (is_extreme(function)) {
        if (field.type == FieldType::decimal) return decimal(into, field, row.integer(1), 1);
        return or_absent(into, value_type_of(field.type).read(field, row, 1));
    }
    auto const parts = function == RollupFunction::average ? row.integer(1) : 1;
    if (field.type == FieldType::number) {
        auto const number = std::ldexp(row.real(2), number_shift) / static_cast<double>(parts);
        return std::isfinite(number) ? or_absent(into, number) : Json(nullptr);
    }
    cpp_int const sum = cpp_int(row.integer(2)) * half + row.integer(3);
    if (field.type == FieldType::decimal) return decimal(into, field, sum, parts);
    auto const minor = rounded(sum, parts);
    return minor ? or_absent(into, {{"minor", *minor}, {"currency", std::string(row.text(4))}}) : Json(nullptr);
}

}  // namespace

Json value_of_new(Field const& field) {
    bool const is_count = field.rollup && field.rollup->function == RollupFunction::count;
    return is_count ? or_absent(field, 0) : Json(nullptr);
}

Result<std::map<Uuid, Json>> counted(store::Session& session, schema::Schema const& schema, Object const& object,
                                     Field const& rollup_field, std::vector<Uuid> const& ids) {
    auto const& rollup = *rollup_field.rollup;
    std::map<Uuid, Json> values;
    for (auto const id : ids) values.emplace(id, value_of_new(rollup_field));
    auto const from = schema.find_defined(rollup.object);
    auto const* relation = from ? from->find(rollup.relation) : nullptr;
    auto const* field = from && !rollup.field.empty() ? from->find(rollup.field) : nullptr;
    if (!relation || (!field && rollup.function != RollupFunction::count))
        return Error::unavailable("The definitions are being changed. Try again shortly.",
                                  fmt::format("{}.{} counts what is gone", object.name, rollup_field.name));
    if (ids.empty()) return values;
    auto conditions = TRY(conditions_of(*from, *relation, rollup, ids));
    if (field) conditions.add(fmt::format("r.{} IS NOT NULL", field->column));
    auto const columns = field ? outcome_columns(*field, rollup.function, conditions) : std::string("COUNT(*)");
    auto const unit = field && !field->unit_column().empty() ? ", r." + field->unit_column() : std::string();
    auto const rows = TRY(run(session,
                              fmt::format("SELECT r.{0}, {1} FROM {2} r WHERE {3} GROUP BY r.{0}{4}", relation->column,
                                          columns, from->table, conditions.sql, unit),
                              conditions.parameters));
    std::map<Uuid, int> parts;
    for (auto const& row : rows) {
        auto const id = row.uuid(0);
        // Amounts in more than one currency come to nothing.
        bool const is_first = ++parts[id] == 1;
        if (!field)
            values[id] = or_absent(rollup_field, row.integer(1));
        else
            values[id] = is_first ? outcome_of(rollup_field, *field, rollup.function, row) : Json(nullptr);
    }
    return values;
}

}  // namespace kith::records
