// What a role may do with each field, below every door.
#include <gmock/gmock.h>

#include "records/formulas.hpp"
#include "schema/definitions.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::records {
namespace {

using testing::IsEmpty;

class FieldRightsTest : public RecordsTest {
protected:
    void SetUp() override {
        RecordsTest::SetUp();
        if (IsSkipped()) return;
        ASSERT_OK(change_role("member", {{"objects",
                                          {{"person", {{"fields", {{"email", "hidden"}, {"city", "read"}}}}},
                                           {"household", {{"read", false}}}}}}));
    }
    std::string first_fault(Result<Json> const& outcome) {
        if (outcome) return "none";
        auto const& faults = outcome.error().fields;
        return faults.empty() ? outcome.error().message : faults.front().field + " " + faults.front().code;
    }
};

TEST_P(FieldRightsTest, a_write_of_what_one_may_not_is_refused_whole_and_names_it) {
    auto const id = add_person({{"given_name", "Ona"}, {"email", "ona@example.com"}, {"city", "Vilnius"}});
    auto const edit = Write::begin("edit", member());
    EXPECT_EQ(first_fault(records_->update(edit, *person_, id, 1, {{"notes", "x"}, {"city", "Kaunas"}})),
              "city not_permitted");
    EXPECT_EQ(first_fault(records_->update(edit, *person_, id, 1, {{"email", "x@example.com"}})),
              "email unknown_field");
    EXPECT_EQ(first_fault(records_->create(edit, *person_, {{"given_name", "A"}, {"city", "Kaunas"}})),
              "city not_permitted");
    EXPECT_EQ(version_of(*records_->get(Actor::system("test"), *person_, id)), 1);
    // A slip near a hidden name is not told what it nearly was.
    auto const slip = records_->update(edit, *person_, id, 1, {{"emial", "x"}});
    ASSERT_FALSE(slip);
    EXPECT_EQ(slip.error().fields.at(0).message.find("email"), std::string::npos) << slip.error().fields.at(0).message;
    ASSERT_OK(records_->update(edit, *person_, id, 1, {{"notes", "x"}}));
}

TEST_P(FieldRightsTest, an_undo_does_not_change_what_one_may_not) {
    auto const id = add_person({{"given_name", "Ona"}, {"email", "ona@example.com"}});
    auto const edit = by_system("edit");
    ASSERT_OK(records_->update(edit, *person_, id, 1, {{"email", "kazlaite@example.com"}}));
    EXPECT_EQ(records_->revert(Write::begin("revert", member()), edit.change_set).error().code, ErrorCode::forbidden);
    ASSERT_OK(
        change_role("member", {{"objects", {{"person", {{"delete", false}, {"fields", {{"email", "write"}}}}}}}}));
    auto const made = Write::begin("edit", member());
    ASSERT_OK(records_->create(made, *person_, {{"given_name", "Jonas"}}));
    EXPECT_EQ(records_->revert(Write::begin("revert", member()), made.change_set).error().code, ErrorCode::forbidden);
    EXPECT_OK(records_->revert(Write::begin("revert", member()), edit.change_set));
}

TEST_P(FieldRightsTest, the_history_of_a_hidden_field_is_hidden_even_when_it_is_out_of_use) {
    auto const id = add_person({{"given_name", "Ona"}, {"email", "ona@example.com"}});
    ASSERT_OK(records_->update(by_system("edit"), *person_, id, 1, {{"email", "b@example.com"}}));
    EXPECT_THAT(*records_->history(member(), *person_, id), IsEmpty());
    EXPECT_EQ(records_->history(Actor::system("test"), *person_, id)->size(), 1u);
    auto without = *person_;
    std::erase_if(without.fields, [](auto const& field) { return field.name == "email"; });
    EXPECT_THAT(*records_->history(member(), without, id), IsEmpty());
}

TEST_P(FieldRightsTest, somebody_known_by_a_hidden_address_is_nameless_wherever_a_name_stands) {
    add_person({{"given_name", "Ona"}, {"name", "Ona"}});
    auto const nameless = add_person({{"email", "xavier@example.com"}, {"name", "xavier@example.com"}});
    auto const count = [&](std::string filter) {
        ListQuery query;
        query.filter = std::move(filter);
        return list(query, member()).total->count;
    };
    EXPECT_EQ(count("name contains \"xavier\""), 0);
    EXPECT_EQ(count("name is absent"), 1);
    EXPECT_EQ(count("not (name contains \"Ona\")"), 1);
    EXPECT_EQ(count("name > \"p\""), 0);
    ListQuery sorted;
    for (auto const* sort : {"name", "-name"}) {
        sorted.sort = sort;
        auto const page = list(sorted, member());
        ASSERT_EQ(page.records.size(), 2u);
        EXPECT_EQ(page.records[0]["name"], "Ona");
        EXPECT_TRUE(page.records[1]["name"].is_null());
        // Page by page as well.
        sorted.limit = 1;
        auto const first = list(sorted, member());
        ASSERT_TRUE(first.next);
        sorted.page = *first.next;
        EXPECT_EQ(list(sorted, member()).records.at(0)["id"], nameless.text());
        sorted.page.clear();
        sorted.limit = 50;
    }
    EXPECT_EQ(list(sorted).records.at(0)["name"], "xavier@example.com");
}

TEST_P(FieldRightsTest, a_relation_to_what_one_may_not_read_is_no_field) {
    auto const household = schema_->find("household");
    auto const made = records_->create(by_system("edit"), *household, {{"name", "Kazlai"}});
    ASSERT_OK(made);
    auto const id = add_person({{"given_name", "Ona"}, {"household", (*made)["id"]}});
    EXPECT_FALSE(records_->get(member(), *person_, id)->contains("household"));
    EXPECT_EQ(first_fault(records_->update(Write::begin("edit", member()), *person_, id, 1, {{"household", nullptr}})),
              "household unknown_field");
    ListQuery query;
    query.filter = "household is present";
    EXPECT_EQ(records_->list(member(), *person_, query).error().fields.at(0).code, "unknown_field");
    EXPECT_FALSE(access_->seen_by(member(), household));
    EXPECT_EQ(access_->seen_by(member(), person_)->find("household"), nullptr);
    EXPECT_FALSE(access_->seen_by(member(), person_)->find("city")->is_writable);
}

TEST_P(FieldRightsTest, what_is_counted_is_seen_by_those_who_see_all_that_it_counts) {
    schema::Definitions definitions(*database_, *published_);
    definitions.set_formulas(formulas());
    auto actor = Actor::system("test");
    actor.permissions.add(Permission::workspace_manage);
    auto const add = [&](char const* object, char const* body) {
        auto const added = definitions.add_field(schema::Author::begin(actor), object, parsed(body));
        EXPECT_TRUE(added) << store::describe(added.error());
    };
    add("company", R"j({"label": {"en": "Known here"},
                        "rollup": {"object": "person", "relation": "company", "function": "count"}})j");
    add("company", R"j({"label": {"en": "Reached"},
                        "rollup": {"object": "person", "relation": "company", "function": "count",
                                   "where": "email is present"}})j");
    add("company", R"j({"label": {"en": "Named"},
                        "rollup": {"object": "person", "relation": "company", "function": "count",
                                   "where": "name is present"}})j");
    add("company", R"j({"label": {"en": "Share"}, "formula": "reached / known_here"})j");
    auto const right = [&](char const* field) {
        return access_->field_right(member(), *records_->schema()->find("company"), field);
    };
    // A member sees no e-mail addresses, nor what stands on them or may stand in for them.
    EXPECT_NE(right("known_here"), access::FieldRight::hidden);
    for (auto const* field : {"reached", "named", "share"})
        EXPECT_EQ(right(field), access::FieldRight::hidden) << field;
    ASSERT_OK(change_role("member", parsed(R"({"objects": {"person": {"fields": {"email": "write"}}}})")));
    for (auto const* field : {"known_here", "reached", "named", "share"})
        EXPECT_NE(right(field), access::FieldRight::hidden) << field;
    ASSERT_OK(set_rule("member", *person_, "country = \"LT\""));
    for (auto const* field : {"known_here", "reached", "named", "share"})
        EXPECT_EQ(right(field), access::FieldRight::hidden) << field;
    EXPECT_EQ(access_->field_right(Actor::system("test"), *records_->schema()->find("company"), "share"),
              access::FieldRight::write);
}

TEST_P(FieldRightsTest, nobody_is_asked_for_what_they_may_not_write) {
    auto required = *person_;
    for (auto& field : required.fields)
        if (field.name == "city" || field.name == "notes") {
            field.is_required = true;
            field.changed = {"is_required"};
        }
    auto const refused = records_->create(Write::begin("edit", member()), required, {{"given_name", "Ona"}});
    ASSERT_FALSE(refused);
    ASSERT_EQ(refused.error().fields.size(), 1u);
    EXPECT_EQ(refused.error().fields[0].field, "notes");
}

TEST_P(FieldRightsTest, search_finds_words_of_seen_fields_alone) {
    add_person({{"given_name", "Ona"},
                {"name", "Ona Kazlaitė-Petraitienė"},
                {"family_name", "K"},
                {"email", "secret.word@example.com"},
                {"city", "Vilnius"}});
    auto const found = [&](std::string words) {
        ListQuery query;
        query.search = std::move(words);
        return list(query, member()).total->count;
    };
    for (auto const* words :
         {"ona", "Kazlaitė", "kazlaite vil", "petrait", "ona vilnius", "KAZLAITE-PETRAITIENE", "vilnius"})
        EXPECT_EQ(found(words), 1) << words;
    for (auto const* words :
         {"secret", "s", "word", "example", "ona secret", "secret.word@example.com", "laite", "on vilnius"})
        EXPECT_EQ(found(words), 0) << words;
    ListQuery query;
    query.search = "secret";
    EXPECT_EQ(list(query).total->count, 1);
}

ON_BOTH_DATABASES(FieldRightsTest);

}  // namespace
}  // namespace kith::records
