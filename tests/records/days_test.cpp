// Days of a list against what the list itself says, at random: each day is the list filtered by it, whichever way the
// clocks are turned on it, and against an obvious twin that asks of every record which day it is on.
#include <random>

#include "records/limits.hpp"
#include "schema/definitions.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::records {
namespace {

class DaysTest : public RecordsTest {
protected:
    void add_fields() {
        schema::Definitions definitions(*database_, *published_);
        for (auto const* body :
             {R"({"label": {"en": "Due"}, "type": "date"})", R"({"label": {"en": "Meets"}, "type": "instant"})",
              R"({"label": {"en": "Calls"}, "type": "instant", "is_sortable": true})"})
            ASSERT_OK(definitions.add_field(schema::Author::begin(Actor::system("test")), person_->name, parsed(body)));
        person_ = records_->schema()->find("person");
    }

    void live_in(std::string_view time_zone) {
        ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
            store::Parameter const parameters[] = {time_zone};
            TRY(
                transaction.run("INSERT INTO workspace (id, name, language, currency, time_zone, created_at) "
                                "VALUES (1, 'Linden', 'en', 'EUR', $1, 0) "
                                "ON CONFLICT (id) DO UPDATE SET time_zone = excluded.time_zone",
                                parameters));
            return {};
        }));
        ASSERT_OK(access_->reload());
    }

    /// The people that are there over again, until there are so many.
    void multiply_to(std::int64_t people) {
        auto const copied = fmt::format("version, change_set, created_at, updated_at, {}, {}",
                                        person_->find("is_known")->column, person_->find("due")->column);
        auto const sql = fmt::format("INSERT INTO person (id, {0}) SELECT {1}, {0} FROM person LIMIT $1", copied,
                                     is_sqlite() ? "randomblob(16)" : "gen_random_uuid()");
        for (auto have = number("SELECT COUNT(*) FROM person"); have < people;) {
            auto const some = std::min(have, people - have);
            ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
                store::Parameter const parameters[] = {some};
                TRY(transaction.run(sql, parameters));
                return {};
            }));
            have += some;
        }
    }

    static DayQuery asked(std::string by, std::string_view from, std::string_view to, std::size_t each = 0) {
        DayQuery query;
        query.by = std::move(by);
        query.from = *Date::parse(from);
        query.to = *Date::parse(to);
        query.each = each;
        return query;
    }
    Days days(DayQuery const& query, Actor const& actor = Actor::system("test")) {
        auto days = records_->days(actor, *person_, query);
        EXPECT_TRUE(days) << store::describe(days.error());
        return days ? days.take() : Days{};
    }
    std::string refused(DayQuery const& query, Actor const& actor = Actor::system("test")) {
        auto const answer = records_->days(actor, *person_, query);
        return answer || answer.error().fields.empty()
                   ? std::string()
                   : answer.error().fields[0].field + " " + answer.error().fields[0].code;
    }
    std::vector<Json> everything(std::string const& filter, Actor const& actor = Actor::system("test")) {
        ListQuery query;
        query.filter = filter;
        query.limit = 200;
        return list(query, actor).records;
    }

    // The number of records of each day that has some.
    static std::map<std::string, std::int64_t> counts(Days const& days) {
        std::map<std::string, std::int64_t> counts;
        for (auto const& day : days.days) counts[day.day.text()] = day.count;
        return counts;
    }
    static std::vector<std::string> names(std::vector<Json> const& records) {
        std::vector<std::string> names;
        for (auto const& record : records) names.push_back(record["given_name"].get<std::string>());
        return names;
    }
};

TEST_P(DaysTest, of_moments_are_those_of_the_clocks_whichever_way_they_are_turned) {
    add_fields();
    struct Turn {
        std::string_view zone, from, to;
    };
    std::mt19937_64 random(20261126);
    for (auto const& [zone, from, to] :
         {Turn{"Europe/Vilnius", "2026-03-01", "2026-04-11"}, Turn{"Europe/Vilnius", "2026-09-28", "2026-11-08"},
          Turn{"America/New_York", "2026-10-26", "2026-12-06"}, Turn{"Australia/Lord_Howe", "2026-03-30", "2026-05-10"},
          Turn{"Asia/Beirut", "2026-03-23", "2026-05-03"}, Turn{"America/Havana", "2026-10-26", "2026-11-30"},
          Turn{"Asia/Kolkata", "2026-01-01", "2026-01-31"}, Turn{"Pacific/Apia", "2011-12-12", "2012-01-08"},
          Turn{"UTC", "2026-02-28", "2026-02-28"}}) {
        SCOPED_TRACE(fmt::format("{} {}", zone, from));
        live_in(zone);
        auto const first = Date::parse(from)->begins(zone), end = Date{Date::parse(to)->days + 1}.begins(zone);
        std::uniform_int_distribution<std::int64_t> anywhere(first.ms - 3 * 86'400'000, end.ms + 3 * 86'400'000);
        std::map<std::string, std::int64_t> twin;
        auto const add = [&](Instant at) {
            add_person({{"meets", at.text()}, {"city", std::string(zone) + std::string(from)}});
            if (first <= at && at < end) ++twin[Date::of(at, zone).text()];
        };
        for (int i = 0; i < 60; ++i) add({anywhere(random)});
        // At the seams of days, where an hour more or less tells.
        for (auto day = *Date::parse(from); day <= *Date::parse(to); day.days += 3) {
            add(day.begins(zone));
            add({day.begins(zone).ms - 1});
        }
        auto query = asked("meets", from, to, 3);
        query.list.filter = fmt::format("city = \"{}{}\"", zone, from);
        auto const found = days(query);
        EXPECT_EQ(counts(found), twin);
        for (auto const& day : found.days) {
            auto const theirs = everything(fmt::format("({}) and meets = \"{}\"", query.list.filter, day.day.text()));
            EXPECT_EQ(day.count, static_cast<std::int64_t>(theirs.size())) << day.day.text();
            EXPECT_EQ(day.records.size(), std::min<std::size_t>(3, theirs.size())) << day.day.text();
        }
    }
}

TEST_P(DaysTest, of_any_field_are_the_list_filtered_by_each_of_them) {
    add_fields();
    live_in("Europe/Vilnius");
    std::mt19937 random(7);
    auto const pick = [&](int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); };
    for (int i = 0; i < 150; ++i) {
        Json values{{"country", pick(2) ? "LT" : "NO"}, {"given_name", fmt::format("P{}", i)}};
        if (pick(4) > 0) values["due"] = Date{20'760 + pick(40)}.text();
        if (pick(4) > 0) values["calls"] = Instant{(20'760LL * 24 + pick(40 * 24)) * 3'600'000}.text();
        if (pick(4) > 0) values["stage"] = pick(2) ? "lead" : "customer";
        add_person(values);
    }
    ASSERT_TRUE(set_rule("member", *person_, "country = \"LT\" or stage = \"lead\""));
    auto const from = Date{20'762}, to = Date{20'795};
    for (auto const& actor : {Actor::system("test"), member()}) {
        for (std::string const by : {"due", "calls", "created_at"}) {
            for (std::string const filter : {"", "stage = \"lead\" or country = \"NO\""}) {
                SCOPED_TRACE(by + " " + filter);
                auto const also = filter.empty() ? std::string() : fmt::format("({}) and ", filter);
                auto query = asked(by, from.text(), to.text(), 20);
                query.list.filter = filter;
                auto const found = days(query, actor);
                std::int64_t total = 0;
                for (auto const& day : found.days) {
                    auto const theirs = everything(fmt::format("{}{} = \"{}\"", also, by, day.day.text()), actor);
                    EXPECT_EQ(day.count, static_cast<std::int64_t>(theirs.size())) << day.day.text();
                    total += day.count;
                    if (theirs.size() > query.each) {
                        EXPECT_EQ(day.records.size(), query.each);
                        continue;
                    }
                    auto shown = names(day.records), listed = names(theirs);
                    std::sort(shown.begin(), shown.end());
                    std::sort(listed.begin(), listed.end());
                    EXPECT_EQ(shown, listed) << day.day.text();
                }
                auto const between = fmt::format("{}{} between \"{}\" and \"{}\"", also, by, from.text(), to.text());
                EXPECT_EQ(total, static_cast<std::int64_t>(everything(between, actor).size()));
                EXPECT_EQ(found.absent.count,
                          static_cast<std::int64_t>(everything(also + by + " is absent", actor).size()));
            }
        }
    }
    EXPECT_LT(everything("", member()).size(), 150u);
}

TEST_P(DaysTest, show_their_first_records_in_the_order_that_is_asked_for) {
    add_fields();
    live_in("Europe/Vilnius");
    auto const add = [&](char const* name, char const* at, char const* country) {
        Json values{{"given_name", name}, {"calls", at}};
        if (*country) values["country"] = country;
        add_person(values);
    };
    add("Ona", "2026-11-26T15:00:00Z", "NO");
    add("Kari", "2026-11-26T06:00:00Z", "LT");
    add("Juhan", "2026-11-26T11:00:00Z", "");
    add("Petras", "2026-11-25T21:59:59Z", "LT");  // a second before midnight in Vilnius
    auto query = asked("calls", "2026-11-25", "2026-11-27", 2);
    auto found = days(query);
    ASSERT_EQ(found.days.size(), 2u);
    EXPECT_EQ(names(found.days[0].records), (std::vector<std::string>{"Petras"}));
    EXPECT_EQ(names(found.days[1].records), (std::vector<std::string>{"Kari", "Juhan"}));
    EXPECT_EQ(found.days[1].count, 3);
    query.each = 3;
    query.list.sort = "-country";
    EXPECT_EQ(names(days(query).days[1].records), (std::vector<std::string>{"Ona", "Kari", "Juhan"}));
    query.list.sort = "country";
    EXPECT_EQ(names(days(query).days[1].records), (std::vector<std::string>{"Kari", "Ona", "Juhan"}));
    query.list.sort = "-created_at";
    EXPECT_EQ(names(days(query).days[1].records), (std::vector<std::string>{"Juhan", "Kari", "Ona"}));
    query.list.fields = {"country"};
    EXPECT_FALSE(days(query).days[1].records[0].contains("calls"));
    query.each = 0;
    EXPECT_TRUE(days(query).days[1].records.empty());
}

TEST_P(DaysTest, refuse_what_is_hidden_like_what_is_not_there) {
    add_fields();
    auto const of = [](std::string by) { return asked(std::move(by), "2026-11-01", "2026-11-30"); };
    EXPECT_EQ(refused(of("")), "by unknown_field");
    EXPECT_EQ(refused(of("horn")), "by unknown_field");
    EXPECT_EQ(refused(of("name")), "by wrong_type");
    EXPECT_EQ(refused(of("birth_date")), "by wrong_type");
    EXPECT_EQ(refused(of("updated_at")), "");
    auto sorted = of("due");
    sorted.list.sort = "horn";
    EXPECT_EQ(refused(sorted), "sort unknown_field");
    ASSERT_TRUE(
        change_role("member", {{"objects", {{"person", {{"fields", {{"due", "hidden"}, {"country", "hidden"}}}}}}}}));
    EXPECT_EQ(refused(of("due"), member()), "by unknown_field");
    EXPECT_EQ(refused(of("meets"), member()), "");
    sorted = of("meets");
    sorted.list.sort = "country";
    EXPECT_EQ(refused(sorted, member()), "sort unknown_field");
    EXPECT_EQ(refused(sorted), "");
}

TEST_P(DaysTest, of_more_than_can_be_ordered_their_numbers_are_told) {
    add_fields();
    add_person({{"given_name", "Ona"}, {"due", "2026-11-26"}});
    multiply_to(limits::days_records_ranked_max);
    auto const query = asked("due", "2026-11-25", "2026-11-27", 3);
    auto found = days(query);
    EXPECT_EQ(found.days.at(0).count, limits::days_records_ranked_max);
    EXPECT_EQ(found.days[0].records.size(), 3u);
    multiply_to(limits::days_records_ranked_max + 1);
    found = days(query);
    EXPECT_EQ(found.days.at(0).count, limits::days_records_ranked_max + 1);
    EXPECT_TRUE(found.days[0].records.empty());
}

TEST_P(DaysTest, are_told_up_to_their_limit) {
    add_fields();
    auto query = asked("due", "2026-11-01", "2026-11-01");
    query.to.days += limits::days_max - 1;
    EXPECT_EQ(refused(query), "");
    ++query.to.days;
    EXPECT_EQ(refused(query), "to limit_reached");
    query.to = {query.from.days - 1};
    EXPECT_EQ(refused(query), "to wrong");
    // The first and the last day that can be written down.
    EXPECT_EQ(refused(asked("meets", "0000-01-01", "0000-01-31")), "");
    EXPECT_EQ(refused(asked("meets", "9999-12-01", "9999-12-31")), "");
}

ON_BOTH_DATABASES(DaysTest);

}  // namespace
}  // namespace kith::records
