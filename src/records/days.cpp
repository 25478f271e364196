// A list told by days: how many records each has, by one scan, and the first of them, by another. A day is what a rule
// takes it to be (`due = "2026-11-22"`), so that every day is the list filtered by it.
#include <algorithm>
#include <map>

#include "records/limits.hpp"
#include "records/reading.hpp"
#include "records/records.hpp"
#include "records/row.hpp"

namespace kith::records {

namespace {

using schema::Field;
using schema::FieldType;
using schema::Object;

constexpr std::int64_t ms_a_day = 86'400'000;

// Days of 24 hours in a row, which one division tells apart. A day on which the clocks change stands alone.
struct Run {
    Date first;
    std::int64_t begins, ends;
    bool is_usual;
};

std::vector<Run> runs_of(DayQuery const& query, std::string_view time_zone) {
    std::vector<Run> runs;
    for (auto day = query.from; day <= query.to; ++day.days) {
        Run const one{day, day.begins(time_zone).ms, Date{day.days + 1}.begins(time_zone).ms, true};
        bool const is_usual = one.ends - one.begins == ms_a_day;
        if (is_usual && !runs.empty() && runs.back().is_usual)
            runs.back().ends = one.ends;
        else
            runs.push_back({one.first, one.begins, one.ends, is_usual});
    }
    return runs;
}

// SQL for the number of a row's day, where it is one of those asked for.
std::string day_sql(Reading const& reading, Conditions& conditions, Field const& by, DayQuery const& query) {
    auto const column = "r." + by.column;
    if (by.type == FieldType::date) return column;
    auto const runs = runs_of(query, reading.sight.moment.time_zone);
    std::string sql;
    for (auto const& each : runs) {
        auto day = fmt::format("CAST({} AS bigint)", conditions.bind({std::int64_t{each.first.days}}));
        if (each.is_usual) day += fmt::format(" + ({} - {}) / {}", column, conditions.bind({each.begins}), ms_a_day);
        if (&each == &runs.back())
            sql += runs.size() > 1 ? fmt::format("ELSE {} END", day) : day;
        else
            sql += fmt::format("{}WHEN {} < {} THEN {} ", sql.empty() ? "CASE " : "", column,
                               conditions.bind({each.ends}), day);
    }
    return sql;
}

// Within a day: as was asked, else by the field itself.
Result<std::string> order_sql(Reading const& reading, Field const& by) {
    if (reading.query.sort.empty()) return fmt::format("r.{} ASC, r.id ASC", by.column);
    auto const sort = TRY(sort_of(reading.object, reading.query, reading.sight.field));
    auto const direction = sort.is_descending ? "DESC" : "ASC";
    if (!sort.field) return fmt::format("r.id {}", direction);
    auto const key = reading.shown(*sort.field, sort.field->sort_column());
    return fmt::format("{0} IS NULL, {0} {1}, r.id {1}", key, direction);
}

Result<std::map<std::int32_t, Day>> count_days(Reading const& reading, Field const& by, DayQuery const& query) {
    auto conditions = TRY(reading.conditions());
    auto const day = day_sql(reading, conditions, by, query);
    auto const sql =
        fmt::format("SELECT {}, COUNT(*) FROM {} r WHERE {} GROUP BY 1", day, reading.object.table, conditions.sql);
    std::map<std::int32_t, Day> days;
    for (auto const& row : TRY(run(reading.session, sql, conditions.parameters))) {
        auto const number = static_cast<std::int32_t>(row.integer(0));
        days.emplace(number, Day{{number}, row.integer(1), {}});
    }
    return days;
}

struct Firsts {
    std::vector<Json> records;
    std::vector<std::int32_t> days;  ///< of each record
};

Result<Firsts> read_firsts(Reading const& reading, Field const& by, DayQuery const& query) {
    auto const& object = reading.object;
    auto conditions = TRY(reading.conditions());
    auto const day = day_sql(reading, conditions, by, query);
    auto const order = TRY(order_sql(reading, by));
    auto const each = conditions.bind({static_cast<std::int64_t>(query.each)});
    auto const ranked = fmt::format(
        "SELECT r.id AS id, {0} AS day, ROW_NUMBER() OVER (PARTITION BY {0} ORDER BY {1}) AS place FROM {2} r WHERE "
        "{3}",
        day, order, object.table, conditions.sql);
    auto const sql = fmt::format(
        "SELECT {}, ranked.day FROM ({}) ranked JOIN {} r ON r.id = ranked.id WHERE ranked.place <= {} "
        "ORDER BY ranked.day, ranked.place",
        select_list(object, "r"), ranked, object.table, each);
    Firsts firsts;
    for (auto const& row : TRY(run(reading.session, sql, conditions.parameters))) {
        firsts.records.push_back(read_row(object, row));
        firsts.days.push_back(static_cast<std::int32_t>(row.integer(select_width(object))));
    }
    return firsts;
}

rule::ExpressionPointer within(Field const& by, DayQuery const& query) {
    rule::Between between;
    between.path.field = by.name;
    between.low.value = query.from.text();
    between.high.value = query.to.text();
    return rule::make(std::move(between));
}

rule::ExpressionPointer without(Field const& by) {
    rule::Absent absent;
    absent.path.field = by.name;
    return rule::make(std::move(absent));
}

}  // namespace

bool is_dated(FieldType type) { return type == FieldType::date || type == FieldType::instant; }

Result<Days> Records::days(Actor const& actor, Object const& object, DayQuery const& query) {
    TRY(access_.row_rule(actor, object));  // first: who may not read the object learns nothing of its fields
    TRY(check_trash(access_, actor, object, query.list));
    TRY(check_fields(actor, object, query.list.fields));
    auto const visible = access_.visible_fields(actor);
    TRY(sort_of(object, query.list, visible));
    auto const* by = TRY(field_told_by(object, visible, "by", query.by, is_dated, "field with a day"));
    if (!by->is_filterable)
        return Error::invalid("by", "wrong_type", fmt::format("Nothing is filtered by \"{}\".", query.by));
    if (query.to < query.from) return Error::invalid("to", "wrong", "The last day is before the first.");
    if (query.to.days - query.from.days >= limits::days_max)
        return Error::invalid("to", "limit_reached", fmt::format("At most {} days are told.", limits::days_max));
    return database_.read([&](store::Session& session) -> Result<Days> {
        Reading const reading{session, actor, object, query.list, access_, by, within(*by, query)};
        auto known = TRY(count_days(reading, *by, query));
        std::int64_t in_all = 0;
        for (auto const& [number, day] : known) in_all += day.count;
        if (query.each > 0 && in_all > 0 && in_all <= limits::days_records_ranked_max) {
            auto firsts = TRY(read_firsts(reading, *by, query));
            TRY(show(session, actor, object, query.list.fields, firsts.records));
            for (std::size_t i = 0; i < firsts.records.size(); ++i)
                known.at(firsts.days[i]).records.push_back(std::move(firsts.records[i]));
        }
        Days days;
        for (auto& [number, day] : known) days.days.push_back(std::move(day));
        days.absent = TRY(count_of(Reading{session, actor, object, query.list, access_, by, without(*by)}));
        return days;
    });
}

}  // namespace kith::records
