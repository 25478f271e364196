// The promise: what was answered is in the audit log, sealed or not when the process was killed, and the log holds
// afterwards.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <thread>

#include "base/json.hpp"
#include "tests/support/checkout.hpp"
#include "tests/support/kith_process.hpp"
#include "tests/support/skip.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith {
namespace {

constexpr int kills = 6;
constexpr int tokens_between = 4;

TEST(AuditKillTest, nothing_that_was_answered_is_missing_from_the_log_after_kills) {
    auto const executable = support::KithProcess::find_executable(support::in_build("/kith"));
    if (executable.empty())
        SKIP_BUT_FAIL_IN_CI("the executable is not built (KITH_EXECUTABLE or " + support::in_build("/kith") + ")");
    support::TemporaryFolder folder;
    support::KithProcess process(executable, {"--data", folder.path("data"), "--log-level", "warning"},
                                 folder.path("log"));
    std::set<std::string> answered;
    for (int kill = 0; kill < kills; ++kill) {
        ASSERT_TRUE(process.start());
        for (int i = 0; i < tokens_between; ++i) {
            auto const name = fmt::format("token {} {}", kill, i);
            auto const added = process.run({"token", "add", "--name", name, "--role", "ingest", "--json"});
            ASSERT_EQ(added.status, 0) << added.output;
            answered.insert(name);
        }
        // Before its seal, or while it is made.
        std::this_thread::sleep_for(std::chrono::milliseconds(kill * 200));
        process.kill();
    }
    ASSERT_TRUE(process.start());
    auto const listed = process.run({"audit", "list", "--action", "token_added", "--limit", "200", "--json"});
    ASSERT_EQ(listed.status, 0) << listed.output;
    std::set<std::string> known;
    auto const entries = parse_json(listed.output);
    ASSERT_TRUE(entries) << listed.output;
    for (auto const& entry : *entries) known.insert(entry["what"]["name"].get<std::string>());
    EXPECT_EQ(known, answered);
    auto const verified = process.run({"audit", "verify", "--json"});
    EXPECT_EQ(verified.status, 0) << verified.output;
    auto const report = parse_json(verified.output);
    ASSERT_TRUE(report) << verified.output;
    EXPECT_EQ((*report)["sealed"].get<int>(), kills * tokens_between);
    EXPECT_EQ((*report)["unsealed"].get<int>(), 0);
}

}  // namespace
}  // namespace kith
