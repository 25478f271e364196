// Files out and in again, by a whole Kith: what is exported imports as it was, whoever may not leave does not, and what
// left is on record however it ended.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "connect/limits.hpp"
#include "tests/api/workspace.hpp"
#include "tests/support/skip.hpp"

namespace kith::api_tests {
namespace {

using http::Method;
using testing::HasSubstr;
using testing::Not;

class ExportsTest : public testing::TestWithParam<Kind> {
protected:
    void SetUp() override {
        std::string why_not;
        if (!TestWorkspace::is_available(GetParam(), why_not)) SKIP_BUT_FAIL_IN_CI(why_not);
        workspace_ = std::make_unique<TestWorkspace>(GetParam());
        workspace_->set_up();
    }

    static Json ask(TestWorkspace& workspace, Method method, std::string const& target, Json const& body = nullptr,
                    std::string const& actor = "administrator") {
        auto const response = workspace.answer(method, target, actor, body);
        EXPECT_LT(response.status, 300) << target << " " << response.body;
        return response.body.empty() ? Json() : parse_json(response.body).value_or(Json());
    }
    Json ask(Method method, std::string const& target, Json const& body = nullptr) {
        return ask(*workspace_, method, target, body);
    }
    struct Outcome {
        std::string file;
        Json record;
    };
    static Outcome take_out(TestWorkspace& workspace, Json const& body, std::string const& actor = "administrator") {
        auto const id = ask(workspace, Method::post, "/api/v1/exports", body, actor)["id"].get<std::string>();
        auto const file = workspace.answer(Method::get, "/api/v1/exports/" + id + "/file", actor);
        EXPECT_EQ(file.status, 200) << file.body;
        return {file.body, ask(workspace, Method::get, "/api/v1/exports/" + id, nullptr, actor)};
    }
    Outcome take_out(Json const& body) { return take_out(*workspace_, body); }

    static void take_in(TestWorkspace& workspace, std::string const& kind, std::string const& file) {
        auto const made = ask(workspace, Method::post, "/api/v1/imports",
                              {{"kind", kind}, {"file_name", "export.csv"}, {"bytes", file.size()}});
        auto const path = "/api/v1/imports/" + made["id"].get<std::string>();
        auto part = request_of(Method::put, path + "/parts/0");
        part.body = file;
        ASSERT_EQ(workspace.answer(std::move(part), "administrator").status, 200);
        ask(workspace, Method::post, path + "/start", Json::object());
        workspace.kith().start_jobs();
        Json import;
        for (int i = 0; i < 500; ++i) {
            import = ask(workspace, Method::get, path);
            if (import["state"] != "running") break;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        EXPECT_EQ(import["state"], "done") << import.dump();
        EXPECT_EQ(import["rows"]["bad"], 0) << import.dump();
        EXPECT_EQ(import["misfits"].size(), 0u) << import.dump();
    }
    /// Fields of every type that a person may have.
    static void add_fields(TestWorkspace& workspace, std::string const& object) {
        for (auto const* type : {"text", "long_text", "number", "boolean", "date", "partial_date", "instant", "url"})
            ask(workspace, Method::post, "/api/v1/objects/" + object + "/fields",
                {{"label", {{"en", std::string("My ") + type}}}, {"type", type}});
        for (Json const& field :
             {Json{{"label", {{"en", "My decimal"}}}, {"type", "decimal"}, {"scale", 3}},
              Json{{"label", {{"en", "My money"}}}, {"type", "money"}},
              Json{{"label", {{"en", "My time"}}}, {"type", "time"}},
              Json{{"label", {{"en", "My json"}}}, {"type", "json"}},
              Json{{"label", {{"en", "My choices"}}},
                   {"type", "multi_choice"},
                   {"choices", {{{"label", {{"en", "Red"}}}}, {{"label", {{"en", "Deep blue"}}}}}}}})
            ask(workspace, Method::post, "/api/v1/objects/" + object + "/fields", field);
    }
    static Json typed(int i) {
        static Json const texts{"=1+1",     "'tis so", "a,b \"c\"; d", "-", "+", "@x", "'=x", "two\nlines\r\nthree",
                                "Žąsis ёж", "1.125",   "0012"};
        static Json const numbers{0.1, -3, 1.125, 1234567.891, 1e21, 0.001, 12};
        static Json const of_json{parse_json(R"({"name": "=1+1", "minor": 1, "currency": "EUR"})").value(),
                                  {"a", "b, c", 1.125, nullptr},
                                  "'=text",
                                  -3,
                                  true,
                                  parse_json("{}").value()};
        auto const& text = texts[static_cast<std::size_t>(i) % texts.size()];
        return {{"my_text", text},
                {"my_long_text", text.get<std::string>() + "\n\n" + text.get<std::string>()},
                {"my_number", numbers[static_cast<std::size_t>(i) % numbers.size()]},
                {"my_boolean", i % 2 == 0},
                {"my_date", i % 2 == 0 ? "2024-02-29" : "0999-12-31"},
                {"my_partial_date", i % 3 == 0   ? "1980"
                                    : i % 3 == 1 ? "1980-05"
                                                 : "1980-05-07"},
                {"my_instant", "2026-03-29T01:30:00.123Z"},
                {"my_decimal", i % 2 == 0 ? "1.125" : "-1234.000"},
                {"my_money", i % 2 == 0 ? "49.90 EUR" : "-1.125 KWD"},
                {"my_time", "09:05"},
                {"my_json", of_json[static_cast<std::size_t>(i) % of_json.size()]},
                {"my_choices", i % 2 == 0 ? Json{"red", "deep_blue"} : Json{"red"}},
                {"my_url", "https://example.com/?a=1,2"}};
    }
    /// Rows without what a workspace gives by itself.
    static std::multiset<std::string> told(std::string const& jsonl, std::initializer_list<char const*> own) {
        std::multiset<std::string> rows;
        std::istringstream lines(jsonl);
        for (std::string line; std::getline(lines, line);) {
            auto row = Json::parse(line);
            for (auto const* name : {"id", "version", "created_at", "updated_at", "first_seen_at", "last_seen_at"})
                row.erase(name);
            for (auto const* name : own)
                if (row.contains(name) && row[name].is_object()) row[name] = row[name]["name"];
            rows.insert(row.dump());
        }
        return rows;
    }

    std::unique_ptr<TestWorkspace> workspace_;
};

TEST_P(ExportsTest, APersonsFileImportsAsItWasIntoAnotherWorkspaceAndAddsNothingToItsOwn) {
    add_fields(*workspace_, "person");
    auto const company = ask(Method::post, "/api/v1/companies", {{"name", "=Beržas, UAB"}});
    for (int i = 0; i < 12; ++i) {
        auto person = typed(i);
        person["given_name"] = i % 2 == 0 ? "Ona" : "Анна-Мария";
        person["family_name"] = "Kazlaitė " + std::to_string(i);
        person["email"] = "ona" + std::to_string(i) + "@example.com";
        person["phone"] = "+3706123456" + std::to_string(i % 10);
        person["birth_date"] = "1980-05";
        person["sex"] = "female";
        person["language"] = "lt";
        person["country"] = "LT";
        person["stage"] = "customer";
        person["notes"] = "=SUM(A1)\n-- \"quoted\"";
        person["company"] = company["id"];
        ask(Method::post, "/api/v1/people", person);
    }
    auto const csv = take_out({{"object", "people"}}).file;
    auto const before = told(take_out({{"object", "people"}, {"format", "jsonl"}}).file, {"company"});
    ASSERT_EQ(before.size(), 12u);

    TestWorkspace other(GetParam());
    other.set_up();
    add_fields(other, "person");
    take_in(other, "people", csv);
    auto const after = told(take_out(other, {{"object", "people"}, {"format", "jsonl"}}).file, {"company"});
    EXPECT_EQ(after, before);
    take_in(*workspace_, "people", csv);
    EXPECT_EQ(told(take_out({{"object", "people"}, {"format", "jsonl"}}).file, {"company"}), before);
}

TEST_P(ExportsTest, CustomerNumbersAndCardsComeWithTheirPeople) {
    auto const source = ask(Method::post, "/api/v1/sources", {{"name", "Shop"}, {"kind", "web"}});
    Json const call{{"type", "identify"}, {"userId", "0042"}, {"messageId", "m1"}, {"traits", {{"firstName", "Ona"}}}};
    Json const group{{"type", "group"},
                     {"userId", "0042"},
                     {"groupId", "300-7"},
                     {"messageId", "m2"},
                     {"traits", {{"name", "Beržas"}}}};
    auto const sent =
        workspace_->answer(Method::post, "/v1/batch", "nobody",
                           {{"writeKey", source["key"]["secret"]}, {"batch", Json::array({call, group})}});
    ASSERT_EQ(sent.status, 200) << sent.body;
    EXPECT_THAT(take_out({{"object", "people"}}).file, HasSubstr(",0042,"));
    EXPECT_THAT(take_out({{"object", "people"}, {"fields", {"customer"}}}).file, HasSubstr("customer\n0042\n"));
    EXPECT_THAT(take_out({{"object", "people"}, {"format", "jsonl"}}).file, HasSubstr(R"("kind":"user_id")"));
    auto const companies = take_out({{"object", "companies"}}).file;
    EXPECT_THAT(companies, HasSubstr(",300-7,"));
    TestWorkspace other(GetParam());
    other.set_up();
    take_in(other, "companies", companies);
    EXPECT_EQ(told(take_out(other, {{"object", "companies"}, {"format", "jsonl"}}).file, {}),
              told(take_out({{"object", "companies"}, {"format", "jsonl"}}).file, {}));
}

TEST_P(ExportsTest, PagesJoinWithoutGapsAndEachPieceIsCountedBeforeItLeaves) {
    auto const before = static_cast<int>(limits::export_page_rows);
    auto const rows = before * 2 + 1;  // the last page has one row
    auto& records = workspace_->kith().records();
    auto const company = records.schema()->find("company");
    std::vector<records::NewRecord> made;
    for (int i = 0; i < rows; ++i)
        made.push_back(
            {RecordId::make(), {{"name", "Company " + std::to_string(i)}, {"notes", std::string(900, 'x')}}});
    auto const done = workspace_->kith().database().write([&](store::Transaction& tx) {
        return records.insert_many(tx, records::Write::begin("demo", Actor::system("test")), *company, made);
    });
    ASSERT_TRUE(done) << done.error().message << done.error().cause;

    auto const id = ask(Method::post, "/api/v1/exports", {{"object", "companies"}, {"format", "jsonl"}})["id"];
    auto const path = "/api/v1/exports/" + id.get<std::string>();
    auto actor = *workspace_->kith().authenticator()([&] {
        http::Request request;
        request.headers.add("Authorization", "Bearer " + workspace_->token("administrator"));
        return request;
    }());
    auto own = ask(*workspace_, Method::post, "/api/v1/exports", {{"object", "companies"}, {"format", "jsonl"}},
                   "bearer " + workspace_->token("administrator"));
    auto file =
        workspace_->kith().connect().exports().file(actor, *connect::ExportId::parse(own["id"].get<std::string>()));
    ASSERT_TRUE(file) << file.error().message;
    auto const first = file->source->next();
    ASSERT_TRUE(first);
    EXPECT_GE(first->size(), limits::export_piece_bytes);
    EXPECT_LT(first->size(), limits::export_piece_bytes * 3);
    auto const shown = ask(Method::get, "/api/v1/exports/" + own["id"].get<std::string>());
    EXPECT_EQ(shown["state"], "running");
    EXPECT_EQ(shown["rows"]["written"], std::count(first->begin(), first->end(), '\n'));
    file->source.reset();  // whoever took it is gone
    EXPECT_EQ(ask(Method::get, "/api/v1/exports/" + own["id"].get<std::string>())["state"], "running");

    // Asking what it would be takes nothing.
    EXPECT_EQ(workspace_->answer(Method::head, path + "/file", "administrator").status, 200);
    auto const all = workspace_->answer(Method::get, path + "/file", "administrator").body;
    std::set<std::string> names;
    std::istringstream lines(all);
    for (std::string line; std::getline(lines, line);) names.insert(Json::parse(line)["name"].get<std::string>());
    EXPECT_EQ(names.size(), static_cast<std::size_t>(rows));
    EXPECT_EQ(ask(Method::get, path)["rows"]["written"], rows);
}

TEST_P(ExportsTest, ConsentIsAskedOfTheWholePersonAndOfEachWayToReachThem) {
    auto const person = [&](std::string const& name, std::string const& phone) {
        auto const made = ask(Method::post, "/api/v1/people",
                              {{"given_name", name}, {"email", name + "@example.com"}, {"phone", phone}});
        return made["id"].get<std::string>();
    };
    auto const say = [&](std::string const& id, std::string const& state, Json more = Json::object()) {
        more.update({{"purpose", "email_marketing"}, {"state", state}, {"how", "counter"}});
        ask(Method::post, "/api/v1/people/" + id + "/consents", more);
    };
    auto const whole = person("whole", "+37061234501");
    say(whole, "granted");
    auto const one_address = person("address", "+37061234502");
    say(one_address, "granted", {{"contact_point", "address@example.com"}});
    auto const not_this_phone = person("nophone", "+37061234503");
    say(not_this_phone, "granted");
    say(not_this_phone, "withdrawn", {{"contact_point", "+37061234503"}});
    auto const over = person("over", "+37061234504");
    say(over, "granted", {{"expires_at", "2020-01-01T00:00:00Z"}});
    auto const objector = person("objector", "+37061234505");
    say(objector, "objected");
    // Joined to one who withdrew: the withdrawal wins.
    auto const joined = person("joined", "+37061234506"), other = person("other", "+37061234507");
    say(joined, "granted");
    say(other, "withdrawn");
    ask(Method::post, "/api/v1/people/" + joined + "/join", {{"other", other}});

    auto const out =
        take_out({{"object", "people"}, {"purpose", "email_marketing"}, {"fields", {"given_name", "email", "phone"}}});
    EXPECT_THAT(out.file, HasSubstr("whole,whole@example.com,+37061234501\n"));
    EXPECT_THAT(out.file, HasSubstr("address,address@example.com,\n"));
    EXPECT_THAT(out.file, HasSubstr("nophone,nophone@example.com,\n"));
    EXPECT_EQ(out.record["rows"]["written"], 3) << out.file;
    EXPECT_EQ(out.record["contacts_withheld"], 2);
    EXPECT_EQ(out.record["left_out"], (Json{{"expired", 1}, {"objected", 1}, {"withdrawn", 1}})) << out.file;
}

TEST_P(ExportsTest, RecordsAboutSomebodyWhoMayNotLeaveDoNotLeaveEither) {
    ask(Method::post, "/api/v1/objects",
        {{"label", {{"en", "Car"}}},
         {"label_plural", {{"en", "Cars"}}},
         {"fields", {{{"label", {{"en", "Owner"}}}, {"type", "relation"}, {"object", "person"}}}}});
    auto const ona = ask(Method::post, "/api/v1/people", {{"given_name", "Ona"}})["id"];
    ask(Method::post, "/api/v1/cars", {{"name", "hers"}, {"owner", ona}});
    ask(Method::post, "/api/v1/cars", {{"name", "nobody's"}});
    EXPECT_EQ(take_out({{"object", "cars"}}).record["rows"]["written"], 2);
    auto const out = take_out({{"object", "cars"}, {"purpose", "partner_sharing"}});
    EXPECT_THAT(out.file, Not(HasSubstr("hers")));
    EXPECT_EQ(out.record["left_out"], (Json{{"not_asked", 1}}));
}

TEST_P(ExportsTest, EventsLeaveWithTheirPeopleInReadsOfBoundedSize) {
    auto const ona = ask(Method::post, "/api/v1/people", {{"given_name", "Ona"}})["id"].get<std::string>();
    auto const jonas = ask(Method::post, "/api/v1/people", {{"given_name", "Jonas"}})["id"].get<std::string>();
    auto const many = static_cast<int>(limits::export_page_rows) + 20;
    auto const id = *PersonId::parse(ona);
    auto const appended = workspace_->kith().database().write([&](store::Transaction& tx) -> Result<void> {
        std::vector<events::NewEvent> list;
        for (int i = 0; i < many; ++i) {
            events::NewEvent event;
            event.person = id;
            event.type = i % 2 == 0 ? "Call" : "Visit";
            event.occurred_at = event.received_at = Instant{1'700'000'000'000 + i};
            event.revenue = Money{1250, *Currency::parse("EUR")};
            event.properties = R"({"note":"=1"})";
            list.push_back(std::move(event));
        }
        return events::append(tx, list);
    });
    ASSERT_TRUE(appended) << appended.error().cause;
    ask(Method::post, "/api/v1/people/" + jonas + "/events", {{"type", "Call"}});

    auto const all = take_out({{"object", "events"}, {"format", "jsonl"}});
    EXPECT_EQ(std::count(all.file.begin(), all.file.end(), '\n'), many + 1);
    EXPECT_EQ(all.record["rows"]["written"], many + 1);
    EXPECT_EQ(all.record["rows"]["done"], 2) << "people";
    auto const some = take_out({{"object", "events"},
                                {"filter", "given_name = \"Ona\""},
                                {"type", "Visit"},
                                {"from", Instant{1'700'000'000'001}.text()},
                                {"to", Instant{1'700'000'000'005}.text()}});
    EXPECT_EQ(some.record["rows"]["written"], 2) << some.file;
    EXPECT_THAT(some.file, HasSubstr(",12.50,EUR,"));
    EXPECT_THAT(some.file, HasSubstr(R"("{""note"":""=1""}")"));
    EXPECT_EQ(take_out({{"object", "events"}, {"purpose", "partner_sharing"}}).record["left_out"],
              (Json{{"not_asked", 2}}));
}

INSTANTIATE_TEST_SUITE_P(Databases, ExportsTest, testing::Values(Kind::sqlite, Kind::postgres),
                         [](auto const& kind) { return std::string(api_tests::name_of(kind.param)); });

}  // namespace
}  // namespace kith::api_tests
