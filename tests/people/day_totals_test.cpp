// Totals of days against the obvious: after any changes they are what counting everything anew gives.
#include "people/day_totals.hpp"

#include "people/home.hpp"
#include "people/limits.hpp"
#include "tests/people/people_fixture.hpp"

namespace kith::people {

class DayTotalsTest : public PeopleTest {
protected:
    static constexpr Milliseconds day = std::chrono::hours(24);

    events::EventKey add(PersonId person, std::string type, Instant at, std::optional<std::int64_t> minor = {},
                         std::optional<events::EventKey> cause = {}) {
        events::NewEvent event;
        event.person = person;
        event.occurred_at = event.received_at = at;
        event.type = std::move(type);
        event.source = shop_source();
        if (minor) event.revenue = Money{*minor, *Currency::parse("EUR")};
        event.caused_by = cause;
        std::ignore = in_transaction(
            [&](store::Transaction& tx) { return events::append(tx, event, &people_->property_types()); });
        return {event.person, event.id};
    }

    std::string totals() {
        return *database_->read([](store::Session& session) -> Result<std::string> {
            std::string text;
            for (auto const measure :
                 {DayTotals::events, DayTotals::receipts, DayTotals::returns, DayTotals::revenue,
                  DayTotals::new_customers, DayTotals::came_back, DayTotals::new_receipts, DayTotals::open_questions})
                for (auto const& total : TRY(DayTotals::between(session, measure, Date{0}, Date{100'000})))
                    text += fmt::format("{} {} {} {}\n", measure, total.day.text(), total.part, total.amount);
            return text;
        });
    }
    std::int64_t sum(std::string_view measure, Instant at) {
        return *database_->read([&](store::Session& session) -> Result<std::int64_t> {
            auto const date = Date::of(at, "UTC");
            std::int64_t amount = 0;
            for (auto const& total : TRY(DayTotals::between(session, measure, date, Date{date.days + 1})))
                amount += total.amount;
            return amount;
        });
    }
    void catch_up() { ASSERT_OK(totals_->catch_up(limits::home_changes_max)); }
    Instant const now = Instant::now();
};

INSTANTIATE_TEST_SUITE_P(Databases, DayTotalsTest, ::testing::Values(Kind::sqlite, Kind::postgres), database_name);

TEST_P(DayTotalsTest, a_first_purchase_and_one_that_follows) {
    auto const ona = resolve({user("ona")}).person;
    auto const first = now - 40 * day, second = now - 10 * day;
    add(ona, "Order Completed", second, 1'000);
    catch_up();
    EXPECT_EQ(sum(DayTotals::new_customers, second), 1);
    EXPECT_EQ(sum(DayTotals::came_back, second), 0);
    // What is told late changes what the other was.
    add(ona, "Order Completed", first, 2'500);
    catch_up();
    EXPECT_EQ(sum(DayTotals::new_customers, second), 0);
    EXPECT_EQ(sum(DayTotals::new_customers, first), 1);
    EXPECT_EQ(sum(DayTotals::came_back, first), 1);
    EXPECT_EQ(sum(DayTotals::revenue, first), 2'500);
    EXPECT_EQ(sum(DayTotals::new_receipts, second), 0);
    EXPECT_EQ(sum(DayTotals::receipts, second), 1);
}

TEST_P(DayTotalsTest, a_question_is_open_until_it_is_answered) {
    auto const ona = resolve({user("ona")}).person;
    auto const asked = add(ona, "Question Asked", now - 3 * day);
    catch_up();
    EXPECT_EQ(sum(DayTotals::open_questions, now - 3 * day), 1);
    auto figures = home(*database_, *records_, *access_, *people_, *totals_, clerk());
    ASSERT_OK(figures);
    EXPECT_EQ((*figures)["attention"][0]["kind"], "open_questions");
    EXPECT_EQ((*figures)["attention"][0]["questions"][0]["person"], ona.text());
    // Whom a row rule hides is not asked about either.
    ASSERT_OK(set_rule("member", *person_, "city = \"Oslo\""));
    figures = home(*database_, *records_, *access_, *people_, *totals_, clerk());
    ASSERT_OK(figures);
    EXPECT_TRUE((*figures)["attention"].empty());
    EXPECT_TRUE((*figures)["business"].is_null());
    EXPECT_TRUE((*figures)["since_yesterday"].empty());
    add(ona, "Question Answered", now - 2 * day, {}, asked);
    catch_up();
    EXPECT_EQ(sum(DayTotals::open_questions, now - 3 * day), 0);
}

TEST_P(DayTotalsTest, months_add_up_and_the_last_ones_do_not_say_yet_who_came_back) {
    auto const ona = resolve({user("ona")}).person;
    auto const sold = add(ona, "Order Completed", now - 200 * day, 4'900);
    add(ona, "Order Refunded", now - 199 * day, -4'900, sold);
    add(ona, "Order Completed", now - 190 * day, 1'000);
    add(ona, "Order Completed", now - Milliseconds(60'000), 700);
    auto const figures = home(*database_, *records_, *access_, *people_, *totals_, clerk());
    ASSERT_OK(figures);
    auto const& months = (*figures)["business"]["months"];
    ASSERT_EQ(months.size(), limits::summary_months);
    std::int64_t receipts = 0, returns = 0, minor = 0, back = 0;
    for (auto const& month : months) {
        receipts += month["receipts"].get<std::int64_t>();
        returns += month["returns"].get<std::int64_t>();
        minor += month["revenue"][0]["minor"].get<std::int64_t>();
        if (!month["came_back"].is_null()) back += month["came_back"].get<std::int64_t>();
    }
    EXPECT_EQ(receipts, 3);
    EXPECT_EQ(returns, 1);
    EXPECT_EQ(minor, 1'700);
    EXPECT_EQ(back, 1);
    EXPECT_TRUE(months.back()["came_back"].is_null());
    EXPECT_EQ((*figures)["business"]["channels"][0]["receipts"], 3);
    EXPECT_FALSE((*figures)["is_being_counted"]);
}

TEST_P(DayTotalsTest, whatever_happens_in_whatever_order_they_are_what_counting_anew_gives) {
    std::uint64_t state = 7;
    auto const below = [&](std::uint64_t count) {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        return (state >> 33) % count;
    };
    std::vector<PersonId> people;
    for (int i = 0; i < 6; ++i) people.push_back(resolve({user(fmt::format("u{}", i))}).person);
    std::vector<events::EventKey> known;
    std::vector<ChangeSetId> joins;
    for (int round = 0; round < 60; ++round) {
        auto const person = people[below(people.size())];
        auto const at = now - static_cast<int>(below(240)) * day - Milliseconds(below(80'000'000));
        switch (below(6)) {
            case 0:
                known.push_back(add(person, "Question Asked", at));
                break;
            case 1:
                if (!known.empty()) add(person, "Question Answered", at, {}, known[below(known.size())]);
                break;
            case 2:
                if (!known.empty()) {
                    auto const event = known[below(known.size())];
                    std::ignore = people_->retract_event(edit(), event.person, event);
                }
                break;
            case 3: {
                auto const write = records::Write::begin("join", clerk());
                if (people_->join(write, person, people[below(people.size())])) joins.push_back(write.change_set);
                break;
            }
            case 4:
                if (!joins.empty()) std::ignore = records_->revert(edit(), joins[below(joins.size())]);
                break;
            default:
                known.push_back(add(person, "Order Completed", at, static_cast<std::int64_t>(below(5'000)) + 1));
        }
        if (below(3) == 0) catch_up();
    }
    catch_up();
    auto const kept = totals();
    ASSERT_OK(totals_->rebuild());
    EXPECT_EQ(kept, totals());
    EXPECT_FALSE(kept.empty());
}

TEST_P(DayTotalsTest, what_is_more_than_may_be_read_is_left_to_a_job) {
    auto const ona = resolve({user("ona")}).person;
    catch_up();
    for (int i = 0; i < 3; ++i) add(ona, "Visit", now);
    auto const refused = totals_->catch_up(2);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    ASSERT_OK(totals_->catch_up(3));
    EXPECT_EQ(sum(DayTotals::events, now), 3);
    EXPECT_EQ(*totals_->catch_up(3), 0u);
}

}  // namespace kith::people
