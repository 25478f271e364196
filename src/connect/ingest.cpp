#include "connect/ingest.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "connect/connect.sql.hpp"
#include "connect/limits.hpp"
#include "connect/sale.hpp"
#include "events/limits.hpp"
#include "people/tombstones.hpp"

namespace kith::connect {

namespace {

constexpr std::string_view reason_erased = "erased";

/// Bytes as text that every database takes: UTF-8 without NUL.
std::string storable(std::string_view bytes) {
    if (text::is_utf8(bytes) && bytes.find('\0') == std::string_view::npos) return std::string(bytes);
    return text::clean(bytes);
}

/// Up to `size` bytes, without cutting a character in two.
std::string_view cut(std::string_view text, std::size_t size) {
    if (text.size() <= size) return text;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    return text.substr(0, size);
}

std::string hash_of(std::string_view payload) { return "payload:" + Uuid::of_name("dead-letter", payload).text(); }

std::string json_of(Envelope const& envelope) {
    return fmt::format(R"({{"sentAt":{},"context":{}}})", dump_json(std::string(envelope.sent_at)),
                       envelope.context.empty() ? "{}" : envelope.context);
}

/// Asking again may help: nothing is wrong with the call itself.
bool is_passing(Error const& error) {
    return error.code == ErrorCode::unavailable || error.code == ErrorCode::too_many_requests;
}

}  // namespace

/// A call with everything worked out that needs no database.
struct Ingest::Prepared {
    TrackingCall const* call = nullptr;
    EventId id;
    std::vector<people::Key> keys;
    std::string keys_text;  ///< the same keys, to recognise them by
    Json traits;
    bool is_flagged = false;
    std::string flag_detail;
    std::optional<Rejection> rejection;
};

/// Calls of one request that are stored by one transaction.
struct Ingest::Portion {
    Envelope const* envelope = nullptr;
    std::span<Prepared const> calls;
    Instant received_at;
};

/// A request that waits for its transaction.
struct Ingest::Waiting {
    Sender const* sender = nullptr;
    Portion portion;
    std::optional<Result<Results>> results;  ///< nothing: it is to be stored alone
    std::size_t weight() const { return portion.calls.size(); }
    bool goes_with(Waiting const& other) const {
        return sender->source == other.sender->source && sender->key == other.sender->key;
    }
};

Ingest::Ingest(store::Database& database, people::People& people, Debugger& debugger)
    : database_(database),
      people_(people),
      debugger_(debugger),
      gathering_(
          std::make_unique<Gathering<Waiting>>(limits::ingest_transactions_max, limits::ingest_together_calls_max)) {}

Ingest::~Ingest() = default;

std::vector<Ingest::Prepared> Ingest::prepare(Source const& source, TrackingRequest const& request) {
    std::vector<Prepared> all;
    all.reserve(request.calls.size());
    for (auto const& call : request.calls) {
        auto& prepared = all.emplace_back();
        prepared.call = &call;
        prepared.rejection = call.rejection;
        if (prepared.rejection) continue;
        prepared.id = EventId::make();
        auto const add_key = [&](people::KeyKind kind, std::string_view value) {
            if (value.empty()) return;
            auto key = people::normalised(kind, value);
            if (!key) return;
            prepared.keys_text += fmt::format("{}:{}\n", static_cast<int>(kind), key->value);
            prepared.keys.push_back(std::move(*key));
        };
        add_key(people::KeyKind::user_id, call.user_id);
        add_key(people::KeyKind::anonymous_id, call.anonymous_id);
        if (prepared.keys.empty()) {
            prepared.rejection = Rejection{"id_blocked", "Its ids name nobody, such as \"null\" or \"undefined\"."};
            continue;
        }
        // The e-mail of an identify call is learnt with the name and birth date beside it, which may speak against
        // joining two people by it.
        if (call.call != events::Call::identify) add_key(people::KeyKind::email, call.email);
        auto verdict = source.plan.judge(call, request.properties_of(call));
        if (verdict.outcome == Plan::Outcome::block)
            prepared.rejection = Rejection{"off_plan", std::move(verdict.detail)};
        prepared.is_flagged = verdict.outcome == Plan::Outcome::flag;
        prepared.flag_detail = std::move(verdict.detail);
        if (!call.traits.empty() && (call.call == events::Call::identify || call.call == events::Call::group))
            if (auto traits = parse_json(call.traits)) prepared.traits = std::move(*traits);
    }
    return all;
}

/// The calls of one transaction, and what they have in common: who was asked about already need not be looked up again.
class Ingest::Batch {
public:
    Batch(people::People& people, store::Transaction& transaction, Sender const& sender)
        : people_(people),
          transaction_(transaction),
          source_(*sender.source),
          write_(records::Write::begin("ingest", actor_of(source_))) {}

    /// Learns which messages came before, and who the people are that one known key names.
    Result<void> look_up(std::span<Portion const> portions) {
        std::vector<std::string_view> ids;
        for (auto const& portion : portions)
            for (auto const& each : portion.calls) ids.push_back(each.call->message_id);
        std::erase(ids, std::string_view());
        known_ = TRY(events::find_messages(transaction_, source_.id, ids));
        return look_up_people(portions);
    }

    Result<Results> store(Portion const& portion) {
        Results results;
        results.reserve(portion.calls.size());
        for (auto const& call : portion.calls)
            results.push_back(TRY(store(call, *portion.envelope, portion.received_at)));
        return results;
    }

    Result<CallResult> store(Prepared const& prepared, Envelope const& envelope, Instant received_at) {
        auto const& call = *prepared.call;
        std::string const message_id(call.message_id);
        if (known_.contains(message_id)) return CallResult{CallOutcome::duplicate, {}, {}, {}};
        if (TRY(is_of_erased(prepared))) return bury_withheld(call, received_at);
        if (prepared.rejection) {
            CallResult result{
                CallOutcome::rejected, std::string(prepared.rejection->reason), prepared.rejection->detail, {}};
            if (!TRY(bury(transaction_, source_.id, call, envelope, result, received_at)))
                result.outcome = CallOutcome::duplicate;
            return result;
        }
        // A call that was rejected does not stand in the way of a better one with its id.
        if (!message_id.empty()) known_.insert(message_id);
        auto const person = TRY(person_of(prepared)).person;
        events::EventKey const key{person, prepared.id};
        claims_.push_back({call.message_id, key});
        events_.push_back(TRY(event_of(prepared, key, received_at)));
        TRY(learn(prepared, person));
        note_seen(person, call.occurred_at);
        CallResult result{prepared.is_flagged ? CallOutcome::flagged : CallOutcome::stored, {}, {}, key};
        if (prepared.is_flagged) {
            result.reason = "off_plan";
            result.detail = prepared.flag_detail;
        }
        return result;
    }

    /// Writes claims and events, many at a time, and when people were seen, once for each.
    Result<void> finish() {
        if (!TRY(events::claim_messages(transaction_, source_.id, claims_)))
            return Error::conflict(std::string(events::message_race), "The message is being stored at this moment.");
        TRY(events::append(transaction_, events_, &people_.property_types()));
        for (auto const& [person, span] : seen_) {
            TRY(people_.seen(transaction_, write_, person, span.first));
            if (span.second > span.first) TRY(people_.seen(transaction_, write_, person, span.second));
        }
        return {};
    }

private:
    /// A single key that somebody holds needs nothing but to be looked up; all else is for `resolve`.
    Result<void> look_up_people(std::span<Portion const> portions) {
        std::vector<Prepared const*> asked;
        std::vector<people::Key> keys;
        for (auto const& portion : portions)
            for (auto const& each : portion.calls) {
                bool const is_single =
                    !each.rejection && each.keys.size() == 1 && each.call->call != events::Call::alias;
                if (!is_single || !resolved_.try_emplace(each.keys_text).second) continue;
                asked.push_back(&each);
                keys.push_back(each.keys.front());
            }
        auto const found = TRY(people_.find_all(transaction_, keys));
        for (std::size_t i = 0; i < asked.size(); ++i) {
            auto const& each = *asked[i];
            if (!found[i]) {
                resolved_.erase(each.keys_text);
                continue;
            }
            resolved_[each.keys_text] = *found[i];
            if (keys[i].kind != people::KeyKind::user_id) last_with_[keys[i].value] = &each;
        }
        return {};
    }

    static Actor actor_of(Source const& source) {
        Actor actor;
        actor.kind = ActorKind::source;
        actor.id = source.id.uuid;
        actor.name = source.name;
        actor.role = "ingest";
        return actor;
    }

    /// Whether the call tells of somebody who was erased. Who identifies themselves later comes back by their own act,
    /// and their keys are theirs again.
    Result<bool> is_of_erased(Prepared const& prepared) {
        auto& tombstones = people_.tombstones();
        auto const& call = *prepared.call;
        if (tombstones.is_empty() || (call.call != events::Call::alias && is_resolved(prepared))) return false;
        auto keys = prepared.keys;
        auto const add = [&](people::KeyKind kind, std::string_view value) {
            if (auto key = people::normalised(kind, value)) keys.push_back(std::move(*key));
        };
        // A call that is refused for another reason may have been refused before its keys were read.
        add(people::KeyKind::user_id, call.user_id);
        add(people::KeyKind::anonymous_id, call.anonymous_id);
        add(people::KeyKind::email, call.email);
        add(people::KeyKind::user_id, call.previous_id);
        add(people::KeyKind::anonymous_id, call.previous_id);
        auto const erased_at = TRY(tombstones.erased_at(transaction_, keys));
        if (!erased_at) return false;
        bool const comes_back = call.call == events::Call::identify && !prepared.rejection;
        if (!comes_back || call.occurred_at <= *erased_at) return true;
        TRY(tombstones.remove(transaction_, keys));
        return false;
    }

    /// Refused without keeping anything of what was sent.
    Result<CallResult> bury_withheld(TrackingCall const& call, Instant received_at) {
        CallResult result{CallOutcome::rejected,
                          std::string(reason_erased),
                          "It tells of somebody who was erased. Nothing of it was kept.",
                          {}};
        auto emptied = call;
        emptied.payload = "{}";
        auto const random = DeadLetterId::make().text();
        if (emptied.message_id.empty()) emptied.message_id = random;
        if (!TRY(bury(transaction_, source_.id, emptied, {}, result, received_at, Payload::withheld)))
            result.outcome = CallOutcome::duplicate;
        return result;
    }

    bool is_resolved(Prepared const& prepared) const {
        return resolved_.contains(prepared.keys_text) && is_still(prepared);
    }

    Result<people::Resolution> person_of(Prepared const& prepared) {
        if (prepared.call->call == events::Call::alias) {
            // Whose id the previous one was is known only where it was seen: a user's, else a visitor's.
            auto keys = prepared.keys;
            std::erase_if(keys, [](people::Key const& key) { return key.kind != people::KeyKind::user_id; });
            if (auto previous = people::normalised(people::KeyKind::user_id, prepared.call->previous_id)) {
                if (!TRY(people_.find(transaction_, *previous))) previous->kind = people::KeyKind::anonymous_id;
                keys.push_back(std::move(*previous));
            }
            resolved_.clear();
            last_with_.clear();
            return people_.resolve(transaction_, write_, keys, source_.id);
        }
        if (is_resolved(prepared)) return resolved_.at(prepared.keys_text);
        auto resolution = TRY(people_.resolve(transaction_, write_, prepared.keys, source_.id));
        for (auto const& key : prepared.keys)
            if (key.kind != people::KeyKind::user_id) last_with_[key.value] = &prepared;
        resolved_.insert_or_assign(prepared.keys_text, resolution);
        return resolution;
    }

    /// Whether resolving the same keys again would change nothing: a user id stays whose it is, the other kinds move
    /// with whatever they came with last.
    bool is_still(Prepared const& prepared) const {
        return std::all_of(prepared.keys.begin(), prepared.keys.end(), [&](people::Key const& key) {
            if (key.kind == people::KeyKind::user_id) return true;
            auto const last = last_with_.find(key.value);
            return last != last_with_.end() && last->second->keys_text == prepared.keys_text;
        });
    }

    Result<events::NewEvent> event_of(Prepared const& prepared, events::EventKey key, Instant received_at) {
        auto const& call = *prepared.call;
        events::NewEvent event;
        event.person = key.person;
        event.id = key.event;
        event.occurred_at = call.occurred_at;
        event.received_at = received_at;
        event.original_occurred_at = call.original_occurred_at;
        event.type = call.type;
        event.call = call.call;
        event.source = source_.id;
        event.is_flagged = prepared.is_flagged;
        event.properties = call.properties;
        event.context = call.context;
        TRY(settle_sale(call, key, event));
        return event;
    }

    Result<void> settle_sale(TrackingCall const& call, events::EventKey key, events::NewEvent& event) {
        auto const kind = sale_kind_of(call);
        if (kind == SaleKind::none) return {};
        auto currency = Currency::parse(call.sale.currency);
        if (!currency) currency = TRY(default_currency());
        auto const amount = currency ? amount_of(call, *currency) : std::nullopt;
        auto const order = call.sale.order_id;
        if (kind == SaleKind::sale) {
            event.revenue = amount;
            if (amount && !order.empty() && order.size() <= limits::text_bytes_max)
                TRY(transaction_.execute(sql::order_sale_claim, source_.id, order, key.person, key.event, amount->minor,
                                         amount->currency.text()));
            return {};
        }
        if (amount) event.revenue = Money{amount->minor < 0 ? amount->minor : -amount->minor, amount->currency};
        if (order.empty()) return {};
        auto const rows = TRY(transaction_.query(sql::order_sale_find, source_.id, order));
        if (rows.empty()) return {};
        event.caused_by = events::EventKey{rows[0].id<PersonId>(0), rows[0].id<EventId>(1)};
        auto const sold_in = Currency::parse(rows[0].text(3));
        if (!amount && sold_in) event.revenue = Money{-rows[0].integer(2), *sold_in};
        return {};
    }

    Result<std::optional<Currency>> default_currency() {
        if (!default_currency_) {
            auto const rows = TRY(transaction_.query(sql::default_currency));
            default_currency_ = rows.empty() ? std::nullopt : Currency::parse(rows[0].text(0));
        }
        return *default_currency_;
    }

    Result<void> learn(Prepared const& prepared, PersonId person) {
        auto const& call = *prepared.call;
        bool const has_traits = prepared.traits.is_object() && !prepared.traits.empty();
        if (call.call == events::Call::identify && has_traits) {
            // A page that identifies on each view says the same again and again.
            if (!learnt_.insert(fmt::format("{}{}", person.text(), call.traits)).second) return {};
            people::Provenance const provenance{people::Provenance::Kind::source, source_.id.uuid, source_.name};
            TRY(people_.learn(transaction_, write_, person, prepared.traits, provenance, call.occurred_at));
        }
        if (call.call == events::Call::group)
            TRY(people_.join_company(transaction_, write_, person, call.group_id,
                                     has_traits ? prepared.traits : Json::object()));
        return {};
    }

    void note_seen(PersonId person, Instant at) {
        auto const [entry, is_first] = seen_.try_emplace(person, at, at);
        if (is_first) return;
        entry->second.first = std::min(entry->second.first, at);
        entry->second.second = std::max(entry->second.second, at);
    }

    people::People& people_;
    store::Transaction& transaction_;
    Source const& source_;
    records::Write write_;
    std::unordered_set<std::string> known_;
    std::unordered_map<std::string, people::Resolution> resolved_;
    std::unordered_map<std::string, Prepared const*> last_with_;
    std::unordered_set<std::string> learnt_;
    std::vector<events::MessageClaim> claims_;
    std::vector<events::NewEvent> events_;
    std::map<PersonId, std::pair<Instant, Instant>>
        seen_;  // ascending: two requests lock their people in the same order, so neither waits in a circle
    std::optional<std::optional<Currency>> default_currency_;
};

namespace {

Counts counts_of(std::span<CallResult const> results) {
    Counts counts;
    counts.received = static_cast<std::int64_t>(results.size());
    for (auto const& result : results) {
        switch (result.outcome) {
            case CallOutcome::flagged:
                ++counts.flagged;
                [[fallthrough]];
            case CallOutcome::stored:
                ++counts.stored;
                break;
            case CallOutcome::duplicate:
                ++counts.duplicates;
                break;
            case CallOutcome::rejected:
                ++counts.rejected;
                break;
        }
    }
    return counts;
}

}  // namespace

Result<std::vector<Ingest::Results>> Ingest::store_together(Sender const& sender, std::span<Portion const> portions) {
    for (int attempt = 1;; ++attempt) {
        auto results = database_.write([&](store::Transaction& transaction) -> Result<std::vector<Results>> {
            std::vector<Results> done;
            Counts counts;
            Batch batch(people_, transaction, sender);
            TRY(batch.look_up(portions));
            for (auto const& portion : portions) {
                done.push_back(TRY(batch.store(portion)));
                counts += counts_of(done.back());
            }
            TRY(batch.finish());
            TRY(Sources::count(transaction, sender, counts));
            return done;
        });
        // Another request with the same message committed in between: the next attempt finds it.
        bool const has_raced = !results && results.error().reason == events::message_race;
        if (!has_raced || attempt == limits::tracking_conflict_attempts_max) return results;
    }
}

Result<Ingest::Results> Ingest::store_alone(Sender const& sender, Portion const& portion) {
    auto whole = store_together(sender, std::span(&portion, 1));
    if (whole) return std::move(whole->front());
    if (is_passing(whole.error())) return Failure(std::move(whole).error());
    // One of the calls is refused for what it is. Alone it harms no other.
    Results results;
    for (auto const& call : portion.calls) {
        Portion single{portion.envelope, std::span(&call, 1), portion.received_at};
        auto alone = store_together(sender, std::span(&single, 1));
        if (!alone && is_passing(alone.error())) return Failure(std::move(alone).error());
        if (!alone) {
            auto refused = call;
            refused.rejection = Rejection{"not_storable", alone.error().message};
            single.calls = std::span(&refused, 1);
            alone = TRY(store_together(sender, std::span(&single, 1)));
        }
        results.push_back(std::move(alone->front().front()));
    }
    return results;
}

Result<Ingest::Results> Ingest::store(Sender const& sender, Portion const& portion) {
    Waiting request{&sender, portion, std::nullopt};
    gathering_->pass(request, [this](std::span<Waiting* const> requests) {
        if (requests.size() == 1) {
            requests[0]->results = store_alone(*requests[0]->sender, requests[0]->portion);
            return;
        }
        std::vector<Portion> portions;
        for (auto const* each : requests) portions.push_back(each->portion);
        auto together = store_together(*requests[0]->sender, portions);
        for (std::size_t i = 0; i < requests.size(); ++i) {
            if (together)
                requests[i]->results = std::move((*together)[i]);
            else if (is_passing(together.error()))
                requests[i]->results = Failure(together.error());
        }
    });
    // What one of them is refused for is no business of the others.
    return request.results ? *std::move(request.results) : store_alone(sender, portion);
}

Result<Counts> Ingest::take(Sender const& sender, TrackingRequest const& request, Instant received_at) {
    if (request.calls.empty()) return Counts{};
    auto const calls = prepare(*sender.source, request);
    auto const results = TRY(store(sender, {&request.batch, calls, received_at}));
    show(sender, request, results, received_at);
    return counts_of(results);
}

Result<void> Ingest::refuse(Sender const& sender, Error const& failure, std::string_view body, Instant received_at) {
    auto const payload = storable(body);
    TrackingCall call;
    call.payload = payload;
    call.message_id = "body:" + Uuid::of_name("dead-letter", payload).text();
    auto const reason = failure.reason.empty() ? std::string(name_of(failure.code)) : failure.reason;
    CallResult result{CallOutcome::rejected, reason, failure.message, {}};
    auto const counted = TRY(database_.write([&](store::Transaction& transaction) -> Result<CallResult> {
        auto done = result;
        if (!TRY(bury(transaction, sender.source->id, call, {}, result, received_at)))
            done.outcome = CallOutcome::duplicate;
        TRY(Sources::count(transaction, sender, counts_of(std::span(&done, 1))));
        return done;
    }));
    DebugEntry entry{received_at,
                     "",
                     "",
                     counted.outcome,
                     counted.reason,
                     {},
                     std::string(cut(payload, limits::tracking_event_bytes_max))};
    std::vector<DebugEntry> entries;
    entries.push_back(std::move(entry));
    debugger_.note(sender.source->id, std::move(entries));
    return {};
}

Result<CallResult> Ingest::store_again(store::Transaction& transaction, Sender const& sender,
                                       TrackingRequest const& request, Instant received_at) {
    auto const calls = prepare(*sender.source, request);
    if (calls.front().rejection)
        return CallResult{
            CallOutcome::rejected, std::string(calls.front().rejection->reason), calls.front().rejection->detail, {}};
    Batch batch(people_, transaction, sender);
    Portion const portion{&request.batch, std::span(calls).first(1), received_at};
    TRY(batch.look_up(std::span(&portion, 1)));
    auto results = TRY(batch.store(portion));
    TRY(batch.finish());
    return std::move(results.front());
}

void Ingest::show(Sender const& sender, TrackingRequest const& request, std::span<CallResult const> results,
                  Instant received_at) {
    std::vector<DebugEntry> entries;
    auto const first = results.size() > limits::debug_entries_max ? results.size() - limits::debug_entries_max : 0;
    entries.reserve(results.size() - first);
    for (auto i = first; i < results.size(); ++i) {
        auto const& call = request.calls[i];
        entries.push_back({received_at, std::string(call.name), std::string(call.type), results[i].outcome,
                           results[i].reason, results[i].event,
                           results[i].reason == reason_erased
                               ? "{}"
                               : std::string(cut(call.payload, limits::tracking_event_bytes_max))});
    }
    debugger_.note(sender.source->id, std::move(entries));
}

Result<bool> bury(store::Transaction& transaction, SourceId source, TrackingCall const& call, Envelope const& envelope,
                  CallResult const& result, Instant received_at, Payload kept) {
    // An id that is itself too long cannot tell two messages apart.
    bool const has_id = !call.message_id.empty() && call.message_id.size() <= limits::text_bytes_max;
    auto const payload = cut(call.payload, limits::dead_letter_payload_bytes_max);
    auto const dedup_key = has_id ? call.message_id : hash_of(call.payload);
    auto const inserted = TRY(transaction.execute(
        sql::dead_letter_insert, DeadLetterId::make(), source, dedup_key, received_at,
        cut(call.name, limits::text_bytes_max), cut(call.type, limits::text_bytes_max), result.reason, result.detail,
        payload, kept == Payload::withheld || payload.size() < call.payload.size(), json_of(envelope)));
    return inserted == 1;
}

}  // namespace kith::connect
