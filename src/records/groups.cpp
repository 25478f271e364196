// A list told by the values of one field: how many records have each, and what they come to. One scan, with the
// conditions that the list itself has.
#include <algorithm>
#include <cmath>
#include <map>

#include "base/money.hpp"
#include "records/limits.hpp"
#include "records/reading.hpp"
#include "records/records.hpp"
#include "records/records.sql.hpp"
#include "records/row.hpp"
#include "records/value_types.hpp"

namespace kith::records {

namespace {

using schema::Field;
using schema::FieldType;
using schema::Object;

// Whole numbers are added in two halves, so that no sum leaves 64 bits on either database.
constexpr std::int64_t half = 1'000'000'000;

// Numbers are added as the 2^-64th part of themselves, which changes no digit of them, for PostgreSQL refuses a sum
// that is no finite number.
constexpr int number_shift = 64;

// No currency has more than a row in a group, and ISO 4217 has fewer codes, old ones included.
constexpr std::int64_t currencies_max = 400;

// `high` × 10^9 + `low`, whose signs may differ, with `scale` digits after the point.
std::string exact_text(std::int64_t high, std::int64_t low, int scale) {
    high += low / half;
    low %= half;
    if (high > 0 && low < 0) {
        --high;
        low += half;
    } else if (high < 0 && low > 0) {
        ++high;
        low -= half;
    }
    auto digits = fmt::format("{}{:09}", std::abs(high), std::abs(low));
    auto const places = static_cast<std::size_t>(scale);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - places - 1));
    if (scale > 0) digits.insert(digits.size() - places, ".");
    return (high < 0 || low < 0 ? "-" : "") + digits;
}

// The columns of a group's sum, after its value and its count: what it is counted in, then the sum itself.
std::string sum_columns(Reading const& reading, Conditions& conditions, Field const& field) {
    auto const value = reading.shown(field, field.column);
    if (field.type == FieldType::number)
        return fmt::format("NULL, SUM({} * {})", value, conditions.bind({std::ldexp(1.0, -number_shift)}));
    auto const unit = field.unit_column().empty() ? "NULL" : reading.shown(field, field.unit_column());
    return fmt::format("{}, CAST(SUM({} / {}) AS bigint), CAST(SUM({} % {}) AS bigint)", unit, value, half, value,
                       half);
}

std::optional<Sum> read_sum(Field const& field, store::Rows::Row const& row, std::size_t at) {
    if (row.is_null(at + 1)) return std::nullopt;
    if (field.type == FieldType::number) {
        auto const number = std::ldexp(row.real(at + 1), number_shift);
        return Sum{std::isfinite(number) ? fmt::format("{}", number) : std::string(), {}};
    }
    std::string const currency(row.text(at));
    auto const known = Currency::parse(currency);
    auto const scale = field.type == FieldType::decimal ? field.scale : known ? known->minor_digits() : 0;
    return Sum{exact_text(row.integer(at + 1), row.integer(at + 2), scale), currency};
}

// A user by name; everything else as its row has it.
Result<Json> value_of(store::Session& session, Field const& field, store::Rows::Row const& row) {
    if (row.is_null(0)) return Json(nullptr);
    auto value = value_type_of(field.type).read(field, row, 0);
    if (field.type != FieldType::user) return value;
    auto const rows = TRY(session.query(sql::records_user, row.uuid(0)));
    return Json{{"id", value}, {"name", rows.empty() ? std::string() : std::string(rows[0].text(0))}};
}

// Choices in the order of their definition, others by what they say; those without a value come last.
void put_in_order(Field const& field, std::vector<Group>& groups) {
    auto const place = [&](Group const& group) {
        auto const is_it = [&](auto const& choice) { return group.value == choice.value; };
        auto const rank = std::find_if(field.choices.begin(), field.choices.end(), is_it) - field.choices.begin();
        auto const words = group.value.is_object() ? group.value.value("name", std::string()) : std::string();
        return std::tuple(group.value.is_null(), rank, words, group.value.dump());
    };
    std::sort(groups.begin(), groups.end(), [&](auto const& a, auto const& b) { return place(a) < place(b); });
    for (auto& group : groups)
        std::sort(group.sums.begin(), group.sums.end(),
                  [](auto const& a, auto const& b) { return a.currency < b.currency; });
}

Result<std::vector<Group>> read_groups(Reading const& reading, Field const& by, Field const* sum) {
    auto conditions = TRY(reading.conditions());
    auto const sums = sum ? ", " + sum_columns(reading, conditions, *sum) : std::string();
    auto const limit =
        conditions.bind({static_cast<std::int64_t>(limits::groups_max) * (sum ? currencies_max : 1) + 1});
    auto const sql =
        fmt::format("SELECT {}, COUNT(*){} FROM {} r WHERE {} GROUP BY 1{} LIMIT {}", reading.shown(by, by.column),
                    sums, reading.object.table, conditions.sql, sum && !sum->unit_column().empty() ? ", 3" : "", limit);
    std::map<std::string, Group> groups;
    for (auto const& row : TRY(run(reading.session, sql, conditions.parameters))) {
        auto value = row.is_null(0) ? Json(nullptr) : value_type_of(by.type).read(by, row, 0);
        auto [found, is_new] = groups.try_emplace(value.dump());
        if (groups.size() > limits::groups_max)
            return Error::invalid(
                "by", "limit_reached",
                fmt::format("\"{}\" has more than {} values here; narrow the filter.", by.name, limits::groups_max));
        if (is_new) found->second.value = TRY(value_of(reading.session, by, row));
        found->second.count += row.integer(1);
        if (!sum) continue;
        if (auto part = read_sum(*sum, row, 2)) found->second.sums.push_back(std::move(*part));
    }
    std::vector<Group> answer;
    for (auto& [key, group] : groups) answer.push_back(std::move(group));
    put_in_order(by, answer);
    return answer;
}

}  // namespace

bool is_groupable(FieldType type) {
    return type == FieldType::choice || type == FieldType::boolean || type == FieldType::country ||
           type == FieldType::language || type == FieldType::user;
}

bool is_summable(FieldType type) {
    return type == FieldType::number || type == FieldType::decimal || type == FieldType::money;
}

Result<std::vector<Group>> Records::groups(Actor const& actor, Object const& object, GroupQuery const& query) {
    TRY(access_.row_rule(actor, object));  // first: who may not read the object learns nothing of its fields
    TRY(check_trash(access_, actor, object, query.list));
    auto const visible = access_.visible_fields(actor);
    auto const* by = TRY(field_told_by(object, visible, "by", query.by, is_groupable, "field to group by"));
    Field const* sum = nullptr;
    if (!query.sum.empty()) sum = TRY(field_told_by(object, visible, "sum", query.sum, is_summable, "field to add up"));
    return database_.read([&](store::Session& session) {
        return read_groups(Reading{session, actor, object, query.list, access_, by}, *by, sum);
    });
}

}  // namespace kith::records
