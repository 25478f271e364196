// A data set of Salesforce's Nonprofit Success Pack, converted and taken in whole: every row and every relation is
// counted. Skipped by name where it is absent; `KITH_REAL_DATA` names its folder.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/api/workspace.hpp"
#include "tests/support/checkout.hpp"
#include "tools/from_npsp/from_npsp.hpp"

namespace kith::api_tests {
namespace {

using http::Method;

class NpspTest : public testing::Test {
protected:
    void SetUp() override { workspace_.set_up(); }

    Json ask(Method method, std::string const& target, Json const& body = nullptr) {
        auto const response = workspace_.answer(method, target, "administrator", body);
        EXPECT_LT(response.status, 300) << target << " " << response.body;
        return response.body.empty() ? Json() : parse_json(response.body).value_or(Json());
    }
    Json take_in(tools::ConvertedFile const& file) {
        auto const made = ask(Method::post, "/api/v1/imports",
                              {{"kind", file.object}, {"file_name", file.object + ".csv"}, {"bytes", file.csv.size()}});
        auto const path = "/api/v1/imports/" + made["id"].get<std::string>();
        auto part = request_of(Method::put, path + "/parts/0");
        part.body = file.csv;
        EXPECT_EQ(workspace_.answer(std::move(part), "administrator").status, 200);
        Json plan{{"currency", "USD"}, {"map", Json::array()}};
        for (std::size_t i = 0; i < file.targets.size(); ++i)
            plan["map"].push_back({{"target", file.targets[i]}, {"column", "#" + std::to_string(i + 1)}});
        if (!file.key().empty()) plan["key"] = file.key();
        ask(Method::post, path + "/start", {{"plan", plan}});
        Json import;
        for (int i = 0; i < 6000; ++i) {
            import = ask(Method::get, path);
            if (import["state"] != "running") break;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        EXPECT_EQ(import["state"], "done") << import.dump();
        if (import["rows"]["bad"] != 0)
            ADD_FAILURE() << workspace_.answer(Method::get, path + "/bad-rows", "administrator").body.substr(0, 2000);
        return import;
    }
    std::int64_t count(std::string const& plural, std::string const& filter) {
        auto const answer = ask(
            Method::get, "/api/v1/" + plural + "?limit=1&total=exact" + (filter.empty() ? "" : "&filter=" + filter));
        return answer["total"]["count"].get<std::int64_t>();
    }
    /// Rows of the file whose column says something.
    static std::int64_t said(tools::ConvertedFile const& file, std::size_t column) {
        std::int64_t said = 0;
        std::vector<std::string> cells(1);
        bool is_quoted = false, is_header = true;
        for (char const c : file.csv) {
            if (c == '"') {
                is_quoted = !is_quoted;
            } else if (c == ',' && !is_quoted) {
                cells.emplace_back();
            } else if (c == '\n' && !is_quoted) {
                if (!is_header && !cells[column].empty()) ++said;
                is_header = false;
                cells.assign(1, {});
            } else {
                cells.back() += c;
            }
        }
        return said;
    }

    TestWorkspace workspace_{Kind::sqlite};
};

TEST_F(NpspTest, what_is_no_data_set_is_refused) {
    EXPECT_FALSE(tools::from_npsp("SELECT"));
    EXPECT_FALSE(tools::from_npsp("CREATE TABLE \"Account\" (id INTEGER);"));
}

TEST_F(NpspTest, a_small_data_set_becomes_objects_and_tells_what_it_leaves) {
    auto const converted = tools::from_npsp(R"(
CREATE TABLE "Account_rt_mapping" (record_type_id, developer_name);
INSERT INTO "Account_rt_mapping" VALUES ('h', 'HH_Account'), ('o', 'Organization');
CREATE TABLE "Account" (id INTEGER, "Name", "BillingCountry", "BillingStreet", "BillingState", "BillingCity",
    "BillingPostalCode", "Fax", "RecordTypeId");
INSERT INTO "Account" VALUES (1, 'Shaw, "Household"', 'Norway', '', '', '', '', '', 'h'),
    (2, 'Oak', 'Atlantis', '', '', '', '', '12', 'o');
CREATE TABLE "Contact" (id INTEGER, "Salutation", "FirstName", "LastName", "Email", "Phone", "Title", account_id,
    primary_affiliation__c);
INSERT INTO "Contact" VALUES (1, 'Dr', 'Amy', 'Diaz', 'amy@example.com', '', 'Nurse', '1', '2'),
    (2, '', 'Ian', 'Berg', '', '', '', '2', '');
CREATE TABLE "Opportunity" (id INTEGER, name, amount, stage_name, close_date, dont_create_payments, account_id,
    primary_contact__c, npe03__recurring_donation__c, campaign_id);
INSERT INTO "Opportunity" VALUES (7, 'A gift', '42.5', 'Pledged', '2017-09-09', 'false', '1', '1', '', '');
CREATE TABLE "OpportunityContactRole" (id INTEGER, "Role", "IsPrimary", contact_id, opportunity_id);
INSERT INTO "OpportunityContactRole" VALUES (9, 'Donor', 'true', '2', '7');
)");
    ASSERT_TRUE(converted) << converted.error().message;
    EXPECT_EQ(converted->not_taken,
              (std::vector<std::string>{"Account: 1 countries that have no code", "Account.Fax: 1 values"}));
    ask(Method::post, "/api/v1/set-up/take-over", converted->set_up);
    workspace_.kith().start_jobs();
    for (auto const& file : converted->files) EXPECT_EQ(take_in(file)["rows"]["stored"], file.rows) << file.object;
    EXPECT_EQ(count("people", "household%20is%20present"), 1);
    EXPECT_EQ(count("people", "company%20is%20present"), 2);
    EXPECT_EQ(count("opportunity_roles", "person.family_name%20=%20%22Berg%22"), 1);
    auto const gift = ask(Method::get, "/api/v1/opportunities")["data"][0];
    EXPECT_EQ(gift["amount"], Json({{"minor", 4250}, {"currency", "USD"}}));
    EXPECT_EQ(gift["household"]["name"], "Shaw, \"Household\"");
    EXPECT_EQ(gift["person"]["name"], "Amy Diaz");
    EXPECT_EQ(gift["stage"], "Pledged");
    // The same again changes nothing.
    for (auto const& file : converted->files) {
        if (file.key().empty()) continue;
        EXPECT_EQ(take_in(file)["rows"]["duplicates"], file.rows) << file.object;
    }
}

TEST_F(NpspTest, everything_comes_in_with_every_relation) {
    char const* folder = std::getenv("KITH_REAL_DATA");
    std::ifstream file(std::string(folder ? folder : support::in_source("/../shared/data")) + "/import/npsp_1k.sql",
                       std::ios::binary);
    std::ostringstream sql;
    if (!file || !(sql << file.rdbuf())) GTEST_SKIP() << "import/npsp_1k.sql is not here";
    auto const converted = tools::from_npsp(sql.str());
    ASSERT_TRUE(converted) << converted.error().message;
    ask(Method::post, "/api/v1/set-up/take-over", converted->set_up);
    workspace_.kith().start_jobs();
    std::map<std::string, std::int64_t> rows;
    std::int64_t relations = 0;
    for (auto const& each : converted->files) {
        auto const import = take_in(each);
        EXPECT_EQ(import["rows"]["stored"], each.rows) << each.object << " " << import.dump();
        EXPECT_EQ(count(each.object, ""), each.rows) << each.object;
        rows[each.object] = each.rows;
        for (std::size_t i = 0; i < each.targets.size(); ++i) {
            auto const dot = each.targets[i].find('.');
            if (dot == std::string::npos) continue;
            auto const field = each.targets[i].substr(0, dot);
            auto const expected = said(each, i);
            EXPECT_EQ(count(each.object, field + "%20is%20present"), expected) << each.object << "." << field;
            relations += expected;
        }
    }
    EXPECT_EQ(rows["households"], 880);
    EXPECT_EQ(rows["companies"], 343);
    EXPECT_EQ(rows["people"], 1024);
    EXPECT_EQ(rows["opportunities"], 1517);
    EXPECT_EQ(rows["opportunity_roles"], 3499);
    EXPECT_EQ(rows["campaigns"], 13);
    EXPECT_EQ(rows["campaign_members"], 1699);
    RecordProperty("relations", std::to_string(relations));
    // What is not taken is told.
    for (auto const& each : converted->not_taken) EXPECT_NE(each.find(": "), std::string::npos) << each;
}

}  // namespace
}  // namespace kith::api_tests
