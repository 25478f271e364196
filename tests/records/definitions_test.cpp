// Objects and fields that administrators make, on both databases: in use at once, taken out of use, taken back.
#include "schema/definitions.hpp"

#include <chrono>

#include "schema/limits.hpp"
#include "tests/records/definitions_fixture.hpp"

namespace kith::records {
namespace {

using schema::Author;

class DefinitionsTest : public DefinitionsFixture {
protected:
    void SetUp() override {
        DefinitionsFixture::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        definitions_->add_broken([](store::Session& session, schema::SchemaPointer const& before,
                                    schema::SchemaPointer const& after) -> Result<std::vector<schema::Mention>> {
            std::vector<schema::Mention> mentions;
            for (auto const& rule : TRY(access::RowAccess::rules_broken(session, before, after)))
                mentions.push_back({"row_rule", rule.role + " for " + rule.object, true});
            return mentions;
        });
    }

    static Actor administrator() {
        auto actor = member();
        actor.role = "administrator";
        actor.permissions.add(Permission::workspace_manage);
        return actor;
    }
    static Author author() { return Author::begin(administrator()); }
    static Write edit() { return Write::begin("edit", administrator()); }

    schema::ObjectPointer add_object(std::string_view body) {
        auto made = definitions_->add_object(author(), parsed(body));
        EXPECT_TRUE(made) << store::describe(made.error());
        return made ? *made : nullptr;
    }
    schema::ObjectPointer add_field(std::string_view object, std::string_view body) {
        auto made = definitions_->add_field(author(), object, parsed(body));
        EXPECT_TRUE(made) << store::describe(made.error());
        return made ? *made : nullptr;
    }
    Json create(std::string_view object, std::string_view body) {
        auto made = records_->create(edit(), *records_->schema()->find(object), parsed(body));
        EXPECT_TRUE(made) << store::describe(made.error());
        return made ? *made : Json();
    }
    std::string first_code(Result<schema::ObjectPointer> const& outcome) {
        if (outcome) return "none";
        return outcome.error().fields.empty() ? outcome.error().reason : outcome.error().fields.front().code;
    }
    Json add_invoice() {
        add_object(R"({"label": {"en": "Invoice", "lt": "Sąskaita"}, "label_plural": {"en": "Invoices"},
            "fields": [{"label": {"en": "Number"}, "type": "text", "is_sortable": true, "is_searchable": true},
                       {"label": {"en": "State"}, "type": "choice", "choices": [
                           {"label": {"en": "Open"}, "color": "blue"}, {"label": {"en": "Paid"}}]},
                       {"label": {"en": "Customer"}, "type": "relation", "object": "company"}]})");
        return create("invoice", R"({"name": "2026-001", "number": "LT-7", "state": "open"})");
    }
};

TEST_P(DefinitionsTest, only_administrators_may_change_definitions) {
    auto const by = Author::begin(member());
    EXPECT_EQ(definitions_->add_object(by, parsed(R"({"label": {"en": "Car"}})")).error().code, ErrorCode::forbidden);
    EXPECT_EQ(definitions_->add_field(by, "person", Json::object()).error().code, ErrorCode::forbidden);
    EXPECT_EQ(definitions_->retire_field(by, "person", "city").error().code, ErrorCode::forbidden);
    EXPECT_EQ(definitions_->usage(member(), "person", "city").error().code, ErrorCode::forbidden);
    EXPECT_EQ(records_->schema()->version(), schema_->version());
}

TEST_P(DefinitionsTest, what_cannot_be_is_refused_with_every_reason_at_once) {
    auto const wrong = definitions_->add_object(
        author(), parsed(R"({"name": "Drop Table", "plural": "people", "colour": 1, "fields": [{"type": "colour"}]})"));
    ASSERT_FALSE(wrong);
    std::vector<std::string> codes;
    for (auto const& each : wrong.error().fields) codes.push_back(each.field + ":" + each.code);
    EXPECT_THAT(codes,
                testing::UnorderedElementsAre("label:required", "name:bad_name", "plural:taken", "colour:unknown_field",
                                              "fields.0.label:required", "fields.0.type:unknown_type"));
    EXPECT_EQ(first_code(definitions_->add_object(author(), parsed(R"({"name": "settings", "label": {"en": "S"}})"))),
              "reserved");
    EXPECT_EQ(first_code(definitions_->add_field(author(), "company",
                                                 parsed(R"({"name": "and", "type": "text", "label": {"en": "A"}})"))),
              "reserved");
    EXPECT_EQ(first_code(definitions_->add_field(author(), "company",
                                                 parsed(R"({"name": "city", "type": "text", "label": {"en": "A"}})"))),
              "taken");
    EXPECT_EQ(first_code(definitions_->add_field(
                  author(), "company", parsed(R"({"type": "relation", "object": "compani", "label": {"en": "A"}})"))),
              "unknown_object");
    auto const lost = definitions_->change_field(author(), "company", "citi", parsed(R"({"label": {"en": "A"}})"));
    EXPECT_EQ(lost.error().code, ErrorCode::not_found);
    EXPECT_THAT(lost.error().message, testing::HasSubstr("Did you mean \"city\"?"));
    EXPECT_EQ(records_->schema()->version(), schema_->version());
}

TEST_P(DefinitionsTest, a_new_object_is_in_use_at_once) {
    auto const invoice = add_invoice();
    auto const object = records_->schema()->find("invoice");
    ASSERT_TRUE(object);
    EXPECT_EQ(object->plural, "invoices");
    EXPECT_EQ(object->find("number")->column, "f_1");
    auto const company = records_->create(edit(), *company_, {{"name", "UAB Beržas"}});
    ASSERT_OK(company);
    auto const changed =
        records_->update(edit(), *object, id_of(invoice), 1, {{"customer", (*company)["id"]}, {"state", "paid"}});
    ASSERT_OK(changed);
    EXPECT_EQ((*changed)["customer"]["name"], "UAB Beržas");
    EXPECT_EQ((*changed)["state"], "paid");

    ListQuery query;
    query.filter = "number = \"LT-7\" and state = \"paid\"";
    query.sort = "number";
    EXPECT_EQ(records_->list(administrator(), *object, query)->records.size(), 1u);
    query = {};
    query.search = "lt-7";
    EXPECT_EQ(records_->list(administrator(), *object, query)->records.size(), 1u);
    auto const history = records_->history(administrator(), *object, id_of(invoice));
    ASSERT_OK(history);
    EXPECT_EQ(history->size(), 2u);
    EXPECT_OK(records_->revert(edit(), history->front().change_set));
    EXPECT_EQ((*records_->get(administrator(), *object, id_of(invoice)))["state"], "open");
    EXPECT_EQ(records_->create(edit(), *object, {{"name", "x"}, {"state", "lost"}}).error().fields.front().code,
              "not_a_choice");
}

TEST_P(DefinitionsTest, a_field_of_people_needs_no_code_of_its_own) {
    auto const ona = add_person({{"given_name", "Ona"}});
    add_field("person", R"({"label": {"en": "Shoe size"}, "type": "number", "is_sortable": true})");
    auto const object = records_->schema()->find("person");
    auto const person = records_->get(administrator(), *object, ona);
    ASSERT_OK(person);
    EXPECT_TRUE((*person)["shoe_size"].is_null());
    ASSERT_OK(records_->update(edit(), *object, ona, version_of(*person), {{"shoe_size", 38}}));
    ListQuery query;
    query.filter = "shoe_size >= 38";
    query.sort = "-shoe_size";
    EXPECT_EQ(records_->list(administrator(), *object, query)->records.size(), 1u);
}

TEST_P(DefinitionsTest, a_picture_in_use_is_not_disturbed_by_a_newer_one) {
    auto const before = records_->schema()->find("company");
    add_field("company", R"({"label": {"en": "Size"}, "type": "number"})");
    EXPECT_OK(records_->create(edit(), *before, {{"name", "Of the old picture"}}));
    EXPECT_EQ(records_->list(administrator(), *before, {})->records.size(), 1u);
    EXPECT_FALSE(before->find("size"));
    EXPECT_TRUE(records_->schema()->find("company")->find("size"));
}

TEST_P(DefinitionsTest, a_required_field_is_asked_of_people_and_not_of_what_was_there_before) {
    auto const ona = add_person({{"given_name", "Ona"}});
    add_field("person", R"({"label": {"en": "Card"}, "type": "text", "is_required": true})");
    auto const object = records_->schema()->find("person");
    EXPECT_EQ(records_->create(edit(), *object, {{"given_name", "Kari"}}).error().fields.front().field, "card");
    auto const changed = records_->update(edit(), *object, ona, 1, {{"city", "Vilnius"}});
    ASSERT_OK(changed);
    ASSERT_OK(records_->update(edit(), *object, ona, version_of(*changed), {{"card", "7"}}));
    EXPECT_EQ(records_->update(edit(), *object, ona, version_of(*changed) + 1, {{"card", nullptr}})
                  .error()
                  .fields.front()
                  .code,
              "required");
    add_person({{"given_name", "Known to the till alone"}});
}

TEST_P(DefinitionsTest, what_an_administrator_requires_of_a_standard_field_stops_no_sender_and_no_file) {
    ASSERT_OK(definitions_->change_field(author(), "person", "birth_date", parsed(R"({"is_required": true})")));
    person_ = records_->schema()->find("person");
    EXPECT_EQ(records_->create(edit(), *person_, {{"given_name", "Kari"}}).error().fields.front().field, "birth_date");
    auto const ona = add_person({{"given_name", "Ona"}});
    auto const told = database_->write([&](store::Transaction& transaction) {
        return records_->patch(transaction, by_system(), *person_, ona, {{"city", "Vilnius"}});
    });
    ASSERT_OK(told);
    EXPECT_OK(records_->update(edit(), *person_, ona, version_of(*told), {{"city", "Kaunas"}}));
    auto const nameless = database_->write([&](store::Transaction& transaction) {
        return records_->insert(transaction, by_system(), *company_, RecordId::make(), {{"city", "Vilnius"}});
    });
    ASSERT_FALSE(nameless);
    EXPECT_EQ(nameless.error().fields.front().field, "name");
}

TEST_P(DefinitionsTest, a_change_that_breaks_a_row_rule_is_refused) {
    add_invoice();
    auto by = author();
    ASSERT_OK(definitions_->add_field(
        by, "invoice", parsed(R"({"label": {"en": "Parent"}, "type": "relation", "object": "invoice"})")));
    auto const set = [&](std::optional<std::string> rule) {
        return set_rule("member", *records_->schema()->find("invoice"), std::move(rule));
    };
    auto const refused = [](auto const& outcome) {
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().reason, "in_use");
        EXPECT_THAT(outcome.error().message, testing::HasSubstr("row_rule member for invoice"));
    };
    auto const version = records_->schema()->version();
    ASSERT_OK(set("state = \"paid\""));
    refused(definitions_->change_field(author(), "invoice", "state", parsed(R"({"choices": [{"value": "open"}]})")));
    refused(definitions_->change_field(author(), "invoice", "state", parsed(R"({"is_filterable": false})")));
    ASSERT_OK(set("parent.name = \"2026-001\""));
    refused(definitions_->retire_object(author(), "invoice"));
    refused(records_->revert(edit(), by.change_set));
    EXPECT_EQ(records_->schema()->version(), version);
    EXPECT_TRUE(access::RowAccess::load(*database_, *book_, *teams_, *shares_, *published_));

    ASSERT_OK(set(std::nullopt));
    EXPECT_OK(records_->revert(edit(), by.change_set));
    EXPECT_OK(definitions_->change_field(author(), "invoice", "state", parsed(R"({"choices": [{"value": "open"}]})")));
    EXPECT_FALSE(set("state = \"paid\""));
}

TEST_P(DefinitionsTest, a_new_object_with_a_row_rule_is_not_taken_back_from_under_it) {
    auto const by = author();
    ASSERT_OK(definitions_->add_object(by, parsed(R"({"label": {"en": "Car"}})")));
    ASSERT_OK(set_rule("member", *records_->schema()->find("car"), "name = \"Volvo\""));
    EXPECT_EQ(records_->revert(edit(), by.change_set).error().reason, "in_use");
    EXPECT_TRUE(records_->schema()->find("car"));
    ASSERT_OK(set_rule("member", *records_->schema()->find("car"), std::nullopt));
    EXPECT_OK(records_->revert(edit(), by.change_set));
}

TEST_P(DefinitionsTest, a_row_rule_that_cannot_be_checked_hides_everything_until_it_can) {
    add_person({{"given_name", "Ona"}});
    ASSERT_OK(database_->write([](store::Transaction& transaction) -> Result<void> {
        TRY(transaction.run(
            "INSERT INTO role_row_rule (role, object, expression) VALUES ('member', 'person', 'card is absent')", {}));
        return {};
    }));
    ASSERT_OK(access_->reload());
    EXPECT_TRUE(list({}, member()).records.empty());
    EXPECT_EQ(list({}, administrator()).records.size(), 1u);
    // A change of something else is no reason to refuse it, and shows no more.
    add_field("person", R"({"label": {"en": "Shoe size"}, "type": "number"})");
    person_ = records_->schema()->find("person");
    EXPECT_TRUE(list({}, member()).records.empty());
    add_field("person", R"({"label": {"en": "Card"}, "type": "text"})");
    person_ = records_->schema()->find("person");
    EXPECT_EQ(list({}, member()).records.size(), 1u);
}

TEST_P(DefinitionsTest, a_retired_field_keeps_its_values_and_its_name) {
    auto const invoice = add_invoice();
    ASSERT_OK(definitions_->retire_field(author(), "invoice", "number"));
    auto object = records_->schema()->find("invoice");
    EXPECT_FALSE((*records_->get(administrator(), *object, id_of(invoice))).contains("number"));
    EXPECT_EQ(records_->create(edit(), *object, {{"name", "x"}, {"number", "8"}}).error().fields.front().code,
              "unknown_field");
    EXPECT_EQ(first_code(definitions_->add_field(
                  author(), "invoice", parsed(R"({"name": "number", "type": "text", "label": {"en": "N"}})"))),
              "taken");
    ASSERT_OK(definitions_->restore_field(author(), "invoice", "number"));
    object = records_->schema()->find("invoice");
    EXPECT_EQ((*records_->get(administrator(), *object, id_of(invoice)))["number"], "LT-7");
}

TEST_P(DefinitionsTest, the_column_of_a_deleted_field_is_emptied_and_serves_another_once_it_has_rested) {
    auto const invoice = add_invoice();
    EXPECT_EQ(definitions_->delete_field(author(), "invoice", "number").error().reason, "not_retired");
    ASSERT_OK(definitions_->retire_field(author(), "invoice", "number"));
    ASSERT_OK(definitions_->delete_field(author(), "invoice", "number"));
    EXPECT_EQ(number("SELECT count(*) FROM " + records_->schema()->find("invoice")->table + " WHERE f_1 IS NOT NULL"),
              0);
    auto object = add_field("invoice", R"({"label": {"en": "Number"}, "type": "text", "is_sortable": true})");
    EXPECT_EQ(object->find("number")->column, "f_4");  // f_1 was left a moment ago
    EXPECT_TRUE((*records_->get(administrator(), *object, id_of(invoice)))["number"].is_null());
    // As if a minute had gone by.
    auto definition = schema::json_of(*object);
    definition["free_slots"][0]["freed_at"] = 0;
    ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
        auto changed = TRY(schema::object_of(definition));
        return schema::define(transaction, changed);
    }));
    ASSERT_OK(definitions_->reload());
    object = add_field("invoice", R"({"label": {"en": "Reference"}, "type": "text", "is_sortable": true})");
    EXPECT_EQ(object->find("reference")->column, "f_1");
    EXPECT_OK(records_->update(edit(), *object, id_of(invoice), 1, {{"reference", "again"}}));
}

TEST_P(DefinitionsTest, retiring_is_refused_while_something_stands_on_it) {
    add_invoice();
    add_object(
        R"({"label": {"en": "Line"}, "fields": [{"label": {"en": "Invoice"}, "type": "relation", "object": "invoice"}]})");
    EXPECT_EQ(definitions_->retire_object(author(), "invoice").error().reason, "in_use");
    EXPECT_EQ(definitions_->retire_object(author(), "person").error().reason, "standard_object");
    definitions_->add_mentions([](schema::Object const& object, schema::Field const* field) {
        std::vector<schema::Mention> found;
        if (object.name == "company" && field && field->name == "city") found.push_back({"row_rule", "member", true});
        return found;
    });
    EXPECT_EQ(definitions_->retire_field(author(), "company", "city").error().reason, "in_use");
    auto const usage = definitions_->usage(administrator(), "company", "city");
    ASSERT_OK(usage);
    EXPECT_EQ(usage->mentions.front().name, "member");
    ASSERT_OK(definitions_->retire_object(author(), "line"));
    ASSERT_OK(definitions_->retire_object(author(), "invoice"));
    EXPECT_FALSE(records_->schema()->find("invoice"));
    EXPECT_EQ(definitions_->restore_object(author(), "line").error().reason, "relation_retired");
    ASSERT_OK(definitions_->delete_object(author(), "line"));
    ASSERT_OK(definitions_->delete_object(author(), "invoice"));
    EXPECT_EQ(definitions_->restore_object(author(), "invoice").error().code, ErrorCode::not_found);
}

TEST_P(DefinitionsTest, every_change_of_definitions_can_be_taken_back) {
    auto const object = add_invoice();
    auto by = author();
    ASSERT_OK(definitions_->add_field(by, "company", parsed(R"({"label": {"en": "Size"}, "type": "number"})")));
    ASSERT_OK(records_->revert(edit(), by.change_set));
    EXPECT_FALSE(records_->schema()->find("company")->find("size"));
    EXPECT_FALSE(records_->schema()->find("company")->find_retired("size"));

    by = author();
    ASSERT_OK(definitions_->add_field(by, "company", parsed(R"({"label": {"en": "Size"}, "type": "number"})")));
    create("company", R"({"name": "Big", "size": 900})");
    ASSERT_OK(records_->revert(edit(), by.change_set));
    EXPECT_TRUE(records_->schema()->find("company")->find_retired("size"));  // somebody gave it a value

    by = author();
    ASSERT_OK(definitions_->change_field(
        by, "invoice", "state", parsed(R"({"choices": [{"value": "open"}, {"value": "paid"}, {"value": "lost"}]})")));
    auto later = author();
    ASSERT_OK(definitions_->change_object(later, "invoice", parsed(R"({"label": {"en": "Bill"}})")));
    EXPECT_EQ(records_->revert(edit(), by.change_set).error().reason, "changed_since");
    ASSERT_OK(records_->revert(edit(), later.change_set));
    EXPECT_EQ(records_->schema()->find("invoice")->label.at("en"), "Invoice");

    by = author();
    ASSERT_OK(definitions_->add_object(by, parsed(R"({"label": {"en": "Car"}})")));
    EXPECT_EQ(records_->revert(Write::begin("revert", member()), by.change_set).error().code, ErrorCode::forbidden);
    ASSERT_OK(records_->revert(edit(), by.change_set));
    EXPECT_FALSE(records_->schema()->find_defined("car"));
    EXPECT_OK(records_->get(administrator(), *records_->schema()->find("invoice"), id_of(object)));
}

TEST_P(DefinitionsTest, sorting_can_be_added_later_and_keeps_its_limit) {
    add_invoice();
    create("invoice", R"({"name": "b", "number": "Ąžuolas"})");
    add_field("invoice", R"({"label": {"en": "Note"}, "type": "text"})");
    auto const made = create("invoice", R"({"name": "c", "note": "Žirgas"})");
    create("invoice", R"({"name": "d", "note": "Aukštis"})");
    for (int round = 0; round < 2; ++round) {
        ASSERT_OK(definitions_->change_field(author(), "invoice", "note", parsed(R"({"is_sortable": true})")));
        ListQuery query;
        query.sort = "-note";
        auto const page = records_->list(administrator(), *records_->schema()->find("invoice"), query);
        ASSERT_OK(page);
        EXPECT_EQ(page->records.front()["note"], "Žirgas");
        ASSERT_OK(definitions_->change_field(author(), "invoice", "note", parsed(R"({"is_sortable": false})")));
    }
    for (std::size_t i = 2; i < limits::sortable_fields_max; ++i)
        add_field("invoice", fmt::format(R"({{"label": {{"en": "S{}"}}, "type": "number", "is_sortable": true}})", i));
    EXPECT_EQ(
        first_code(definitions_->add_field(
            author(), "invoice", parsed(R"({"label": {"en": "One more"}, "type": "number", "is_sortable": true})"))),
        "limit_reached");
}

TEST_P(DefinitionsTest, another_server_hears_of_it) {
    auto const before = schema_;
    schema::Published elsewhere(before);
    schema::Definitions there(*database_, elsewhere);
    add_invoice();
    EXPECT_FALSE(elsewhere.current()->find("invoice"));
    ASSERT_OK(there.reload());
    ASSERT_TRUE(elsewhere.current()->find("invoice"));
    EXPECT_EQ(elsewhere.current()->find("company"), before->find("company"));  // what did not change is shared
    EXPECT_EQ(elsewhere.current()->version(), records_->schema()->version());
}

TEST_P(DefinitionsTest, what_was_changed_of_a_standard_object_stays_over_a_restart) {
    ASSERT_OK(definitions_->change_field(author(), "company", "city", parsed(R"({"label": {"en": "Town"}})")));
    ASSERT_OK(definitions_->retire_field(author(), "company", "industry"));
    add_field("company", R"({"label": {"en": "Size"}, "type": "number"})");
    std::vector<std::string> const order{"size", "name"};
    ASSERT_OK(definitions_->order_fields(author(), "company", order));
    auto const again = schema::install(*database_);
    ASSERT_OK(again);
    EXPECT_EQ((*again)->version(), records_->schema()->version());
    auto const company = (*again)->find("company");
    EXPECT_EQ(company->find("city")->label.at("en"), "Town");
    EXPECT_FALSE(company->find("industry"));
    EXPECT_TRUE(company->find_retired("industry"));
    EXPECT_EQ(company->fields.front().name, "size");
}

TEST_P(DefinitionsTest, many_objects_and_many_fields_stay_quick) {
    using Clock = std::chrono::steady_clock;
    auto const ms_since = [](Clock::time_point begun) {
        return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count();
    };
    auto begun = Clock::now();
    for (int i = 0; i < 200; ++i) add_object(fmt::format(R"({{"label": {{"en": "Thing {}"}}}})", i));
    auto const objects_ms = ms_since(begun);
    Json wide{{"label", {{"en", "Wide"}}}};
    for (std::size_t i = 1; i < limits::fields_per_object_max; ++i)
        wide["fields"].push_back({{"label", {{"en", "F"}}}, {"type", i % 2 == 0 ? "number" : "text"}});
    begun = Clock::now();
    add_object(dump_json(wide));
    auto const fields_ms = ms_since(begun);
    auto const object = records_->schema()->find("wide");
    ASSERT_TRUE(object);
    EXPECT_EQ(first_code(definitions_->add_field(author(), "wide",
                                                 parsed(R"({"label": {"en": "One more"}, "type": "text"})"))),
              "too_many_fields");
    Json values{{"name", "full"}};
    for (auto const& field : object->fields)
        if (field.is_custom) values[field.name] = field.type == schema::FieldType::number ? Json(7) : Json("seven");
    for (int i = 0; i < 50; ++i) ASSERT_OK(records_->create(edit(), *object, values));
    begun = Clock::now();
    auto const page = records_->list(administrator(), *object, {});
    auto const list_ms = ms_since(begun);
    ASSERT_OK(page);
    EXPECT_EQ(page->records.size(), 50u);
    EXPECT_EQ(page->records.front()["f_499"], "seven");
    begun = Clock::now();
    ASSERT_OK(definitions_->change_field(author(), "wide", "f_7", parsed(R"({"label": {"en": "Seventh"}})")));
    auto const change_ms = ms_since(begun);
    // Far from what they take on a machine that does nothing else: these catch what grows with the square.
    EXPECT_LT(objects_ms, 120'000);
    EXPECT_LT(fields_ms, 20'000);
    EXPECT_LT(list_ms, 5'000);
    EXPECT_LT(change_ms, 5'000);
    RecordProperty("objects_ms", static_cast<int>(objects_ms));
    RecordProperty("fields_ms", static_cast<int>(fields_ms));
    RecordProperty("list_ms", static_cast<int>(list_ms));
    RecordProperty("change_ms", static_cast<int>(change_ms));
}

ON_BOTH_DATABASES(DefinitionsTest);

}  // namespace
}  // namespace kith::records
