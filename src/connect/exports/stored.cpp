#include "connect/exports/stored.hpp"

#include "connect/limits.hpp"

namespace kith::connect {

namespace {

Json text_or_null(std::string const& text) { return text.empty() ? Json() : Json(text); }

std::optional<Instant> instant_at(Json const& json, char const* member) {
    auto const found = json.find(member);
    return found != json.end() && found->is_string() ? Instant::parse(found->get_ref<std::string const&>())
                                                     : std::nullopt;
}

}  // namespace

Json ExportChoices::json() const {
    return {{"filter", filter},           {"q", search},           {"fields", fields}, {"type", type},
            {"from", text_or_null(from)}, {"to", text_or_null(to)}};
}

Json ExportChoices::kept() const {
    return {{"fields", fields}, {"type", type}, {"from", text_or_null(from)}, {"to", text_or_null(to)}};
}

namespace {

ExportChoices choices_of(std::string_view filter, Json const& search, Json const& json) {
    ExportChoices choices;
    choices.filter = filter;
    if (search.is_string()) choices.search = search.get<std::string>();
    choices.fields = json.value("fields", std::vector<std::string>());
    choices.type = json.value("type", "");
    choices.from = instant_at(json, "from");
    choices.to = instant_at(json, "to");
    return choices;
}

}  // namespace

Result<Exports::Stored> Exports::Stored::of(store::Rows::Row const& row) {
    Stored stored;
    stored.id = row.id<ExportId>(0);
    stored.object = row.text(1);
    stored.format = row.text(2);
    stored.purpose = row.text(3);
    if (!row.is_null(4) && !row.is_null(5))
        stored.choices = choices_of(row.text(4), TRY(parse_json(row.text(5))), TRY(parse_json(row.text(6))));
    stored.state = row.text(7);
    stored.total = row.integer(8);
    stored.counts.done = row.integer(9);
    stored.counts.written = row.integer(10);
    auto const left_out = TRY(parse_json(row.text(11)));
    for (auto const& [reason, count] : left_out.items()) stored.counts.left_out[reason] = count.get<std::int64_t>();
    stored.counts.contacts_withheld = row.integer(12);
    stored.counts.bytes = row.integer(13);
    stored.error = row.text(14);
    stored.actor.kind = actor_kind_of(row.text(15));
    stored.actor.id = row.uuid(16);
    stored.actor.name = row.text(17);
    stored.created_at = row.instant(18);
    stored.started_at = row.optional_instant(19);
    stored.last_at = row.optional_instant(20);
    stored.finished_at = row.optional_instant(21);
    return stored;
}

std::string Exports::Stored::file_name() const {
    return fmt::format("{}-{}.{}", object, created_at.text().substr(0, 10), format);
}

Json Exports::Stored::json(Instant now) const {
    // Whoever stopped taking it, or a server that was killed, tells nobody.
    bool const is_silent =
        state == "running" && last_at && now - *last_at > std::chrono::seconds(limits::export_silent_seconds_max);
    std::int64_t left_out = 0;
    for (auto const& [reason, count] : counts.left_out) left_out += count;
    return {{"id", id.text()},
            {"object", object},
            {"format", format},
            {"purpose", text_or_null(purpose)},
            {"query", choices ? choices->json() : Json()},
            {"state", is_silent ? "broken" : state},
            {"file_name", file_name()},
            {"rows", {{"total", total}, {"done", counts.done}, {"written", counts.written}, {"left_out", left_out}}},
            {"left_out", counts.left_out},
            {"contacts_withheld", counts.contacts_withheld},
            {"bytes", counts.bytes},
            {"error", text_or_null(error)},
            {"actor", actor.name},
            {"created_at", created_at.text()},
            {"started_at", text_or_null(started_at)},
            {"finished_at", text_or_null(finished_at)}};
}

}  // namespace kith::connect
