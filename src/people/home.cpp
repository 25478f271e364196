#include "people/home.hpp"

#include "base/limits.hpp"
#include "people/home.sql.hpp"
#include "people/place.hpp"
#include "records/row.hpp"

namespace kith::people {

namespace {

constexpr std::size_t recent_people_max = 8;

// Events of people whom a rule shows. An event's person may have been joined into another since: what counts is whether
// that other is shown.
std::string restricted_count(schema::Object const& person, rule::Checked const& rule,
                             std::vector<rule::BoundValue>& parameters) {
    std::string sql = fmt::format(
        "WITH RECURSIVE above(person_id, root_id) AS (SELECT loser, survivor FROM person_edge "
        "UNION ALL SELECT a.person_id, g.survivor FROM above a JOIN person_edge g ON g.loser = a.root_id), "
        "root(person_id, root_id) AS (SELECT a.person_id, a.root_id FROM above a WHERE NOT EXISTS (SELECT 1 FROM "
        "person_edge g WHERE g.loser = a.root_id)) "
        "SELECT COUNT(*) FROM event e LEFT JOIN root ON root.person_id = e.person_id JOIN {} p ON p.id = "
        "COALESCE(root.root_id, e.person_id) "
        "WHERE e.occurred_at >= $1 AND e.occurred_at < $2 AND p.deleted_at IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM event_retraction r WHERE r.person_id = e.person_id AND r.event_id = e.event_id) "
        "AND ",
        person.table);
    rule.to_sql(sql, parameters, "p");
    return sql;
}

Result<std::int64_t> count_events(store::Session& session, schema::Object const& person,
                                  std::optional<rule::Checked> const& rule, Instant from, Instant to) {
    if (!rule) {
        auto const stored = TRY(session.query(sql::home_events, from, to))[0].integer(0);
        return stored - TRY(session.query(sql::home_retracted, from, to))[0].integer(0);
    }
    std::vector<rule::BoundValue> parameters{{from.ms}, {to.ms}};
    auto const sql = restricted_count(person, *rule, parameters);
    return TRY(records::run(session, sql, parameters))[0].integer(0);
}

Result<std::int64_t> count_people(records::Records& records, Actor const& actor, schema::Object const& person,
                                  std::string filter) {
    records::ListQuery query;
    query.filter = std::move(filter);
    query.limit = 1;
    query.is_total_exact = true;
    return TRY(records.list(actor, person, query)).total.count;
}

Result<Json> recent_people(store::Database& database, records::Records& records, People& people, Actor const& actor,
                           schema::Object const& person) {
    records::ListQuery query;
    query.filter = "is_known = true and last_seen_at is present";
    query.sort = "-last_seen_at";
    query.limit = recent_people_max;
    Json list = Json::array();
    for (auto const& record : TRY(records.list(actor, person, query)).records) {
        auto const id = PersonId::parse(record["id"].get_ref<std::string const&>()).value_or(PersonId{});
        auto const newest = TRY(database.read([&](store::Session& session) -> Result<events::TimelinePage> {
            events::TimelineQuery one;
            one.limit = 1;
            return events::read(session, TRY(people.aliases_of(session, id)), one);
        }));
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
        result.list.push_back(Json{
            {"id", row.uuid(0).text()}, {"name", row.text(1)}, {"last_event_at", last ? Json(last->text()) : Json()}});
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
                  Actor const& actor) {
    if (!actor.may(Permission::people_read)) return Error::forbidden("Your role may not read people.");
    auto const object = records.schema()->find("person");
    CHECK(object != nullptr);
    auto const& person = *object;
    auto const rule = TRY(access.row_rule(actor, person));
    auto const now = Instant::now();
    auto const place = TRY(database.read([](store::Session& session) { return place_of_workspace(session); }));
    auto const today = Date::of(now, place.time_zone);

    Json json = Json::object();
    auto const begins = today.begins(place.time_zone).text();
    json["people"] = Json{
        {"known", TRY(count_people(records, actor, person, "is_known = true"))},
        {"anonymous", TRY(count_people(records, actor, person, "is_known = false"))},
        {"new_today", TRY(count_people(records, actor, person,
                                       "created_at >= \"" + begins + "\" and (is_known = true or is_known = false)"))}};
    TRY(database.read([&](store::Session& session) -> Result<void> {
        Json days = Json::array();
        for (std::int32_t ago = static_cast<std::int32_t>(limits::home_days) - 1; ago >= 0; --ago) {
            Date const day{today.days - ago}, next{day.days + 1};
            auto const count =
                TRY(count_events(session, person, rule, day.begins(place.time_zone), next.begins(place.time_zone)));
            days.push_back(Json{{"date", day.text()}, {"count", count}});
        }
        json["events"] =
            Json{{"today", days.back()["count"]}, {"yesterday", days[days.size() - 2]["count"]}, {"by_day", days}};
        auto listed = TRY(sources(session, actor, now));
        json["attention"] = std::move(listed.attention);
        json["sources"] = std::move(listed.list);
        return {};
    }));
    json["recent_people"] = TRY(recent_people(database, records, people, actor, person));
    return json;
}

}  // namespace kith::people
