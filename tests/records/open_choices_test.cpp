// Choices that are added to open fields by whoever writes them: by whom, once, within the limit, in nobody's way.
#include <array>
#include <set>
#include <thread>

#include "schema/definitions.hpp"
#include "schema/limits.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::records {
namespace {

using schema::AddedChoice;
using schema::Author;

class OpenChoicesTest : public RecordsTest {
protected:
    void SetUp() override {
        RecordsTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        definitions_ = std::make_unique<schema::Definitions>(*database_, *published_);
        definitions_->add_broken([](store::Session& session, schema::SchemaPointer const& before,
                                    schema::SchemaPointer const& after) -> Result<std::vector<schema::Mention>> {
            std::vector<schema::Mention> mentions;
            for (auto const& rule : TRY(access::RowAccess::rules_broken(session, before, after)))
                mentions.push_back({"row_rule", rule.role, true});
            return mentions;
        });
        definitions_->show_by(
            [this](Actor const& actor, schema::ObjectPointer const& object) { return access_->seen_by(actor, object); },
            [this](Actor const& actor, schema::Object const& object) {
                return Json{{"create", access_->may(actor, object, access::Deed::create)},
                            {"update", access_->may(actor, object, access::Deed::update)}};
            });
        records_->add_reverting(
            {[this](store::Session& session, ChangeSetId id) { return definitions_->changes_of(session, id); },
             [this](store::Transaction& transaction, Write const& write, ChangeSetId id) {
                 return definitions_->revert(transaction, {write.actor, write.change_set}, id);
             }});
    }

    static Json labelled(std::string_view words) { return {{"label", {{"en", words}}}}; }
    Result<AddedChoice> add(Json const& body, Actor actor = member(), std::string_view field = "tags") {
        return definitions_->add_choice(Author::begin(std::move(actor)), "company", field, body);
    }
    /// A choice of `tags`.
    std::string added(std::string_view words) {
        auto const choice = add(labelled(words));
        EXPECT_TRUE(choice) << store::describe(choice.error());
        return choice ? choice->choice.value : std::string();
    }
    Author administrator() { return Author::begin(Actor::system("test")); }
    std::vector<std::string> labels() {
        std::vector<std::string> all;
        for (auto const& choice : company()->find("tags")->choices) all.push_back(choice.label.at("en"));
        return all;
    }
    static std::string code_of(Result<AddedChoice> const& outcome) {
        if (outcome) return "none";
        auto const& error = outcome.error();
        return error.fields.empty() ? error.reason : error.fields.front().code;
    }
    std::size_t count() { return company()->find("tags")->choices.size(); }
    schema::ObjectPointer company() { return records_->schema()->find("company"); }
    Json company_with(Json const& tags) {
        auto made = records_->create(Write::begin("edit", member()), *company(), {{"name", "Beržas"}, {"tags", tags}});
        EXPECT_TRUE(made) << store::describe(made.error());
        return made ? *made : Json();
    }
    Result<Reverted> revert(ChangeSetId id, Actor actor = member()) {
        return records_->revert(Write::begin("revert", std::move(actor)), id);
    }
    void alter(std::string const& sql) {
        ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
            TRY(transaction.run(transaction.dialect().expand_types(sql), {}));
            return {};
        }));
    }

    std::unique_ptr<schema::Definitions> definitions_;
};

TEST_P(OpenChoicesTest, who_may_not_write_the_field_adds_nothing_and_learns_nothing) {
    auto nobody = member();
    nobody.role = "read_only";
    EXPECT_EQ(add(labelled("VIP"), nobody).error().code, ErrorCode::forbidden);
    ASSERT_OK(change_role("member", {{"objects", {{"company", {{"fields", {{"tags", "read"}}}}}}}}));
    EXPECT_EQ(add(labelled("VIP")).error().code, ErrorCode::forbidden);
    ASSERT_OK(change_role("member", {{"objects", {{"company", {{"fields", {{"tags", "hidden"}}}}}}}}));
    auto const hidden = add(labelled("VIP"));
    auto const absent = add(labelled("VIP"), member(), "togs");
    ASSERT_FALSE(hidden);
    EXPECT_EQ(hidden.error().code, ErrorCode::not_found);
    EXPECT_EQ(absent.error().code, ErrorCode::not_found);
    EXPECT_EQ(absent.error().message.find("\"tags\""), std::string::npos) << "a hidden name is not suggested";
    ASSERT_OK(change_role("member", {{"objects", {{"company", {{"read", false}}}}}}));
    EXPECT_EQ(add(labelled("VIP")).error().message, "There is no object \"company\".");
    EXPECT_EQ(records_->schema()->version(), schema_->version());
}

TEST_P(OpenChoicesTest, what_is_closed_or_no_choice_is_refused) {
    auto const stage = definitions_->add_choice(Author::begin(member()), "person", "stage", labelled("Friend"));
    EXPECT_EQ(code_of(stage), "closed_field");
    EXPECT_EQ(code_of(add(labelled("VIP"), member(), "city")), "closed_field");
    EXPECT_EQ(add(labelled("VIP"), member(), "created_at").error().code, ErrorCode::forbidden);
    EXPECT_EQ(code_of(add(Json::object())), "required");
    EXPECT_EQ(code_of(add({{"label", {{"en", "  "}}}})), "required");
    EXPECT_EQ(code_of(add({{"label", {{"fi", "Kyllä"}}}})), "unknown_language");
    EXPECT_EQ(code_of(add({{"label", "VIP"}})), "wrong_type");
    EXPECT_EQ(code_of(add(labelled("one, two"))), "separator");
    EXPECT_EQ(code_of(add({{"label", {{"en", "VIP"}}}, {"color", "gold"}})), "not_a_choice");
    EXPECT_EQ(code_of(add({{"label", {{"en", "VIP"}}}, {"value", "vip"}})), "unknown_field");
    EXPECT_EQ(code_of(add(labelled(std::string(limits::label_characters_max + 1, 'a')))), "too_long");
    EXPECT_EQ(code_of(add(labelled(std::string(limits::label_characters_max, 'a')))), "none");
    EXPECT_EQ(count(), 1u);
}

TEST_P(OpenChoicesTest, a_choice_is_in_use_at_once_and_there_once_however_it_is_written) {
    auto const first = add({{"label", {{"lt", "Ištikimas klientas"}}}});
    ASSERT_OK(first);
    EXPECT_TRUE(first->is_new);
    EXPECT_EQ(first->choice.value, "istikimas_klientas");
    EXPECT_FALSE(first->choice.color.empty());
    for (auto const* words : {"ISTIKIMAS klientas", "Ištikimas Klientas", "  ištikimas \u00A0 klientas\u200B",
                              "Ištikimas\u202E klientas\u202C", "Ištikimas\tklien\u00ADtas\uFEFF"}) {
        auto const again = add(labelled(words));
        ASSERT_OK(again);
        EXPECT_FALSE(again->is_new) << words;
        EXPECT_EQ(again->choice.value, first->choice.value);
    }
    EXPECT_EQ(count(), 1u);
    auto const record = company_with({"istikimas_klientas"});
    EXPECT_EQ(record["tags"], Json({"istikimas_klientas"}));
    auto const refused =
        records_->create(Write::begin("edit", member()), *company(), {{"name", "B"}, {"tags", {"nobody said so"}}});
    EXPECT_EQ(refused.error().fields.at(0).code, "not_a_choice") << "records name choices that are there";
    // In another alphabet and beside a value of the same letters.
    auto const friends = add({{"label", {{"ru", "Друзья"}}}});
    ASSERT_OK(friends);
    EXPECT_TRUE(schema::is_name(friends->choice.value)) << friends->choice.value;
    EXPECT_TRUE(add(labelled("Istikimas: klientas"))->is_new);
    EXPECT_EQ(count(), 3u);
    EXPECT_FALSE(schema::find_choice(*records_->schema()->find("person")->find("tags"), "Друзья"));
}

TEST_P(OpenChoicesTest, two_who_add_the_same_at_once_get_one_choice) {
    std::array<std::optional<Result<AddedChoice>>, 4> outcomes;
    {
        std::vector<std::jthread> threads;
        for (auto& outcome : outcomes) threads.emplace_back([&] { outcome = add(labelled("Fair 2026")); });
    }
    std::set<std::string> values;
    int made = 0;
    for (auto const& outcome : outcomes) {
        ASSERT_TRUE(*outcome) << store::describe(outcome->error());
        values.insert((*outcome)->choice.value);
        made += (*outcome)->is_new ? 1 : 0;
    }
    EXPECT_EQ(made, 1);
    EXPECT_EQ(values, std::set<std::string>{"fair_2026"});
    EXPECT_EQ(count(), 1u);
}

TEST_P(OpenChoicesTest, a_field_has_so_many_choices_and_no_more) {
    std::vector<schema::Label> labels;
    for (std::size_t i = 1; i < limits::choices_max; ++i) labels.push_back({{"en", fmt::format("Tag {}", i)}});
    auto const made = definitions_->add_choices(Author::begin(member()), "company", "tags", labels);
    ASSERT_OK(made);
    EXPECT_EQ(*made, static_cast<std::int64_t>(limits::choices_max - 1));
    EXPECT_EQ(count(), limits::choices_max - 1);
    EXPECT_EQ(code_of(add(labelled("The last"))), "none");
    EXPECT_EQ(code_of(add(labelled("One too many"))), "too_many_choices");
    EXPECT_EQ(code_of(add(labelled("the LAST"))), "none") << "what is there is found";
    EXPECT_EQ(count(), limits::choices_max);
}

TEST_P(OpenChoicesTest, a_choice_stays_when_the_edit_that_it_was_made_for_is_taken_back) {
    auto const value = added("Fair");
    auto const edit = Write::begin("edit", member());
    auto const record = records_->create(edit, *company(), {{"name", "Beržas"}, {"tags", {value}}});
    ASSERT_OK(record);
    ASSERT_OK(revert(edit.change_set));
    EXPECT_EQ(labels(), std::vector<std::string>{"Fair"});
    EXPECT_EQ(number("SELECT count(*) FROM change_set WHERE kind = 'schema'"), 0) << "nothing that could go back";
}

TEST_P(OpenChoicesTest, what_an_administrator_changed_is_taken_back_past_choices_added_since) {
    auto const label = administrator(), taken_out = administrator();
    added("Fair");
    ASSERT_OK(definitions_->change_field(label, "company", "city", {{"label", {{"en", "Town"}}}}));
    added("Old");
    ASSERT_OK(revert(label.change_set, Actor::system("test")));
    EXPECT_NE(company()->find("city")->label.at("en"), "Town");
    EXPECT_EQ(labels(), (std::vector<std::string>{"Fair", "Old"}));
    ASSERT_OK(definitions_->change_field(taken_out, "company", "tags", {{"remove_choices", {"fair"}}}));
    added("New");
    EXPECT_EQ(labels(), (std::vector<std::string>{"Old", "New"}));
    ASSERT_OK(revert(taken_out.change_set, Actor::system("test")));
    EXPECT_EQ(labels(), (std::vector<std::string>{"Fair", "Old", "New"}));
    // A change of the definition itself is in the way as ever.
    auto const first = administrator();
    ASSERT_OK(definitions_->change_field(first, "company", "city", {{"label", {{"en", "Town"}}}}));
    ASSERT_OK(definitions_->change_field(administrator(), "company", "domain", {{"label", {{"en", "Site"}}}}));
    EXPECT_EQ(revert(first.change_set, Actor::system("test")).error().reason, "changed_since");
}

TEST_P(OpenChoicesTest, choices_are_there_after_the_next_start_when_what_was_before_them_is_taken_back) {
    auto const renamed = administrator(), restored = administrator();
    ASSERT_OK(definitions_->change_field(renamed, "company", "tags", {{"label", {{"en", "Labels"}}}}));
    added("Fair");
    ASSERT_OK(revert(renamed.change_set, Actor::system("test")));
    ASSERT_OK(definitions_->retire_field(administrator(), "company", "tags"));
    ASSERT_OK(definitions_->restore_field(restored, "company", "tags"));
    added("Old");
    ASSERT_OK(revert(restored.change_set, Actor::system("test")));
    auto const started = schema::install(*database_);
    ASSERT_OK(started);
    auto const* retired = (*started)->find("company")->find_retired("tags");
    ASSERT_TRUE(retired);
    EXPECT_EQ(retired->choices.size(), 2u);
}

TEST_P(OpenChoicesTest, a_choice_that_is_named_anew_never_takes_the_value_of_one_that_is_there) {
    auto const vip = added("VIP"), language = added("C++");
    Json const choices{{{"label", {{"en", "VIP"}}}}, {{"label", {{"en", "C#"}}}}};
    ASSERT_OK(definitions_->change_field(administrator(), "company", "tags",
                                         {{"choices", choices}, {"remove_choices", {vip}}}));
    EXPECT_EQ(labels(), (std::vector<std::string>{"VIP", "C#", "C++"}));
    EXPECT_EQ(schema::find_choice(*company()->find("tags"), "C++")->value, language);
}

TEST_P(OpenChoicesTest, what_others_added_meanwhile_stays_when_choices_are_edited) {
    added("Fair");
    added("Old");
    auto choices = schema::json_of(*company()->find("tags"))["choices"];
    choices[0]["label"]["en"] = "Fair 2026";
    choices.erase(1);
    added("New");
    ASSERT_OK(definitions_->change_field(administrator(), "company", "tags",
                                         {{"choices", choices}, {"remove_choices", {"old"}}}));
    EXPECT_EQ(labels(), (std::vector<std::string>{"Fair 2026", "New"}));
    auto const wrong = definitions_->change_field(administrator(), "company", "tags", {{"remove_choices", {7}}});
    EXPECT_EQ(wrong.error().fields.at(0).code, "wrong_type");
    auto const closed = definitions_->change_field(administrator(), "person", "stage", {{"remove_choices", {"lead"}}});
    EXPECT_EQ(closed.error().fields.at(0).field, "remove_choices");
}

TEST_P(OpenChoicesTest, words_mean_the_label_that_is_shown_not_the_value_that_it_was_made_from) {
    auto const red = added("Red");
    ASSERT_OK(definitions_->change_field(administrator(), "company", "tags",
                                         {{"choices", {{{"value", red}, {"label", {{"en", "Blue"}}}}}}}));
    EXPECT_EQ(added("blue"), red);
    EXPECT_NE(added("Red"), red);
    EXPECT_EQ(labels(), (std::vector<std::string>{"Blue", "Red"}));
}

TEST_P(OpenChoicesTest, administrators_open_and_close_fields_and_an_open_one_begins_with_none) {
    auto const by = [this] { return administrator(); };
    auto const closed = definitions_->add_field(by(), "company", parsed(R"({"label": {"en": "Topics"},
        "type": "multi_choice"})"));
    EXPECT_EQ(closed.error().fields.at(0).code, "no_choices");
    auto const text = definitions_->add_field(by(), "company", parsed(R"({"label": {"en": "Topics"},
        "type": "text", "is_open": true})"));
    EXPECT_EQ(text.error().fields.at(0).field, "is_open");
    ASSERT_OK(definitions_->add_field(by(), "company", parsed(R"({"label": {"en": "Topics"},
        "type": "choice", "is_open": true})")));
    EXPECT_EQ(code_of(add(labelled("one, two"), member(), "topics")), "none") << "one choice a cell";
    ASSERT_OK(definitions_->change_field(by(), "company", "topics", {{"is_open", false}}));
    EXPECT_EQ(code_of(add(labelled("three"), member(), "topics")), "closed_field");
    auto const shut = definitions_->change_field(by(), "company", "tags", {{"is_open", false}});
    EXPECT_EQ(shut.error().fields.at(0).code, "no_choices") << "a closed field without a choice is no use";
    ASSERT_OK(definitions_->add_field(by(), "company", parsed(R"({"label": {"en": "Drinks"},
        "type": "multi_choice", "choices": [{"label": {"en": "Beer, wine"}}]})")));
    auto const opened = definitions_->change_field(by(), "company", "drinks", {{"is_open", true}});
    EXPECT_EQ(opened.error().fields.at(0).code, "separator") << "files say several choices in one cell";
}

TEST_P(OpenChoicesTest, a_workspace_from_before_gets_the_field_and_keeps_what_was_added) {
    added("Fair");
    auto const stored = [&](std::string_view object) { return schema::json_of(*records_->schema()->find(object)); };
    auto const restore = [&](Json json) {
        ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
            auto object = TRY(schema::object_of(json));
            return schema::define(transaction, object);
        }));
    };
    // Households as they were before there were tags; on people an administrator had a field of that name.
    auto household = stored("household"), person = stored("person");
    auto& fields = household["fields"];
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (fields[i]["name"] == "tags") fields.erase(i--);
    alter("ALTER TABLE household DROP COLUMN tags");
    for (auto& field : person["fields"])
        if (field["name"] == "tags")
            field = {
                {"name", "tags"}, {"type", "text"}, {"label", {{"en", "Own"}}}, {"is_custom", true}, {"column", "f_1"}};
    alter("ALTER TABLE person DROP COLUMN tags");
    alter("ALTER TABLE person ADD COLUMN f_1 {text}");
    restore(household);
    restore(person);
    auto const after = schema::install(*database_);
    ASSERT_OK(after);
    EXPECT_TRUE((*after)->find("household")->find("tags")->is_open);
    EXPECT_EQ((*after)->find("person")->find("tags")->column, "f_1");
    EXPECT_EQ((*after)->find("person")->find("tags")->label.at("en"), "Own");
    EXPECT_EQ((*after)->find("company")->find("tags")->choices.at(0).label.at("en"), "Fair");
    published_->publish(*after);
    auto const made = records_->create(by_system(), *(*after)->find("household"), {{"name", "Kazlai"}});
    ASSERT_OK(made);
    EXPECT_EQ((*made)["tags"], Json());
}

ON_BOTH_DATABASES(OpenChoicesTest);

}  // namespace
}  // namespace kith::records
