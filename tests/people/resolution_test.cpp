#include "tests/people/people_fixture.hpp"

#include "people/limits.hpp"

namespace kith::people {

using ResolutionTest = PeopleTest;
ON_BOTH_DATABASES(ResolutionTest);

TEST_P(ResolutionTest, a_first_visit_makes_an_anonymous_person_and_the_next_finds_it) {
    auto const first = resolve({browser("b1")});
    EXPECT_TRUE(first.is_new);
    EXPECT_EQ(record(first.person)["is_known"], false);
    auto const second = resolve({browser("b1")});
    EXPECT_FALSE(second.is_new);
    EXPECT_EQ(second.person, first.person);
}

TEST_P(ResolutionTest, a_visitor_who_signs_in_stays_the_same_person_and_becomes_known) {
    auto const visitor = resolve({browser("b1")});
    auto const known = resolve({user("u1"), browser("b1")});
    EXPECT_EQ(known.person, visitor.person);
    EXPECT_EQ(record(visitor.person)["is_known"], true);
}

TEST_P(ResolutionTest, a_known_user_on_a_new_browser_joins_the_visitor_of_before) {
    auto const user_one = resolve({user("u1")});
    auto const visitor = resolve({browser("b2")});
    auto const seen = resolve({browser("b2"), user("u1")});
    EXPECT_EQ(seen.person, user_one.person);
    EXPECT_EQ(root(visitor.person), user_one.person);
    EXPECT_EQ(aliases(user_one.person).size(), 2u);
    // A later event with the browser alone is written for whom the key was claimed, and belongs to the user.
    auto const again = resolve({browser("b2")});
    EXPECT_EQ(again.person, visitor.person);
    EXPECT_EQ(again.root, user_one.person);
}

TEST_P(ResolutionTest, an_anonymous_id_never_joins_two_users_but_moves_to_the_newest) {
    auto const one = resolve({user("u1"), browser("shared")});
    auto const two = resolve({user("u2"), browser("shared")});
    EXPECT_NE(root(one.person), root(two.person));
    EXPECT_EQ(resolve({browser("shared")}).person, two.person);
    resolve({user("u1"), browser("shared")});
    EXPECT_EQ(resolve({browser("shared")}).person, one.person);
    EXPECT_EQ(count("SELECT COUNT(*) FROM person_edge"), 0);
}

TEST_P(ResolutionTest, the_order_of_keys_does_not_matter_and_blocked_values_name_nobody) {
    auto const one = resolve({email("ona@shop.lt"), user("u1"), browser("b1")});
    EXPECT_EQ(resolve({browser("b1"), user("u1"), email("ona@shop.lt")}).person, one.person);
    EXPECT_FALSE(normalised(KeyKind::user_id, " null "));
    EXPECT_FALSE(normalised(KeyKind::email, "test@test.com"));
    auto const none =
        database_->write([&](store::Transaction& tx) { return people_->resolve(tx, ingest(), {}, std::nullopt); });
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::invalid);
}

TEST_P(ResolutionTest, the_same_email_joins_users_of_two_senders) {
    auto const one = resolve({user("u1")});
    learn(one.person, Json{{"email", "Ona@Shop.lt"}, {"firstName", "Ona"}});
    auto const two = resolve({user("u2")}, "till");
    learn(two.person, Json{{"email", "ona@shop.lt"}, {"lastName", "Kazlaitė"}});
    EXPECT_EQ(root(two.person), one.person);
    auto const joined = record(one.person);
    EXPECT_EQ(joined["name"], "Ona Kazlaitė");
    EXPECT_EQ(joined["email"], "ona@shop.lt");
}

TEST_P(ResolutionTest, two_users_of_one_sender_are_two_people_whatever_email_they_share) {
    auto const one = resolve({user("u1")});
    learn(one.person, Json{{"email", "home@shop.lt"}, {"firstName", "Ona"}});
    auto const two = resolve({user("u2"), browser("b2")});
    learn(two.person, Json{{"email", "home@shop.lt"}, {"firstName", "Jonas"}});
    EXPECT_NE(root(two.person), root(one.person));
    EXPECT_EQ(record(two.person)["email"], "home@shop.lt");
    EXPECT_EQ(count("SELECT COUNT(*) FROM identity_review WHERE reason = 'two_user_ids'"), 1);
    // The address stays with whom it was claimed for, and goes on naming that one.
    EXPECT_EQ(resolve({email("home@shop.lt")}).person, one.person);
    // Nor does an event that brings the address along join the two.
    EXPECT_EQ(resolve({user("u2"), email("home@shop.lt")}).person, two.person);
    EXPECT_EQ(count("SELECT COUNT(*) FROM person_edge"), 0);
    // A visitor without an account is one with whose address he gives.
    auto const visitor = resolve({browser("b3")});
    learn(visitor.person, Json{{"email", "home@shop.lt"}});
    EXPECT_EQ(root(visitor.person), one.person);
}

TEST_P(ResolutionTest, an_email_of_two_people_with_other_names_and_birth_dates_is_shared_and_joins_nobody) {
    auto const ona = resolve({user("u1")});
    learn(ona.person, Json{{"email", "family@shop.lt"}, {"firstName", "Ona"}, {"birthday", "1984-05-02"}});
    auto const jonas = resolve({user("u2")});
    learn(jonas.person, Json{{"email", "family@shop.lt"}, {"firstName", "Jonas"}, {"birthday", "1980-01-30"}});
    EXPECT_NE(root(ona.person), root(jonas.person));
    EXPECT_EQ(record(jonas.person)["email"], "family@shop.lt");
    EXPECT_EQ(count("SELECT COUNT(*) FROM identity WHERE kind = 'email'"), 0);
    EXPECT_EQ(count("SELECT COUNT(*) FROM identity_shared"), 1);
    EXPECT_EQ(count("SELECT COUNT(*) FROM contact_point WHERE value = 'family@shop.lt'"), 2);
    // It names nobody any more.
    auto const third = resolve({user("u3"), email("family@shop.lt")});
    EXPECT_EQ(root(third.person), third.person);
    EXPECT_EQ(record(ona.person)["is_known"], true);
}

TEST_P(ResolutionTest, one_shared_key_never_swallows_a_database) {
    std::vector<PersonId> users;
    for (int i = 0; i < limits::joins_per_key_max + 3; ++i) {
        auto const each = resolve({user("u" + std::to_string(i))}, "shop " + std::to_string(i));
        learn(each.person, Json{{"email", "desk@office.lt"}});
        users.push_back(each.person);
    }
    // The first held it, as many as the limit joined, the next found it shared, and the rest stay by themselves.
    EXPECT_EQ(aliases(root(users[0])).size(), static_cast<std::size_t>(limits::joins_per_key_max) + 1);
    EXPECT_EQ(root(users.back()), users.back());
    EXPECT_EQ(count("SELECT COUNT(*) FROM identity_review WHERE reason = 'joins_too_many'"), 1);
}

TEST_P(ResolutionTest, a_person_holds_keys_up_to_the_limit_and_the_rest_goes_to_review) {
    auto const one = resolve({user("u1")});
    for (int i = 1; i <= limits::keys_per_person_max; ++i) resolve({user("u1"), browser("b" + std::to_string(i))});
    EXPECT_EQ(count("SELECT COUNT(*) FROM identity"), limits::keys_per_person_max);
    EXPECT_EQ(count("SELECT COUNT(*) FROM identity_review WHERE reason = 'too_many_keys'"), 1);
    EXPECT_EQ(resolve({user("u1"), browser("one more")}).person, one.person);
}

TEST_P(ResolutionTest, a_message_that_came_before_is_known) {
    auto const person = resolve({browser("b1")}).person;
    events::EventKey const event{person, EventId::make()}, other{person, EventId::make()};
    std::ignore = in_transaction([&](store::Transaction& tx) -> Result<void> {
        EXPECT_FALSE(TRY(events::find_message(tx, shop_source(), "m1")));
        events::MessageClaim const claims[] = {{"m1", event}};
        events::MessageClaim const again[] = {{"m0", other}, {"m1", other}};
        EXPECT_TRUE(TRY(events::claim_messages(tx, shop_source(), claims)));
        EXPECT_FALSE(TRY(events::claim_messages(tx, shop_source(), again)));
        auto const earlier = TRY(events::find_message(tx, shop_source(), "m1"));
        EXPECT_TRUE(earlier && earlier->event == event.event);
        return {};
    });
}

}  // namespace kith::people
