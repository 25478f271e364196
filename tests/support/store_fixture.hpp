// Runs each test on SQLite and on PostgreSQL with the same assertions.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "store/database.hpp"
#include "tests/support/postgres_server.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::store {

/// A query written in a test.
inline Query query_of(std::string_view text) { return {"test", text, Scope::coordinator}; }

inline std::string describe(Error const& error) { return error.message + " | " + error.cause; }

#define ASSERT_OK(...)                                                                    \
    do {                                                                                  \
        auto const& outcome_of_test = (__VA_ARGS__);                                      \
        ASSERT_TRUE(outcome_of_test) << ::kith::store::describe(outcome_of_test.error()); \
    } while (false)

#define EXPECT_OK(...)                                                                    \
    do {                                                                                  \
        auto const& outcome_of_test = (__VA_ARGS__);                                      \
        EXPECT_TRUE(outcome_of_test) << ::kith::store::describe(outcome_of_test.error()); \
    } while (false)

enum class Kind { sqlite, postgres };

std::string database_name(testing::TestParamInfo<Kind> const& kind);

#define ON_BOTH_DATABASES(suite)                                                                          \
    INSTANTIATE_TEST_SUITE_P(Store, suite,                                                                \
                             testing::Values(::kith::store::Kind::sqlite, ::kith::store::Kind::postgres), \
                             ::kith::store::database_name)

class StoreTest : public testing::TestWithParam<Kind> {
protected:
    void SetUp() override;
    void TearDown() override;
    /// The location of the test's database on PostgreSQL; empty where it could not be made.
    virtual std::string make_database() { return server_->make_database(); }
    /// Opens the test's database, again if need be; the data stays.
    void open(Options options = {});
    Result<void> run(std::string const& sql);
    std::int64_t number(std::string_view sql);
    bool is_sqlite() const { return GetParam() == Kind::sqlite; }

    support::PostgresServer* server_ = nullptr;  // where the test runs on it
    support::TemporaryFolder folder_;
    std::string location_;
    std::unique_ptr<Database> database_;
};

}  // namespace kith::store
