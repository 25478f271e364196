// Every type of field from its definition to a filter, on both databases.
#include "base/limits.hpp"
#include "schema/definitions.hpp"
#include "schema/limits.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::records {
namespace {

using testing::ElementsAre;

class ValueTypesTest : public RecordsTest {
protected:
    void SetUp() override {
        RecordsTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        definitions_ = std::make_unique<schema::Definitions>(*database_, *published_);
        auto const made = definitions_->add_object(author(), parsed(R"({"label": {"en": "Deal"}, "fields": [
            {"label": {"en": "Amount"}, "type": "money", "is_sortable": true},
            {"label": {"en": "Share"}, "type": "decimal", "scale": 3, "is_sortable": true},
            {"label": {"en": "Pieces"}, "type": "decimal", "scale": 0},
            {"label": {"en": "Interests"}, "type": "multi_choice", "choices": [
                {"value": "golf", "label": {"en": "Golf"}}, {"value": "go", "label": {"en": "Go"}}]},
            {"label": {"en": "Opens"}, "type": "time", "is_sortable": true},
            {"label": {"en": "Home"}, "type": "country", "is_searchable": true, "is_sortable": true},
            {"label": {"en": "Owner"}, "type": "user"},
            {"label": {"en": "Tongue"}, "type": "language", "is_searchable": true},
            {"label": {"en": "Payload"}, "type": "json"}]})"));
        ASSERT_OK(made);
        deal_ = *made;
    }

    static schema::Author author() { return schema::Author::begin(Actor::system("test")); }

    RecordId add(Json values) {
        if (!values.contains("name")) values["name"] = "Deal";
        auto const made = records_->create(by_system(), *deal_, values);
        EXPECT_TRUE(made) << store::describe(made.error());
        return id_of(*made);
    }
    Json kept(RecordId id, char const* field) { return (*records_->get(Actor::system("test"), *deal_, id))[field]; }
    Json kept_of(char const* field, Json const& value) { return kept(add({{field, value}}), field); }
    std::string refused(char const* field, Json const& value) {
        auto const made = records_->create(by_system(), *deal_, {{"name", "Deal"}, {field, value}});
        return made ? "none" : made.error().fields.front().code;
    }
    std::vector<std::string> names(ListQuery const& query) {
        auto const page = records_->list(Actor::system("test"), *deal_, query);
        EXPECT_TRUE(page) << store::describe(page.error());
        std::vector<std::string> found;
        for (auto const& record : page ? page->records : std::vector<Json>{}) found.push_back(record["name"]);
        return found;
    }
    std::vector<std::string> where(std::string const& filter) {
        ListQuery query;
        query.filter = filter;
        query.sort = "name";
        return names(query);
    }

    std::unique_ptr<schema::Definitions> definitions_;
    schema::ObjectPointer deal_;
};

TEST_P(ValueTypesTest, a_decimal_is_exact_and_keeps_its_scale) {
    EXPECT_EQ(kept_of("share", "12.5"), "12.500");
    EXPECT_EQ(kept_of("share", 0.1), "0.100");
    EXPECT_EQ(kept_of("share", -7), "-7.000");
    EXPECT_EQ(kept_of("share", " 1.2500 "), "1.250");
    EXPECT_EQ(kept_of("pieces", "123456789012345"), "123456789012345");
    EXPECT_TRUE(kept_of("share", "").is_null());
    EXPECT_EQ(refused("pieces", "1234567890123456"), "out_of_range");
    EXPECT_EQ(refused("share", "0.0001"), "too_fine");
    EXPECT_EQ(refused("pieces", 1.5), "too_fine");
    EXPECT_EQ(refused("share", "twelve"), "not_a_number");
    EXPECT_EQ(refused("share", 1e300), "not_a_number");
    EXPECT_EQ(refused("share", true), "wrong_type");
}

TEST_P(ValueTypesTest, money_is_minor_units_with_a_currency) {
    auto const kept = [&](Json const& value) { return dump_json(kept_of("amount", value)); };
    EXPECT_EQ(kept("49.90 EUR"), R"({"minor":4990,"currency":"EUR"})");
    EXPECT_EQ(kept({{"amount", "49.9"}, {"currency", "eur"}}), R"({"minor":4990,"currency":"EUR"})");
    EXPECT_EQ(kept({{"minor", -300}, {"currency", "JPY"}}), R"({"minor":-300,"currency":"JPY"})");
    EXPECT_EQ(kept({{"amount", 1.234}, {"currency", "KWD"}}), R"({"minor":1234,"currency":"KWD"})");
    EXPECT_EQ(kept({{"minor", limits::money_minor_max}, {"currency", "EUR"}}),
              R"({"minor":10000000000000,"currency":"EUR"})");
    EXPECT_EQ(refused("amount", {{"minor", limits::money_minor_max + 1}, {"currency", "EUR"}}), "out_of_range");
    EXPECT_EQ(refused("amount", "100000000000.01 EUR"), "out_of_range");
    EXPECT_EQ(refused("amount", "1.234 EUR"), "too_fine");
    EXPECT_EQ(refused("amount", "1.5 JPY"), "too_fine");
    EXPECT_EQ(refused("amount", "49.90"), "not_a_currency");
    EXPECT_EQ(refused("amount", "49.90 XQQ"), "not_a_currency");
    EXPECT_EQ(refused("amount", "much EUR"), "not_a_number");
    EXPECT_EQ(refused("amount", 49.9), "wrong_type");
    EXPECT_EQ(refused("amount", {{"minor", 1.5}, {"currency", "EUR"}}), "wrong_type");
    EXPECT_EQ(refused("amount", {{"currency", "EUR"}}), "wrong_type");
}

TEST_P(ValueTypesTest, lists_go_by_currency_and_then_by_amount_page_by_page) {
    for (auto const* amount : {"5 EUR", "-7 EUR", "12 EUR", "3 NOK", "1000 JPY"})
        add({{"name", amount}, {"amount", amount}});
    add({{"name", "none"}});
    ListQuery query;
    query.sort = "amount";
    query.limit = 2;
    std::vector<std::string> all;
    for (int page_number = 0; page_number < 5; ++page_number) {
        auto const page = records_->list(Actor::system("test"), *deal_, query);
        ASSERT_OK(page);
        for (auto const& record : page->records) all.push_back(record["name"]);
        if (!page->next) break;
        query.page = *page->next;
    }
    EXPECT_THAT(all, ElementsAre("-7 EUR", "5 EUR", "12 EUR", "1000 JPY", "3 NOK", "none"));
    query = {};
    query.sort = "-amount";
    EXPECT_THAT(names(query), ElementsAre("3 NOK", "1000 JPY", "12 EUR", "5 EUR", "-7 EUR", "none"));
}

TEST_P(ValueTypesTest, amounts_of_another_currency_do_not_compare) {
    for (auto const* amount : {"50 EUR", "60 EUR", "70 USD"}) add({{"name", amount}, {"amount", amount}});
    add({{"name", "none"}});
    EXPECT_THAT(where("amount > 50 EUR"), ElementsAre("60 EUR"));
    EXPECT_THAT(where("amount != 50 EUR"), ElementsAre("60 EUR"));
    EXPECT_THAT(where("not amount = 50 EUR"), ElementsAre("60 EUR", "70 USD", "none"));
    EXPECT_THAT(where("not amount > 50 EUR"), ElementsAre("50 EUR", "70 USD", "none"));
    EXPECT_THAT(where("amount in (50 EUR, 70 USD)"), ElementsAre("50 EUR", "70 USD"));
    EXPECT_THAT(where("amount between 49.999 EUR and 50.001 EUR"), ElementsAre("50 EUR"));
    EXPECT_THAT(where("amount is absent"), ElementsAre("none"));
}

TEST_P(ValueTypesTest, several_choices_are_each_found) {
    auto const both = add({{"name", "both"}, {"interests", {"go", "golf", "go"}}});
    add({{"name", "go"}, {"interests", "go"}});
    add({{"name", "none"}, {"interests", Json::array()}});
    EXPECT_EQ(kept(both, "interests"), Json({"golf", "go"}));  // in the order of the definition, each once
    EXPECT_EQ(refused("interests", {"golf", "chess"}), "not_a_choice");
    EXPECT_EQ(refused("interests", {1}), "not_a_choice");
    EXPECT_EQ(refused("interests", {{"golf", true}}), "wrong_type");
    EXPECT_THAT(where("interests contains \"golf\""), ElementsAre("both"));
    EXPECT_THAT(where("interests contains \"go\""), ElementsAre("both", "go"));
    EXPECT_THAT(where("interests in (\"golf\", \"go\")"), ElementsAre("both", "go"));
    EXPECT_THAT(where("interests not contains \"golf\""), ElementsAre("go", "none"));
    EXPECT_THAT(where("interests is absent"), ElementsAre("none"));
    ListQuery query;
    query.filter = "interests = \"go\"";
    EXPECT_EQ(records_->list(Actor::system("test"), *deal_, query).error().fields.front().code, "holds_several");
    query.filter = "interests contains \"gol\"";
    EXPECT_EQ(records_->list(Actor::system("test"), *deal_, query).error().fields.front().code, "not_a_choice");
}

TEST_P(ValueTypesTest, times_countries_and_languages_have_one_form) {
    EXPECT_EQ(kept_of("opens", "9:05"), "09:05");
    EXPECT_EQ(kept_of("opens", "23:59:30"), "23:59:30");
    EXPECT_EQ(refused("opens", "24:00"), "not_a_time");
    EXPECT_EQ(kept_of("home", "Lietuva"), "LT");
    EXPECT_EQ(kept_of("home", "no"), "NO");
    EXPECT_EQ(refused("home", "Atlantis"), "not_a_country");
    EXPECT_EQ(kept_of("tongue", "pt_br"), "pt-BR");
    EXPECT_EQ(kept_of("tongue", "Estonian"), "et");
    EXPECT_EQ(refused("tongue", "Klingonish"), "not_a_language");
}

TEST_P(ValueTypesTest, json_is_kept_in_one_form) {
    auto const kept = [&](char const* text) { return dump_json(kept_of("payload", parsed(text))); };
    EXPECT_EQ(kept(R"({"b": [1.0, {"z": null, "a": "ąž \u0000"}], "a": 2.50})"),
              R"({"a":2.5,"b":[1,{"a":"ąž \u0000","z":null}]})");
    EXPECT_EQ(kept("\" text \""), "\" text \"");
    EXPECT_EQ(kept("[]"), "[]");
    EXPECT_EQ(kept("{}"), "{}");
    EXPECT_EQ(kept("false"), "false");
    EXPECT_EQ(kept("0"), "0");
    EXPECT_EQ(kept("\"\""), "null");
    EXPECT_EQ(kept(R"({"id": "01900000-0000-7000-8000-000000000000", "minor": 1, "currency": "EUR"})"),
              R"({"currency":"EUR","id":"01900000-0000-7000-8000-000000000000","minor":1})");
}

TEST_P(ValueTypesTest, json_has_its_limits_and_says_where_it_passes_them) {
    auto const nested = [](int depth) {
        Json value = 1;
        for (int i = 0; i < depth; ++i) value = Json::array({value});
        return value;
    };
    EXPECT_EQ(refused("payload", nested(limits::json_value_depth_max)), "none");
    EXPECT_EQ(refused("payload", nested(limits::json_value_depth_max + 1)), "too_deep");
    std::string const longest(limits::json_value_bytes_max - 2, 'x');
    EXPECT_EQ(refused("payload", longest), "none");
    EXPECT_EQ(refused("payload", longest + "x"), "too_long");
    EXPECT_EQ(refused("payload", parsed("[9007199254740991]")), "none");
    auto const made =
        records_->create(by_system(), *deal_,
                         {{"name", "Deal"}, {"payload", parsed(R"({"lines": [{"n": 1}, {"n": 9007199254740992}]})")}});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().fields.front().code, "out_of_range");
    EXPECT_NE(made.error().fields.front().message.find("at lines[1].n"), std::string::npos)
        << made.error().fields.front().message;
}

TEST_P(ValueTypesTest, of_json_a_rule_asks_only_whether_it_is_there) {
    auto const there = add({{"name", "there"}, {"payload", parsed(R"({"a": 1})")}});
    add({{"name", "none"}});
    add({{"name", "false"}, {"payload", false}});
    EXPECT_THAT(where("payload is absent"), ElementsAre("none"));
    EXPECT_THAT(where("payload is present"), ElementsAre("false", "there"));
    ListQuery query;
    for (auto const* filter : {"payload = \"a\"", "payload in (1, 2)", "payload contains \"a\"",
                               "payload between 1 and 2", "payload > 1", "not payload = true"}) {
        query.filter = filter;
        EXPECT_EQ(records_->list(Actor::system("test"), *deal_, query).error().fields.front().code, "not_compared")
            << filter;
    }
    // The same value in another order is no change.
    auto const edit = by_system("edit");
    ASSERT_OK(records_->update(edit, *deal_, there, 1, {{"payload", parsed(R"({"b": [], "a": 1})")}}));
    ASSERT_OK(records_->update(by_system("same"), *deal_, there, 2, {{"payload", parsed(R"({"a": 1.0, "b": []})")}}));
    auto const history = records_->history(Actor::system("test"), *deal_, there);
    ASSERT_OK(history);
    ASSERT_EQ(history->size(), 1u);
    EXPECT_EQ((*history)[0].before, parsed(R"({"a": 1})"));
    ASSERT_OK(records_->revert(Write::begin("revert", Actor::system("test")), edit.change_set));
    EXPECT_EQ(kept(there, "payload"), parsed(R"({"a": 1})"));
}

TEST_P(ValueTypesTest, they_are_filtered_searched_and_changed_as_any_other) {
    auto const id = add({{"name", "a"}, {"opens", "09:00:30"}, {"home", "LT"}, {"tongue", "lt"}, {"share", "0.125"}});
    add({{"name", "b"}, {"opens", "17:00"}, {"home", "NO"}});
    EXPECT_THAT(where("opens = \"09:00\""), ElementsAre("a"));
    EXPECT_THAT(where("opens between \"09:00\" and \"17:00\""), ElementsAre("a", "b"));
    EXPECT_THAT(where("opens < \"09:00\""), ElementsAre());
    EXPECT_THAT(where("home = \"lietuva\" or tongue = \"nb\""), ElementsAre("a"));
    EXPECT_THAT(where("share > 0.1249 and share < 0.1251"), ElementsAre("a"));
    ListQuery search;
    search.search = "литва";
    EXPECT_THAT(names(search), ElementsAre("a"));
    ListQuery sorted;
    sorted.sort = "-opens";
    EXPECT_THAT(names(sorted), ElementsAre("b", "a"));

    auto const edit = by_system("edit");
    ASSERT_OK(records_->update(edit, *deal_, id, 1, {{"amount", "5 EUR"}, {"interests", {"go"}}, {"share", nullptr}}));
    EXPECT_EQ(kept(id, "amount")["minor"], 500);
    auto const history = records_->history(Actor::system("test"), *deal_, id);
    ASSERT_OK(history);
    ASSERT_EQ(history->size(), 3u);
    EXPECT_EQ((*history)[2].before, "0.125");
    auto actor = Actor::system("test");
    ASSERT_OK(records_->revert(Write::begin("revert", actor), edit.change_set));
    EXPECT_TRUE(kept(id, "amount").is_null());
    EXPECT_EQ(kept(id, "share"), "0.125");
    EXPECT_TRUE(kept(id, "interests").is_null());
}

TEST_P(ValueTypesTest, a_user_is_named_and_found_as_me) {
    auto const ona = Uuid::of_name("test", "member"), jonas = Uuid::of_name("test", "other");
    add_user(ona, "Ona");
    add_user(jonas, "Jonas");
    EXPECT_EQ(refused("owner", "Ona"), "not_found");
    EXPECT_EQ(refused("owner", Uuid::of_name("test", "nobody").text()), "not_found");
    auto const hers = add({{"name", "hers"}, {"owner", ona.text()}});
    auto const his = add({{"name", "his"}, {"owner", {{"id", jonas.text()}, {"name", "whatever"}}}});
    add({{"name", "nobody's"}});
    EXPECT_EQ(kept(his, "owner"), (Json{{"id", jonas.text()}, {"name", "Jonas"}}));
    ListQuery query;
    query.filter = "owner = me";
    auto page = records_->list(member(), *deal_, query);
    ASSERT_OK(page);
    ASSERT_EQ(page->records.size(), 1u);
    EXPECT_EQ(id_of(page->records.front()), hers);
    EXPECT_THAT(where(fmt::format("owner != \"{}\"", ona.text())), ElementsAre("his"));
    EXPECT_THAT(where("owner is absent"), ElementsAre("nobody's"));
    EXPECT_THAT(where("owner = me"), ElementsAre());  // the program itself is no user
    // As the rule of which rows a role sees, too.
    ASSERT_OK(set_rule("member", *deal_, "owner = me"));
    page = records_->list(member(), *deal_, {});
    ASSERT_OK(page);
    EXPECT_EQ(page->records.size(), 1u);
    EXPECT_EQ(records_->get(member(), *deal_, his).error().code, ErrorCode::not_found);
}

TEST_P(ValueTypesTest, sorting_by_money_can_be_added_later_and_its_columns_serve_again) {
    ASSERT_OK(definitions_->add_field(author(), "deal", parsed(R"({"label": {"en": "Cost"}, "type": "money"})")));
    deal_ = records_->schema()->find("deal");
    for (auto const* cost : {"20 EUR", "3 EUR"}) add({{"name", cost}, {"cost", cost}});
    ASSERT_OK(definitions_->change_field(author(), "deal", "cost", parsed(R"({"is_sortable": true})")));
    deal_ = records_->schema()->find("deal");
    ListQuery query;
    query.sort = "cost";
    query.filter = "cost is present";
    EXPECT_THAT(names(query), ElementsAre("3 EUR", "20 EUR"));
    ASSERT_OK(definitions_->retire_field(author(), "deal", "cost"));
    ASSERT_OK(definitions_->delete_field(author(), "deal", "cost"));
    auto const object = records_->schema()->find("deal");
    auto const& slot = object->free_slots.back();
    EXPECT_EQ(slot.storage, "{int}+unit+sort");
    EXPECT_EQ(number("SELECT count(*) FROM " + object->table + " WHERE " + slot.column + "_currency IS NOT NULL OR " +
                     slot.column + "_sort IS NOT NULL"),
              0);
}

TEST_P(ValueTypesTest, a_scale_has_its_limit_and_stays) {
    auto const code = [&](int scale) {
        auto const made = definitions_->add_field(
            author(), "deal", {{"label", {{"en", "Scale"}}}, {"type", "decimal"}, {"scale", scale}});
        return made ? "none" : made.error().fields.front().code;
    };
    EXPECT_EQ(code(limits::decimal_scale_max), "none");
    EXPECT_EQ(code(limits::decimal_scale_max + 1), "out_of_range");
    EXPECT_EQ(code(-1), "wrong_type");
    EXPECT_EQ(definitions_->change_field(author(), "deal", "share", {{"scale", 2}}).error().fields.front().code,
              "read_only");
    EXPECT_OK(definitions_->change_field(author(), "deal", "share", {{"scale", 3}}));
    EXPECT_EQ(definitions_->add_field(author(), "deal", {{"label", {{"en", "X"}}}, {"type", "text"}, {"scale", 1}})
                  .error()
                  .fields.front()
                  .code,
              "wrong");
}

ON_BOTH_DATABASES(ValueTypesTest);

}  // namespace
}  // namespace kith::records
