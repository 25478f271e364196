#include "tests/people/people_fixture.hpp"

namespace kith::people {

using ValuesTest = PeopleTest;
ON_BOTH_DATABASES(ValuesTest);

TEST_P(ValuesTest, traits_of_segment_become_fields_and_the_rest_is_kept) {
    auto const ona = resolve({user("u1")}).person;
    learn(ona, Json{{"firstName", "Ona"},
                    {"last_name", "Kazlaitė"},
                    {"email", " ONA@Shop.lt "},
                    {"phone", "8 612 34567"},
                    {"birthday", "1984-05-02"},
                    {"gender", "F"},
                    {"address",
                     {{"city", "Vilnius"},
                      {"postalCode", "01103"},
                      {"country", "Lithuania"},
                      {"street", "Gedimino 1"},
                      {"state", "VL"}}},
                    {"locale", "lt-LT"},
                    {"title", "Director"},
                    {"favourite", {{"colour", "green"}}}});
    auto const row = record(ona);
    EXPECT_EQ(row["name"], "Ona Kazlaitė");
    EXPECT_EQ(row["email"], "ona@shop.lt");
    EXPECT_EQ(row["phone"], "+37061234567");
    EXPECT_EQ(row["birth_date"], "1984-05-02");
    EXPECT_EQ(row["sex"], "female");
    EXPECT_EQ(row["city"], "Vilnius");
    EXPECT_EQ(row["postal_code"], "01103");
    EXPECT_EQ(row["country"], "LT");
    EXPECT_EQ(row["language"], "lt");
    EXPECT_EQ(count("SELECT COUNT(*) FROM field_value WHERE field IN ('trait:title', 'trait:favourite', "
                    "'trait:address_state')"),
              3);
    EXPECT_EQ(count("SELECT COUNT(*) FROM contact_point"), 2);
    EXPECT_EQ(resolve({email("ona@shop.lt")}).person, ona);
}

TEST_P(ValuesTest, the_same_traits_again_change_nothing) {
    auto const ona = resolve({user("u1")}).person;
    Json const traits{{"name", "Ona Kazlaitė"}, {"email", "ona@shop.lt"}, {"plan", "gold"}};
    learn(ona, traits);
    auto const before = record(ona);
    auto const rows = count("SELECT COUNT(*) FROM field_value"), history = count("SELECT COUNT(*) FROM record_history");
    learn(ona, traits);
    EXPECT_EQ(record(ona), before);
    EXPECT_EQ(count("SELECT COUNT(*) FROM field_value"), rows);
    EXPECT_EQ(count("SELECT COUNT(*) FROM record_history"), history);
}

TEST_P(ValuesTest, the_newest_of_two_senders_prevails_whatever_came_first) {
    auto const ona = resolve({user("u1")}).person;
    auto const at = Instant::now();
    learn(ona, Json{{"city", "Kaunas"}}, at + Milliseconds(20), "till");
    learn(ona, Json{{"city", "Vilnius"}}, at + Milliseconds(10), "shop");
    EXPECT_EQ(record(ona)["city"], "Kaunas");
    learn(ona, Json{{"city", "Vilnius"}}, at + Milliseconds(30), "shop");
    EXPECT_EQ(record(ona)["city"], "Vilnius");
    learn(ona, Json{{"city", "Klaipėda"}}, at + Milliseconds(5), "shop");
    EXPECT_EQ(record(ona)["city"], "Vilnius");
}

TEST_P(ValuesTest, what_staff_wrote_prevails_over_senders_until_it_is_reverted) {
    auto const ona = resolve({user("u1")}).person;
    learn(ona, Json{{"city", "Kaunas"}});
    auto const write = edit();
    ASSERT_OK(
        records_->update(write, *person_, RecordId{ona.uuid}, version_of(record(ona)), Json{{"city", "Vilnius"}}));
    learn(ona, Json{{"city", "Klaipėda"}}, Instant::now() + Milliseconds(1000));
    EXPECT_EQ(record(ona)["city"], "Vilnius");
    revert(write.change_set);
    // As if the edit had never been: what the sender said last.
    EXPECT_EQ(record(ona)["city"], "Klaipėda");
    auto const shown = people_->values(clerk(), ona);
    ASSERT_OK(shown);
    ASSERT_EQ((*shown)["data"].size(), 1u);
    EXPECT_EQ((*shown)["data"][0]["provenance"]["kind"], "source");
    EXPECT_EQ((*shown)["data"][0]["is_current"], true);
}

TEST_P(ValuesTest, reverting_the_second_edit_of_a_clerk_brings_back_the_first) {
    auto const ona = resolve({user("u1")}).person;
    learn(ona, Json{{"city", "Kaunas"}});
    auto const first = edit(), second = edit();
    ASSERT_OK(
        records_->update(first, *person_, RecordId{ona.uuid}, version_of(record(ona)), Json{{"city", "Vilnius"}}));
    ASSERT_OK(
        records_->update(second, *person_, RecordId{ona.uuid}, version_of(record(ona)), Json{{"city", "Alytus"}}));
    revert(second.change_set);
    EXPECT_EQ(record(ona)["city"], "Vilnius");
    learn(ona, Json{{"city", "Klaipėda"}}, Instant::now() + Milliseconds(1000));
    EXPECT_EQ(record(ona)["city"], "Vilnius");
}

TEST_P(ValuesTest, a_person_made_by_a_clerk_is_known_and_found_by_email) {
    auto const made = records_->create(
        edit(), *person_, Json{{"given_name", "Kari"}, {"family_name", "Nilsen"}, {"email", "Kari@Firma.no"}});
    ASSERT_OK(made);
    EXPECT_EQ((*made)["is_known"], true);
    EXPECT_EQ((*made)["name"], "Kari Nilsen");
    EXPECT_EQ(resolve({email("kari@firma.no")}).person.uuid, id_of(*made).uuid);
    auto const again = records_->create(edit(), *person_, Json{{"given_name", "Kari"}, {"email", "kari@firma.no"}});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().fields.at(0).code, "taken");
    auto const bad = records_->create(edit(), *person_, Json{{"given_name", "Kari"}, {"phone", "call me"}});
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().fields.at(0).field, "phone");
}

TEST_P(ValuesTest, a_corrected_email_is_released_and_the_new_one_claimed) {
    auto const kari = records_->create(edit(), *person_, Json{{"given_name", "Kari"}, {"email", "cari@firma.no"}});
    ASSERT_OK(kari);
    ASSERT_OK(records_->update(edit(), *person_, id_of(*kari), version_of(*kari), Json{{"email", "kari2@firma.no"}}));
    EXPECT_EQ(resolve({email("kari2@firma.no")}).person.uuid, id_of(*kari).uuid);
    EXPECT_NE(resolve({email("cari@firma.no")}).person.uuid, id_of(*kari).uuid);
}

TEST_P(ValuesTest, a_group_call_makes_the_company_once_and_relates_the_person) {
    auto const ona = resolve({user("u1")}).person;
    for (int i = 0; i < 2; ++i)
        std::ignore = in_transaction([&](store::Transaction& tx) {
            return people_->join_company(tx, ingest(), ona, "acme",
                                         Json{{"name", "UAB Beržas"}, {"industry", "Timber"}});
        });
    EXPECT_EQ(count("SELECT COUNT(*) FROM company"), 1);
    EXPECT_EQ(count("SELECT COUNT(*) FROM relationship"), 1);
    auto const company = database_->read([&](store::Session& session) {
        return records_->load(session, *company_, *RecordId::parse(record(ona)["company"].get<std::string>()));
    });
    ASSERT_OK(company);
    EXPECT_EQ((*company)["name"], "UAB Beržas");
}

}  // namespace kith::people
