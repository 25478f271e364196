// What the record engine tells of edits that people make, and of reverts.
//
// Writes of kind `fold` are our own: the record follows values that are already kept. Every other write of a person is
// somebody's word.
#include <unicode/uloc.h>

#include <algorithm>

#include "base/text.hpp"
#include "people/consent.sql.hpp"
#include "people/duplicates.sql.hpp"
#include "people/identity.sql.hpp"
#include "people/state.hpp"
#include "people/values.sql.hpp"

namespace kith::people {

namespace {

std::string text_at(Json const& record, std::string_view field) {
    if (!record.is_object()) return {};
    auto const value = record.find(std::string(field));
    return value != record.end() && value->is_string() ? value->get<std::string>() : std::string();
}

PersonId person_of(Json const& record) { return PersonId::parse(text_at(record, "id")).value_or(PersonId{}); }

Json name_from(Json const& record) {
    auto const name = text::clean(text_at(record, "given_name") + " " + text_at(record, "family_name"));
    if (!name.empty()) return name;
    for (auto const* field : {"email", "phone"})
        if (auto const value = text_at(record, field); !value.empty()) return value;
    return {};
}

// Keys that a record tells by itself.
std::vector<Key> keys_on(Json const& record) {
    std::vector<Key> keys;
    for (auto const kind : {KeyKind::email, KeyKind::phone})
        if (auto key = normalised(kind, text_at(record, name_of(kind)))) keys.push_back(std::move(*key));
    return keys;
}

Provenance provenance_of(records::Write const& write) {
    if (write.kind == "import") return {Provenance::Kind::import, write.change_set.uuid, write.actor.name};
    return {Provenance::Kind::staff, write.actor.id, write.actor.name};
}

}  // namespace

Result<void> People::State::check_not_erased(Session& session, Write const& write, std::span<Key const> keys) {
    if (write.kind != "import" || !TRY(tombstones.erased_at(session, keys))) return {};
    return Error::conflict("erased", "This person was erased at their own demand.");
}

void People::State::install_hooks() {
    records::Hooks hooks;
    hooks.before_write = [self = shared_from_this()](Transaction& tx, Write const& write, Json const& before,
                                                     Json& after, Json const& patch) {
        return self->before_write(tx, write, before, after, patch);
    };
    hooks.written = [self = shared_from_this()](Transaction& tx, Write const& write, Json const& before,
                                                Json const& after, Json const& patch) {
        return self->written(tx, write, before, after, patch);
    };
    hooks.reverted = [self = shared_from_this()](Transaction& tx, Write const& write, ChangeSetId change_set,
                                                 std::string const& from, std::size_t pieces) {
        return self->reverted(tx, write, change_set, from, pieces);
    };
    hooks.stays_for = [self = shared_from_this()](Session& session, RecordId id, ChangeSetId change_set) {
        return self->stays_for(session, PersonId{id.uuid}, change_set);
    };
    hooks.touched = [self = shared_from_this()](Session& session, ChangeSetId change_set, RecordId after,
                                                std::size_t limit) {
        return self->touched(session, change_set, after, limit);
    };
    hooks.beside = [](Session& session, ChangeSetId change_set) -> Result<records::Beside> {
        records::Beside beside;
        beside.retracted = TRY(events::standing_of(session, change_set));
        beside.brought_back = TRY(events::retractions_of(session, change_set));
        beside.parted = TRY(session.query(sql::edges_of_change_set_count, change_set))[0].integer(0);
        return beside;
    };
    records.add_hooks("person", std::move(hooks));
    for (auto const* account : {"company", "household"}) {
        records::Hooks of_accounts;
        of_accounts.purged = [](Transaction& tx, RecordId id) -> Result<void> {
            TRY(tx.execute(sql::account_forget, id));
            auto const related = TRY(tx.query(sql::relationships_to, id));
            for (auto const row : related) TRY(tx.execute(sql::relationship_forget, row.id<PersonId>(0), row.uuid(1)));
            return {};
        };
        records.add_hooks(account, std::move(of_accounts));
    }
}

Result<std::string> People::State::home_region(Session& session, Json const& record) {
    if (auto country = text_at(record, "country"); !country.empty()) return country;
    auto const rows = TRY(session.query(sql::workspace_language));
    if (rows.empty()) return std::string();
    char likely[64] = {}, country[8] = {};
    UErrorCode status = U_ZERO_ERROR;
    uloc_addLikelySubtags(std::string(rows[0].text(0)).c_str(), likely, sizeof likely, &status);
    uloc_getCountry(likely, country, sizeof country, &status);
    return U_SUCCESS(status) ? std::string(country) : std::string();
}

Result<void> People::State::before_write(Transaction& tx, Write const& write, Json const& before, Json& after,
                                         Json const& patch) {
    if (write.kind == "revert") {
        // The field goes back to what it would be had the change never been, which the kept values know; where none are
        // left, to what it was.
        auto const root = person_of(after);
        auto const values = TRY(values_of(tx, TRY(aliases_of(tx, root))));
        for (auto const& [field, value] : patch.items()) {
            auto const is_kept =
                std::any_of(values.begin(), values.end(), [&](StoredValue const& each) { return each.field == field; });
            if (is_kept) after[field] = folded(values, field);
        }
    } else if (write.kind != "fold") {
        after["is_known"] = true;
        if (before.is_null()) TRY(check_not_erased(tx, write, keys_on(after)));
        auto const phone = text_at(after, "phone");
        if (!phone.empty() && phone != text_at(before, "phone")) {
            auto const key = normalised(KeyKind::phone, phone, TRY(home_region(tx, after)));
            if (!key) return Error::invalid("phone", "wrong", "This is not a phone number.");
            after["phone"] = key->value;
        }
    }
    after["name"] = name_from(after);
    return {};
}

Result<void> People::State::written(Transaction& tx, Write const& write, Json const& before, Json const& after,
                                    Json const& patch) {
    if (write.kind == "fold") return {};
    auto const id = person_of(after);
    auto const values = TRY(values_of(tx, {id}));
    auto const provenance = provenance_of(write);
    auto const object = person();
    for (auto const& [name, ignored] : patch.items()) {
        auto const* field = object->find(name);
        if (!field || !field->is_writable || field->is_system) continue;
        auto const earlier_value = before.is_object() ? before.value(name, Json()) : Json();
        auto const value = after.value(name, Json());
        if (earlier_value == value) continue;
        // Reverting gives back what is kept; somebody's word is only needed where nothing is.
        if (write.kind == "revert" &&
            std::any_of(values.begin(), values.end(), [&](StoredValue const& each) { return each.field == name; }))
            continue;
        StoredValue const learned{id, name, provenance, tx.now(), value, write.change_set};
        auto const stored = std::find_if(values.begin(), values.end(), [&](StoredValue const& each) {
            return each.field == name && each.provenance.kind == provenance.kind && each.provenance.id == provenance.id;
        });
        TRY(put(tx, write, learned, stored == values.end() ? std::nullopt : std::optional(*stored)));
    }
    if (auto const phone = text_at(after, "phone"); !phone.empty() && phone != text_at(before, "phone"))
        TRY(add_contact(tx, id, KeyKind::phone, phone, tx.now()));
    // Somebody here who writes down their address knows that they came back.
    if (write.kind != "revert") TRY(tombstones.remove(tx, keys_on(after)));
    if (text_at(before, "email") != text_at(after, "email")) TRY(email_edited(tx, write, id, before, after));
    return {};
}

Result<void> People::State::email_edited(Transaction& tx, Write const& write, PersonId id, Json const& before,
                                         Json const& after) {
    // An address that somebody here typed and now corrects names nobody; one that a sender told still does.
    if (auto const old = normalised(KeyKind::email, text_at(before, "email"))) {
        for (auto const alias : TRY(aliases_of(tx, id))) {
            auto const claims = TRY(tx.query(sql::claims_of, alias));
            for (auto const row : claims)
                if (row.text(0) == people::name_of(KeyKind::email) && row.text(1) == old->value && row.is_null(3))
                    TRY(release(tx, *old, alias, "replaced"));
        }
    }
    auto const email = text_at(after, "email");
    if (email.empty()) return {};
    TRY(add_contact(tx, id, KeyKind::email, email, tx.now()));
    auto const key = normalised(KeyKind::email, email);
    if (!key) return {};
    auto const found = TRY(find_claim(tx, *key));
    if (!found.owner) {
        if (!TRY(is_shared(tx, *key))) TRY(claim(tx, write, *key, id, std::nullopt));
        return {};
    }
    if (found.root == id || write.kind == "revert") return {};
    auto const other = TRY(records.load(tx, *person(), RecordId{found.root.uuid}));
    // Of somebody whom the writer may not see, neither the claim changes nor does the answer depend on what is known.
    bool const may_see = records.check_visible(tx, write.actor, *person(), RecordId{found.root.uuid}).has_value();
    if (!may_see || !speaks_against(after, other))
        return Error::invalid("email", "taken",
                              "Somebody else has this e-mail address. Join the two if they are one person.");
    return mark_shared(tx, *key, *found.owner, id, "another_name_and_birth_date");
}

Result<std::vector<RecordId>> People::State::touched(Session& session, ChangeSetId change_set, RecordId after,
                                                     std::size_t limit) {
    std::vector<RecordId> all;
    for (auto const* query : {&sql::edge_people_by_change_set, &sql::value_people_by_change_set,
                              &sql::claim_people_by_change_set, &sql::apart_by_change_set}) {
        auto const rows = TRY(session.query(*query, change_set, after, limit));
        for (auto const row : rows) all.push_back(row.id<RecordId>(0));
    }
    for (auto const id : TRY(events::people_of(session, change_set, PersonId{after.uuid}, limit)))
        all.push_back(RecordId{id.uuid});
    std::ranges::sort(all);
    auto const twice = std::ranges::unique(all);
    all.erase(twice.begin(), twice.end());
    if (all.size() > limit) all.resize(limit);
    return all;
}

Result<std::string> People::State::stays_for(Session& session, PersonId id, ChangeSetId change_set) {
    if (TRY(events::has_others(session, id, change_set))) return std::string("events_since");
    if (!TRY(session.query(sql::consent_of_others, id, change_set)).empty()) return std::string("consent_since");
    if (!TRY(session.query(sql::edge_of_others, id, change_set)).empty()) return std::string("joined_since");
    return std::string();
}

namespace {

/// What goes back beside records, in this order. A step that takes away what it finds begins anew each time; those that
/// leave something stand at a place.
constexpr std::string_view edges_step = "edges", values_step = "values", claims_step = "claims",
                           retractions_step = "retractions", events_step = "events";

/// `step`, `step:<place>`.
std::string place_in(std::string_view step, std::string_view place) { return fmt::format("{}:{}", step, place); }

}  // namespace

Result<std::string> People::State::reverted(Transaction& tx, Write const& write, ChangeSetId change_set,
                                            std::string const& from, std::size_t pieces) {
    auto const step = std::string_view(from).substr(0, from.find(':'));
    auto const place = step.size() < from.size() ? from.substr(step.size() + 1) : std::string();
    if (step.empty() || step == edges_step) {
        auto const edges = TRY(tx.query(sql::edges_by_change_set, change_set, pieces));
        for (auto const row : edges) TRY(part(tx, write, row.id<PersonId>(0), row.id<PersonId>(1)));
        return std::string(edges.size() < pieces ? values_step : edges_step);
    }
    if (step == values_step) {
        auto const undone = TRY(undo_values(tx, change_set, pieces));
        return std::string(undone < pieces ? claims_step : values_step);
    }
    if (step == claims_step) return release_claims(tx, change_set, place, pieces);
    if (step == retractions_step) {
        TRY(tx.execute(sql::apart_delete, change_set));
        auto const back = TRY(events::unretract(tx, change_set, pieces));
        return std::string(back < pieces ? events_step : retractions_step);
    }
    events::EventKey after;
    if (auto const colon = place.find(':'); colon != std::string::npos) {
        after.person = PersonId::parse(place.substr(0, colon)).value_or(PersonId{});
        after.event = EventId::parse(place.substr(colon + 1)).value_or(EventId{});
    }
    auto const last = TRY(events::retract_all(tx, change_set, write.actor.name, write.change_set, after, pieces));
    if (!last) return std::string();
    return place_in(events_step, last->person.text() + ":" + last->event.text());
}

Result<std::string> People::State::release_claims(Transaction& tx, ChangeSetId change_set, std::string const& place,
                                                  std::size_t pieces) {
    auto const colon = place.find(':');
    auto const kind_after = place.substr(0, colon);
    auto const value_after = colon == std::string::npos ? std::string() : place.substr(colon + 1);
    auto const claims = TRY(tx.query(sql::claims_by_change_set, change_set, kind_after, value_after, pieces));
    std::string last;
    for (auto const row : claims) {
        auto const kind = key_kind_of(row.text(0));
        last = place_in(row.text(0), row.text(1));
        // What others told of somebody since came by this key, and more of it will.
        if (!TRY(stays_for(tx, row.id<PersonId>(2), change_set)).empty()) continue;
        if (kind) TRY(release(tx, Key{*kind, std::string(row.text(1))}, row.id<PersonId>(2), "reverted"));
    }
    return claims.size() < pieces ? std::string(retractions_step) : place_in(claims_step, last);
}

void People::install_hooks() { state_->install_hooks(); }

}  // namespace kith::people
