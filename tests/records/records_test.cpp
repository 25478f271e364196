#include "tests/records/records_fixture.hpp"

namespace kith::records {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> names(Page const& page) {
    std::vector<std::string> out;
    for (auto const& record : page.records)
        out.push_back(record["name"].is_null() ? "" : record["name"].get<std::string>());
    return out;
}

TEST_P(RecordsTest, to_a_role_that_may_not_read_an_object_it_is_not_there) {
    auto actor = member();
    actor.role = "ingest";
    actor.permissions = {};
    EXPECT_EQ(records_->list(actor, *person_, {}).error().code, ErrorCode::not_found);
    EXPECT_EQ(records_->create(Write::begin("edit", actor), *company_, {{"name", "UAB Beržas"}}).error().code,
              ErrorCode::not_found);
    EXPECT_EQ(records_->revert(Write::begin("revert", actor), ChangeSetId::make()).error().code, ErrorCode::forbidden);
}

TEST_P(RecordsTest, every_wrong_value_of_a_body_is_told_at_once_and_nothing_is_made) {
    auto const made = records_->create(Write::begin("edit", member()), *company_,
                                       {{"nmae", "x"}, {"website", "ftp://x"}, {"phone", "12"}, {"notes", 3}});
    ASSERT_FALSE(made);
    std::vector<std::string> codes;
    for (auto const& field : made.error().fields) codes.push_back(field.field + ":" + field.code);
    EXPECT_THAT(codes, ElementsAre("nmae:unknown_field", "website:not_a_url", "phone:wrong", "notes:wrong_type"));
    EXPECT_EQ(records_->create(Write::begin("edit", member()), *company_, Json::object()).error().fields.front().code,
              "required");
    EXPECT_EQ(number("SELECT count(*) FROM company"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM change_set"), 0);
}

TEST_P(RecordsTest, a_record_is_made_changed_and_tells_its_history) {
    auto const made = records_->create(Write::begin("edit", member()), *company_,
                                       {{"name", "  UAB Beržas "}, {"website", "berzas.lt"}});
    ASSERT_OK(made);
    EXPECT_EQ((*made)["name"], "UAB Beržas");
    EXPECT_EQ((*made)["website"], "https://berzas.lt");
    EXPECT_EQ(version_of(*made), 1);
    auto const id = id_of(*made);
    auto const changed = records_->update(Write::begin("edit", member()), *company_, id, 1,
                                          {{"name", "UAB Ąžuolas"}, {"city", "Vilnius"}});
    ASSERT_OK(changed);
    EXPECT_EQ(version_of(*changed), 2);
    auto const history = records_->history(member(), *company_, id);
    ASSERT_OK(history);
    ASSERT_THAT(*history, SizeIs(2));
    EXPECT_EQ((*history)[1].field, "name");
    EXPECT_EQ((*history)[1].before, "UAB Beržas");
    EXPECT_EQ((*history)[1].after, "UAB Ąžuolas");
    EXPECT_EQ((*history)[1].actor_name, "Ona");
    EXPECT_EQ((*history)[0].before, nullptr);
}

TEST_P(RecordsTest, a_stale_version_is_refused_and_changes_nothing) {
    auto const id = id_of(*records_->create(Write::begin("edit", member()), *company_, {{"name", "A"}}));
    ASSERT_OK(records_->update(Write::begin("edit", member()), *company_, id, 1, {{"name", "B"}}));
    EXPECT_EQ(records_->update(Write::begin("edit", member()), *company_, id, 1, {{"name", "C"}}).error().code,
              ErrorCode::precondition_failed);
    EXPECT_EQ((*records_->get(member(), *company_, id))["name"], "B");
}

TEST_P(RecordsTest, the_same_idempotency_key_makes_one_record_and_refuses_another_body) {
    auto write = Write::begin("edit", member());
    write.idempotency_key = "k1";
    auto const first = records_->create(write, *company_, {{"name", "A"}});
    auto again = Write::begin("edit", member());
    again.idempotency_key = "k1";
    EXPECT_EQ((*records_->create(again, *company_, {{"name", "A"}}))["id"], (*first)["id"]);
    EXPECT_EQ(records_->create(again, *company_, {{"name", "B"}}).error().reason, "idempotency_key_reused");
    EXPECT_EQ(number("SELECT count(*) FROM company"), 1);
    // A key is remembered for a while, then it is anybody's.
    EXPECT_EQ(records_->forget_requests(Instant::now() - std::chrono::hours(1)).value_or(-1), 0);
    EXPECT_EQ(records_->forget_requests(Instant::now() + std::chrono::hours(1)).value_or(-1), 1);
    EXPECT_OK(records_->create(again, *company_, {{"name", "B"}}));
}

TEST_P(RecordsTest, a_deleted_record_is_absent_until_it_is_restored) {
    auto const id = id_of(*records_->create(Write::begin("edit", member()), *company_, {{"name", "Beržas"}}));
    ASSERT_OK(records_->remove(Write::begin("edit", member()), *company_, id, 1));
    EXPECT_EQ(records_->get(member(), *company_, id).error().code, ErrorCode::not_found);
    ListQuery search;
    search.search = "berzas";
    EXPECT_THAT(records_->list(member(), *company_, search)->records, IsEmpty());
    ASSERT_OK(records_->restore(Write::begin("edit", member()), *company_, id));
    EXPECT_THAT(records_->list(member(), *company_, search)->records, SizeIs(1));
}

TEST_P(RecordsTest, a_change_set_goes_back_but_not_over_later_edits) {
    auto const id =
        id_of(*records_->create(Write::begin("edit", member()), *company_, {{"name", "A"}, {"city", "Vilnius"}}));
    auto const edit = Write::begin("edit", member());
    ASSERT_OK(records_->update(edit, *company_, id, 1, {{"name", "B"}, {"city", "Kaunas"}}));
    ASSERT_OK(records_->update(Write::begin("edit", member()), *company_, id, 2, {{"city", "Klaipėda"}}));
    auto const undo = Write::begin("revert", member());
    auto const outcome = records_->revert(undo, edit.change_set);
    ASSERT_OK(outcome);
    EXPECT_EQ(outcome->reverted, 1);
    ASSERT_THAT(outcome->kept, SizeIs(1));
    EXPECT_EQ(outcome->kept[0].field, "city");
    auto const now = *records_->get(member(), *company_, id);
    EXPECT_EQ(now["name"], "A");
    EXPECT_EQ(now["city"], "Klaipėda");
    EXPECT_EQ(records_->revert(Write::begin("revert", member()), edit.change_set).error().reason, "already_reverted");
    ASSERT_OK(records_->revert(Write::begin("revert", member()), undo.change_set));
    EXPECT_EQ((*records_->get(member(), *company_, id))["name"], "B");
}

TEST_P(RecordsTest, reverting_a_creation_deletes_it_unless_somebody_built_on_it) {
    auto const creation = Write::begin("edit", member());
    auto const id = id_of(*records_->create(creation, *company_, {{"name", "A"}}));
    auto const person = add_person({{"given_name", "Ona"}, {"company", id.text()}});
    auto const first = records_->revert(Write::begin("revert", member()), creation.change_set);
    ASSERT_OK(first);
    ASSERT_THAT(first->kept, SizeIs(1));
    EXPECT_EQ(first->kept[0].reason, "referred_to");
    EXPECT_EQ((*records_->get(member(), *person_, person))["company"]["name"], "A");
    auto const alone = Write::begin("edit", member());
    auto const other = id_of(*records_->create(alone, *company_, {{"name", "B"}}));
    EXPECT_EQ(records_->revert(Write::begin("revert", member()), alone.change_set)->reverted, 1);
    EXPECT_EQ(records_->get(member(), *company_, other).error().code, ErrorCode::not_found);
}

TEST_P(RecordsTest, a_row_rule_hides_a_person_from_list_get_search_total_and_sorting) {
    add_person({{"name", "Ona Kazlaitė"}, {"country", "LT"}});
    auto const hidden = add_person({{"name", "Kari Nilsen"}, {"country", "NO"}});
    ASSERT_OK(set_rule("member", *person_, "country = \"LT\""));
    ListQuery query;
    query.sort = "name";
    auto const page = list(query, member());
    EXPECT_THAT(names(page), ElementsAre("Ona Kazlaitė"));
    EXPECT_EQ(page.total->count, 1);
    EXPECT_EQ(records_->get(member(), *person_, hidden).error().code, ErrorCode::not_found);
    query.search = "kari";
    EXPECT_EQ(list(query, member()).total->count, 0);
    EXPECT_EQ(records_->update(Write::begin("edit", member()), *person_, hidden, 1, {{"notes", "x"}}).error().code,
              ErrorCode::not_found);
    EXPECT_EQ(records_->history(member(), *person_, hidden).error().code, ErrorCode::not_found);
    EXPECT_EQ(list({}).total->count, 2);
}

TEST_P(RecordsTest, anonymous_people_show_only_to_those_who_ask_for_them) {
    add_person({{"name", "Ona"}});
    add_person({{"is_known", false}});
    EXPECT_EQ(list({}).total->count, 1);
    ListQuery query;
    query.filter = "is_known = false";
    EXPECT_EQ(list(query).total->count, 1);
}

TEST_P(RecordsTest, pages_by_key_tell_every_row_once_in_any_order_with_and_without_values) {
    for (int i = 0; i < 37; ++i) {
        Json values = Json::object();
        if (i % 3 != 0) values["name"] = fmt::format("Žmogus {}", i % 7);
        if (i % 5 != 0) values["last_seen_at"] = Instant{1'700'000'000'000 + (i % 4) * 1000}.text();
        add_person(values);
    }
    for (auto const* sort : {"", "name", "-name", "last_seen_at", "-last_seen_at", "created_at"}) {
        ListQuery query;
        query.sort = sort;
        query.limit = 5;
        std::vector<std::string> seen;
        for (int pages = 0; pages < 20; ++pages) {
            auto const page = list(query);
            for (auto const& record : page.records) seen.push_back(record["id"]);
            if (!page.next) break;
            query.page = *page.next;
        }
        query.page.clear();
        query.limit = 100;
        std::vector<std::string> whole;
        for (auto const& record : list(query).records) whole.push_back(record["id"]);
        EXPECT_EQ(seen, whole) << "sorted by " << sort;
        EXPECT_THAT(whole, SizeIs(37));
    }
}

TEST_P(RecordsTest, a_cursor_of_another_order_and_a_broken_one_are_refused) {
    for (int i = 0; i < 3; ++i) add_person({{"name", "x"}});
    ListQuery query;
    query.limit = 1;
    query.sort = "name";
    query.page = *list(query).next;
    query.sort = "-name";
    EXPECT_EQ(records_->list(member(), *person_, query).error().fields.front().code, "wrong");
    query.page = "zz";
    EXPECT_EQ(records_->list(member(), *person_, query).error().fields.front().code, "wrong");
}

TEST_P(RecordsTest, people_are_found_by_parts_of_names_addresses_and_phones_in_any_script) {
    add_person({{"name", "Łukasz Ždanov"}, {"email", "Lukasz@Example.com"}, {"phone", "+370 612 34567"}});
    add_person({{"name", "Жанна Краснова"}});
    auto const found = [&](std::string words) {
        ListQuery query;
        query.search = std::move(words);
        return list(query).total->count;
    };
    for (auto const* words : {"lukasz", "LUKASZ zda", "example.com", "lukasz@example.com", "37061234567"})
        EXPECT_EQ(found(words), 1) << words;
    EXPECT_EQ(found("zanna"), 1);
    EXPECT_EQ(found("Жанна"), 1);
    EXPECT_EQ(found("nobody"), 0);
}

TEST_P(RecordsTest, what_cannot_be_filtered_or_sorted_says_so_and_names_the_nearest_field) {
    ListQuery query;
    query.filter = "contry = \"LT\"";
    auto const unknown = records_->list(member(), *person_, query);
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error().message, testing::HasSubstr("country"));
    query.filter.clear();
    query.sort = "notes";
    EXPECT_EQ(records_->list(member(), *person_, query).error().fields.front().code, "not_sortable");
    query.sort.clear();
    query.fields = {"secret"};
    EXPECT_EQ(records_->list(member(), *person_, query).error().fields.front().code, "unknown_field");
}

TEST_P(RecordsTest, when_somebody_was_last_seen_is_no_new_version) {
    auto const id = add_person({{"name", "Ona"}});
    ASSERT_OK(database_->write([&](store::Transaction& transaction) {
        return records_->patch(transaction, by_system(), *person_, id, {{"last_seen_at", transaction.now().text()}});
    }));
    EXPECT_EQ(version_of(*records_->get(member(), *person_, id)), 1);
    EXPECT_THAT(*records_->history(member(), *person_, id), IsEmpty());
}

ON_BOTH_DATABASES(RecordsTest);

TEST_P(RecordsTest, a_write_that_its_writer_could_not_see_afterwards_is_refused_whole) {
    ASSERT_OK(set_rule("member", *person_, "country = \"LT\""));
    auto const made =
        records_->create(Write::begin("edit", member()), *person_, {{"given_name", "Anna"}, {"country", "DE"}});
    EXPECT_EQ(made.error().reason, "outside_rule");
    EXPECT_EQ(number("SELECT count(*) FROM person"), 0);
    auto const id = add_person({{"given_name", "Ona"}, {"country", "LT"}});
    EXPECT_EQ(records_->update(Write::begin("edit", member()), *person_, id, 1, {{"country", "DE"}}).error().reason,
              "outside_rule");
    EXPECT_EQ((*records_->get(member(), *person_, id))["country"], "LT");
}

TEST_P(RecordsTest, who_was_joined_into_somebody_hidden_is_hidden_and_nobody_edits_a_joined_record) {
    auto const loser = add_person({{"given_name", "Ona"}, {"country", "LT"}}),
               survivor = add_person({{"given_name", "Ona"}, {"country", "NO"}});
    ASSERT_OK(database_->write([&](store::Transaction& transaction) {
        return records_->set_joined_into(transaction, by_system("join"), *person_, loser, survivor);
    }));
    EXPECT_EQ(records_->update(Write::begin("edit", member()), *person_, loser, 1, {{"notes", "x"}}).error().reason,
              "joined");
    ASSERT_OK(set_rule("member", *person_, "country = \"LT\""));
    EXPECT_EQ(records_->get(member(), *person_, loser).error().code, ErrorCode::not_found);
    EXPECT_EQ(records_->history(member(), *person_, loser).error().code, ErrorCode::not_found);
}

TEST_P(RecordsTest, a_change_set_that_touched_somebody_hidden_is_not_there) {
    auto const hidden = add_person({{"given_name", "Kari"}, {"country", "NO"}});
    auto const edit = by_system("edit");
    ASSERT_OK(records_->update(edit, *person_, hidden, 1, {{"notes", "x"}}));
    ASSERT_OK(set_rule("member", *person_, "country = \"LT\""));
    EXPECT_EQ(records_->change_set(member(), edit.change_set).error().code, ErrorCode::not_found);
    EXPECT_EQ(records_->revert(Write::begin("revert", member()), edit.change_set).error().code, ErrorCode::not_found);
    EXPECT_EQ((*records_->get(Actor::system("test"), *person_, hidden))["notes"], "x");
    ASSERT_OK(records_->revert(by_system("revert"), edit.change_set));
}

}  // namespace
}  // namespace kith::records
