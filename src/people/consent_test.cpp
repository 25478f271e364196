#include "people/consent.hpp"

#include <gtest/gtest.h>

#include "people/place.hpp"

namespace kith::people {

namespace {

ConsentEntry entry(PersonId person, ConsentState state, std::int64_t at,
                   std::optional<std::string> contact = std::nullopt) {
    return {person,
            ConsentId::make(),
            "email_marketing",
            std::move(contact),
            state,
            Instant{at},
            std::nullopt,
            "form",
            std::nullopt,
            std::nullopt,
            "Ona"};
}

std::optional<ConsentState> decided(std::vector<ConsentEntry> const& entries, Edges const& edges = {},
                                    std::optional<std::string_view> contact = std::nullopt) {
    auto const* found = deciding(entries, edges, "email_marketing", contact);
    return found ? std::optional(found->state) : std::nullopt;
}

}  // namespace

TEST(Consent, the_newest_entry_of_one_person_decides) {
    auto const ona = PersonId::make();
    EXPECT_EQ(decided({}), std::nullopt);
    EXPECT_EQ(decided({entry(ona, ConsentState::granted, 1), entry(ona, ConsentState::withdrawn, 2)}),
              ConsentState::withdrawn);
    EXPECT_EQ(decided({entry(ona, ConsentState::withdrawn, 1), entry(ona, ConsentState::granted, 2)}),
              ConsentState::granted);
    // At the same moment the refusal counts.
    EXPECT_EQ(decided({entry(ona, ConsentState::withdrawn, 1), entry(ona, ConsentState::granted, 1)}),
              ConsentState::withdrawn);
}

TEST(Consent, after_a_join_any_withdrawal_wins_until_a_newer_grant) {
    auto const ona = PersonId::make(), other = PersonId::make(), third = PersonId::make();
    Edges edges{{other, {ona, Instant{10}}}};
    auto const withdrawn = entry(other, ConsentState::withdrawn, 1), granted = entry(ona, ConsentState::granted, 5);
    // The grant is newer than the withdrawal, but nobody who gave it knew of both.
    EXPECT_EQ(decided({withdrawn, granted}, edges), ConsentState::withdrawn);
    EXPECT_EQ(decided({withdrawn, granted, entry(ona, ConsentState::granted, 11)}, edges), ConsentState::granted);
    // A later join of somebody who said nothing brings nothing back.
    edges.emplace(third, std::pair(ona, Instant{20}));
    EXPECT_EQ(decided({withdrawn, granted, entry(ona, ConsentState::granted, 11)}, edges), ConsentState::granted);
    // Parted, each has their own.
    EXPECT_EQ(decided({granted}), ConsentState::granted);
}

TEST(Consent, a_contact_point_has_its_own_word_beside_that_of_the_whole) {
    auto const ona = PersonId::make();
    std::vector<ConsentEntry> const entries{entry(ona, ConsentState::granted, 1),
                                            entry(ona, ConsentState::withdrawn, 2, "a@shop.lt")};
    EXPECT_EQ(decided(entries), ConsentState::granted);
    EXPECT_EQ(decided(entries, {}, "a@shop.lt"), ConsentState::withdrawn);
    EXPECT_EQ(decided(entries, {}, "b@shop.lt"), ConsentState::granted);
}

TEST(Consent, an_expired_grant_allows_nothing) {
    auto grant = entry(PersonId::make(), ConsentState::granted, 1);
    grant.expires_at = Instant{10};
    EXPECT_TRUE(is_allowed(&grant, "consent", Instant{9}));
    EXPECT_FALSE(is_allowed(&grant, "consent", Instant{10}));
    EXPECT_EQ(state_at(grant, Instant{10}), ConsentState::expired);
}

TEST(Consent, what_rests_on_a_contract_is_allowed_until_somebody_objects) {
    EXPECT_TRUE(is_allowed(nullptr, "contract", Instant{1}));
    EXPECT_FALSE(is_allowed(nullptr, "consent", Instant{1}));
    auto const objection = entry(PersonId::make(), ConsentState::objected, 1);
    EXPECT_FALSE(is_allowed(&objection, "contract", Instant{2}));
}

TEST(Consent, months_begin_where_the_workspace_is) {
    auto const months = months_until(*Instant::parse("2026-01-31T23:30:00Z"), "Europe/Vilnius", 3);
    ASSERT_EQ(months.size(), 3u);
    EXPECT_EQ(months[0].name, "2025-12");
    EXPECT_EQ(months[2].name, "2026-02");
    EXPECT_EQ(months[2].begins.text(), "2026-01-31T22:00:00.000Z");
    EXPECT_EQ(months[1].ends, months[2].begins);
}

}  // namespace kith::people
