// Ids, time, money, JSON and secrets.
#include <gtest/gtest.h>

#include <set>

#include "base/actor.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/secrets.hpp"
#include "base/time.hpp"

namespace kith {
namespace {

TEST(Ids, made_in_a_row_they_ascend_and_are_version_7) {
    ASSERT_TRUE(secrets::initialise());
    Uuid last;
    for (int i = 0; i < 20'000; ++i) {
        auto const id = Uuid::make();
        ASSERT_LT(last, id);
        ASSERT_EQ(id.bytes[6] >> 4, 7);
        ASSERT_EQ(id.bytes[8] >> 6, 2);
        last = id;
    }
}

TEST(Ids, text_goes_there_and_back_and_nothing_else_is_read) {
    auto const id = PersonId::make();
    EXPECT_EQ(PersonId::parse(id.text()), id);
    EXPECT_EQ(Uuid::parse("0192E4A0-7B1C-7D3E-8F00-0123456789AB")->text(), "0192e4a0-7b1c-7d3e-8f00-0123456789ab");
    for (auto const* text : {"", "0192e4a0", "0192e4a0-7b1c-7d3e-8f00-0123456789a",
                             "0192e4a0-7b1c-7d3e-8f00-0123456789ag", "0192e4a07b1c-7d3e-8f00-0123456789ab-"})
        EXPECT_FALSE(Uuid::parse(text)) << text;
}

TEST(Ids, the_same_name_gives_the_same_id_and_parts_do_not_run_together) {
    EXPECT_EQ(Uuid::of_name("a", "b"), Uuid::of_name("a", "b"));
    EXPECT_NE(Uuid::of_name("ab", "c"), Uuid::of_name("a", "bc"));
}

TEST(Time, instants_are_read_with_offsets_and_without) {
    auto const at = [](char const* text) { return Instant::parse(text).value_or(Instant{-1}).ms; };
    EXPECT_EQ(at("1970-01-01T00:00:01.5Z"), 1500);
    EXPECT_EQ(at("1970-01-01T02:00:00+02:00"), 0);
    EXPECT_EQ(at("1970-01-01 00:00:00"), 0);
    EXPECT_EQ(at("1970-01-01"), 0);
    EXPECT_EQ(at("2016-12-31T23:59:60Z"), at("2016-12-31T23:59:59Z"));
    EXPECT_EQ(at("2024-02-29T00:00:00.123456Z") % 1000, 123);
    for (auto const* text :
         {"", "2023-02-29", "2026-13-01", "2026-11-22T25:00:00Z", "2026-11-22T10:00:00+", "yesterday",
          "2026-11-22T10:00:00Zx", "9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00+00:01"})
        EXPECT_FALSE(Instant::parse(text)) << text;
}

TEST(Time, an_instant_prints_what_it_reads) {
    for (std::int64_t const ms :
         {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1'763'781'498'123}, std::int64_t{-62'135'596'800'000}}) {
        EXPECT_EQ(Instant::parse(Instant{ms}.text())->ms, ms);
    }
    EXPECT_EQ(Instant{1'763'781'498'123}.text(), "2025-11-22T03:18:18.123Z");
}

TEST(Time, a_day_begins_where_the_business_is) {
    auto const evening = *Instant::parse("2026-03-28T23:30:00Z");
    EXPECT_EQ(Date::of(evening, "Europe/Vilnius").text(), "2026-03-29");
    EXPECT_EQ(Date::of(evening, "UTC").text(), "2026-03-28");
    // The clocks go forward that night: the day has 23 hours.
    auto const day = *Date::parse("2026-03-29");
    EXPECT_EQ((Date{day.days + 1}.begins("Europe/Vilnius") - day.begins("Europe/Vilnius")).count(), 23 * 3'600'000);
    EXPECT_TRUE(is_time_zone("Europe/Tallinn"));
    EXPECT_FALSE(is_time_zone("Europe/Atlantis"));
}

TEST(Money, decimals_become_minor_units_of_their_currency) {
    auto const eur = *Currency::parse("eur"), jpy = *Currency::parse("JPY"), kwd = *Currency::parse("KWD");
    EXPECT_EQ(Money::parse("49.90", eur)->minor, 4990);
    EXPECT_EQ(Money::parse("-3", eur)->minor, -300);
    EXPECT_EQ(Money::parse("0.005", eur)->minor, 1);
    EXPECT_EQ(Money::parse("0.0049", eur)->minor, 0);
    EXPECT_EQ(Money::parse("12", jpy)->minor, 12);
    EXPECT_EQ(Money::parse("1.234", kwd)->minor, 1234);
    EXPECT_EQ(Money::of(19.99, eur)->minor, 1999);
    EXPECT_EQ(Money::parse("-49.05", eur)->text(), "-49.05 EUR");
    for (auto const* text : {"", "-", ".", "1,5", "1.2.3", "x", "99999999999999999999"})
        EXPECT_FALSE(Money::parse(text, eur)) << text;
    EXPECT_FALSE(Currency::parse("EURO"));
    EXPECT_FALSE(Currency::parse("QQQ"));
}

TEST(Money, currencies_do_not_mix_and_sums_do_not_wrap) {
    auto const eur = *Currency::parse("EUR"), nok = *Currency::parse("NOK");
    EXPECT_EQ((Money{1, eur}.plus({2, eur}))->minor, 3);
    EXPECT_EQ((Money{1, eur}.plus({2, nok})).error().fields.front().code, "different");
    EXPECT_EQ((Money{INT64_MAX, eur}.plus({1, eur})).error().fields.front().code, "out_of_range");
}

TEST(Json, depth_is_limited_and_mistakes_have_a_place) {
    auto const nested = [](int depth) {
        return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
    };
    EXPECT_TRUE(parse_json(nested(limits::json_depth_max)));
    EXPECT_EQ(parse_json(nested(limits::json_depth_max + 1)).error().code, ErrorCode::too_large);
    EXPECT_EQ(parse_json("{\"a\": }").error().code, ErrorCode::malformed);
    EXPECT_EQ(dump_json(Json("\xff")), "\"\xEF\xBF\xBD\"");
}

TEST(Secrets, a_password_is_known_by_its_hash_alone) {
    ASSERT_TRUE(secrets::initialise());
    auto const stored = secrets::hash_password("correct horse");
    ASSERT_TRUE(stored);
    EXPECT_TRUE(stored->starts_with("$argon2id$"));
    EXPECT_TRUE(secrets::is_password(*stored, "correct horse"));
    EXPECT_FALSE(secrets::is_password(*stored, "correct horsf"));
    std::set<std::string> texts;
    for (int i = 0; i < 100; ++i) texts.insert(secrets::random_text(24));
    EXPECT_EQ(texts.size(), 100u);
    EXPECT_EQ(texts.begin()->size(), 32u);
}

TEST(Actor, permissions_have_names_and_everyone_has_the_public_one) {
    Permissions const some{Permission::people_read, Permission::openapi_read};
    EXPECT_TRUE(some.has(Permission::everyone));
    EXPECT_FALSE(some.has(Permission::people_write));
    for (auto const permission : Actor::system("test").permissions.list())
        EXPECT_EQ(permission_of(name_of(permission)), permission);
    EXPECT_FALSE(permission_of("people.rule"));
}

}  // namespace
}  // namespace kith
