// Demands as they come and are answered: written down when somebody asks, due by law, done when the copy is made or the
// person erased.
#include <date/date.h>

#include "people/identity.sql.hpp"
#include "people/rights.hpp"
#include "people/rights.sql.hpp"
#include "people/state.hpp"

namespace kith::people {

namespace {

constexpr auto asked_ago_max = std::chrono::hours(24 * 366);

Result<Instant> asked_at(Json const& body, Instant now) {
    auto const found = body.find("asked_at");
    if (found == body.end() || found->is_null()) return now;
    auto const at = found->is_string() ? Instant::parse(found->get_ref<std::string const&>()) : std::nullopt;
    if (!at || *at > now || *at < now - asked_ago_max)
        return Error::invalid("asked_at", "wrong", "Say when they asked: a time within the last year.");
    return *at;
}

}  // namespace

Instant month_after(Instant at) {
    auto const time = date::sys_time<Milliseconds>(Milliseconds(at.ms));
    auto const day = date::floor<date::days>(time);
    date::year_month_day const asked(day);
    auto const month = date::year_month(asked.year(), asked.month()) + date::months(1);
    date::year_month_day const last(month / date::last);
    auto const due = date::year_month_day(month.year(), month.month(), std::min(asked.day(), last.day()));
    return Instant{(date::sys_days(due).time_since_epoch() + (time - day)) / Milliseconds(1)};
}

Result<Json> Rights::write_down(Actor const& actor, Json const& body) {
    if (!actor.may(Permission::people_rights)) return Error::forbidden("Your role may not answer such demands.");
    auto const kind = body.contains("kind") && body["kind"].is_string() ? body["kind"].get<std::string>() : "";
    if (kind != "access" && kind != "erasure")
        return Error::invalid("kind", "not_a_choice", "Somebody asks for a copy (access) or for erasure.");
    auto const person = body.contains("person") && body["person"].is_string()
                            ? PersonId::parse(body["person"].get_ref<std::string const&>())
                            : std::nullopt;
    if (!person) return Error::invalid("person", "required", "Say who asks.");
    auto const id = RightsRequestId::make();
    return database_.write([&](store::Transaction& tx) -> Result<Json> {
        auto const known = whole(tx, actor, *person);
        if (!known && known.error().code == ErrorCode::not_found)
            return Error::invalid("person", "not_found", "There is no such person.");
        if (!known) return Failure(known.error());
        auto const& aliases = *known;
        auto const at = TRY(asked_at(body, tx.now()));
        TRY(tx.lock("rights:" + aliases.front().text()));
        for (auto const alias : aliases)
            if (!TRY(tx.query(sql::rights_request_waiting, kind, alias)).empty())
                return Error::conflict("request_open", "The same demand of this person is still open.");
        std::optional<Uuid> by;
        if (!actor.id.is_nil()) by = actor.id;
        TRY(tx.execute(sql::rights_request_open, id, kind, aliases.front(), kith::name_of(actor.kind), by, actor.name,
                       at, month_after(at)));
        return json_of(tx, actor, TRY(tx.query(sql::rights_request_find, id))[0]);
    });
}

Result<Json> Rights::withdraw(Actor const& actor, RightsRequestId id) {
    if (!actor.may(Permission::people_rights)) return Error::forbidden("Your role may not answer such demands.");
    return database_.write([&](store::Transaction& tx) -> Result<Json> {
        if (TRY(tx.query(sql::rights_request_find, id)).empty()) return Error::not_found("There is no such demand.");
        if (TRY(tx.execute(sql::rights_request_withdraw, id, tx.now(), actor.name)) == 0)
            return Error::conflict("request_answered", "This demand is no longer open.");
        return json_of(tx, actor, TRY(tx.query(sql::rights_request_find, id))[0]);
    });
}

Result<Json> Rights::json_of(store::Session& session, Actor const& actor, store::Rows::Row const& row) {
    auto const person = row.id<PersonId>(2);
    // Who was erased, or is hidden from the reader, has no name here.
    Json name;
    if (auto const record = records_.get(session, actor, *person_object(), RecordId{person.uuid}))
        name = record->value("name", Json());
    auto const answered_at = row.optional_instant(9);
    return Json{{"id", row.uuid(0).text()},
                {"kind", row.text(1)},
                {"person", person.text()},
                {"name", std::move(name)},
                {"state", answered_at ? std::string(row.text(11)) : std::string("open")},
                {"rows", row.integer(3)},
                {"actor", row.text(5)},
                {"at", row.instant(6).text()},
                {"due_at", text_or_null(row.optional_instant(8))},
                {"answered_at", text_or_null(answered_at)},
                {"answered_by", row.is_null(10) ? Json() : Json(row.text(10))},
                {"finished_at", text_or_null(row.optional_instant(7))}};
}

Result<Json> Rights::requests(Actor const& actor) {
    if (!actor.may(Permission::people_rights)) return Error::forbidden("Your role may not answer such demands.");
    return database_.read([&](store::Session& session) -> Result<Json> {
        Json list = Json::array();
        // Those that wait, the most urgent first; then the answered, the newest first.
        for (auto const* query : {&sql::rights_requests_open, &sql::rights_requests_answered}) {
            auto const rows = TRY(session.query(*query));
            for (auto const row : rows) list.push_back(TRY(json_of(session, actor, row)));
        }
        return Json{{"data", std::move(list)}, {"next", nullptr}};
    });
}

}  // namespace kith::people
