// What was there before this version is found after it started.
#include <gtest/gtest.h>

#include "schema/schema.hpp"
#include "store/database.hpp"
#include "tests/api/workspace.hpp"
#include "tests/support/skip.hpp"

namespace kith::api_tests {
namespace {

using http::Method;

class Upgrade : public testing::TestWithParam<Kind> {
protected:
    void SetUp() override {
        std::string why_not;
        if (!TestWorkspace::is_available(GetParam(), why_not)) SKIP_BUT_FAIL_IN_CI(why_not);
    }
};

/// As a version left it that knew nothing of files in the search; `mark`: what its migration leaves.
Result<void> take_words_of_files(std::string const& location, std::string_view mark) {
    store::Options options;
    options.is_migrated = false;
    auto const database = TRY(store::Database::open(location, options));
    return database->write([&](store::Transaction& transaction) -> Result<void> {
        for (auto const& statement : transaction.dialect().search_table_drop(schema::file_search_table))
            TRY(transaction.run(statement, {}));
        store::Parameter const marks[] = {mark};
        TRY(transaction.run("INSERT INTO meta (name, value) VALUES ($1, 'old')", marks));
        return {};
    });
}

TEST_P(Upgrade, files_that_were_attached_before_are_found_and_all_else_as_before) {
    TestWorkspace workspace(GetParam());
    workspace.set_up();
    auto const made = workspace.answer(Method::post, "/api/v1/people", "administrator", {{"given_name", "Lease"}});
    ASSERT_EQ(made.status, 201) << made.body;
    auto const person = Json::parse(made.body)["id"].get<std::string>();
    workspace.attach("administrator", "person/" + person, "lease.txt", "hello");
    Json const note{{"type", "Note"}, {"properties", {{"text", "wants a lease"}}}};
    ASSERT_EQ(workspace.answer(Method::post, "/api/v1/people/" + person + "/events", "administrator", note).status,
              201);
    auto const found = [&] { return workspace.answer(Method::get, "/api/v1/search?q=lease", "administrator").body; };
    auto const before = found();
    EXPECT_EQ(Json::parse(before)["groups"].size(), 3u) << before;
    for (auto const mark : {"file_search_documents", "search_documents"}) {
        auto const taken = take_words_of_files(workspace.database(), mark);
        ASSERT_TRUE(taken) << taken.error().cause;
        workspace.start_again();
        EXPECT_EQ(found(), before) << mark;
    }
}

INSTANTIATE_TEST_SUITE_P(On, Upgrade, testing::Values(Kind::sqlite, Kind::postgres),
                         [](auto const& each) { return std::string(name_of(each.param)); });

}  // namespace
}  // namespace kith::api_tests
