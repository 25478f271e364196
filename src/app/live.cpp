#include "app/live.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <set>
#include <thread>
#include <vector>

#include "app/limits.hpp"
#include "app/live.sql.hpp"
#include "store/limits.hpp"

namespace kith::app {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto look_every = std::chrono::milliseconds(100);
constexpr auto look_at_others_every = std::chrono::seconds(1);
constexpr auto heartbeat_every = std::chrono::seconds(20);

using Cursors = std::map<int, std::int64_t>;

Result<Cursors> newest(store::Session& session) {
    Cursors cursors;
    for (auto const row : TRY(session.query(sql::change_slots)))
        cursors[static_cast<int>(row.integer(0))] = row.integer(1);
    return cursors;
}

// What changed, once a record however often: the kind is that of its newest change.
using Touched = std::map<std::pair<std::string, Uuid>, store::ChangeKind>;

struct News {
    Touched touched;
    bool did_settings_change = false;
    std::size_t changes = 0;
    /// Whether a record is there, for all whom no rule hides any from: asked once, however many listen.
    std::map<std::pair<std::string, Uuid>, bool> standing;
};

}  // namespace

struct LiveHub::Subscriber {
    Actor actor;
    std::string object;      ///< empty: a topic that is not about records
    std::optional<Uuid> id;  ///< nothing: every record of the object
    std::function<bool()> still;
    std::shared_ptr<http::EventStream> stream;
    std::set<Uuid> told;  ///< of a topic without an id: those that were seen and so can be gone. The thread's alone.
};

struct LiveHub::State {
    store::Database& database;
    records::Records& records;
    access::RowAccess const& row_access;
    RootOf root_of;
    std::map<std::string, Topic, std::less<>> topics;

    struct Listening {
        std::vector<std::shared_ptr<Subscriber>> subscribers;
        Cursors cursors;
        bool is_stopping = false;
    };
    Guarded<Listening> listening;
    std::condition_variable stopping;
    std::thread thread;

    void run(LiveHub& hub);
    Result<void> read_slot(store::Session& session, int slot, std::int64_t& seq, News& news);
    void tell(store::Session& session, Subscriber& subscriber, News& news);
    void tell_hidden(store::Session& session, Subscriber& subscriber, schema::Object const& object, News& news);
    void tell_one(store::Session& session, Subscriber& subscriber, schema::Object const& object, Uuid id,
                  store::ChangeKind kind, News& news);
};

LiveHub::LiveHub(store::Database& database, records::Records& records, access::RowAccess const& row_access,
                 RootOf root_of)
    : state_(new State{database, records, row_access, std::move(root_of), {}, Guarded<State::Listening>(), {}, {}}) {}

LiveHub::~LiveHub() { stop(); }

void LiveHub::add_topic(std::string name, Topic topic) { state_->topics[std::move(name)] = std::move(topic); }

void LiveHub::start() {
    state_->thread = std::thread([this] { state_->run(*this); });
}

void LiveHub::stop() {
    {
        auto listening = state_->listening.lock();
        listening->is_stopping = true;
        for (auto const& subscriber : listening->subscribers) subscriber->stream->close();
        listening->subscribers.clear();
    }
    state_->stopping.notify_all();
    if (state_->thread.joinable()) state_->thread.join();
}

void LiveHub::State::run(LiveHub& hub) {
    std::int64_t commits = -1;
    auto looked = Clock::now(), beat = Clock::now();
    for (;;) {
        {
            auto held = listening.lock();
            if (held.wait_until(stopping, Clock::now() + look_every, [&] { return held->is_stopping; })) return;
        }
        auto const now = Clock::now();
        if (now - beat >= heartbeat_every) {
            hub.heartbeat();
            beat = now;
        }
        auto const committed = database.statistics().commits;
        if (committed == commits && now - looked < look_at_others_every) continue;
        commits = committed;
        looked = now;
        if (auto const delivered = hub.deliver(); !delivered)
            spdlog::warn("live changes: {} {}", delivered.error().message, delivered.error().cause);
    }
}

Result<std::shared_ptr<http::EventStream>> LiveHub::subscribe(Actor const& actor, std::string_view topic,
                                                              std::function<bool()> still) {
    auto const unknown = [] {
        return Error::invalid("topic", "wrong", "A topic is `people` or an object's name, a colon and an id.");
    };
    auto subscriber = std::make_shared<Subscriber>();
    subscriber->actor = actor;
    subscriber->still = std::move(still);
    auto const colon = topic.find(':');
    auto const name = topic.substr(0, colon);
    auto const rest = colon == std::string_view::npos ? std::string_view{} : topic.substr(colon + 1);
    if (auto const found = state_->topics.find(name);
        found != state_->topics.end() && colon != std::string_view::npos) {
        subscriber->stream = TRY(found->second(actor, rest));
    } else {
        auto const schema = state_->records.schema();
        auto const object = schema->find(topic == "people" ? "person" : name);
        if (!object || (topic != "people" && colon == std::string_view::npos)) return unknown();
        subscriber->object = object->name;
        subscriber->stream = std::make_shared<http::EventStream>();
        if (topic == "people") {
            TRY(state_->row_access.row_rule(actor, *object));  // forbidden where they may not read people at all
        } else {
            subscriber->id = Uuid::parse(rest);
            if (!subscriber->id) return unknown();
            TRY(state_->database.read([&](store::Session& session) {
                return state_->records.check_visible(session, actor, *object, RecordId{*subscriber->id});
            }));
        }
    }
    auto cursors = TRY(state_->database.read([](store::Session& session) { return newest(session); }));
    auto listening = state_->listening.lock();
    if (listening->is_stopping) return Error::unavailable("The server is stopping.");
    // Nobody takes the place of all others.
    auto const own = std::ranges::count_if(listening->subscribers, [&](auto const& other) {
        return other->stream->is_open() && other->actor.kind == actor.kind && other->actor.id == actor.id;
    });
    if (own >= limits::live_streams_of_one_max)
        return Error::too_many_requests("Too many pages follow changes at once; close some.", 30);
    if (listening->subscribers.empty()) listening->cursors = std::move(cursors);
    listening->subscribers.push_back(subscriber);
    return subscriber->stream;
}

void LiveHub::heartbeat() {
    auto const subscribers = state_->listening.lock()->subscribers;
    for (auto const& subscriber : subscribers) {
        if (subscriber->still && !subscriber->still()) subscriber->stream->close();
        subscriber->stream->heartbeat();
    }
    auto listening = state_->listening.lock();
    std::erase_if(listening->subscribers, [](auto const& subscriber) { return !subscriber->stream->is_open(); });
}

Result<void> LiveHub::State::read_slot(store::Session& session, int slot, std::int64_t& seq, News& news) {
    for (;;) {
        auto const changes = TRY(store::changes_after(session, slot, seq, limits::change_batch_max));
        for (auto const& change : changes) {
            seq = change.seq;
            ++news.changes;
            news.did_settings_change |= change.kind == store::ChangeKind::settings_changed;
            if (change.person) {
                auto const root = TRY(root_of(session, *change.person));
                news.touched[{"person", root.uuid}] = change.kind;
                if (root != *change.person) news.touched[{"person", change.person->uuid}] = change.kind;
            }
            if (change.record && !change.object.empty())
                news.touched[{change.object, change.record->uuid}] = change.kind;
        }
        if (changes.size() < limits::change_batch_max) return {};
    }
}

Result<std::size_t> LiveHub::deliver() {
    std::vector<std::shared_ptr<Subscriber>> subscribers;
    Cursors cursors;
    {
        auto listening = state_->listening.lock();
        subscribers = listening->subscribers;
        cursors = listening->cursors;
    }
    if (subscribers.empty()) return 0;
    News news;
    TRY(state_->database.read([&](store::Session& session) -> Result<void> {
        news = {};
        for (auto const& [slot, seq] : TRY(newest(session)))
            if (auto& cursor = cursors[slot]; cursor < seq) TRY(state_->read_slot(session, slot, cursor, news));
        if (news.changes == 0) return {};
        for (auto const& subscriber : subscribers)
            if (!subscriber->object.empty()) state_->tell(session, *subscriber, news);
        return {};
    }));
    auto listening = state_->listening.lock();
    for (auto const& [slot, seq] : cursors) listening->cursors[slot] = std::max(listening->cursors[slot], seq);
    return news.changes;
}

void LiveHub::State::tell(store::Session& session, Subscriber& subscriber, News& news) {
    auto const object = records.schema()->find(subscriber.object);
    if (!object) return;  // retired meanwhile
    if (!subscriber.id) {
        for (auto const& [record, kind] : news.touched)
            if (record.first == subscriber.object) tell_one(session, subscriber, *object, record.second, kind, news);
        if (news.did_settings_change) tell_hidden(session, subscriber, *object, news);
        return;
    }
    auto const found = news.touched.find({subscriber.object, *subscriber.id});
    if (found != news.touched.end())
        tell_one(session, subscriber, *object, *subscriber.id, found->second, news);
    else if (news.did_settings_change &&
             !records.check_visible(session, subscriber.actor, *object, RecordId{*subscriber.id}))
        tell_one(session, subscriber, *object, *subscriber.id, store::ChangeKind::settings_changed, news);
}

// Roles or teams may have changed: what was told of and can no longer be seen is gone.
void LiveHub::State::tell_hidden(store::Session& session, Subscriber& subscriber, schema::Object const& object,
                                 News& news) {
    auto const rule = row_access.row_rule(subscriber.actor, object);
    if (rule && !*rule) return;  // they see every row
    auto const told = subscriber.told;
    for (auto const id : told)
        if (!records.check_visible(session, subscriber.actor, object, RecordId{id}))
            tell_one(session, subscriber, object, id, store::ChangeKind::settings_changed, news);
}

void LiveHub::State::tell_one(store::Session& session, Subscriber& subscriber, schema::Object const& object, Uuid id,
                              store::ChangeKind kind, News& news) {
    auto const data = [&](std::string_view what) {
        return dump_json({{"object", object.name}, {"id", id.text()}, {"kind", what}});
    };
    auto const rule = row_access.row_rule(subscriber.actor, object);
    bool const sees_every_row = rule && !*rule;
    auto const look = [&] {
        return records.check_visible(session, subscriber.actor, object, RecordId{id}).has_value();
    };
    auto const seen_by_all = news.standing.find({object.name, id});
    bool const is_visible = sees_every_row && seen_by_all != news.standing.end() ? seen_by_all->second : look();
    if (sees_every_row) news.standing.emplace(std::pair(object.name, id), is_visible);
    if (is_visible) {
        if (!subscriber.id && subscriber.told.size() < limits::live_told_max) subscriber.told.insert(id);
        subscriber.stream->send("change", data(store::name_of(kind)));
        return;
    }
    // Whoever sees every row could see this one before; to others nothing is said of a record that they may never have
    // seen.
    bool const could_see = subscriber.id || subscriber.told.erase(id) > 0 || sees_every_row;
    if (could_see) subscriber.stream->send("gone", data(store::name_of(kind)));
}

}  // namespace kith::app
