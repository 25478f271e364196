// What is known about a person, where each value came from, and the record as its fold.
#include <algorithm>

#include "people/identity.sql.hpp"
#include "people/limits.hpp"
#include "people/state.hpp"
#include "people/values.sql.hpp"
#include "records/attachments/field_files.hpp"

namespace kith::people {

namespace {

int rank(Provenance::Kind kind) {
    switch (kind) {
        case Provenance::Kind::staff:
            return 2;
        case Provenance::Kind::source:
        case Provenance::Kind::import:
            return 1;
        case Provenance::Kind::derived:
            return 0;
    }
    return 0;
}

Provenance::Kind kind_of(std::string_view name) {
    for (auto kind : {Provenance::Kind::staff, Provenance::Kind::source, Provenance::Kind::import})
        if (people::name_of(kind) == name) return kind;
    return Provenance::Kind::derived;
}

bool is_same_place(StoredValue const& left, StoredValue const& right) {
    return left.person == right.person && left.field == right.field && left.provenance.kind == right.provenance.kind &&
           left.provenance.id == right.provenance.id;
}

Json value_of(std::string_view text) {
    auto parsed = parse_json(text.empty() ? "null" : text);
    return parsed ? std::move(*parsed) : Json();
}

}  // namespace

std::string_view name_of(Provenance::Kind kind) {
    switch (kind) {
        case Provenance::Kind::staff:
            return "staff";
        case Provenance::Kind::source:
            return "source";
        case Provenance::Kind::derived:
            return "derived";
        case Provenance::Kind::import:
            return "import";
    }
    return "derived";
}

bool prevails(StoredValue const& left, StoredValue const& right) {
    auto const order = [](StoredValue const& value) {
        return std::tuple(rank(value.provenance.kind), value.learned_at, value.provenance.id, value.person.uuid);
    };
    return order(left) > order(right);
}

Json folded(std::vector<StoredValue> const& values, std::string_view field) {
    StoredValue const* winner = nullptr;
    for (auto const& value : values)
        if (value.field == field && (!winner || prevails(value, *winner))) winner = &value;
    return winner ? winner->value : Json();
}

Result<std::vector<StoredValue>> People::State::values_of(Session& session, std::vector<PersonId> const& aliases) {
    std::vector<StoredValue> values;
    for (auto const alias : aliases) {
        auto const rows = TRY(session.query(sql::values_of, alias));
        for (auto const row : rows) {
            values.push_back({alias,
                              std::string(row.text(0)),
                              {kind_of(row.text(1)), row.uuid(2), std::string(row.text(3))},
                              row.instant(4),
                              value_of(row.text(5)),
                              row.optional_id<ChangeSetId>(6)});
        }
    }
    return values;
}

Result<void> People::State::put(Transaction& tx, Write const& write, StoredValue const& value,
                                std::optional<StoredValue> const& earlier) {
    std::optional<std::string> previous;
    if (earlier) {
        Json before{{"value", earlier->value}, {"learned_at", earlier->learned_at.ms}};
        if (earlier->change_set) before["change_set"] = earlier->change_set->text();
        previous = dump_json(before);
    }
    TRY(tx.execute(sql::value_put, value.person, value.field, people::name_of(value.provenance.kind),
                   value.provenance.id, value.provenance.name, value.learned_at, dump_json(value.value),
                   write.change_set, previous));
    return {};
}

Result<void> People::State::learn(Transaction& tx, Write const& write, PersonId id,
                                  std::vector<LearnedValue> const& items, Provenance const& provenance,
                                  Instant learned_at) {
    if (items.empty()) return {};
    auto const root = TRY(root_of(tx, id));
    auto values = TRY(values_of(tx, TRY(aliases_of(tx, root))));
    auto room = static_cast<std::int64_t>(limits::values_per_person_max) - static_cast<std::int64_t>(values.size());
    Json patch = Json::object();
    for (auto const& item : items) {
        StoredValue value{id, item.field, provenance, learned_at, item.value, write.change_set};
        auto const stored = std::find_if(values.begin(), values.end(),
                                         [&](StoredValue const& each) { return is_same_place(each, value); });
        auto const before = folded(values, item.field);
        if (stored == values.end()) {
            // Past the limit a trait is in its event alone.
            if (room-- <= 0 && item.field.starts_with("trait:")) continue;
            TRY(put(tx, write, value, std::nullopt));
            values.push_back(std::move(value));
        } else if (stored->learned_at > learned_at) {
            continue;  // what came late does not undo what was learnt since
        } else if (stored->value == item.value) {
            if (stored->learned_at == learned_at) continue;
            TRY(tx.execute(sql::value_touch, id, item.field, people::name_of(provenance.kind), provenance.id,
                           learned_at));
            stored->learned_at = learned_at;
        } else {
            TRY(put(tx, write, value, *stored));
            *stored = std::move(value);
        }
        if (item.field.starts_with("trait:")) continue;
        if (auto after = folded(values, item.field); after != before) patch[item.field] = std::move(after);
    }
    if (patch.empty()) return {};
    TRY(records.begin(tx, write));
    auto quiet = write;
    quiet.kind = "fold";
    TRY(records.patch(tx, quiet, *person(), RecordId{root.uuid}, patch));
    return {};
}

Result<void> People::State::refold(Transaction& tx, Actor const& actor, PersonId root) {
    auto const aliases = TRY(aliases_of(tx, root));
    auto const values = TRY(values_of(tx, aliases));
    auto const record = TRY(records.load(tx, *person(), RecordId{root.uuid}));

    bool is_known = std::any_of(values.begin(), values.end(), [](StoredValue const& value) {
        return value.provenance.kind == Provenance::Kind::staff || value.provenance.kind == Provenance::Kind::import;
    });
    std::optional<Instant> first, last;
    for (auto const alias : aliases) {
        auto const earliest = TRY(tx.query(sql::first_sent_event, alias)),
                   latest = TRY(tx.query(sql::last_sent_event, alias));
        if (!earliest.empty() && (!first || earliest[0].instant(0) < *first)) first = earliest[0].instant(0);
        if (!latest.empty() && (!last || latest[0].instant(0) > *last)) last = latest[0].instant(0);
        if (is_known) continue;
        auto const kinds = TRY(tx.query(sql::claim_kinds, alias)), released = TRY(tx.query(sql::released_of, alias));
        for (auto const row : kinds) is_known = is_known || key_kind_of(row.text(0)) != KeyKind::anonymous_id;
        for (auto const row : released) is_known = is_known || row.text(4) == "shared";
    }

    Json patch = Json::object();
    auto const differ = [&](std::string const& field, Json value) {
        if (record.value(field, Json()) != value) patch[field] = std::move(value);
    };
    differ("is_known", is_known);
    differ("first_seen_at", text_or_null(first));
    differ("last_seen_at", text_or_null(last));
    auto const object = person();
    for (auto const& field : object->fields) {
        if (!field.is_writable || field.is_system) continue;
        auto value = folded(values, field.name);
        if (field.type == schema::FieldType::relation && value.is_string()) {
            // What was pointed to may have been deleted since.
            auto const target = records.schema()->find(field.object);
            auto const other = RecordId::parse(value.get_ref<std::string const&>());
            auto const loaded =
                target && other ? records.load(tx, *target, *other) : Result<Json>(Error::not_found(""));
            if (!loaded || loaded->contains("deleted_at")) value = Json();
        }
        // A file of somebody who parted went with them.
        if (field.type == schema::FieldType::file && value.is_string()) {
            auto const file = Uuid::parse(value.get_ref<std::string const&>());
            if (!file || !TRY(records::has_file(tx, *object, field, RecordId{root.uuid}, *file))) value = Json();
        }
        differ(field.name, std::move(value));
    }
    if (patch.empty()) return {};
    TRY(records.patch(tx, Write::begin("fold", actor), *person(), RecordId{root.uuid}, patch));
    return {};
}

Result<std::size_t> People::State::undo_values(Transaction& tx, ChangeSetId change_set, std::size_t limit) {
    auto const rows = TRY(tx.query(sql::values_by_change_set, change_set, limit));
    for (auto const row : rows) {
        auto const id = row.id<PersonId>(0);
        if (row.is_null(5)) {
            TRY(tx.execute(sql::value_delete, id, row.text(1), row.text(2), row.uuid(3)));
            continue;
        }
        auto const before = value_of(row.text(5));
        auto const earlier_set = ChangeSetId::parse(before.value("change_set", std::string()));
        TRY(tx.execute(sql::value_put, id, row.text(1), row.text(2), row.uuid(3), row.text(4),
                       before.value("learned_at", std::int64_t{0}), dump_json(before.value("value", Json())),
                       earlier_set, nullptr));
    }
    return rows.size();
}

Result<void> People::State::add_contact(Transaction& tx, PersonId id, KeyKind kind, std::string const& value,
                                        Instant learned_at) {
    TRY(tx.execute(sql::contact_insert, id, people::name_of(kind), value, "unverified", false, learned_at));
    return {};
}

Result<void> People::State::learn_email(Transaction& tx, Write const& write, PersonId id, std::string const& email,
                                        std::optional<SourceId> source) {
    Key const key{KeyKind::email, email};
    TRY(add_contact(tx, id, KeyKind::email, email, tx.now()));
    for (int attempt = 0; attempt < limits::claim_attempts_max; ++attempt) {
        auto const root = TRY(root_of(tx, id));
        auto const found = TRY(find_claim(tx, key));
        if (found.owner) {
            if (found.root != root) TRY(connect(tx, write, root, found.root, found));
            return {};
        }
        if (TRY(is_shared(tx, key)) || !TRY(has_room_for_key(tx, root, key))) return {};
        if (TRY(claim(tx, write, key, id, source))) return make_known(tx, write, root);
    }
    return Error::unavailable("Too many changes of the same person at once.",
                              "the claim of an e-mail was lost again and again");
}

Result<void> People::learn(store::Transaction& transaction, records::Write const& write, PersonId person,
                           Json const& values, Provenance const& provenance, Instant learned_at) {
    auto& state = *state_;
    std::string region;
    if (values.contains("phone") || values.contains("phone_number") || values.contains("phoneNumber")) {
        auto const root = TRY(state.root_of(transaction, person));
        auto const record = TRY(state.records.load(transaction, *state.person(), RecordId{root.uuid}));
        region = TRY(state.home_region(transaction, record));
    }
    auto const items = values_of_traits(values, *state.person(), region);
    TRY(state.learn(transaction, write, person, items, provenance, learned_at));
    std::optional<SourceId> source;
    if (provenance.kind == Provenance::Kind::source) source = SourceId{provenance.id};
    for (auto const& item : items) {
        if (item.field == "phone")
            TRY(state.add_contact(transaction, person, KeyKind::phone, item.value.get<std::string>(), learned_at));
        if (item.field == "email")
            TRY(state.learn_email(transaction, write, person, item.value.get<std::string>(), source));
    }
    return {};
}

Result<RecordId> People::join_company(store::Transaction& transaction, records::Write const& write, PersonId person,
                                      std::string_view group_id, Json const& traits) {
    auto& state = *state_;
    auto const key = normalised(KeyKind::user_id, group_id);
    if (!key) return Error::invalid("groupId", "wrong", "This group id names no company.");
    auto const object = state.company();
    auto rows = TRY(transaction.query(sql::account_find, "group_id", key->value));
    auto company = rows.empty() ? RecordId::make() : rows[0].id<RecordId>(0);
    bool const is_new = rows.empty() && TRY(transaction.execute(sql::account_claim, "group_id", key->value,
                                                                object->name, company, transaction.now())) == 1;
    if (rows.empty() && !is_new)
        company = TRY(transaction.query(sql::account_find, "group_id", key->value))[0].id<RecordId>(0);

    auto values = company_values(traits, *object);
    if (is_new) {
        if (!values.contains("name")) values["name"] = key->value;
        TRY(state.records.insert(transaction, write, *object, company, values));
    } else {
        auto const record = TRY(state.records.load(transaction, *object, company));
        // Somebody deleted it: a sender does not bring it back.
        if (record.contains("deleted_at")) return company;
        // What is there stays: it may be what somebody corrected.
        for (auto const& field : object->fields)
            if (values.contains(field.name) && !record.value(field.name, Json()).is_null()) values.erase(field.name);
        if (!values.empty()) TRY(state.records.patch(transaction, write, *object, company, values));
    }
    auto const relationship = Uuid::of_name("relationship:employee:" + person.text(), company.text());
    auto const change_set = write.kind == "ingest" ? std::nullopt : std::optional(write.change_set);
    TRY(transaction.execute(sql::relationship_insert, person, relationship, "employee", object->name, company,
                            transaction.now(), change_set));
    Provenance const provenance{
        write.actor.kind == ActorKind::source ? Provenance::Kind::source : Provenance::Kind::derived, write.actor.id,
        write.actor.name};
    TRY(state.learn(transaction, write, person, {{"company", Json(company.text())}}, provenance, transaction.now()));
    return company;
}

}  // namespace kith::people
