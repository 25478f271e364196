#include "store/table_map.hpp"

namespace kith::store {

// What a person did, said or allowed grows without end and is read by person: it is distributed. What is looked up by
// another key than the person (a claim, a message id, an edge between two people) must be unique over everybody, which
// only one machine can promise: it is local.
std::vector<TablePlacement> const& table_map() {
    using enum Placement;
    static std::vector<TablePlacement> const map{
        {"access_role", local},
        {"access_role_change", local},
        {"account_identity", local},
        {"api_token", local},
        {"audit_entry", local},
        {"audit_text", local},
        {"bulk_edit", local},
        {"bulk_edit_part", local},
        {"bulk_edit_skipped", local},
        {"change", local},
        {"change_cursor", local},
        {"change_set", local},
        {"change_slot", local},
        {"consent", distributed_by_person},
        {"contact_point", distributed_by_person},
        {"day_total", local},
        {"day_total_state", local},
        {"dead_letter", local},
        {"erasure_tombstone", local},
        {"event", distributed_by_person},
        {"event_property", local},
        {"event_retraction", distributed_by_person},
        {"export", local},
        {"field_value", distributed_by_person},
        {"idempotency", local},
        {"identity", local},
        {"identity_released", distributed_by_person},
        {"identity_review", distributed_by_person},
        {"identity_shared", local},
        {"import", local},
        {"import_bad_row", local},
        {"import_mended_row", local},
        {"import_part", local},
        {"inbox_entry", local},
        {"job", local},
        {"message", local},
        {"meta", local},
        {"migration", local},
        {"note_search", local},
        {"object_definition", local},
        {"order_sale", local},
        {"person_apart", local},
        {"person_edge", local},
        {"purpose", local},
        {"record_comment", local},
        {"record_favourite", local},
        {"record_history", local},
        {"record_watch", local},
        {"relationship", distributed_by_person},
        {"rights_request", local},
        {"role_row_rule", local},
        {"saved_view", local},
        {"schema_change", local},
        {"session", local},
        {"source", local},
        {"source_counter", local},
        {"team", local},
        {"team_change", local},
        {"team_member", local},
        {"user_account", local},
        {"workspace", local},
        {"write_key", local},
    };
    return map;
}

}  // namespace kith::store
