// Notes by what they say, of people whom the actor may see.
#include "people/notes.hpp"

#include "people/state.hpp"

namespace kith::people {

namespace {

// Of people as they were written about: who was joined into somebody is looked at through that one, afterwards.
Result<store::Rows> candidates(store::Session& session, records::Records& records, Actor const& actor,
                               schema::Object const& person, store::SearchTerms const& terms, std::size_t most) {
    records::Conditions conditions;
    conditions.bind({session.dialect().search_query(terms)});
    auto const found = session.dialect().search_candidates(schema::note_search_table, 1, limits::search_candidates_max);
    conditions.add(TRY(records::seen_or_joined(conditions, records.access(), actor, person)));
    auto const limit = conditions.bind({static_cast<std::int64_t>(most)});
    auto const sql = fmt::format(
        "SELECT c.record_id, c.person_id FROM ({}) c CROSS JOIN {} r WHERE r.id = c.person_id AND {} LIMIT {}", found,
        person.table, conditions.sql, limit);
    return records::run(session, sql, conditions.parameters);
}

}  // namespace

Result<records::Shown<NoteHit>> People::find_notes(store::Session& session, Actor const& actor,
                                                   records::Wanted const& wanted, std::size_t limit) {
    auto& state = *state_;
    auto const person = state.person();
    Mask const mask(state.records.access().hidden_fields(actor, *person));
    bool const may_read = state.records.access().may(actor, *person, access::Deed::read);
    if (wanted.is_nothing() || !may_read || mask.hides("text")) return records::Shown<NoteHit>{};
    auto const find = [&](records::Wanted const& words) -> Result<records::Shown<NoteHit>> {
        auto const terms = records::text_terms(words);
        auto found = TRY(records::shown_of<NoteHit>(
            limit, [&](std::size_t most) { return candidates(session, state.records, actor, *person, terms, most); },
            [&](store::Rows::Row const& row) {
                events::EventKey const key{row.id<PersonId>(1), row.id<EventId>(0)};
                return state.seen_note(session, actor, key, wanted);
            }));
        if (!found.has_more) found.has_more = TRY(records::are_cut_short(session, schema::note_search_table, terms));
        return found;
    };
    return records::whole_words_first(wanted, find);
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
