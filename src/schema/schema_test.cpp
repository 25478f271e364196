#include "schema/schema.hpp"

#include <gtest/gtest.h>

namespace kith::schema {
namespace {

Json thing() {
    return parse_json(R"({"name": "thing", "plural": "things", "table": "thing", "fields": [
        {"name": "title", "type": "text", "is_sortable": true},
        {"name": "size", "type": "choice", "choices": [{"value": "s"}, {"value": "m"}]},
        {"name": "owner", "type": "relation", "object": "person"}]})")
        .value();
}

std::string code_of(Json const& definition) {
    auto const object = object_of(definition);
    return object ? "none" : object.error().fields.front().code;
}

TEST(Schema, a_definition_that_cannot_become_a_table_is_refused) {
    EXPECT_EQ(code_of(Json::array()), "not_an_object");
    auto definition = thing();
    definition["name"] = "drop table";
    EXPECT_EQ(code_of(definition), "bad_name");
    definition = thing();
    definition["fields"][0]["type"] = "colour";
    EXPECT_EQ(code_of(definition), "unknown_type");
    definition = thing();
    definition["fields"][1].erase("choices");
    EXPECT_EQ(code_of(definition), "no_choices");
    definition = thing();
    definition["fields"][2].erase("object");
    EXPECT_EQ(code_of(definition), "no_object");
    definition = thing();
    definition["fields"][1]["name"] = "title";
    EXPECT_EQ(code_of(definition), "twice");
}

TEST(Schema, a_definition_goes_to_json_and_back) {
    auto const object = object_of(thing());
    ASSERT_TRUE(object);
    auto const json = json_of(*object);
    EXPECT_EQ(json_of(*object_of(json)), json);
    EXPECT_TRUE(object->find("created_at")->is_system);
    EXPECT_EQ(object->find("title")->sort_column(), "title_sort");
}

TEST(Schema, a_table_has_a_column_a_field_and_an_index_a_sortable_one) {
    auto const ddl = table_ddl(*object_of(thing()));
    EXPECT_NE(ddl[0].find("title {text},\n    title_sort {blob},\n    size {text},\n    owner {id}"), std::string::npos)
        << ddl[0];
    EXPECT_EQ(ddl[1],
              "CREATE INDEX thing_by_title ON thing (title_sort, id) WHERE deleted_at IS NULL AND joined_into IS NULL");
}

}  // namespace
}  // namespace kith::schema
