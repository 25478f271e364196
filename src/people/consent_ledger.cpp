// The ledger in the database: asked, shown, added to.
#include "base/embedded.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "people/consent.hpp"
#include "people/consent.sql.hpp"
#include "people/identity.sql.hpp"
#include "people/state.hpp"

namespace kith::embedded {
std::vector<File> standard_purposes();
}

namespace kith::people {

namespace {

ConsentEntry entry_of(PersonId person, store::Rows::Row const& row) {
    return {person,
            row.id<ConsentId>(0),
            std::string(row.text(1)),
            row.optional_text(2),
            consent_state_of(row.text(3)).value_or(ConsentState::withdrawn),
            row.instant(4),
            row.optional_instant(5),
            std::string(row.text(6)),
            row.optional_text(7),
            row.optional_text(8),
            std::string(row.text(9))};
}

Result<Edges> edges_of(store::Session& session, std::vector<PersonId> const& aliases) {
    Edges edges;
    for (auto const alias : aliases) {
        auto const rows = TRY(session.query(sql::edge_of, alias));
        if (!rows.empty()) edges.emplace(alias, std::pair(rows[0].id<PersonId>(0), rows[0].instant(1)));
    }
    return edges;
}

template <class T>
Json or_null(std::optional<T> const& value) {
    return value ? Json(*value) : Json();
}

Json json_of(ConsentEntry const& entry) {
    return Json{{"id", entry.person.text() + "." + entry.id.text()},
                {"purpose", entry.purpose},
                {"state", name_of(entry.state)},
                {"at", entry.at.text()},
                {"expires_at", text_or_null(entry.expires_at)},
                {"how", entry.how},
                {"wording", or_null(entry.wording)},
                {"evidence", or_null(entry.evidence)},
                {"contact_point", or_null(entry.contact_point)},
                {"actor", entry.actor_name}};
}

Json with_name(std::string_view name, Json const& definition) {
    Json json{{"name", name}};
    json.update(definition);
    return json;
}

std::string_view event_type_of(ConsentState state) {
    switch (state) {
        case ConsentState::granted:
            return "Consent Granted";
        case ConsentState::withdrawn:
            return "Consent Withdrawn";
        case ConsentState::objected:
            return "Consent Objected";
        case ConsentState::expired:
            return "Consent Expired";
    }
    return "Consent Withdrawn";
}

Result<std::vector<Purpose>> load_purposes(store::Session& session) {
    std::vector<Purpose> purposes;
    auto const rows = TRY(session.query(sql::purposes));
    for (auto const row : rows) {
        auto definition = TRY(parse_json(row.text(1)));
        purposes.push_back({std::string(row.text(0)), std::move(definition)});
    }
    return purposes;
}

Result<void> check(NewConsent const& consent) {
    if (consent.how.empty()) return Error::invalid("how", "required", "Say how the person told you.");
    for (auto const& [field, value] :
         {std::pair("how", std::optional(consent.how)), std::pair("wording", consent.wording),
          std::pair("evidence", consent.evidence), std::pair("contact_point", consent.contact_point)})
        if (value && value->size() > limits::text_bytes_max)
            return Error::invalid(field, "too_long", "This is too long.");
    return {};
}

Result<std::vector<Purpose>> standard_purposes() {
    std::vector<Purpose> purposes;
    for (auto const& file : embedded::standard_purposes())
        for (auto& definition : TRY(parse_json(file.bytes))) {
            auto name = definition["name"].get<std::string>();
            definition.erase("name");
            purposes.push_back({std::move(name), std::move(definition)});
        }
    return purposes;
}

// What the workspace says in a language stays; what it does not say yet in one that Kith has learned is added.
Json with_languages_of(Json const& standard, Json defined) {
    for (auto const* text : {"label", "description"})
        for (auto const& [language, words] : standard.at(text).items())
            if (!defined[text].contains(language)) defined[text][language] = words;
    return defined;
}

}  // namespace

std::optional<std::string> normal_contact(std::optional<std::string> const& contact) {
    if (!contact) return std::nullopt;
    for (auto kind : {KeyKind::email, KeyKind::phone})
        if (auto const key = normalised(kind, *contact)) return key->value;
    auto cleaned = text::clean(*contact);
    return cleaned.empty() ? std::nullopt : std::optional(std::move(cleaned));
}

Result<void> People::install() {
    auto const standard = TRY(standard_purposes());
    return state_->database.write([&](store::Transaction& tx) -> Result<void> {
        std::int64_t position = 0;
        for (auto const& purpose : standard) {
            TRY(tx.execute(sql::purpose_insert, purpose.name, dump_json(purpose.definition), ++position));
            auto const found = TRY(tx.query(sql::purpose_find, purpose.name));
            auto const defined = TRY(parse_json(found[0].text(0)));
            auto const told = with_languages_of(purpose.definition, defined);
            if (told != defined) TRY(tx.execute(sql::purpose_define, purpose.name, dump_json(told)));
        }
        return {};
    });
}

Result<Json> People::purposes() {
    return state_->database.read([&](store::Session& session) -> Result<Json> {
        Json list = Json::array();
        for (auto const& purpose : TRY(load_purposes(session)))
            list.push_back(with_name(purpose.name, purpose.definition));
        return Json{{"data", std::move(list)}, {"next", nullptr}};
    });
}

Result<bool> People::may(store::Session& session, PersonId person, std::string_view purpose,
                         std::optional<std::string_view> contact_point) {
    auto const definition = TRY(session.query(sql::purpose_find, purpose));
    if (definition.empty()) return false;
    auto const aliases = TRY(state_->aliases_of(session, TRY(state_->root_of(session, person))));
    std::vector<ConsentEntry> entries;
    for (auto const alias : aliases) {
        auto const rows = TRY(session.query(sql::consents_for, alias, purpose));
        for (auto const row : rows) entries.push_back(entry_of(alias, row));
    }
    std::optional<std::string> contact;
    if (contact_point) contact = normal_contact(std::string(*contact_point));
    auto const edges = TRY(edges_of(session, aliases));
    auto const* entry =
        deciding(entries, edges, purpose, contact ? std::optional<std::string_view>(*contact) : std::nullopt);
    return is_allowed(entry, TRY(parse_json(definition[0].text(0))).value("legal_basis", "consent"), Instant::now());
}

Result<Json> People::consents(Actor const& actor, PersonId person) {
    return state_->database.read([&](store::Session& session) -> Result<Json> {
        auto const root = TRY(state_->visible_root(session, actor, person));
        auto const aliases = TRY(state_->aliases_of(session, root));
        std::vector<ConsentEntry> entries;
        for (auto const alias : aliases) {
            auto const rows = TRY(session.query(sql::consents_of, alias));
            for (auto const row : rows) entries.push_back(entry_of(alias, row));
        }
        auto const edges = TRY(edges_of(session, aliases));
        auto const now = Instant::now();
        Json purposes = Json::array(), ledger = Json::array();
        for (auto const& purpose : TRY(load_purposes(session))) {
            auto const* entry = deciding(entries, edges, purpose.name, std::nullopt);
            Json line{{"purpose", with_name(purpose.name, purpose.definition)}};
            line["state"] = entry ? Json(name_of(state_at(*entry, now))) : Json("unknown");
            line["is_allowed"] = is_allowed(entry, purpose.definition.value("legal_basis", "consent"), now);
            line["since"] = entry ? Json(entry->at.text()) : Json();
            line["evidence"] = entry ? or_null(entry->evidence) : Json();
            purposes.push_back(std::move(line));
        }
        std::sort(entries.begin(), entries.end(), [](auto const& left, auto const& right) {
            return std::tie(left.at, left.id.uuid) > std::tie(right.at, right.id.uuid);
        });
        Mask const mask(state_->records.access().hidden_fields(actor, *state_->person()));
        for (auto const& entry : entries) {
            ledger.push_back(json_of(entry));
            if (entry.contact_point && mask.hides_contact(*entry.contact_point))
                ledger.back()["contact_point"] = nullptr;
        }
        return Json{{"purposes", std::move(purposes)}, {"ledger", std::move(ledger)}};
    });
}

Result<Json> People::add_consent(store::Transaction& tx, records::Write const& write, NewConsent const& consent) {
    auto const root = TRY(state_->root_of(tx, consent.person));
    TRY(state_->records.begin(tx, write));
    ConsentEntry const entry{root,
                             ConsentId::make(),
                             consent.purpose,
                             normal_contact(consent.contact_point),
                             consent.state,
                             tx.now(),
                             consent.expires_at,
                             consent.how,
                             consent.wording,
                             consent.evidence,
                             write.actor.name};
    TRY(tx.execute(sql::consent_insert, root, entry.id, entry.purpose, entry.contact_point, name_of(entry.state),
                   entry.at, entry.expires_at, entry.how, entry.wording, entry.evidence, entry.actor_name,
                   write.change_set));
    events::NewEvent event;
    event.person = root;
    event.occurred_at = event.received_at = tx.now();
    event.type = event_type_of(entry.state);
    event.call = events::Call::consent;
    event.actor_name = write.actor.name;
    Json properties{
        {"purpose", entry.purpose}, {"how", entry.how}, {"consent", entry.person.text() + "." + entry.id.text()}};
    if (entry.contact_point) properties["contact_point"] = *entry.contact_point;
    event.properties = dump_json(properties);
    TRY(events::append(tx, event));
    store::Change change;
    change.kind = store::ChangeKind::consent_changed;
    change.person = root;
    tx.note(change);
    return json_of(entry);
}

Result<Json> People::record_consent(records::Write const& write, NewConsent const& consent) {
    if (!write.actor.may(Permission::consents_write)) return Error::forbidden("Your role may not record consent.");
    TRY(check(consent));
    return state_->database.write([&](store::Transaction& tx) -> Result<Json> {
        TRY(state_->visible_root(tx, write.actor, consent.person));
        if (TRY(tx.query(sql::purpose_find, consent.purpose)).empty())
            return Error::invalid("purpose", "not_a_choice", "There is no such purpose.");
        return add_consent(tx, write, consent);
    });
}

}  // namespace kith::people
