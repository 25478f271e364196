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

namespace {

/// What a person's events come to.
struct Tally {
    explicit Tally(std::vector<Month> const& of_months) : months(of_months), by_month(of_months.size()) {}

    std::vector<Month> const& months;
    std::map<std::string, std::pair<std::int64_t, Instant>> types;  ///< how many, and the last
    std::map<std::string, std::int64_t> revenue;                    ///< by currency
    std::map<Uuid, std::int64_t> sources;
    std::vector<std::pair<std::int64_t, std::int64_t>> by_month;  ///< events, revenue in the workspace's currency

    Result<void> add(store::Session& session, PersonId person, std::string const& currency) {
        static_assert(limits::summary_months == 12, "`event_tallies_of` tells twelve months apart");
        std::vector<store::Parameter> parameters{person};
        for (auto const& month : months) parameters.emplace_back(month.begins);
        parameters.emplace_back(months.back().ends);
        auto const rows = TRY(session.run(sql::event_tallies_of.text, parameters));
        for (auto const row : rows) add(row, currency);
        return {};
    }

private:
    void add(store::Rows::Row const& row, std::string const& own_currency) {
        auto const month = row.integer(3), events = row.integer(4);
        auto& [count, last] = types[std::string(row.text(0))];
        count += events;
        last = std::max(last, row.instant(5));
        if (!row.is_null(1)) sources[row.uuid(1)] += events;
        auto const money = row.optional_integer(6);
        std::string const currency(row.text(2));
        if (money) revenue[currency] += *money;
        if (month < 0 || month >= static_cast<std::int64_t>(by_month.size())) return;
        auto& [of_month, minor] = by_month[static_cast<std::size_t>(month)];
        of_month += events;
        if (money && currency == own_currency) minor += *money;
    }
};

Json json_of(Tally const& tally, std::map<Uuid, std::string> const& source_names) {
    std::int64_t events = 0;
    Json types = Json::array(), revenue = Json::array(), sources = Json::array(), by_month = Json::array();
    for (auto const& [type, told] : tally.types) {
        events += told.first;
        types.push_back(Json{{"type", type}, {"count", told.first}, {"last_at", told.second.text()}});
    }
    std::stable_sort(types.begin(), types.end(),
                     [](Json const& left, Json const& right) { return left["count"] > right["count"]; });
    for (auto const& [currency, minor] : tally.revenue)
        revenue.push_back(Json{{"minor", minor}, {"currency", currency}});
    for (auto const& [source, count] : tally.sources) {
        auto const name = source_names.find(source);
        sources.push_back(Json{{"id", source.text()},
                               {"name", name == source_names.end() ? Json() : Json(name->second)},
                               {"count", count}});
    }
    for (std::size_t i = 0; i < tally.months.size(); ++i)
        by_month.push_back(Json{{"month", tally.months[i].name},
                                {"events", tally.by_month[i].first},
                                {"revenue_minor", tally.by_month[i].second}});
    return Json{{"events", events},
                {"events_by_type", std::move(types)},
                {"revenue", std::move(revenue)},
                {"sources", std::move(sources)},
                {"by_month", std::move(by_month)}};
}

}  // namespace

Result<Json> People::summary(Actor const& actor, PersonId person) {
    auto& state = *state_;
    return state.database.read([&](store::Session& session) -> Result<Json> {
        auto const root = TRY(state.visible_root(session, actor, person));
        auto const record = TRY(state.records.get(actor, *state.person(), RecordId{root.uuid}));
        auto const place = TRY(place_of_workspace(session));
        auto const months = months_until(Instant::now(), place.time_zone, limits::summary_months);
        Tally tally(months);
        for (auto const alias : TRY(state.aliases_of(session, root))) TRY(tally.add(session, alias, place.currency));
        auto json = json_of(tally, TRY(state.source_names(session)));
        json["first_seen_at"] = record.value("first_seen_at", Json());
        json["last_seen_at"] = record.value("last_seen_at", Json());
        return json;
    });
}

}  // namespace kith::people
