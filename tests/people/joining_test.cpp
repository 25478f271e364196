// Joining and parting against an obvious twin: a list of edges, and what each person was told.
#include <map>
#include <random>
#include <set>

#include "tests/people/people_fixture.hpp"

namespace kith::people {

using JoiningTest = PeopleTest;
ON_BOTH_DATABASES(JoiningTest);

namespace {

struct Twin {
    std::map<PersonId, PersonId> edges;                      // loser → survivor
    std::map<PersonId, std::pair<int, std::string>> cities;  // who was told of a city: when, which

    PersonId root(PersonId person) const {
        auto const edge = edges.find(person);
        return edge == edges.end() ? person : root(edge->second);
    }
    std::set<PersonId> members(PersonId root_person, std::vector<PersonId> const& everyone) const {
        std::set<PersonId> found;
        for (auto const person : everyone)
            if (root(person) == root_person) found.insert(person);
        return found;
    }
    Json city(std::set<PersonId> const& members) const {
        std::pair<int, std::string> newest{-1, ""};
        for (auto const person : members)
            if (auto const told = cities.find(person); told != cities.end()) newest = std::max(newest, told->second);
        return newest.first < 0 ? Json() : Json(newest.second);
    }
};

}  // namespace

TEST_P(JoiningTest, any_order_of_joins_and_partings_agrees_with_the_twin) {
    std::mt19937 random(20261122);
    Twin twin;
    std::vector<PersonId> everyone;
    std::map<PersonId, ChangeSetId> sets;  // by loser
    auto const start = Instant::now();
    for (int i = 0; i < 8; ++i) everyone.push_back(resolve({user("u" + std::to_string(i))}).person);
    auto const any = [&] { return everyone[random() % everyone.size()]; };

    auto const check = [&](std::string const& after) {
        for (auto const person : everyone) {
            auto const expected = twin.root(person);
            ASSERT_EQ(root(person), expected) << after;
            auto const row = record(person);
            ASSERT_EQ(row.contains("joined_into"), expected != person) << after;
            if (expected != person) continue;
            auto const members = twin.members(person, everyone);
            auto const found = aliases(person);
            ASSERT_EQ(std::set(found.begin(), found.end()), members) << after;
            ASSERT_EQ(row["city"], twin.city(members)) << after;
        }
    };

    int told = 0;
    for (int step = 0; step < 60; ++step) {
        auto const dice = random() % 10;
        std::string what = "step " + std::to_string(step);
        if (dice < 3) {
            auto const person = any();
            twin.cities[person] = {told, "City " + std::to_string(told)};
            learn(person, Json{{"city", "City " + std::to_string(told)}}, start + Milliseconds(told));
            ++told;
            what += ": told";
        } else if (dice < 7) {
            auto const survivor = twin.root(any()), loser = twin.root(any());
            if (survivor == loser) continue;
            sets[loser] = join(survivor, loser);
            twin.edges[loser] = survivor;
            what += ": joined";
        } else if (!sets.empty()) {
            auto const parted = std::next(sets.begin(), static_cast<long>(random() % sets.size()));
            revert(parted->second);
            twin.edges.erase(parted->first);
            sets.erase(parted);
            what += ": parted";
        }
        check(what);
        if (HasFatalFailure()) return;
    }
    while (!sets.empty()) {
        revert(sets.begin()->second);
        twin.edges.erase(sets.begin()->first);
        sets.erase(sets.begin());
    }
    check("all parted");
}

TEST_P(JoiningTest, keys_find_the_whole_person_and_after_parting_the_one_they_were_claimed_for) {
    auto const one = resolve({user("u1"), browser("b1")}).person, two = resolve({user("u2"), browser("b2")}).person;
    auto const joined = join(one, two);
    EXPECT_EQ(resolve({browser("b2")}).root, one);
    EXPECT_EQ(resolve({user("u2"), browser("b3")}).person, two);
    revert(joined);
    EXPECT_EQ(resolve({browser("b3")}).root, two);
    EXPECT_EQ(resolve({browser("b1")}).root, one);
}

TEST_P(JoiningTest, what_staff_wrote_after_a_join_stays_on_the_survivor) {
    auto const one = resolve({user("u1")}).person, two = resolve({user("u2")}).person;
    learn(two, Json{{"firstName", "Jonas"}, {"country", "LT"}});
    auto const joined = join(one, two);
    EXPECT_EQ(record(one)["given_name"], "Jonas");
    ASSERT_OK(
        records_->update(edit(), *person_, RecordId{one.uuid}, version_of(record(one)), Json{{"city", "Vilnius"}}));
    revert(joined);
    auto const survivor = record(one), other = record(two);
    EXPECT_EQ(survivor["city"], "Vilnius");
    EXPECT_EQ(survivor["given_name"], nullptr);
    EXPECT_EQ(survivor["country"], nullptr);
    EXPECT_EQ(other["given_name"], "Jonas");
    EXPECT_EQ(other["city"], nullptr);
    EXPECT_FALSE(other.contains("joined_into"));
}

TEST_P(JoiningTest, when_they_were_seen_follows_their_events) {
    auto const one = resolve({user("u1")}).person, two = resolve({user("u2")}).person;
    auto const at = *Instant::parse("2026-03-01T10:00:00Z");
    for (auto const& [person, when] : {std::pair(one, at), std::pair(two, at + std::chrono::hours(48))}) {
        track(person, "Visited", when);
        std::ignore = in_transaction([&, moment = when, who = person](store::Transaction& tx) {
            return people_->seen(tx, ingest(), who, moment);
        });
    }
    auto const before = record(one);
    EXPECT_EQ(before["last_seen_at"], at.text());
    auto const joined = join(one, two);
    EXPECT_EQ(record(one)["last_seen_at"], (at + std::chrono::hours(48)).text());
    EXPECT_EQ(record(one)["first_seen_at"], at.text());
    revert(joined);
    EXPECT_EQ(record(one)["last_seen_at"], at.text());
    EXPECT_EQ(record(one)["version"], before["version"]);
}

TEST_P(JoiningTest, joining_the_same_two_again_is_a_conflict) {
    auto const one = resolve({user("u1")}).person, two = resolve({user("u2")}).person;
    join(one, two);
    auto const again = people_->join(edit(), two, one);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().reason, "already_joined");
    auto const nobody = people_->join(edit(), one, PersonId::make());
    ASSERT_FALSE(nobody);
    EXPECT_EQ(nobody.error().fields.at(0).field, "other");
}

}  // namespace kith::people
