// Who follows changes, and how many at once.
#include <gtest/gtest.h>

#include <vector>

#include "app/limits.hpp"
#include "tests/api/workspace.hpp"
#include "tests/support/skip.hpp"

namespace kith::api_tests {
namespace {

using http::Method;

class LiveTest : public testing::TestWithParam<Kind> {
protected:
    void SetUp() override {
        std::string why_not;
        if (!TestWorkspace::is_available(GetParam(), why_not)) SKIP_BUT_FAIL_IN_CI(why_not);
        workspace_ = std::make_unique<TestWorkspace>(GetParam());
        workspace_->set_up();
    }
    http::Response follow(std::string const& actor) {
        return workspace_->answer(Method::get, "/api/v1/live?topic=people", actor);
    }
    std::unique_ptr<TestWorkspace> workspace_;
};

TEST_P(LiveTest, one_follows_as_many_as_the_limit_and_takes_nobody_elses_place) {
    std::vector<http::Response> open;
    for (auto i = 0; i < limits::live_streams_of_one_max; ++i) {
        open.push_back(follow("member"));
        ASSERT_EQ(open.back().status, 200) << open.back().body;
    }
    EXPECT_EQ(follow("member").status, 429);
    EXPECT_EQ(follow("administrator").status, 200);
    open.back().stream->close();
    EXPECT_EQ(follow("member").status, 200);
}

INSTANTIATE_TEST_SUITE_P(Databases, LiveTest, testing::Values(Kind::sqlite, Kind::postgres),
                         [](auto const& test) { return std::string(name_of(test.param)); });

}  // namespace
}  // namespace kith::api_tests
