// The doors of the person page. Each asks whether its actor may see the person, in the session that then reads.
#include <algorithm>

#include "audit/audit.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "events/limits.hpp"
#include "people/doors.sql.hpp"
#include "people/identity.sql.hpp"
#include "people/state.hpp"
#include "records/attachments/field_files.hpp"

namespace kith::people {

namespace {

Error too_much(std::string_view field, std::string_view what) {
    return Error::invalid(std::string(field), "too_long", fmt::format("{} is too long.", what));
}

Result<std::optional<Money>> revenue_of(Json const& body) {
    if (!body.contains("revenue") || body["revenue"].is_null()) return std::optional<Money>();
    auto const& revenue = body["revenue"];
    if (!revenue.is_object() || !revenue.contains("minor") || !revenue["minor"].is_number_integer() ||
        !revenue.contains("currency") || !revenue["currency"].is_string())
        return Error::invalid("revenue", "wrong_type", "Revenue is {minor, currency}.");
    auto const currency = Currency::parse(revenue["currency"].get_ref<std::string const&>());
    if (!currency) return Error::invalid("revenue", "wrong", "There is no such currency.");
    auto const minor = revenue["minor"].get<double>();
    if (minor > static_cast<double>(limits::money_minor_max) || minor < -static_cast<double>(limits::money_minor_max))
        return Error::invalid("revenue", "too_large", "The revenue is too large.");
    return std::optional(Money{revenue["minor"].get<std::int64_t>(), *currency});
}

Result<std::optional<std::string>> text_of(Json const& body, std::string const& field) {
    if (!body.contains(field) || body[field].is_null()) return std::optional<std::string>();
    if (!body[field].is_string()) return Error::invalid(field, "wrong_type", field + " is a text.");
    return std::optional(body[field].get<std::string>());
}

Result<void> check_fields(Json const& body) {
    static constexpr std::string_view known[] = {"type", "occurred_at", "properties", "revenue", "caused_by"};
    for (auto const& [field, ignored] : body.items())
        if (std::find(std::begin(known), std::end(known), field) == std::end(known))
            return Error::invalid(field, "unknown_field", fmt::format("An event has no {}.", field));
    return {};
}

// An event as somebody here enters it.
Result<events::NewEvent> event_of(Json const& body, Instant now) {
    TRY(check_fields(body));
    events::NewEvent event;
    event.type = text::clean(TRY(text_of(body, "type")).value_or(""));
    if (event.type.empty()) return Error::invalid("type", "required", "An event has a type.");
    if (event.type.size() > limits::event_type_bytes_max) return too_much("type", "The type");
    event.received_at = event.occurred_at = now;
    if (auto const at = TRY(text_of(body, "occurred_at"))) {
        auto const occurred_at = Instant::parse(*at);
        if (!occurred_at) return Error::invalid("occurred_at", "not_a_date", "occurred_at is an instant of RFC 3339.");
        event.occurred_at = *occurred_at;
        if (event.occurred_at > now + std::chrono::seconds(limits::occurred_ahead_seconds_max)) {
            event.original_occurred_at = event.occurred_at;
            event.occurred_at = now;
        }
    }
    if (body.contains("properties") && !body["properties"].is_null()) {
        if (!body["properties"].is_object())
            return Error::invalid("properties", "wrong_type", "properties is an object.");
        event.properties = dump_json(body["properties"]);
        if (event.properties.size() > limits::tracking_event_bytes_max) return too_much("properties", "properties");
    }
    event.revenue = TRY(revenue_of(body));
    if (auto const cause = TRY(text_of(body, "caused_by"))) {
        event.caused_by = events::EventKey::parse(*cause);
        if (!event.caused_by) return Error::invalid("caused_by", "wrong", "caused_by is the id of an event.");
    }
    return event;
}

Json source_json(std::optional<SourceId> source, std::map<Uuid, std::string> const& names) {
    if (!source) return {};
    auto const name = names.find(source->uuid);
    return Json{{"id", source->text()}, {"name", name == names.end() ? Json() : Json(name->second)}};
}

void mask_event(Mask const& mask, Json& json) {
    if (mask.hides_nothing()) return;
    for (auto const* part : {"properties", "context"}) mask.apply(json[part]);
    if (auto const contact = json["properties"].find("contact_point");
        contact != json["properties"].end() && contact->is_string() &&
        mask.hides_contact(contact->get_ref<std::string const&>()))
        json["properties"].erase("contact_point");
    if (!json.contains("misfits")) return;
    Json misfits = Json::array();
    for (auto const& name : json["misfits"])
        if (!name.is_string() || !mask.hides(name.get_ref<std::string const&>())) misfits.push_back(name);
    json["misfits"] = std::move(misfits);
}

}  // namespace

Result<void> People::check_sees_everyone(Actor const& actor) {
    return state_->records.check_sees_whole(actor, *state_->person());
}

Result<PersonId> People::State::visible_root(Session& session, Actor const& actor, PersonId id) {
    auto const root = TRY(root_of(session, id));
    TRY(records.check_visible(session, actor, *person(), RecordId{root.uuid}));
    return root;
}

Result<Mask> People::State::mask_for(Session& session, Actor const& actor, std::vector<PersonId> const& aliases) {
    Mask mask(records.access().hidden_fields(actor, *person()));
    if (mask.hides_nothing()) return mask;
    for (auto const& value : TRY(values_of(session, aliases)))
        if (mask.hides(value.field)) mask.add_value(value.value);
    return mask;
}

Result<std::map<Uuid, std::string>> People::State::source_names(Session& session) {
    std::map<Uuid, std::string> names;
    auto const rows = TRY(session.query(sql::source_names));
    for (auto const row : rows) names.emplace(row.uuid(0), row.text(1));
    return names;
}

Result<Json> People::timeline(Actor const& actor, PersonId person, events::TimelineQuery const& query) {
    auto& state = *state_;
    return state.database.read([&](store::Session& session) -> Result<Json> {
        auto const root = TRY(state.visible_root(session, actor, person));
        auto const aliases = TRY(state.aliases_of(session, root));
        auto const mask = TRY(state.mask_for(session, actor, aliases));
        auto const page = TRY(events::read(session, aliases, query));
        auto const names = TRY(state.source_names(session));
        Json list = Json::array();
        for (auto const& event : page.events) {
            if (event.subject) {
                auto const object = state.records.schema()->find(event.subject_object);
                if (object && !state.records.check_visible(session, actor, *object, *event.subject)) continue;
            }
            auto json = events::json_of(event);
            json["source"] = source_json(event.source, names);
            mask_event(mask, json);
            list.push_back(std::move(json));
        }
        return Json{{"data", std::move(list)}, {"next", page.next ? Json(*page.next) : Json()}};
    });
}

Result<events::EventKey> People::add_event(records::Write const& write, PersonId person, Json const& body) {
    auto& state = *state_;
    TRY(state.records.check(write.actor, *state.person(), access::Deed::update));
    return state.database.write([&](store::Transaction& tx) -> Result<events::EventKey> {
        auto event = TRY(event_of(body, tx.now()));
        event.person = TRY(state.visible_root(tx, write.actor, person));
        event.actor_name = write.actor.name;
        event.change_set = write.change_set;
        if (event.caused_by) {
            auto const cause = events::find(tx, *event.caused_by);
            if (!cause || !state.visible_root(tx, write.actor, cause->person))
                return Error::invalid("caused_by", "not_found", "There is no such event.");
        }
        TRY(state.records.begin(tx, write));
        TRY(events::append(tx, event, &state.property_types));
        return events::EventKey{event.person, event.id};
    });
}

Result<void> People::retract_event(records::Write const& write, PersonId person, events::EventKey event) {
    auto& state = *state_;
    TRY(state.records.check(write.actor, *state.person(), access::Deed::update));
    return state.database.write([&](store::Transaction& tx) -> Result<void> {
        auto const root = TRY(state.visible_root(tx, write.actor, person));
        if (TRY(state.root_of(tx, event.person)) != root) return Error::not_found("There is no such event.");
        auto const found = TRY(events::find(tx, event));
        if (found.call == events::Call::consent)
            return Error::conflict("consent_event", "Consent is in the ledger: record its withdrawal instead.");
        TRY(state.records.begin(tx, write));
        return events::retract(tx, event, write.actor.name, write.change_set);
    });
}

Result<Json> People::identity(Actor const& actor, PersonId person) {
    auto& state = *state_;
    return state.database.read([&](store::Session& session) -> Result<Json> {
        auto const root = TRY(state.visible_root(session, actor, person));
        auto const record = TRY(state.records.get(actor, *state.person(), RecordId{root.uuid}));
        auto const names = TRY(state.source_names(session));
        auto const hides = [mask = Mask(state.records.access().hidden_fields(actor, *state.person()))](auto kind) {
            return mask.hides(kind);
        };
        Json keys = Json::array(), contacts = Json::array(), joined = Json::array(), reviews = Json::array();
        for (auto const alias : TRY(state.aliases_of(session, root))) {
            auto const claims = TRY(session.query(sql::claims_of, alias));
            for (auto const row : claims)
                if (!hides(row.text(0)))
                    keys.push_back(Json{{"kind", row.text(0)},
                                        {"value", row.text(1)},
                                        {"claimed_at", row.instant(2).text()},
                                        {"released_at", nullptr},
                                        {"source", source_json(row.optional_id<SourceId>(3), names)},
                                        {"person", alias.text()}});
            auto const released = TRY(session.query(sql::released_of, alias));
            for (auto const row : released)
                if (!hides(row.text(0)))
                    keys.push_back(Json{{"kind", row.text(0)},
                                        {"value", row.text(1)},
                                        {"claimed_at", row.instant(2).text()},
                                        {"released_at", row.instant(3).text()},
                                        {"source", nullptr},
                                        {"person", alias.text()},
                                        {"reason", row.text(4)}});
            auto const points = TRY(session.query(sql::contacts_of, alias));
            for (auto const row : points) {
                auto const is_told_twice = std::any_of(contacts.begin(), contacts.end(), [&](Json const& each) {
                    return each["kind"] == row.text(0) && each["value"] == row.text(1);
                });
                if (is_told_twice || hides(row.text(0))) continue;
                // The one on the record is the one to use.
                bool const is_preferred =
                    row.boolean(3) || record.value(std::string(row.text(0)), Json()) == Json(row.text(1));
                contacts.push_back(Json{{"kind", row.text(0)},
                                        {"value", row.text(1)},
                                        {"state", row.text(2)},
                                        {"is_preferred", is_preferred},
                                        {"learned_at", row.instant(4).text()}});
            }
            auto const edges = TRY(session.query(sql::edges_into, alias));
            for (auto const row : edges)
                joined.push_back(Json{{"person", row.id<PersonId>(0).text()},
                                      {"change_set", row.id<ChangeSetId>(1).text()},
                                      {"at", row.instant(2).text()}});
            auto const cases = TRY(session.query(sql::reviews_of, alias));
            for (auto const row : cases) {
                if (hides(row.text(1))) continue;
                // Who turned out to be one, or was said to be two, is no doubt any more.
                auto const other = row.optional_id<PersonId>(3);
                if (other && TRY(state.is_settled(session, alias, *other))) continue;
                reviews.push_back(Json{{"reason", row.text(0)},
                                       {"kind", row.text(1)},
                                       {"value", row.text(2)},
                                       {"at", row.instant(4).text()}});
            }
        }
        return Json{{"keys", std::move(keys)},
                    {"contact_points", std::move(contacts)},
                    {"joined", std::move(joined)},
                    {"reviews", std::move(reviews)}};
    });
}

Result<Json> People::values(Actor const& actor, PersonId person) {
    auto& state = *state_;
    return state.database.read([&](store::Session& session) -> Result<Json> {
        auto const root = TRY(state.visible_root(session, actor, person));
        auto const object = state.person();
        auto const record = TRY(state.records.get(actor, *object, RecordId{root.uuid}));
        auto const aliases = TRY(state.aliases_of(session, root));
        auto values = TRY(state.values_of(session, aliases));
        auto const mask = TRY(state.mask_for(session, actor, aliases));
        std::stable_sort(values.begin(), values.end(), [](StoredValue const& left, StoredValue const& right) {
            return left.field != right.field ? left.field < right.field : prevails(left, right);
        });
        Json list = Json::array();
        std::string last;
        for (auto const& value : values) {
            // A field that the actor may not read is absent from the record, and so from here.
            bool const is_trait = value.field.starts_with("trait:");
            if (!is_trait && !record.contains(value.field)) continue;
            if (is_trait && mask.hides_trait(value.field.substr(std::string_view("trait:").size()), value.value))
                continue;
            auto said = value.value;
            if (auto const* field = object->find(value.field); field && field->type == schema::FieldType::file)
                said = TRY(records::shown_file(session, *object, *field, RecordId{root.uuid}, said));
            bool const is_current = value.field != last;
            last = value.field;
            list.push_back(Json{
                {"field", value.field},
                {"value", std::move(said)},
                {"provenance", {{"kind", people::name_of(value.provenance.kind)}, {"name", value.provenance.name}}},
                {"learned_at", value.learned_at.text()},
                {"is_current", is_current}});
        }
        return Json{{"data", std::move(list)}, {"next", nullptr}};
    });
}

Result<Json> People::join(records::Write const& write, PersonId survivor, PersonId loser) {
    auto& state = *state_;
    TRY(state.records.check(write.actor, *state.person(), access::Deed::update));
    return state.database.write([&](store::Transaction& tx) -> Result<Json> {
        auto const first = TRY(state.visible_root(tx, write.actor, survivor));
        auto const other = state.visible_root(tx, write.actor, loser);
        if (!other) return Error::invalid("other", "not_found", "There is no such person.");
        if (first == *other) return Error::conflict("already_joined", "These are one person already.");
        if (!TRY(state.join_roots(tx, write, first, *other, std::nullopt)))
            return Error::conflict("too_many_aliases", "Too many people are joined into one.");
        audit::Entry entry;
        entry.action = audit::Action::people_joined;
        entry.kind = audit::Kind::record;
        entry.object = state.person()->name;
        entry.id = first.uuid;
        entry.person = first;
        auto const name = TRY(state.records.load(tx, *state.person(), RecordId{first.uuid})).value("name", Json());
        if (name.is_string()) entry.name = name.get<std::string>();
        entry.change_set = write.change_set;
        TRY(audit::note(tx, write.actor, entry));
        return Json{{"change_set", write.change_set.text()}, {"survivor", first.text()}};
    });
}

}  // namespace kith::people
