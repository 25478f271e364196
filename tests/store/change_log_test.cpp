// The change log: gapless, in commit order, consumed by cursors.
#include <fmt/format.h>

#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "store/change.hpp"
#include "store/limits.hpp"
#include "tests/support/store_fixture.hpp"

namespace kith::store {
namespace {

class ChangeLogTest : public StoreTest {
protected:
    Result<void> append(PersonId person, std::int64_t version) {
        return database_->write([&](Transaction& tx) -> Result<void> {
            tx.note({ChangeKind::record_updated, person, "person", RecordId{person.uuid}, {}, version});
            return {};
        });
    }
    std::vector<LoggedChange> changes(int slot, std::int64_t after = 0, std::size_t limit = 100'000) {
        auto found = database_->read([&](Session& session) { return changes_after(session, slot, after, limit); });
        EXPECT_TRUE(found) << describe(found.error());
        return std::move(found).value();
    }
    /// 0 where nothing was written.
    std::int64_t newest(int slot) {
        return number(fmt::format("SELECT COALESCE(MAX(seq), 0) FROM change_slot WHERE slot = {}", slot));
    }
};

TEST_P(ChangeLogTest, a_change_comes_back_whole) {
    Change const change{ChangeKind::event_appended, PersonId::make(), "deal", RecordId::make(), EventId::make(), 7};
    Change const bare{ChangeKind::settings_changed, {}, "", {}, {}, 0};
    ASSERT_OK(database_->write([&](Transaction& tx) -> Result<void> {
        tx.note(change);
        tx.note(bare);
        return {};
    }));
    std::vector<LoggedChange> all;
    for (int slot = 0; slot < database_->dialect().change_slots(); ++slot)
        for (auto& logged : changes(slot)) all.push_back(std::move(logged));
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].kind, change.kind);
    EXPECT_EQ(all[0].person, change.person);
    EXPECT_EQ(all[0].object, change.object);
    EXPECT_EQ(all[0].record, change.record);
    EXPECT_EQ(all[0].event, change.event);
    EXPECT_EQ(all[0].version, change.version);
    EXPECT_EQ(all[1].kind, bare.kind);
    EXPECT_FALSE(all[1].person);
    EXPECT_FALSE(all[1].record);
    EXPECT_EQ(all[1].slot, database_->dialect().change_slots() - 1);
    EXPECT_EQ(all[0].seq, 1);
}

// The numbers of rows that one statement inserts, and their neighbours.
TEST_P(ChangeLogTest, a_transaction_of_many_changes_keeps_their_order) {
    auto const person = PersonId::make();
    std::int64_t version = 0;
    for (int count : {1, 7, 8, 9, 63, 64, 65, 200}) {
        ASSERT_OK(database_->write([&, first = version](Transaction& tx) -> Result<void> {
            for (int at = 0; at < count; ++at)
                tx.note({ChangeKind::record_updated, person, "person", {}, {}, first + at});
            return {};
        }));
        version += count;
    }
    for (int slot = 0; slot < database_->dialect().change_slots(); ++slot) {
        auto const found = changes(slot);
        if (found.empty()) continue;
        ASSERT_EQ(static_cast<std::int64_t>(found.size()), version);
        for (std::int64_t at = 0; at < version; ++at) {
            EXPECT_EQ(found[static_cast<std::size_t>(at)].seq, at + 1);
            EXPECT_EQ(found[static_cast<std::size_t>(at)].version, at);
        }
    }
}

// A reader who has seen seq n has seen all below n: while eight writers commit and some of them fail, whoever follows
// the log by cursor misses nothing.
TEST_P(ChangeLogTest, it_is_gapless_and_in_commit_order_under_concurrent_writers) {
    constexpr int writers = 8, writes = 40;
    std::vector<PersonId> people;
    for (int at = 0; at < 5; ++at) people.push_back(PersonId::make());
    std::atomic<bool> is_over = false;
    std::map<int, std::vector<std::int64_t>> followed;
    std::thread follower([&] {
        for (bool last = false;; last = is_over) {
            for (int slot = 0; slot < database_->dialect().change_slots(); ++slot) {
                auto& seen = followed[slot];
                auto const newest = seen.empty() ? 0 : seen.back();
                for (auto const& change : changes(slot, newest, 10)) seen.push_back(change.seq);
            }
            if (last) break;
        }
    });
    std::atomic<int> acknowledged = 0;
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&, writer] {
            for (int at = 0; at < writes; ++at) {
                auto const outcome = database_->write([&](Transaction& tx) -> Result<void> {
                    // Several slots in one transaction, in an order that differs between the writers.
                    for (int offset : {writer, writer * 3 + at, at})
                        tx.note({ChangeKind::record_updated,
                                 people[static_cast<std::size_t>(offset) % people.size()],
                                 "person",
                                 {},
                                 {},
                                 at});
                    if (at % 10 == 3) return Error::invalid("x", "y", "No.");
                    return {};
                });
                if (outcome) ++acknowledged;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    is_over = true;
    follower.join();
    EXPECT_EQ(acknowledged, writers * (writes - writes / 10));
    std::size_t total = 0;
    for (int slot = 0; slot < database_->dialect().change_slots(); ++slot) {
        for (auto const& change : changes(slot, followed[slot].empty() ? 0 : followed[slot].back()))
            followed[slot].push_back(change.seq);
        for (std::size_t at = 0; at < followed[slot].size(); ++at)
            ASSERT_EQ(followed[slot][at], static_cast<std::int64_t>(at) + 1) << "slot " << slot;
        EXPECT_EQ(newest(slot), static_cast<std::int64_t>(followed[slot].size()));
        total += followed[slot].size();
    }
    EXPECT_EQ(total, 3u * static_cast<std::size_t>(acknowledged));
}

TEST_P(ChangeLogTest, a_page_has_at_most_the_limit_and_the_next_begins_after_it) {
    auto const person = PersonId::make();
    for (int at = 0; at < 5; ++at) ASSERT_OK(append(person, at));
    auto const slots = database_->dialect().change_slots();
    for (int slot = 0; slot < slots; ++slot) {
        if (changes(slot).empty()) continue;
        EXPECT_EQ(changes(slot, 0, 2).size(), 2u);
        EXPECT_EQ(changes(slot, 2, 2).front().seq, 3);
        EXPECT_EQ(changes(slot, 4, 2).size(), 1u);
        EXPECT_TRUE(changes(slot, 5, 2).empty());
    }
}

TEST_P(ChangeLogTest, a_cursor_is_kept_for_each_consumer_and_slot) {
    auto const load = [&](std::string_view consumer, int slot) {
        return database_->read([&](Session& session) { return load_cursor(session, consumer, slot); }).value_or(-1);
    };
    EXPECT_EQ(load("lens", 0), 0);
    for (std::int64_t seq : {3, 9})
        ASSERT_OK(database_->write([&](Transaction& tx) { return save_cursor(tx, "lens", 0, seq); }));
    ASSERT_OK(database_->write([&](Transaction& tx) { return save_cursor(tx, "screens", 0, 4); }));
    EXPECT_EQ(load("lens", 0), 9);
    EXPECT_EQ(load("screens", 0), 4);
    EXPECT_EQ(load("lens", 1), 0);
    open();
    EXPECT_EQ(load("lens", 0), 9);
}

TEST_P(ChangeLogTest, what_everybody_has_read_is_pruned_but_for_the_newest) {
    auto const person = PersonId::make();
    auto const slot = database_->dialect().change_slots() == 1 ? 0 : person.uuid.bytes.back() % 64;
    int const count = static_cast<int>(limits::changes_pruned_max) + 20;  // more than one transaction removes
    ASSERT_OK(database_->write([&](Transaction& tx) -> Result<void> {
        for (int at = 0; at < count; ++at)
            tx.note({ChangeKind::record_updated, person, "person", RecordId{person.uuid}, {}, at});
        return {};
    }));
    auto const move_cursor = [&](std::int64_t seq) {
        ASSERT_OK(database_->write([&](Transaction& tx) { return save_cursor(tx, "lens", slot, seq); }));
    };
    move_cursor(7);
    EXPECT_EQ(prune_changes(*database_, 10).value_or(-1), 7);
    EXPECT_EQ(changes(slot, 7).size(), static_cast<std::size_t>(count - 7));
    move_cursor(count - 3);
    EXPECT_EQ(prune_changes(*database_, 10).value_or(-1), count - 7 - 10);
    EXPECT_EQ(prune_changes(*database_, 10).value_or(-1), 0);
    EXPECT_EQ(changes(slot, count - 10).front().version, count - 10);
    // Whoever is further behind than the log reaches is told so, rather than given a gap.
    auto const behind = database_->read([&](Session& session) { return changes_after(session, slot, 5, 10); });
    ASSERT_FALSE(behind);
    EXPECT_EQ(behind.error().reason, "changes_pruned");
    ASSERT_OK(append(person, 1));
    EXPECT_EQ(changes(slot, count).front().seq, count + 1);
}

ON_BOTH_DATABASES(ChangeLogTest);

}  // namespace
}  // namespace kith::store
