// Groups of a list against what the list itself says, at random: each group is the list filtered by its value, and all
// of them are the whole list, under filters and row rules, with sums that an obvious twin adds up record by record.
#include <random>

#include "base/decimal.hpp"
#include "records/limits.hpp"
#include "schema/definitions.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::records {
namespace {

class GroupsTest : public RecordsTest {
protected:
    void add_field(std::string_view body) {
        schema::Definitions definitions(*database_, *published_);
        ASSERT_OK(definitions.add_field(schema::Author::begin(Actor::system("test")), person_->name, parsed(body)));
        person_ = records_->schema()->find("person");
    }
    void add_fields() {
        add_field(R"({"label": {"en": "Fee"}, "type": "money"})");
        add_field(R"({"label": {"en": "Rate"}, "type": "decimal", "scale": 2})");
        add_field(R"({"label": {"en": "Weight"}, "type": "number"})");
        add_field(R"({"label": {"en": "Home"}, "type": "country"})");
        add_field(R"({"label": {"en": "Tongue"}, "type": "language"})");
        add_field(R"({"label": {"en": "Keeper"}, "type": "user"})");
        add_field(R"({"label": {"en": "Heard"}, "type": "boolean"})");
    }

    std::vector<Group> groups(Actor const& actor, std::string by, std::string sum = "", std::string filter = "") {
        GroupQuery query{{}, std::move(by), std::move(sum)};
        query.list.filter = std::move(filter);
        auto groups = records_->groups(actor, *person_, query);
        EXPECT_TRUE(groups) << store::describe(groups.error());
        return groups ? groups.take() : std::vector<Group>{};
    }
    std::vector<FieldError> refused(std::string by, std::string sum, Actor const& actor = Actor::system("test")) {
        auto const answer = records_->groups(actor, *person_, {{}, std::move(by), std::move(sum)});
        return answer ? std::vector<FieldError>{} : answer.error().fields;
    }

    // The rule that a group's records fulfil.
    static std::string rule_of(std::string const& by, Json const& value) {
        if (value.is_null()) return by + " is absent";
        if (value.is_boolean()) return by + (value.get<bool>() ? " = true" : " = false");
        return fmt::format("{} = \"{}\"", by,
                           value.is_object() ? value["id"].get<std::string>() : value.get<std::string>());
    }

    std::vector<Json> everything(std::string const& filter, Actor const& actor) {
        ListQuery query;
        query.filter = filter;
        query.limit = 200;
        return list(query, actor).records;
    }

    // By currency, in hundredths: every currency of this test has as many.
    static std::map<std::string, std::int64_t> added(std::vector<Json> const& records, std::string const& sum) {
        std::map<std::string, std::int64_t> sums;
        for (auto const& record : records) {
            auto const& value = record[sum];
            if (value.is_null()) continue;
            if (value.is_object()) {
                sums[value["currency"]] += value["minor"].get<std::int64_t>();
            } else if (value.is_string()) {
                sums[""] += scaled(value.get<std::string>(), 2)->floor;
            } else {
                sums[""] += std::llround(value.get<double>() * 100);
            }
        }
        return sums;
    }
};

TEST_P(GroupsTest, of_any_field_are_the_list_filtered_by_each_of_its_values) {
    add_fields();
    add_user(Uuid::of_name("test", "member"), "Ona");
    add_user(Uuid::of_name("test", "other"), "Jonas");
    std::mt19937 random(20261126);
    auto const pick = [&](int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); };
    auto const one_of = [&](auto... values) {
        std::vector<std::string> const all{values...};
        return all[static_cast<std::size_t>(pick(static_cast<int>(all.size())))];
    };
    for (int i = 0; i < 150; ++i) {
        Json values{{"country", one_of("LT", "NO")}};
        if (pick(4) > 0) values["stage"] = one_of("lead", "customer", "lost");
        if (pick(4) > 0) values["home"] = one_of("LT", "NO", "EE");
        if (pick(4) > 0) values["tongue"] = one_of("lt", "nb", "pt-BR");
        if (pick(4) > 0) values["keeper"] = Uuid::of_name("test", one_of("member", "other")).text();
        if (pick(3) > 0) values["heard"] = pick(2) == 0;
        if (pick(4) > 0) values["fee"] = {{"minor", pick(20000) - 9000}, {"currency", one_of("EUR", "USD", "NOK")}};
        if (pick(4) > 0) values["rate"] = decimal_text(pick(20000) - 9000, 2);
        if (pick(4) > 0) values["weight"] = pick(400) / 4.0;
        add_person(values);
    }
    ASSERT_TRUE(set_rule("member", *person_, "country = \"LT\" or stage = \"lead\""));
    for (auto const& actor : {Actor::system("test"), member()}) {
        for (std::string const filter : {"", "home in (\"LT\", \"EE\") or heard = true", "stage = \"lead\""}) {
            auto const all = everything(filter, actor);
            for (std::string const by : {"stage", "home", "tongue", "keeper", "heard"}) {
                for (std::string const sum : {"fee", "rate", "weight"}) {
                    std::int64_t total = 0;
                    for (auto const& group : groups(actor, by, sum, filter)) {
                        SCOPED_TRACE(fmt::format("{} {} {} {}", filter, by, sum, group.value.dump()));
                        auto const rule = rule_of(by, group.value);
                        auto const theirs =
                            everything(filter.empty() ? rule : fmt::format("({}) and {}", filter, rule), actor);
                        EXPECT_EQ(group.count, static_cast<std::int64_t>(theirs.size()));
                        std::map<std::string, std::int64_t> sums;
                        for (auto const& part : group.sums) sums[part.currency] = scaled(part.amount, 2)->floor;
                        EXPECT_EQ(sums, added(theirs, sum));
                        total += group.count;
                    }
                    EXPECT_EQ(total, static_cast<std::int64_t>(all.size())) << filter << by << sum;
                }
            }
        }
    }
    EXPECT_LT(everything("", member()).size(), 150u);
}

TEST_P(GroupsTest, stand_in_the_order_of_the_choices_and_those_without_a_value_last) {
    for (auto const* stage : {"lost", "lead", "customer", "lead"}) add_person({{"stage", stage}});
    add_person(Json::object());
    std::vector<Json> values;
    for (auto const& group : groups(Actor::system("test"), "stage")) values.push_back(group.value);
    EXPECT_EQ(values, (std::vector<Json>{"lead", "customer", "lost", nullptr}));
}

TEST_P(GroupsTest, by_a_field_of_the_standard_filter_show_what_it_would_leave_out) {
    add_person({{"is_known", true}});
    add_person({{"is_known", false}});
    add_person({{"is_known", false}});
    EXPECT_EQ(groups(Actor::system("test"), "stage").size(), 1u);
    auto const both = groups(Actor::system("test"), "is_known");
    ASSERT_EQ(both.size(), 2u);
    EXPECT_EQ(both[0].count, 2);
    EXPECT_EQ(both[1].count, 1);
}

TEST_P(GroupsTest, add_up_exactly_beyond_what_a_database_holds) {
    add_fields();
    // Two of these leave 64 bits once there are 923 000 of them; halves of a sum do not, whatever its sign.
    for (std::int64_t const minor :
         std::initializer_list<std::int64_t>{9'999'999'999'999, 9'999'999'999'999, -1, -1'000'000'000})
        add_person({{"stage", "lead"}, {"fee", {{"minor", minor}, {"currency", "EUR"}}}});
    add_person({{"stage", "lost"}, {"fee", {{"minor", -5}, {"currency", "EUR"}}}});
    add_person({{"stage", "lost"}, {"fee", {{"minor", 7}, {"currency", "JPY"}}}});
    add_person({{"stage", "lost"}});
    auto const by_stage = groups(Actor::system("test"), "stage", "fee");
    ASSERT_EQ(by_stage.size(), 2u);
    ASSERT_EQ(by_stage[0].sums.size(), 1u);
    EXPECT_EQ(by_stage[0].sums[0].amount, "199989999999.97");
    ASSERT_EQ(by_stage[1].sums.size(), 2u);
    EXPECT_EQ(by_stage[1].count, 3);
    EXPECT_EQ(by_stage[1].sums[0].amount, "-0.05");
    EXPECT_EQ(by_stage[1].sums[0].currency, "EUR");
    EXPECT_EQ(by_stage[1].sums[1].amount, "7");
    EXPECT_EQ(by_stage[1].sums[1].currency, "JPY");
}

TEST_P(GroupsTest, of_numbers_too_large_to_add_have_no_sum) {
    add_fields();
    add_person({{"stage", "lead"}, {"weight", 1e308}});
    add_person({{"stage", "lead"}, {"weight", 1e308}});
    add_person({{"stage", "lost"}, {"weight", 0.25}});
    auto const by_stage = groups(Actor::system("test"), "stage", "weight");
    ASSERT_EQ(by_stage.size(), 2u);
    ASSERT_EQ(by_stage[0].sums.size(), 1u);
    EXPECT_EQ(by_stage[0].sums[0].amount, "");
    EXPECT_EQ(by_stage[1].sums[0].amount, "0.25");
}

TEST_P(GroupsTest, refuse_what_is_hidden_like_what_is_not_there) {
    add_fields();
    auto const code = [](std::vector<FieldError> const& errors) {
        return errors.empty() ? std::string() : errors[0].field + " " + errors[0].code;
    };
    EXPECT_EQ(code(refused("", "")), "by unknown_field");
    EXPECT_EQ(code(refused("colour", "")), "by unknown_field");
    EXPECT_EQ(code(refused("name", "")), "by wrong_type");
    EXPECT_EQ(code(refused("stage", "colour")), "sum unknown_field");
    EXPECT_EQ(code(refused("stage", "name")), "sum wrong_type");
    ASSERT_TRUE(
        change_role("member", {{"objects", {{"person", {{"fields", {{"heard", "hidden"}, {"fee", "hidden"}}}}}}}}));
    EXPECT_EQ(code(refused("heard", "", member())), "by unknown_field");
    EXPECT_EQ(code(refused("stage", "fee", member())), "sum unknown_field");
    EXPECT_EQ(code(refused("stage", "rate", member())), "");
}

TEST_P(GroupsTest, are_refused_beyond_their_limit) {
    add_fields();
    for (std::size_t i = 0; i < limits::groups_max; ++i)
        add_person({{"tongue", fmt::format("lt-x-{}", i)}, {"fee", "1 EUR"}});
    EXPECT_EQ(groups(Actor::system("test"), "tongue").size(), limits::groups_max);
    EXPECT_EQ(groups(Actor::system("test"), "tongue", "fee").size(), limits::groups_max);
    add_person(Json::object());
    for (auto const* sum : {"", "fee"}) {
        auto const errors = refused("tongue", sum);
        ASSERT_EQ(errors.size(), 1u);
        EXPECT_EQ(errors[0].code, "limit_reached");
    }
}

ON_BOTH_DATABASES(GroupsTest);

}  // namespace
}  // namespace kith::records
