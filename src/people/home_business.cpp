// The pictures of the first screen: receipts, customers, channels, month by month; and the questions that wait.
#include <algorithm>
#include <map>

#include "people/home.hpp"
#include "people/home.sql.hpp"
#include "people/limits.hpp"

namespace kith::people {

namespace {

constexpr auto comes_back_within = std::chrono::hours(24 * 90);

struct MonthTotals {
    std::map<std::string_view, std::int64_t> sums;
    std::map<std::string, std::int64_t> revenue;
};

/// The month that a day is in: the last that does not begin after it.
std::size_t month_of(std::vector<Date> const& begins, Date day) {
    auto const after = std::upper_bound(begins.begin(), begins.end(), day);
    return static_cast<std::size_t>(after - begins.begin()) - 1;
}

Result<Json> channels_of(store::Session& session, std::map<std::string, std::int64_t> const& receipts) {
    std::map<std::string, std::string> names;
    auto const rows = TRY(session.query(sql::home_sources));
    for (auto const row : rows) names.emplace(row.uuid(0).text(), row.text(1));
    std::vector<std::pair<std::string, std::int64_t>> sorted(receipts.begin(), receipts.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](auto const& left, auto const& right) { return left.second > right.second; });
    Json channels = Json::array();
    for (auto const& [id, count] : sorted) {
        auto const name = names.find(id);
        Json source;
        if (!id.empty()) source = {{"id", id}, {"name", name == names.end() ? Json() : Json(name->second)}};
        channels.push_back(Json{{"source", std::move(source)}, {"receipts", count}});
    }
    return channels;
}

}  // namespace

Result<Json> business(store::Session& session, Place const& place, Instant now) {
    auto const months = months_until(now, place.time_zone, limits::summary_months);
    std::vector<Date> begins;
    for (auto const& month : months) begins.push_back(Date::of(month.begins, place.time_zone));
    Date const end{Date::of(now, place.time_zone).days + 1};

    std::vector<MonthTotals> totals(months.size());
    std::map<std::string, std::int64_t> by_source;
    for (auto const measure : {DayTotals::receipts, DayTotals::returns, DayTotals::revenue, DayTotals::new_receipts,
                               DayTotals::new_customers, DayTotals::came_back}) {
        for (auto const& total : TRY(DayTotals::between(session, measure, begins.front(), end))) {
            auto& month = totals[month_of(begins, total.day)];
            month.sums[measure] += total.amount;
            if (measure == DayTotals::revenue) month.revenue[total.part] += total.amount;
            if (measure == DayTotals::receipts) by_source[total.part] += total.amount;
        }
    }
    Json list = Json::array();
    for (std::size_t i = 0; i < months.size(); ++i) {
        auto& [sums, revenue] = totals[i];
        Json amounts = Json::array();
        // The workspace's own currency first.
        if (!revenue.contains(place.currency)) revenue[place.currency] = 0;
        amounts.push_back(Json{{"minor", revenue[place.currency]}, {"currency", place.currency}});
        for (auto const& [currency, minor] : revenue)
            if (currency != place.currency) amounts.push_back(Json{{"minor", minor}, {"currency", currency}});
        Json month{{"month", months[i].name}, {"revenue", std::move(amounts)}};
        for (auto const measure :
             {DayTotals::receipts, DayTotals::returns, DayTotals::new_receipts, DayTotals::new_customers})
            month[std::string(measure)] = sums[measure];
        // Who came last has not had ninety days yet.
        bool const is_over = months[i].ends + comes_back_within <= now;
        month["came_back"] = is_over ? Json(sums[DayTotals::came_back]) : Json();
        list.push_back(std::move(month));
    }
    auto channels = TRY(channels_of(session, by_source));
    return Json{{"currency", place.currency}, {"months", std::move(list)}, {"channels", std::move(channels)}};
}

Result<Json> open_questions(store::Session& session, records::Records& records, People& people, Actor const& actor,
                            Date today) {
    auto const object = records.schema()->find("person");
    CHECK(object != nullptr);
    auto const& person = *object;
    auto open = TRY(DayTotals::between(session, DayTotals::open_questions,
                                       Date{today.days - limits::open_question_days_max}, Date{today.days + 1}));
    std::int64_t count = 0;
    std::vector<std::pair<Instant, Json>> shown;
    for (auto const& total : open) {
        auto const key = events::EventKey::parse(total.part);
        if (!key) continue;
        auto const root = TRY(people.root_of(session, key->person));
        if (!records.check_visible(session, actor, person, RecordId{root.uuid})) continue;
        auto const event = events::find(session, *key);
        if (!event) continue;
        ++count;
        auto const record = TRY(records.get(actor, person, RecordId{root.uuid}));
        auto const properties = parse_json(event->properties.empty() ? "{}" : event->properties);
        auto const about = properties && properties->is_object() ? properties->value("about", Json()) : Json();
        shown.emplace_back(event->occurred_at, Json{{"person", root.text()},
                                                    {"name", record.value("name", Json())},
                                                    {"about", about.is_string() ? about : Json()},
                                                    {"at", event->occurred_at.text()}});
    }
    if (count == 0) return Json();
    std::stable_sort(shown.begin(), shown.end(),
                     [](auto const& left, auto const& right) { return left.first > right.first; });
    Json list = Json::array();
    for (std::size_t i = 0; i < std::min(shown.size(), limits::open_questions_shown_max); ++i)
        list.push_back(std::move(shown[i].second));
    return Json{{"kind", "open_questions"}, {"count", count}, {"questions", std::move(list)}};
}

}  // namespace kith::people
