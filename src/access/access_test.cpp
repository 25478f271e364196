#include "access/access.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "access/form.hpp"
#include "access/limits.hpp"
#include "access/roles.hpp"
#include "access/row_access.hpp"
#include "base/limits.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::access {
namespace {

constexpr Milliseconds minute = std::chrono::minutes(1);
constexpr Milliseconds day = std::chrono::hours(24);

class AccessTest : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(secrets::initialise());
        auto database = store::Database::open("sqlite:" + folder_.path("kith.db"));
        ASSERT_TRUE(database) << database.error().message << database.error().cause;
        database_ = *std::move(database);
        auto const schema = schema::install(*database_);
        ASSERT_TRUE(schema) << schema.error().cause;
        published_ = std::make_unique<schema::Published>(*schema);
        book_ = *RoleBook::load(*database_, *published_);
        teams_ = *TeamBook::load(*database_);
        access_ = *Access::load(*database_, *book_, [this] { return now_; });
        book_->on_change([this] { access_->forget_cached(); });
    }
    schema::Author author() { return schema::Author::begin(Actor::system("test")); }
    Result<void> set_rows(std::string_view role, std::optional<std::string> rule) {
        return book_->set_rows(author(), role, "person", std::move(rule));
    }
    Actor acting_as(std::string role) {
        Actor actor;
        actor.kind = ActorKind::user;
        actor.role = std::move(role);
        actor.permissions = book_->find(actor.role)->permissions;
        return actor;
    }
    SignedIn set_up() {
        auto signed_in = access_->set_up({"Bitė", "lt", "EUR", "Europe/Vilnius"},
                                         {"Ona", "Ona@Example.com", "administrator", password_, "lt"});
        EXPECT_TRUE(signed_in) << signed_in.error().message << signed_in.error().cause;
        return *signed_in;
    }
    std::int64_t commits() { return database_->statistics().commits; }

    support::TemporaryFolder folder_;
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<schema::Published> published_;
    std::unique_ptr<RoleBook> book_;
    std::unique_ptr<TeamBook> teams_;
    std::unique_ptr<Access> access_;
    Instant now_{1'790'000'000'000};
    std::string const password_ = "linden tree 1984";
};

TEST_F(AccessTest, TheFirstSetUpMakesTheWorkspaceAndItsAdministratorAndASecondIsRefused) {
    EXPECT_TRUE(*access_->is_setup_needed());
    auto const signed_in = set_up();
    EXPECT_FALSE(*access_->is_setup_needed());
    auto const actor = *access_->actor_of_session(signed_in.secret);
    EXPECT_EQ(actor.kind, ActorKind::user);
    EXPECT_EQ(actor.name, "Ona");
    EXPECT_TRUE(actor.may(Permission::users_manage));
    auto const again =
        access_->set_up({"B", "en", "EUR", "UTC"}, {"Eve", "eve@example.com", "administrator", password_, "en"});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().reason, "already_set_up");
}

TEST_F(AccessTest, TheSetUpCodeIsLongAndNoOtherIsTaken) {
    EXPECT_GE(access_->setup_code().size(), 32u);
    EXPECT_TRUE(access_->is_setup_code(access_->setup_code()));
    EXPECT_FALSE(access_->is_setup_code(""));
    EXPECT_FALSE(access_->is_setup_code(access_->setup_code() + "x"));
}

TEST_F(AccessTest, AWrongPasswordAndAnUnknownEmailAreAnsweredAlike) {
    set_up();
    auto const wrong = access_->sign_in("ona@example.com", "wrong password", "::1");
    auto const unknown = access_->sign_in("nobody@example.com", password_, "::1");
    ASSERT_FALSE(wrong);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(wrong.error().reason, "wrong_credentials");
    EXPECT_EQ(wrong.error().message, unknown.error().message);
    EXPECT_TRUE(access_->sign_in(" ONA@example.com", password_, "::1"));
}

TEST_F(AccessTest, AfterSoManyFailuresNobodySignsInByThatEmailForAWhileEvenWithTheRightPassword) {
    set_up();
    for (int i = 0; i < limits::sign_in_failures_max; ++i)
        EXPECT_EQ(access_->sign_in("ona@example.com", "guess", "::1").error().code, ErrorCode::unauthenticated);
    auto const refused = access_->sign_in("ona@example.com", password_, "::2");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::too_many_requests);
    EXPECT_EQ(refused.error().retry_after_seconds, limits::sign_in_window_seconds);
    now_ = now_ + std::chrono::seconds(limits::sign_in_window_seconds);
    EXPECT_TRUE(access_->sign_in("ona@example.com", password_, "::2"));
}

TEST_F(AccessTest, ASessionSlidesAndEndsThirtyDaysAfterItsLastUse) {
    auto const secret = set_up().secret;
    now_ = now_ + 29 * day;
    EXPECT_EQ(access_->actor_of_session(secret)->kind, ActorKind::user);
    now_ = now_ + 29 * day;
    EXPECT_EQ(access_->actor_of_session(secret)->kind, ActorKind::user);
    now_ = now_ + limits::session_days_max * day;
    EXPECT_EQ(access_->actor_of_session(secret)->kind, ActorKind::nobody);
    EXPECT_EQ(*access_->remove_expired_sessions(), 1);
}

TEST_F(AccessTest, ARequestWritesItsUseAtMostOnceAMinute) {
    auto const secret = set_up().secret;
    auto const before = commits();
    for (int i = 0; i < 50; ++i) ASSERT_EQ(access_->actor_of_session(secret)->kind, ActorKind::user);
    EXPECT_EQ(commits(), before);
    now_ = now_ + minute;
    for (int i = 0; i < 50; ++i) ASSERT_EQ(access_->actor_of_session(secret)->kind, ActorKind::user);
    EXPECT_EQ(commits(), before + 1);
}

TEST_F(AccessTest, SigningOutEndsTheSessionAtOnce) {
    auto const secret = set_up().secret;
    ASSERT_EQ(access_->actor_of_session(secret)->kind, ActorKind::user);
    ASSERT_TRUE(access_->sign_out(secret));
    EXPECT_EQ(access_->actor_of_session(secret)->kind, ActorKind::nobody);
}

TEST_F(AccessTest, DisablingAUserOrChangingThePasswordEndsTheirSessions) {
    set_up();
    auto const user = access_->add_user({"Jonas", "jonas@example.com", "member", password_, "lt"});
    ASSERT_TRUE(user);
    auto const first = access_->sign_in("jonas@example.com", password_, "::1")->secret;
    auto const second = access_->sign_in("jonas@example.com", password_, "::1")->secret;
    ASSERT_EQ(access_->actor_of_session(second)->kind, ActorKind::user);
    UserPatch change;
    change.password = "another password";
    ASSERT_TRUE(access_->update_user(user->id, change, first));
    EXPECT_EQ(access_->actor_of_session(first)->kind, ActorKind::user);
    EXPECT_EQ(access_->actor_of_session(second)->kind, ActorKind::nobody);
    UserPatch disable;
    disable.is_disabled = true;
    ASSERT_TRUE(access_->update_user(user->id, disable));
    EXPECT_EQ(access_->actor_of_session(first)->kind, ActorKind::nobody);
    EXPECT_EQ(access_->sign_in("jonas@example.com", "another password", "::1").error().reason, "wrong_credentials");
}

TEST_F(AccessTest, ThoseWhoMaySignInAreNamedUpToALimit) {
    set_up();
    auto const user = access_->add_user({"Jonas", "jonas@example.com", "member", password_, "lt"});
    ASSERT_TRUE(user);
    EXPECT_EQ(access_->user_names(2)->size(), 2u);
    EXPECT_EQ(access_->user_names(1)->size(), 1u);
    UserPatch disable;
    disable.is_disabled = true;
    ASSERT_TRUE(access_->update_user(user->id, disable));
    EXPECT_EQ(access_->user_names(2)->size(), 1u);
}

TEST_F(AccessTest, TheLastAdministratorIsNeitherDisabledNorDemoted) {
    auto const administrator = set_up().user;
    UserPatch demote, disable;
    demote.role = "member";
    disable.is_disabled = true;
    EXPECT_EQ(access_->update_user(administrator, demote).error().reason, "last_administrator");
    EXPECT_EQ(access_->update_user(administrator, disable).error().reason, "last_administrator");
    ASSERT_TRUE(access_->add_user({"Jonas", "jonas@example.com", "administrator", password_, "lt"}));
    EXPECT_TRUE(access_->update_user(administrator, demote));
}

TEST_F(AccessTest, AnEmailHasOneUserWhateverItsCase) {
    set_up();
    auto const second = access_->add_user({"Other", "ONA@example.com", "member", password_, "en"});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().fields.at(0).code, "taken");
}

TEST_F(AccessTest, ATokenActsByItsRoleUntilItIsRevoked) {
    set_up();
    auto const [token, secret] = *access_->add_token("till", "ingest", Actor::system("test"));
    EXPECT_TRUE(secret.starts_with(token_prefix));
    EXPECT_TRUE(secret.starts_with(token.prefix));
    auto const actor = access_->actor_of_token(secret);
    ASSERT_TRUE(actor);
    EXPECT_TRUE(actor->may(Permission::events_ingest));
    EXPECT_FALSE(actor->may(Permission::people_read));
    ASSERT_TRUE(access_->revoke_token(token.id));
    EXPECT_EQ(access_->actor_of_token(secret).error().code, ErrorCode::unauthenticated);
    EXPECT_EQ(access_->revoke_token(token.id).error().code, ErrorCode::not_found);
}

TEST_F(AccessTest, NoSecretIsStored) {
    auto const session = set_up().secret;
    auto const token = access_->add_token("till", "ingest", Actor::system("test"))->second;
    auto const copy = folder_.path("copy.db");
    ASSERT_TRUE(database_->back_up(copy));
    std::ostringstream text;
    text << std::ifstream(copy, std::ios::binary).rdbuf();
    auto const bytes = text.str();
    ASSERT_NE(bytes.find("Ona@Example.com"), std::string::npos);
    for (auto const& secret : {session, token, password_, access_->setup_code()})
        EXPECT_EQ(bytes.find(secret), std::string::npos);
}

TEST_F(AccessTest, ARowRuleIsCheckedStoredAndKeptFromAdministrators) {
    auto const rows = RowAccess::load(*database_, *book_, *teams_, *published_);
    ASSERT_TRUE(rows) << rows.error().cause;
    auto const person = published_->current()->find("person");
    auto const member = acting_as("member");

    auto const broken = set_rows("member", "country = ");
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().fields.at(0).field, "rule");
    EXPECT_FALSE(set_rows("member", "shoe_size = 4"));
    EXPECT_EQ(set_rows("administrator", "country = \"LT\"").error().reason, "fixed_role");
    EXPECT_EQ(set_rows("owner", "country = \"LT\"").error().code, ErrorCode::not_found);
    EXPECT_FALSE((*rows)->row_rule(member, *person)->has_value());

    ASSERT_TRUE(set_rows("member", "country = \"LT\""));
    auto const rule = *(*rows)->row_rule(member, *person);
    ASSERT_TRUE(rule);
    EXPECT_TRUE(rule->holds({{"country", "LT"}}));
    EXPECT_FALSE(rule->holds({{"country", "NO"}}));
    EXPECT_FALSE((*rows)->row_rule(Actor::system("test"), *person)->has_value());
    EXPECT_EQ((*rows)->row_rule(Actor{}, *person).error().code, ErrorCode::not_found);

    auto const again = RoleBook::load(*database_, *published_);
    EXPECT_EQ((*again)->find("member")->of("person").rows, "country = \"LT\"");
    ASSERT_TRUE(set_rows("member", std::nullopt));
    EXPECT_FALSE((*rows)->row_rule(member, *person)->has_value());
}

TEST_F(AccessTest, ARowRuleThatCannotBeCheckedIsPassedByNobodyAndStopsNothing) {
    auto const stored = database_->write([](store::Transaction& transaction) -> Result<void> {
        TRY(
            transaction.run("INSERT INTO role_row_rule (role, object, expression) VALUES "
                            "('member', 'person', 'shoe_size = 4'), ('member', 'car', 'fuel = \"petrol\"')",
                            {}));
        return {};
    });
    ASSERT_TRUE(stored) << stored.error().cause;
    auto const rows = RowAccess::load(*database_, *book_, *teams_, *published_);
    ASSERT_TRUE(rows) << rows.error().message;
    auto const schema = published_->current();
    auto const& person = *schema->find("person");
    auto const member = acting_as("member");
    auto const rule = (*rows)->row_rule(member, person);
    ASSERT_TRUE(rule) << rule.error().message;
    ASSERT_TRUE(rule->has_value());
    EXPECT_FALSE((*rule)->holds({{"shoe_size", 4}, {"created_at", "2026-11-25T08:00:00.000Z"}}));
    EXPECT_FALSE((*rule)->holds(Json::object()));
    EXPECT_FALSE((*rows)->row_rule(member, *schema->find("company"))->has_value());
    EXPECT_TRUE((*rows)->roles_mentioning(person, person.find("country")).empty());
    EXPECT_EQ(book_->find("member")->of("person").rows, "shoe_size = 4");

    ASSERT_TRUE((*rows)->reload());
    EXPECT_TRUE((*rows)->row_rule(member, person)->has_value());
    EXPECT_FALSE((*rows)->row_rule(acting_as("administrator"), person)->has_value());
    ASSERT_TRUE(set_rows("member", "country = \"LT\""));
    EXPECT_TRUE((*(*rows)->row_rule(member, person))->holds({{"country", "LT"}}));
}

TEST_F(AccessTest, ARoleIsMadeCopiedRenamedAndDeletedAndEachIsTakenBack) {
    auto const made = book_->create(author(), {{"title", "Shop floor"}});
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ((*made)->name, "shop_floor");
    EXPECT_FALSE((*made)->of("person").may_read);
    EXPECT_FALSE((*made)->permissions.has(Permission::people_read));
    EXPECT_EQ(book_->create(author(), {{"title", "shop FLOOR"}}).error().fields.at(0).code, "taken");
    EXPECT_EQ(book_->create(author(), {{"title", ""}}).error().fields.at(0).code, "required");
    EXPECT_EQ(book_->create(author(), {{"title", "X"}, {"copy_of", "nobody"}}).error().fields.at(0).code,
              "not_a_choice");

    auto const copy = book_->create(author(), {{"title", "Interns"}, {"copy_of", "member"}});
    ASSERT_TRUE(copy);
    EXPECT_TRUE((*copy)->of("person").may(Deed::update));
    EXPECT_TRUE((*copy)->permissions.has(Permission::people_write));

    auto const change = author();
    Json const patch{{"objects", {{"person", {{"delete", false}, {"fields", {{"email", "hidden"}}}}}}}};
    auto const changed = book_->change(change, "interns", 1, patch);
    ASSERT_TRUE(changed) << changed.error().message;
    EXPECT_FALSE((*changed)->of("person").may(Deed::remove));
    EXPECT_EQ((*changed)->of("person").of("email"), FieldRight::hidden);
    EXPECT_EQ((*changed)->of("person").of("phone"), FieldRight::write);
    EXPECT_EQ(book_->change(author(), "interns", 1, patch).error().code, ErrorCode::precondition_failed);

    auto const removal = author();
    ASSERT_TRUE(book_->remove(removal, "interns", 2));
    EXPECT_FALSE(book_->find("interns"));
    auto const take_back = [&](schema::Author const& of) {
        return database_->write(
            [&](store::Transaction& transaction) { return book_->revert(transaction, author(), of.change_set); });
    };
    EXPECT_EQ(take_back(change).error().reason, "changed_since");
    ASSERT_TRUE(take_back(removal));
    EXPECT_EQ(book_->find("interns")->of("person").of("email"), FieldRight::hidden);
    // Another process sees the same.
    auto const again = RoleBook::load(*database_, *published_);
    EXPECT_EQ((*again)->find("interns")->of("person").of("email"), FieldRight::hidden);
    EXPECT_EQ((*again)->find("interns")->title, "Interns");
}

TEST_F(AccessTest, ARoleThatSomebodyHasIsNotDeletedAndNobodyIsGivenOneThatIsGone) {
    set_up();
    ASSERT_TRUE(book_->create(author(), {{"title", "Interns"}, {"copy_of", "read_only"}}));
    ASSERT_TRUE(access_->add_user({"Jonas", "jonas@example.com", "interns", password_, "lt"}));
    EXPECT_EQ(book_->remove(author(), "interns", 1).error().reason, "role_in_use");
    EXPECT_EQ(book_->remove(author(), "administrator", 1).error().reason, "fixed_role");
    ASSERT_TRUE(book_->remove(author(), "member", 1));
    EXPECT_EQ(access_->add_user({"Eve", "eve@example.com", "member", password_, "lt"}).error().fields.at(0).field,
              "role");
    EXPECT_FALSE(access_->add_token("till", "member", Actor::system("test")));
    EXPECT_FALSE(access_->add_user({"Till", "till@example.com", "ingest", password_, "lt"}));
    // The standard role stays deleted.
    EXPECT_FALSE((*RoleBook::load(*database_, *published_))->find("member"));
}

TEST_F(AccessTest, WhatNoRoleCanSayIsRefusedOnItsPlace) {
    auto const fault = [&](Json const& patch) {
        auto const changed = book_->change(author(), "member", 1, patch);
        return changed ? std::string() : changed.error().fields.at(0).field + " " + changed.error().fields.at(0).code;
    };
    EXPECT_EQ(fault({{"objects", {{"dragon", {{"read", true}}}}}}), "objects.dragon unknown_object");
    EXPECT_EQ(fault({{"objects", {{"person", {{"ride", true}}}}}}), "objects.person.ride unknown_field");
    EXPECT_EQ(fault({{"objects", {{"person", {{"read", 1}}}}}}), "objects.person.read wrong_type");
    EXPECT_EQ(fault({{"objects", {{"person", {{"fields", {{"wings", "hidden"}}}}}}}}),
              "objects.person.fields.wings unknown_field");
    EXPECT_EQ(fault({{"objects", {{"person", {{"fields", {{"email", "maybe"}}}}}}}}),
              "objects.person.fields.email not_a_choice");
    for (auto const* known_by : {"name", "given_name", "is_known", "created_at"})
        EXPECT_EQ(fault({{"objects", {{"person", {{"fields", {{known_by, "hidden"}}}}}}}}),
                  std::string("objects.person.fields.") + known_by + " always_shown");
    EXPECT_EQ(fault({{"objects", {{"person", {{"rows", "country ="}}}}}}).substr(0, 19), "objects.person.rows");
    EXPECT_EQ(fault({{"permissions", {"people.read"}}}), "permissions not_a_choice");
    EXPECT_EQ(fault({{"colour", "red"}}), "colour unknown_field");
    EXPECT_EQ(fault({{"title", std::string(limits::name_characters_max + 1, 'x')}}), "title too_long");
    EXPECT_EQ(book_->find("member")->version, 1);
}

TEST_F(AccessTest, ThereAreAsManyRolesAsTheLimitAndNotOneMore) {
    auto const made = roles().size();
    for (auto i = made; i < limits::roles_max; ++i) {
        auto const role = book_->create(author(), {{"title", fmt::format("Role {}", i)}});
        ASSERT_TRUE(role) << i << role.error().message;
    }
    EXPECT_EQ(book_->create(author(), {{"title", "One more"}}).error().reason, "too_many_roles");
}

TEST_F(AccessTest, WhoMayNotReadMayDoNothingAndDoorsFollowFromObjects) {
    auto const closed = book_->change(author(), "member", 1, {{"objects", {{"person", {{"read", false}}}}}});
    ASSERT_TRUE(closed);
    EXPECT_FALSE((*closed)->of("person").may(Deed::update));
    EXPECT_FALSE((*closed)->permissions.has(Permission::people_read));
    EXPECT_TRUE((*closed)->permissions.has(Permission::records_write));
    auto const opened = book_->change(author(), "member", 2, {{"objects", {{"person", {{"update", true}}}}}});
    ASSERT_TRUE(opened);
    EXPECT_TRUE((*opened)->of("person").may(Deed::read));
    EXPECT_FALSE((*opened)->of("person").may(Deed::create));
    EXPECT_TRUE((*opened)->permissions.has(Permission::people_write));
    auto const others = book_->change(author(), "member", 3, {{"others", {{"read", false}}}});
    ASSERT_TRUE(others);
    EXPECT_FALSE((*others)->permissions.has(Permission::records_read));
    EXPECT_TRUE((*others)->permissions.has(Permission::people_read));
}

TEST_F(AccessTest, AnAdministratorLooksAsARoleAndIsThemselvesAgain) {
    auto const signed_in = set_up();
    EXPECT_FALSE(access_->look_as(signed_in.secret, "nobody"));
    EXPECT_FALSE(access_->look_as(signed_in.secret, "ingest"));
    ASSERT_TRUE(access_->look_as(signed_in.secret, "read_only"));
    auto const looking = *access_->actor_of_session(signed_in.secret);
    EXPECT_TRUE(looking.is_looking);
    EXPECT_EQ(looking.role, "read_only");
    EXPECT_FALSE(looking.may(Permission::users_manage));
    ASSERT_TRUE(access_->look_as(signed_in.secret, std::nullopt));
    auto const back = *access_->actor_of_session(signed_in.secret);
    EXPECT_FALSE(back.is_looking);
    EXPECT_EQ(back.role, "administrator");
}

TEST(SignInLimit, AnAddressIsRefusedAfterFailuresWithManyEmails) {
    SignInLimit limit;
    Instant const now{0};
    for (int i = 0; i < limits::sign_in_failures_per_address_max; ++i)
        ASSERT_TRUE(limit.begin(fmt::format("{}@x.lt", i), "10.0.0.1", now));
    EXPECT_FALSE(limit.begin("fresh@x.lt", "10.0.0.1", now));
    EXPECT_TRUE(limit.begin("fresh@x.lt", "10.0.0.2", now));
}

TEST(SignInLimit, SuccessForgivesTheEmailAndTakesOneAttemptBackFromTheAddress) {
    SignInLimit limit;
    Instant const now{0};
    for (int round = 0; round < 3 * limits::sign_in_failures_per_address_max; ++round) {
        ASSERT_TRUE(limit.begin("a@x.lt", "10.0.0.1", now)) << round;
        limit.succeeded("a@x.lt", "10.0.0.1");
    }
}

TEST(SignInLimit, WhatItRemembersIsBounded) {
    SignInLimit limit;
    std::size_t taken = 0;
    while (taken < 2 * limits::sign_in_counters_max &&
           limit.begin(fmt::format("{}@x.lt", taken), fmt::format("a{}", taken), {0}))
        ++taken;
    EXPECT_LE(taken, limits::sign_in_counters_max);
    EXPECT_TRUE(limit.begin("a@x.lt", "b", Instant{1000} + std::chrono::seconds(limits::sign_in_window_seconds)));
}

std::string code_of(Form& form, std::string const& field) {
    auto const finished = form.finish();
    if (finished) return "";
    for (auto const& error : finished.error().fields)
        if (error.field == field) return error.code;
    return "";
}

TEST(Form, APasswordAtTheLimitIsTakenAndOneShorterOrLongerIsNot) {
    auto code = [](std::string password) {
        Json const body{{"p", std::move(password)}};
        Form form(body);
        form.password("p", {"someone@example.com"});
        return code_of(form, "p");
    };
    std::string longest;
    while (longest.size() < limits::password_bytes_max) longest += static_cast<char>('a' + longest.size() % 7);
    EXPECT_EQ(code("abcdefghij"), "");
    EXPECT_EQ(code("abcdefghi"), "too_short");
    EXPECT_EQ(code(longest), "");
    EXPECT_EQ(code(longest + "b"), "too_long");
    EXPECT_EQ(code("aaaaaaaaaaaa"), "weak");
    EXPECT_EQ(code("Someone@Example.com"), "weak");
}

TEST(Form, EveryErrorIsGatheredAndUnknownMembersAreNamed) {
    Json const body{
        {"email", "nobody"}, {"zone", "Europe/Nowhere"}, {"currency", "EURO"}, {"extra", 1}, {"flag", "yes"}};
    Form form(body);
    form.email("email");
    form.time_zone("zone");
    form.currency("currency");
    form.boolean("flag");
    form.text("name", 10);
    auto const finished = form.finish();
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().fields.size(), 6u);
}

TEST(Form, AnEmailHasOneAtSignAndADomain) {
    for (auto const* good : {"a@b", "jonas.petraitis+x@example.co.uk", "ąžuolas@paštas.lt"}) {
        Json const body{{"e", good}};
        Form form(body);
        EXPECT_FALSE(form.email("e").empty()) << good;
    }
    for (auto const* bad : {"a", "@b", "a@", "a@b@c", "a b@c", "a@b..c", "a@.b", "a@b,c"}) {
        Json const body{{"e", bad}};
        Form form(body);
        EXPECT_TRUE(form.email("e").empty()) << bad;
    }
}

TEST(Roles, OnlyAdministratorsManageAndIngestOnlyIngests) {
    for (auto const& role : roles()) {
        // What a standard role begins with is what its table says.
        for (auto const permission : role.permissions.list())
            EXPECT_TRUE(role_of(role).permissions.has(permission)) << role.name << name_of(permission);
        EXPECT_EQ(role_of(role).permissions.list().size(), role.permissions.list().size()) << role.name;
        EXPECT_EQ(role.permissions.has(Permission::users_manage), role.name == "administrator");
        EXPECT_EQ(role.permissions.has(Permission::people_read), role.name != "ingest");
    }
    EXPECT_EQ(find_role("owner"), nullptr);
}

}  // namespace
}  // namespace kith::access
