#include "people/home.hpp"

#include <algorithm>
#include <map>

#include "people/home.sql.hpp"
#include "people/limits.hpp"
#include "people/place.hpp"
#include "records/row.hpp"

namespace kith::people {

namespace {

constexpr std::size_t recent_people_max = 8;

// Events of people whom a rule shows. An event's person may have been joined into another since: what counts is whether
// that other is shown. SQLite takes a CROSS JOIN in its order: it would begin with all people of the rule, and read all
// their events.
std::string restricted_count(schema::Object const& person, rule::Checked const& rule,
                             std::vector<rule::BoundValue>& parameters) {
    std::string sql = fmt::format(
        "WITH RECURSIVE above(person_id, root_id) AS (SELECT loser, survivor FROM person_edge "
        "UNION ALL SELECT a.person_id, g.survivor FROM above a JOIN person_edge g ON g.loser = a.root_id), "
        "root(person_id, root_id) AS (SELECT a.person_id, a.root_id FROM above a WHERE NOT EXISTS (SELECT 1 FROM "
        "person_edge g WHERE g.loser = a.root_id)) "
        "SELECT COUNT(*) FROM event e LEFT JOIN root ON root.person_id = e.person_id CROSS JOIN {} p "
        "WHERE p.id = COALESCE(root.root_id, e.person_id) "
        "AND e.occurred_at >= $1 AND e.occurred_at < $2 AND p.deleted_at IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM event_retraction r WHERE r.person_id = e.person_id AND r.event_id = e.event_id) "
        "AND ",
        person.table);
    rule.to_sql(sql, parameters, "p");
    return sql;
}

using Walked = DayTotals::Walked;
using TypeCounts = decltype(Walked::events_by_type);

// Events of two days by type, the commonest first.
Json since_yesterday(TypeCounts const& counts) {
    std::vector<std::pair<std::string, std::pair<std::int64_t, std::int64_t>>> sorted(counts.begin(), counts.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](auto const& left, auto const& right) {
        return left.second.first + left.second.second > right.second.first + right.second.second;
    });
    Json list = Json::array();
    for (auto const& [type, days] : sorted)
        list.push_back(Json{{"type", type}, {"yesterday", days.first}, {"today", days.second}});
    return list;
}

// By type, of yesterday and of today, among the people whom a rule shows.
Result<void> count_types(store::Session& session, schema::Object const& person, rule::Checked const& rule, Instant from,
                         Instant to, std::int64_t(std::pair<std::int64_t, std::int64_t>::* day), TypeCounts& counts) {
    std::vector<rule::BoundValue> parameters{{from.ms}, {to.ms}};
    auto sql = restricted_count(person, rule, parameters);
    auto const select = sql.find("SELECT COUNT(*) FROM event e");
    sql.replace(select, std::string_view("SELECT COUNT(*)").size(), "SELECT COUNT(*), e.type");
    auto const rows = TRY(records::run(session, sql + " GROUP BY e.type", parameters));
    for (auto const row : rows) counts[std::string(row.text(1))].*day += row.integer(0);
    return {};
}

std::int32_t first_day_until(Date today) { return today.days - static_cast<std::int32_t>(limits::home_days) + 1; }

// Events of the last days, and what kinds of them today and yesterday brought.
Result<void> add_totals(store::Session& session, Date today, Walked& figures) {
    Date const first{first_day_until(today)}, end{today.days + 1};
    for (auto const& total : TRY(DayTotals::between(session, DayTotals::events, first, end))) {
        figures.events_by_day[total.day.days] += total.amount;
        if (total.day == today) figures.events_by_type[total.part].second += total.amount;
        if (total.day.days == today.days - 1) figures.events_by_type[total.part].first += total.amount;
    }
    return {};
}

// The same, counted among the people whom a role sees.
Result<void> count_events(store::Session& session, schema::Object const& person, rule::Checked const& rule, Date today,
                          std::string const& zone, Walked& figures) {
    using Days = TypeCounts::mapped_type;
    Date const yesterday{today.days - 1}, tomorrow{today.days + 1};
    auto& types = figures.events_by_type;
    TRY(count_types(session, person, rule, yesterday.begins(zone), today.begins(zone), &Days::first, types));
    TRY(count_types(session, person, rule, today.begins(zone), tomorrow.begins(zone), &Days::second, types));
    for (auto day = first_day_until(today); day <= today.days; ++day) {
        std::vector<rule::BoundValue> parameters{{Date{day}.begins(zone).ms}, {Date{day + 1}.begins(zone).ms}};
        auto const sql = restricted_count(person, rule, parameters);
        figures.events_by_day[day] = TRY(records::run(session, sql, parameters))[0].integer(0);
    }
    return {};
}

void add_events(Walked figures, Date today, Json& json) {
    auto& by_day = figures.events_by_day;
    Json days = Json::array();
    for (auto day = first_day_until(today); day <= today.days; ++day)
        days.push_back(Json{{"date", Date{day}.text()}, {"count", by_day[day]}});
    json["events"] = Json{{"today", by_day[today.days]}, {"yesterday", by_day[today.days - 1]}, {"by_day", days}};
    json["since_yesterday"] = since_yesterday(figures.events_by_type);
}

// Everybody, in one walk.
Result<void> count_people(records::Records& records, Actor const& actor, schema::Object const& person,
                          Walked& figures) {
    records::GroupQuery query;
    query.list.filter = "is_known = true or is_known = false";
    query.by = "is_known";
    for (auto const& group : TRY(records.groups(actor, person, query)))
        (group.value == true ? figures.known : figures.anonymous) += group.count;
    return {};
}

Result<std::int64_t> count_new(records::Records& records, Actor const& actor, schema::Object const& person,
                               Instant since) {
    records::ListQuery query;
    query.filter = fmt::format("created_at >= \"{}\" and (is_known = true or is_known = false)", since.text());
    query.counting = records::Counting::exact;
    return TRY(records.count(actor, person, query)).count;
}

// Told by the condition as it is asked at one moment, so that those who see the same people share what was counted.
std::string text_of(rule::Checked const& rule, rule::Moment moment, Instant now) {
    struct Writer {
        std::string operator()(std::monostate) const { return {}; }
        std::string operator()(std::int64_t value) const { return std::to_string(value); }
        std::string operator()(double value) const { return fmt::format("{:a}", value); }
        std::string operator()(std::string const& value) const { return value; }
        std::string operator()(Uuid const& value) const { return value.text(); }
        std::string operator()(rule::Bytes const& value) const { return value.bytes; }
    };
    moment.now = now;
    std::string text;
    std::vector<rule::BoundValue> parameters;
    rule.at(std::move(moment)).to_sql(text, parameters, "r");
    for (auto const& parameter : parameters) {
        auto const value = std::visit(Writer{}, parameter.value);
        text += fmt::format("\n{}:{}", value.size(), value);
    }
    return text;
}

Result<Json> recent_people(store::Session& session, records::Records& records, People& people, Actor const& actor,
                           schema::Object const& person) {
    records::ListQuery query;
    query.filter = "is_known = true and last_seen_at is present";
    query.sort = "-last_seen_at";
    query.limit = recent_people_max;
    query.counting = records::Counting::none;
    Json list = Json::array();
    // Who was here last is not told to those who may not know when anybody was.
    if (records.access().field_right(actor, person, "last_seen_at") == access::FieldRight::hidden) return list;
    for (auto const& record : TRY(records.list(actor, person, query)).records) {
        auto const id = PersonId::parse(record["id"].get_ref<std::string const&>()).value_or(PersonId{});
        events::TimelineQuery one;
        one.limit = 1;
        auto const newest = TRY(events::read(session, TRY(people.aliases_of(session, id)), one));
        list.push_back(Json{{"id", record["id"]},
                            {"name", record.value("name", Json())},
                            {"last_seen_at", record.value("last_seen_at", Json())},
                            {"last_event", newest.events.empty() ? Json() : Json(newest.events[0].type)}});
    }
    return list;
}

struct Sources {
    Json list = Json::array(), attention = Json::array();
};

Result<Sources> sources(store::Session& session, Actor const& actor, Instant now) {
    Sources result;
    if (!actor.may(Permission::sources_read)) return result;
    auto const dead = TRY(session.query(sql::home_dead_letters))[0].integer(0);
    if (dead > 0) result.attention.push_back(Json{{"kind", "dead_letters"}, {"count", dead}});
    auto const rows = TRY(session.query(sql::home_sources));
    for (auto const row : rows) {
        auto const last = row.optional_instant(3);
        result.list.push_back(
            Json{{"id", row.uuid(0).text()}, {"name", row.text(1)}, {"last_event_at", text_or_null(last)}});
        bool const is_silent =
            row.boolean(2) && last && now - *last > std::chrono::hours(limits::source_silent_hours_min);
        if (is_silent)
            result.attention.push_back(
                Json{{"kind", "source_silent"}, {"source", {{"id", row.uuid(0).text()}, {"name", row.text(1)}}}});
    }
    if (rows.empty()) result.attention.push_back(Json{{"kind", "no_source"}});
    return result;
}

}  // namespace

Result<Json> home(store::Database& database, records::Records& records, access::RowAccess const& access, People& people,
                  DayTotals& totals, Actor const& actor) {
    if (!actor.may(Permission::people_read)) return Error::forbidden("Your role may not read people.");
    auto const object = records.schema()->find("person");
    CHECK(object != nullptr);
    auto const& person = *object;
    auto const rule = TRY(access.row_rule(actor, person));
    auto const now = Instant::now();
    auto const place = TRY(database.read([](store::Session& session) { return place_of_workspace(session); }));
    auto const today = Date::of(now, place.time_zone);

    // What is more than a view may count is counted by a job: until then the figures are those of before.
    auto const caught_up = totals.catch_up(limits::home_changes_max);
    if (!caught_up && caught_up.error().code != ErrorCode::unavailable) return Failure(caught_up.error());

    Json json = Json::object();
    json["is_being_counted"] = !caught_up;
    auto const begins = today.begins(place.time_zone);
    // One snapshot for all of it, which the doors that are asked use too.
    TRY(database.read([&](store::Session& session) -> Result<void> {
        auto const whose =
            rule ? fmt::format("{}\n{}\n{}", begins.ms, place.time_zone, text_of(*rule, access.moment(actor), begins))
                 : std::string();
        auto figures = TRY(totals.walked(whose, [&]() -> Result<Walked> {
            Walked counted;
            TRY(count_people(records, actor, person, counted));
            if (!rule) return counted;
            counted.new_today = TRY(count_new(records, actor, person, begins));
            TRY(count_events(session, person, *rule, today, place.time_zone, counted));
            return counted;
        }));
        if (!rule) {
            figures.new_today = TRY(count_new(records, actor, person, begins));
            TRY(add_totals(session, today, figures));
        }
        json["people"] =
            Json{{"known", figures.known}, {"anonymous", figures.anonymous}, {"new_today", figures.new_today}};
        add_events(std::move(figures), today, json);
        json["business"] = rule ? Json() : TRY(business(session, place, now));
        auto listed = TRY(sources(session, actor, now));
        json["attention"] = std::move(listed.attention);
        if (auto open = TRY(open_questions(session, records, people, actor, today)); !open.is_null())
            json["attention"].insert(json["attention"].begin(), std::move(open));
        json["sources"] = std::move(listed.list);
        json["recent_people"] = TRY(recent_people(session, records, people, actor, person));
        return {};
    }));
    return json;
}

}  // namespace kith::people
