#include "app/demo/load.hpp"

#include <fmt/format.h>

#include <array>
#include <deque>

#include "app/demo/load.sql.hpp"
#include "app/demo/random.hpp"

namespace kith::app::demo {

namespace {

// As large as makes a difference: a transaction of this size holds the writer for a tenth of a second.
constexpr std::size_t batch_events_min = 2'000, batch_stories_max = 200;
constexpr std::size_t households_kept = 64;

constexpr std::array<std::string_view, origins> source_kinds{"web", "server", "server", "server", "server"};

Actor actor_of(connect::Source const& source) {
    Actor actor;
    actor.kind = ActorKind::source;
    actor.id = source.id.uuid;
    actor.name = source.name;
    actor.role = "ingest";
    return actor;
}

std::vector<people::Key> keys_of(Person const& person, Keys keys) {
    using people::KeyKind;
    switch (keys) {
        case Keys::anonymous:
            return {{KeyKind::anonymous_id, person.anonymous_id()}};
        case Keys::signed_in:
            return {{KeyKind::user_id, person.user_id()}, {KeyKind::anonymous_id, person.anonymous_id()}};
        case Keys::customer:
            return {{KeyKind::user_id, person.user_id()}};
        case Keys::new_card:
            return {{KeyKind::user_id, person.user_id()}, {KeyKind::loyalty_card, person.card()}};
        case Keys::card:
            return {{KeyKind::loyalty_card, person.card()}};
    }
    return {};
}

std::string context_of(Person const& person) {
    return fmt::format(R"({{"locale":"{}","timezone":"{}","library":{{"name":"analytics.js","version":"1.84.0"}}}})",
                       person.country->language, person.country->time_zone);
}

}  // namespace

/// The stories of one transaction.
class Loader::Batch {
public:
    Batch(Loader& loader, store::Transaction& transaction)
        : loader_(loader),
          kith_(loader.kith_),
          tx_(transaction),
          random_(loader.options_.seed),
          households(loader.households_) {
        for (auto const& source : loader.sources_)
            writes_.push_back(records::Write::begin("ingest", actor_of(*source)));
    }

    Result<void> store(Story const& story) {
        resolved_ = {};
        auto const context = context_of(story.person);
        std::vector<events::EventKey> placed;
        auto consent = story.consents.begin();
        for (auto const& event : story.events) {
            for (; consent != story.consents.end() && consent->at <= event.at; ++consent) TRY(add(*consent));
            tx_.set_now(event.at);
            auto const person = TRY(whose(story.person, event));
            events::EventKey const key{person, EventId::make()};
            placed.push_back(key);
            claim(story, event, key, placed.size());
            append(event, key, placed, context);
            if (event.call == events::Call::identify) TRY(learn(story, event, person));
        }
        for (; consent != story.consents.end(); ++consent) TRY(add(*consent));
        auto const last = placed.back().person;
        TRY(kith_.people().seen(tx_, writes_.front(), last, story.events.front().at));
        TRY(kith_.people().seen(tx_, writes_.front(), last, story.events.back().at));
        (story.person.is_visitor ? loaded.visitors : loaded.people) += 1;
        if (!story.person.is_visitor) TRY(enter_stage(story, last));
        return {};
    }

    /// Writes claims, events and counters.
    Result<void> finish() {
        for (std::size_t i = 0; i < origins; ++i) {
            auto const& source = *loader_.sources_[i];
            if (claims_[i].empty()) continue;
            if (!TRY(events::claim_messages(tx_, source.id, claims_[i])))
                return Error::conflict(std::string(events::message_race), "This story was told before.");
            tx_.set_now(latest_[i]);
            auto const count = static_cast<std::int64_t>(claims_[i].size());
            TRY(connect::Sources::count(tx_, {loader_.sources_[i], {}, nullptr}, {count, count, 0, 0, 0}));
        }
        TRY(events::append(tx_, events_, &kith_.people().property_types()));
        loaded.events += static_cast<std::int64_t>(events_.size());
        return {};
    }

    Loaded loaded;

private:
    Result<PersonId> whose(Person const& person, Event const& event) {
        auto& known = resolved_[static_cast<std::size_t>(event.keys)];
        if (!known) {
            auto const source = loader_.sources_[static_cast<std::size_t>(event.origin)]->id;
            known =
                TRY(kith_.people().resolve(tx_, write_of(event.origin), keys_of(person, event.keys), source)).person;
        }
        person_ = *known;
        return *known;
    }

    void claim(Story const& story, Event const& event, events::EventKey key, std::size_t place) {
        auto const origin = static_cast<std::size_t>(event.origin);
        message_ids_.push_back(fmt::format("demo-{:08}-{:04}", story.person.number, place));
        claims_[origin].push_back({message_ids_.back(), key});
        latest_[origin] = std::max(latest_[origin], event.at);
    }

    void append(Event const& event, events::EventKey key, std::vector<events::EventKey> const& placed,
                std::string const& context) {
        events::NewEvent fact;
        fact.person = key.person;
        fact.id = key.event;
        fact.occurred_at = event.at;
        fact.received_at = event.at + Milliseconds(40 + random_.below(1'500));
        fact.type = event.type;
        fact.call = event.call;
        fact.source = loader_.sources_[static_cast<std::size_t>(event.origin)]->id;
        if (!event.agent.empty()) fact.actor_name = std::string(event.agent);
        fact.revenue = event.revenue;
        fact.margin_minor = event.margin_minor;
        fact.product = event.product;
        if (event.cause >= 0) fact.caused_by = placed[static_cast<std::size_t>(event.cause)];
        fact.properties = event.properties;
        if (event.origin == Origin::website) fact.context = context;
        events_.push_back(std::move(fact));
    }

    Result<void> learn(Story const& story, Event const& event, PersonId person) {
        auto const& source = *loader_.sources_[static_cast<std::size_t>(event.origin)];
        auto const& write = write_of(event.origin);
        people::Provenance const provenance{people::Provenance::Kind::source, source.id.uuid, source.name};
        TRY(kith_.people().learn(tx_, write, person, TRY(parse_json(event.properties)), provenance, event.at));
        if (story.company) {
            auto const& company = *story.company;
            Json const traits{
                {"name", company.name},         {"domain", company.domain}, {"website", "https://" + company.domain},
                {"industry", company.industry}, {"city", company.city},     {"country", company.country}};
            TRY(kith_.people().join_company(tx_, write, person, fmt::format("company-{}", company.number), traits));
        }
        return story.household_name.empty() ? Result<void>() : join_household(story, person);
    }

    Result<void> join_household(Story const& story, PersonId person) {
        auto const write = records::Write::begin("edit", loader_.clerk_);
        auto const& schema = kith_.records().schema();
        auto const [known, is_new] = households.try_emplace(story.person.household, RecordId{});
        if (is_new) {
            known->second = RecordId::make();
            Json const values{{"name", story.household_name},
                              {"street", story.person.street},
                              {"postal_code", story.person.postal_code},
                              {"city", story.person.city->name},
                              {"country", story.person.country->code}};
            TRY(kith_.records().insert(tx_, write, *schema->find("household"), known->second, values));
            loaded.households += 1;
        }
        TRY(kith_.records().patch(tx_, write, *schema->find("person"), RecordId{person.uuid},
                                  Json{{"household", known->second.text()}}));
        while (households.size() > households_kept) households.erase(households.begin());
        return {};
    }

    Result<void> add(Consent const& consent) {
        tx_.set_now(consent.at);
        people::NewConsent entry;
        entry.person = person_;
        entry.purpose = consent.purpose;
        entry.state = consent.state == "granted"    ? people::ConsentState::granted
                      : consent.state == "objected" ? people::ConsentState::objected
                                                    : people::ConsentState::withdrawn;
        entry.how = consent.how;
        if (!consent.wording.empty()) entry.wording = std::string(consent.wording);
        auto const by =
            consent.how.starts_with("Ticked") || consent.how.starts_with("Unsub") ? Origin::website : Origin::desk;
        TRY(kith_.people().add_consent(tx_, records::Write::begin("ingest", write_of(by).actor), entry));
        loaded.consents += 1;
        return {};
    }

    // What somebody is to the business follows from what they did: worked out, not told by anybody.
    Result<void> enter_stage(Story const& story, PersonId person) {
        tx_.set_now(story.stage_since);
        people::Provenance const provenance{people::Provenance::Kind::derived, {}, "Habits"};
        return kith_.people().learn(tx_, writes_.front(), person, Json{{"stage", name_of(story.stage)}}, provenance,
                                    story.stage_since);
    }

    records::Write const& write_of(Origin origin) const { return writes_[static_cast<std::size_t>(origin)]; }

    Loader& loader_;
    Kith& kith_;
    store::Transaction& tx_;
    Random random_;
    std::vector<records::Write> writes_;  // by origin
    std::array<std::optional<PersonId>, 5> resolved_;
    PersonId person_;
    std::deque<std::string> message_ids_;
    std::array<std::vector<events::MessageClaim>, origins> claims_;
    std::array<Instant, origins> latest_{};
    std::vector<events::NewEvent> events_;

public:
    std::map<std::int64_t, RecordId> households;
};

Result<Loader> Loader::open(Kith& kith, Options const& options, Actor clerk) {
    Loader loader(kith, options, std::move(clerk));
    auto& sources = kith.connect().sources();
    for (std::size_t i = 0; i < origins; ++i) {
        auto const made = TRY(sources.add(name_of(static_cast<Origin>(i)), source_kinds[i]));
        auto const id = SourceId::parse(made["id"].get_ref<std::string const&>());
        CHECK(id.has_value());
        loader.sources_.push_back(TRY(sources.source(*id)));
    }
    auto const since = options.until - std::chrono::hours(24) * history_days;
    TRY(kith.database().write([&](store::Transaction& tx) -> Result<void> {
        for (auto const* statement : {&sql::demo_source_since, &sql::demo_workspace_since, &sql::demo_users_since})
            TRY(tx.execute(*statement, since));
        return {};
    }));
    return loader;
}

Result<void> Loader::write(std::vector<Story> const& stories, Loaded& loaded) {
    Loaded added;
    std::map<std::int64_t, RecordId> households;
    TRY(kith_.database().write(
        [&](store::Transaction& transaction) -> Result<void> {
            Batch batch(*this, transaction);
            for (auto const& story : stories) TRY(batch.store(story));
            TRY(batch.finish());
            added = batch.loaded;
            households = std::move(batch.households);
            return {};
        },
        store::Lane::background));
    households_ = std::move(households);
    loaded.people += added.people;
    loaded.visitors += added.visitors;
    loaded.events += added.events;
    loaded.consents += added.consents;
    loaded.households += added.households;
    return {};
}

Result<Loaded> Loader::run(Business& business, std::function<void(Loaded const&)> const& note) {
    Loaded loaded;
    std::vector<Story> stories;
    std::size_t events = 0;
    for (;;) {
        auto story = business.next();
        if (story) {
            events += story->events.size();
            stories.push_back(std::move(*story));
        }
        bool const is_full = events >= batch_events_min || stories.size() >= batch_stories_max;
        if (!stories.empty() && (is_full || !story)) {
            TRY(write(stories, loaded));
            note(loaded);
            stories.clear();
            events = 0;
        }
        if (!story) return loaded;
    }
}

Result<void> Loader::send_bad_calls() {
    auto const at = options_.until - std::chrono::minutes(47);
    // A till after an update: it no longer says whose the receipt is.
    for (
        auto const* body :
        {R"({"type":"track","event":"Order Completed","messageId":"till-7-20931","properties":{"revenue":49.0,"currency":"EUR"}})",
         R"({"type":"track","event":"Order Completed","messageId":"till-7-20932","properties":{"revenue":"12,90","currency":"EUR"}})",
         R"({"type":"track","messageId":"till-7-20933","userId":"1000012","properties":{}})"}) {
        auto const request = connect::TrackingRequest::parse(fmt::format(R"({{"batch":[{}]}})", body), {}, at);
        TRY(kith_.connect().ingest().take({sources_[static_cast<std::size_t>(Origin::till)], {}, nullptr}, request,
                                          at));
    }
    return {};
}

}  // namespace kith::app::demo
