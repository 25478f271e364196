// A disk that is full, a disk with errors, no memory: at every operation where it can happen, what was acknowledged is
// there, what was refused is not, and nothing is there in part. Afterwards writes go on.
#include <filesystem>
#include <fstream>
#include <limits>
#include <set>
#include <thread>

#include "tests/store/failing_vfs.hpp"
#include "tests/support/blocked_writer.hpp"
#include "tests/support/store_fixture.hpp"

namespace kith::store {
namespace {

constexpr int for_ever = std::numeric_limits<int>::max();

class FaultsTest : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        ASSERT_OK(run("CREATE TABLE one (number {int} NOT NULL PRIMARY KEY, words {text} NOT NULL) {table}"));
        ASSERT_OK(run("CREATE TABLE other (number {int} NOT NULL PRIMARY KEY) {clustered}"));
        database_.reset();
        template_ = folder_.path("template.db");
        std::filesystem::rename(folder_.path("kith.db"), template_);
    }

    // Each task writes to two tables and the log. One of a group always fails by itself.
    Result<void> write(int number) {
        return database_->write([&](Transaction& tx) -> Result<void> {
            // A text of its own, so that preparing can fail too.
            auto const insert = fmt::format("INSERT INTO one (number, words) VALUES ($1, $2) /* {} */", number);
            TRY(tx.execute(query_of(insert), number, words_));
            tx.note({ChangeKind::record_created, {}, "one", {}, {}, number});
            TRY(tx.execute(query_of("INSERT INTO other (number) VALUES ($1)"), number));
            if (number % group == 3) return Error::invalid("number", "unwanted", "No.");
            return {};
        });
    }

    // Writes that the writer finds waiting all at once. `begin` runs when they wait.
    void write_group(std::function<void()> const& begin = [] {}) {
        std::vector<std::thread> threads;
        std::vector<Result<void>> outcomes(group);
        int const first = next_;
        next_ += group;
        {
            BlockedWriter blocked(*database_);
            for (int at = 0; at < group; ++at)
                threads.emplace_back([&, at] { outcomes[static_cast<std::size_t>(at)] = write(first + at); });
            blocked.wait_for_waiting(group);
            begin();
        }
        for (auto& thread : threads) thread.join();
        for (int at = 0; at < group; ++at) {
            auto const& outcome = outcomes[static_cast<std::size_t>(at)];
            if (outcome) {
                acknowledged_.insert(first + at);
            } else if (at % group != 3) {
                EXPECT_EQ(outcome.error().code, ErrorCode::unavailable) << describe(outcome.error());
            }
        }
    }

    void write_alone() {
        int const mine = next_;
        next_ += group;
        if (write(mine)) acknowledged_.insert(mine);
    }

    std::set<std::int64_t> numbers(std::string_view sql) {
        std::set<std::int64_t> found;
        auto const rows = database_->read([&](Session& session) { return session.run(sql, {}); });
        EXPECT_TRUE(rows) << describe(rows.error());
        if (rows)
            for (auto const row : *rows) found.insert(row.integer(0));
        return found;
    }

    void expect_exactly_what_was_acknowledged() {
        EXPECT_EQ(numbers("SELECT number FROM one"), acknowledged_);
        EXPECT_EQ(numbers("SELECT number FROM other"), acknowledged_);
        EXPECT_EQ(numbers("SELECT version FROM change"), acknowledged_);
        EXPECT_EQ(number("SELECT COUNT(*) FROM change"), static_cast<std::int64_t>(acknowledged_.size()));
        EXPECT_EQ(number("SELECT COALESCE(MAX(seq), 0) FROM change"), static_cast<std::int64_t>(acknowledged_.size()));
    }

    void open_fresh(int round) {
        database_.reset();
        auto const path = folder_.path(fmt::format("round_{}.db", round));
        std::filesystem::copy_file(template_, path);
        location_ = "sqlite:" + path;
        acknowledged_.clear();
        next_ = 0;
        open({.is_migrated = false});
    }

    static constexpr int group = 5;
    std::string words_ = std::string(9000, 'w');
    std::string template_;
    int next_ = 0;
    std::set<std::int64_t> acknowledged_;
};

struct Fault {
    FileOperation operation;
    int code;
    int times;
};

TEST_P(FaultsTest, the_disk_fails_at_every_operation) {
    FailingVfs vfs;
    int rounds = 0;
    for (auto const& fault :
         {Fault{FileOperation::write, SQLITE_FULL, 1}, Fault{FileOperation::write, SQLITE_FULL, for_ever},
          Fault{FileOperation::write, SQLITE_IOERR_WRITE, 1}, Fault{FileOperation::write, SQLITE_IOERR_WRITE, for_ever},
          Fault{FileOperation::sync, SQLITE_IOERR_FSYNC, 1}, Fault{FileOperation::sync, SQLITE_IOERR_FSYNC, for_ever},
          Fault{FileOperation::truncate, SQLITE_IOERR_TRUNCATE, for_ever}}) {
        bool has_failed = true;
        int nth = 1;
        for (; has_failed && !HasFailure(); ++nth) {
            SCOPED_TRACE(fmt::format("operation {} code {} at {} times {}", static_cast<int>(fault.operation),
                                     fault.code, nth, fault.times));
            open_fresh(++rounds);
            write_alone();
            ASSERT_EQ(acknowledged_.size(), 1u);
            write_group([&] { vfs.fail(fault.operation, fault.code, nth, fault.times); });
            write_alone();
            has_failed = vfs.stop();
            expect_exactly_what_was_acknowledged();
            auto const before = acknowledged_.size();
            write_group();
            EXPECT_EQ(acknowledged_.size(), before + group - 1) << "once the disk is well, so is the database";
            database_.reset();
            open({.is_migrated = false});
            expect_exactly_what_was_acknowledged();
            auto const check =
                database_->read([](Session& session) { return session.run("PRAGMA integrity_check", {}); });
            ASSERT_OK(check);
            EXPECT_EQ((*check)[0].text(0), "ok");
        }
        RecordProperty(fmt::format("rounds_of_operation_{}_code_{}_times_{}", static_cast<int>(fault.operation),
                                   fault.code, fault.times),
                       nth - 1);
        if (fault.operation != FileOperation::truncate) {
            EXPECT_GT(nth, 2) << "something must have failed";
        }
    }
}

TEST_P(FaultsTest, memory_ends_at_every_allocation) {
    for (int const times : {1, for_ever}) {
        open_fresh(times == 1 ? 1 : 2);
        bool has_failed = true;
        int nth = 1;
        // The writer alone is at work, so that the count is the same each time.
        for (; has_failed && !HasFailure(); ++nth) {
            SCOPED_TRACE(fmt::format("allocation {} times {}", nth, times));
            write_group([&] { FailingMemory::fail(nth, times); });
            has_failed = FailingMemory::stop();
            FailingMemory::fail(nth, times);
            write_alone();
            has_failed = FailingMemory::stop() || has_failed;
            if (nth % 20 == 0 || !has_failed) expect_exactly_what_was_acknowledged();
        }
        EXPECT_GT(nth, 20);
        write_alone();
        database_.reset();
        open({.is_migrated = false});
        expect_exactly_what_was_acknowledged();
    }
}

INSTANTIATE_TEST_SUITE_P(Store, FaultsTest, testing::Values(Kind::sqlite), database_name);

}  // namespace
}  // namespace kith::store
