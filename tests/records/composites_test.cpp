// Addresses and names of several fields, on both databases: made, renamed, out of use, deleted and taken back as one.
#include <gmock/gmock.h>

#include "schema/definitions.hpp"
#include "schema/limits.hpp"
#include "schema/set_up.hpp"
#include "tests/records/definitions_fixture.hpp"

namespace kith::records {
namespace {

using schema::Author;
using testing::ElementsAre;

class CompositesTest : public DefinitionsFixture {
protected:
    void SetUp() override {
        DefinitionsFixture::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        ASSERT_OK(definitions_->add_object(author(), parsed(R"({"label": {"en": "Parcel"}})")));
    }

    static Actor administrator() {
        auto actor = member();
        actor.role = "administrator";
        actor.permissions.add(Permission::workspace_manage);
        return actor;
    }
    static Author author() { return Author::begin(administrator()); }
    static Write edit() { return Write::begin("edit", administrator()); }
    schema::ObjectPointer object(std::string_view name = "parcel") { return records_->schema()->find(name); }
    void add_delivery(Author const& by = author()) {
        ASSERT_OK(definitions_->add_composite(
            by, "parcel", parsed(R"({"label": {"en": "Delivery", "lt": "Pristatymas"}, "type": "address"})")));
    }
    Json add_parcel() {
        auto made = records_->create(edit(), *object(), parsed(R"({"name": "A", "delivery_city": "Vilnius"})"));
        EXPECT_TRUE(made) << store::describe(made.error());
        return made ? *made : Json();
    }
    Json get(Json const& record) {
        auto found = records_->get(administrator(), *object(), id_of(record));
        EXPECT_TRUE(found) << store::describe(found.error());
        return found ? *found : Json();
    }
    static std::vector<std::string> names(std::vector<schema::Field> const& fields) {
        std::vector<std::string> list;
        for (auto const& field : fields)
            if (!field.is_system) list.push_back(field.name);
        return list;
    }
    template <class T>
    static std::string refused(Result<T> const& outcome) {
        if (outcome) return "none";
        auto const& error = outcome.error();
        return error.fields.empty() ? error.reason : error.fields.front().field + " " + error.fields.front().code;
    }
};

TEST_P(CompositesTest, only_administrators_make_and_change_them) {
    auto const by = Author::begin(member());
    auto const body = parsed(R"({"label": {"en": "Delivery"}, "type": "address"})");
    EXPECT_EQ(definitions_->add_composite(by, "parcel", body).error().code, ErrorCode::forbidden);
    EXPECT_EQ(definitions_->change_composite(by, "person", "address", body).error().code, ErrorCode::forbidden);
    EXPECT_EQ(definitions_->retire_composite(by, "parcel", "x").error().code, ErrorCode::forbidden);
    EXPECT_EQ(definitions_->restore_composite(by, "parcel", "x").error().code, ErrorCode::forbidden);
    EXPECT_EQ(definitions_->delete_composite(by, "parcel", "x").error().code, ErrorCode::forbidden);
    EXPECT_EQ(definitions_->usage_of_composite(member(), "person", "address").error().code, ErrorCode::forbidden);
}

TEST_P(CompositesTest, what_is_not_there_is_told_with_the_nearest_name) {
    add_delivery();
    auto const missing = definitions_->retire_composite(author(), "parcel", "delivry");
    EXPECT_EQ(missing.error().code, ErrorCode::not_found);
    EXPECT_THAT(missing.error().message, testing::HasSubstr("Did you mean \"delivery\"?"));
    EXPECT_EQ(definitions_->add_composite(author(), "parcels", Json::object()).error().code, ErrorCode::not_found);
    ASSERT_OK(definitions_->retire_object(author(), "parcel"));
    EXPECT_EQ(refused(definitions_->retire_composite(author(), "parcel", "delivery")), "retired");
}

TEST_P(CompositesTest, its_parts_are_fields_in_use_at_once) {
    add_delivery();
    EXPECT_THAT(names(object()->fields),
                ElementsAre("name", "delivery_street", "delivery_postal_code", "delivery_city", "delivery_country"));
    EXPECT_EQ(object()->find("delivery_city")->label.at("lt"), "Pristatymas: Miestas");
    add_parcel();
    ListQuery query;
    query.filter = "delivery_city = \"Vilnius\"";
    auto const page = records_->list(administrator(), *object(), query);
    ASSERT_TRUE(page) << store::describe(page.error());
    EXPECT_EQ(page->records.size(), 1u);
    // What is written down is what is read.
    auto const again = schema::object_of(schema::json_of(*object()));
    ASSERT_TRUE(again);
    EXPECT_EQ(schema::json_of(*again), schema::json_of(*object()));
    // Its name is taken, for fields too.
    EXPECT_EQ(refused(definitions_->add_field(author(), "parcel",
                                              parsed(R"({"name": "delivery", "type": "text", "label": {"en": "D"}})"))),
              "name taken");
}

TEST_P(CompositesTest, a_new_label_is_that_of_the_parts_but_for_those_that_were_called_otherwise) {
    add_delivery();
    ASSERT_OK(definitions_->change_field(author(), "parcel", "delivery_city", parsed(R"({"label": {"en": "Town"}})")));
    auto const by = author();
    ASSERT_OK(definitions_->change_composite(by, "parcel", "delivery", parsed(R"({"label": {"en": "Goes to"}})")));
    EXPECT_EQ(object()->find("delivery_street")->label, (schema::Label{{"en", "Goes to: Street"}}));
    EXPECT_EQ(object()->find("delivery_city")->label, (schema::Label{{"en", "Town"}}));
    EXPECT_EQ(refused(definitions_->change_composite(author(), "parcel", "delivery",
                                                     parsed(R"({"label": {"en": "X"}, "type": "person_name"})"))),
              "type read_only");
    ASSERT_OK(records_->revert(edit(), by.change_set));
    EXPECT_EQ(object()->find("delivery_street")->label.at("lt"), "Pristatymas: Gatvė");
    EXPECT_EQ(object()->find_composite("delivery")->label.at("en"), "Delivery");
}

TEST_P(CompositesTest, a_part_goes_and_comes_with_the_others_alone) {
    add_delivery();
    auto const parcel = add_parcel();
    EXPECT_EQ(refused(definitions_->retire_field(author(), "parcel", "delivery_city")), "part_of_composite");
    EXPECT_EQ(refused(definitions_->delete_field(author(), "parcel", "delivery_city")), "part_of_composite");
    EXPECT_EQ(refused(definitions_->change_type(author(), "parcel", "delivery_city", {{"type", "long_text"}})),
              "part_of_composite");
    EXPECT_EQ(refused(definitions_->delete_composite(author(), "parcel", "delivery")), "not_retired");
    ASSERT_OK(definitions_->retire_composite(author(), "parcel", "delivery"));
    ASSERT_OK(definitions_->retire_composite(author(), "parcel", "delivery"));  // as it is
    EXPECT_THAT(names(object()->fields), ElementsAre("name"));
    EXPECT_FALSE(get(parcel).contains("delivery_city"));
    EXPECT_EQ(refused(definitions_->restore_field(author(), "parcel", "delivery_city")), "part_of_composite");
    ASSERT_OK(definitions_->restore_composite(author(), "parcel", "delivery"));
    EXPECT_FALSE(object()->find_composite("delivery")->is_retired);
    EXPECT_EQ(get(parcel)["delivery_city"], "Vilnius");
    EXPECT_EQ(object()->fields.size(), 7u);  // and those that every record has
}

TEST_P(CompositesTest, it_stays_while_something_stands_on_a_part) {
    add_delivery();
    add_parcel();
    definitions_->add_mentions([](schema::Object const& object, schema::Field const* field) {
        std::vector<schema::Mention> found;
        if (object.name != "parcel" || !field) return found;
        if (field->name == "delivery_city") found.push_back({"row_rule", "member", true});
        found.push_back({"view", "All", false});
        return found;
    });
    EXPECT_EQ(refused(definitions_->retire_composite(author(), "parcel", "delivery")), "in_use");
    EXPECT_EQ(object()->fields.size(), 7u);
    auto const usage = definitions_->usage_of_composite(administrator(), "parcel", "delivery");
    ASSERT_TRUE(usage);
    EXPECT_EQ(usage->records, 1);
    EXPECT_EQ(usage->mentions.size(), 2u);
}

TEST_P(CompositesTest, it_is_deleted_with_its_values) {
    add_delivery();
    auto const parcel = add_parcel();
    ASSERT_OK(definitions_->retire_composite(author(), "parcel", "delivery"));
    ASSERT_OK(definitions_->delete_composite(author(), "parcel", "delivery"));
    EXPECT_TRUE(object()->composites.empty());
    EXPECT_TRUE(object()->retired.empty());
    EXPECT_EQ(number("SELECT count(*) FROM record_history WHERE field = 'delivery_city'"), 0);
    add_delivery();
    EXPECT_TRUE(get(parcel)["delivery_city"].is_null());
}

TEST_P(CompositesTest, what_was_made_is_taken_back_and_out_of_use_where_a_part_has_a_value) {
    auto by = author();
    add_delivery(by);
    ASSERT_OK(records_->revert(edit(), by.change_set));
    EXPECT_TRUE(object()->composites.empty());
    EXPECT_THAT(names(object()->fields), ElementsAre("name"));
    EXPECT_TRUE(object()->retired.empty());
    by = author();
    add_delivery(by);
    auto const parcel = add_parcel();
    ASSERT_OK(records_->revert(edit(), by.change_set));
    ASSERT_TRUE(object()->find_composite("delivery"));
    EXPECT_TRUE(object()->find_composite("delivery")->is_retired);
    EXPECT_EQ(object()->retired.size(), 4u);
    ASSERT_OK(definitions_->restore_composite(author(), "parcel", "delivery"));
    EXPECT_EQ(get(parcel)["delivery_city"], "Vilnius");
    by = author();
    ASSERT_OK(definitions_->retire_composite(by, "parcel", "delivery"));
    ASSERT_OK(records_->revert(edit(), by.change_set));
    EXPECT_EQ(get(parcel)["delivery_city"], "Vilnius");
    EXPECT_FALSE(object()->find_composite("delivery")->is_retired);
    by = author();
    ASSERT_OK(definitions_->retire_composite(author(), "parcel", "delivery"));
    ASSERT_OK(definitions_->delete_composite(by, "parcel", "delivery"));
    EXPECT_EQ(refused(records_->revert(edit(), by.change_set)), "values_gone");
}

TEST_P(CompositesTest, those_that_kith_brings_get_another_label_and_their_parts_go_each_by_itself) {
    auto const* address = person_->find_composite("address");
    ASSERT_TRUE(address);
    EXPECT_EQ(schema::json_of_parts(*address), parsed(R"({"street": "street", "postal_code": "postal_code",
        "city": "city", "country": "country"})"));
    EXPECT_TRUE(person_->find_composite("full_name"));
    EXPECT_TRUE(company_->find_composite("address"));
    EXPECT_EQ(refused(definitions_->retire_composite(author(), "person", "address")), "standard_composite");
    EXPECT_EQ(refused(definitions_->delete_composite(author(), "person", "address")), "standard_composite");
    ASSERT_OK(definitions_->change_composite(author(), "person", "address", parsed(R"({"label": {"en": "Home"}})")));
    EXPECT_EQ(object("person")->find("city")->label.at("en"), "City");
    ASSERT_OK(definitions_->retire_field(author(), "person", "street"));
    ASSERT_OK(definitions_->restore_field(author(), "person", "street"));
    // The next start leaves it as it is called here.
    auto const installed = schema::install(*database_);
    ASSERT_TRUE(installed) << store::describe(installed.error());
    EXPECT_EQ((*installed)->find("person")->find_composite("address")->label, (schema::Label{{"en", "Home"}}));
}

TEST_P(CompositesTest, a_name_that_an_administrator_took_first_stays_theirs) {
    auto definition = schema::json_of(*company_);
    definition.erase("composites");
    ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
        auto before = TRY(schema::object_of(definition));
        return schema::define(transaction, before);
    }));
    ASSERT_OK(definitions_->reload());
    ASSERT_OK(definitions_->add_field(author(), "company", parsed(R"({"label": {"en": "Address"}, "type": "text"})")));
    auto const installed = schema::install(*database_);
    ASSERT_TRUE(installed) << store::describe(installed.error());
    auto const company = (*installed)->find("company");
    EXPECT_TRUE(company->find("address")->is_custom);
    EXPECT_TRUE(company->composites.empty());
}

// Half of it was a field before: what is left are fields by themselves.
TEST_P(CompositesTest, one_over_a_field_that_was_there_is_taken_back_to_fields) {
    ASSERT_OK(definitions_->add_field(author(), "parcel", parsed(R"({"label": {"en": "Town"}, "type": "text"})")));
    auto const by = author();
    schema::Differences told;
    ASSERT_OK(database_->write([&](store::Transaction& transaction) {
        return definitions_->take_over(transaction, by, parsed(R"({"parcel": {"fields": [
            {"name": "road", "label": {"en": "Road"}, "type": "text"}], "composites": [
            {"name": "home", "label": {"en": "Home"}, "type": "address", "parts": {"street": "road", "city": "town"}}]}})"),
                                       told);
    }));
    ASSERT_OK(definitions_->reload());
    ASSERT_OK(records_->create(edit(), *object(), parsed(R"({"name": "A", "road": "Liepų 1"})")));
    ASSERT_OK(records_->revert(Write::begin("revert", administrator()), by.change_set));
    EXPECT_TRUE(object()->composites.empty());
    EXPECT_TRUE(object()->find("town"));
    ASSERT_OK(definitions_->restore_field(author(), "parcel", "road"));
    ASSERT_OK(definitions_->retire_field(author(), "parcel", "town"));
}

TEST_P(CompositesTest, a_set_up_from_where_the_name_was_taken_brings_what_took_it) {
    schema::Differences told;
    ASSERT_OK(database_->write([&](store::Transaction& transaction) {
        return definitions_->take_over(transaction, author(), parsed(R"({"person": {"fields": [
            {"name": "address", "label": {"en": "Address"}, "type": "long_text"}]},
            "company": {"composites": [{"name": "headquarters", "label": {"en": "Headquarters"}}]}})"),
                                       told);
    }));
    ASSERT_OK(definitions_->reload());
    EXPECT_TRUE(object("person")->find("address"));
    EXPECT_FALSE(object("person")->find_composite("address"));
    EXPECT_TRUE(object("person")->find_composite("full_name"));
    EXPECT_FALSE(object("company")->find_composite("headquarters"));
}

TEST_P(CompositesTest, it_goes_with_the_set_up) {
    add_delivery();
    ASSERT_OK(definitions_->change_composite(author(), "person", "address", parsed(R"({"label": {"en": "Home"}})")));
    auto set_up = schema::set_up_of(*records_->schema());
    EXPECT_EQ(set_up["person"]["composites"], parsed(R"([{"name": "address", "label": {"en": "Home"}}])"));
    auto const take = [&](Json const& objects) {
        schema::Differences told;
        auto const taken = database_->write([&](store::Transaction& transaction) {
            return definitions_->take_over(transaction, author(), objects, told);
        });
        std::vector<std::string> list;
        if (!taken) {
            for (auto const& each : taken.error().fields) list.push_back(each.field + " " + each.code);
            return list;
        }
        for (auto const& each : told.changes)
            if (each.kind != "field") list.push_back(fmt::format("{} {} {}", each.what, each.kind, each.name));
        for (auto const& each : told.only_here)
            if (each.kind == "composite") list.push_back(fmt::format("{} {}", each.what, each.name));
        return list;
    };
    EXPECT_THAT(take(set_up), ElementsAre());  // nothing differs from itself
    auto box = set_up["parcel"];
    box["plural"] = "boxes";
    EXPECT_THAT(take({{"box", box}}), ElementsAre("added object box", "added composite delivery"));
    ASSERT_TRUE(object("box")->find_composite("delivery"));
    EXPECT_EQ(schema::set_up_of(*records_->schema())["box"], box);
    // Out of use here, it comes back with all parts, whichever is named first.
    ASSERT_OK(definitions_->retire_composite(author(), "box", "delivery"));
    EXPECT_THAT(take({{"box", box}}), ElementsAre("restored composite delivery"));
    EXPECT_EQ(schema::set_up_of(*records_->schema())["box"], box);
    auto other = box;
    other.erase("composites");
    EXPECT_THAT(take({{"box", other}}), ElementsAre("kept delivery"));
    other = box;
    other["composites"][0]["label"] = parsed(R"({"en": "To"})");
    EXPECT_THAT(take({{"box", other}}), ElementsAre("changed composite delivery"));
    other["composites"][0]["parts"].erase("city");
    other["composites"][0]["type"] = "person_name";
    EXPECT_THAT(take({{"box", other}}), ElementsAre("objects.box.composites.delivery.type differs",
                                                    "objects.box.composites.delivery.parts differs"));
    other["composites"] = parsed(R"([{"name": "x", "type": "adress", "label": {"en": "X"}}, 3, {"name": "x"}])");
    EXPECT_THAT(take({{"box", other}}),
                ElementsAre("objects.box.composites.1 wrong_type", "objects.box.composites.2 twice"));
    other["composites"] = parsed(R"([{"name": "x", "type": "address", "label": {"en": "X"}, "parts": {"city": "y"}}])");
    EXPECT_THAT(take({{"box", other}}), ElementsAre("objects.box.composites.x.parts.city unknown_field"));
}

TEST_P(CompositesTest, another_server_sees_it) {
    schema::Published theirs(records_->schema());
    schema::Definitions other(*database_, theirs);
    add_delivery();
    ASSERT_OK(other.reload());
    ASSERT_TRUE(theirs.current()->find("parcel")->find_composite("delivery"));
    ASSERT_OK(other.retire_composite(author(), "parcel", "delivery"));
    ASSERT_OK(definitions_->reload());
    EXPECT_TRUE(object()->find_composite("delivery")->is_retired);
}

ON_BOTH_DATABASES(CompositesTest);

}  // namespace
}  // namespace kith::records
