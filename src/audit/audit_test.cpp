// The audit log against whoever has the database in their hands: what was changed, deleted, inserted, reordered, cut
// off or made anew is found, and what was erased lawfully is no fault.
#include "audit/audit_log.hpp"

#include <fmt/format.h>

#include <atomic>
#include <thread>
#include <vector>

#include "audit/limits.hpp"
#include "tests/support/store_fixture.hpp"

namespace kith::audit {
namespace {

class AuditTest : public store::StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (!IsSkipped() && !HasFatalFailure()) begin();
    }
    void begin() {
        log_ = std::make_unique<AuditLog>(
            *database_, [](store::Session&, Actor const&, std::string_view, Uuid) { return Sight{}; },
            [](Actor const&, std::string_view) { return true; });
    }

    Actor ada() {
        Actor actor = Actor::system("Ada");
        actor.kind = ActorKind::user;
        actor.id = ada_;
        actor.address = "192.0.2.7";
        return actor;
    }
    Result<void> write(std::string const& name, std::optional<PersonId> person = std::nullopt) {
        return database_->write([&](store::Transaction& transaction) {
            Entry entry;
            entry.action = Action::record_deleted;
            entry.kind = kith::audit::Kind::record;
            entry.object = "person";
            entry.id = Uuid::make();
            entry.name = name;
            entry.person = person;
            entry.facts = {{"n", 1}};
            return note(transaction, ada(), entry);
        });
    }
    void write_and_seal(int count) {
        for (int i = 0; i < count; ++i) ASSERT_OK(write(fmt::format("Ona {}", i)));
        auto const sealed = log_->seal();
        ASSERT_OK(sealed);
        ASSERT_EQ(*sealed, count);
    }
    Verification verified(std::optional<Anchor> const& anchor = std::nullopt) {
        auto const verification = log_->verify(anchor);
        EXPECT_OK(verification);
        return verification ? *verification : Verification{};
    }
    /// `reason number`, or `whole`.
    std::string fault(std::optional<Anchor> const& anchor = std::nullopt) {
        auto const verification = verified(anchor);
        if (!verification.fault) return "whole";
        return fmt::format("{} {}", verification.fault->reason, verification.fault->number);
    }

    Uuid ada_ = Uuid::make();
    std::unique_ptr<AuditLog> log_;
};

TEST_P(AuditTest, what_was_written_is_sealed_once_and_holds) {
    write_and_seal(5);
    EXPECT_EQ(*log_->seal(), 0);
    auto const verification = verified();
    EXPECT_FALSE(verification.fault);
    EXPECT_EQ(verification.sealed, 5);
    EXPECT_EQ(verification.unsealed, 0);
    EXPECT_EQ(verification.newest->number, 5);
    EXPECT_EQ(Anchor::parse(verification.newest->text())->seal, verification.newest->seal);
    write_and_seal(2);
    EXPECT_EQ(fault(verification.newest), "whole");
    EXPECT_EQ(number("SELECT MAX(seq) FROM audit_entry"), 7);
}

TEST_P(AuditTest, an_entry_is_there_with_its_transaction_or_not_at_all) {
    auto const failed = database_->write([&](store::Transaction& transaction) -> Result<void> {
        TRY(note(transaction, ada(), {}));
        return Error::conflict("no", "Not after all.");
    });
    EXPECT_FALSE(failed);
    EXPECT_EQ(number("SELECT COUNT(*) FROM audit_entry"), 0);
    EXPECT_EQ(number("SELECT COUNT(*) FROM audit_text"), 0);
}

TEST_P(AuditTest, every_column_of_an_entry_is_under_its_seal) {
    write_and_seal(4);
    for (std::string const change :
         {"at = at + 1", "actor_kind = 'token'", "action = 'signed_in'", "outcome = 'failed'", "kind = 'user'",
          "object = 'deal'", "object = NULL", "facts = '{}'", "actor_id = NULL", "record_id = NULL",
          "change_set = record_id", "actor_hash = subject_hash", "subject_hash = NULL"}) {
        ASSERT_OK(
            run("CREATE TABLE kept AS SELECT id, at, actor_kind, actor_id, action, outcome, kind, object, "
                "record_id, change_set, facts, actor_hash, subject_hash FROM audit_entry WHERE seq = 3"));
        ASSERT_OK(run("UPDATE audit_entry SET " + change + " WHERE seq = 3"));
        EXPECT_EQ(fault(), "changed 3") << change;
        ASSERT_OK(
            run("UPDATE audit_entry SET at = k.at, actor_kind = k.actor_kind, actor_id = k.actor_id, "
                "action = k.action, outcome = k.outcome, kind = k.kind, object = k.object, "
                "record_id = k.record_id, change_set = k.change_set, facts = k.facts, actor_hash = k.actor_hash, "
                "subject_hash = k.subject_hash FROM kept k WHERE audit_entry.id = k.id"));
        ASSERT_OK(run("DROP TABLE kept"));
        ASSERT_EQ(fault(), "whole") << change;
    }
}

TEST_P(AuditTest, a_changed_name_or_address_is_found_and_an_erased_one_is_no_fault) {
    auto const ona = PersonId::make();
    ASSERT_OK(write("Ona", ona));
    ASSERT_OK(write("Jonas"));
    ASSERT_OK(log_->seal());
    ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
        store::Parameter const person[] = {ona};
        TRY(transaction.run("DELETE FROM audit_text WHERE person_id = $1", person));
        return {};
    }));
    EXPECT_EQ(number("SELECT COUNT(*) FROM audit_text WHERE part = 'subject'"), 1);
    EXPECT_EQ(fault(), "whole");
    ASSERT_OK(run("UPDATE audit_text SET content = 'Petras' WHERE content = 'Jonas'"));
    EXPECT_EQ(fault(), "text_changed 2");
}

TEST_P(AuditTest, a_deleted_entry_is_found) {
    write_and_seal(5);
    ASSERT_OK(run("DELETE FROM audit_entry WHERE seq = 3"));
    EXPECT_EQ(fault(), "missing 3");
    // Who numbers the rest anew breaks their seals.
    ASSERT_OK(run("UPDATE audit_entry SET seq = 3 WHERE seq = 4"));
    EXPECT_EQ(fault(), "changed 3");
}

TEST_P(AuditTest, an_entry_that_is_deleted_before_its_seal_leaves_its_texts) {
    write_and_seal(1);
    ASSERT_OK(write("Ona"));
    ASSERT_OK(run("DELETE FROM audit_entry WHERE seq IS NULL"));
    EXPECT_EQ(fault(), "text_without_entry 0");
}

TEST_P(AuditTest, an_inserted_entry_is_found) {
    write_and_seal(3);
    ASSERT_OK(write("Forged"));
    ASSERT_OK(run("UPDATE audit_entry SET seq = seq + 10 WHERE seq >= 2"));
    ASSERT_OK(run("UPDATE audit_entry SET seq = 2, hash = actor_hash WHERE seq IS NULL"));
    ASSERT_OK(run("UPDATE audit_entry SET seq = seq - 9 WHERE seq > 10"));
    EXPECT_EQ(number("SELECT MAX(seq) FROM audit_entry"), 4);
    EXPECT_EQ(fault(), "changed 2");
}

TEST_P(AuditTest, reordered_entries_are_found) {
    write_and_seal(4);
    ASSERT_OK(run("UPDATE audit_entry SET seq = 99 WHERE seq = 2"));
    ASSERT_OK(run("UPDATE audit_entry SET seq = 2 WHERE seq = 3"));
    ASSERT_OK(run("UPDATE audit_entry SET seq = 3 WHERE seq = 99"));
    EXPECT_EQ(fault(), "changed 2");
}

TEST_P(AuditTest, a_log_cut_short_is_found_by_an_anchor_that_was_noted) {
    write_and_seal(6);
    auto const anchor = verified().newest;
    ASSERT_OK(run("DELETE FROM audit_text WHERE entry_id IN (SELECT id FROM audit_entry WHERE seq > 4)"));
    ASSERT_OK(run("DELETE FROM audit_entry WHERE seq > 4"));
    EXPECT_EQ(fault(), "whole");  // by itself a shorter log is a log
    EXPECT_EQ(fault(anchor), "truncated 5");
    // Nor does it help to fill it up again.
    write_and_seal(2);
    EXPECT_EQ(fault(), "whole");
    EXPECT_EQ(fault(anchor), "other_anchor 6");
}

TEST_P(AuditTest, a_log_made_anew_is_found_by_an_anchor_that_was_noted) {
    write_and_seal(3);
    auto const anchor = verified().newest;
    ASSERT_OK(run("UPDATE audit_entry SET action = 'signed_in' WHERE seq = 1"));
    ASSERT_OK(run("UPDATE audit_entry SET seq = NULL, hash = NULL"));
    ASSERT_OK(log_->seal());
    EXPECT_EQ(fault(), "whole");
    EXPECT_EQ(fault(anchor), "other_anchor 3");
}

TEST_P(AuditTest, what_was_not_sealed_before_the_process_died_is_sealed_by_the_next) {
    write_and_seal(2);
    for (int i = 0; i < 3; ++i) ASSERT_OK(write("Ona"));
    log_.reset();
    open();
    begin();
    auto const verification = verified();
    EXPECT_EQ(verification.unsealed, 3);
    EXPECT_FALSE(verification.fault);
    EXPECT_EQ(*log_->seal(), 3);
    EXPECT_EQ(fault(), "whole");
    EXPECT_EQ(verified().newest->number, 5);
}

TEST_P(AuditTest, entries_and_seals_are_written_side_by_side) {
    constexpr int writers = 4, each = 25;
    std::vector<std::thread> threads;
    std::atomic<int> running = writers;
    for (int i = 0; i < writers; ++i)
        threads.emplace_back([&] {
            for (int at = 0; at < each; ++at) EXPECT_OK(write("Ona"));
            --running;
        });
    // Two servers seal.
    for (int i = 0; i < 2; ++i)
        threads.emplace_back([&] {
            while (running > 0) EXPECT_OK(log_->seal());
        });
    for (auto& thread : threads) thread.join();
    EXPECT_OK(log_->seal());
    EXPECT_EQ(fault(), "whole");
    EXPECT_EQ(verified().newest->number, writers * each);
}

TEST_P(AuditTest, more_entries_than_one_transaction_seals_and_one_snapshot_verifies) {
    auto const count = static_cast<std::int64_t>(limits::audit_sealed_at_once) + 1;
    ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
        for (std::int64_t i = 0; i < count; ++i) TRY(note(transaction, ada(), {}));
        return {};
    }));
    EXPECT_EQ(*log_->seal(), count);
    EXPECT_EQ(fault(), "whole");
    EXPECT_EQ(verified().newest->number, count);
    ASSERT_OK(run(fmt::format("UPDATE audit_entry SET outcome = 'failed' WHERE seq = {}", count)));
    EXPECT_EQ(fault(), fmt::format("changed {}", count));
}

TEST_P(AuditTest, whoever_is_refused_again_and_again_fills_nothing) {
    for (std::int64_t i = 0; i < limits::audit_refusals_per_minute_max + 5; ++i)
        ASSERT_OK(log_->refused(ada(), {{"path", "/api/v1/users"}}));
    // A minute may end meanwhile.
    EXPECT_LE(number("SELECT COUNT(*) FROM audit_entry"), 2 * limits::audit_refusals_per_minute_max);
}

TEST(AuditBound, at_the_limit_and_one_past_and_in_the_next_minute) {
    Bound bound;
    Instant const now{60'000'000'000};
    for (std::int64_t i = 0; i < limits::audit_refusals_per_minute_max; ++i) EXPECT_EQ(bound.admit("ada", now), 0);
    EXPECT_FALSE(bound.admit("ada", now));
    EXPECT_FALSE(bound.admit("ada", now));
    EXPECT_EQ(bound.admit("jonas", now), 0);
    EXPECT_EQ(bound.admit("ada", now + std::chrono::minutes(1)), 2);
    EXPECT_EQ(bound.admit("ada", now + std::chrono::minutes(1)), 0);
}

TEST(AuditBound, many_together_are_bounded_too) {
    Bound bound;
    Instant const now{60'000'000'000};
    for (std::int64_t i = 0; i < limits::audit_refusals_all_per_minute_max; ++i)
        EXPECT_EQ(bound.admit(fmt::format("{}", i), now), 0);
    EXPECT_FALSE(bound.admit("one more", now));
}

TEST(AuditAnchor, only_what_is_one_is_read) {
    Anchor anchor;
    anchor.number = 12;
    anchor.seal.fill(0xa5);
    EXPECT_EQ(Anchor::parse(anchor.text())->number, 12);
    for (auto const* text : {"", "12", "12:", ":a5", "0:a5"}) EXPECT_FALSE(Anchor::parse(text)) << text;
    EXPECT_FALSE(Anchor::parse(anchor.text() + "0"));
    auto wrong = anchor.text();
    wrong.back() = 'g';
    EXPECT_FALSE(Anchor::parse(wrong));
}

ON_BOTH_DATABASES(AuditTest);

}  // namespace
}  // namespace kith::audit
