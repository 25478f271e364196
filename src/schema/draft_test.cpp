// What a definition may be, at its limits and one past them.
#include "schema/draft.hpp"

#include <gtest/gtest.h>

#include "schema/limits.hpp"
#include "schema/names.hpp"

namespace kith::schema {
namespace {

Schema schema_of(std::size_t count) {
    std::vector<ObjectPointer> objects;
    for (std::size_t i = 0; i < count; ++i) {
        Object object;
        object.name = fmt::format("thing_{}", i);
        object.plural = fmt::format("things_{}", i);
        objects.push_back(std::make_shared<Object const>(std::move(object)));
    }
    return {std::move(objects), 1};
}

Json labelled(std::string text) { return {{"label", {{"en", std::move(text)}}}}; }

Json field(std::string label, char const* type = "text") {
    auto json = labelled(std::move(label));
    json["type"] = type;
    return json;
}

template <class T>
std::string code_of(Result<T> const& outcome) {
    return outcome ? "none" : outcome.error().fields.front().code;
}

TEST(Draft, a_workspace_has_only_so_many_objects) {
    EXPECT_EQ(code_of(new_object(schema_of(limits::objects_max - 1), labelled("Car"))), "none");
    EXPECT_EQ(code_of(new_object(schema_of(limits::objects_max), labelled("Car"))), "too_many_objects");
}

TEST(Draft, an_object_has_only_so_many_fields) {
    auto body = labelled("Car");
    for (std::size_t i = 1; i < limits::fields_per_object_max; ++i) body["fields"].push_back(field("F"));
    auto const full = new_object(schema_of(0), body);
    ASSERT_TRUE(full);
    EXPECT_EQ(full->fields.size(), limits::fields_per_object_max);
    EXPECT_EQ(full->fields.back().name, fmt::format("f_{}", limits::fields_per_object_max - 1));
    EXPECT_EQ(code_of(new_field(schema_of(0), *full, field("One more"))), "too_many_fields");
}

TEST(Draft, a_field_has_only_so_many_choices) {
    auto choice = field("State", "choice");
    for (std::size_t i = 0; i < limits::choices_max; ++i) choice["choices"].push_back(labelled("C"));
    EXPECT_EQ(code_of(new_field(schema_of(0), Object{}, choice)), "none");
    choice["choices"].push_back(labelled("C"));
    EXPECT_EQ(code_of(new_field(schema_of(0), Object{}, choice)), "limit_reached");
}

TEST(Draft, a_label_has_only_so_many_characters) {
    std::string const longest(limits::label_characters_max, 'x');
    EXPECT_EQ(code_of(new_object(schema_of(0), labelled(longest))), "none");
    EXPECT_EQ(code_of(new_object(schema_of(0), labelled(longest + "x"))), "too_long");
}

TEST(Draft, a_name_follows_from_the_label_in_latin_letters_and_is_unlike_the_others) {
    auto const never = [](std::string_view) { return false; };
    EXPECT_EQ(name_from({{"lt", "Valstybinis numeris"}}, never), "valstybinis_numeris");
    EXPECT_EQ(name_from({{"en", "Size (cm)"}}, never), "size_cm");
    EXPECT_EQ(name_from({{"en", "2nd size"}}, never), "field_2nd_size");
    EXPECT_EQ(name_from({{"en", "Size"}}, [](std::string_view name) { return name == "size"; }), "size_2");
    EXPECT_TRUE(is_name(name_from({{"ru", "Номер"}}, never)));
    EXPECT_TRUE(is_name(name_from({{"en", "***"}}, never)));
    EXPECT_TRUE(is_name(std::string(48, 'a')));
    EXPECT_FALSE(is_name(std::string(49, 'a')));
}

TEST(Draft, what_was_not_said_stays_as_it_is) {
    auto const made = new_field(schema_of(0), Object{}, field("Size"));
    ASSERT_TRUE(made);
    auto const changed = changed_field(schema_of(0), Object{}, *made, Json{{"is_required", true}});
    ASSERT_TRUE(changed);
    EXPECT_TRUE(changed->is_required);
    EXPECT_EQ(changed->label, made->label);
    EXPECT_EQ(code_of(changed_field(schema_of(0), Object{}, *made, Json{{"name", "other"}})), "read_only");
}

}  // namespace
}  // namespace kith::schema
