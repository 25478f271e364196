#include "connect/exports/exports.hpp"

#include <algorithm>

#include "audit/audit.hpp"
#include "connect/exports/export_file.hpp"
#include "connect/exports/exports.sql.hpp"
#include "connect/exports/stored.hpp"
#include "connect/limits.hpp"

namespace kith::connect {

namespace {

Error no_export() { return Error::not_found("There is no such export."); }

bool sees_all(Actor const& actor) { return actor.may(Permission::people_rights); }

Result<void> check_may(Actor const& actor) {
    if (!actor.may(Permission::records_export)) return Error::forbidden("Your role may not export.");
    return {};
}

Result<std::string> text_of(Json const& body, char const* member) {
    auto const found = body.find(member);
    if (found == body.end() || found->is_null()) return std::string();
    if (!found->is_string()) return Error::invalid(member, "wrong_type", fmt::format("{} is a text.", member));
    return found->get<std::string>();
}

Result<std::optional<Instant>> instant_of(Json const& body, char const* member) {
    auto const text = TRY(text_of(body, member));
    if (text.empty()) return std::optional<Instant>();
    auto const at = Instant::parse(text);
    if (!at) return Error::invalid(member, "wrong", fmt::format("{} is no time of RFC 3339.", member));
    return at;
}

Result<std::vector<std::string>> fields_of(Json const& body) {
    auto const found = body.find("fields");
    if (found == body.end() || found->is_null()) return std::vector<std::string>();
    bool const is_list = found->is_array() &&
                         std::all_of(found->begin(), found->end(), [](Json const& each) { return each.is_string(); });
    if (!is_list || found->size() > limits::import_columns_max)
        return Error::invalid("fields", "wrong_type", "The fields are a list of names.");
    return found->get<std::vector<std::string>>();
}

Result<ExportChoices> choices_of(Json const& body, bool is_of_events) {
    ExportChoices choices;
    choices.filter = TRY(text_of(body, "filter"));
    choices.search = TRY(text_of(body, "q"));
    choices.fields = TRY(fields_of(body));
    choices.type = TRY(text_of(body, "type"));
    choices.from = TRY(instant_of(body, "from"));
    choices.to = TRY(instant_of(body, "to"));
    if (!is_of_events && (!choices.type.empty() || choices.from || choices.to))
        return Error::invalid("type", "wrong", "Events alone have a type and a time.");
    if (is_of_events && !choices.fields.empty())
        return Error::invalid("fields", "wrong", "Events are exported with all that they have.");
    return choices;
}

/// Of events the people are the object.
schema::ObjectPointer object_of(schema::Schema const& schema, std::string_view plural) {
    return plural == events_name ? schema.find("person") : schema.find_plural(plural);
}

audit::Entry about(audit::Action action, ExportId id, schema::ObjectPointer const& object) {
    audit::Entry entry;
    entry.action = action;
    entry.kind = audit::Kind::export_;
    entry.id = id.uuid;
    if (object) entry.object = object->name;
    return entry;
}

}  // namespace

Result<Json> Exports::create(Actor const& actor, Json const& body) {
    TRY(check_may(actor));
    Stored stored;
    stored.id = ExportId::make();
    stored.object = TRY(text_of(body, "object"));
    stored.format = TRY(text_of(body, "format"));
    stored.purpose = TRY(text_of(body, "purpose"));
    if (stored.format.empty()) stored.format = "csv";
    if (stored.format != "csv" && stored.format != "jsonl")
        return Error::invalid("format", "not_a_choice", "A file is csv or jsonl.");
    bool const is_of_events = stored.object == events_name;
    auto const schema = records_.schema();
    auto const object = object_of(*schema, stored.object);
    if (!object)
        return Error::invalid("object", "not_a_choice", fmt::format("There is nothing called \"{}\".", stored.object));
    // What an event says in a sender's own words cannot be told apart by field.
    if (is_of_events) TRY(records_.check_sees_all_fields(actor, *object));
    stored.choices = TRY(choices_of(body, is_of_events));
    stored.total = TRY(records_.check_export(actor, *object, export_query(*object, *stored.choices, stored.purpose)));
    auto const search = dump_json(Json(stored.choices->search)), choices = dump_json(stored.choices->kept());
    std::optional<Uuid> actor_id;
    if (!actor.id.is_nil()) actor_id = actor.id;
    return database_.write([&](store::Transaction& tx) -> Result<Json> {
        TRY(tx.execute(sql::export_insert, stored.id, stored.object, stored.format, stored.purpose,
                       stored.choices->filter, search, choices, stored.total, kith::name_of(actor.kind), actor_id,
                       actor.name, tx.now()));
        auto entry = about(audit::Action::export_begun, stored.id, object);
        entry.facts = {{"format", stored.format}, {"count", stored.total}};
        if (is_of_events) entry.facts["events"] = true;
        if (!stored.purpose.empty()) entry.facts["purpose"] = stored.purpose;
        TRY(audit::note(tx, actor, entry));
        return TRY(load(tx, actor, stored.id)).json(tx.now());
    });
}

Result<Exports::Stored> Exports::load(store::Session& session, Actor const& actor, ExportId id) {
    auto const rows = TRY(session.query(sql::export_find, id));
    if (rows.empty()) return no_export();
    auto stored = TRY(Stored::of(rows[0]));
    bool const is_own = stored.actor.kind == actor.kind && stored.actor.id == actor.id;
    if (!is_own && !sees_all(actor)) return no_export();
    return stored;
}

Result<Json> Exports::get(Actor const& actor, ExportId id) {
    TRY(check_may(actor));
    return database_.read(
        [&](store::Session& session) -> Result<Json> { return TRY(load(session, actor, id)).json(Instant::now()); });
}

Result<Json> Exports::list(Actor const& actor, std::string_view page, std::size_t limit) {
    TRY(check_may(actor));
    auto const before = page.empty() ? Uuid::parse("ffffffff-ffff-ffff-ffff-ffffffffffff") : Uuid::parse(page);
    if (!before) return Error::invalid("page", "wrong", "This is not a page of exports.");
    return database_.read([&](store::Session& session) -> Result<Json> {
        auto const whose = sees_all(actor) ? std::string_view() : kith::name_of(actor.kind);
        auto const rows = TRY(session.query(sql::exports_page, *before, whose, actor.id, limit + 1));
        Json list = Json::array();
        std::optional<std::string> next;
        for (auto const row : rows) {
            if (list.size() == limit) {
                next = list.back()["id"].get<std::string>();
                break;
            }
            list.push_back(TRY(Stored::of(row)).json(Instant::now()));
        }
        return Json{{"data", std::move(list)}, {"next", next ? Json(*next) : Json()}};
    });
}

Result<Exports::File> Exports::file(Actor const& actor, ExportId id) {
    TRY(check_may(actor));
    auto stored = TRY(database_.read([&](store::Session& session) { return load(session, actor, id); }));
    // Whoever may look at it later did not ask for it, and may see other rows.
    if (stored.actor.kind != actor.kind || stored.actor.id != actor.id) return no_export();
    auto place = ExportPlace::take(running_);
    if (!place) return Error::too_many_requests("Too many files are being handed out; try again in a moment.", 10);
    auto const is_begun = TRY(database_.write([&](store::Transaction& tx) -> Result<std::int64_t> {
        auto const begun = TRY(tx.execute(sql::export_begin, id, tx.now()));
        auto const object = object_of(*records_.schema(), stored.object);
        if (begun > 0) TRY(audit::note(tx, actor, about(audit::Action::export_taken, id, object)));
        return begun;
    }));
    if (is_begun == 0 || !stored.choices)
        return Error{
            ErrorCode::not_found, "This file was handed out before; ask for a new one.", {}, "export_taken", {}, 0};
    File file;
    file.name = stored.file_name();
    file.content_type = stored.format == "csv" ? "text/csv; charset=utf-8" : "application/jsonl";
    file.source = std::make_shared<ExportFile>(*this, actor, std::move(stored), *std::move(place));
    return file;
}

}  // namespace kith::connect
