// People on a database of their own, on SQLite and on PostgreSQL with the same assertions.
#pragma once

#include <tuple>

#include "people/day_totals.hpp"
#include "people/people.hpp"
#include "records/talk/places.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::people {

using store::database_name;
using store::Kind;

class PeopleTest : public records::RecordsTest {
protected:
    void SetUp() override {
        records::RecordsTest::SetUp();
        people_ = std::make_unique<People>(*database_, *records_);
        people_->install_hooks();
        ASSERT_OK(people_->install());
        totals_ = std::make_unique<DayTotals>(*database_, *people_);
    }

    static Actor shop() {
        Actor actor;
        actor.kind = ActorKind::source;
        actor.id = Uuid::of_name("test", "shop");
        actor.name = "Shop";
        actor.role = "ingest";
        return actor;
    }
    static Actor clerk() {
        auto actor = member();
        actor.permissions.add(Permission::consents_write);
        return actor;
    }
    static SourceId shop_source() { return SourceId{shop().id}; }
    records::Write ingest() const { return records::Write::begin("ingest", shop()); }
    records::Write edit() const { return records::Write::begin("edit", clerk()); }

    static Key user(std::string const& value) { return {KeyKind::user_id, value}; }
    static Key browser(std::string const& value) { return {KeyKind::anonymous_id, value}; }
    static Key email(std::string const& value) { return {KeyKind::email, value}; }

    template <class F>
    auto in_transaction(F work) {
        auto outcome = database_->write(work);
        EXPECT_TRUE(outcome) << store::describe(outcome.error());
        return outcome;
    }

    Resolution resolve(std::vector<Key> const& keys, std::string const& source = "shop") {
        SourceId const sender{Uuid::of_name("test", source)};
        auto outcome =
            in_transaction([&](store::Transaction& tx) { return people_->resolve(tx, ingest(), keys, sender); });
        return outcome ? *outcome : Resolution{};
    }
    void learn(PersonId person, Json const& traits, Instant at = Instant::now(), std::string const& source = "shop") {
        Provenance const provenance{Provenance::Kind::source, Uuid::of_name("test", source), source};
        std::ignore = in_transaction(
            [&](store::Transaction& tx) { return people_->learn(tx, ingest(), person, traits, provenance, at); });
    }
    PersonId root(PersonId person) {
        auto outcome = database_->read([&](store::Session& session) { return people_->root_of(session, person); });
        EXPECT_TRUE(outcome) << store::describe(outcome.error());
        return outcome ? *outcome : PersonId{};
    }
    std::vector<PersonId> aliases(PersonId person) {
        auto outcome = database_->read([&](store::Session& session) { return people_->aliases_of(session, person); });
        EXPECT_TRUE(outcome) << store::describe(outcome.error());
        return outcome ? *outcome : std::vector<PersonId>{};
    }
    Json record(PersonId person) {
        auto outcome = database_->read(
            [&](store::Session& session) { return records_->load(session, *person_, RecordId{person.uuid}); });
        EXPECT_TRUE(outcome) << store::describe(outcome.error());
        return outcome ? *outcome : Json::object();
    }
    ChangeSetId join(PersonId survivor, PersonId loser) {
        auto const write = records::Write::begin("join", clerk());
        auto const outcome = people_->join(write, survivor, loser);
        EXPECT_TRUE(outcome) << store::describe(outcome.error());
        return write.change_set;
    }
    void revert(ChangeSetId change_set) {
        auto const outcome = records_->revert(records::Write::begin("revert", clerk()), change_set);
        EXPECT_TRUE(outcome) << store::describe(outcome.error());
    }
    events::EventKey track(PersonId person, std::string const& type, Instant at = Instant::now(),
                           std::string const& properties = {}) {
        events::NewEvent event;
        event.person = person;
        event.type = type;
        event.occurred_at = event.received_at = at;
        event.source = shop_source();
        event.properties = properties;
        std::ignore = in_transaction(
            [&](store::Transaction& tx) { return events::append(tx, event, &people_->property_types()); });
        return {event.person, event.id};
    }
    /// Whose comments and files are whose, as the program tells it.
    records::SameRecord same_record() {
        return [this](store::Session& session, schema::Object const& object,
                      RecordId id) -> Result<std::vector<RecordId>> {
            if (!object.is_person_owned) return std::vector{id};
            std::vector<RecordId> ids;
            auto const root = TRY(people_->root_of(session, PersonId{id.uuid}));
            for (auto const alias : TRY(people_->aliases_of(session, root))) ids.push_back(RecordId{alias.uuid});
            return ids;
        };
    }
    std::int64_t count(std::string const& sql) { return number(sql); }

    std::unique_ptr<People> people_;
    std::unique_ptr<DayTotals> totals_;
};

}  // namespace kith::people
