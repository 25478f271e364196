#include "access/teams.hpp"

#include <gtest/gtest.h>

#include "access/limits.hpp"
#include "access/team_book.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::access {
namespace {

UserId user(std::string_view name) { return {Uuid::of_name("test", name)}; }
TeamId team_id(std::string_view name) { return {Uuid::of_name("team", name)}; }
Team team(std::string_view name, std::string_view parent, std::vector<TeamMember> members = {}) {
    Team made{team_id(name), std::string(name), std::nullopt, std::move(members), 1};
    if (!parent.empty()) made.parent = team_id(parent);
    return made;
}
std::vector<Uuid> users(std::vector<std::string_view> const& names) {
    std::vector<Uuid> ids;
    for (auto const name : names) ids.push_back(user(name).uuid);
    std::sort(ids.begin(), ids.end());
    return ids;
}

TEST(Teams, stand_as_the_tree_reads) {
    Teams const teams(
        {team("South", "Sales"), team("stores", ""), team("North", "Sales"), team("Sales", ""), team("Oslo", "North")});
    std::vector<std::string> names;
    for (auto const& each : teams.all()) names.push_back(each.name);
    EXPECT_EQ(names, (std::vector<std::string>{"Sales", "North", "Oslo", "South", "stores"}));
    EXPECT_EQ(teams.find(team_id("Oslo"))->parent, team_id("North"));
    EXPECT_EQ(teams.find(team_id("Moon")), nullptr);
}

TEST(Teams, my_teams_are_those_i_am_in_and_those_below_and_my_reports_those_i_lead_without_me) {
    Teams const teams({team("Sales", "", {{user("Ona"), true}, {user("Rasa"), false}}),
                       team("North", "Sales", {{user("Jonas"), true}, {user("Kari"), false}}),
                       team("Oslo", "North", {{user("Liv"), false}, {user("Ona"), false}}),
                       team("Stores", "", {{user("Eve"), true}, {user("Jonas"), false}})});
    auto const ona = teams.around(user("Ona").uuid);
    EXPECT_EQ(ona->teams, users({"Ona", "Rasa", "Jonas", "Kari", "Liv"}));
    EXPECT_EQ(ona->reports, users({"Rasa", "Jonas", "Kari", "Liv"}));
    auto const jonas = teams.around(user("Jonas").uuid);
    EXPECT_EQ(jonas->teams, users({"Jonas", "Kari", "Liv", "Ona", "Eve"}));
    EXPECT_EQ(jonas->reports, users({"Kari", "Liv", "Ona"}));
    EXPECT_EQ(teams.around(user("Kari").uuid)->teams, users({"Jonas", "Kari", "Liv", "Ona"}));
    EXPECT_TRUE(teams.around(user("Kari").uuid)->reports.empty());
    EXPECT_EQ(teams.around(user("nobody").uuid), nullptr);
    EXPECT_EQ(teams.around(user("Ona").uuid), ona);  // worked out once
}

TEST(Teams, rings_depth_names_and_numbers_are_bounded) {
    EXPECT_EQ(fault_of({team("a", "b"), team("b", "a")}), TeamFault::within_itself);
    EXPECT_EQ(fault_of({team("a", "a")}), TeamFault::within_itself);
    EXPECT_EQ(fault_of({team("c", "a"), team("a", "b"), team("b", "a")}), TeamFault::within_itself);
    EXPECT_EQ(fault_of({team("a", "moon")}), TeamFault::no_such_parent);
    EXPECT_EQ(fault_of({team("Sales", ""), team("SALES", "")}), TeamFault::name_taken);
    auto const chain = [](int length) {
        std::vector<Team> teams{team("0", "")};
        for (int i = 1; i < length; ++i) teams.push_back(team(std::to_string(i), std::to_string(i - 1)));
        return teams;
    };
    EXPECT_EQ(fault_of(chain(limits::team_depth_max)), TeamFault::none);
    EXPECT_EQ(fault_of(chain(limits::team_depth_max + 1)), TeamFault::too_deep);
    auto const many = [](std::size_t count) {
        std::vector<Team> teams;
        for (std::size_t i = 0; i < count; ++i) teams.push_back(team(std::to_string(i), ""));
        return teams;
    };
    EXPECT_EQ(fault_of(many(limits::teams_max)), TeamFault::none);
    EXPECT_EQ(fault_of(many(limits::teams_max + 1)), TeamFault::too_many);
    auto const full = [](std::size_t count) {
        auto crowd = team("Crowd", "");
        for (std::size_t i = 0; i < count; ++i) crowd.members.push_back({user(std::to_string(i)), false});
        return std::vector<Team>{crowd};
    };
    EXPECT_EQ(fault_of(full(limits::team_members_max)), TeamFault::none);
    EXPECT_EQ(fault_of(full(limits::team_members_max + 1)), TeamFault::too_many_members);
}

class TeamBookTest : public testing::Test {
protected:
    void SetUp() override {
        auto database = store::Database::open("sqlite:" + folder_.path("kith.db"));
        ASSERT_TRUE(database) << database.error().message << database.error().cause;
        database_ = *std::move(database);
        book_ = *TeamBook::load(*database_);
        for (auto const* name : {"Ona", "Jonas", "Kari"}) {
            auto const added = database_->write([&](store::Transaction& transaction) -> Result<void> {
                store::Parameter const parameters[] = {user(name).uuid, std::string_view(name)};
                TRY(transaction.run(
                    "INSERT INTO user_account (id, name, email, email_folded, password_hash, role, is_disabled, "
                    "language, theme, density, created_at) VALUES ($1, $2, $2, $2, 'x', 'member', FALSE, 'en', "
                    "'system', 'compact', 0)",
                    parameters));
                return {};
            });
            ASSERT_TRUE(added) << added.error().cause;
        }
    }
    static schema::Author author() {
        auto actor = Actor::system("test");
        actor.permissions.add(Permission::users_manage);
        return schema::Author::begin(actor);
    }
    static Json members(std::vector<std::pair<std::string_view, bool>> const& named) {
        Json list = Json::array();
        for (auto const& [name, is_lead] : named) list.push_back({{"user", user(name).text()}, {"is_lead", is_lead}});
        return list;
    }
    Team make(std::string_view name, std::optional<TeamId> parent, Json const& members = Json::array()) {
        auto const made = book_->create(
            author(),
            {{"name", name}, {"parent", parent ? Json(parent->text()) : Json(nullptr)}, {"members", members}});
        EXPECT_TRUE(made) << made.error().message << made.error().cause;
        return *made;
    }
    std::string fault(Result<Team> const& outcome) {
        if (outcome) return "nothing";
        return outcome.error().fields.empty()
                   ? outcome.error().reason
                   : outcome.error().fields.at(0).field + " " + outcome.error().fields.at(0).code;
    }
    Result<void> take_back(schema::Author const& of) {
        return database_->write(
            [&](store::Transaction& transaction) { return book_->revert(transaction, author(), of.change_set); });
    }

    support::TemporaryFolder folder_;
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<TeamBook> book_;
};

TEST_F(TeamBookTest, what_no_team_can_be_is_refused_on_its_place) {
    auto const sales = make("Sales", std::nullopt);
    auto const north = make("North", sales.id);
    EXPECT_EQ(fault(book_->create(author(), Json::object())), "name required");
    EXPECT_EQ(fault(book_->create(author(), {{"name", "sales"}})), "name taken");
    EXPECT_EQ(fault(book_->create(author(), {{"name", "X"}, {"parent", user("Ona").text()}})), "parent not_a_choice");
    EXPECT_EQ(fault(book_->create(author(), {{"name", "X"}, {"parent", 5}})), "parent not_a_choice");
    EXPECT_EQ(fault(book_->create(author(), {{"name", "X"}, {"wings", 2}})), "wings unknown_field");
    EXPECT_EQ(fault(book_->change(author(), sales.id, 1, {{"parent", north.id.text()}})), "parent within_itself");
    EXPECT_EQ(fault(book_->change(author(), sales.id, 1, {{"members", members({{"nobody", false}})}})),
              "members[0].user not_a_choice");
    EXPECT_EQ(fault(book_->change(author(), sales.id, 1, {{"members", members({{"Ona", false}, {"Ona", true}})}})),
              "members[1].user twice");
    EXPECT_EQ(fault(book_->change(author(), sales.id, 1, {{"members", {5}}})), "members[0] wrong_type");
    EXPECT_EQ(book_->change(author(), sales.id, 7, {{"name", "X"}}).error().code, ErrorCode::precondition_failed);
    EXPECT_EQ(book_->remove(author(), TeamId::make(), 1).error().code, ErrorCode::not_found);
    EXPECT_EQ(book_->current()->all().size(), 2u);
}

TEST_F(TeamBookTest, a_change_is_in_force_at_once_and_after_a_restart) {
    auto const sales = make("Sales", std::nullopt, members({{"Ona", true}}));
    EXPECT_EQ(book_->current()->around(user("Ona").uuid)->teams, users({"Ona"}));
    auto const changed = book_->change(author(), sales.id, 1, {{"members", members({{"Ona", true}, {"Kari", false}})}});
    ASSERT_TRUE(changed) << changed.error().message;
    EXPECT_EQ(changed->version, 2);
    EXPECT_EQ(book_->current()->around(user("Ona").uuid)->reports, users({"Kari"}));
    auto const again = *TeamBook::load(*database_);
    EXPECT_EQ(again->current()->around(user("Kari").uuid)->teams, users({"Ona", "Kari"}));
    ASSERT_TRUE(book_->change(author(), sales.id, 2, {{"members", Json::array()}}));
    EXPECT_EQ(book_->current()->around(user("Ona").uuid), nullptr);
    ASSERT_TRUE(again->reload());
    EXPECT_EQ(again->current()->around(user("Ona").uuid), nullptr);
}

TEST_F(TeamBookTest, deleting_moves_the_teams_below_up_and_taking_it_back_puts_all_in_place) {
    auto const sales = make("Sales", std::nullopt);
    auto const north = make("North", sales.id, members({{"Jonas", true}, {"Kari", false}}));
    auto const oslo = make("Oslo", north.id);
    auto const removal = author();
    ASSERT_TRUE(book_->remove(removal, north.id, 1));
    EXPECT_EQ(book_->current()->find(north.id), nullptr);
    EXPECT_EQ(book_->current()->find(oslo.id)->parent, sales.id);
    EXPECT_EQ(book_->current()->around(user("Kari").uuid), nullptr);

    ASSERT_TRUE(take_back(removal));
    auto const teams = book_->current();
    ASSERT_NE(teams->find(north.id), nullptr);
    EXPECT_EQ(teams->find(north.id)->members, (std::vector<TeamMember>{{user("Jonas"), true}, {user("Kari"), false}}));
    EXPECT_EQ(teams->find(oslo.id)->parent, north.id);
    EXPECT_EQ(take_back(removal).error().reason, "changed_since");
}

TEST_F(TeamBookTest, what_others_stand_on_since_is_not_taken_back) {
    auto const making = author();
    auto const sales = *book_->create(making, {{"name", "Sales"}});
    auto const north = make("North", sales.id);
    EXPECT_EQ(take_back(making).error().reason, "changed_since");  // a team stands below it
    ASSERT_TRUE(book_->remove(author(), north.id, 1));
    auto const renaming = author();
    ASSERT_TRUE(book_->change(renaming, sales.id, 1, {{"name", "Selling"}}));
    make("Sales", std::nullopt);
    EXPECT_EQ(take_back(renaming).error().reason, "changed_since");  // its old name is another's
    EXPECT_EQ(book_->current()->find(sales.id)->name, "Selling");
    auto nobody = schema::Author::begin(Actor{});
    EXPECT_EQ(database_
                  ->write([&](store::Transaction& transaction) {
                      return book_->revert(transaction, nobody, renaming.change_set);
                  })
                  .error()
                  .code,
              ErrorCode::forbidden);
}

}  // namespace
}  // namespace kith::access
