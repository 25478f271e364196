// `kith export` as people use it: beside a running server and without one, to a file and down a pipe.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/json.hpp"
#include "tests/support/checkout.hpp"
#include "tests/support/kith_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::api_tests {
namespace {

class ExportCommandTest : public testing::Test {
protected:
    void SetUp() override {
        auto const executable = support::KithProcess::find_executable(support::in_build("/kith"));
        // The tree of the sanitizers builds no executable.
        if (executable.empty()) GTEST_SKIP() << "the executable has not been built";
        kith_ = std::make_unique<support::KithProcess>(
            executable, std::vector<std::string>{"--data", folder_.path("data")}, folder_.path("log"));
        auto const filled = kith_->run({"demo", "--json", "--people", "1500", "--events", "3000"});
        ASSERT_EQ(filled.status, 0) << filled.output;
    }
    std::string read(std::string const& path) {
        std::ostringstream text;
        text << std::ifstream(path, std::ios::binary).rdbuf();
        return text.str();
    }
    std::string exported(std::vector<std::string> flags) {
        auto const path = folder_.path("out");
        std::vector<std::string> command{"export"};
        command.insert(command.end(), flags.begin(), flags.end());
        command.insert(command.end(), {"--output", path});
        auto const outcome = kith_->run(command);
        EXPECT_EQ(outcome.status, 0) << outcome.output << read(folder_.path("log"));
        return read(path);
    }

    support::TemporaryFolder folder_;
    std::unique_ptr<support::KithProcess> kith_;
};

TEST_F(ExportCommandTest, WithAServerAndWithoutOneTheSameComesOut) {
    std::vector<std::vector<std::string>> const asked{{"people"},
                                                      {"people", "--format", "jsonl", "--purpose", "partner_sharing"},
                                                      {"companies", "--fields", "id,name"},
                                                      {"events", "--format", "jsonl", "--type", "Order Completed"}};
    std::vector<std::string> without, with;
    for (auto const& flags : asked) without.push_back(exported(flags));
    ASSERT_TRUE(kith_->start());
    for (auto const& flags : asked) with.push_back(exported(flags));
    EXPECT_EQ(with, without);
    EXPECT_GT(without[0].size(), 300'000u) << "more than a piece, or it shows little";
    auto const piped = kith_->run({"export", "companies", "--fields", "id,name"});
    EXPECT_EQ(piped.status, 0);
    EXPECT_EQ(piped.output.substr(0, without[2].size()), without[2]);
}

TEST_F(ExportCommandTest, WhatCannotBeExportedIsRefusedAndLeavesNoFile) {
    auto const path = folder_.path("none.csv");
    EXPECT_EQ(kith_->run({"export", "unicorns", "--output", path}).status, 2);
    EXPECT_EQ(kith_->run({"export", "people", "--filter", "citi = 1", "--output", path}).status, 2);
    EXPECT_EQ(kith_->run({"export", "people", "--purpose", "resale", "--output", path}).status, 2);
    EXPECT_EQ(kith_->run({"export", "people", "--format", "xlsx"}).status, 2);
    EXPECT_FALSE(std::ifstream(path));
    EXPECT_EQ(kith_->run({"export", "people", "--output", folder_.path("absent/people.csv")}).status, 1);
}

}  // namespace
}  // namespace kith::api_tests
