// Single records that a row rule hides, shown to a user or a team: through every door, and taken back.
#include "records/sharing.hpp"

#include "access/limits.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::records {
namespace {

UserId user(std::string_view name) { return {Uuid::of_name("test", name)}; }

class SharingTest : public RecordsTest {
protected:
    void SetUp() override {
        RecordsTest::SetUp();
        if (IsSkipped()) return;
        sharing_ = std::make_unique<Sharing>(*database_, *records_, *shares_);
        records_->add_reverting(
            {[this](store::Session& session, ChangeSetId id) { return sharing_->changes_of(session, id); },
             [this](store::Transaction& transaction, Write const& write, ChangeSetId id) {
                 return sharing_->revert(transaction, write, id);
             }});
        for (auto const* name : {"member", "other"}) add_user(user(name).uuid, name);
        ASSERT_TRUE(set_rule("member", *person_, "country = \"LT\""));
        lithuanian_ = add_person({{"given_name", "Ona"}, {"country", "LT"}});
        norwegian_ = add_person({{"given_name", "Kari"}, {"country", "NO"}});
    }
    Actor administrator() {
        auto actor = member();
        actor.id = Uuid::of_name("test", "other");
        actor.role = "administrator";
        return actor;
    }
    Write by_administrator() { return Write::begin("shares", administrator()); }
    Write share_with_member() {
        auto const write = by_administrator();
        EXPECT_OK(sharing_->share(write, *person_, norwegian_, {{"user", user("member").text()}}));
        return write;
    }
    static ListQuery filtered(std::string rule) {
        ListQuery query;
        query.filter = std::move(rule);
        return query;
    }
    std::int64_t seen() { return list({}, member()).total->count; }
    ErrorCode get_error() { return records_->get(member(), *person_, norwegian_).error().code; }

    std::unique_ptr<Sharing> sharing_;
    RecordId lithuanian_, norwegian_;
};

TEST_P(SharingTest, a_shared_record_is_there_through_every_door_and_gone_again) {
    EXPECT_EQ(seen(), 1);
    EXPECT_EQ(get_error(), ErrorCode::not_found);
    auto const write = share_with_member();
    EXPECT_EQ(seen(), 2);
    EXPECT_EQ(list(filtered("country = \"NO\""), member()).total->count, 1);
    auto const record = records_->get(member(), *person_, norwegian_);
    ASSERT_OK(record);
    // What may be done with it their role says.
    ASSERT_OK(records_->update(Write::begin("edit", member()), *person_, norwegian_, version_of(*record),
                               {{"city", "Oslo"}}));
    EXPECT_OK(records_->history(member(), *person_, norwegian_));
    auto const listed = sharing_->list(member(), *person_, norwegian_);
    ASSERT_OK(listed);
    ASSERT_EQ(listed->size(), 1u);
    EXPECT_EQ(listed->front().name, "member");

    ASSERT_OK(records_->revert(Write::begin("revert", administrator()), write.change_set));
    EXPECT_EQ(seen(), 1);
    EXPECT_EQ(get_error(), ErrorCode::not_found);
}

TEST_P(SharingTest, a_team_shares_what_it_is_shown_with_the_teams_below) {
    auto const author = schema::Author::begin(Actor::system("test"));
    auto const sales = teams_->create(author, {{"name", "Sales"}});
    ASSERT_OK(sales);
    auto const north = teams_->create(
        schema::Author::begin(Actor::system("test")),
        {{"name", "North"}, {"parent", sales->id.text()}, {"members", {{{"user", user("member").text()}}}}});
    ASSERT_OK(north);
    ASSERT_OK(sharing_->share(by_administrator(), *person_, norwegian_, {{"team", sales->id.text()}}));
    EXPECT_EQ(seen(), 2);
    ASSERT_OK(teams_->change(schema::Author::begin(Actor::system("test")), north->id, north->version,
                             {{"members", Json::array()}}));
    EXPECT_EQ(seen(), 1);
}

TEST_P(SharingTest, who_may_not_see_or_change_a_record_may_not_share_it) {
    Json const with_other{{"user", user("other").text()}};
    auto const write = Write::begin("shares", member());
    EXPECT_EQ(sharing_->share(write, *person_, norwegian_, with_other).error().code, ErrorCode::not_found);
    EXPECT_EQ(sharing_->list(member(), *person_, norwegian_).error().code, ErrorCode::not_found);
    EXPECT_OK(sharing_->share(write, *person_, lithuanian_, with_other));
    auto without = write;
    without.actor.permissions = {Permission::people_read, Permission::people_write};
    EXPECT_EQ(sharing_->share(without, *person_, lithuanian_, with_other).error().code, ErrorCode::forbidden);
    ASSERT_TRUE(change_role("member", {{"objects", {{"person", {{"update", false}}}}}}));
    EXPECT_EQ(sharing_->share(write, *person_, lithuanian_, with_other).error().code, ErrorCode::forbidden);
    EXPECT_EQ(sharing_->unshare(write, *person_, lithuanian_, user("other").uuid).error().code, ErrorCode::forbidden);
}

TEST_P(SharingTest, nobody_and_nothing_else_is_shared_with) {
    auto const share = [&](Json const& body) {
        auto const done = sharing_->share(by_administrator(), *person_, norwegian_, body);
        return done ? std::string() : done.error().fields.at(0).field + ": " + done.error().fields.at(0).code;
    };
    EXPECT_EQ(share(Json::object()), "user: required");
    EXPECT_EQ(share({{"user", "member"}}), "user: not_a_choice");
    EXPECT_EQ(share({{"user", Uuid::of_name("test", "stranger").text()}}), "user: not_a_choice");
    EXPECT_EQ(share({{"team", user("member").text()}}), "team: not_a_choice");
    EXPECT_EQ(share({{"user", user("member").text()}, {"team", user("member").text()}}), "team: one_of");
    EXPECT_EQ(share({{"role", "member"}}), "role: unknown_field");
    EXPECT_EQ(sharing_->unshare(by_administrator(), *person_, norwegian_, user("member").uuid).error().code,
              ErrorCode::not_found);
    // Twice is once.
    auto const first = share_with_member();
    share_with_member();
    EXPECT_EQ(sharing_->list(administrator(), *person_, norwegian_)->size(), 1u);
    EXPECT_OK(sharing_->unshare(by_administrator(), *person_, norwegian_, user("member").uuid));
    EXPECT_EQ(records_->revert(Write::begin("revert", administrator()), first.change_set).error().reason,
              "changed_since");
    EXPECT_EQ(seen(), 1);
}

TEST_P(SharingTest, a_rule_that_cannot_be_checked_is_passed_by_nobody_shared_or_not) {
    share_with_member();
    ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
        TRY(transaction.run("UPDATE role_row_rule SET expression = 'nothing = 1'", {}));
        return {};
    }));
    ASSERT_OK(access_->reload());
    EXPECT_EQ(seen(), 0);
}

TEST_P(SharingTest, a_workspace_has_so_many_shares_and_no_more) {
    ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
        for (std::size_t i = 0; i + 1 < limits::shares_max; ++i) {
            auto const record = Uuid::of_name("test", std::to_string(i)), grantee = user("other").uuid;
            store::Parameter const parameters[] = {record, grantee};
            TRY(
                transaction.run("INSERT INTO record_share (object, record_id, grantee, is_team, actor_name, shared_at) "
                                "VALUES ('person', $1, $2, FALSE, '', 0)",
                                parameters));
        }
        return {};
    }));
    share_with_member();
    EXPECT_EQ(seen(), 2);
    EXPECT_EQ(
        sharing_->share(by_administrator(), *person_, lithuanian_, {{"user", user("member").text()}}).error().reason,
        "too_many_shares");
    // Whoever was shown them all still gets a list.
    ASSERT_TRUE(access_->reload());
    auto many = member();
    many.id = user("other").uuid;
    EXPECT_EQ(list({}, many).total->count, 1);
}

ON_BOTH_DATABASES(SharingTest);

}  // namespace
}  // namespace kith::records
