// Files taken in, on both databases: the real ones where they are, and small ones for each promise.
#include <fmt/format.h>

#include <future>

#include "people/limits.hpp"
#include "people/tombstones.hpp"
#include "tests/connect/import_fixture.hpp"

namespace kith::connect {
namespace {

TEST_P(ImportTest, who_was_erased_is_not_brought_back_and_nothing_of_their_row_is_kept) {
    auto& tombstones = people_->tombstones();
    tombstones.use_secret(secrets::hash("a secret beside the database"));
    ASSERT_OK(database_->write([&](store::Transaction& tx) {
        people::Key const keys[] = {*people::normalised(people::KeyKind::email, "ona@shop.lt")};
        return tombstones.add(tx, keys);
    }));
    auto const import = take_in("people", "Name,E-mail\nOna Kazlaitė,Ona@Shop.lt\nJonas Petraitis,jonas@shop.lt\n",
                                {{"map", map({{"name", "Name"}, {"email", "E-mail"}})}});
    EXPECT_EQ(import["rows"]["stored"], 1) << dump_json(import);
    EXPECT_EQ(import["rows"]["bad"], 1);
    EXPECT_EQ(number("SELECT COUNT(*) FROM import_bad_row WHERE reason = 'erased' AND cells = '[]'"), 1);
    EXPECT_EQ(number("SELECT COUNT(*) FROM person"), 1);
}

TEST_P(ImportTest, of_who_was_erased_a_bad_row_keeps_nothing_either) {
    auto& tombstones = people_->tombstones();
    tombstones.use_secret(secrets::hash("a secret beside the database"));
    ASSERT_OK(database_->write([&](store::Transaction& tx) {
        people::Key const keys[] = {*people::normalised(people::KeyKind::email, "ona@shop.lt")};
        return tombstones.add(tx, keys);
    }));
    auto const import =
        take_in("sales", "email,date,amount\nOna@Shop.lt,soon,5.00\njonas@shop.lt,later,5.00\n", {{"currency", "EUR"}});
    EXPECT_EQ(import["rows"]["bad"], 2) << dump_json(import);
    EXPECT_EQ(number("SELECT COUNT(*) FROM import_bad_row WHERE reason = 'erased' AND cells = '[]' AND detail NOT LIKE "
                     "'%soon%'"),
              1);
    EXPECT_EQ(number("SELECT COUNT(*) FROM import_bad_row WHERE reason = 'bad_date' AND cells <> '[]'"), 1);
}

TEST_P(ImportTest, of_somebody_who_may_not_come_in_any_more_nothing_more_goes_in_until_another_goes_on) {
    auto const import = upload("people", "Name,E-mail\nOna Kazlaitė,ona@shop.lt\n");
    ASSERT_OK(try_start(import, {{"map", map({{"name", "Name"}, {"email", "E-mail"}})}}));
    is_gone_ = true;
    auto const stopped = finished(import);
    EXPECT_EQ(stopped["state"], "failed");
    EXPECT_EQ(stopped["error"], "Gone.");
    EXPECT_EQ(number("SELECT COUNT(*) FROM person"), 0);
    is_gone_ = false;
    ASSERT_OK(imports().start(somebody(), *ImportId::parse(import["id"].get<std::string>()), Json::object()));
    EXPECT_EQ(finished(import)["rows"]["stored"], 1);
}

TEST_P(ImportTest, two_columns_that_say_the_same_address_are_one_key) {
    auto const import = take_in("people", "name,home,work\nOna,ona@example.com,Ona@Example.com\n",
                                {{"map", map({{"name", "name"}, {"email", "home"}, {"email", "work"}})}});
    EXPECT_EQ(import["state"], "done") << dump_json(import);
    EXPECT_EQ(import["rows"]["stored"], 1);
    EXPECT_EQ(number("SELECT count(*) FROM identity WHERE kind = 'email'"), 1);
}

TEST_P(ImportTest, a_row_that_the_store_refuses_is_a_bad_row_and_the_others_go_in) {
    auto const columns = limits::keys_per_resolution_max + 1;
    std::string file = "name";
    Json list = map({{"name", "name"}});
    for (std::size_t i = 1; i <= columns; ++i) {
        auto const column = fmt::format("address {}", i);
        file += "," + column;
        list.push_back({{"target", "email"}, {"column", column}});
    }
    file += "\n";
    std::size_t const addresses[] = {1, columns, columns - 1, 1, 1};
    for (std::size_t row = 0; row < std::size(addresses); ++row) {
        file += "Ona";
        for (std::size_t i = 0; i < columns; ++i)
            file += i < addresses[row] ? fmt::format(",row{}.address{}@shop.lt", row, i) : ",";
        file += "\n";
    }
    auto const import = take_in("people", file, {{"map", list}});
    EXPECT_EQ(import["state"], "done") << dump_json(import);
    EXPECT_EQ(import["rows"], Json({{"done", 5}, {"stored", 4}, {"duplicates", 0}, {"bad", 1}}));
    EXPECT_EQ(number("SELECT row_number FROM import_bad_row WHERE reason = 'not_storable'"), 2);
    EXPECT_EQ(text("SELECT detail FROM import_bad_row"), "Too many keys for one row.");
    EXPECT_EQ(number("SELECT count(*) FROM person"), 4);
}

TEST_P(ImportTest, of_two_columns_with_one_name_the_number_says_which) {
    Json plan{{"map", Json::array({{{"target", "customer"}, {"column", "customer"}},
                                   {{"target", "city"}, {"column", "note"}, {"number", 3}}})}};
    auto const import = upload("people", "customer,note,note\n17,Vilnius,Kaunas\n");
    plan["map"][1]["number"] = 4;
    auto const refused = try_start(import, plan);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).code, "not_found");
    plan["map"][1]["number"] = 3;
    ASSERT_OK(try_start(import, plan));
    EXPECT_EQ(finished(import)["rows"]["stored"], 1);
    EXPECT_EQ(text("SELECT city FROM person"), "Kaunas");
}

TEST_P(ImportTest, people_are_made_with_their_values_keys_contacts_and_employer) {
    auto const import = take_in("people",
                                "Vardas;Pavardė;El. paštas;Telefonas;Gimimo data;Įmonė;Miestas\n"
                                "Ona;Kazlaitė;Ona@Example.com;+370 612 34567;24.11.1984;UAB Beržas;Vilnius\n"
                                "Jonas;Petraitis;;not a phone;;UAB beržas;\n"
                                ";;;;;;Kaunas\n");
    EXPECT_EQ(import["state"], "done") << import.dump();
    EXPECT_EQ(import["rows"], Json({{"done", 3}, {"stored", 2}, {"duplicates", 0}, {"bad", 1}}));
    EXPECT_EQ(import["misfits"], Json({{"phone", 1}}));
    EXPECT_EQ(number("SELECT count(*) FROM company"), 1);
    EXPECT_EQ(number("SELECT count(*) FROM relationship"), 2);
    auto const people = list({});
    ASSERT_EQ(people.records.size(), 2u);
    auto const& ona = people.records[1];
    EXPECT_EQ(ona["name"], "Ona Kazlaitė");
    EXPECT_EQ(ona["email"], "ona@example.com");
    EXPECT_EQ(ona["phone"], "+37061234567");
    EXPECT_EQ(ona["birth_date"], "1984-11-24");
    EXPECT_EQ(ona["company"]["name"], "UAB Beržas");
    EXPECT_EQ(
        number("SELECT count(*) FROM field_value WHERE provenance_kind = 'import' AND provenance_name = 'test.csv'"),
        11);
    auto const bad = imports().bad_rows(somebody(), *ImportId::parse(import["id"].get<std::string>()), 0);
    ASSERT_OK(bad);
    auto const fingerprint = text("SELECT fingerprint FROM import");
    EXPECT_EQ(bad->csv,
              "Vardas,Pavardė,El. paštas,Telefonas,Gimimo data,Įmonė,Miestas,kith_file,kith_row,kith_line,kith_reason\n"
              ",,,,,,Kaunas," +
                  fingerprint + ",3,4,Nothing in the row says who it is about.\n");
}

TEST_P(ImportTest, somebody_known_is_found_by_a_key_and_what_staff_typed_stays) {
    auto const made =
        records_->create(edit(), *person_, {{"given_name", "Ona"}, {"email", "ona@example.com"}, {"city", "Vilnius"}});
    ASSERT_OK(made);
    auto const import = take_in("people", "email,city,country,customer\nona@example.com,Kaunas,Lithuania,17\n");
    EXPECT_EQ(import["rows"]["stored"], 1) << import.dump();
    auto const people = list({});
    ASSERT_EQ(people.records.size(), 1u);
    EXPECT_EQ(people.records[0]["city"], "Vilnius");
    EXPECT_EQ(people.records[0]["country"], "LT");
    EXPECT_EQ(number("SELECT count(*) FROM identity WHERE kind = 'user_id' AND value = '17'"), 1);
    revert_import(import);
    EXPECT_EQ(list({}).records[0]["country"], Json());
    EXPECT_EQ(list({}).records[0]["city"], "Vilnius");
    EXPECT_EQ(number("SELECT count(*) FROM identity WHERE kind = 'user_id'"), 0);
}

TEST_P(ImportTest, the_same_file_again_adds_nothing_and_two_equal_sales_are_two) {
    std::string const file = "customer,date,amount\n7,2026-01-02,10.00\n7,2026-01-02,10.00\n8,2026-01-03,0\n";
    Json const plan{{"currency", "EUR"}};
    auto const first = take_in("sales", file, plan);
    EXPECT_EQ(first["rows"]["stored"], 3) << first.dump();
    auto const before = picture();
    auto const again = take_in("sales", file, plan);
    EXPECT_EQ(again["rows"]["duplicates"], 3) << again.dump();
    EXPECT_EQ(picture(), before);
    EXPECT_EQ(number("SELECT count(*) FROM event WHERE revenue_minor = 0"), 1);
    EXPECT_EQ(number("SELECT count(*) FROM event WHERE margin_minor IS NOT NULL OR cost_minor IS NOT NULL"), 0);

    revert_import(first);
    EXPECT_EQ(number("SELECT count(*) FROM event_retraction"), 3);
    auto const anew = take_in("sales", file, plan);
    EXPECT_EQ(anew["rows"]["stored"], 3) << "what was taken back may come again";
}

TEST_P(ImportTest, lines_of_one_number_are_one_sale_and_a_return_names_it) {
    auto const import = take_in("sales",
                                "receipt,customer,date,amount,units,product,cost,vat,shop,type,refund of\n"
                                "A1,7,2026-01-02 10:00,10.00,2,tea,4.00,1.00,Ozas,sale,\n"
                                "A1,7,2026-01-02 10:00,5.00,1,cup,2.00,0.50,Ozas,sale,\n"
                                "A2,8,2026-01-02 11:00,3.00,1,tea,,0.30,Ozas,sale,\n"
                                "R1,7,2026-01-05 09:00,5.00,1,cup,,,Ozas,return,A1\n"
                                "A1,7,2026-01-06 09:00,1.00,1,jam,,,Ozas,sale,\n",
                                {{"currency", "EUR"},
                                 {"map", map({{"transaction", "receipt"},
                                              {"customer", "customer"},
                                              {"date", "date"},
                                              {"amount", "amount"},
                                              {"units", "units"},
                                              {"product", "product"},
                                              {"cost", "cost"},
                                              {"tax", "vat"},
                                              {"store", "shop"},
                                              {"kind", "type"},
                                              {"reverses", "refund of"}})}});
    EXPECT_EQ(import["rows"], Json({{"done", 5}, {"stored", 4}, {"duplicates", 0}, {"bad", 1}})) << import.dump();
    EXPECT_EQ(number("SELECT count(*) FROM event WHERE type = 'Order Completed'"), 2);
    EXPECT_EQ(number("SELECT revenue_minor FROM event WHERE type = 'Order Completed' AND margin_minor IS NOT NULL"),
              1500);
    EXPECT_EQ(number("SELECT margin_minor FROM event WHERE margin_minor IS NOT NULL"), 750);
    EXPECT_EQ(number("SELECT revenue_minor FROM event WHERE type = 'Order Refunded'"), -500);
    EXPECT_EQ(number("SELECT count(*) FROM event r JOIN event s ON s.event_id = r.caused_by_event AND s.person_id = "
                     "r.caused_by_person WHERE r.type = 'Order Refunded' AND s.revenue_minor = 1500"),
              1);
    EXPECT_EQ(number("SELECT received - stored - duplicates - rejected FROM source_counter c JOIN source s ON s.id = "
                     "c.source_id WHERE s.kind = 'import'"),
              0);
}

TEST_P(ImportTest, a_mended_file_of_bad_rows_completes_the_original) {
    Json const plan{{"currency", "EUR"}};
    auto const first = take_in("sales", "customer,date,amount\n7,2026-01-02,10.00\n8,soon,5.00\n", plan);
    EXPECT_EQ(first["rows"]["bad"], 1);
    auto const bad = imports().bad_rows(somebody(), *ImportId::parse(first["id"].get<std::string>()), 0);
    ASSERT_OK(bad);
    auto mended = bad->csv;
    mended.replace(mended.find("soon"), 4, "2026-01-03");
    Json const mended_plan{{"currency", "EUR"},
                           {"map", map({{"customer", "customer"}, {"date", "date"}, {"amount", "amount"}})}};
    EXPECT_EQ(take_in("sales", mended, mended_plan)["rows"]["stored"], 1);
    EXPECT_EQ(number("SELECT count(*) FROM event"), 2);
    EXPECT_EQ(take_in("sales", mended + "\n", mended_plan)["rows"]["duplicates"], 1);
    EXPECT_EQ(take_in("sales", "customer,date,amount\n7,2026-01-02,10.00\n8,soon,5.00\n", plan)["rows"]["stored"], 0);
    EXPECT_EQ(number("SELECT count(*) FROM event"), 2);
}

TEST_P(ImportTest, a_row_that_is_twice_in_a_file_of_bad_rows_goes_in_once) {
    Json const numbered{
        {"currency", "EUR"},
        {"map", map({{"transaction", "receipt"}, {"customer", "customer"}, {"date", "date"}, {"amount", "amount"}})}};
    Json const plain{{"currency", "EUR"},
                     {"map", map({{"customer", "customer"}, {"date", "date"}, {"amount", "amount"}})}};
    for (auto const& [file, plan] : {std::pair("customer,date,amount\n8,soon,5.00\n", plain),
                                     std::pair("receipt,customer,date,amount\nA1,9,soon,7.00\n", numbered)}) {
        auto const first = take_in("sales", file, plan);
        EXPECT_EQ(first["rows"]["bad"], 1);
        auto const bad = imports().bad_rows(somebody(), *ImportId::parse(first["id"].get<std::string>()), 0);
        ASSERT_OK(bad);
        auto mended = bad->csv;
        mended.replace(mended.find("soon"), 4, "2026-01-03");
        mended += mended.substr(mended.find('\n') + 1);
        auto const second = take_in("sales", mended, plan);
        EXPECT_EQ(second["state"], "done") << dump_json(second);
        EXPECT_EQ(second["rows"], Json({{"done", 2}, {"stored", 1}, {"duplicates", 1}, {"bad", 0}}));
    }
    EXPECT_EQ(number("SELECT count(*) FROM event"), 2);
    EXPECT_EQ(number("SELECT CAST(SUM(revenue_minor) AS bigint) FROM event"), 1200);
    EXPECT_EQ(number("SELECT received - stored - duplicates - rejected FROM source_counter c JOIN source s ON s.id = "
                     "c.source_id WHERE s.kind = 'import'"),
              0);
}

TEST_P(ImportTest, of_two_starts_of_one_file_at_one_moment_one_is_refused) {
    std::string const file = "customer,date,amount\n7,2026-01-02,10.00\n";
    Json const plan{{"currency", "EUR"}};
    Json const imports[] = {upload("sales", file), upload("sales", file)};
    std::vector<std::future<Result<Json>>> starts;
    for (auto const& import : imports)
        starts.push_back(std::async(std::launch::async, [&, import] { return try_start(import, plan); }));
    int begun = 0;
    for (auto& start : starts) {
        auto const outcome = start.get();
        if (outcome)
            ++begun;
        else
            EXPECT_EQ(outcome.error().reason, "import_running") << outcome.error().message;
    }
    EXPECT_EQ(begun, 1);
    finished(imports[0]);
    EXPECT_EQ(number("SELECT count(*) FROM event"), 1);
}

TEST_P(ImportTest, what_a_later_import_of_the_file_brought_in_is_not_brought_in_again_by_going_on) {
    std::string file = "customer,date,amount\n";
    for (int row = 0; row < 150; ++row) file += "7,2026-01-02,10.00\n";
    Json const plan{{"currency", "EUR"}};
    auto const failed = upload("sales", file, file.size() - 30);
    ASSERT_OK(try_start(failed, plan));
    change("DELETE FROM import_part WHERE part = 1");
    auto const stopped = finished(failed);
    EXPECT_EQ(stopped["state"], "failed") << dump_json(stopped);
    EXPECT_EQ(stopped["rows"]["done"], 100);
    auto const later = take_in("sales", file, plan);
    EXPECT_EQ(later["rows"], Json({{"done", 150}, {"stored", 50}, {"duplicates", 100}, {"bad", 0}}));
    auto const refused = try_start(failed, plan);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "import_superseded");
    revert_import(later);
    EXPECT_OK(try_start(failed, plan));
}

TEST_P(ImportTest, companies_beside_sales_need_the_right_to_every_company) {
    auto const seller = with_role_without_companies(somebody());
    auto const import = upload("sales", "customer,date,amount,firm\n7,2026-01-02,10.00,Birch\n");
    auto const id = *ImportId::parse(import["id"].get<std::string>());
    auto const pairs = {std::pair("customer", "customer"), std::pair("date", "date"), std::pair("amount", "amount"),
                        std::pair("company", "firm")};
    Json const with_company{{"plan", {{"currency", "EUR"}, {"map", map(pairs)}}}};
    auto without_company = with_company;
    without_company["plan"]["map"].erase(3);
    EXPECT_EQ(imports().start(seller, id, with_company).error().code, ErrorCode::invalid);
    ASSERT_OK(set_rule("member", *company_, "name = \"Oak\""));
    EXPECT_EQ(imports().start(somebody(), id, with_company).error().code, ErrorCode::forbidden);
    EXPECT_OK(imports().start(seller, id, without_company));
}

TEST_P(ImportTest, only_imports_of_what_one_may_import_are_listed) {
    upload("people", "email\nona@example.com\n");
    auto const sales = upload("sales", "customer,date,amount\n7,2026-01-02,10.00\n");
    auto const seller = with_role_without_companies(somebody());
    auto const seen = imports().list(seller, "", 10);
    ASSERT_OK(seen);
    ASSERT_EQ((*seen)["data"].size(), 1u);
    EXPECT_EQ((*seen)["data"][0]["id"], sales["id"]);
    EXPECT_EQ((*seen)["total"]["count"], 1);
    EXPECT_EQ((*imports().list(somebody(), "", 10))["total"]["count"], 2);
}

TEST_P(ImportTest, who_sees_only_some_people_may_not_import) {
    auto rule = set_rule("member", *person_, "country = \"LT\"");
    ASSERT_OK(rule);
    auto const refused = imports().create(somebody(), {{"kind", "people"}, {"file_name", "a.csv"}, {"bytes", 5}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
    EXPECT_FALSE(imports().create(member(), {{"kind", "companies"}, {"file_name", "a.csv"}, {"bytes", 5}}));
}

TEST_P(ImportTest, an_import_fills_only_what_its_role_may_write) {
    ASSERT_OK(
        change_role("member", {{"objects", {{"person", {{"fields", {{"notes", "hidden"}, {"city", "read"}}}}}}}}));
    auto const import = upload("people", "email,notes,city\nona@example.com,secret,Vilnius\n");
    auto const id = *ImportId::parse(import["id"].get<std::string>());
    auto const preview = imports().preview(somebody(), id, Json::object());
    ASSERT_OK(preview);
    for (auto const& target : (*preview)["targets"]) {
        EXPECT_NE(target["name"], "notes");
        EXPECT_NE(target["name"], "city");
    }
    ASSERT_EQ((*preview)["plan"]["map"].size(), 1u);
    EXPECT_EQ((*preview)["plan"]["map"][0]["target"], "email");
    Json const asked{{"plan", {{"map", map({{"email", "email"}, {"city", "city"}})}}}};
    auto const refused = imports().start(somebody(), id, asked);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).code, "not_permitted");
    EXPECT_EQ((*imports().preview(somebody(), id, asked))["problem"]["code"], "not_permitted");
    // What somebody else's file says is for who may see it all; one's own one has seen.
    auto other = somebody();
    other.id = Uuid::of_name("test", "other");
    EXPECT_EQ(imports().preview(other, id, Json::object()).error().code, ErrorCode::forbidden);
    EXPECT_EQ(imports().bad_rows(other, id, 0).error().code, ErrorCode::forbidden);
    EXPECT_OK(imports().bad_rows(somebody(), id, 0));
    ASSERT_OK(change_role("member", {{"objects", {{"person", {{"create", false}}}}}}));
    EXPECT_EQ(imports().start(somebody(), id, Json::object()).error().code, ErrorCode::forbidden);
}

TEST_P(ImportTest, contacts_of_atomic_crm_come_in_with_their_addresses_and_employers) {
    auto const file = real_file("import/atomic_crm_contacts.csv");
    if (file.empty()) GTEST_SKIP() << "import/atomic_crm_contacts.csv is not here";
    Json const plan{{"map", map({{"given_name", "first_name"},
                                 {"family_name", "last_name"},
                                 {"email", "email_other"},
                                 {"phone", "phone_work"},
                                 {"phone", "phone_home"},
                                 {"phone", "phone_other"},
                                 {"sex", "gender"},
                                 {"company", "company_name"}})}};
    auto const import = take_in("people", file, plan);
    EXPECT_EQ(import["rows"], Json({{"done", 500}, {"stored", 500}, {"duplicates", 0}, {"bad", 0}})) << import.dump();
    EXPECT_EQ(number("SELECT count(*) FROM company"), 55);
    EXPECT_EQ(number("SELECT count(*) FROM relationship"), 500);
    auto const before = picture();
    take_in("people", file, plan);
    EXPECT_EQ(picture(), before);
    revert_import(import);
    EXPECT_EQ(number("SELECT count(*) FROM company WHERE deleted_at IS NULL"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM person WHERE deleted_at IS NULL AND joined_into IS NULL"), 0);
}

TEST_P(ImportTest, orders_of_a_shop_come_in_with_their_customers) {
    auto const file = real_file("retail/rfm_data_orders.csv");
    if (file.empty()) GTEST_SKIP() << "retail/rfm_data_orders.csv is not here";
    auto const import = take_in("sales", file, {{"currency", "USD"}});
    EXPECT_EQ(import["rows"]["stored"], 4906) << import.dump();
    EXPECT_EQ(number("SELECT count(DISTINCT e.person_id) FROM event e"), 995);
    EXPECT_EQ(number("SELECT count(*) FROM person WHERE email IS NOT NULL"), 995);
}

TEST_P(ImportTest, early_childhood_sites_come_in_as_companies) {
    auto const file = real_file("identity/dedupe_ex_csv_example_input_with_true_ids.csv");
    if (file.empty()) GTEST_SKIP() << "identity/dedupe_ex_csv_example_input_with_true_ids.csv is not here";
    Json const plan{
        {"map", map({{"group_id", "Id"}, {"name", "Site name"}, {"phone", "Phone"}, {"website", "Website"}})}};
    auto const import = take_in("companies", file, plan);
    EXPECT_EQ(import["rows"]["done"], 3337) << import.dump();
    EXPECT_EQ(number("SELECT count(*) FROM company"), import["rows"]["stored"].get<std::int64_t>());
    EXPECT_EQ(import["rows"]["stored"].get<std::int64_t>() + import["rows"]["bad"].get<std::int64_t>(), 3337);
}

TEST_P(ImportTest, every_purchase_of_cdnow_comes_in_once) {
    auto const file = real_file("value/CDNOW_master.txt");
    if (file.empty()) GTEST_SKIP() << "value/CDNOW_master.txt is not here";
    if (!is_sqlite()) GTEST_SKIP() << "minutes of small writes: the smaller files show the same on PostgreSQL";
    Json const plan{{"currency", "USD"}};
    auto const import = take_in("sales", file, plan);
    EXPECT_EQ(import["rows"], Json({{"done", 69659}, {"stored", 69659}, {"duplicates", 0}, {"bad", 0}}))
        << import.dump();
    EXPECT_EQ(number("SELECT count(*) FROM event"), 69659);
    EXPECT_EQ(number("SELECT count(*) FROM event WHERE revenue_minor = 0"), 80);
    EXPECT_EQ(number("SELECT count(*) FROM person"), 23570);
    auto const before = picture();
    EXPECT_EQ(take_in("sales", file, plan)["rows"]["duplicates"], 69659);
    EXPECT_EQ(picture(), before);
}

TEST_P(ImportTest, who_did_something_elsewhere_since_stays_when_their_import_is_taken_back) {
    auto const import = take_in("people", "customer,name\n7,Ona Kazlaitė\n8,Jonas Petraitis\n");
    ASSERT_EQ(send(Json::array({track("m1", "Visit", "7")})).status, 200);
    auto const set = *ChangeSetId::parse(import["change_set"].get<std::string>());
    auto const before = records_->preview_revert(clerk(), set, "");
    ASSERT_OK(before);
    EXPECT_EQ(before->go, 1);
    ASSERT_TRUE(before->staying.contains("events_since"));
    EXPECT_EQ(before->staying.at("events_since").first.front().second, "Ona Kazlaitė");
    auto const outcome = records_->revert(records::Write::begin("revert", clerk()), set);
    ASSERT_OK(outcome);
    ASSERT_EQ(outcome->kept.size(), 1u);
    EXPECT_EQ(outcome->kept[0].reason, "events_since");
    EXPECT_EQ(number("SELECT count(*) FROM person WHERE deleted_at IS NULL"), 1);
    // What they do next is theirs still.
    ASSERT_EQ(send(Json::array({track("m2", "Visit", "7")})).status, 200);
    EXPECT_EQ(number("SELECT count(*) FROM person WHERE deleted_at IS NULL"), 1);
    EXPECT_EQ(number("SELECT count(DISTINCT person_id) FROM event"), 1);
}

TEST_P(ImportTest, files_that_nobody_takes_in_are_thrown_away_in_time) {
    upload("people", "name\nOna\n");
    auto const failed = upload("people", "name\nJonas\n");
    take_in("people", "name\nRūta\n");
    change("UPDATE import SET state = 'failed' WHERE bytes = " + std::to_string(failed["bytes"].get<int>()) +
           " AND state = 'ready'");
    EXPECT_EQ(imports().forget_files(Instant::now() - std::chrono::hours(1)).value_or(-1), 0);
    EXPECT_EQ(number("SELECT count(*) FROM import"), 3);
    EXPECT_EQ(imports().forget_files(Instant::now() + std::chrono::hours(1)).value_or(-1), 2);
    EXPECT_EQ(number("SELECT count(*) FROM import_part"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM import"), 2) << "what was begun is kept on record";
    EXPECT_EQ(imports().forget_files(Instant::now() + std::chrono::hours(1)).value_or(-1), 0);
}

TEST_P(ImportTest, one_user_leaves_only_so_many_files_lying) {
    Json const file{{"kind", "people"}, {"file_name", "a.csv"}, {"bytes", 5}};
    Json last;
    for (std::int64_t i = 0; i < limits::imports_open_max; ++i) {
        auto const made = imports().create(somebody(), file);
        ASSERT_OK(made);
        last = *made;
    }
    auto const refused = imports().create(somebody(), file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "too_many_files");
    auto other = somebody();
    other.id = Uuid::of_name("test", "another");
    EXPECT_OK(imports().create(other, file));
    ASSERT_OK(imports().remove(somebody(), *ImportId::parse(last["id"].get<std::string>())));
    EXPECT_OK(imports().create(somebody(), file));
}

ON_BOTH_DATABASES(ImportTest);

}  // namespace
}  // namespace kith::connect
