#include "people/people_routes.hpp"

#include "base/limits.hpp"
#include "people/consent.hpp"
#include "people/home.hpp"
#include "people/people_schemas.hpp"

namespace kith::people {

namespace {

using http::Method;
using http::Request;
using http::Response;
using records::Write;

Response with_change_set(Response response, Write const& write) {
    response.headers.set("Kith-Change-Set", write.change_set.text());
    return response;
}

Result<std::optional<Instant>> query_instant(Request const& request, std::string_view name) {
    auto const text = request.query_value(name);
    if (!text || text->empty()) return std::optional<Instant>();
    auto const instant = Instant::parse(*text);
    if (!instant) return Error::invalid(std::string(name), "not_a_date", "This is an instant of RFC 3339 or a date.");
    return instant;
}

Result<events::TimelineQuery> timeline_query(Request const& request) {
    events::TimelineQuery query;
    query.type = request.query_value("type").value_or("");
    if (auto const source = request.query_value("source"); source && !source->empty()) {
        query.source = SourceId::parse(*source);
        if (!query.source) return Error::invalid("source", "not_found", "There is no such source.");
    }
    query.from = TRY(query_instant(request, "from"));
    query.to = TRY(query_instant(request, "to"));
    query.page = request.query_value("page").value_or("");
    query.limit = static_cast<std::size_t>(
        TRY(request.query_integer("limit", limits::page_rows_default, 1, limits::page_rows_max)));
    return query;
}

Result<std::optional<std::string>> optional_text(Json const& body, std::string const& field) {
    if (!body.contains(field) || body[field].is_null()) return std::optional<std::string>();
    if (!body[field].is_string()) return Error::invalid(field, "wrong_type", field + " is a text.");
    return std::optional(body[field].get<std::string>());
}

Result<std::string> required_text(Json const& body, std::string const& field) {
    auto const text = TRY(optional_text(body, field));
    if (!text || text->empty()) return Error::invalid(field, "required", field + " is required.");
    return *text;
}

Result<NewConsent> consent_of(Json const& body, PersonId person) {
    NewConsent consent;
    consent.person = person;
    consent.purpose = TRY(required_text(body, "purpose"));
    auto const state = consent_state_of(TRY(required_text(body, "state")));
    if (!state) return Error::invalid("state", "not_a_choice", "The state is granted, withdrawn, objected or expired.");
    consent.state = *state;
    consent.how = TRY(required_text(body, "how"));
    consent.wording = TRY(optional_text(body, "wording"));
    consent.evidence = TRY(optional_text(body, "evidence"));
    consent.contact_point = TRY(optional_text(body, "contact_point"));
    if (auto const expires = TRY(optional_text(body, "expires_at"))) {
        consent.expires_at = Instant::parse(*expires);
        if (!consent.expires_at)
            return Error::invalid("expires_at", "not_a_date", "This is an instant of RFC 3339 or a date.");
    }
    return consent;
}

/// A read of one person that answers what a door gives.
template <class Door>
void add_read(http::Router& router, std::string const& part, http::Operation operation, Door door) {
    router.add({Method::get, "/api/v1/people/{id}/" + part, Permission::people_read, std::move(operation),
                [door](Request& request) -> Result<Response> {
                    return Response::json(TRY(door(request.actor, TRY(request.path_id<PersonId>("id")))));
                }});
}

void add_event_routes(http::Router& router, People& people) {
    http::Operation timeline{"person_timeline", "people", "What happened with a person, newest first.", "", "timeline"};
    timeline.query = {{"type", "Events of this type alone."},
                      {"source", "Events of this source alone."},
                      {"from", "Not before this instant.", {{"type", "string"}, {"format", "date-time"}}},
                      {"to", "Before this instant.", {{"type", "string"}, {"format", "date-time"}}},
                      {"page", "`next` of the answer before."},
                      {"limit",
                       "Events a page.",
                       {{"type", "integer"},
                        {"minimum", 1},
                        {"maximum", limits::page_rows_max},
                        {"default", limits::page_rows_default}}}};
    router.add({Method::get, "/api/v1/people/{id}/timeline", Permission::people_read, std::move(timeline),
                [&people](Request& request) -> Result<Response> {
                    return Response::json(TRY(people.timeline(request.actor, TRY(request.path_id<PersonId>("id")),
                                                              TRY(timeline_query(request)))));
                }});
    router.add({Method::post,
                "/api/v1/people/{id}/events",
                Permission::people_write,
                {"add_event", "people", "Put an event on a person's timeline.", "event_write", "event_made", 201},
                [&people](Request& request) -> Result<Response> {
                    auto const write = Write::begin("edit", request.actor);
                    auto const event =
                        TRY(people.add_event(write, TRY(request.path_id<PersonId>("id")), TRY(request.json_object())));
                    return with_change_set(
                        Response::json(Json{{"id", event.text()}, {"change_set", write.change_set.text()}}, 201),
                        write);
                }});
    router.add({Method::post,
                "/api/v1/people/{id}/events/{event}/retract",
                Permission::people_write,
                {"retract_event", "people", "Withdraw an event; it stays visible as retracted and counts for nothing.",
                 "", "", 204},
                [&people](Request& request) -> Result<Response> {
                    auto const write = Write::begin("edit", request.actor);
                    auto const person = TRY(request.path_id<PersonId>("id"));
                    // The id of an event is `<person>.<event>`; its own part alone serves too.
                    auto event = events::EventKey::parse(request.path_value("event"));
                    if (!event) event = events::EventKey{person, TRY(request.path_id<EventId>("event"))};
                    TRY(people.retract_event(write, person, *event));
                    return with_change_set(Response::no_content(), write);
                }});
}

void add_consent_routes(http::Router& router, People& people) {
    add_read(
        router, "consents",
        {"person_consents", "consents", "What a person allows, and the ledger that it follows from.", "", "consents"},
        [&people](Actor const& actor, PersonId person) { return people.consents(actor, person); });
    router.add({Method::post,
                "/api/v1/people/{id}/consents",
                Permission::consents_write,
                {"record_consent", "consents", "Add a grant, withdrawal, objection or expiry to the ledger.",
                 "consent_write", "consent", 201},
                [&people](Request& request) -> Result<Response> {
                    auto const write = Write::begin("edit", request.actor);
                    auto const consent =
                        TRY(consent_of(TRY(request.json_object()), TRY(request.path_id<PersonId>("id"))));
                    return with_change_set(Response::json(TRY(people.record_consent(write, consent)), 201), write);
                }});
    router.add({Method::get,
                "/api/v1/purposes",
                Permission::people_read,
                {"list_purposes", "consents", "What consent is asked for.", "", "purposes"},
                [&people](Request&) -> Result<Response> { return Response::json(TRY(people.purposes())); }});
}

void add_duplicate_routes(http::Router& router, People& people) {
    http::Operation listed{"list_duplicates", "people", "Pairs of people who may be one, the newest doubt first.", "",
                           "duplicates"};
    listed.query = {{"page", "`next` of the answer before."},
                    {"limit",
                     "Pairs a page.",
                     {{"type", "integer"},
                      {"minimum", 1},
                      {"maximum", limits::page_rows_max},
                      {"default", limits::page_rows_default}}}};
    router.add({Method::get, "/api/v1/duplicates", Permission::people_read, std::move(listed),
                [&people](Request& request) -> Result<Response> {
                    auto const limit =
                        TRY(request.query_integer("limit", limits::page_rows_default, 1, limits::page_rows_max));
                    return Response::json(TRY(people.duplicates(request.actor, request.query_value("page").value_or(""),
                                                                static_cast<std::size_t>(limit))));
                }});
    router.add({Method::post,
                "/api/v1/duplicates/{pair}/keep-apart",
                Permission::people_write,
                {"keep_apart", "people", "Say that the two are not one; they are not proposed again.", "", "", 204},
                [&people](Request& request) -> Result<Response> {
                    auto const write = Write::begin("edit", request.actor);
                    TRY(people.keep_apart(write, request.path_value("pair")));
                    return with_change_set(Response::no_content(), write);
                }});
}

}  // namespace

void add_routes(http::Router& router, People& people, store::Database& database, records::Records& records,
                access::RowAccess const& access, DayTotals& totals) {
    add_schemas(router);
    add_event_routes(router, people);
    add_consent_routes(router, people);
    add_duplicate_routes(router, people);
    add_read(
        router, "identity",
        {"person_identity", "people", "Keys, contact points, and who was joined into this person.", "", "identity"},
        [&people](Actor const& actor, PersonId person) { return people.identity(actor, person); });
    add_read(router, "values",
             {"person_values", "people", "Every value that is known, and where it came from.", "", "values"},
             [&people](Actor const& actor, PersonId person) { return people.values(actor, person); });
    add_read(router, "summary",
             {"person_summary", "people", "Counts, revenue, sources and the last twelve months.", "", "summary"},
             [&people](Actor const& actor, PersonId person) { return people.summary(actor, person); });
    add_read(router, "products",
             {"person_products", "people", "What a person bought and did not give back, and what they asked about it.",
              "", "products"},
             [&people](Actor const& actor, PersonId person) { return people.products(actor, person); });
    router.add({Method::post,
                "/api/v1/people/{id}/join",
                Permission::people_write,
                {"join_people", "people", "Join another person into this one. Reverting the change set parts them.",
                 "join_write", "joined"},
                [&people](Request& request) -> Result<Response> {
                    auto const write = Write::begin("join", request.actor);
                    auto const survivor = TRY(request.path_id<PersonId>("id"));
                    auto const other = PersonId::parse(TRY(required_text(TRY(request.json_object()), "other")));
                    if (!other) return Error::invalid("other", "not_found", "There is no such person.");
                    return with_change_set(Response::json(TRY(people.join(write, survivor, *other))), write);
                }});
    router.add({Method::get,
                "/api/v1/home",
                Permission::people_read,
                {"home", "home", "The figures of the first screen.", "", "home"},
                [&](Request& request) -> Result<Response> {
                    return Response::json(TRY(home(database, records, access, people, totals, request.actor)));
                }});
}

}  // namespace kith::people
