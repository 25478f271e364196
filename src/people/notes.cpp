// Notes by what they say, of people whom the actor may see.
#include "people/notes.hpp"

#include "people/state.hpp"
#include "records/conditions.hpp"
#include "records/limits.hpp"
#include "records/row.hpp"

namespace kith::people {

namespace {

// Of people as they were written about: who was joined into somebody is looked at through that one, afterwards.
Result<store::Rows> candidates(store::Session& session, records::Records& records, Actor const& actor,
                               schema::Object const& person, records::Wanted const& wanted, std::size_t limit) {
    records::Conditions conditions;
    conditions.bind({session.dialect().search_query(records::text_terms(wanted))});
    auto const found = session.dialect().search_candidates(schema::note_search_table, 1, limits::search_candidates_max);
    conditions.add("r.deleted_at IS NULL");
    if (auto const rule = TRY(records.access().row_rule(actor, person))) {
        std::string condition;
        rule->to_sql(condition, conditions.parameters, "r");
        conditions.add(fmt::format("(r.joined_into IS NOT NULL OR ({}))", condition));
    }
    auto const limit_place = conditions.bind({static_cast<std::int64_t>(limit)});
    auto const sql = fmt::format(
        "SELECT c.record_id, c.person_id FROM ({}) c CROSS JOIN {} r WHERE r.id = c.person_id AND {} LIMIT {}", found,
        person.table, conditions.sql, limit_place);
    return records::run(session, sql, conditions.parameters);
}

}  // namespace

Result<NoteHits> People::find_notes(store::Session& session, Actor const& actor, records::Wanted const& wanted,
                                    std::size_t limit) {
    auto& state = *state_;
    NoteHits found;
    auto const person = state.person();
    Mask const mask(state.records.access().hidden_fields(actor, *person));
    bool const may_read = state.records.access().may(actor, *person, access::Deed::read);
    if (wanted.is_nothing() || !may_read || mask.hides("text")) return found;
    auto const enough = 2 * (limit + 1);
    auto rows = TRY(candidates(session, state.records, actor, *person, records::ended(wanted), enough));
    if (rows.size() < enough) rows = TRY(candidates(session, state.records, actor, *person, wanted, enough));
    for (auto const& row : rows) {
        if (found.hits.size() == limit) {
            found.has_more = true;
            break;
        }
        events::EventKey const key{row.id<PersonId>(1), row.id<EventId>(0)};
        if (auto hit = TRY(state.seen_note(session, actor, key, wanted))) found.hits.push_back(std::move(*hit));
    }
    return found;
}

// As the timeline shows it to the actor; nothing where it does not.
Result<std::optional<NoteHit>> People::State::seen_note(Session& session, Actor const& actor, events::EventKey key,
                                                        records::Wanted const& wanted) {
    auto const root = visible_root(session, actor, key.person);
    if (!root && root.error().code == ErrorCode::not_found) return std::optional<NoteHit>();
    if (!root) return Failure(root.error());
    auto const event = TRY(events::find(session, key));
    if (event.subject) {
        auto const object = records.schema()->find(event.subject_object);
        if (object && !records.check_visible(session, actor, *object, *event.subject)) return std::optional<NoteHit>();
    }
    auto const mask = TRY(mask_for(session, actor, TRY(aliases_of(session, *root))));
    Json told{{"text", events::note_text(event)}};
    mask.apply(told);
    if (!told.contains("text") || event.is_retracted) return std::optional<NoteHit>();
    NoteHit hit{key, *root, std::nullopt, records::piece_of(told["text"].get<std::string>(), wanted),
                event.occurred_at};
    auto const record = TRY(records.get(session, actor, *person(), RecordId{root->uuid}));
    if (auto const name = record.value("name", Json()); name.is_string())
        hit.name = records::piece_of(name.get<std::string>(), {});
    return std::optional(std::move(hit));
}

}  // namespace kith::people
