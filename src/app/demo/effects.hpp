// The habits that are planted in the example business, each by name and size. docs/user/example-business.md lists what
// they come to in the generated events, and effects_test.cpp finds each of them there.
#pragma once

#include <array>

namespace kith::app::demo::effects {

/// How much more there is to buy for in each month, January first.
inline constexpr std::array<double, 12> month_weight{0.8, 0.8, 0.95, 1, 1.05, 1, 0.9, 0.9, 0.95, 1, 1.3, 1.9};
/// Garden goods from April to July, goods for warmth and light from October to January, gifts in December.
inline constexpr double garden_season = 6, winter_season = 5, gift_season = 4;
/// Receipts of the shops by the day of the week, Monday first.
inline constexpr std::array<double, 7> shop_weekday_weight{0.84, 0.84, 0.84, 0.84, 0.84, 2.0, 0.8};
/// New people in the last month for one in the first.
inline constexpr double growth = 2.2;

/// How often those buy whom a friend sent, for those who came by themselves; and those whom social media sent.
inline constexpr double friend_buys = 1.7, social_buys = 0.7;
/// How often holders of a loyalty card buy, for the others.
inline constexpr double card_buys = 1.5;
/// How often those still buy whose question was left open.
inline constexpr double unanswered_buys = 0.35;
/// How often those visit the website who agreed to offers by e-mail, for the others.
inline constexpr double offers_visit = 1.8;

/// Share of receipts that are made in a shop, by age: below 35, to 59, from 60.
inline constexpr std::array<double, 3> shop_share{0.25, 0.5, 0.8};
/// With income the dearer product of two is chosen: weight = price ^ exponent, by income band, low first.
inline constexpr std::array<double, 4> price_exponent{-0.35, -0.1, 0.15, 0.4};
/// Lines of a receipt for households, for people who live alone.
inline constexpr double household_lines = 1.5;
/// Norwegian prices, after exchange.
inline constexpr double norway_price = 1.15;

/// Share of lines that are bought at a discount; in the sales of January and July; and for people of low income.
inline constexpr double discount_share = 0.08, sales_discount_share = 0.55, low_income_discount = 2;
/// Share of receipts that come back, from the website and from a shop.
inline constexpr double online_returns = 0.14, shop_returns = 0.04;
/// Share of durable products that somebody asks about; and of the kettle that leaks.
inline constexpr double questions = 0.03, faulty_questions = 0.2;
/// Share of questions that nobody ever answered.
inline constexpr double unanswered = 0.12;
/// Share of coffee machines that descaler or coffee is bought for within sixty days.
inline constexpr double coffee_follows = 0.5;

/// Share of receipts that are followed by an answered survey, and of those of people with higher education.
inline constexpr double survey_answers = 0.08, higher_education_survey_answers = 0.2;
/// Points of ten by which an open question lowers what a survey says; and a return.
inline constexpr double unanswered_points = 4, return_points = 1.5;

}  // namespace kith::app::demo::effects
