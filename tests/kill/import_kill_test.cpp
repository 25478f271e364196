// The promise: an import whose server is killed at a random row, again and again, ends as if it never had been.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <chrono>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "tests/support/checkout.hpp"
#include "tests/support/kith_process.hpp"
#include "tests/support/skip.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith {
namespace {

constexpr int kills = 6;
constexpr int rows = 6000;
constexpr int customers = 900;

std::string value(std::string const& path, char const* sql) {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK) << path;
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(database, sql, -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    std::string text;
    if (sqlite3_step(statement) == SQLITE_ROW)
        if (auto const* column = reinterpret_cast<char const*>(sqlite3_column_text(statement, 0))) text = column;
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return text;
}

TEST(ImportKill, an_import_that_is_killed_at_random_rows_ends_as_if_it_never_was) {
    auto const executable = support::KithProcess::find_executable(support::in_build("/kith"));
    if (executable.empty())
        SKIP_BUT_FAIL_IN_CI("the executable is not built (KITH_EXECUTABLE or " + support::in_build("/kith") + ")");
    support::TemporaryFolder const folder;
    auto const file = folder.path("sales.csv");
    std::int64_t sum = 0;
    std::set<unsigned> buyers;
    {
        std::mt19937 random(5);
        std::ofstream out(file);
        out << "customer,date,amount\n";
        for (int row = 0; row < rows; ++row) {
            auto const customer = random() % customers;
            auto const cents = random() % 10'000;
            buyers.insert(static_cast<unsigned>(customer));
            sum += static_cast<std::int64_t>(cents);
            out << fmt::format("C{},2026-0{}-1{},{}.{:02}\n", customer, 1 + random() % 9, random() % 10, cents / 100,
                               cents % 100);
        }
    }
    support::KithProcess process(executable, {"--data", folder.path("data"), "--log-level", "warning"},
                                 folder.path("log"));
    std::vector<std::string> const command{"import", "sales", file, "--currency", "EUR", "--json"};
    ASSERT_TRUE(process.start());
    std::mt19937 random(std::random_device{}());
    for (int kill = 0; kill < kills; ++kill) {
        std::thread importing([&] { (void)process.run(command); });
        std::this_thread::sleep_for(std::chrono::milliseconds(300 + random() % 600));
        process.kill();
        importing.join();
        ASSERT_TRUE(process.start()) << "it did not start again after kill " << kill + 1;
    }
    auto const done = process.run(command);
    ASSERT_EQ(done.status, 0) << done.output;
    ASSERT_EQ(process.stop(), 0);
    auto const database = folder.path("data/kith.db");
    EXPECT_EQ(value(database, "SELECT COUNT(*) FROM event"), std::to_string(rows));
    EXPECT_EQ(value(database, "SELECT SUM(revenue_minor) FROM event"), std::to_string(sum));
    EXPECT_EQ(value(database, "SELECT COUNT(*) FROM person"), std::to_string(buyers.size()));
    EXPECT_EQ(value(database, "SELECT COUNT(*) FROM identity"), std::to_string(buyers.size()));
    EXPECT_EQ(value(database, "SELECT MAX(rows_stored) FROM import"), std::to_string(rows));
    EXPECT_EQ(value(database, "SELECT COUNT(*) FROM import WHERE state = 'done' AND rows_stored > 0"), "1");
    EXPECT_EQ(value(database,
                    "SELECT COUNT(*) FROM import_part p JOIN import i ON i.id = p.import_id WHERE i.state = "
                    "'done'"),
              "0");
    EXPECT_EQ(value(database, "PRAGMA integrity_check"), "ok");
}

}  // namespace
}  // namespace kith
