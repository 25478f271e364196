// A field's type changed: what would not fit is told first, nothing goes unasked, and it can be taken back.
#include "records/type_change.hpp"

#include "records/conversion.hpp"
#include "records/limits.hpp"
#include "schema/limits.hpp"
#include "tests/records/definitions_fixture.hpp"

namespace kith::records {
namespace {

using schema::Author;

class TypeChangeTest : public DefinitionsFixture {
protected:
    void SetUp() override {
        DefinitionsFixture::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        ASSERT_OK(definitions_->add_object(author(), parsed(R"({"label": {"en": "Part"}, "fields": [
            {"label": {"en": "Size"}, "type": "text", "is_sortable": true, "is_searchable": true},
            {"label": {"en": "Weight"}, "type": "number", "is_sortable": true},
            {"label": {"en": "State"}, "type": "choice", "choices": [
                {"value": "open", "label": {"en": "Still open"}}, {"value": "shut", "label": {"en": "Shut"}}]},
            {"label": {"en": "Maker"}, "type": "relation", "object": "company"}]})")));
    }

    schema::ObjectPointer part() { return records_->schema()->find("part"); }
    RecordId add(Json values) {
        values["name"] = "Part";
        auto const made = records_->create(by_system(), *part(), values);
        EXPECT_TRUE(made) << store::describe(made.error());
        return id_of(*made);
    }
    Json kept(RecordId id, char const* field) { return (*records_->get(administrator(), *part(), id))[field]; }
    Json preview(char const* field, std::string_view body) {
        auto told = definitions_->examine_type(administrator(), "part", field, parsed(body));
        EXPECT_TRUE(told) << store::describe(told.error());
        return told ? *told : Json();
    }
    std::string refused(char const* field, std::string_view body) {
        auto const changed = definitions_->change_type(author(), "part", field, parsed(body));
        if (changed) return "none";
        return changed.error().fields.empty() ? changed.error().reason : changed.error().fields.front().code;
    }
    std::size_t found(std::string_view words) {
        ListQuery query;
        query.search = words;
        return records_->list(administrator(), *part(), query)->records.size();
    }
};

TEST_P(TypeChangeTest, what_cannot_be_is_refused) {
    EXPECT_EQ(definitions_->change_type(Author::begin(member()), "part", "size", parsed(R"({"type": "number"})"))
                  .error()
                  .code,
              ErrorCode::forbidden);
    EXPECT_EQ(definitions_->examine_type(member(), "part", "size", parsed(R"({"type": "number"})")).error().code,
              ErrorCode::forbidden);
    EXPECT_EQ(refused("size", R"({"type": "nmber"})"), "unknown_type");
    EXPECT_EQ(refused("size", R"({"type": "text"})"), "same");
    EXPECT_EQ(refused("size", R"({"type": "number", "colour": 1})"), "unknown_field");
    EXPECT_EQ(refused("maker", R"({"type": "text"})"), "not_convertible");
    EXPECT_EQ(refused("size", R"({"type": "relation"})"), "not_convertible");
    EXPECT_EQ(refused("name", R"({"type": "number"})"), "standard_field");
    EXPECT_EQ(refused("size", R"({"type": "money", "currency": "XQQ"})"), "not_a_currency");
    EXPECT_EQ(refused("created_at", R"({"type": "text"})"), "system_field");
}

TEST_P(TypeChangeTest, a_preview_counts_and_changes_nothing) {
    for (auto const* size : {"12", "7,5", "1 000", "large"}) add({{"size", size}});
    add({});
    auto const version = records_->schema()->version();
    auto const told = preview("size", R"({"type": "decimal", "scale": 1})");
    EXPECT_EQ(told["values"], 4);
    EXPECT_EQ(told["misfits"], 1);
    EXPECT_EQ(told["misfitting"], parsed(R"([{"value": "large"}])"));
    EXPECT_EQ(told["fitting"][1], parsed(R"({"value": "7,5", "becomes": "7.5"})"));
    EXPECT_EQ(told["field"]["scale"], 1);
    EXPECT_EQ(records_->schema()->version(), version);
    EXPECT_EQ(preview("size", R"({"type": "decimal", "scale": 0})")["misfits"], 2);
    for (std::size_t i = 0; i < limits::type_examples_max; ++i) add({{"size", "small"}});
    EXPECT_EQ(preview("size", R"({"type": "number"})")["misfitting"].size(), limits::type_examples_max);
}

TEST_P(TypeChangeTest, text_becomes_json_and_comes_back) {
    auto const fits = add({{"size", R"({"b": 1, "a": 2})"}}), misfits = add({{"size", "large"}});
    EXPECT_EQ(refused("weight", R"({"type": "json"})"), "not_convertible");
    EXPECT_EQ(refused("state", R"({"type": "json"})"), "not_convertible");
    auto const told = preview("size", R"({"type": "json"})");
    EXPECT_EQ(told["misfits"], 1);
    EXPECT_EQ(told["fitting"][0]["becomes"], parsed(R"({"a": 2, "b": 1})"));
    EXPECT_EQ(refused("size", R"({"type": "json"})"), "values_would_go");
    auto const by = author();
    ASSERT_OK(definitions_->change_type(by, "part", "size", parsed(R"({"type": "json", "is_lossy": true})")));
    EXPECT_EQ(kept(fits, "size"), parsed(R"({"a": 2, "b": 1})"));
    EXPECT_TRUE(kept(misfits, "size").is_null());
    EXPECT_FALSE(part()->find("size")->is_sortable);
    EXPECT_FALSE(part()->find("size")->is_searchable);
    EXPECT_EQ(refused("size", R"({"type": "choice"})"), "not_convertible");
    ASSERT_OK(records_->revert(Write::begin("revert", administrator()), by.change_set));
    EXPECT_EQ(kept(fits, "size"), R"({"b": 1, "a": 2})");
    EXPECT_EQ(kept(misfits, "size"), "large");
    ASSERT_OK(definitions_->change_type(author(), "part", "size", parsed(R"({"type": "json", "is_lossy": true})")));
    ASSERT_OK(definitions_->change_type(author(), "part", "size", parsed(R"({"type": "text"})")));
    EXPECT_EQ(kept(fits, "size"), R"({"a":2,"b":1})");
}

TEST_P(TypeChangeTest, nothing_goes_unasked) {
    auto const fits = add({{"size", "12"}}), misfits = add({{"size", "large"}});
    EXPECT_EQ(refused("size", R"({"type": "number"})"), "values_would_go");
    EXPECT_EQ(kept(misfits, "size"), "large");
    EXPECT_EQ(part()->find("size")->type, schema::FieldType::text);
    auto const by = author();
    ASSERT_OK(definitions_->change_type(by, "part", "size", parsed(R"({"type": "number", "is_lossy": true})")));
    EXPECT_EQ(kept(fits, "size"), 12.0);
    EXPECT_TRUE(kept(misfits, "size").is_null());
    EXPECT_TRUE(part()->find("size")->is_sortable);
    EXPECT_FALSE(part()->find("size")->is_searchable);
    EXPECT_EQ(found("large"), 0u);
    ListQuery query;
    query.filter = "size > 11";
    query.sort = "size";
    EXPECT_EQ(records_->list(administrator(), *part(), query)->records.size(), 1u);

    ASSERT_OK(records_->revert(Write::begin("revert", administrator()), by.change_set));
    EXPECT_EQ(kept(misfits, "size"), "large");
    EXPECT_EQ(kept(fits, "size"), "12");
    EXPECT_EQ(found("large"), 1u);
    query.filter = "size starts with \"l\"";
    EXPECT_EQ(records_->list(administrator(), *part(), query)->records.size(), 1u);
}

TEST_P(TypeChangeTest, it_is_not_taken_back_over_newer_values) {
    auto const id = add({{"weight", 2.5}});
    auto by = author();
    ASSERT_OK(definitions_->change_type(by, "part", "weight", parsed(R"({"type": "decimal"})")));
    EXPECT_EQ(kept(id, "weight"), "2.50");
    ASSERT_OK(records_->update(by_system("edit"), *part(), id, 1, {{"weight", "3"}}));
    EXPECT_EQ(records_->revert(Write::begin("revert", administrator()), by.change_set).error().reason, "changed_since");
    EXPECT_EQ(kept(id, "weight"), "3.00");

    by = author();
    ASSERT_OK(definitions_->change_type(by, "part", "state", parsed(R"({"type": "text"})")));
    add({{"state", "Later"}});
    EXPECT_EQ(records_->revert(Write::begin("revert", administrator()), by.change_set).error().reason, "changed_since");
}

TEST_P(TypeChangeTest, an_edit_from_before_stays_where_its_value_does_not_fit_any_more) {
    auto const id = add({{"size", "large"}});
    auto const edit = Write::begin("edit", administrator());
    ASSERT_OK(records_->update(edit, *part(), id, 1, {{"size", "12"}, {"weight", 1}}));
    ASSERT_OK(definitions_->change_type(author(), "part", "size", parsed(R"({"type": "number"})")));
    auto const reverted = records_->revert(Write::begin("revert", administrator()), edit.change_set);
    ASSERT_OK(reverted);
    EXPECT_EQ(reverted->reverted, 1);
    ASSERT_EQ(reverted->kept.size(), 1u);
    EXPECT_EQ(reverted->kept.front().reason, "does_not_fit");
    EXPECT_EQ(kept(id, "size"), 12.0);
}

TEST_P(TypeChangeTest, choices_follow_from_the_values) {
    auto const red = add({{"size", "Red"}}), other = add({{"size", "red "}}), green = add({{"size", "Green"}});
    auto const told = preview("size", R"({"type": "choice"})");
    EXPECT_EQ(told["misfits"], 0);
    EXPECT_EQ(told["field"]["choices"].size(), 2u);
    ASSERT_OK(definitions_->change_type(author(), "part", "size", parsed(R"({"type": "choice"})")));
    EXPECT_EQ(kept(red, "size"), "red");
    EXPECT_EQ(kept(other, "size"), "red");
    EXPECT_EQ(kept(green, "size"), "green");
    // And on, keeping the choices that there are.
    ASSERT_OK(definitions_->change_type(author(), "part", "size", parsed(R"({"type": "multi_choice"})")));
    EXPECT_EQ(kept(green, "size"), Json({"green"}));
    ASSERT_OK(definitions_->change_type(author(), "part", "size", parsed(R"({"type": "text"})")));
    EXPECT_EQ(kept(green, "size"), "Green");

    auto const open = add({{"state", "open"}});
    EXPECT_EQ(refused("state", R"({"type": "multi_choice", "choices": [{"value": "shut"}]})"), "values_would_go");
    ASSERT_OK(definitions_->change_type(author(), "part", "state", parsed(R"({"type": "text"})")));
    EXPECT_EQ(kept(open, "state"), "Still open");
}

TEST_P(TypeChangeTest, too_many_different_values_are_no_list) {
    for (std::size_t i = 0; i < limits::choices_max; ++i) add({{"size", fmt::format("s{}", i)}});
    EXPECT_EQ(preview("size", R"({"type": "choice"})")["misfits"], 0);
    add({{"size", "one more"}});
    EXPECT_EQ(refused("size", R"({"type": "choice"})"), "limit_reached");
}

TEST_P(TypeChangeTest, only_so_many_values_are_changed_at_once) {
    definitions_->set_conversion(conversion(*access_, 2));
    add({{"size", "1"}});
    add({{"size", "2"}});
    EXPECT_EQ(preview("size", R"({"type": "number"})")["values"], 2);
    add({{"size", "3"}});
    EXPECT_EQ(
        definitions_->examine_type(administrator(), "part", "size", parsed(R"({"type": "number"})")).error().reason,
        "too_many_records");
    EXPECT_EQ(refused("size", R"({"type": "number"})"), "too_many_records");
    definitions_->set_conversion(conversion(*access_));
    EXPECT_EQ(refused("size", R"({"type": "number"})"), "none");
}

TEST_P(TypeChangeTest, more_values_than_are_read_at_once_all_change) {
    for (std::size_t i = 0; i <= limits::values_read_at_once; ++i) add({{"weight", static_cast<double>(i)}});
    ASSERT_OK(definitions_->change_type(author(), "part", "weight", parsed(R"({"type": "decimal"})")));
    EXPECT_EQ(number(fmt::format("SELECT count(*) FROM {} WHERE {} IS NOT NULL", part()->table,
                                 part()->find("weight")->column)),
              static_cast<std::int64_t>(limits::values_read_at_once) + 1);
}

ON_BOTH_DATABASES(TypeChangeTest);

// One type to another, as far as the value says it.
class ConversionTest : public testing::Test {
protected:
    static schema::Field field(std::string_view json) { return schema::field_of(parse_json(json).value()).value(); }
    static std::string becomes(std::string_view from, std::string_view to, Json const& value) {
        Surroundings around;
        around.time_zone = "Europe/Vilnius";
        around.currency = Currency::parse("EUR");
        auto const made = converted(field(from), field(to), value, around);
        return made ? dump_json(*made) : "nothing";
    }
    static constexpr char const* text = R"({"name": "f", "type": "text"})";
    static constexpr char const* number = R"({"name": "f", "type": "number"})";
    static constexpr char const* decimal = R"({"name": "f", "type": "decimal", "scale": 2})";
    static constexpr char const* money = R"({"name": "f", "type": "money"})";
    static constexpr char const* boolean = R"({"name": "f", "type": "boolean"})";
    static constexpr char const* date = R"({"name": "f", "type": "date"})";
    static constexpr char const* instant = R"({"name": "f", "type": "instant"})";
    static constexpr char const* json = R"({"name": "f", "type": "json"})";
    static constexpr char const* country = R"({"name": "f", "type": "country"})";
    static constexpr char const* several = R"({"name": "f", "type": "multi_choice", "choices": [
        {"value": "a", "label": {"en": "First"}}, {"value": "b", "label": {"en": "Second"}}]})";
};

TEST_F(ConversionTest, a_value_becomes_what_it_says) {
    EXPECT_EQ(becomes(text, number, "1 234,5"), "1234.5");
    EXPECT_EQ(becomes(text, number, "1,234,5"), "nothing");
    EXPECT_EQ(becomes(number, text, 12.5), "\"12.5\"");
    EXPECT_EQ(becomes(number, decimal, 12.5), "\"12.50\"");
    EXPECT_EQ(becomes(number, decimal, 12.345), "nothing");
    EXPECT_EQ(becomes(number, money, 12.5), R"({"minor":1250,"currency":"EUR"})");
    EXPECT_EQ(becomes(text, money, "9.90 USD"), R"({"minor":990,"currency":"USD"})");
    EXPECT_EQ(becomes(money, decimal, {{"minor", 990}, {"currency", "USD"}}), "\"9.90\"");
    EXPECT_EQ(becomes(money, text, {{"minor", 990}, {"currency", "USD"}}), "\"9.90 USD\"");
    EXPECT_EQ(becomes(text, boolean, "Taip"), "true");
    EXPECT_EQ(becomes(text, boolean, "maybe"), "nothing");
    EXPECT_EQ(becomes(boolean, number, true), "nothing");
    EXPECT_EQ(becomes(instant, date, "2026-11-25T23:30:00.000Z"), "\"2026-11-26\"");
    EXPECT_EQ(becomes(date, instant, "2026-11-26"), "\"2026-11-25T22:00:00.000Z\"");
    EXPECT_EQ(becomes(text, country, "Norway"), "\"NO\"");
    EXPECT_EQ(becomes(text, several, "second; first"), R"(["a","b"])");
    EXPECT_EQ(becomes(text, several, "second, third"), "nothing");
    EXPECT_EQ(becomes(several, text, {"a", "b"}), "\"First, Second\"");
    EXPECT_EQ(becomes(text, json, R"({"b": 1, "a": [true]})"), R"({"a":[true],"b":1})");
    EXPECT_EQ(becomes(text, json, "{\"b\": }"), "nothing");
    EXPECT_EQ(becomes(text, json, "plain"), "nothing");
    EXPECT_EQ(becomes(text, json, "null"), "nothing");
    EXPECT_EQ(becomes(text, json, "[9007199254740992]"), "nothing");
    EXPECT_EQ(becomes(json, text, parse_json(R"({"a":[true],"b":1})").value()), R"("{\"a\":[true],\"b\":1}")");
    EXPECT_EQ(becomes(json, text, "plain"), R"("\"plain\"")");
    EXPECT_EQ(becomes(json, text, std::string(limits::text_bytes_max, 'x')), "nothing");
}

}  // namespace
}  // namespace kith::records
