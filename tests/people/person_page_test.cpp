#include <map>
#include <random>
#include <set>

#include "people/home.hpp"
#include "people/limits.hpp"
#include "people/place.hpp"
#include "tests/people/people_fixture.hpp"

namespace kith::people {

class PersonPageTest : public PeopleTest {
protected:
    Json timeline(PersonId person, events::TimelineQuery const& query = {}) {
        auto const page = people_->timeline(clerk(), person, query);
        EXPECT_TRUE(page) << store::describe(page.error());
        return page ? *page : Json::object();
    }
    static std::vector<std::string> types(Json const& page) {
        std::vector<std::string> types;
        for (auto const& event : page["data"]) types.push_back(event["type"]);
        return types;
    }
};
ON_BOTH_DATABASES(PersonPageTest);

TEST_P(PersonPageTest, the_timelines_of_joined_people_merge_page_by_page) {
    auto const one = resolve({user("u1")}).person, two = resolve({user("u2")}).person;
    auto const at = *Instant::parse("2026-03-01T10:00:00Z");
    for (int i = 0; i < 25; ++i) track(i % 3 == 0 ? one : two, "Event " + std::to_string(i), at + Milliseconds(i / 2));
    join(one, two);
    std::vector<std::string> seen;
    events::TimelineQuery query;
    query.limit = 4;
    Json page;
    do {
        page = timeline(two, query);
        for (auto const& type : types(page)) seen.push_back(type);
        query.page = page["next"].is_null() ? "" : page["next"].get<std::string>();
    } while (!query.page.empty());
    ASSERT_EQ(seen.size(), 25u);
    EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), 25u);
    EXPECT_EQ(seen.back(), "Event 0");
    query.page = "nonsense";
    auto const refused = people_->timeline(clerk(), one, query);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).field, "page");
}

TEST_P(PersonPageTest, the_timeline_is_filtered_by_type_source_and_time) {
    auto const one = resolve({user("u1")}).person;
    auto const at = *Instant::parse("2026-03-01T10:00:00Z");
    for (int i = 0; i < 6; ++i) track(one, i % 2 == 0 ? "Even" : "Odd", at + Milliseconds(i));
    events::TimelineQuery query;
    query.type = "Odd";
    EXPECT_EQ(types(timeline(one, query)).size(), 3u);
    query = {};
    query.from = at + Milliseconds(1);
    query.to = at + Milliseconds(3);
    EXPECT_EQ(types(timeline(one, query)), (std::vector<std::string>{"Even", "Odd"}));
    query = {};
    query.source = SourceId::make();
    EXPECT_TRUE(types(timeline(one, query)).empty());
    query.source = shop_source();
    EXPECT_EQ(types(timeline(one, query)).size(), 6u);
}

TEST_P(PersonPageTest, an_event_of_a_clerk_is_added_retracted_and_brought_back) {
    auto const one = resolve({user("u1")}).person;
    auto const added = people_->add_event(edit(), one,
                                          Json{{"type", "Phone Call"},
                                               {"properties", {{"minutes", 4}}},
                                               {"revenue", {{"minor", 4900}, {"currency", "eur"}}}});
    ASSERT_OK(added);
    auto shown = timeline(one)["data"][0];
    EXPECT_EQ(shown["id"], added->text());
    EXPECT_EQ(shown["revenue"], (Json{{"minor", 4900}, {"currency", "EUR"}}));
    EXPECT_EQ(shown["is_retracted"], false);
    auto const retraction = edit();
    ASSERT_OK(people_->retract_event(retraction, one, *added));
    EXPECT_EQ(timeline(one)["data"][0]["is_retracted"], true);
    EXPECT_EQ((*people_->summary(clerk(), one))["events"], 0);
    revert(retraction.change_set);
    EXPECT_EQ(timeline(one)["data"][0]["is_retracted"], false);
    EXPECT_EQ((*people_->summary(clerk(), one))["events"], 1);
    for (auto const& [body, field] : std::vector<std::pair<Json, std::string>>{
             {Json{{"properties", Json::object()}}, "type"},
             {Json{{"type", "A"}, {"occurred_at", "soon"}}, "occurred_at"},
             {Json{{"type", "A"}, {"properties", 3}}, "properties"},
             {Json{{"type", "A"}, {"caused_by", one.text() + "." + one.text()}}, "caused_by"},
             {Json{{"type", "A"}, {"person", "x"}}, "person"},
             {Json{{"type", "A"}, {"revenue", {{"minor", 1}, {"currency", "ZZZ"}}}}, "revenue"}}) {
        auto const refused = people_->add_event(edit(), one, body);
        ASSERT_FALSE(refused) << field;
        EXPECT_EQ(refused.error().fields.at(0).field, field);
    }
    auto const other = resolve({user("u2")}).person;
    EXPECT_FALSE(people_->retract_event(edit(), other, *added));
}

TEST_P(PersonPageTest, reverting_the_set_that_added_an_event_retracts_it) {
    auto const one = resolve({user("u1")}).person;
    auto const write = edit();
    ASSERT_OK(people_->add_event(write, one, Json{{"type", "Phone Call"}}));
    revert(write.change_set);
    EXPECT_EQ(timeline(one)["data"][0]["is_retracted"], true);
}

TEST_P(PersonPageTest, a_property_that_does_not_fit_is_stored_and_named) {
    auto const one = resolve({user("u1")}).person;
    track(one, "Order Completed", Instant::now(), R"({"total": 12.5, "coupon": null, "note": "a"})");
    track(one, "Order Completed", Instant::now() + Milliseconds(1), R"({"total": "many", "coupon": "X", "note": "b"})");
    auto const newest = timeline(one)["data"][0];
    EXPECT_EQ(newest["misfits"], Json::array({"total"}));
    EXPECT_EQ(newest["properties"]["total"], "many");
}

TEST_P(PersonPageTest, the_summary_counts_the_whole_person) {
    auto const one = resolve({user("u1")}).person, two = resolve({user("u2")}).person;
    ASSERT_OK(
        people_->add_event(edit(), one, Json{{"type", "Sale"}, {"revenue", {{"minor", 4900}, {"currency", "EUR"}}}}));
    ASSERT_OK(
        people_->add_event(edit(), two, Json{{"type", "Sale"}, {"revenue", {{"minor", 100}, {"currency", "EUR"}}}}));
    ASSERT_OK(
        people_->add_event(edit(), two, Json{{"type", "Sale"}, {"revenue", {{"minor", 7}, {"currency", "NOK"}}}}));
    track(two, "Visit");
    join(one, two);
    auto const summary = people_->summary(clerk(), two);
    ASSERT_OK(summary);
    EXPECT_EQ((*summary)["events"], 4);
    EXPECT_EQ((*summary)["events_by_type"][0]["type"], "Sale");
    EXPECT_EQ((*summary)["events_by_type"][0]["count"], 3);
    EXPECT_EQ((*summary)["revenue"],
              (Json::array({{{"minor", 5000}, {"currency", "EUR"}}, {{"minor", 7}, {"currency", "NOK"}}})));
    ASSERT_EQ((*summary)["by_month"].size(), 12u);
    EXPECT_EQ((*summary)["by_month"][11]["events"], 4);
    EXPECT_EQ((*summary)["by_month"][11]["revenue_minor"], 5000);
    EXPECT_EQ((*summary)["sources"][0]["count"], 1);
}

// Random events, beside counting them one by one.
TEST_P(PersonPageTest, the_summary_of_many_events_is_what_counting_each_of_them_gives) {
    std::mt19937 random(7);
    auto const one = resolve({user("u1")}).person, two = resolve({user("u2")}).person;
    join(one, two);
    auto const place = database_->read([](store::Session& session) { return place_of_workspace(session); });
    ASSERT_OK(place);
    auto const months = months_until(Instant::now(), place->time_zone, limits::summary_months);
    std::vector<events::NewEvent> facts;
    for (int i = 0; i < 400; ++i) {
        auto& fact = facts.emplace_back();
        fact.person = random() % 2 == 0 ? one : two;
        // The bounds of months themselves, a moment beside them, before them all, and after.
        auto const& month = months[random() % months.size()];
        fact.occurred_at =
            (random() % 2 == 0 ? month.begins : month.ends) + Milliseconds(random() % 3) - Milliseconds(1);
        if (random() % 20 == 0) fact.occurred_at = months.front().begins - std::chrono::hours(24 * 90);
        fact.received_at = fact.occurred_at;
        fact.type = "Type " + std::to_string(random() % 5);
        if (random() % 3 != 0) fact.source = SourceId{Uuid::of_name("test", std::to_string(random() % 3))};
        if (random() % 2 == 0)
            fact.revenue = Money{static_cast<std::int64_t>(random() % 10'000) - 2'000,
                                 *Currency::parse(random() % 4 == 0 ? "NOK" : "EUR")};
    }
    std::vector<bool> is_retracted(facts.size());
    ASSERT_OK(in_transaction([&](store::Transaction& tx) -> Result<void> {
        TRY(events::append(tx, facts));
        for (std::size_t i = 0; i < facts.size(); i += 9) {
            TRY(events::retract(tx, {facts[i].person, facts[i].id}, "Ada", ChangeSetId::make()));
            is_retracted[i] = true;
        }
        return {};
    }));
    std::map<std::string, std::int64_t> types, revenue, sources;
    std::vector<std::int64_t> by_month(months.size()), revenue_by_month(months.size());
    for (std::size_t i = 0; i < facts.size(); ++i) {
        if (is_retracted[i]) continue;
        auto const& fact = facts[i];
        ++types[fact.type];
        if (fact.source) ++sources[fact.source->text()];
        if (fact.revenue) revenue[std::string(fact.revenue->currency.text())] += fact.revenue->minor;
        for (std::size_t month = 0; month < months.size(); ++month) {
            if (fact.occurred_at < months[month].begins || fact.occurred_at >= months[month].ends) continue;
            ++by_month[month];
            if (fact.revenue && fact.revenue->currency.text() == place->currency)
                revenue_by_month[month] += fact.revenue->minor;
        }
    }
    auto const summary = people_->summary(clerk(), one);
    ASSERT_OK(summary);
    std::map<std::string, std::int64_t> told_types, told_revenue, told_sources;
    for (auto const& each : (*summary)["events_by_type"]) told_types[each["type"]] = each["count"];
    for (auto const& each : (*summary)["revenue"]) told_revenue[each["currency"]] = each["minor"];
    for (auto const& each : (*summary)["sources"]) told_sources[each["id"]] = each["count"];
    EXPECT_EQ(told_types, types);
    EXPECT_EQ(told_revenue, revenue);
    EXPECT_EQ(told_sources, sources);
    for (std::size_t month = 0; month < months.size(); ++month) {
        EXPECT_EQ((*summary)["by_month"][month]["events"], by_month[month]) << month;
        EXPECT_EQ((*summary)["by_month"][month]["revenue_minor"], revenue_by_month[month]) << month;
    }
}

TEST_P(PersonPageTest, identity_tells_keys_contacts_and_who_was_joined) {
    auto const one = resolve({user("u1"), browser("b1")}).person, two = resolve({user("u2")}).person;
    learn(two, Json{{"email", "ona@shop.lt"}});
    auto const joined = join(one, two);
    auto const identity = people_->identity(clerk(), one);
    ASSERT_OK(identity);
    EXPECT_EQ((*identity)["keys"].size(), 4u);
    ASSERT_EQ((*identity)["contact_points"].size(), 1u);
    EXPECT_EQ((*identity)["contact_points"][0]["is_preferred"], true);
    EXPECT_EQ((*identity)["joined"],
              (Json::array(
                  {{{"person", two.text()}, {"change_set", joined.text()}, {"at", (*identity)["joined"][0]["at"]}}})));
}

TEST_P(PersonPageTest, whom_a_row_rule_hides_is_absent_everywhere) {
    auto const one = resolve({user("u1")}).person, two = resolve({user("u2")}).person;
    learn(one, Json{{"country", "LT"}});
    learn(two, Json{{"country", "NO"}});
    auto const event = track(two, "Visit");
    ASSERT_OK(set_rule("member", *person_, "country = \"LT\""));
    EXPECT_TRUE(people_->timeline(clerk(), one, {}));
    auto const is_hidden = [](auto const& outcome) { return !outcome && outcome.error().code == ErrorCode::not_found; };
    EXPECT_TRUE(is_hidden(people_->timeline(clerk(), two, {})));
    EXPECT_TRUE(is_hidden(people_->identity(clerk(), two)));
    EXPECT_TRUE(is_hidden(people_->values(clerk(), two)));
    EXPECT_TRUE(is_hidden(people_->summary(clerk(), two)));
    EXPECT_TRUE(is_hidden(people_->consents(clerk(), two)));
    EXPECT_TRUE(is_hidden(people_->add_event(edit(), two, Json{{"type", "A"}})));
    EXPECT_TRUE(is_hidden(people_->retract_event(edit(), two, event)));
    NewConsent consent;
    consent.person = two;
    consent.purpose = "profiling";
    consent.how = "phone";
    EXPECT_TRUE(is_hidden(people_->record_consent(edit(), consent)));
    EXPECT_FALSE(people_->join(edit(), one, two));
    EXPECT_TRUE(is_hidden(people_->join(edit(), two, one)));
    auto const figures = home(*database_, *records_, *access_, *people_, *totals_, clerk());
    ASSERT_OK(figures);
    EXPECT_EQ((*figures)["people"]["known"], 1);
    EXPECT_EQ((*figures)["events"]["today"], 0);
}

TEST_P(PersonPageTest, home_counts_people_and_events_and_what_needs_attention) {
    auto const one = resolve({user("u1")}).person;
    resolve({browser("b1")});
    track(one, "Visit");
    auto const retracted = track(one, "Visit");
    ASSERT_OK(people_->retract_event(edit(), one, retracted));
    std::ignore =
        in_transaction([&](store::Transaction& tx) { return people_->seen(tx, ingest(), one, Instant::now()); });
    auto figures = home(*database_, *records_, *access_, *people_, *totals_, clerk());
    ASSERT_OK(figures);
    EXPECT_EQ((*figures)["people"], (Json{{"known", 1}, {"anonymous", 1}, {"new_today", 2}}));
    EXPECT_EQ((*figures)["events"]["today"], 1);
    EXPECT_EQ((*figures)["events"]["by_day"].size(), 14u);
    EXPECT_EQ((*figures)["recent_people"][0]["last_event"], "Visit");
    // The rule of a role that hides nobody counts the same by its own way.
    ASSERT_OK(set_rule("member", *person_, "is_known = true or is_known = false"));
    figures = home(*database_, *records_, *access_, *people_, *totals_, clerk());
    ASSERT_OK(figures);
    EXPECT_EQ((*figures)["events"]["today"], 1);
    auto reader = clerk();
    reader.permissions.add(Permission::sources_read);
    figures = home(*database_, *records_, *access_, *people_, *totals_, reader);
    ASSERT_OK(figures);
    EXPECT_EQ((*figures)["attention"][0]["kind"], "no_source");
}

}  // namespace kith::people
