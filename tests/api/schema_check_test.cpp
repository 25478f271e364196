#include "tests/api/schema_check.hpp"

#include <gmock/gmock.h>

namespace kith::api_tests {
namespace {

bool fits(Json const& schema, Json const& value) {
    Json const document = {{"components", {{"schemas", {{"Name", {{"type", "string"}, {"maxLength", 3}}}}}}}};
    return misfits(document, schema, value).empty();
}

TEST(SchemaCheck, AMissingARemovedAndAStrangeMemberAreEachFound) {
    Json const schema = {{"type", "object"},
                         {"additionalProperties", false},
                         {"required", {"id"}},
                         {"properties",
                          {{"id", {{"type", "string"}, {"format", "uuid"}}},
                           {"at", {{"type", {"string", "null"}}, {"format", "date-time"}}}}}};
    EXPECT_TRUE(fits(schema, {{"id", "01900000-0000-7000-8000-000000000000"}, {"at", nullptr}}));
    EXPECT_TRUE(fits(schema, {{"id", "01900000-0000-7000-8000-000000000000"}, {"at", "2026-11-22T03:18:18.123Z"}}));
    EXPECT_FALSE(fits(schema, {{"id", "01900000-0000-7000-8000-000000000000"}, {"at", "2026-11-22"}}));
    EXPECT_FALSE(fits(schema, {{"id", "1"}}));
    EXPECT_FALSE(fits(schema, Json::object()));
    EXPECT_FALSE(fits(schema, {{"id", "01900000-0000-7000-8000-000000000000"}, {"extra", 1}}));
    EXPECT_FALSE(fits(schema, "text"));
}

TEST(SchemaCheck, ReferencesChoicesAndItemsAreFollowed) {
    Json const name = {{"$ref", "#/components/schemas/Name"}};
    EXPECT_TRUE(fits(name, "Ona"));
    EXPECT_FALSE(fits(name, "Jonas"));
    EXPECT_FALSE(fits({{"$ref", "#/components/schemas/None"}}, "Ona"));
    EXPECT_FALSE(fits({{"type", "array"}, {"items", name}}, {"Ona", 4}));
    EXPECT_TRUE(fits({{"anyOf", {name, {{"type", "null"}}}}}, nullptr));
    EXPECT_FALSE(fits({{"oneOf", {name, {{"type", "string"}}}}}, "Ona"));
    EXPECT_FALSE(fits({{"enum", {"a", "b"}}}, "c"));
}

TEST(SchemaCheck, AKeywordThatIsNotKnownIsReported) { EXPECT_FALSE(fits({{"dependentSchemas", Json::object()}}, 1)); }

}  // namespace
}  // namespace kith::api_tests
