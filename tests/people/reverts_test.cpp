// A change set that told of people goes back, whatever its size: events, joins, keys and values.
#include "records/reverts.hpp"

#include "people/people.hpp"
#include "records/limits.hpp"
#include "tests/people/people_fixture.hpp"

namespace kith::people {
namespace {

class PeopleRevertsTest : public PeopleTest {
protected:
    void SetUp() override {
        PeopleTest::SetUp();
        if (IsSkipped()) return;
        reverts_ = make_reverts();
    }
    std::unique_ptr<records::Reverts> make_reverts() {
        return std::make_unique<records::Reverts>(*database_, *records_, [this](Actor const&) -> Result<Actor> {
            if (on_piece_) on_piece_();
            return clerk();
        });
    }
    /// Events of a person, written by one change set.
    records::Write told(PersonId person, std::int64_t count) {
        auto const write = edit();
        std::vector<events::NewEvent> facts;
        for (std::int64_t i = 0; i < count; ++i) {
            auto& fact = facts.emplace_back();
            fact.person = person;
            fact.type = "Visit";
            fact.occurred_at = fact.received_at = Instant::now();
            fact.change_set = write.change_set;
        }
        std::ignore = in_transaction([&](store::Transaction& tx) -> Result<void> {
            TRY(records_->begin(tx, write));
            return events::append(tx, facts);
        });
        return write;
    }
    store::Job job(ChangeSetId id) {
        return {JobId::make(), std::string(records::revert_job_kind), dump_json({{"id", id.text()}}), 1, 1};
    }
    std::int64_t retracted() { return number("SELECT count(*) FROM event_retraction"); }

    std::function<void()> on_piece_;
    std::unique_ptr<records::Reverts> reverts_;
};

TEST_P(PeopleRevertsTest, as_many_events_as_fit_one_transaction_go_back_at_once_and_one_more_by_a_job_that_may_die) {
    auto const person = resolve({user("7")}).person;
    auto const few = told(person, limits::revert_events_at_once_max);
    EXPECT_EQ(records_->preview_revert(clerk(), few.change_set, "")->beside.retracted,
              limits::revert_events_at_once_max);
    EXPECT_EQ((*reverts_->begin(records::Write::begin("revert", clerk()), few.change_set))["state"], "done");
    EXPECT_EQ(retracted(), limits::revert_events_at_once_max);
    auto const more = told(person, limits::revert_events_at_once_max + 1);
    auto const begun = *reverts_->begin(records::Write::begin("revert", clerk()), more.change_set);
    ASSERT_EQ(begun["state"], "running");
    int pieces = 0;
    on_piece_ = [&] {
        if (++pieces == 8) reverts_->stop();
    };
    EXPECT_EQ(reverts_->run(job(more.change_set)).error().code, ErrorCode::unavailable);
    auto const halfway = retracted() - limits::revert_events_at_once_max;
    EXPECT_GT(halfway, 0);
    EXPECT_LT(halfway, limits::revert_events_at_once_max);
    on_piece_ = nullptr;
    auto const next = make_reverts();
    ASSERT_OK(next->run(job(more.change_set)));
    EXPECT_EQ(retracted(), 2 * limits::revert_events_at_once_max + 1);
    EXPECT_EQ((*next->get(clerk(), more.change_set))["state"], "done");
    // What was retracted by it stands again where that goes back.
    auto const undo = *ChangeSetId::parse(begun["change_set"].get<std::string>());
    EXPECT_EQ(records_->preview_revert(clerk(), undo, "")->beside.brought_back, limits::revert_events_at_once_max + 1);
    ASSERT_EQ((*next->begin(records::Write::begin("revert", clerk()), undo))["state"], "running");
    ASSERT_OK(next->run(job(undo)));
    EXPECT_EQ(retracted(), limits::revert_events_at_once_max);
}

TEST_P(PeopleRevertsTest, a_person_stays_for_what_came_since_and_the_reason_says_what) {
    auto const made_by = [&](std::string const& name) {
        auto const write = edit();
        auto const person = records_->create(write, *person_, {{"given_name", name}});
        EXPECT_OK(person);
        return std::pair(write.change_set, PersonId{id_of(*person).uuid});
    };
    auto const reason = [&](ChangeSetId set) {
        auto const told = records_->preview_revert(clerk(), set, "");
        EXPECT_TRUE(told) << store::describe(told.error());
        return !told || told->staying.empty() ? std::string() : told->staying.begin()->first;
    };
    auto const [alone, somebody] = made_by("Ona");
    EXPECT_EQ(reason(alone), "");
    track(somebody, "Visit");
    EXPECT_EQ(reason(alone), "events_since");
    auto const [survivor_set, survivor] = made_by("Jonas");
    auto const [loser_set, loser] = made_by("Jonas");
    auto const joined = join(survivor, loser);
    EXPECT_EQ(reason(survivor_set), "joined_since");
    EXPECT_EQ(reason(loser_set), "joined_since");
    auto const parting = records_->preview_revert(clerk(), joined, "");
    ASSERT_OK(parting);
    EXPECT_EQ(parting->beside.parted, 1);
    auto const touched = records_->touched_records(clerk(), joined, "", 50);
    ASSERT_OK(touched);
    EXPECT_EQ((*touched)["data"].size(), 2u);
    revert(joined);
    EXPECT_EQ(reason(survivor_set), "");
}

ON_BOTH_DATABASES(PeopleRevertsTest);

}  // namespace
}  // namespace kith::people
