// Finds each planted habit in the generated events, as docs/user/example-business.md lists them: by counting, without
// looking at how they were planted.
#include <gtest/gtest.h>

#include <map>

#include "app/demo/business.hpp"
#include "app/demo/catalogue.hpp"
#include "app/demo/life.hpp"
#include "base/json.hpp"

namespace kith::app::demo {
namespace {

constexpr double day_ms = 86'400'000;

/// A share, or a mean: so much of so many.
struct Share {
    double sum = 0, count = 0;
    void add(double value) { sum += value, count += 1; }
    double operator()() const { return count > 0 ? sum / count : 0; }
};

/// What was counted over all stories.
struct Tally {
    std::map<int, double> receipts_by_month, by_weekday_in_shops;
    std::map<int, Share> garden_by_month, winter_by_month, gifts_by_month;
    std::map<int, double> met_by_year;
    std::map<std::string_view, Share> receipts_a_year_by_channel;
    Share receipts_a_year_with_card, receipts_a_year_without, visits_with_offers, visits_without;
    std::map<int, Share> in_shop_by_age, euros_by_income, discounted_by_income;
    Share lines_in_households, lines_alone, returned_online, returned_in_shop;
    Share asked_of_faulty, asked_of_others, answered_surveys_higher, answered_surveys_others;
    Share points_answered, points_unanswered, points_returned, coffee_after_machine, coffee_otherwise;
    Share after_answer, after_silence, unanswered, discounted_in_sales, discounted_otherwise;
};

class Counter {
public:
    explicit Counter(Instant until) : until_(until) {}

    void count(Story const& story) {
        story_ = &story;
        years_ = static_cast<double>((until_ - story.events.front().at).count()) / day_ms / 365;
        if (story.person.is_visitor) return;
        answered_.clear();
        returned_.clear();
        asked_skus_.clear();
        receipts_ = online_receipts_ = visits_ = 0;
        for (auto const& event : story.events) note_effect(event);
        for (std::size_t i = 0; i < story.events.size(); ++i) count_event(story.events[i], static_cast<int>(i));
        count_person();
    }
    Tally tally;

private:
    void note_effect(Event const& event) {
        if (event.type == "Question Answered") answered_.insert({event.cause, true});
        if (event.type == "Order Refunded") returned_.insert({event.cause, true});
        if (event.type == "Question Asked")
            asked_skus_[parse_json(event.properties)->at("sku").get<std::string>()] += 1;
    }

    void count_event(Event const& event, int place) {
        if (event.type == "Order Completed") count_receipt(event, place);
        if (event.call == events::Call::page) {
            auto const is_first = event.properties.find(R"("path":"/")") != std::string::npos;
            visits_ += is_first;
        }
        if (event.type == "Question Asked" && until_ - event.at > std::chrono::hours(24 * 4)) {
            bool const is_answered = answered_.contains(place);
            tally.unanswered.add(!is_answered);
            auto const years_after = static_cast<double>((until_ - event.at).count()) / day_ms / 365;
            double later = 0;
            for (auto const& other : story_->events)
                later += other.type == "Order Completed" && other.at > event.at + std::chrono::hours(24 * 60);
            if (years_after > 0.5) (is_answered ? tally.after_answer : tally.after_silence).add(later / years_after);
        }
        if (event.type == "Survey Answered") {
            double const score = parse_json(event.properties)->at("score").get<double>();
            auto const& cause = story_->events[static_cast<std::size_t>(event.cause)];
            if (cause.type == "Question Asked")
                (answered_.contains(event.cause) ? tally.points_answered : tally.points_unanswered).add(score);
            else if (returned_.contains(event.cause))
                tally.points_returned.add(score);
        }
    }

    void count_receipt(Event const& event, int place) {
        ++receipts_;
        auto const receipt = *parse_json(event.properties);
        bool const in_shop = receipt["channel"] == "shop", is_higher = story_->person.education == 3;
        int const month = month_of(event.at), income = story_->person.income;
        auto const age = story_->person.age(2025);
        tally.receipts_by_month[month] += 1;
        if (in_shop) tally.by_weekday_in_shops[weekday_of(event.at)] += 1;
        online_receipts_ += !in_shop;
        tally.in_shop_by_age[age < 35 ? 0 : age < 60 ? 1 : 2].add(in_shop);
        if (receipt["currency"] == "EUR" && !story_->person.works)
            tally.euros_by_income[income].add(receipt["revenue"].get<double>());
        auto const& lines = receipt["products"];
        auto& of_home = story_->person.household >= 0 ? tally.lines_in_households : tally.lines_alone;
        of_home.add(static_cast<double>(lines.size()));
        (in_shop ? tally.returned_in_shop : tally.returned_online).add(returned_.contains(place));
        bool is_machine = false, is_coffee = false;
        for (auto const& line : lines) {
            auto const& sold = product(line["sku"].get<std::string>());
            bool const is_discounted = line.contains("discount");
            (month == 0 || month == 6 ? tally.discounted_in_sales : tally.discounted_otherwise).add(is_discounted);
            tally.discounted_by_income[income].add(is_discounted);
            tally.garden_by_month[month].add(sold.season == Season::garden);
            tally.winter_by_month[month].add(sold.season == Season::winter);
            tally.gifts_by_month[month].add(sold.season == Season::gift);
            is_machine = is_machine || sold.sku == coffee_machine_sku;
            is_coffee = is_coffee || sold.sku == coffee_sku || sold.sku == descaler_sku;
            if (sold.is_durable && until_ - event.at > std::chrono::hours(24 * 120)) {
                bool const is_asked = asked_skus_.contains(std::string(sold.sku));
                (sold.sku == faulty_sku ? tally.asked_of_faulty : tally.asked_of_others).add(is_asked);
            }
        }
        bool is_surveyed = false, has_coffee_after = false;
        for (auto const& other : story_->events) {
            is_surveyed = is_surveyed || (other.type == "Survey Answered" && other.cause == place);
            auto const days = static_cast<double>((other.at - event.at).count()) / day_ms;
            if (other.type == "Order Completed" && days > 0 && days < 60)
                has_coffee_after = has_coffee_after || other.properties.find(coffee_sku) != std::string::npos ||
                                   other.properties.find(descaler_sku) != std::string::npos;
        }
        (is_higher ? tally.answered_surveys_higher : tally.answered_surveys_others).add(is_surveyed);
        if (!is_coffee && until_ - event.at > std::chrono::hours(24 * 60))
            (is_machine ? tally.coffee_after_machine : tally.coffee_otherwise).add(has_coffee_after);
    }

    void count_person() {
        auto const& person = story_->person;
        tally.met_by_year[static_cast<int>(years_)] += 1;
        if (years_ < 0.5) return;
        double const a_year = receipts_ / years_;
        tally.receipts_a_year_by_channel[person.heard_from].add(a_year);
        (person.has_card ? tally.receipts_a_year_with_card : tally.receipts_a_year_without).add(a_year);
        bool has_offers = false;
        for (auto const& consent : story_->consents) has_offers = has_offers || consent.purpose == "email_marketing";
        (has_offers ? tally.visits_with_offers : tally.visits_without).add((visits_ - online_receipts_) / years_);
    }

    Instant until_;
    Story const* story_ = nullptr;
    double years_ = 0, receipts_ = 0, online_receipts_ = 0, visits_ = 0;
    std::map<int, bool> answered_, returned_;
    std::map<std::string, int> asked_skus_;
};

Tally const& tally() {
    static Tally const counted = [] {
        Options const options{11, 12'000, 480'000, *Instant::parse("2026-11-22T12:00:00Z")};
        Business business(options);
        Counter counter(options.until);
        while (auto const story = business.next()) counter.count(*story);
        return counter.tally;
    }();
    return counted;
}

void expect_between(double value, double least, double most) {
    EXPECT_GE(value, least);
    EXPECT_LE(value, most);
}

TEST(PlantedEffects, DecemberSellsMost) {
    auto receipts = tally().receipts_by_month;
    // Of whole years: the story ends in November.
    expect_between(receipts[11] / ((receipts[1] + receipts[2] + receipts[4]) / 3), 1.4, 2.2);
    expect_between(receipts[10] / ((receipts[1] + receipts[2] + receipts[4]) / 3), 1.05, 1.8);
}

TEST(PlantedEffects, EachGoodHasItsSeason) {
    auto garden = tally().garden_by_month, winter = tally().winter_by_month, gifts = tally().gifts_by_month;
    expect_between(garden[4]() / garden[9](), 3.0, 8.0);
    expect_between(winter[10]() / winter[5](), 3.0, 8.0);
    expect_between(gifts[11]() / gifts[5](), 2.2, 5.0);
}

TEST(PlantedEffects, MoreAreMetEachYear) {
    auto met = tally().met_by_year;
    expect_between(met[0] / met[2], 1.45, 1.95);
}

TEST(PlantedEffects, SaturdaySellsMostInTheShops) {
    auto by_day = tally().by_weekday_in_shops;
    expect_between(by_day[5] / ((by_day[0] + by_day[1] + by_day[2] + by_day[3]) / 4), 1.8, 2.6);
}

TEST(PlantedEffects, WhomAFriendSentBuysOftenerAndWhomInstagramSentSeldomer) {
    auto by_channel = tally().receipts_a_year_by_channel;
    auto const others = (by_channel["Search"]() + by_channel["Shop window"]() + by_channel["Newspaper"]()) / 3;
    expect_between(by_channel["Friend"]() / others, 1.3, 1.9);
    expect_between(by_channel["Instagram"]() / others, 0.6, 0.9);
}

TEST(PlantedEffects, HoldersOfACardBuyOftener) {
    expect_between(tally().receipts_a_year_with_card() / tally().receipts_a_year_without(), 1.2, 1.65);
}

TEST(PlantedEffects, WhoAgreedToOffersVisitsOftener) {
    expect_between(tally().visits_with_offers() / tally().visits_without(), 1.25, 2.0);
}

TEST(PlantedEffects, TheOldBuyInShopsAndTheYoungOnTheWebsite) {
    auto in_shop = tally().in_shop_by_age;
    expect_between(in_shop[0](), 0.15, 0.42);
    expect_between(in_shop[1](), 0.42, 0.68);
    expect_between(in_shop[2](), 0.78, 0.95);
}

TEST(PlantedEffects, ReceiptsGrowWithIncome) {
    auto euros = tally().euros_by_income;
    expect_between(euros[3]() / euros[0](), 1.6, 3.2);
    EXPECT_LT(euros[0](), euros[1]());
    EXPECT_LT(euros[1](), euros[2]());
    EXPECT_LT(euros[2](), euros[3]());
}

TEST(PlantedEffects, HouseholdsBuyMoreAtOnce) {
    expect_between(tally().lines_in_households() / tally().lines_alone(), 1.25, 1.6);
}

TEST(PlantedEffects, DiscountsAreForTheSalesAndForThoseWhoNeedThem) {
    expect_between(tally().discounted_in_sales() / tally().discounted_otherwise(), 4.0, 9.0);
    auto by_income = tally().discounted_by_income;
    expect_between(by_income[0]() / by_income[2](), 1.5, 2.3);
}

TEST(PlantedEffects, WhatIsBoughtOnlineComesBackOftener) {
    expect_between(tally().returned_online(), 0.11, 0.16);
    expect_between(tally().returned_in_shop(), 0.025, 0.055);
}

TEST(PlantedEffects, OneKettleLeaks) {
    expect_between(tally().asked_of_faulty() / tally().asked_of_others(), 3.5, 9.0);
}

TEST(PlantedEffects, AnUnansweredQuestionCostsSatisfactionAndSales) {
    expect_between(tally().unanswered(), 0.08, 0.17);
    expect_between(tally().points_answered() - tally().points_unanswered(), 3.0, 4.8);
    expect_between(tally().after_silence() / tally().after_answer(), 0.2, 0.65);
}

TEST(PlantedEffects, AReturnCostsAPointOrTwo) {
    expect_between(tally().points_answered() - tally().points_returned(), 0.8, 2.2);
}

TEST(PlantedEffects, ACoffeeMachineBringsCoffeeAfterIt) {
    expect_between(tally().coffee_after_machine(), 0.4, 0.75);
    EXPECT_GT(tally().coffee_after_machine() / tally().coffee_otherwise(), 2.5);
}

TEST(PlantedEffects, TheHigherEducatedAnswerSurveys) {
    expect_between(tally().answered_surveys_higher() / tally().answered_surveys_others(), 2.0, 3.2);
}

}  // namespace
}  // namespace kith::app::demo
