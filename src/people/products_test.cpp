#include "people/products.hpp"

#include <gtest/gtest.h>

#include "people/limits.hpp"

namespace kith::people {

namespace {

constexpr std::int64_t day_ms = 86'400'000;
Instant const now{400 * day_ms};

/// Events a day apart, the last of them today; each is caused by what its cause names.
class Told {
public:
    Told& add(char const* type, std::string const& properties, std::optional<std::size_t> cause = std::nullopt) {
        auto json = parse_json(properties);
        EXPECT_TRUE(json) << properties;
        events_.push_back(
            {{person_, EventId::make()}, type, now, *json, cause ? std::optional(events_[*cause].key) : std::nullopt});
        return *this;
    }
    Json products(std::int64_t days_later = 0) {
        for (std::size_t i = 0; i < events_.size(); ++i)
            events_[i].at.ms = now.ms - static_cast<std::int64_t>(events_.size() - 1 - i) * day_ms;
        return products_of(events_, Instant{now.ms + days_later * day_ms});
    }

private:
    PersonId person_ = PersonId::make();
    std::vector<ProductEvent> events_;
};

std::string const kettle =
    R"({"products":[{"sku":"K1","name":"Kettle","variant":"1.7 l","quantity":2}],"order_id":"1"})";

TEST(Products, WhatWasBoughtLastComesFirst) {
    auto const json = Told()
                          .add("Order Completed", kettle)
                          .add("Order Completed", R"({"products":[{"product_id":7,"name":"Iron"},{"name":"Cup"}]})")
                          .products();
    ASSERT_EQ(json["data"].size(), 3U);
    EXPECT_EQ(json["data"][2]["name"], "Kettle");
    EXPECT_EQ(json["data"][2]["variant"], "1.7 l");
    EXPECT_EQ(json["data"][2]["quantity"], 2);
    EXPECT_EQ(json["data"][0]["quantity"], 1);
    EXPECT_TRUE(json["open_questions"].empty());
}

TEST(Products, WhatWasTakenBackIsOwnedNoMore) {
    auto const one = Told()
                         .add("Order Completed", kettle)
                         .add("Order Refunded", R"({"products":[{"sku":"K1","quantity":1}]})")
                         .products();
    EXPECT_EQ(one["data"][0]["quantity"], 1);
    auto const whole = Told().add("Order Completed", kettle).add("Order Cancelled", R"({"order_id":"1"})").products();
    EXPECT_TRUE(whole["data"].empty());
    auto const unknown = Told().add("Order Completed", kettle).add("Order Cancelled", R"({"order_id":"2"})").products();
    EXPECT_EQ(unknown["data"].size(), 1U);
    auto const twice = Told()
                           .add("Order Completed", kettle)
                           .add("Order Refunded", R"({"products":[{"sku":"K1","quantity":9}]})")
                           .add("Order Completed", kettle)
                           .products();
    EXPECT_EQ(twice["data"][0]["quantity"], 2) << "more than was bought cannot be given back";
}

TEST(Products, QuestionsStandWithTheirProductAndAreOpenUntilAnswered) {
    Told told;
    told.add("Order Completed", kettle)
        .add("Question Asked", R"({"sku":"K1","about":"Kettle","question":"It leaks."})")
        .add("Question Asked", R"({"about":"Kettle","question":"Guarantee?"})")
        .add("Question Answered", R"({"answer":"Two years."})", 2);
    auto const json = told.products();
    ASSERT_EQ(json["data"].size(), 1U) << "by its name alone it is the same product";
    auto const& product = json["data"][0];
    EXPECT_EQ(product["question_count"], 2);
    EXPECT_EQ(product["questions"][0]["answer"], "Two years.");
    EXPECT_EQ(product["questions"][0]["is_open"], false);
    EXPECT_EQ(product["questions"][1]["is_open"], true);
    ASSERT_EQ(json["open_questions"].size(), 1U);
    EXPECT_EQ(json["open_questions"][0]["question"], "It leaks.");
}

TEST(Products, AQuestionIsOpenForThirtyDays) {
    Told told;
    told.add("Question Asked", R"({"about":"Kettle","question":"It leaks."})");
    EXPECT_EQ(told.products(limits::open_question_days_max)["open_questions"].size(), 1U);
    auto const later = told.products(limits::open_question_days_max + 1);
    EXPECT_TRUE(later["open_questions"].empty());
    EXPECT_EQ(later["data"][0]["questions"][0]["is_open"], false);
}

TEST(Products, WhatWasReturnedStaysForItsQuestions) {
    auto const json = Told()
                          .add("Order Completed", kettle)
                          .add("Question Asked", R"({"sku":"K1","question":"It leaks."})")
                          .add("Order Refunded", kettle)
                          .products();
    ASSERT_EQ(json["data"].size(), 1U);
    EXPECT_EQ(json["data"][0]["quantity"], 0);
    EXPECT_EQ(json["data"][0]["question_count"], 1);
}

TEST(Products, SendersMaySayAnything) {
    auto const json =
        Told()
            .add("Order Completed", R"([1])")
            .add("Order Completed", R"({"products":{"sku":"K1"}})")
            .add("Order Completed", R"({"products":[1,null,{},{"sku":""},{"sku":[]},{"sku":"K1","quantity":-5}]})")
            .add("Order Completed", R"({"products":[{"sku":"K2","quantity":1e300},{"sku":"K3","quantity":"2"}]})")
            .add("Question Asked", R"({})")
            .add("Question Answered", R"({})")
            .add("Order Refunded", R"({})")
            .products();
    ASSERT_EQ(json["data"].size(), 2U);
    EXPECT_EQ(json["data"][0]["quantity"], limits::owned_quantity_max);
    EXPECT_EQ(json["data"][1]["quantity"], 1);
    EXPECT_EQ(json["open_questions"].size(), 1U);
}

TEST(Products, OnlySoManyAreTold) {
    Told many;
    for (std::size_t i = 0; i <= limits::owned_products_max; ++i)
        many.add("Order Completed", fmt::format(R"({{"products":[{{"sku":"K{}"}}]}})", i));
    EXPECT_EQ(many.products()["data"].size(), limits::owned_products_max);
    Told asked;
    for (std::size_t i = 0; i <= limits::product_questions_max; ++i) asked.add("Question Asked", R"({"sku":"K1"})");
    auto const json = asked.products();
    EXPECT_EQ(json["data"][0]["questions"].size(), limits::product_questions_max);
    EXPECT_EQ(json["data"][0]["question_count"], limits::product_questions_max + 1);
}

}  // namespace

}  // namespace kith::people
