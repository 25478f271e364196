#include "events/notes.hpp"

#include <fmt/format.h>

#include "events/events.sql.hpp"
#include "events/limits.hpp"
#include "records/search_document.hpp"
#include "schema/schema.hpp"

namespace kith::events {

std::string note_text(NewEvent const& event) {
    if (event.type != note_type || event.properties.empty()) return {};
    auto const properties = parse_json(event.properties);
    if (!properties || !properties->is_object()) return {};
    auto const text = properties->find("text");
    return text != properties->end() && text->is_string() ? text->get<std::string>() : std::string();
}

Result<void> add_note_words(store::Transaction& transaction, NewEvent const& event) {
    static auto const sql = fmt::format(
        "INSERT INTO {} (record_id, person_id, words) VALUES ($1, $2, $3) ON CONFLICT (record_id) DO UPDATE SET words "
        "= excluded.words",
        schema::note_search_table);
    auto const words = records::text_document(note_text(event));
    if (words.empty()) return {};
    store::Parameter const parameters[] = {event.id, event.person, words};
    TRY(transaction.run(sql, parameters));
    return {};
}

Result<void> remove_note_words(store::Transaction& transaction, EventId event) {
    static auto const sql = fmt::format("DELETE FROM {} WHERE record_id = $1", schema::note_search_table);
    store::Parameter const parameters[] = {event};
    TRY(transaction.run(sql, parameters));
    return {};
}

Result<void> rewrite_note_words(store::Transaction& transaction) {
    for (auto const& statement : transaction.dialect().search_table_drop(schema::note_search_table))
        TRY(transaction.run(statement, {}));
    for (auto const& statement : transaction.dialect().search_table_ddl(schema::note_search_table))
        TRY(transaction.run(statement, {}));
    for (EventKey last;;) {
        auto const rows = TRY(transaction.query(sql::notes_after, last.person, last.event,
                                                static_cast<std::int64_t>(limits::notes_read_at_once)));
        for (auto const row : rows) {
            NewEvent note;
            note.person = last.person = row.id<PersonId>(0);
            note.id = last.event = row.id<EventId>(1);
            note.type = note_type;
            note.properties = row.text(2);
            TRY(add_note_words(transaction, note));
        }
        if (rows.size() < limits::notes_read_at_once) return {};
    }
}

}  // namespace kith::events
