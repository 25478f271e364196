#include "store/personal_data.hpp"

namespace kith::store {

namespace {

constexpr std::string_view of_person = "person_id = $1";
constexpr std::string_view of_record = "object = 'person' AND record_id = $1";

}  // namespace

std::vector<PersonalTable> const& personal_tables() {
    using enum Holds;
    static std::vector<PersonalTable> const tables{
        {"access_role", nothing, "what roles may do"},
        {"access_role_change", nothing, "what was changed of roles"},
        {"account_identity", nothing, "names companies and households"},
        {"api_token", staff, "what programs sign in with"},
        {"attachment", customers, "files on their record", of_record,
         "field:text name:text hash:text version:integer actor_name:text added_at:instant removed_at:instant"},
        {"attachment_change", customers, "what was changed of files on their record", of_record,
         "version:integer name_before:text was_there:bool"},
        {"attachment_content", held,
         "what files weigh and are: goes with the last row of attachment that has its hash"},
        {"attachment_piece", held, "the bytes of files: go with the row of attachment_content or attachment_upload"},
        {"attachment_upload", customers, "files that are on their way to their record", of_record,
         "field:text name:text bytes:integer actor_name:text begun_at:instant"},
        {"audit_entry", staff, "who did what, by ids; names and addresses lie beside it"},
        {"audit_text", customers, "what they were called when something was done to their record", of_person,
         "content:text"},
        {"bulk_edit", staff, "what somebody changed of many records, and when; the values only until it is done"},
        {"bulk_edit_part", nothing, "ids of the records of a running bulk edit"},
        {"bulk_edit_skipped", customers, "that a bulk edit left their record as it was", of_record, "reason:text"},
        {"change", nothing, "ids and times of changes; an id means nothing once the person is gone"},
        {"change_cursor", nothing, "how far readers of the change log are"},
        {"change_set", staff, "who changed something, and when"},
        {"change_slot", nothing, "counts of changes"},
        {"consent", customers, "what they allowed, withdrew and objected to", of_person,
         "purpose:text state:text at:instant expires_at:instant contact_point:text how:text wording:text evidence:text "
         "actor_name:text"},
        {"contact_point", customers, "how they are reached", of_person,
         "kind:text value:text state:text is_preferred:bool learned_at:instant"},
        {"day_total", nothing, "sums of days, of everybody together"},
        {"day_total_state", nothing, "how far the sums of days are"},
        {"dead_letter", customers, "what was sent about them and could not be stored",
         R"(LOWER(payload) LIKE $1 ESCAPE '\' OR LOWER(envelope) LIKE $1 ESCAPE '\')",
         "received_at:instant call:text type:text reason:text payload:json", "id:id", true},
        {"erasure_tombstone", nothing, "hashes that nobody can read without the secret beside the database"},
        {"event", customers, "what they did and what was done for them", of_person,
         "event_id:id occurred_at:instant received_at:instant type:text call:text actor_name:text "
         "revenue_minor:integer "
         "margin_minor:integer cost_minor:integer currency:text product:text properties:json context:json"},
        {"event_property", nothing, "the types of properties, by event type"},
        {"event_retraction", customers, "which of their events were withdrawn", of_person,
         "event_id:id retracted_at:instant actor_name:text"},
        {"export", customers, "lists that were taken out by a filter that names them",
         R"(LOWER(filter) LIKE $1 ESCAPE '\' OR LOWER(search) LIKE $1 ESCAPE '\')",
         "created_at:instant object:text purpose:text filter:text search:text actor_name:text", "id:id", true,
         "filter search"},
        {"field_value", customers, "what is known of them, and where it came from", of_person,
         "field:text value:json provenance_kind:text provenance_name:text learned_at:instant"},
        {"field_value_aside", customers, "what was said of them before a field got another type", of_person,
         "field:text value:json provenance_kind:text provenance_name:text learned_at:instant"},
        {"file_search", customers, "the words by which files on their record are found", of_person,
         "record_id:id words:text"},
        {"idempotency", customers, "hashes of requests that made their record", of_record, "created_at:instant",
         "actor_id:id key:text"},
        {"identity", customers, "what says who they are", of_person, "kind:text value:text claimed_at:instant"},
        {"identity_released", customers, "what no longer says who they are", of_person,
         "kind:text value:text claimed_at:instant released_at:instant reason:text"},
        {"identity_review", customers, "doubts about who they are", "person_id = $1 OR other_person_id = $1",
         "reason:text kind:text value:text found_at:instant", "person_id:id reason:text kind:text value:text"},
        {"identity_shared", customers, "keys that they share with others", of_person,
         "kind:text value:text reason:text shared_at:instant", "kind:text value:text"},
        {"import", staff, "which files came in, and by whom"},
        {"import_bad_row", customers, "rows of files that could not go in", R"(LOWER(cells) LIKE $1 ESCAPE '\')",
         "import_id:id row_number:integer line:integer reason:text cells:json", "import_id:id row_number:integer",
         true},
        {"import_mended_row", nothing, "places in files"},
        {"import_part", unread,
         "a file until its rows are in, when those of the erased are refused; at most some weeks"},
        {"inbox_entry", customers, "that colleagues were told of them", of_record,
         "kind:text fields:json actor_name:text updated_at:instant read_at:instant"},
        {"job", nothing, "work to do, told by ids"},
        {"message", customers, "which messages were about them", of_person, "message_id:text event_id:id",
         "source_id:id message_id:text"},
        {"meta", nothing, "what the program notes of itself"},
        {"migration", nothing, "which migrations ran"},
        {"note_search", customers, "the words by which notes about them are found", of_person,
         "record_id:id words:text"},
        {"object_definition", nothing, "what kinds of records there are"},
        {"order_sale", customers, "which orders were theirs", of_person,
         "order_id:text event_id:id revenue_minor:integer currency:text", "source_id:id order_id:text"},
        {"person_apart", customers, "of whom it was said that they are somebody else",
         "person_id = $1 OR other_person_id = $1", "decided_at:instant actor_name:text"},
        {"person_edge", customers, "who was joined into them", "loser = $1 OR survivor = $1",
         "loser:id survivor:id joined_at:instant kind:text value:text"},
        {"purpose", nothing, "what consent is asked for"},
        {"record_comment", customers, "what colleagues said of them", of_record,
         "content:text version:integer created_at:instant edited_at:instant deleted_at:instant"},
        {"record_favourite", customers, "that a colleague has them at hand", of_record, "created_at:instant"},
        {"record_history", customers, "what their record said before", of_record,
         "version:integer field:text before:json changed_at:instant"},
        {"record_share", customers, "with whom of the staff their record is shared", of_record,
         "is_team:bool actor_name:text shared_at:instant"},
        {"record_share_change", customers, "that their record was shared, or no longer", of_record,
         "is_team:bool is_added:bool"},
        {"record_watch", customers, "that a colleague watches them", of_record, "version:integer created_at:instant"},
        {"relationship", customers, "whom they belong to", of_person,
         "kind:text other_object:text other_id:id stage:text began_at:instant ended_at:instant"},
        {"reverting", staff, "who took a change back, and when"},
        {"reverting_kept", customers, "that a change of their record stayed when others went back", of_record,
         "field:text reason:text"},
        {"rights_request", staff, "who answered a demand, and when; not what was in it"},
        {"role_row_rule", nothing, "which rows roles see"},
        {"saved_view", customers, "lists that somebody keeps by a filter that names them",
         R"(LOWER(filter) LIKE $1 ESCAPE '\')",
         "name:text filter:text sort:text kind:text version:integer created_at:instant updated_at:instant "
         "deleted_at:instant",
         "id:id", true},
        {"saved_view_change", customers, "what such lists were before a set-up was taken over",
         R"(LOWER(CAST(before AS TEXT)) LIKE $1 ESCAPE '\')", "version:integer before:json", "change_set:id view_id:id",
         true},
        {"schema_change", nothing, "what was changed of definitions"},
        {"session", staff, "who is signed in"},
        {"source", nothing, "senders of events"},
        {"source_counter", nothing, "counts of events"},
        {"team", nothing, "the teams of the staff"},
        {"team_change", staff, "what was changed of teams"},
        {"team_member", staff, "who is in which team"},
        {"user_account", staff, "who may sign in"},
        {"workspace", nothing, "the business itself"},
        {"write_key", nothing, "hashes of keys that senders show"},
    };
    return tables;
}

std::vector<std::string_view> const& record_tables() {
    static std::vector<std::string_view> const tables = [] {
        std::vector<std::string_view> found;
        for (auto const& each : personal_tables())
            if (each.rows == of_record) found.push_back(each.table);
        return found;
    }();
    return tables;
}

std::vector<PersonalFile> const& personal_files() {
    using enum Holds;
    static std::vector<PersonalFile> const files{
        {"erasure.key", nothing, "the secret of the tombstones"},
        {"kith.conf", nothing, "settings"},
        {"kith.db", customers, "the database; deleted rows are overwritten"},
        {"kith.db-shm", nothing, "an index of the log"},
        {"kith.db-wal", customers, "the newest changes; emptied by an erasure"},
        {"kith.db.before-*", customers, "the copy made before a migration: a backup, which an erasure leaves"},
        {"kith.lock", nothing, "who owns the folder"},
        {"kith.sock", nothing, "where the owner listens"},
    };
    return files;
}

}  // namespace kith::store
