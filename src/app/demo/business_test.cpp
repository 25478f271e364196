#include "app/demo/business.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/json.hpp"
#include "base/text.hpp"

namespace kith::app::demo {
namespace {

Options options(std::uint64_t seed, std::int64_t people = 300, std::int64_t events = 9'000) {
    return {seed, people, events, *Instant::parse("2026-11-22T12:00:00Z")};
}

std::vector<Story> stories(Options const& options) {
    Business business(options);
    std::vector<Story> all;
    while (auto story = business.next()) all.push_back(std::move(*story));
    return all;
}

std::string text_of(std::vector<Story> const& all) {
    std::string text;
    for (auto const& story : all) {
        text += story.person.given_name + story.person.family_name + story.person.email;
        for (auto const& event : story.events) text += event.at.text() + std::string(event.type) + event.properties;
        for (auto const& consent : story.consents) text += consent.at.text() + std::string(consent.state);
    }
    return text;
}

TEST(Business, TheSameSeedTellsTheSameStoriesAndAnotherOthers) {
    auto const first = text_of(stories(options(1)));
    EXPECT_EQ(first, text_of(stories(options(1))));
    EXPECT_NE(first, text_of(stories(options(2))));
}

TEST(Business, StoriesComeInTheOrderOfMeetingAndEndWhenTheyShould) {
    auto const all = stories(options(3));
    EXPECT_EQ(all.size(), 360u);
    auto const from = options(3).until - std::chrono::hours(24) * history_days;
    Instant before = from;
    for (auto const& story : all) {
        ASSERT_FALSE(story.events.empty());
        EXPECT_GE(story.events.front().at, before);
        before = story.events.front().at;
        for (std::size_t i = 0; i < story.events.size(); ++i) {
            auto const& event = story.events[i];
            EXPECT_LT(event.at, options(3).until);
            EXPECT_TRUE(parse_json(event.properties)) << event.properties;
            EXPECT_LT(event.cause, static_cast<int>(i)) << "a cause comes before what it causes";
            EXPECT_TRUE(i == 0 || event.at >= story.events[i - 1].at);
        }
        for (auto const& consent : story.consents) EXPECT_LT(consent.at, options(3).until);
        EXPECT_EQ(story.person.is_visitor, story.stage == Stage::stranger);
    }
}

TEST(Business, AsManyEventsAsWereAskedForWithinATwentieth) {
    for (auto const& [people, events] : {std::pair(4'000, 40'000), {4'000, 120'000}, {1'500, 150'000}}) {
        Business business(options(4, people, events));
        std::size_t made = 0;
        while (auto const story = business.next()) made += story->events.size();
        EXPECT_NEAR(static_cast<double>(made), events, events * 0.05) << people;
    }
}

TEST(Business, ThereIsEverythingThatABusinessHas) {
    std::set<std::string_view> types, currencies, languages, stages;
    int households = 0, companies = 0, again = 0, withdrawn = 0, shared = 0, unknown_margins = 0, returns = 0;
    for (auto const& story : stories(options(5, 2'000, 60'000))) {
        languages.insert(story.person.country->language);
        stages.insert(name_of(story.stage));
        households += !story.household_name.empty();
        companies += story.company.has_value();
        again += story.person.is_again.has_value();
        shared += story.person.shares_email;
        for (auto const& consent : story.consents) withdrawn += consent.state == "withdrawn";
        for (auto const& event : story.events) {
            types.insert(event.type);
            if (!event.revenue) continue;
            currencies.insert(event.revenue->currency == *Currency::parse("NOK") ? "NOK" : "EUR");
            unknown_margins += !event.margin_minor.has_value();
            returns += event.revenue->minor < 0;
            EXPECT_EQ(event.revenue->minor < 0, event.type == "Order Refunded");
            if (event.type != "Order Refunded") continue;
            auto const& sale = story.events[static_cast<std::size_t>(event.cause)];
            EXPECT_EQ(sale.revenue->minor, -event.revenue->minor);
        }
    }
    EXPECT_EQ(languages, (std::set<std::string_view>{"en", "lt", "nb", "ru", "et"}));
    EXPECT_EQ(currencies, (std::set<std::string_view>{"EUR", "NOK"}));
    EXPECT_EQ(stages.size(), 8u);
    for (auto const* type :
         {"page", "Product Viewed", "identify", "Signed Up", "Loyalty Card Issued", "Order Completed", "Order Refunded",
          "Call Received", "Question Asked", "Question Answered", "Survey Answered", "Email Opened"})
        EXPECT_TRUE(types.contains(type)) << type;
    for (auto const count : {households, companies, again, withdrawn, shared, unknown_margins, returns})
        EXPECT_GT(count, 10);
}

TEST(Business, WhoIsTypedAgainHasAnotherKeyAndNearlyTheSameName) {
    std::vector<Story> const all = stories(options(6, 3'000, 30'000));
    int found = 0;
    for (auto const& story : all) {
        if (!story.person.is_again) continue;
        ++found;
        auto const& original = all[static_cast<std::size_t>(*story.person.is_again)].person;
        EXPECT_NE(story.person.email, original.email);
        auto const given = text::transliterate(story.person.given_name),
                   other = text::transliterate(original.given_name);
        EXPECT_LE(given.size() > other.size() ? given.size() - other.size() : other.size() - given.size(), 1u);
    }
    EXPECT_GT(found, 20);
}

TEST(Business, AStoryIsNotLongerForThePeopleWhoComeAfter) {
    Business small(options(7, 100, 3'000)), large(options(7, 100'000, 3'000'000));
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(small.next());
        ASSERT_TRUE(large.next());
    }
}

}  // namespace
}  // namespace kith::app::demo
