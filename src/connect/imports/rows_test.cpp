#include "connect/imports/rows.hpp"

#include <gtest/gtest.h>

namespace kith::connect {
namespace {

schema::SchemaPointer schema_of_test() {
    auto const object = [](std::string_view text) {
        return std::make_shared<schema::Object const>(schema::object_of(parse_json(text).value()).value());
    };
    std::vector<schema::ObjectPointer> objects;
    objects.push_back(object(R"({"name": "person", "plural": "people", "table": "person", "fields": [
        {"name": "name", "type": "text", "is_writable": false}, {"name": "given_name", "type": "text"},
        {"name": "fee", "type": "money"}, {"name": "share", "type": "decimal", "scale": 2},
        {"name": "is_vip", "type": "boolean"}, {"name": "calls_at", "type": "time"},
        {"name": "home", "type": "country"}, {"name": "tongue", "type": "language"},
        {"name": "log", "type": "json"},
        {"name": "state", "type": "choice", "choices": [{"value": "open", "label": {"lt": "Atviras"}}]},
        {"name": "extras", "type": "multi_choice", "choices": [
            {"value": "golf", "label": {"en": "Golf"}}, {"value": "go", "label": {"en": "The game of go"}}]}]})"));
    objects.push_back(object(R"({"name": "company", "plural": "companies", "table": "company", "fields": [
        {"name": "name", "type": "text"}]})"));
    return std::make_shared<schema::Schema const>(std::move(objects), 1);
}

// What a cell becomes in its field; `trait:` where it is kept beside it.
std::string becomes(std::string const& target, std::string const& cell, char decimal_mark = ',') {
    ImportPlan plan;
    plan.kind = ImportKind{"people"};
    plan.columns = {"who", target};
    plan.map = {{"given_name", 0, {}}, {target, 1, {}}};
    plan.currency = Currency::parse("EUR");
    plan.decimal_mark = decimal_mark;
    FileRow row;
    row.cells = {"Ona", cell};
    auto const prepared = RowReader(plan, schema_of_test(), "LT").read(row);
    for (auto const& value : prepared.telling.values)
        if (value.field != "given_name") return value.field == target ? dump_json(value.value) : value.field;
    return "nothing";
}

TEST(RowReader, a_cell_becomes_what_its_field_holds) {
    EXPECT_EQ(becomes("fee", "1 234,50"), R"({"minor":123450,"currency":"EUR"})");
    EXPECT_EQ(becomes("fee", "49.90 USD", '.'), R"({"minor":4990,"currency":"USD"})");
    EXPECT_EQ(becomes("fee", "NOK 7"), R"({"minor":700,"currency":"NOK"})");
    EXPECT_EQ(becomes("fee", "7 XQQ"), "trait:fee");
    EXPECT_EQ(becomes("fee", "$7"), "trait:fee");
    EXPECT_EQ(becomes("fee",
                      "\xE2\x88\x92"
                      "7"),
              R"({"minor":-700,"currency":"EUR"})");
    EXPECT_EQ(becomes("fee", "1,234"), "trait:fee");
    EXPECT_EQ(becomes("share", "0,5"), "\"0.50\"");
    EXPECT_EQ(becomes("share", "half"), "trait:share");
    EXPECT_EQ(becomes("is_vip", "Taip"), "true");
    EXPECT_EQ(becomes("calls_at", "9:30"), "\"09:30\"");
    EXPECT_EQ(becomes("home", "Norvegija"), "\"NO\"");
    EXPECT_EQ(becomes("tongue", "Estonian"), "\"et\"");
    EXPECT_EQ(becomes("log", R"({"b": [1.0], "a": "x"})"), R"({"a":"x","b":[1]})");
    EXPECT_EQ(becomes("log", "hello"), "trait:log");
    EXPECT_EQ(becomes("log", "[9007199254740992]"), "trait:log");
    EXPECT_EQ(becomes("log", "null"), "nothing");
    EXPECT_EQ(becomes("state", "atviras"), "\"open\"");
    EXPECT_EQ(becomes("state", "shut"), "trait:state");
    EXPECT_EQ(becomes("extras", "the game of GO; golf"), R"(["golf","go"])");
    EXPECT_EQ(becomes("extras", "golf, chess"), "trait:extras");
}

}  // namespace
}  // namespace kith::connect
