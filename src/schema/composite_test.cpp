// Composites as values: what they are made of, and what a body that asks for one may say.
#include "schema/composite.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/text.hpp"
#include "schema/draft.hpp"
#include "schema/limits.hpp"
#include "schema/names.hpp"

namespace kith::schema {
namespace {

Json body(std::string label, char const* type = "address") {
    return {{"label", {{"en", std::move(label)}}}, {"type", type}};
}

Json with(Json json, char const* member, Json value) {
    json[member] = std::move(value);
    return json;
}

template <class T>
std::string refused(Result<T> const& outcome) {
    if (outcome) return "none";
    auto const& first = outcome.error().fields.front();
    return first.field + " " + first.code;
}

Object shop() {
    return object_of(parse_json(R"({"name": "shop", "plural": "shops", "table": "shop", "fields": [
        {"name": "home_city", "type": "text", "is_custom": true}, {"name": "street", "type": "text", "is_custom": true},
        {"name": "rent", "type": "money", "is_custom": true}, {"name": "motto", "type": "text"}]})")
                         .value())
        .take();
}

Field field(std::string name) {
    Field field;
    field.name = std::move(name);
    return field;
}

TEST(Composite, a_part_has_a_label_in_every_language_that_leaves_room_for_that_of_the_whole) {
    for (auto const type : {CompositeType::address, CompositeType::person_name}) {
        EXPECT_EQ(composite_type_of(name_of(type)), type);
        std::set<std::string_view> names;
        for (auto const& part : parts_of(type)) {
            EXPECT_TRUE(names.insert(part.name).second) << part.name;
            EXPECT_LE(part.name.size() + 1 + limits::composite_name_bytes_max, limits::name_bytes_max) << part.name;
            EXPECT_EQ(part.label.size(), languages().size()) << part.name;
            for (auto const& [language, words] : part.label)
                EXPECT_LE(text::length(words) + 2 + limits::composite_label_characters_max,
                          limits::label_characters_max)
                    << language << " " << words;
        }
    }
    EXPECT_EQ(composite_type_of("adress"), std::nullopt);
}

TEST(Composite, it_is_made_with_the_usual_parts_in_their_order) {
    auto const made = new_composite(shop(), with(body("Delivery"), "is_personal", true));
    ASSERT_TRUE(made) << refused(made);
    EXPECT_EQ(made->composite.name, "delivery");
    EXPECT_EQ(json_of_parts(made->composite), (Json{{"street", "delivery_street"},
                                                    {"postal_code", "delivery_postal_code"},
                                                    {"city", "delivery_city"},
                                                    {"country", "delivery_country"}}));
    ASSERT_EQ(made->fields.size(), 4u);
    EXPECT_EQ(made->fields[1].name, "delivery_postal_code");
    EXPECT_EQ(made->fields[1].label, (Label{{"en", "Delivery: Postal code"}}));
    EXPECT_TRUE(made->fields[1].is_personal);
    EXPECT_TRUE(made->fields[1].is_custom);
    auto const name = new_composite(shop(), with(body("Owner", "person_name"), "parts", {"family_name", "prefix"}));
    ASSERT_TRUE(name) << refused(name);
    EXPECT_EQ(json_of_parts(name->composite), (Json{{"prefix", "owner_prefix"}, {"family_name", "owner_family_name"}}));
    EXPECT_FALSE(name->fields[0].is_personal);
}

TEST(Composite, what_cannot_be_is_refused) {
    EXPECT_EQ(refused(new_composite(shop(), Json{{"type", "address"}})), "label required");
    EXPECT_EQ(refused(new_composite(shop(), with(body("X"), "type", nullptr))), "type required");
    EXPECT_EQ(refused(new_composite(shop(), body("X", "adress"))), "type unknown_type");
    EXPECT_EQ(refused(new_composite(shop(), with(body("X"), "parts", Json::array()))), "parts no_parts");
    EXPECT_EQ(refused(new_composite(shop(), with(body("X"), "parts", "city"))), "parts wrong_type");
    EXPECT_EQ(refused(new_composite(shop(), with(body("X"), "parts", Json::array({"cty"})))), "parts unknown_part");
    EXPECT_EQ(refused(new_composite(shop(), with(body("X"), "parts", Json::array({"city", "city"})))), "parts twice");
    EXPECT_EQ(refused(new_composite(shop(), with(body("X"), "colour", "red"))), "colour unknown_field");
    EXPECT_EQ(refused(new_composite(shop(), with(body("X"), "name", "motto"))), "name taken");
    EXPECT_EQ(refused(new_composite(shop(), with(body("X"), "name", "home"))), "name taken");  // for home_city
    EXPECT_EQ(refused(new_composite(shop(), with(body("X"), "name", "count"))), "name reserved");
    EXPECT_EQ(refused(new_composite(shop(), with(body("X"), "name", "Home"))), "name bad_name");
    EXPECT_EQ(new_composite(shop(), body("Home"))->composite.name, "home_2");
}

TEST(Composite, its_name_and_label_leave_room_for_those_of_the_parts) {
    std::string const name(limits::composite_name_bytes_max, 'x');
    EXPECT_EQ(refused(new_composite(shop(), with(body("X"), "name", name))), "none");
    EXPECT_EQ(refused(new_composite(shop(), with(body("X"), "name", name + "x"))), "name bad_name");
    std::string const label(limits::composite_label_characters_max, 'y');
    auto const made = new_composite(shop(), body(label));
    ASSERT_TRUE(made) << refused(made);
    for (auto const& field : made->fields) EXPECT_TRUE(is_name(field.name)) << field.name;
    EXPECT_EQ(refused(new_composite(shop(), body(label + "y"))), "label too_long");
}

TEST(Composite, an_object_has_only_so_many_and_so_many_fields) {
    auto object = shop();
    object.composites.resize(limits::composites_per_object_max - 1);
    EXPECT_EQ(refused(new_composite(object, body("X"))), "none");
    object.composites.resize(limits::composites_per_object_max);
    EXPECT_EQ(refused(new_composite(object, body("X"))), "name limit_reached");
    object = shop();
    while (object.fields.size() < limits::fields_per_object_max - 4 + 2)  // two are of every object
        object.fields.push_back(field(fmt::format("f_{}", object.fields.size())));
    EXPECT_EQ(refused(new_composite(object, body("X"))), "none");
    object.fields.push_back(field("one_more"));
    EXPECT_EQ(refused(new_composite(object, body("X"))), "parts too_many_fields");
}

TEST(Composite, over_fields_that_are_there_it_takes_texts_of_ones_own_and_each_once) {
    auto const over = [](Json parts) {
        return composite_over(
            shop(), {{"name", "home"}, {"type", "address"}, {"label", {{"en", "Home"}}}, {"parts", std::move(parts)}});
    };
    EXPECT_EQ(json_of_parts(*over({{"city", "home_city"}, {"street", "street"}})),
              (Json{{"street", "street"}, {"city", "home_city"}}));
    EXPECT_EQ(refused(over(Json::object())), "parts no_parts");
    EXPECT_EQ(refused(over({{"town", "home_city"}})), "parts unknown_part");
    EXPECT_EQ(refused(over({{"city", "street"}, {"street", "street"}})), "parts twice");
    EXPECT_EQ(refused(over({{"city", "nowhere"}})), "parts.city unknown_field");
    EXPECT_EQ(refused(over({{"city", "rent"}})), "parts.city wrong");
    EXPECT_EQ(refused(over({{"city", "motto"}})), "parts.city wrong");
}

TEST(Composite, a_definition_with_one_goes_to_json_and_back) {
    auto object = shop();
    object.composites.push_back(
        {"home", CompositeType::address, {{"en", "Home"}}, {{"city", "home_city"}}, true, true, {}});
    auto const json = json_of(object);
    EXPECT_EQ(json_of(*object_of(json)), json);
    auto lost = json;
    lost["composites"][0]["parts"]["street"] = "nowhere";
    EXPECT_EQ(refused(object_of(lost)), "composites unknown_field");
    lost = json;
    lost["composites"].push_back(json["composites"][0]);
    EXPECT_EQ(refused(object_of(lost)), "composites twice");
}

TEST(Composite, one_of_kiths_own_forgets_parts_that_are_gone) {
    auto object = shop();
    object.composites = {{"a", CompositeType::address, {}, {{"street", "street"}, {"city", "gone"}}, false, false, {}},
                         {"b", CompositeType::address, {}, {{"city", "gone"}}, false, false, {}}};
    object.forget_lost_parts();
    ASSERT_EQ(object.composites.size(), 1u);
    EXPECT_EQ(json_of_parts(object.composites[0]), (Json{{"street", "street"}}));
}

}  // namespace
}  // namespace kith::schema
