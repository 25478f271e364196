// Whose is it? Deterministic: the same keys in the same state always name the same person, whatever their order.
#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "people/identity.sql.hpp"
#include "people/limits.hpp"
#include "people/state.hpp"

namespace kith::people {

namespace {

bool is_stronger(Key const& left, Key const& right) {
    if (left.kind != right.kind) return left.kind > right.kind;
    return left.value < right.value;
}

bool is_same(Key const& left, Key const& right) { return left.kind == right.kind && left.value == right.value; }

store::Change identity_change(PersonId person) {
    store::Change change;
    change.kind = store::ChangeKind::identity_changed;
    change.person = person;
    return change;
}

std::string text_of(Json const& record, std::string_view field) {
    auto const value = record.find(std::string(field));
    return value != record.end() && value->is_string() ? value->get<std::string>() : std::string();
}

}  // namespace

bool speaks_against(Json const& left, Json const& right) {
    auto const differ = [&](std::string_view field) {
        auto const a = text_of(left, field), b = text_of(right, field);
        return !a.empty() && !b.empty() && text::fold(a) != text::fold(b);
    };
    return differ("given_name") && differ("birth_date");
}

Result<People::State::Found> People::State::find_claim(Session& session, Key const& key) {
    Found found{key, std::nullopt, {}};
    auto const rows = TRY(session.query(sql::claim_find, people::name_of(key.kind), key.value));
    if (rows.empty()) return found;
    found.owner = rows[0].id<PersonId>(0);
    found.root = rows[0].is_null(1) ? *found.owner : TRY(root_of(session, rows[0].id<PersonId>(1)));
    return found;
}

Result<bool> People::State::claim(Transaction& tx, Write const& write, Key const& key, PersonId owner,
                                  std::optional<SourceId> source) {
    auto const change_set = write.kind == "ingest" ? std::nullopt : std::optional(write.change_set);
    auto const claimed =
        TRY(tx.execute(sql::claim_insert, people::name_of(key.kind), key.value, owner, tx.now(), source, change_set));
    if (claimed == 0) return false;
    tx.note(identity_change(owner));
    if (key.kind == KeyKind::email || key.kind == KeyKind::phone)
        TRY(add_contact(tx, owner, key.kind, key.value, tx.now()));
    return true;
}

Result<void> People::State::release(Transaction& tx, Key const& key, PersonId owner, std::string_view reason) {
    auto const kind = people::name_of(key.kind);
    auto const rows = TRY(tx.query(sql::claim_time, kind, key.value, owner));
    if (rows.empty()) return {};
    TRY(tx.execute(sql::claim_release, owner, kind, key.value, rows[0].instant(0), tx.now(), reason));
    TRY(tx.execute(sql::claim_delete, kind, key.value, owner));
    tx.note(identity_change(owner));
    return {};
}

Result<void> People::State::review(Transaction& tx, PersonId id, std::string_view reason, std::optional<Key> const& key,
                                   std::optional<PersonId> other) {
    auto const kind = key ? people::name_of(key->kind) : std::string_view();
    auto const value = key ? std::string_view(key->value) : std::string_view();
    TRY(tx.execute(sql::review_insert, id, reason, kind, value, other, tx.now()));
    return {};
}

Result<void> People::State::mark_shared(Transaction& tx, Key const& key, PersonId owner, PersonId other,
                                        std::string_view reason) {
    TRY(release(tx, key, owner, "shared"));
    TRY(tx.execute(sql::shared_insert, people::name_of(key.kind), key.value, owner, reason, tx.now()));
    return review(tx, owner, reason, key, other);
}

Result<bool> People::State::is_shared(Session& session, Key const& key) {
    if (key.kind == KeyKind::anonymous_id || key.kind == KeyKind::user_id) return false;
    return !TRY(session.query(sql::shared_find, people::name_of(key.kind), key.value)).empty();
}

Result<std::optional<KeyKind>> People::State::strength_of(Session& session, PersonId root) {
    std::optional<KeyKind> strongest;
    for (auto const alias : TRY(aliases_of(session, root))) {
        auto const rows = TRY(session.query(sql::claim_kinds, alias));
        for (auto const row : rows) {
            auto const kind = key_kind_of(row.text(0));
            if (kind && (!strongest || *kind > *strongest)) strongest = kind;
        }
    }
    return strongest;
}

Result<bool> People::State::are_told_apart(Session& session, PersonId first, PersonId second) {
    std::set<std::optional<SourceId>> senders;
    for (auto const alias : TRY(aliases_of(session, first))) {
        auto const rows = TRY(session.query(sql::user_id_sources, alias));
        for (auto const row : rows) senders.insert(row.optional_id<SourceId>(0));
    }
    if (senders.empty()) return false;
    for (auto const alias : TRY(aliases_of(session, second))) {
        auto const rows = TRY(session.query(sql::user_id_sources, alias));
        for (auto const row : rows)
            if (senders.contains(row.optional_id<SourceId>(0))) return true;
    }
    return false;
}

Result<bool> People::State::has_room_for_key(Transaction& tx, PersonId root, Key const& key) {
    std::int64_t keys = 0;
    for (auto const alias : TRY(aliases_of(tx, root))) keys += TRY(tx.query(sql::claims_count, alias))[0].integer(0);
    if (keys < limits::keys_per_person_max) return true;
    // One case a person and kind, not one a key.
    TRY(review(tx, root, "too_many_keys", Key{key.kind, ""}, std::nullopt));
    return false;
}

Result<PersonId> People::State::make_person(Transaction& tx, Write const& write, PersonId id, bool is_known) {
    TRY(records.begin(tx, write));
    auto quiet = write;
    quiet.kind = "fold";
    TRY(records.insert(tx, quiet, *person(), RecordId{id.uuid}, Json{{"is_known", is_known}}));
    return id;
}

Result<void> People::State::make_known(Transaction& tx, Write const& write, PersonId root) {
    auto quiet = write;
    quiet.kind = "fold";
    TRY(records.patch(tx, quiet, *person(), RecordId{root.uuid}, Json{{"is_known", true}}));
    return {};
}

Result<PersonId> People::State::connect(Transaction& tx, Write const& write, PersonId first, PersonId second,
                                        Found const& evidence) {
    auto const& key = evidence.key;
    if (key.kind != KeyKind::anonymous_id && key.kind != KeyKind::user_id) {
        auto const one = TRY(records.load(tx, *person(), RecordId{first.uuid}));
        auto const other = TRY(records.load(tx, *person(), RecordId{second.uuid}));
        if (speaks_against(one, other)) {
            TRY(mark_shared(tx, key, *evidence.owner, first, "another_name_and_birth_date"));
            return first;
        }
        if (TRY(are_told_apart(tx, first, second))) {
            TRY(review(tx, first, "two_user_ids", key, second));
            return first;
        }
        auto const joins = TRY(tx.query(sql::joins_of_key, people::name_of(key.kind), key.value))[0].integer(0);
        if (joins >= limits::joins_per_key_max) {
            TRY(mark_shared(tx, key, *evidence.owner, first, "joins_too_many"));
            return first;
        }
    }
    auto const strength = TRY(strength_of(tx, first)), against = TRY(strength_of(tx, second));
    // The stronger key names the survivor; between equals the one known longer.
    bool const first_survives = strength != against ? strength > against : first < second;
    auto const survivor = first_survives ? first : second;
    auto const loser = survivor == first ? second : first;
    // A join is a change set of its own, so that it can be parted without touching what came with it.
    auto const joined = TRY(join_roots(tx, Write::begin("join", write.actor), survivor, loser, key));
    return joined ? survivor : first;
}

Result<std::optional<Resolution>> People::State::try_resolve(Transaction& tx, Write const& write,
                                                             std::vector<Key> const& keys,
                                                             std::optional<SourceId> source) {
    std::vector<Found> found;
    std::optional<Key> shared;
    for (auto const& key : keys) {
        auto claim_of_key = TRY(find_claim(tx, key));
        if (!claim_of_key.owner && TRY(is_shared(tx, key))) {
            if (!shared) shared = key;
        } else {
            found.push_back(std::move(claim_of_key));
        }
    }
    if (found.empty()) {
        // Nothing but a key that many share: whoever held it last, rather than somebody new each time.
        auto const rows = TRY(tx.query(sql::shared_find, people::name_of(shared->kind), shared->value));
        auto const owner = rows[0].id<PersonId>(0);
        return std::optional(Resolution{owner, TRY(root_of(tx, owner)), false});
    }

    // The person whom the strongest key names. A user id that nobody holds yet makes somebody new where the others name
    // somebody with another user id.
    auto const strongest =
        std::find_if(found.begin(), found.end(), [](Found const& each) { return each.owner.has_value(); });
    bool const brings_user_id = found.front().key.kind == KeyKind::user_id && !found.front().owner;
    bool is_new = strongest == found.end();
    if (!is_new && brings_user_id) is_new = TRY(strength_of(tx, strongest->root)) == KeyKind::user_id;
    bool const is_known = found.front().key.kind != KeyKind::anonymous_id;

    Resolution resolution{is_new ? PersonId::make() : *strongest->owner, {}, is_new};
    resolution.root = is_new ? resolution.person : strongest->root;
    bool has_lost = false, has_claimed = false, becomes_known = false;
    for (auto const& each : found) {
        if (each.owner) continue;
        if (!is_new && !TRY(has_room_for_key(tx, resolution.root, each.key))) continue;
        bool const claimed = TRY(claim(tx, write, each.key, resolution.person, source));
        has_claimed = has_claimed || claimed;
        has_lost = has_lost || !claimed;
        becomes_known = becomes_known || (claimed && each.key.kind != KeyKind::anonymous_id);
    }
    if (is_new && has_claimed) TRY(make_person(tx, write, resolution.person, is_known));
    // Another transaction claimed one of the keys just now: look again.
    if (has_lost) return std::nullopt;
    if (!is_new && becomes_known) TRY(make_known(tx, write, resolution.root));

    for (auto const& each : found) {
        if (!each.owner || each.root == resolution.root) continue;
        // Joins of this very event may have changed who the other is.
        auto const other = TRY(root_of(tx, each.root));
        if (other == resolution.root) continue;
        bool const are_both_users = each.key.kind == KeyKind::anonymous_id &&
                                    TRY(strength_of(tx, other)) == KeyKind::user_id &&
                                    TRY(strength_of(tx, resolution.root)) == KeyKind::user_id;
        if (are_both_users) {
            TRY(release(tx, each.key, *each.owner, "moved"));
            TRY(claim(tx, write, each.key, resolution.person, source));
        } else {
            resolution.root = TRY(connect(tx, write, resolution.root, other, each));
        }
    }
    return std::optional(resolution);
}

Result<Resolution> People::resolve(store::Transaction& transaction, records::Write const& write,
                                   std::vector<Key> const& keys, std::optional<SourceId> source) {
    auto ordered = keys;
    std::sort(ordered.begin(), ordered.end(), is_stronger);
    ordered.erase(std::unique(ordered.begin(), ordered.end(), is_same), ordered.end());
    if (ordered.empty()) return Error::invalid("keys", "required", "Nothing says whose this is.");
    if (ordered.size() > limits::keys_per_resolution_max) return Error::too_large("Too many keys for one event.");
    TRY(state_->check_not_erased(transaction, write, ordered));
    for (int attempt = 0; attempt < limits::claim_attempts_max; ++attempt) {
        auto resolution = TRY(state_->try_resolve(transaction, write, ordered, source));
        if (resolution) return *resolution;
    }
    return Error::unavailable("Too many changes of the same person at once.", "claims were lost again and again");
}

Result<std::vector<std::optional<Resolution>>> People::find_all(store::Session& session, std::span<Key const> keys) {
    // One text for every number of keys: the last is asked for again.
    constexpr std::size_t per_query = 32;
    static std::string const sql = [] {
        std::string text;
        for (std::size_t i = 0; i < per_query; ++i)
            text += fmt::format(
                "{}SELECT i.kind, i.value, i.person_id, e.survivor FROM identity i LEFT JOIN person_edge e ON e.loser "
                "= "
                "i.person_id WHERE i.kind = ${} AND i.value = ${}",
                i == 0 ? "" : " UNION ALL ", 2 * i + 1, 2 * i + 2);
        return text;
    }();
    std::map<std::pair<std::string, std::string>, Resolution> holders;
    for (std::size_t begin = 0; begin < keys.size(); begin += per_query) {
        std::vector<store::Parameter> parameters;
        for (std::size_t i = 0; i < per_query; ++i) {
            auto const& key = keys[std::min(begin + i, keys.size() - 1)];
            parameters.insert(parameters.end(), {people::name_of(key.kind), key.value});
        }
        auto const rows = TRY(session.run(sql, parameters));
        for (auto const row : rows) {
            auto const owner = row.id<PersonId>(2);
            auto const root = row.is_null(3) ? owner : TRY(state_->root_of(session, row.id<PersonId>(3)));
            holders[{std::string(row.text(0)), std::string(row.text(1))}] = {owner, root, false};
        }
    }
    std::vector<std::optional<Resolution>> found;
    for (auto const& key : keys) {
        auto const holder = holders.find({std::string(people::name_of(key.kind)), key.value});
        found.push_back(holder == holders.end() ? std::nullopt : std::optional(holder->second));
    }
    return found;
}

Result<std::optional<PersonId>> People::find(store::Session& session, Key const& key) {
    return TRY(state_->find_claim(session, key)).owner;
}

}  // namespace kith::people
