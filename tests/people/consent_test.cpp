#include "tests/people/people_fixture.hpp"

namespace kith::people {

class ConsentTest : public PeopleTest {
protected:
    void say(PersonId person, std::string const& purpose, ConsentState state,
             std::optional<std::string> contact = std::nullopt) {
        NewConsent consent;
        consent.person = person;
        consent.purpose = purpose;
        consent.state = state;
        consent.how = "phone";
        consent.wording = "May we?";
        consent.contact_point = std::move(contact);
        ASSERT_OK(people_->record_consent(edit(), consent));
    }
    bool may(PersonId person, std::string const& purpose, std::optional<std::string_view> contact = std::nullopt) {
        auto const outcome =
            database_->read([&](store::Session& session) { return people_->may(session, person, purpose, contact); });
        EXPECT_TRUE(outcome) << store::describe(outcome.error());
        return outcome && *outcome;
    }
};
ON_BOTH_DATABASES(ConsentTest);

TEST_P(ConsentTest, nothing_but_service_is_allowed_until_it_is_granted) {
    auto const ona = resolve({user("u1")}).person;
    EXPECT_TRUE(may(ona, "service"));
    EXPECT_FALSE(may(ona, "email_marketing"));
    EXPECT_FALSE(may(ona, "no such purpose"));
    say(ona, "email_marketing", ConsentState::granted);
    EXPECT_TRUE(may(ona, "email_marketing"));
    EXPECT_FALSE(may(ona, "profiling"));
    say(ona, "service", ConsentState::objected);
    EXPECT_FALSE(may(ona, "service"));
}

TEST_P(ConsentTest, after_a_join_a_withdrawal_wins_until_a_newer_grant_and_parting_gives_each_their_own) {
    auto const ona = resolve({user("u1")}).person, other = resolve({user("u2")}).person;
    say(other, "email_marketing", ConsentState::withdrawn);
    say(ona, "email_marketing", ConsentState::granted);
    auto const joined = join(ona, other);
    EXPECT_FALSE(may(ona, "email_marketing"));
    EXPECT_FALSE(may(other, "email_marketing"));
    say(other, "email_marketing", ConsentState::granted);
    EXPECT_TRUE(may(ona, "email_marketing"));
    revert(joined);
    EXPECT_TRUE(may(ona, "email_marketing"));
    EXPECT_FALSE(may(other, "email_marketing"));
}

TEST_P(ConsentTest, a_contact_point_is_the_same_however_it_is_typed) {
    auto const ona = resolve({user("u1")}).person;
    say(ona, "email_marketing", ConsentState::granted);
    say(ona, "email_marketing", ConsentState::withdrawn, "Ona@Shop.lt");
    EXPECT_TRUE(may(ona, "email_marketing"));
    EXPECT_FALSE(may(ona, "email_marketing", "ona@shop.LT"));
}

TEST_P(ConsentTest, each_entry_has_its_trace_on_the_timeline_which_cannot_be_retracted) {
    auto const ona = resolve({user("u1")}).person;
    say(ona, "profiling", ConsentState::granted);
    auto const page = people_->timeline(clerk(), ona, {});
    ASSERT_OK(page);
    ASSERT_EQ((*page)["data"].size(), 1u);
    auto const event = (*page)["data"][0];
    EXPECT_EQ(event["call"], "consent");
    EXPECT_EQ(event["type"], "Consent Granted");
    EXPECT_EQ(event["properties"]["purpose"], "profiling");
    auto const refused = people_->retract_event(edit(), ona, *events::EventKey::parse(event["id"].get<std::string>()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    auto const shown = people_->consents(clerk(), ona);
    ASSERT_OK(shown);
    EXPECT_EQ((*shown)["purposes"].size(), 5u);
    EXPECT_EQ((*shown)["purposes"][3]["purpose"]["name"], "profiling");
    EXPECT_EQ((*shown)["purposes"][3]["state"], "granted");
    EXPECT_EQ((*shown)["purposes"][1]["state"], "unknown");
    EXPECT_EQ((*shown)["ledger"][0]["wording"], "May we?");
}

TEST_P(ConsentTest, bad_entries_are_refused_and_change_nothing) {
    auto const ona = resolve({user("u1")}).person;
    NewConsent consent;
    consent.person = ona;
    consent.purpose = "no such purpose";
    consent.how = "phone";
    auto refused = people_->record_consent(edit(), consent);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).field, "purpose");
    consent.purpose = "profiling";
    consent.how = "";
    EXPECT_FALSE(people_->record_consent(edit(), consent));
    consent.how = "phone";
    EXPECT_FALSE(people_->record_consent(records::Write::begin("edit", member()), consent));
    EXPECT_EQ(count("SELECT COUNT(*) FROM consent"), 0);
}

TEST_P(ConsentTest, a_workspace_keeps_its_own_words_for_a_purpose_and_learns_the_languages_that_it_lacks) {
    ASSERT_OK(database_->write([](store::Transaction& tx) -> Result<void> {
        TRY(tx.run(R"(UPDATE purpose SET definition = '{"label": {"en": "Our offers"}, "description": {},
                      "legal_basis": "consent"}' WHERE name = 'profiling')",
                   {}));
        return {};
    }));
    ASSERT_OK(people_->install());
    auto const purposes = people_->purposes();
    ASSERT_OK(purposes);
    auto const& profiling = (*purposes)["data"][3];
    EXPECT_EQ(profiling["label"]["en"], "Our offers");
    EXPECT_EQ(profiling["label"]["nb"], "Personlig tilpasning");
    EXPECT_EQ(profiling["description"].size(), 5u);
}

}  // namespace kith::people
