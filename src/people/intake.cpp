// Many people at once, as files tell of them.
//
// Nearly every row of a file is about somebody new, or about somebody who is known by the same keys and of whom it
// tells nothing else. The first are gathered and written by a few statements for all; the second need only be looked
// up. Whatever connects, contradicts or adds goes the way that single calls go, row by row, after what was gathered has
// been written: the outcome is the same as if every row had.
#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "people/limits.hpp"
#include "people/state.hpp"
#include "store/multi_insert.hpp"

namespace kith::people {

namespace {

std::string text_of(Key const& key) { return fmt::format("{}:{}", static_cast<int>(key.kind), key.value); }

Json record_of(std::vector<LearnedValue> const& values) {
    Json record = Json::object();
    for (auto const& value : values)
        if (!value.field.starts_with("trait:")) record[value.field] = value.value;
    return record;
}

struct Span {
    Instant first, last;
    void widen(Instant at) {
        first = std::min(first, at);
        last = std::max(last, at);
    }
};

/// Somebody new, not written yet.
struct Newcomer {
    PersonId id;
    Telling const* telling;
    std::optional<Span> seen;
};

constexpr std::string_view claim_race = "claim_race";  // the caller runs the transaction again

store::MultiInsert const& claims_insert() {
    static store::MultiInsert const insert("identity (kind, value, person_id, claimed_at, source_id, change_set)", 6,
                                           "ON CONFLICT (kind, value) DO NOTHING");
    return insert;
}
store::MultiInsert const& contacts_insert() {
    static store::MultiInsert const insert("contact_point (person_id, kind, value, state, is_preferred, learned_at)", 6,
                                           "ON CONFLICT (person_id, kind, value) DO NOTHING");
    return insert;
}
store::MultiInsert const& values_insert() {
    static store::MultiInsert const insert(
        "field_value (person_id, field, provenance_kind, provenance_id, provenance_name, learned_at, value, "
        "change_set)",
        8);
    return insert;
}

}  // namespace

class People::State::Intake {
public:
    Intake(People& people, State& state, store::Transaction& tx, records::Write const& write,
           Provenance const& provenance, std::optional<SourceId> source)
        : people_(people), state_(state), tx_(tx), write_(write), provenance_(provenance), source_(source) {}

    Result<std::vector<Resolution>> run(std::span<Telling const> tellings) {
        TRY(look_up(tellings));
        std::vector<Resolution> all;
        all.reserve(tellings.size());
        for (auto const& telling : tellings) {
            if (telling.keys.size() > limits::keys_per_resolution_max)
                return Error::too_large("Too many keys for one row.");
            all.push_back(TRY(take(telling)));
        }
        TRY(flush());
        // Ascending: two transactions lock their people in the same order.
        for (auto const& [person, span] : seen_) {
            TRY(people_.seen(tx_, write_, person, span.first));
            if (span.last > span.first) TRY(people_.seen(tx_, write_, person, span.last));
        }
        return all;
    }

private:
    /// Who holds the keys, and which of them are shared.
    Result<void> look_up(std::span<Telling const> tellings) {
        std::vector<Key> keys;
        for (auto const& telling : tellings)
            for (auto const& key : telling.keys)
                if (holders_.try_emplace(text_of(key)).second) keys.push_back(key);
        if (keys.empty()) return {};
        auto const found = TRY(people_.find_all(tx_, keys));
        std::vector<Key> unheld;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (found[i])
                holders_[text_of(keys[i])] = *found[i];
            else if (keys[i].kind != KeyKind::anonymous_id && keys[i].kind != KeyKind::user_id)
                unheld.push_back(keys[i]);
        }
        return look_up_shared(unheld);
    }

    Result<void> look_up_shared(std::vector<Key> const& keys) {
        // One text for every number of keys: the last is asked for again.
        constexpr std::size_t per_query = 32;
        static std::string const sql = [] {
            std::string text;
            for (std::size_t i = 0; i < per_query; ++i)
                text += fmt::format("{}SELECT kind, value FROM identity_shared WHERE kind = ${} AND value = ${}",
                                    i == 0 ? "" : " UNION ALL ", 2 * i + 1, 2 * i + 2);
            return text;
        }();
        for (std::size_t begin = 0; begin < keys.size(); begin += per_query) {
            std::vector<store::Parameter> parameters;
            for (std::size_t i = 0; i < per_query; ++i) {
                auto const& key = keys[std::min(begin + i, keys.size() - 1)];
                parameters.insert(parameters.end(), {people::name_of(key.kind), key.value});
            }
            auto const rows = TRY(tx_.run(sql, parameters));
            for (auto const row : rows)
                if (auto const kind = key_kind_of(row.text(0)))
                    shared_.insert(text_of(Key{*kind, std::string(row.text(1))}));
        }
        return {};
    }

    Result<std::optional<Resolution>> holder_of(Key const& key) {
        if (!is_stale_) return holders_[text_of(key)];
        auto const found = TRY(state_.find_claim(tx_, key));
        if (!found.owner) return std::optional<Resolution>();
        return std::optional(Resolution{*found.owner, found.root, false});
    }

    Result<Resolution> take(Telling const& telling) {
        bool is_free = true, is_waiting = !telling.keys.empty();
        std::optional<Resolution> holder;
        std::optional<std::size_t> newcomer;
        bool is_one_holder = !telling.keys.empty();
        for (auto const& key : telling.keys) {
            auto const held = TRY(holder_of(key));
            auto const waiting = waiting_.find(text_of(key));
            is_free = is_free && !held && waiting == waiting_.end() && !TRY(is_shared(key));
            is_waiting = is_waiting && waiting != waiting_.end() && (!newcomer || *newcomer == waiting->second);
            if (waiting != waiting_.end()) newcomer = waiting->second;
            is_one_holder = is_one_holder && held && (!holder || is_same(*holder, *held));
            if (held) holder = held;
        }
        if (is_free) return add_newcomer(telling);
        bool const tells_nothing = telling.values.empty() && telling.contacts.empty();
        if (is_waiting && (tells_nothing || tells_the_same(*newcomers_[*newcomer].telling, telling))) {
            auto& person = newcomers_[*newcomer];
            if (telling.seen_at) {
                if (!person.seen) person.seen = Span{*telling.seen_at, *telling.seen_at};
                person.seen->widen(*telling.seen_at);
            }
            return Resolution{person.id, person.id, false};
        }
        if (is_one_holder && tells_nothing) {
            note_seen(holder->person, telling);
            return *holder;
        }
        TRY(flush());
        is_stale_ = true;
        return take_alone(telling);
    }

    static bool is_same(Resolution const& left, Resolution const& right) {
        return left.person == right.person && left.root == right.root;
    }
    static bool tells_the_same(Telling const& left, Telling const& right) {
        auto const is_same_value = [](LearnedValue const& a, LearnedValue const& b) {
            return a.field == b.field && a.value == b.value;
        };
        auto const is_same_key = [](Key const& a, Key const& b) { return a.kind == b.kind && a.value == b.value; };
        return std::equal(left.values.begin(), left.values.end(), right.values.begin(), right.values.end(),
                          is_same_value) &&
               std::equal(left.contacts.begin(), left.contacts.end(), right.contacts.begin(), right.contacts.end(),
                          is_same_key);
    }

    Result<bool> is_shared(Key const& key) {
        if (is_stale_) return state_.is_shared(tx_, key);
        return shared_.contains(text_of(key));
    }

    void note_seen(PersonId person, Telling const& telling) {
        if (!telling.seen_at) return;
        auto const at = *telling.seen_at;
        seen_.try_emplace(person, Span{at, at}).first->second.widen(at);
    }

    Resolution add_newcomer(Telling const& telling) {
        auto const id = PersonId::make();
        for (auto const& key : telling.keys) waiting_[text_of(key)] = newcomers_.size();
        auto& newcomer = newcomers_.emplace_back(Newcomer{id, &telling, std::nullopt});
        if (telling.seen_at) newcomer.seen = Span{*telling.seen_at, *telling.seen_at};
        return {id, id, true};
    }

    /// By the way of single calls.
    Result<Resolution> take_alone(Telling const& telling) {
        auto keys = telling.keys;
        std::vector<Found> against;
        auto const told = record_of(telling.values);
        for (auto const& key : telling.keys) {
            if (key.kind != KeyKind::email) continue;
            auto found = TRY(state_.find_claim(tx_, key));
            if (!found.owner) continue;
            auto const record = TRY(state_.records.load(tx_, *state_.person(), RecordId{found.root.uuid}));
            if (!speaks_against(record, told)) continue;
            std::erase_if(keys, [&](Key const& each) { return each.kind == key.kind && each.value == key.value; });
            against.push_back(std::move(found));
        }
        Resolution resolution;
        if (keys.empty()) {
            resolution.person = resolution.root = PersonId::make();
            resolution.is_new = true;
            TRY(state_.make_person(tx_, write_, resolution.person, true));
        } else {
            resolution = TRY(people_.resolve(tx_, write_, keys, source_));
        }
        for (auto const& found : against)
            TRY(state_.mark_shared(tx_, found.key, *found.owner, resolution.person, "another_name_and_birth_date"));
        TRY(state_.records.begin(tx_, write_));
        TRY(state_.learn(tx_, write_, resolution.person, telling.values, provenance_, tx_.now()));
        for (auto const& list : {telling.keys, telling.contacts})
            for (auto const& each : list)
                if (is_contact(each.kind))
                    TRY(state_.add_contact(tx_, resolution.person, each.kind, each.value, tx_.now()));
        note_seen(resolution.person, telling);
        return resolution;
    }

    static bool is_contact(KeyKind kind) { return kind == KeyKind::email || kind == KeyKind::phone; }

    /// Writes those who wait.
    Result<void> flush() {
        if (newcomers_.empty()) return {};
        TRY(state_.records.begin(tx_, write_));
        TRY(write_claims());
        TRY(write_values());
        std::vector<records::NewRecord> records;
        records.reserve(newcomers_.size());
        for (auto const& newcomer : newcomers_) {
            auto& record = records.emplace_back(
                records::NewRecord{RecordId{newcomer.id.uuid}, record_of(newcomer.telling->values)});
            bool const is_anonymous = !newcomer.telling->keys.empty() &&
                                      std::all_of(newcomer.telling->keys.begin(), newcomer.telling->keys.end(),
                                                  [](Key const& key) { return key.kind == KeyKind::anonymous_id; }) &&
                                      newcomer.telling->values.empty();
            record.values["is_known"] = !is_anonymous;
            if (newcomer.seen) {
                record.values["first_seen_at"] = newcomer.seen->first.text();
                record.values["last_seen_at"] = newcomer.seen->last.text();
            }
        }
        auto quiet = write_;
        quiet.kind = "fold";
        TRY(state_.records.insert_many(tx_, quiet, *state_.person(), records));
        for (auto const& newcomer : newcomers_)
            for (auto const& key : newcomer.telling->keys)
                holders_[text_of(key)] = Resolution{newcomer.id, newcomer.id, false};
        newcomers_.clear();
        waiting_.clear();
        return {};
    }

    Result<void> write_claims() {
        std::vector<store::Parameter> claims, contacts;
        for (auto const& newcomer : newcomers_) {
            for (auto const& key : newcomer.telling->keys)
                claims.insert(claims.end(), {people::name_of(key.kind), key.value, newcomer.id, tx_.now(), source_,
                                             write_.change_set});
            for (auto const* list : {&newcomer.telling->keys, &newcomer.telling->contacts})
                for (auto const& each : *list)
                    if (is_contact(each.kind))
                        contacts.insert(contacts.end(), {newcomer.id, people::name_of(each.kind), each.value,
                                                         "unverified", false, tx_.now()});
        }
        auto const count = static_cast<std::int64_t>(claims.size() / 6);
        if (TRY(claims_insert().run(tx_, claims)) != count)
            return Error::conflict(std::string(claim_race),
                                   "Somebody else is writing about the same people at this moment.");
        TRY(contacts_insert().run(tx_, contacts));
        return {};
    }

    Result<void> write_values() {
        std::vector<std::string> texts;  // the parameters borrow from it
        std::size_t count = 0;
        for (auto const& newcomer : newcomers_) count += newcomer.telling->values.size();
        texts.reserve(count);
        std::vector<store::Parameter> values;
        values.reserve(count * 8);
        for (auto const& newcomer : newcomers_)
            for (auto const& value : newcomer.telling->values)
                values.insert(values.end(), {newcomer.id, value.field, people::name_of(provenance_.kind),
                                             provenance_.id, provenance_.name, tx_.now(),
                                             texts.emplace_back(dump_json(value.value)), write_.change_set});
        TRY(values_insert().run(tx_, values));
        return {};
    }

    People& people_;
    State& state_;
    store::Transaction& tx_;
    records::Write const& write_;
    Provenance const& provenance_;
    std::optional<SourceId> source_;
    std::unordered_map<std::string, std::optional<Resolution>> holders_;
    std::set<std::string, std::less<>> shared_;
    std::unordered_map<std::string, std::size_t> waiting_;  ///< the newcomer that a key will be claimed for
    std::vector<Newcomer> newcomers_;
    std::map<PersonId, Span> seen_;
    bool is_stale_ = false;  ///< whether what was looked up may have changed since
};

Result<std::vector<Resolution>> People::take_in(store::Transaction& transaction, records::Write const& write,
                                                std::span<Telling const> tellings, Provenance const& provenance,
                                                std::optional<SourceId> source) {
    return State::Intake(*this, *state_, transaction, write, provenance, source).run(tellings);
}

}  // namespace kith::people
