// Files of records of any object, custom ones too, on both databases.
#include <fmt/format.h>

#include "people/tombstones.hpp"
#include "schema/choices.hpp"
#include "schema/definitions.hpp"
#include "schema/limits.hpp"
#include "tests/connect/import_fixture.hpp"

namespace kith::connect {
namespace {

class RecordImportTest : public ImportTest {
protected:
    void SetUp() override {
        ImportTest::SetUp();
        if (IsSkipped()) return;
        define(R"({"name": "boat", "plural": "boats", "label": {"en": "Boat", "lt": "Laivas"}, "fields": [
            {"name": "code", "label": {"en": "Code"}, "type": "text", "is_sortable": true},
            {"name": "length", "label": {"en": "Length"}, "type": "decimal", "scale": 1},
            {"name": "price", "label": {"en": "Price"}, "type": "money"},
            {"name": "crew", "label": {"en": "Crew"}, "type": "number"},
            {"name": "is_afloat", "label": {"en": "Afloat"}, "type": "boolean"},
            {"name": "built", "label": {"en": "Built"}, "type": "date"},
            {"name": "named_on", "label": {"en": "Named on"}, "type": "partial_date"},
            {"name": "sails_at", "label": {"en": "Sails at"}, "type": "time"},
            {"name": "seen_at", "label": {"en": "Last seen at"}, "type": "instant"},
            {"name": "kind", "label": {"en": "Kind"}, "type": "choice", "choices": [
                {"value": "sloop", "label": {"en": "Sloop", "lt": "Šliupas"}},
                {"value": "yawl", "label": {"en": "Yawl", "ru": "Иол"}}]},
            {"name": "gear", "label": {"en": "Gear"}, "type": "multi_choice", "choices": [
                {"value": "radar", "label": {"en": "Radar"}}, {"value": "raft", "label": {"en": "Life raft"}}]},
            {"name": "flag", "label": {"en": "Flag"}, "type": "country"},
            {"name": "tongue", "label": {"en": "Tongue"}, "type": "language"},
            {"name": "mail", "label": {"en": "Mail"}, "type": "email"},
            {"name": "radio", "label": {"en": "Radio"}, "type": "phone"},
            {"name": "page", "label": {"en": "Page"}, "type": "url"},
            {"name": "story", "label": {"en": "Story"}, "type": "long_text"},
            {"name": "log", "label": {"en": "Log"}, "type": "json"},
            {"name": "keeper", "label": {"en": "Keeper"}, "type": "user"},
            {"name": "yard", "label": {"en": "Yard"}, "type": "relation", "object": "company"},
            {"name": "owner", "label": {"en": "Owner"}, "type": "relation", "object": "person"},
            {"name": "tender_to", "label": {"en": "Tender to"}, "type": "relation", "object": "boat"}]})");
    }

    void define(std::string_view definition) {
        auto const made = definitions_->add_object(schema::Author::begin(Actor::system("test")), parsed(definition));
        EXPECT_TRUE(made) << store::describe(made.error());
    }
    void add_field(std::string const& object, std::string_view definition) {
        auto const made =
            definitions_->add_field(schema::Author::begin(Actor::system("test")), object, parsed(definition));
        EXPECT_TRUE(made) << store::describe(made.error());
    }
    /// Records of the object by name, as anybody sees them.
    Json all(std::string const& object) {
        records::ListQuery query;
        query.limit = 200;
        auto const definition = records_->schema()->find(object);
        auto const page = records_->list(Actor::system("test"), *definition, query);
        EXPECT_TRUE(page) << store::describe(page.error());
        Json named = Json::object();
        for (auto const& record : page->records) named[record["name"].get<std::string>()] = record;
        return named;
    }
    /// The reasons of the rows that did not go in: their numbers, codes and sentences.
    std::string bad(Json const& import) {
        auto rows = imports().bad_rows(somebody(), *ImportId::parse(import["id"].get<std::string>()), 0);
        EXPECT_TRUE(rows);
        return rows ? rows->csv : std::string();
    }
    static Json rows(int done, int stored, int duplicates, int bad) {
        return {{"done", done}, {"stored", stored}, {"duplicates", duplicates}, {"bad", bad}};
    }
};

TEST_P(RecordImportTest, what_is_hidden_is_answered_like_what_is_not_there) {
    Json file{{"kind", "boats"}, {"file_name", "a.csv"}, {"bytes", 5}};
    EXPECT_OK(imports().create(somebody(), file));
    auto const import = upload("boats", "name,yard,code\nGull,Beržas,1\n");
    ASSERT_OK(change_role("member", {{"objects", {{"boat", {{"fields", {{"code", "hidden"}}}}}}}}));
    auto const refused = try_start(import, {{"map", map({{"name", "name"}, {"cod", "code"}})}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).code, "not_found");
    EXPECT_EQ(refused.error().message.find("code"), std::string::npos) << refused.error().message;
    EXPECT_EQ(try_start(import, {{"map", map({{"name", "name"}, {"code", "code"}})}}).error().fields.at(0).code,
              "not_found");
    // Who sees only some companies may not find out about others.
    ASSERT_OK(set_rule("member", *company_, "name = \"Oak\""));
    EXPECT_EQ(try_start(import, {{"map", map({{"name", "name"}, {"yard", "yard"}})}}).error().fields.at(0).code,
              "not_permitted");
    auto const preview =
        imports().preview(somebody(), *ImportId::parse(import["id"].get<std::string>()), Json::object());
    ASSERT_OK(preview);
    for (auto const& target : (*preview)["targets"]) EXPECT_NE(target["name"], "yard") << target;
    ASSERT_OK(change_role("member", {{"objects", {{"boat", {{"read", false}}}}}}));
    auto const hidden = imports().create(somebody(), file);
    file["kind"] = "zeppelins";
    auto const absent = imports().create(somebody(), file);
    ASSERT_FALSE(hidden);
    ASSERT_FALSE(absent);
    EXPECT_EQ(hidden.error().message, absent.error().message);
    EXPECT_EQ(hidden.error().fields.at(0).code, absent.error().fields.at(0).code);
    EXPECT_EQ(imports().get(somebody(), *ImportId::parse(import["id"].get<std::string>())).error().code,
              ErrorCode::not_found);
    EXPECT_EQ((*imports().list(somebody(), "", 10))["total"]["count"], 0);
}

TEST_P(RecordImportTest, a_plan_that_cannot_be_is_refused_with_its_place) {
    add_field("boat", R"({"name": "papers", "label": {"en": "Papers"}, "type": "file"})");
    auto const import = upload("boats", "name,code,length,yard\nGull,1,7,Oak\n");
    auto const code_of = [&](Json const& plan) {
        auto const refused = try_start(import, plan);
        EXPECT_FALSE(refused) << plan;
        return refused ? std::string() : refused.error().fields.at(0).field + " " + refused.error().fields.at(0).code;
    };
    EXPECT_EQ(code_of({{"map", map({{"code", "code"}})}}), "map no_name");
    EXPECT_EQ(code_of({{"map", map({{"name", "name"}, {"codes", "code"}})}}), "map not_found");
    EXPECT_EQ(code_of({{"map", map({{"name", "name"}, {"yard.city", "yard"}})}}), "map not_found");
    EXPECT_EQ(code_of({{"map", map({{"name", "name"}, {"code.name", "code"}})}}), "map not_found");
    EXPECT_EQ(code_of({{"map", map({{"name", "name"}, {"papers", "code"}})}}), "map not_permitted")
        << "no cell is a file";
    EXPECT_EQ(code_of({{"key", "wings"}}), "key not_found");
    EXPECT_EQ(code_of({{"key", "length"}}), "key not_sortable");
    EXPECT_EQ(code_of({{"key", "code"}, {"map", map({{"name", "name"}})}}), "key not_mapped");
    EXPECT_EQ(code_of({{"existing", "burn"}}), "existing not_a_choice");
    EXPECT_EQ(code_of({{"key", 7}}), "key wrong_type");
    auto const people = upload("people", "name\nOna\n");
    EXPECT_EQ(try_start(people, {{"key", "name"}}).error().fields.at(0).field, "key");
}

TEST_P(RecordImportTest, every_type_of_field_comes_in) {
    add_user(Uuid::of_name("test", "keeper"), "Jonas Petraitis");
    auto const file =
        "Name,Code,Length,Price,Crew,Afloat,Built,Named on,Sails at,Last seen at,Kind,Gear,Flag,Tongue,Mail,Radio,"
        "Page,Story,Log,Keeper\n"
        "Gull,b-1,\"7,5\",\"49,90 EUR\",3,taip,24.11.2026,1999-05,9:30,24.11.2026 12:00,šliupas,Radar; life raft,"
        "Norvegija,lietuvių,GULL@example.com,+370 600 00001,example.com,\"One\ntwo\",\"{\"\"b\"\": [1.0], \"\"a\"\": "
        "2}\",Jonas Petraitis\n";
    auto const import = take_in("boats", file, {{"decimal_mark", ","}, {"time_zone", "Europe/Vilnius"}});
    ASSERT_EQ(import["rows"], rows(1, 1, 0, 0)) << import << bad(import);
    auto const gull = all("boat")["Gull"];
    Json const expected{{"code", "b-1"},
                        {"length", "7.5"},
                        {"price", {{"minor", 4990}, {"currency", "EUR"}}},
                        {"crew", 3.0},
                        {"is_afloat", true},
                        {"built", "2026-11-24"},
                        {"named_on", "1999-05"},
                        {"sails_at", "09:30"},
                        {"seen_at", "2026-11-24T10:00:00.000Z"},
                        {"kind", "sloop"},
                        {"gear", {"radar", "raft"}},
                        {"flag", "NO"},
                        {"tongue", "lt"},
                        {"mail", "gull@example.com"},
                        {"page", "https://example.com"},
                        {"log", {{"a", 2}, {"b", Json::array({1})}}},
                        {"story", "One\ntwo"}};
    for (auto const& [field, value] : expected.items()) EXPECT_EQ(gull[field], value) << field;
    EXPECT_EQ(gull["keeper"]["name"], "Jonas Petraitis");
    EXPECT_FALSE(gull["radio"].is_null());
}

TEST_P(RecordImportTest, what_does_not_fit_waits_with_its_reason_and_the_nearest_choice) {
    auto const import = take_in("boats",
                                "name,kind,built,gear\nGull,slop,,\nTern,yawl,someday,\nSkua,Иол,,\"radar, rafts\"\n"
                                ",yawl,,\nAuk,Yawl,2026-01-02,radar\n");
    EXPECT_EQ(import["rows"], rows(5, 1, 0, 4));
    EXPECT_EQ(import["misfits"], Json::object());
    auto const reasons = bad(import);
    EXPECT_NE(reasons.find("Did you mean \"\"sloop\"\"?"), std::string::npos) << reasons;
    EXPECT_NE(reasons.find("\"\"someday\"\" does not fit built."), std::string::npos) << reasons;
    EXPECT_NE(reasons.find("Did you mean \"\"raft\"\"?"), std::string::npos) << reasons;
    EXPECT_NE(reasons.find("name is required."), std::string::npos) << reasons;
    EXPECT_EQ(text("SELECT reason FROM import_bad_row WHERE row_number = 1"), "not_a_choice");
    EXPECT_EQ(text("SELECT reason FROM import_bad_row WHERE row_number = 4"), "no_name");
    // Mended, they go in, once.
    auto mended = reasons;
    mended.replace(mended.find("Gull,slop"), 9, "Gull,sloop");
    EXPECT_EQ(take_in("boats", mended)["rows"], rows(4, 1, 0, 3));
    EXPECT_EQ(take_in("boats", mended)["rows"], rows(4, 0, 1, 3));
    EXPECT_EQ(all("boat").size(), 2u);
}

TEST_P(RecordImportTest, a_cell_that_is_no_json_waits_with_the_place_of_its_mistake) {
    auto const import = take_in(
        "boats", "name,log\nGull,\"{\"\"a\"\": 1,}\"\nTern,hello\nSkua,null\nAuk,\"\"\"hello\"\"\"\nEider,-3\n");
    EXPECT_EQ(import["rows"], rows(5, 3, 0, 2)) << import << bad(import);
    auto const reasons = bad(import);
    EXPECT_NE(reasons.find("there is a mistake in line 1, at character 9."), std::string::npos) << reasons;
    EXPECT_EQ(text("SELECT reason FROM import_bad_row WHERE row_number = 2"), "not_json");
    auto const boats = all("boat");
    EXPECT_TRUE(boats["Skua"]["log"].is_null());
    EXPECT_EQ(boats["Auk"]["log"], "hello");
    EXPECT_EQ(boats["Eider"]["log"], -3);
    // Of a person what does not fit is kept beside, as whatever else is known of them.
    add_field("person", R"({"name": "log", "label": {"en": "Log"}, "type": "json"})");
    auto const people = take_in("people", "customer,name,log\n7,Ona,[1]\n8,Jonas,hello\n");
    EXPECT_EQ(people["rows"], rows(2, 2, 0, 0)) << people;
    EXPECT_EQ(people["misfits"], Json({{"log", 1}}));
    EXPECT_EQ(all("person")["Ona"]["log"], Json::array({1}));
    EXPECT_TRUE(all("person")["Jonas"]["log"].is_null());
}

TEST_P(RecordImportTest, relations_are_found_by_name_number_key_or_a_chosen_field) {
    take_in("companies", "companyid,name,domain\n17,\"Beržas, UAB\",berzas.lt\n18,Oak,\n19,Oak,\n");
    take_in("people", "customer,name,email\n7,Ona Kazlaitė,ona@example.com\n8,Jonas Petraitis,\n");
    auto const import = take_in("boats",
                                "name,code,yard,owner,tender to\n"
                                "By name,a,\"BERZAS, uab\",ona@example.com,\n"
                                "By domain,b,Berzas.LT,7,By name\n"
                                "By number,c,17,8,\n"
                                "Twice,d,oak,,\n"
                                "Nobody,e,,rūta@example.com,\n"
                                "Nowhere,f,,,g\n");
    EXPECT_EQ(import["rows"], rows(6, 3, 0, 3)) << bad(import);
    auto const boats = all("boat");
    for (auto const* name : {"By name", "By domain", "By number"})
        EXPECT_EQ(boats[name]["yard"]["name"], "Beržas, UAB") << name;
    EXPECT_EQ(boats["By name"]["owner"]["name"], "Ona Kazlaitė");
    EXPECT_EQ(boats["By domain"]["owner"]["id"], boats["By name"]["owner"]["id"]);
    EXPECT_EQ(boats["By number"]["owner"]["name"], "Jonas Petraitis");
    EXPECT_EQ(boats["By domain"]["tender_to"]["name"], "By name") << "a row before it in the file";
    EXPECT_EQ(text("SELECT reason FROM import_bad_row WHERE row_number = 4"), "ambiguous");
    EXPECT_EQ(text("SELECT reason FROM import_bad_row WHERE row_number = 5"), "not_found");

    auto const chosen = take_in("boats", "name,boss,yard no,mother\nDinghy,8,18,b\nLost,8,18,B\n",
                                {{"map", map({{"name", "name"},
                                              {"owner.customer", "boss"},
                                              {"yard.group_id", "yard no"},
                                              {"tender_to.code", "mother"}})}});
    EXPECT_EQ(chosen["rows"], rows(2, 1, 0, 1)) << "numbers of another system may differ in case alone";
    EXPECT_EQ(all("boat")["Dinghy"]["yard"]["name"], "Oak");
    EXPECT_EQ(all("boat")["Dinghy"]["tender_to"]["name"], "By domain");
}

TEST_P(RecordImportTest, people_point_to_households_and_to_what_was_defined) {
    add_field("household", R"({"name": "code", "label": {"en": "Code"}, "type": "text", "is_sortable": true})");
    add_field("person", R"({"name": "boat", "label": {"en": "Boat"}, "type": "relation", "object": "boat"})");
    EXPECT_EQ(take_in("household", "name,street,code\nKazlai,Liepų 1,h1\nKazlai,Liepų 2,h2\n")["rows"],
              rows(2, 2, 0, 0));
    take_in("boats", "name\nGull\n");
    auto const import = take_in("people", "email,home,ship\nona@example.com,h2,gull\nruta@example.com,h3,\n",
                                {{"map", map({{"email", "email"}, {"household.code", "home"}, {"boat", "ship"}})}});
    EXPECT_EQ(import["rows"], rows(2, 1, 0, 1)) << bad(import);
    EXPECT_EQ(number("SELECT COUNT(*) FROM person p JOIN household h ON h.id = p.household WHERE h.street = 'Liepų 2'"),
              1);
    EXPECT_EQ(number("SELECT COUNT(*) FROM person"), 1);
}

TEST_P(RecordImportTest, a_chosen_field_finds_what_is_there_and_fills_or_replaces_it) {
    auto const first = take_in("boats", "code,name,crew,story\n1,Gull,3,\n2,Tern,4,old\n2,Second tern,,\n");
    EXPECT_EQ(first["rows"], rows(3, 3, 0, 0));
    Json plan{{"key", "code"}};
    auto const fill = take_in("boats", "code,name,crew,story\n1,Seagull,5,kept\n3,Skua,,\n2,Any,,\n,Unkeyed,,\n", plan);
    EXPECT_EQ(fill["rows"], rows(4, 3, 0, 1)) << bad(fill);
    EXPECT_EQ(text("SELECT reason FROM import_bad_row"), "ambiguous");
    EXPECT_EQ(all("boat")["Gull"]["crew"], 3.0) << "what is there stays";
    EXPECT_EQ(all("boat")["Gull"]["story"], "kept");
    EXPECT_TRUE(all("boat").contains("Skua"));
    plan["existing"] = "replace";
    auto const replace = take_in("boats", "code,name,crew,story\n1,Seagull,5,\n3,Skua,,\n", plan);
    EXPECT_EQ(replace["rows"], rows(2, 1, 1, 0)) << "what changes nothing was in already";
    auto const gull = all("boat")["Seagull"];
    EXPECT_EQ(gull["crew"], 5.0);
    EXPECT_EQ(gull["story"], "kept") << "an empty cell says nothing";
    revert_import(replace);
    EXPECT_EQ(all("boat")["Gull"]["crew"], 3.0);
    revert_import(fill);
    EXPECT_TRUE(all("boat")["Gull"]["story"].is_null());
    EXPECT_FALSE(all("boat").contains("Skua"));
    // Only what is new needs a name.
    auto const nameless = take_in("boats", "code,crew\n1,9\n77,1\n", {{"key", "code"}, {"existing", "replace"}});
    EXPECT_EQ(nameless["rows"], rows(2, 1, 0, 1));
    EXPECT_EQ(all("boat")["Gull"]["crew"], 9.0);
}

TEST_P(RecordImportTest, the_same_file_adds_nothing_and_two_equal_rows_are_two) {
    std::string const file = "name,crew\nGull,1\nGull,1\n";
    EXPECT_EQ(take_in("boats", file)["rows"], rows(2, 2, 0, 0));
    EXPECT_EQ(take_in("boats", file)["rows"], rows(2, 0, 2, 0));
    EXPECT_EQ(number("SELECT COUNT(*) FROM " + records_->schema()->find("boat")->table), 2);
    EXPECT_EQ(take_in("households", file)["rows"], rows(2, 2, 0, 0)) << "another object is another matter";
}

TEST_P(RecordImportTest, what_an_object_requires_is_asked_of_the_file) {
    add_field("boat", R"({"name": "port", "label": {"en": "Port"}, "type": "text", "is_required": true})");
    auto const import = upload("boats", "name,harbour\nGull,Nida\nTern,\n");
    auto const refused = try_start(import, Json::object());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).field, "map.port");
    EXPECT_EQ(refused.error().fields.at(0).code, "required");
    ASSERT_OK(try_start(import, {{"map", map({{"name", "name"}, {"port", "harbour"}})}}));
    EXPECT_EQ(finished(import)["rows"], rows(2, 1, 0, 1));
    EXPECT_EQ(text("SELECT reason FROM import_bad_row"), "required");
}

TEST_P(RecordImportTest, a_company_number_belongs_to_one_company) {
    Json const plan{{"map", map({{"group_id", "no"}, {"name", "name"}, {"domain", "domain"}})}, {"key", "domain"}};
    EXPECT_EQ(take_in("companies", "no,name,domain\n1,Oak,oak.lt\n2,Ash,ash.lt\n", plan)["rows"], rows(2, 2, 0, 0));
    auto const again = take_in("companies", "no,name,domain\n1,Elm,elm.lt\n3,Ash,ASH.lt\n", plan);
    EXPECT_EQ(again["rows"], rows(2, 0, 1, 1)) << bad(again);
    EXPECT_EQ(text("SELECT reason FROM import_bad_row"), "taken");
    // A company that was taken back leaves its number to another.
    auto const taken_back = take_in("companies", "companyid,name\n9,Yew\n", {{"key", "group_id"}});
    revert_import(taken_back);
    EXPECT_EQ(take_in("companies", "companyid,name\n9,Fir\n", {{"key", "group_id"}})["rows"]["stored"], 1);
    EXPECT_EQ(take_in("companies", "companyid,name\n9,Fir tree\n", {{"key", "group_id"}})["rows"], rows(1, 0, 1, 0));
}

TEST_P(RecordImportTest, of_who_was_erased_no_link_and_no_bad_row_remains) {
    auto& tombstones = people_->tombstones();
    tombstones.use_secret(secrets::hash("a secret beside the database"));
    ASSERT_OK(database_->write([&](store::Transaction& tx) {
        people::Key const keys[] = {*people::normalised(people::KeyKind::email, "ona@shop.lt")};
        return tombstones.add(tx, keys);
    }));
    auto const import = take_in("boats", "name,owner\nGull,Ona@Shop.lt\n");
    EXPECT_EQ(import["rows"], rows(1, 0, 0, 1));
    EXPECT_EQ(number("SELECT COUNT(*) FROM import_bad_row WHERE reason = 'erased' AND cells = '[]'"), 1);
    EXPECT_EQ(bad(import).find("shop.lt"), std::string::npos);
}

TEST_P(RecordImportTest, the_first_rows_show_what_they_will_point_to) {
    take_in("boats", "name\nGull\n");
    auto const import = upload("boats", "name,tender to,kind\nTern,gull,\nSkua,gulls,\nAuk,,yawls\n");
    auto const preview =
        imports().preview(somebody(), *ImportId::parse(import["id"].get<std::string>()), Json::object());
    ASSERT_OK(preview);
    auto const& shown = (*preview)["rows"];
    ASSERT_EQ(shown.size(), 3u) << *preview;
    EXPECT_EQ(shown[0]["fields"], Json({{"name", "Tern"}, {"tender_to", "gull"}}));
    EXPECT_EQ(shown[1]["problem"]["code"], "not_found");
    EXPECT_EQ(shown[1]["problem"]["field"], "tender_to");
    EXPECT_EQ(shown[2]["problem"]["nearest"], "yawl");
    EXPECT_EQ(number("SELECT COUNT(*) FROM " + records_->schema()->find("boat")->table), 1);
}

TEST_P(RecordImportTest, an_open_field_gets_the_choices_that_rows_which_go_in_say_and_keeps_them) {
    add_field("boat", R"({"name": "marks", "label": {"en": "Marks"}, "type": "multi_choice", "is_open": true,
        "choices": [{"value": "fast", "label": {"en": "Fast", "lt": "Greitas"}}]})");
    add_field("boat", R"({"name": "berth", "label": {"en": "Berth"}, "type": "choice", "is_open": true})");
    auto const import = take_in("boats",
                                "name,marks,berth,gear\nGull,\"greitas, Old ; óld\",A,radar\nTern,Wooden,a,\n"
                                "Skua,Slow,,anchor\nAuk,,,\n");
    EXPECT_EQ(import["rows"], rows(4, 3, 0, 1)) << bad(import);
    EXPECT_EQ(import["choices_made"], 3) << "old, wooden, a: what is refused for another cell makes none";
    auto const boats = all("boat");
    EXPECT_EQ(boats["Gull"]["marks"], Json({"fast", "old"}));
    EXPECT_EQ(boats["Tern"]["marks"], Json({"wooden"}));
    EXPECT_EQ(boats["Gull"]["berth"], boats["Tern"]["berth"]);
    EXPECT_EQ(text("SELECT reason FROM import_bad_row"), "not_a_choice") << "a closed field refuses as ever";
    revert_import(import);
    EXPECT_TRUE(schema::find_choice(*records_->schema()->find("boat")->find("marks"), "wooden"));
    EXPECT_TRUE(all("boat").empty());
}

TEST_P(RecordImportTest, rows_that_are_in_already_make_no_choices) {
    auto const* file = "name,tags\nBeržas,\"Fair, Old\"\n";
    EXPECT_EQ(take_in("companies", file)["choices_made"], 2);
    ASSERT_OK(definitions_->change_field(schema::Author::begin(Actor::system("test")), "company", "tags",
                                         {{"remove_choices", {"fair"}}}));
    auto const again = take_in("companies", file);
    EXPECT_EQ(again["rows"], rows(1, 0, 1, 0)) << bad(again);
    EXPECT_EQ(again["choices_made"], 0);
    EXPECT_FALSE(schema::find_choice(*records_->schema()->find("company")->find("tags"), "fair"));
}

TEST_P(RecordImportTest, people_get_tags_and_what_finds_no_room_is_kept_beside_them) {
    std::vector<schema::Label> labels;
    for (std::size_t i = 1; i < limits::choices_max; ++i) labels.push_back({{"en", fmt::format("Tag {}", i)}});
    ASSERT_OK(definitions_->add_choices(schema::Author::begin(Actor::system("test")), "person", "tags", labels));
    auto const import = take_in("people",
                                "email,first name,tags\nona@example.com,Ona,tag 7; Fair\n"
                                "jonas@example.com,Jonas,\"Fair, Newcomer\"\n",
                                {{"map", map({{"email", "email"}, {"given_name", "first name"}, {"tags", "tags"}})}});
    EXPECT_EQ(import["rows"], rows(2, 2, 0, 0)) << bad(import);
    EXPECT_EQ(import["choices_made"], 1);
    EXPECT_EQ(import["misfits"], Json({{"tags", 1}}));
    auto const people = all("person");
    EXPECT_EQ(people["Ona"]["tags"], Json({"tag_7", "fair"})) << people;
    EXPECT_EQ(people["Jonas"]["tags"], Json());
    EXPECT_EQ(records_->schema()->find("person")->find("tags")->choices.size(), limits::choices_max);
}

TEST_P(RecordImportTest, the_first_rows_show_choices_that_will_be_made_without_making_them) {
    auto const import = upload("companies", "name,tags\nBeržas,\"Fair, Old\"\n");
    auto const preview =
        imports().preview(somebody(), *ImportId::parse(import["id"].get<std::string>()), Json::object());
    ASSERT_OK(preview);
    EXPECT_EQ((*preview)["rows"][0]["fields"]["tags"], Json({"Fair", "Old"})) << *preview;
    EXPECT_TRUE(records_->schema()->find("company")->find("tags")->choices.empty());
}

ON_BOTH_DATABASES(RecordImportTest);

}  // namespace
}  // namespace kith::connect
