// Records that name a user come to name another: of every object in one bulk edit, and back.
#include "records/bulk_edits.hpp"
#include "records/limits.hpp"
#include "schema/definitions.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::records {
namespace {

using testing::SizeIs;

UserId user(std::string_view name) { return {Uuid::of_name("test", name)}; }

class HandOverTest : public RecordsTest {
protected:
    void SetUp() override {
        RecordsTest::SetUp();
        if (IsSkipped()) return;
        schema::Definitions definitions(*database_, *published_);
        auto const add = [&](char const* object, std::string_view body) {
            EXPECT_OK(definitions.add_field(schema::Author::begin(Actor::system("test")), object, parsed(body)));
        };
        for (auto const* object : {"person", "company"})
            for (auto const* body : {R"({"label": {"en": "Keeper"}, "type": "user"})",
                                     R"({"label": {"en": "Deputy"}, "type": "user", "is_filterable": false})"})
                add(object, body);
        person_ = records_->schema()->find("person");
        company_ = records_->schema()->find("company");
        for (auto const* name : {"member", "leaver", "other"}) add_user(user(name).uuid, name);
        edits_ =
            std::make_unique<BulkEdits>(*database_, *records_, [](Actor const&) -> Result<Actor> { return member(); });
        jobs_ = std::make_unique<store::JobQueue>(*database_);
        jobs_->handle(std::string(bulk_edit_job_kind), [this](store::Job const& job) { return edits_->run(job); });
    }
    void TearDown() override {
        jobs_.reset();
        RecordsTest::TearDown();
    }

    RecordId add(schema::Object const& object, Json values) {
        if (object.name == "company") values["name"] = "A company";
        auto const made = records_->create(by_system("edit"), object, values);
        EXPECT_TRUE(made) << store::describe(made.error());
        return id_of(*made);
    }
    /// Who is named in the fields `keeper` and `deputy`, by their first letter; `-`: nobody.
    std::string named(schema::Object const& object, RecordId id) {
        auto const record = records_->get(Actor::system("test"), object, id);
        EXPECT_TRUE(record) << store::describe(record.error());
        std::string names;
        for (auto const* field : {"keeper", "deputy"})
            names += (*record)[field].is_null() ? "-" : (*record)[field]["name"].get<std::string>().substr(0, 1);
        return names;
    }
    Json finished(Json const& begun) {
        EXPECT_TRUE(jobs_->run_due());
        auto const edit = edits_->get(member(), *BulkEditId::parse(begun["id"].get<std::string>()));
        EXPECT_TRUE(edit) << store::describe(edit.error());
        return edit ? *edit : Json::object();
    }
    Json hand_over() {
        auto const begun = edits_->hand_over(member(), user("leaver"), {{"to", user("other").text()}});
        EXPECT_TRUE(begun) << store::describe(begun.error());
        return begun ? finished(*begun) : Json::object();
    }
    static std::string leaver() { return user("leaver").text(); }

    std::unique_ptr<BulkEdits> edits_;
    std::unique_ptr<store::JobQueue> jobs_;
};

TEST_P(HandOverTest, who_takes_over_must_be_there_and_another) {
    auto const fault = [&](Json const& body) {
        auto const begun = edits_->hand_over(member(), user("leaver"), body);
        return begun ? std::string("nothing")
                     : begun.error().fields.at(0).field + " " + begun.error().fields.at(0).code;
    };
    EXPECT_EQ(fault(Json::object()), "to required");
    EXPECT_EQ(fault({{"to", 5}}), "to not_found");
    EXPECT_EQ(fault({{"to", user("nobody").text()}}), "to not_found");
    EXPECT_EQ(fault({{"to", leaver()}}), "to same");
    EXPECT_EQ(fault({{"to", user("other").text()}, {"wings", 2}}), "wings unknown_field");
    ASSERT_OK(database_->write([](store::Transaction& transaction) -> Result<void> {
        store::Parameter const parameters[] = {user("other").uuid};
        TRY(transaction.run("UPDATE user_account SET is_disabled = TRUE WHERE id = $1", parameters));
        return {};
    }));
    EXPECT_EQ(fault({{"to", user("other").text()}}), "to not_found");
    EXPECT_EQ(edits_->owned(member(), user("nobody")).error().code, ErrorCode::not_found);
    EXPECT_EQ(edits_->hand_over(member(), user("nobody"), {{"to", leaver()}}).error().code, ErrorCode::not_found);
}

TEST_P(HandOverTest, every_field_of_every_object_is_counted_handed_over_and_taken_back_as_one) {
    auto const both = add(*company_, {{"keeper", leaver()}, {"deputy", leaver()}});
    auto const deputy = add(*company_, {{"keeper", user("member").text()}, {"deputy", leaver()}});
    auto const others = add(*company_, {{"keeper", user("member").text()}});
    auto const person = add(*person_, {{"given_name", "Ona"}, {"keeper", leaver()}});
    auto const owned = edits_->owned(member(), user("leaver"));
    ASSERT_OK(owned);
    EXPECT_EQ(dump_json(*owned), R"([{"object":"company","field":"keeper","records":1,"may_change":true},)"
                                 R"({"object":"company","field":"deputy","records":2,"may_change":true},)"
                                 R"({"object":"person","field":"keeper","records":1,"may_change":true}])");

    auto const edit = hand_over();
    EXPECT_EQ(edit["state"], "done") << edit.dump();
    EXPECT_EQ(edit["action"], "hand_over");
    EXPECT_EQ(edit["object"], nullptr);
    EXPECT_EQ(edit["total"], 3);
    EXPECT_EQ(edit["changed"], 3);
    EXPECT_EQ(named(*company_, both), "oo");
    EXPECT_EQ(named(*company_, deputy), "mo");
    EXPECT_EQ(named(*company_, others), "m-");
    EXPECT_EQ(named(*person_, person), "o-");
    EXPECT_THAT(*edits_->owned(member(), user("leaver")), SizeIs(0));

    auto const back =
        records_->revert(Write::begin("revert", member()), *ChangeSetId::parse(edit["change_set"].get<std::string>()));
    ASSERT_OK(back);
    EXPECT_EQ(named(*company_, both), "ll");
    EXPECT_EQ(named(*company_, deputy), "ml");
    EXPECT_EQ(named(*person_, person), "l-");
}

TEST_P(HandOverTest, more_than_a_row_of_records_go_and_where_there_are_none_nothing_does) {
    EXPECT_EQ(hand_over()["total"], 0);
    Json records = Json::array();
    for (std::size_t i = 0; i < limits::bulk_create_records_max; ++i)
        records.push_back({{"name", std::to_string(i)}, {"keeper", leaver()}});
    ASSERT_OK(records_->create_many(Write::begin("edit", member()), *company_, records));
    auto const last = add(*company_, {{"keeper", leaver()}});
    auto const person = add(*person_, {{"given_name", "Ona"}, {"deputy", leaver()}});
    auto const edit = hand_over();
    EXPECT_EQ(edit["changed"], limits::bulk_part_records + 2) << edit.dump();
    EXPECT_EQ(named(*company_, last), "o-");
    EXPECT_EQ(named(*person_, person), "-o");
}

TEST_P(HandOverTest, what_the_role_hides_is_not_counted_and_what_it_may_not_change_stays) {
    add(*company_, {{"keeper", leaver()}, {"country", "LT"}});
    auto const hidden = add(*company_, {{"keeper", leaver()}, {"country", "NO"}});
    auto const person = add(*person_, {{"given_name", "Ona"}, {"keeper", leaver()}, {"deputy", leaver()}});
    ASSERT_TRUE(set_rule("member", *company_, "country = \"LT\""));
    ASSERT_TRUE(
        change_role("member", {{"objects", {{"person", {{"fields", {{"keeper", "read"}, {"deputy", "hidden"}}}}}}}}));
    EXPECT_EQ(dump_json(*edits_->owned(member(), user("leaver"))),
              R"([{"object":"company","field":"keeper","records":1,"may_change":true},)"
              R"({"object":"person","field":"keeper","records":1,"may_change":false}])");
    EXPECT_EQ(hand_over()["changed"], 1);
    EXPECT_EQ(named(*company_, hidden), "l-");
    EXPECT_EQ(named(*person_, person), "ll");
}

TEST_P(HandOverTest, what_was_changed_since_stays_and_is_told_with_its_object) {
    auto const company = add(*company_, {{"keeper", leaver()}});
    auto const begun = edits_->hand_over(member(), user("leaver"), {{"to", user("other").text()}});
    ASSERT_OK(begun);
    ASSERT_OK(records_->update(by_system("edit"), *company_, company, 1, {{"city", "Vilnius"}}));
    auto const edit = finished(*begun);
    EXPECT_EQ(edit["skipped"], 1);
    auto const skipped = edits_->skipped(member(), *BulkEditId::parse(edit["id"].get<std::string>()), "", 50);
    ASSERT_OK(skipped);
    EXPECT_EQ((*skipped)["data"][0]["object"], "company");
    EXPECT_EQ((*skipped)["data"][0]["reason"], "changed_since");
    EXPECT_EQ(named(*company_, company), "l-");
}

ON_BOTH_DATABASES(HandOverTest);

}  // namespace
}  // namespace kith::records
