// The executable as people use it: beside a running server and without one.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/json.hpp"
#include "tests/support/checkout.hpp"
#include "tests/support/kith_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::api_tests {

namespace {

constexpr char const* password = "linden tree 1984";

class CommandLineTest : public testing::Test {
protected:
    void SetUp() override {
        auto const executable = support::KithProcess::find_executable(support::in_build("/kith"));
        if (executable.empty()) GTEST_SKIP() << "the executable has not been built";
        ::setenv("KITH_PASSWORD", password, 1);
        kith_ = std::make_unique<support::KithProcess>(executable, std::vector<std::string>{"--data", data()},
                                                       folder_.path("log"));
    }
    void TearDown() override { ::unsetenv("KITH_PASSWORD"); }
    std::string data() const { return folder_.path("data"); }
    std::string log() const {
        std::ostringstream text;
        text << std::ifstream(folder_.path("log"), std::ios::binary).rdbuf();
        return text.str();
    }
    support::CommandOutcome run(std::vector<std::string> const& command) { return kith_->run(command); }

    support::TemporaryFolder folder_;
    std::unique_ptr<support::KithProcess> kith_;
};

TEST_F(CommandLineTest, WithoutAWorkspaceCommandsSayThatThereIsNone) {
    EXPECT_EQ(run({"user", "list"}).status, 3);
    EXPECT_FALSE(std::filesystem::exists(data()));
    EXPECT_EQ(run({"user", "fly"}).status, 2);
    EXPECT_EQ(run({"user", "list", "--log-level", "loud"}).status, 2);
}

TEST_F(CommandLineTest, TheExampleWorkspaceIsFilledOnceAndIsSound) {
    EXPECT_EQ(run({"demo", "--json", "--until", "next year"}).status, 2);
    EXPECT_EQ(run({"demo", "--json", "--people", "0"}).status, 2);
    auto const demo = run({"demo", "--json", "--people", "50", "--events", "1000", "--until", "2026-11-22T12:00:00Z"});
    ASSERT_EQ(demo.status, 0) << demo.output << log();
    EXPECT_EQ(support::json_member(demo.output, "password"), password);
    EXPECT_EQ(run({"demo", "--json"}).status, 3);
    auto const doctor = run({"doctor", "--json"});
    EXPECT_EQ(doctor.status, 0) << doctor.output;
}

TEST_F(CommandLineTest, BesideARunningServerTheyGoThroughItAndWorkAtOnce) {
    ASSERT_EQ(run({"demo", "--json", "--people", "5", "--events", "100"}).status, 0) << log();
    ASSERT_TRUE(kith_->start()) << log();
    struct stat socket{};
    ASSERT_EQ(::stat((data() + "/kith.sock").c_str(), &socket), 0);
    EXPECT_EQ(socket.st_mode & 0777u, 0600u);

    auto const key = run({"key", "add", "--source", "Till 2", "--kind", "server", "--json"});
    ASSERT_EQ(key.status, 0) << key.output << log();
    auto const secret = support::json_member(key.output, "secret");
    EXPECT_FALSE(secret.empty());
    EXPECT_EQ(
        run({"user", "add", "--email", "jonas@example.com", "--name", "Jonas", "--role", "member", "--json"}).status,
        0);
    EXPECT_EQ(run({"user", "disable", "jonas@example.com"}).status, 0);
    EXPECT_EQ(run({"user", "disable", "ada@example.com"}).status, 3);
    auto const token = run({"token", "add", "--name", "reports", "--role", "read_only", "--json"});
    auto const token_secret = support::json_member(token.output, "secret");
    EXPECT_EQ(run({"token", "revoke", "reports"}).status, 0);
    EXPECT_EQ(run({"token", "revoke", "reports"}).status, 3);
    EXPECT_EQ(run({"doctor", "--json"}).status, 0);

    EXPECT_EQ(kith_->stop(), 0);
    EXPECT_EQ(run({"doctor", "--json"}).status, 0);
    for (auto const& planted : {std::string(password), secret, token_secret}) {
        ASSERT_FALSE(planted.empty());
        EXPECT_EQ(log().find(planted), std::string::npos) << "a secret is in the log";
    }
}

TEST_F(CommandLineTest, ASecondServerOnTheSameFolderIsRefused) {
    ASSERT_TRUE(kith_->start()) << log();
    EXPECT_EQ(run({"serve", "--listen", "127.0.0.1:0"}).status, 3);
}

}  // namespace
}  // namespace kith::api_tests
