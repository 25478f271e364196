#include "events/events.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "events/events.sql.hpp"
#include "events/notes.hpp"
#include "events/property_types.hpp"
#include "store/multi_insert.hpp"

namespace kith::events {

namespace {

constexpr std::array<std::string_view, 8> call_names{"track", "page",  "screen",  "identify",
                                                     "group", "alias", "consent", "system"};

store::Change change_of(store::ChangeKind kind, EventKey key) {
    store::Change change;
    change.kind = kind;
    change.person = key.person;
    change.event = key.event;
    return change;
}

std::optional<std::string_view> unless_empty(std::string const& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

/// The columns of `event_find` and `event_page`.
Event event_of(store::Rows::Row const& row) {
    Event event;
    event.person = row.id<PersonId>(0);
    event.id = row.id<EventId>(1);
    event.occurred_at = row.instant(2);
    event.received_at = row.instant(3);
    event.original_occurred_at = row.optional_instant(4);
    event.type = row.text(5);
    event.call = call_of(row.text(6)).value_or(Call::track);
    event.source = row.optional_id<SourceId>(7);
    event.actor_name = row.optional_text(8);
    event.subject_object = row.text(9);
    event.subject = row.optional_id<RecordId>(10);
    if (auto const currency = Currency::parse(row.text(14)); currency && !row.is_null(11))
        event.revenue = Money{row.integer(11), *currency};
    event.margin_minor = row.optional_integer(12);
    event.cost_minor = row.optional_integer(13);
    event.product = row.text(15);
    if (!row.is_null(17)) event.caused_by = EventKey{row.id<PersonId>(16), row.id<EventId>(17)};
    event.is_flagged = row.boolean(18);
    event.change_set = row.optional_id<ChangeSetId>(19);
    event.properties = row.text(20);
    if (auto misfits = parse_json(row.is_null(21) ? "[]" : row.text(21)); misfits && misfits->is_array())
        for (auto const& name : *misfits)
            if (name.is_string()) event.misfits.push_back(name.get<std::string>());
    event.context = row.text(22);
    event.is_retracted = !row.is_null(23);
    return event;
}

struct Place {
    Instant occurred_at;
    Uuid event;
};

/// `<ms>.<event id>` of the last event shown.
std::string cursor_of(Event const& event) { return std::to_string(event.occurred_at.ms) + "." + event.id.text(); }

std::optional<Place> place_of(std::string_view cursor) {
    auto const dot = cursor.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    Place place;
    auto const [end, error] = std::from_chars(cursor.data(), cursor.data() + dot, place.occurred_at.ms);
    auto const event = Uuid::parse(cursor.substr(dot + 1));
    if (error != std::errc{} || end != cursor.data() + dot || !event) return std::nullopt;
    place.event = *event;
    return place;
}

bool is_newer(Event const& left, Event const& right) {
    if (left.occurred_at != right.occurred_at) return left.occurred_at > right.occurred_at;
    return left.id.uuid > right.id.uuid;
}

Json object_or_empty(std::string const& text) {
    if (text.empty()) return Json::object();
    auto parsed = parse_json(text);
    return parsed && parsed->is_object() ? std::move(*parsed) : Json::object();
}

}  // namespace

std::string_view name_of(Call call) { return call_names[static_cast<std::size_t>(call)]; }

std::optional<Call> call_of(std::string_view name) {
    auto const found = std::find(call_names.begin(), call_names.end(), name);
    if (found == call_names.end()) return std::nullopt;
    return static_cast<Call>(found - call_names.begin());
}

std::string EventKey::text() const { return person.text() + "." + event.text(); }

std::optional<EventKey> EventKey::parse(std::string_view text) {
    auto const dot = text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    auto const person = PersonId::parse(text.substr(0, dot));
    auto const event = EventId::parse(text.substr(dot + 1));
    if (!person || !event) return std::nullopt;
    return EventKey{*person, *event};
}

Result<std::optional<EventKey>> find_message(store::Session& session, SourceId source, std::string_view message_id) {
    auto const rows = TRY(session.query(sql::message_find, source, message_id));
    if (rows.empty()) return std::nullopt;
    return std::optional(EventKey{rows[0].id<PersonId>(0), rows[0].id<EventId>(1)});
}

Result<bool> claim_messages(store::Transaction& transaction, SourceId source, std::span<MessageClaim const> claims) {
    static store::MultiInsert const insert("message (source_id, message_id, person_id, event_id)", 4,
                                           "ON CONFLICT (source_id, message_id) DO NOTHING");
    std::vector<store::Parameter> values;
    values.reserve(claims.size() * 4);
    for (auto const& claim : claims)
        values.insert(values.end(), {source, claim.message_id, claim.event.person, claim.event.event});
    return TRY(insert.run(transaction, values)) == static_cast<std::int64_t>(claims.size());
}

Result<void> append(store::Transaction& transaction, std::span<NewEvent const> events, PropertyTypes* types) {
    static store::MultiInsert const insert(
        "event (person_id, event_id, occurred_at, received_at, original_occurred_at, type, call, source_id, "
        "actor_name, subject_object, subject_id, revenue_minor, margin_minor, cost_minor, currency, product, "
        "caused_by_person, caused_by_event, is_flagged, change_set, properties, misfits, context)",
        23);
    std::vector<std::optional<std::string>> misfits(events.size());
    std::vector<store::Parameter> values;
    values.reserve(events.size() * 23);
    for (std::size_t i = 0; i < events.size(); ++i) {
        auto const& event = events[i];
        if (types) {
            auto const names = TRY(types->misfits(transaction, event.type, event.properties));
            if (!names.empty()) misfits[i] = dump_json(Json(names));
        }
        auto const currency = event.revenue ? std::optional(event.revenue->currency.text()) : std::nullopt;
        auto const revenue = event.revenue ? std::optional(event.revenue->minor) : std::nullopt;
        auto const cause_person = event.caused_by ? std::optional(event.caused_by->person) : std::nullopt;
        auto const cause_event = event.caused_by ? std::optional(event.caused_by->event) : std::nullopt;
        values.insert(values.end(), {event.person,
                                     event.id,
                                     event.occurred_at,
                                     event.received_at,
                                     event.original_occurred_at,
                                     event.type,
                                     name_of(event.call),
                                     event.source,
                                     event.actor_name,
                                     unless_empty(event.subject_object),
                                     event.subject,
                                     revenue,
                                     event.margin_minor,
                                     event.cost_minor,
                                     currency,
                                     unless_empty(event.product),
                                     cause_person,
                                     cause_event,
                                     event.is_flagged,
                                     event.change_set,
                                     unless_empty(event.properties),
                                     misfits[i],
                                     unless_empty(event.context)});
        transaction.note(change_of(store::ChangeKind::event_appended, {event.person, event.id}));
    }
    TRY(insert.run(transaction, values));
    for (auto const& event : events) TRY(add_note_words(transaction, event));
    return {};
}

Result<void> append(store::Transaction& transaction, NewEvent const& event, PropertyTypes* types) {
    return append(transaction, std::span(&event, 1), types);
}

Result<void> retract(store::Transaction& transaction, EventKey event, std::string_view actor_name,
                     ChangeSetId change_set) {
    auto const found = TRY(find(transaction, event));
    auto const retracted = TRY(transaction.execute(sql::retraction_insert, event.person, event.event, transaction.now(),
                                                   actor_name, change_set));
    if (found.type == note_type) TRY(remove_note_words(transaction, event.event));
    if (retracted > 0) transaction.note(change_of(store::ChangeKind::event_retracted, event));
    return {};
}

Result<std::size_t> unretract(store::Transaction& transaction, ChangeSetId change_set, std::size_t limit) {
    auto const rows = TRY(transaction.query(sql::retractions_by_change_set, change_set, limit));
    for (auto const row : rows) {
        EventKey const key{row.id<PersonId>(0), row.id<EventId>(1)};
        TRY(transaction.execute(sql::retraction_delete, key.person, key.event));
        if (auto const found = find(transaction, key)) TRY(add_note_words(transaction, *found));
        transaction.note(change_of(store::ChangeKind::event_retracted, key));
    }
    return rows.size();
}

Result<std::vector<EventKey>> keys_of(store::Session& session, ChangeSetId change_set, EventKey after,
                                      std::size_t limit) {
    std::vector<EventKey> keys;
    auto const rows = TRY(session.query(sql::events_by_change_set, change_set, after.person, after.event, limit));
    for (auto const row : rows) keys.push_back({row.id<PersonId>(0), row.id<EventId>(1)});
    return keys;
}

Result<std::vector<PersonId>> people_of(store::Session& session, ChangeSetId change_set, PersonId after,
                                        std::size_t limit) {
    std::vector<PersonId> people;
    for (auto const* query : {&sql::event_people_by_change_set, &sql::retracted_people_by_change_set}) {
        auto const rows = TRY(session.query(*query, change_set, after, limit));
        for (auto const row : rows) people.push_back(row.id<PersonId>(0));
    }
    return people;
}

Result<std::int64_t> standing_of(store::Session& session, ChangeSetId change_set) {
    return TRY(session.query(sql::events_standing_of_change_set_count, change_set))[0].integer(0);
}

Result<std::int64_t> retractions_of(store::Session& session, ChangeSetId change_set) {
    return TRY(session.query(sql::retractions_of_change_set_count, change_set))[0].integer(0);
}

Result<bool> has_others(store::Session& session, PersonId person, ChangeSetId change_set) {
    return !TRY(session.query(sql::event_of_others, person, change_set)).empty();
}

Result<std::optional<EventKey>> retract_all(store::Transaction& transaction, ChangeSetId appended_by,
                                            std::string_view actor_name, ChangeSetId change_set, EventKey after,
                                            std::size_t limit) {
    auto const rows = TRY(transaction.query(sql::events_by_change_set, appended_by, after.person, after.event, limit));
    std::optional<EventKey> last;
    for (auto const row : rows) {
        EventKey const key{row.id<PersonId>(0), row.id<EventId>(1)};
        auto const count = TRY(transaction.execute(sql::retraction_insert, key.person, key.event, transaction.now(),
                                                   actor_name, change_set));
        if (row.text(2) == note_type) TRY(remove_note_words(transaction, key.event));
        if (count > 0) transaction.note(change_of(store::ChangeKind::event_retracted, key));
        last = key;
    }
    return rows.size() < limit ? std::nullopt : last;
}

Result<Event> find(store::Session& session, EventKey key) {
    auto const rows = TRY(session.query(sql::event_find, key.person, key.event));
    if (rows.empty()) return Error::not_found("There is no such event.");
    return event_of(rows[0]);
}

Result<TimelinePage> read(store::Session& session, std::vector<PersonId> const& aliases, TimelineQuery const& query) {
    // Everything before the cursor; without one, before `to`, or the end of time.
    Place before{{std::numeric_limits<std::int64_t>::max()}, {}};
    if (query.to) before.occurred_at = *query.to;
    if (!query.page.empty()) {
        auto const place = place_of(query.page);
        if (!place) return Error::invalid("page", "wrong", "This is not a cursor of a timeline.");
        if (place->occurred_at < before.occurred_at) before = *place;
    }
    auto const from = query.from.value_or(Instant{std::numeric_limits<std::int64_t>::min()});

    TimelinePage page;
    for (auto const person : aliases) {
        auto const rows = TRY(session.query(sql::event_page, person, from, before.occurred_at, before.event, query.type,
                                            query.source, query.limit + 1));
        for (auto const row : rows) page.events.push_back(event_of(row));
        // Only the newest of all matter: memory stays at two pages however many aliases there are.
        std::sort(page.events.begin(), page.events.end(), is_newer);
        if (page.events.size() > query.limit + 1) page.events.resize(query.limit + 1);
    }
    if (page.events.size() > query.limit) {
        page.events.resize(query.limit);
        if (!page.events.empty()) page.next = cursor_of(page.events.back());
    }
    return page;
}

Json json_of(Event const& event) {
    Json json{{"id", EventKey{event.person, event.id}.text()},
              {"type", event.type},
              {"call", name_of(event.call)},
              {"occurred_at", event.occurred_at.text()},
              {"received_at", event.received_at.text()}};
    if (event.original_occurred_at) json["original_occurred_at"] = event.original_occurred_at->text();
    json["source"] = event.source ? Json{{"id", event.source->text()}} : Json();
    json["actor"] = event.actor_name ? Json(*event.actor_name) : Json();
    json["properties"] = object_or_empty(event.properties);
    if (!event.misfits.empty()) json["misfits"] = event.misfits;
    json["context"] = object_or_empty(event.context);
    json["revenue"] =
        event.revenue ? Json{{"minor", event.revenue->minor}, {"currency", event.revenue->currency.text()}} : Json();
    json["caused_by"] = text_or_null(event.caused_by);
    json["is_retracted"] = event.is_retracted;
    json["is_flagged"] = event.is_flagged;
    return json;
}

}  // namespace kith::events
