// `kith import` and `kith revert` as people use them: beside a running server and without one.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/json.hpp"
#include "tests/support/checkout.hpp"
#include "tests/support/kith_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::api_tests {
namespace {

class ImportCommandTest : public testing::Test {
protected:
    void SetUp() override {
        auto const executable = support::KithProcess::find_executable(support::in_build("/kith"));
        if (executable.empty()) GTEST_SKIP() << "the executable has not been built";
        kith_ = std::make_unique<support::KithProcess>(
            executable, std::vector<std::string>{"--data", folder_.path("data")}, folder_.path("log"));
        ASSERT_EQ(kith_->run({"key", "add", "--source", "Shop", "--json"}).status, 3) << "there is no workspace yet";
        ASSERT_TRUE(kith_->start());
    }
    std::string write(std::string const& name, std::string const& text) {
        std::ofstream(folder_.path(name), std::ios::binary) << text;
        return folder_.path(name);
    }
    std::string read(std::string const& path) {
        std::ostringstream text;
        text << std::ifstream(path, std::ios::binary).rdbuf();
        return text.str();
    }
    Json import(std::vector<std::string> command, int status = 0) {
        command.insert(command.begin(), "import");
        command.emplace_back("--json");
        auto const outcome = kith_->run(command);
        EXPECT_EQ(outcome.status, status) << outcome.output << read(folder_.path("log"));
        return Json::parse(outcome.output, nullptr, false);
    }

    support::TemporaryFolder folder_;
    std::unique_ptr<support::KithProcess> kith_;
};

TEST_F(ImportCommandTest, WithAServerAndWithoutOneTheSameComesOfTheSameFile) {
    auto const people =
        write("people.csv", "name,mail\nOna Kazlaitė,ona@example.com\nJonas,jonas@example.com\n,\n\"open,x\n");
    auto const first = import({"people", people, "--map", "name=name,email=mail"});
    EXPECT_EQ(first["rows"]["stored"], 2) << first.dump();
    EXPECT_EQ(first["rows"]["bad"], 1);
    EXPECT_NE(read(people + ".bad.csv").find("A quotation mark is not closed."), std::string::npos);
    EXPECT_EQ(kith_->stop(), 0);
    auto const again = import({"people", people, "--map", "name=name,email=mail"});
    EXPECT_EQ(again["rows"]["stored"], 2);
    auto const told = kith_->run({"revert", first["change_set"].get<std::string>(), "--dry-run", "--json"});
    EXPECT_EQ(told.status, 0) << told.output;
    EXPECT_EQ(Json::parse(told.output)["go"], 2) << told.output;
    auto const in_words = kith_->run({"revert", first["change_set"].get<std::string>(), "--dry-run"});
    EXPECT_NE(in_words.output.find("2 records are moved to the trash"), std::string::npos) << in_words.output;
    auto const reverted = kith_->run({"revert", first["change_set"].get<std::string>(), "--json"});
    EXPECT_EQ(reverted.status, 0) << reverted.output;
    EXPECT_EQ(Json::parse(reverted.output)["reverted"], 2) << reverted.output;
    EXPECT_EQ(kith_->run({"revert", first["change_set"].get<std::string>()}).status, 3);
}

TEST_F(ImportCommandTest, WhatCannotBeTakenInIsRefusedAndNotKept) {
    EXPECT_EQ(kith_->run({"import", "people", folder_.path("absent.csv")}).status, 3);
    auto const file = write("sales.csv", "customer,date,amount\n7,2026-01-02,1\n");
    EXPECT_EQ(kith_->run({"import", "cats", file}).status, 2);
    EXPECT_EQ(kith_->run({"import", "companies", file, "--key", "wings"}).status, 2);
    EXPECT_EQ(kith_->run({"import", "sales", file, "--currency", "ABC"}).status, 2);
    EXPECT_EQ(kith_->run({"import", "sales", file, "--map", "wings=date"}).status, 2);
    EXPECT_EQ(kith_->run({"import", "sales", file, "--map", "date"}).status, 2);
    EXPECT_EQ(import({"sales", file, "--map", "customer=#1,date=#2,amount=#3", "--currency", "EUR"})["rows"]["stored"],
              1);
}

TEST_F(ImportCommandTest, ASetUpGoesOutAndInAndItsObjectsAreImported) {
    auto const file = write("set-up.json", R"({"kith_set_up": 1, "objects": {"boat": {"plural": "boats",
        "label": {"en": "Boat"}, "fields": [{"name": "code", "type": "text", "is_sortable": true,
        "label": {"en": "Code"}}, {"name": "yard", "type": "relation", "object": "company",
        "label": {"en": "Yard"}}]}}})");
    EXPECT_EQ(kith_->run({"setup", "import", folder_.path("absent.json")}).status, 3);
    EXPECT_EQ(kith_->run({"setup", "import", write("wrong.json", "{}")}).status, 2);
    EXPECT_EQ(kith_->run({"setup", "import", write("broken.json", "{\"kith_set_up\": ")}).status, 2);
    auto const rehearsal = kith_->run({"setup", "import", file, "--dry-run"});
    EXPECT_EQ(rehearsal.status, 0);
    EXPECT_NE(rehearsal.output.find("added field boat.code\n"), std::string::npos) << rehearsal.output;
    EXPECT_NE(rehearsal.output.find("this was a dry run"), std::string::npos) << rehearsal.output;
    auto const taken = Json::parse(kith_->run({"setup", "import", file, "--json"}).output, nullptr, false);
    ASSERT_TRUE(taken["change_set"].is_string()) << taken.dump();
    auto const boats = write("boats.csv", "code,name,yard\na,Gull,Oak\n");
    EXPECT_EQ(import({"boats", boats})["rows"]["bad"], 1) << "there is no such yard";
    EXPECT_EQ(import({"companies", write("yards.csv", "name,domain\nOak,oak.lt\n")})["rows"]["stored"], 1);
    EXPECT_EQ(import({"boat", boats, "--map", "code=#1,name=#2,yard.name=#3", "--key", "code"})["rows"]["stored"], 1);
    auto const renamed = write("renamed.csv", "code,name\na,Seagull\n");
    EXPECT_EQ(import({"boats", renamed, "--key", "code"})["rows"]["duplicates"], 1);
    EXPECT_EQ(import({"boats", write("again.csv", "code,name\na,Seagull\n\n"), "--key", "code",
                      "--replace"})["rows"]["stored"],
              1);
    EXPECT_EQ(kith_->stop(), 0);
    auto const out = folder_.path("out.json");
    EXPECT_EQ(kith_->run({"setup", "export", out}).status, 0);
    EXPECT_EQ(kith_->run({"setup", "export", "-"}).output, read(out));
    EXPECT_NE(read(out).find("\"plural\": \"boats\""), std::string::npos);
    EXPECT_EQ(kith_->run({"setup", "import", out, "--dry-run"}).output, "Nothing differs that the file has.\n");
}

}  // namespace
}  // namespace kith::api_tests
