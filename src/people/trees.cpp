// Edges between people. Joining writes one, parting removes it, in any order; facts and claims stay where they are.
#include "people/identity.sql.hpp"
#include "people/limits.hpp"
#include "people/state.hpp"

namespace kith::people {

namespace {

store::Change change_of(store::ChangeKind kind, PersonId survivor, PersonId loser) {
    store::Change change;
    change.kind = kind;
    change.person = survivor;
    change.object = "person";
    change.record = RecordId{loser.uuid};
    return change;
}

}  // namespace

Result<PersonId> People::State::root_of(Session& session, PersonId id) {
    // A tree is at most as deep as it has members; more steps mean a ring, which joining never makes.
    for (std::int64_t steps = 0; steps <= limits::aliases_per_person_max; ++steps) {
        auto const rows = TRY(session.query(sql::edge_of, id));
        if (rows.empty()) return id;
        id = rows[0].id<PersonId>(0);
    }
    return Error::internal("the edges above person " + id.text() + " do not end");
}

Result<std::vector<PersonId>> People::State::aliases_of(Session& session, PersonId root) {
    std::vector<PersonId> aliases{root};
    for (std::size_t next = 0; next < aliases.size(); ++next) {
        auto const rows = TRY(session.query(sql::edges_into, aliases[next]));
        for (auto const row : rows) aliases.push_back(row.id<PersonId>(0));
        if (aliases.size() > static_cast<std::size_t>(limits::aliases_per_person_max))
            return Error::internal("too many people below " + root.text());
    }
    return aliases;
}

Result<bool> People::State::join_roots(Transaction& tx, Write const& write, PersonId survivor, PersonId loser,
                                       std::optional<Key> const& key) {
    // One join at a time, and the roots as they are now: two at the same moment cannot make a ring.
    TRY(tx.lock("person_edge"));
    survivor = TRY(root_of(tx, survivor));
    loser = TRY(root_of(tx, loser));
    if (survivor == loser) return true;
    auto const members = TRY(aliases_of(tx, survivor)).size() + TRY(aliases_of(tx, loser)).size();
    if (members > static_cast<std::size_t>(limits::aliases_per_person_max)) {
        TRY(review(tx, survivor, "too_many_aliases", std::nullopt, loser));
        return false;
    }
    auto const kind = key ? std::optional(people::name_of(key->kind)) : std::nullopt;
    auto const value = key ? std::optional(std::string_view(key->value)) : std::nullopt;
    TRY(records.set_joined_into(tx, write, *person(), RecordId{loser.uuid}, RecordId{survivor.uuid}));
    TRY(tx.execute(sql::edge_insert, loser, survivor, write.change_set, tx.now(), kind, value));
    tx.note(change_of(store::ChangeKind::people_joined, survivor, loser));
    TRY(refold(tx, write.actor, survivor));
    return true;
}

Result<void> People::State::part(Transaction& tx, Write const& write, PersonId loser, PersonId survivor) {
    TRY(tx.lock("person_edge"));
    auto const root = TRY(root_of(tx, survivor));
    TRY(tx.execute(sql::edge_delete, loser));
    TRY(records.set_joined_into(tx, write, *person(), RecordId{loser.uuid}, std::nullopt));
    tx.note(change_of(store::ChangeKind::people_parted, root, loser));
    TRY(refold(tx, write.actor, root));
    return refold(tx, write.actor, loser);
}

Result<PersonId> People::root_of(store::Session& session, PersonId person) { return state_->root_of(session, person); }

Result<std::vector<PersonId>> People::aliases_of(store::Session& session, PersonId root) {
    return state_->aliases_of(session, root);
}

}  // namespace kith::people
