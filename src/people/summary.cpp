// What a person amounts to: counts, money, months. Of everyone who was joined into them; retracted events count for
// nothing.
#include <date/date.h>

#include <algorithm>

#include "people/limits.hpp"
#include "people/place.hpp"
#include "people/state.hpp"
#include "people/summary.sql.hpp"

namespace kith::people {

Result<Place> place_of_workspace(store::Session& session) {
    auto const rows = TRY(session.query(sql::workspace_place));
    if (rows.empty()) return Place{};
    return Place{std::string(rows[0].text(0)), std::string(rows[0].text(1))};
}

std::vector<Month> months_until(Instant now, std::string_view time_zone, std::size_t count) {
    auto const first_day = [](date::year_month month) {
        return Date{static_cast<std::int32_t>(date::sys_days(month / 1).time_since_epoch().count())};
    };
    date::year_month_day const today{date::sys_days(date::days(Date::of(now, time_zone).days))};
    auto month = today.year() / today.month() - date::months(static_cast<int>(count) - 1);
    std::vector<Month> months;
    for (std::size_t i = 0; i < count; ++i, month += date::months(1))
        months.push_back({first_day(month).text().substr(0, 7), first_day(month).begins(time_zone),
                          first_day(month + date::months(1)).begins(time_zone)});
    return months;
}

Result<Json> People::summary(Actor const& actor, PersonId person) {
    auto& state = *state_;
    return state.database.read([&](store::Session& session) -> Result<Json> {
        auto const root = TRY(state.visible_root(session, actor, person));
        auto const record = TRY(state.records.get(actor, *state.person(), RecordId{root.uuid}));
        auto const place = TRY(place_of_workspace(session));
        auto const months = months_until(Instant::now(), place.time_zone, limits::summary_months);
        std::map<std::string, std::pair<std::int64_t, Instant>> types;
        std::map<std::string, std::int64_t> revenue;
        std::map<Uuid, std::int64_t> sources;
        std::vector<std::pair<std::int64_t, std::int64_t>> by_month(months.size());
        for (auto const alias : TRY(state.aliases_of(session, root))) {
            auto const type_rows = TRY(session.query(sql::event_types_of, alias));
            for (auto const row : type_rows) {
                auto& [count, last] = types[std::string(row.text(0))];
                count += row.integer(1);
                last = std::max(last, row.instant(2));
            }
            if (type_rows.empty()) continue;
            auto const revenue_rows = TRY(session.query(sql::event_revenue_of, alias));
            for (auto const row : revenue_rows) revenue[std::string(row.text(0))] += row.integer(1);
            auto const source_rows = TRY(session.query(sql::event_sources_of, alias));
            for (auto const row : source_rows) sources[row.uuid(0)] += row.integer(1);
            for (std::size_t i = 0; i < months.size(); ++i) {
                auto const rows =
                    TRY(session.query(sql::event_month_of, alias, months[i].begins, months[i].ends, place.currency));
                by_month[i].first += rows[0].integer(0);
                by_month[i].second += rows[0].integer(1);
            }
        }

        std::int64_t events = 0;
        Json type_list = Json::array(), revenue_list = Json::array(), source_list = Json::array(),
             month_list = Json::array();
        for (auto const& [type, tally] : types) {
            events += tally.first;
            type_list.push_back(Json{{"type", type}, {"count", tally.first}, {"last_at", tally.second.text()}});
        }
        std::stable_sort(type_list.begin(), type_list.end(),
                         [](Json const& left, Json const& right) { return left["count"] > right["count"]; });
        for (auto const& [currency, minor] : revenue)
            revenue_list.push_back(Json{{"minor", minor}, {"currency", currency}});
        auto const names = TRY(state.source_names(session));
        for (auto const& [source, count] : sources) {
            auto const name = names.find(source);
            source_list.push_back(Json{
                {"id", source.text()}, {"name", name == names.end() ? Json() : Json(name->second)}, {"count", count}});
        }
        for (std::size_t i = 0; i < months.size(); ++i)
            month_list.push_back(
                Json{{"month", months[i].name}, {"events", by_month[i].first}, {"revenue_minor", by_month[i].second}});
        Json json{{"events", events}, {"events_by_type", std::move(type_list)}, {"revenue", std::move(revenue_list)}};
        json["first_seen_at"] = record.value("first_seen_at", Json());
        json["last_seen_at"] = record.value("last_seen_at", Json());
        json["sources"] = std::move(source_list);
        json["by_month"] = std::move(month_list);
        return json;
    });
}

}  // namespace kith::people
