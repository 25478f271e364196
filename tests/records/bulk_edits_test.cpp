// Many records alike: frozen when it begins, each checked as one edit is, one change set, and back.
#include "records/bulk_edits.hpp"

#include <thread>

#include "records/limits.hpp"
#include "records/row.hpp"
#include "schema/definitions.hpp"
#include "store/personal_data.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::records {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class BulkEditsTest : public RecordsTest {
protected:
    void SetUp() override {
        RecordsTest::SetUp();
        if (IsSkipped()) return;
        edits_ = std::make_unique<BulkEdits>(*database_, *records_, [this](Actor const&) -> Result<Actor> {
            if (is_gone_) return Error::forbidden("Gone.");
            return actor_now_;
        });
        jobs_ = std::make_unique<store::JobQueue>(*database_);
        jobs_->handle(std::string(bulk_edit_job_kind), [this](store::Job const& job) { return edits_->run(job); });
    }

    void TearDown() override {
        jobs_.reset();  // it tells the database when it stops
        RecordsTest::TearDown();
    }

    RecordId add_company(std::string const& name, Json values = Json::object()) {
        values["name"] = name;
        auto const made = records_->create(Write::begin("edit", member()), *company_, values);
        EXPECT_TRUE(made) << store::describe(made.error());
        return id_of(*made);
    }
    /// Begins, does the work, and answers how it ended.
    Json done(BulkAction action, Json const& body) {
        auto const begun = edits_->begin(member(), *company_, action, body);
        EXPECT_TRUE(begun) << store::describe(begun.error());
        return begun ? finished(*begun) : Json::object();
    }
    Json finished(Json const& begun) {
        EXPECT_TRUE(jobs_->run_due());
        auto const edit = edits_->get(member(), *BulkEditId::parse(begun["id"].get<std::string>()));
        EXPECT_TRUE(edit) << store::describe(edit.error());
        return edit ? *edit : Json::object();
    }
    std::vector<std::string> reasons(Json const& edit) {
        auto const id = *BulkEditId::parse(edit["id"].get<std::string>());
        std::vector<std::string> reasons;
        auto const skipped = edits_->skipped(member(), id, "", 50);
        EXPECT_TRUE(skipped) << store::describe(skipped.error());
        for (auto const& each : skipped->at("data"))
            reasons.push_back(each["name"].is_null()
                                  ? "? " + each["reason"].get<std::string>()
                                  : each["name"].get<std::string>() + " " + each["reason"].get<std::string>());
        return reasons;
    }
    Json company(RecordId id) {
        auto const record = records_->get(member(), *company_, id);
        EXPECT_TRUE(record) << store::describe(record.error());
        return record ? *record : Json::object();
    }
    std::vector<std::string> trash() {
        ListQuery query;
        query.is_deleted = true;
        std::vector<std::string> names;
        auto const page = records_->list(member(), *company_, query);
        EXPECT_TRUE(page) << store::describe(page.error());
        if (page)
            for (auto const& record : page->records) names.push_back(record["name"].get<std::string>());
        return names;
    }
    std::int64_t rows_about(std::string_view table, RecordId id) {
        auto const rows = database_->read([&](store::Session& session) {
            store::Parameter const parameters[] = {id};
            return session.run(fmt::format("SELECT count(*) FROM {} WHERE record_id = $1", table), parameters);
        });
        EXPECT_OK(rows);
        return rows ? (*rows)[0].integer(0) : -1;
    }
    static Json all(std::string const& filter, Json values = nullptr) {
        Json body{{"is_all", true}, {"filter", filter}};
        if (!values.is_null()) body["values"] = std::move(values);
        return body;
    }

    bool is_gone_ = false;
    Actor actor_now_ = member();
    std::unique_ptr<BulkEdits> edits_;
    std::unique_ptr<store::JobQueue> jobs_;
};

TEST_P(BulkEditsTest, whoever_may_not_change_one_may_not_change_many_nor_see_anothers) {
    auto reader = member();
    reader.role = "read_only";
    reader.permissions = {Permission::records_read};
    auto const refused = edits_->begin(reader, *company_, BulkAction::edit, all("", {{"nmae", "x"}}));
    EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
    add_company("A");
    auto const begun = edits_->begin(member(), *company_, BulkAction::edit, all("", {{"city", "Vilnius"}}));
    ASSERT_OK(begun);
    auto other = member();
    other.id = Uuid::of_name("test", "other");
    auto const id = *BulkEditId::parse((*begun)["id"].get<std::string>());
    EXPECT_EQ(edits_->get(other, id).error().code, ErrorCode::not_found);
    EXPECT_EQ(edits_->skipped(other, id, "", 50).error().code, ErrorCode::not_found);
    EXPECT_THAT((*edits_->running(other))["data"], SizeIs(0));
    EXPECT_THAT((*edits_->running(member()))["data"], SizeIs(1));
}

TEST_P(BulkEditsTest, what_no_record_could_become_is_refused_at_once) {
    auto const code = [&](Json const& body) {
        auto const begun = edits_->begin(member(), *company_, BulkAction::edit, body);
        return begun ? std::string() : begun.error().fields.front().field + ":" + begun.error().fields.front().code;
    };
    EXPECT_EQ(code(all("", {{"phone", "x"}})), "phone:wrong");
    EXPECT_EQ(code(all("", {{"name", nullptr}})), "name:required");
    EXPECT_EQ(code(all("", Json::object())), "values:required");
    EXPECT_EQ(code(all("nmae = \"x\"", {{"city", "V"}})), "filter:unknown_field");
    EXPECT_EQ(code({{"values", {{"city", "V"}}}}), "ids:required");
    EXPECT_EQ(code({{"ids", Json::array()}, {"values", {{"city", "V"}}}}), "ids:required");
    EXPECT_EQ(code({{"ids", {"x"}}, {"values", {{"city", "V"}}}}), "ids:wrong");
    EXPECT_EQ(code({{"ids", {RecordId::make().text()}}, {"is_all", true}, {"values", {{"city", "V"}}}}), "ids:wrong");
    EXPECT_EQ(code({{"is_all", true}, {"values", {{"city", "V"}}}, {"colour", 1}}), "colour:unknown_field");
    EXPECT_EQ(number("SELECT count(*) FROM bulk_edit"), 0);
}

TEST_P(BulkEditsTest, ids_are_named_up_to_their_limit) {
    Json ids = Json::array();
    for (std::size_t i = 0; i < limits::bulk_ids_max; ++i) ids.push_back(RecordId::make().text());
    EXPECT_OK(edits_->begin(member(), *company_, BulkAction::remove, {{"ids", ids}}));
    ids.push_back(RecordId::make().text());
    EXPECT_EQ(edits_->begin(member(), *company_, BulkAction::remove, {{"ids", ids}}).error().fields.front().code,
              "limit_reached");
}

TEST_P(BulkEditsTest, only_so_many_are_under_way) {
    for (std::int64_t i = 0; i < limits::bulk_edits_running_max; ++i)
        ASSERT_OK(edits_->begin(member(), *company_, BulkAction::remove, all("")));
    EXPECT_EQ(edits_->begin(member(), *company_, BulkAction::remove, all("")).error().code,
              ErrorCode::too_many_requests);
    jobs_->run_due().value();
    EXPECT_OK(edits_->begin(member(), *company_, BulkAction::remove, all("")));
}

TEST_P(BulkEditsTest, what_matched_when_it_began_is_changed_and_goes_back_as_one_change_set) {
    auto const first = add_company("A", {{"city", "Kaunas"}, {"industry", "wood"}});
    auto const second = add_company("B", {{"city", "Kaunas"}});
    auto const third = add_company("C", {{"city", "Vilnius"}, {"industry", "wood"}});
    auto const edit = done(BulkAction::edit, all("city = \"Kaunas\"", {{"city", "Klaipėda"}, {"industry", nullptr}}));
    EXPECT_EQ(edit["state"], "done");
    EXPECT_EQ(edit["total"], 2);
    EXPECT_EQ(edit["done"], 2);
    EXPECT_EQ(edit["changed"], 2);
    EXPECT_EQ(edit["skipped"], 0);
    EXPECT_EQ(company(first)["city"], "Klaipėda");
    EXPECT_EQ(company(first)["industry"], nullptr);
    EXPECT_EQ(company(second)["city"], "Klaipėda");
    EXPECT_EQ(company(third)["city"], "Vilnius");
    EXPECT_EQ(number("SELECT count(*) FROM change_set WHERE kind = 'bulk_edit'"), 1);
    // What it was about is kept no longer than the work.
    EXPECT_EQ(number("SELECT count(*) FROM bulk_edit_part"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM bulk_edit WHERE patch IS NOT NULL"), 0);

    auto const back =
        records_->revert(Write::begin("revert", member()), *ChangeSetId::parse(edit["change_set"].get<std::string>()));
    ASSERT_OK(back);
    EXPECT_EQ(back->reverted, 3);
    EXPECT_EQ(company(first)["city"], "Kaunas");
    EXPECT_EQ(company(first)["industry"], "wood");
}

TEST_P(BulkEditsTest, what_was_changed_deleted_or_is_not_seen_since_stays_as_it_is_and_is_told) {
    auto const changed = add_company("A", {{"city", "Kaunas"}});
    auto const deleted = add_company("B", {{"city", "Kaunas"}});
    auto const hidden = add_company("C", {{"city", "Kaunas"}});
    auto const same = add_company("D", {{"city", "Klaipėda"}});
    auto const plain = add_company("E", {{"city", "Kaunas"}});
    auto const begun = edits_->begin(member(), *company_, BulkAction::edit, all("", {{"city", "Klaipėda"}}));
    ASSERT_OK(begun);
    ASSERT_OK(records_->update(Write::begin("edit", member()), *company_, changed, 1, {{"industry", "wood"}}));
    ASSERT_OK(records_->remove(Write::begin("edit", member()), *company_, deleted, 1));
    ASSERT_OK(set_rule("member", *company_, "name != \"C\""));
    auto const edit = finished(*begun);
    EXPECT_EQ(edit["changed"], 1);
    EXPECT_EQ(edit["skipped"], 3);
    EXPECT_THAT(reasons(edit), ElementsAre("A changed_since", "? not_found", "? not_found"));
    EXPECT_EQ(company(changed)["city"], "Kaunas");
    EXPECT_EQ(company(plain)["city"], "Klaipėda");
    EXPECT_EQ(version_of(company(same)), 1);
    ASSERT_OK(set_rule("member", *company_, std::nullopt));
    EXPECT_EQ(company(hidden)["city"], "Kaunas");
}

TEST_P(BulkEditsTest, records_that_the_change_would_hide_are_left_and_the_others_are_not_held_up) {
    ASSERT_OK(set_rule("member", *company_, R"(city = "Kaunas" or industry = "wood")"));
    std::vector<RecordId> companies;
    for (int i = 0; i < 30; ++i)
        companies.push_back(
            add_company(fmt::format("{:02}", i), {{"city", "Kaunas"}, {"industry", i % 10 == 3 ? "glass" : "wood"}}));
    auto const edit = done(BulkAction::edit, all("", {{"city", "Vilnius"}}));
    EXPECT_EQ(edit["changed"], 27);
    EXPECT_THAT(reasons(edit), ElementsAre("03 outside_rule", "13 outside_rule", "23 outside_rule"));
    EXPECT_EQ(company(companies[3])["city"], "Kaunas");
    EXPECT_EQ(company(companies[4])["city"], "Vilnius");
}

TEST_P(BulkEditsTest, a_bulk_edit_of_somebody_who_may_not_come_in_any_more_stops) {
    auto const id = add_company("A", {{"city", "Kaunas"}});
    auto const begun = edits_->begin(member(), *company_, BulkAction::edit, all("", {{"city", "Vilnius"}}));
    ASSERT_OK(begun);
    is_gone_ = true;
    auto const edit = finished(*begun);
    EXPECT_EQ(edit["state"], "failed");
    EXPECT_EQ(edit["error"], "forbidden");
    EXPECT_EQ(company(id)["city"], "Kaunas");
}

TEST_P(BulkEditsTest, a_server_that_stops_leaves_the_rest_for_later) {
    for (int i = 0; i < 3; ++i) add_company(fmt::format("{}", i));
    auto const begun = edits_->begin(member(), *company_, BulkAction::edit, all("", {{"city", "Vilnius"}}));
    ASSERT_OK(begun);
    edits_->stop();
    auto const id = *BulkEditId::parse((*begun)["id"].get<std::string>());
    auto const job = store::Job{JobId::make(), std::string(bulk_edit_job_kind), dump_json({{"id", id.text()}}), 1, 1};
    EXPECT_EQ(edits_->run(job).error().code, ErrorCode::unavailable);
    EXPECT_EQ((*edits_->get(member(), id))["state"], "running");
    BulkEdits next(*database_, *records_, [](Actor const& then) -> Result<Actor> {
        auto now = member();
        now.id = then.id;
        return now;
    });
    ASSERT_OK(next.run(job));
    auto const edit = *next.get(member(), id);
    EXPECT_EQ(edit["state"], "done");
    EXPECT_EQ(edit["changed"], 3);
    // Claimed once more, it does nothing.
    ASSERT_OK(next.run(job));
}

TEST_P(BulkEditsTest, more_records_than_a_part_holds_are_all_changed_once) {
    auto const count = static_cast<std::int64_t>(limits::bulk_part_records) + 3;
    Json records = Json::array();
    for (std::size_t i = 0; i < limits::bulk_create_records_max; ++i)
        records.push_back({{"name", fmt::format("{}", i)}});
    ASSERT_OK(records_->create_many(Write::begin("edit", member()), *company_, records));
    for (int i = 0; i < 3; ++i) add_company("more");
    auto const edit = done(BulkAction::edit, all("", {{"city", "Vilnius"}}));
    EXPECT_EQ(edit["total"], count);
    EXPECT_EQ(edit["changed"], count);
    EXPECT_EQ(number("SELECT count(*) FROM company WHERE version = 2"), count);
}

TEST_P(BulkEditsTest, many_are_deleted_listed_in_the_trash_and_restored) {
    auto const first = add_company("A");
    auto const second = add_company("B");
    add_company("C");
    auto const removed = done(BulkAction::remove, {{"ids", {second.text(), first.text(), first.text()}}});
    EXPECT_EQ(removed["total"], 2);
    EXPECT_EQ(removed["changed"], 2);
    ListQuery query;
    EXPECT_THAT(records_->list(member(), *company_, query)->records, SizeIs(1));
    EXPECT_THAT(trash(), ElementsAre("B", "A"));
    query.is_deleted = true;
    auto const record = records_->list(member(), *company_, query)->records.front();
    EXPECT_EQ(record["deleted_by"], "Ona");
    EXPECT_TRUE(record["deleted_at"].is_string());

    auto const restored = done(BulkAction::restore, all(""));
    EXPECT_EQ(restored["changed"], 2);
    EXPECT_THAT(trash(), testing::IsEmpty());
    EXPECT_EQ(company(first)["name"], "A");
    // It is found by its words again.
    ListQuery search;
    search.search = "B";
    EXPECT_THAT(records_->list(member(), *company_, search)->records, SizeIs(1));
}

TEST_P(BulkEditsTest, what_is_purged_leaves_nothing_and_nothing_points_to_it) {
    auto const gone = add_company("Gone"), stays = add_company("Stays");
    auto const person = add_person({{"given_name", "Ona"}, {"company", gone.text()}});
    auto const deleted = add_person({{"given_name", "Jonas"}, {"company", gone.text()}});
    ASSERT_OK(records_->remove(Write::begin("edit", member()), *person_, deleted, 1));
    ASSERT_OK(records_->update(Write::begin("edit", member()), *company_, gone, 1, {{"city", "Vilnius"}}));
    done(BulkAction::remove, {{"ids", {gone.text(), stays.text()}}});

    auto const edit = done(BulkAction::purge, {{"ids", {gone.text()}}});
    EXPECT_EQ(edit["changed"], 1);
    EXPECT_TRUE(edit["change_set"].is_null());  // it cannot be taken back
    EXPECT_THAT(trash(), ElementsAre("Stays"));
    EXPECT_EQ(number("SELECT count(*) FROM company"), 1);
    for (auto const table : store::record_tables()) EXPECT_EQ(rows_about(table, gone), 0) << table;
    auto const now = *records_->get(member(), *person_, person);
    EXPECT_TRUE(now["company"].is_null());
    EXPECT_EQ(version_of(now), 2);
    EXPECT_EQ((*records_->history(member(), *person_, person)).front().field, "company");
    auto const restored = *records_->restore(Write::begin("edit", member()), *person_, deleted);
    EXPECT_TRUE(restored["company"].is_null());
    // What lies in no trash is not found there.
    auto const none = done(BulkAction::purge, {{"ids", {stays.text(), gone.text()}}});
    EXPECT_EQ(none["total"], 1);
}

TEST_P(BulkEditsTest, what_too_many_point_to_is_not_purged) {
    auto const company = add_company("Known to many");
    auto const point_to_it = [&](std::size_t count) {
        return database_->write([&](store::Transaction& transaction) -> Result<void> {
            for (std::size_t i = 0; i < count; ++i)
                TRY(records_->insert(transaction, by_system(), *person_, RecordId::make(),
                                     {{"given_name", "Ona"}, {"company", company.text()}, {"is_known", true}}));
            return {};
        });
    };
    ASSERT_OK(point_to_it(limits::purge_pointing_max + 1));
    done(BulkAction::remove, {{"ids", {company.text()}}});
    auto const refused = done(BulkAction::purge, all(""));
    EXPECT_EQ(refused["changed"], 0);
    EXPECT_THAT(reasons(refused), ElementsAre("? referred_to"));
    ListQuery one;
    one.limit = 1;
    auto const freed = list(one).records.front();
    ASSERT_OK(records_->update(Write::begin("edit", member()), *person_, id_of(freed), 1, {{"company", nullptr}}));
    EXPECT_EQ(done(BulkAction::purge, all(""))["changed"], 1);
    EXPECT_EQ(number("SELECT count(*) FROM person WHERE version = 2"),
              static_cast<std::int64_t>(limits::purge_pointing_max) + 1);
}

TEST_P(BulkEditsTest, what_another_record_cannot_do_without_is_not_purged) {
    schema::Definitions definitions(*database_, *published_);
    auto const author = schema::Author::begin(Actor::system("test"));
    ASSERT_OK(definitions.add_object(author, parsed(R"({"label": {"en": "Car"}, "label_plural": {"en": "Cars"}})")));
    ASSERT_OK(definitions.add_field(author, "car", parsed(R"({"label": {"en": "Maker"}, "type": "relation",
                                                              "object": "company", "is_required": true})")));
    auto const car = records_->schema()->find("car");
    auto const maker = add_company("Volvo");
    auto const made =
        records_->create(Write::begin("edit", Actor::system("test")), *car, {{"name", "V60"}, {"maker", maker.text()}});
    ASSERT_OK(made);
    done(BulkAction::remove, {{"ids", {maker.text()}}});
    EXPECT_THAT(reasons(done(BulkAction::purge, all(""))), ElementsAre("? referred_to"));
    ASSERT_OK(records_->remove(Write::begin("edit", Actor::system("test")), *car, id_of(*made), 1));
    EXPECT_EQ(done(BulkAction::purge, all(""))["changed"], 1);
}

TEST_P(BulkEditsTest, purging_is_a_permission_of_its_own_and_nothing_for_people) {
    auto person = add_person({{"given_name", "Ona"}});
    auto const code = [&](Actor const& actor, schema::Object const& object) {
        return edits_->begin(actor, object, BulkAction::purge, {{"ids", {person.text()}}}).error();
    };
    EXPECT_EQ(code(member(), *person_).reason, "erase_instead");
    auto without = member();
    without.permissions = {Permission::records_read, Permission::records_write};
    EXPECT_EQ(code(without, *company_).code, ErrorCode::forbidden);
    // A job asks once more: the permission may be gone by then.
    auto const company = add_company("A");
    done(BulkAction::remove, {{"ids", {company.text()}}});
    actor_now_ = without;
    EXPECT_EQ(done(BulkAction::purge, {{"ids", {company.text()}}})["state"], "failed");
    EXPECT_THAT(trash(), ElementsAre("A"));
}

TEST_P(BulkEditsTest, the_trash_is_paged_filtered_and_shows_what_the_role_may_see) {
    std::vector<std::string> names;
    for (int i = 0; i < 5; ++i) {
        auto const id = add_company(fmt::format("{}", i), {{"city", i < 3 ? "Kaunas" : "Vilnius"}});
        ASSERT_OK(records_->remove(Write::begin("edit", member()), *company_, id, 1));
    }
    ListQuery query;
    query.is_deleted = true;
    query.limit = 2;
    std::size_t pages = 0;
    do {
        auto const page = records_->list(member(), *company_, query);
        ASSERT_OK(page);
        EXPECT_EQ(page->total->count, 5);
        for (auto const& record : page->records) names.push_back(record["name"].get<std::string>());
        query.page = page->next.value_or("");
        ++pages;
    } while (!query.page.empty() && pages < 10);
    EXPECT_EQ(pages, 3u);
    std::ranges::sort(names);
    EXPECT_THAT(names, ElementsAre("0", "1", "2", "3", "4"));
    ListQuery narrow;
    narrow.is_deleted = true;
    narrow.filter = R"(city = "Kaunas")";
    narrow.sort = "-name";
    EXPECT_EQ(records_->list(member(), *company_, narrow)->records.front()["name"], "2");
    narrow.search = "2";
    EXPECT_EQ(records_->list(member(), *company_, narrow).error().fields.front().field, "q");

    ASSERT_OK(set_rule("member", *company_, "city = \"Vilnius\""));
    EXPECT_THAT(trash(), SizeIs(2));
    auto reader = member();
    reader.role = "read_only";
    reader.permissions = {Permission::records_read};
    ListQuery whole;
    whole.is_deleted = true;
    EXPECT_EQ(records_->list(reader, *company_, whole).error().code, ErrorCode::forbidden);
}

TEST_P(BulkEditsTest, many_are_made_together_or_not_at_all) {
    auto const keyed = [] {
        auto write = Write::begin("edit", member());
        write.idempotency_key = "many";
        return write;
    };
    auto const wrong = records_->create_many(keyed(), *company_, {{{"name", "A"}}, {{"name", "B"}, {"phone", "x"}}});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().fields.front().field, "records[1].phone");
    EXPECT_EQ(number("SELECT count(*) FROM company"), 0);
    auto const made = records_->create_many(keyed(), *company_, {{{"name", "A"}}, {{"name", "B"}}});
    ASSERT_OK(made);
    EXPECT_THAT(*made, SizeIs(2));
    EXPECT_EQ((*made)[1]["name"], "B");
    EXPECT_EQ(number("SELECT count(DISTINCT change_set) FROM company"), 1);
    // Sent again, it makes none.
    auto const again = records_->create_many(keyed(), *company_, {{{"name", "A"}}, {{"name", "B"}}});
    ASSERT_OK(again);
    EXPECT_EQ((*again)[0]["id"], (*made)[0]["id"]);
    EXPECT_EQ(number("SELECT count(*) FROM company"), 2);
}

TEST_P(BulkEditsTest, only_so_many_are_made_at_once) {
    Json records = Json::array();
    for (std::size_t i = 0; i <= limits::bulk_create_records_max; ++i) records.push_back({{"name", "A"}});
    auto const refused = records_->create_many(Write::begin("edit", member()), *company_, records);
    EXPECT_EQ(refused.error().fields.front().code, "limit_reached");
}

TEST_P(BulkEditsTest, of_two_who_change_the_same_version_at_once_one_is_told) {
    auto const id = add_company("A");
    std::array<bool, 4> is_written{};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < is_written.size(); ++i)
        threads.emplace_back([&, i] {
            is_written[i] =
                records_
                    ->update(Write::begin("edit", member()), *company_, id, 1, {{"city", fmt::format("City {}", i)}})
                    .has_value();
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(std::ranges::count(is_written, true), 1);
    EXPECT_EQ(version_of(company(id)), 2);
}

TEST_P(BulkEditsTest, choices_are_added_and_taken_out_beside_what_each_record_has) {
    schema::Definitions definitions(*database_, *published_);
    auto const by = [] { return schema::Author::begin(Actor::system("test")); };
    for (auto const* words : {"Old", "Fair", "VIP"})
        ASSERT_OK(definitions.add_choice(by(), "company", "tags", {{"label", {{"en", words}}}}));
    company_ = records_->schema()->find("company");
    auto const code = [&](Json const& steps) {
        auto body = all("");
        body.update(steps);
        auto const refused = edits_->begin(member(), *company_, BulkAction::edit, body);
        if (refused) return std::string("none");
        auto const& fault = refused.error().fields.at(0);
        return fault.field + ":" + fault.code;
    };
    EXPECT_EQ(code({{"add", {"vip"}}}), "add:wrong_type");
    EXPECT_EQ(code({{"add", Json::object()}}), "values:required");
    EXPECT_EQ(code({{"add", {{"togs", {"vip"}}}}}), "togs:unknown_field");
    EXPECT_EQ(code({{"add", {{"city", "Vilnius"}}}}), "city:not_several");
    EXPECT_EQ(code({{"add", {{"tags", Json::array()}}}}), "tags:required");
    EXPECT_EQ(code({{"add", {{"tags", {"nobody"}}}}}), "tags:not_a_choice");
    EXPECT_EQ(code({{"remove", {{"tags", {"gone by now"}}}}}), "none") << "which the field may have had";
    EXPECT_EQ(code({{"add", {{"tags", {"vip"}}}}, {"values", {{"tags", {"old"}}}}}), "tags:twice");
    ASSERT_OK(change_role("member", {{"objects", {{"company", {{"fields", {{"tags", "read"}}}}}}}}));
    EXPECT_EQ(code({{"add", {{"tags", {"vip"}}}}}), "tags:not_permitted");
    ASSERT_OK(change_role("member", {{"objects", {{"company", {{"fields", {{"tags", "write"}}}}}}}}));

    auto const none = add_company("None"), old = add_company("Old", {{"tags", {"old"}}}),
               both = add_company("Both", {{"tags", {"old", "vip"}}}), vip = add_company("VIP", {{"tags", {"vip"}}});
    auto body = all("");
    body.update({{"add", {{"tags", {"vip"}}}}, {"remove", {{"tags", {"old"}}}}});
    auto const edit = done(BulkAction::edit, body);
    EXPECT_EQ(edit["changed"], 3) << "who had just that is as it was";
    for (auto const& id : {none, old, both, vip}) EXPECT_EQ(company(id)["tags"], Json({"vip"}));
    EXPECT_EQ(company(vip)["version"], 1);
    auto other = all("name = \"None\"");
    other.update({{"add", {{"tags", {"fair"}}}}, {"values", {{"city", "Oslo"}}}});
    done(BulkAction::edit, other);
    EXPECT_EQ(company(none)["tags"], Json({"fair", "vip"}));
    EXPECT_EQ(company(none)["city"], "Oslo");
    auto const outcome =
        records_->revert(Write::begin("revert", member()), *ChangeSetId::parse(edit["change_set"].get<std::string>()));
    ASSERT_OK(outcome);
    EXPECT_EQ(company(old)["tags"], Json({"old"}));
    EXPECT_EQ(company(both)["tags"], Json({"old", "vip"}));
    EXPECT_EQ(company(none)["tags"], Json({"fair", "vip"})) << "changed again since";
    auto last = all("name = \"VIP\"");
    last.update({{"remove", {{"tags", {"vip"}}}}});
    done(BulkAction::edit, last);
    EXPECT_EQ(company(vip)["tags"], Json());
}

ON_BOTH_DATABASES(BulkEditsTest);

}  // namespace
}  // namespace kith::records
