#include "connect/imports/stored.hpp"

namespace kith::connect {

Result<Imports::Stored> Imports::Stored::of(store::Rows::Row const& row) {
    Stored import;
    import.id = row.id<ImportId>(0);
    import.kind.name = row.text(1);
    import.state = row.text(2);
    import.file_name = row.text(3);
    import.bytes = row.integer(4);
    import.bytes_received = row.integer(5);
    import.fingerprint = row.text(6);
    if (!row.is_null(7)) import.format = TRY(parse_json(row.text(7)));
    if (!row.is_null(8)) import.plan = TRY(parse_json(row.text(8)));
    import.source = row.optional_id<SourceId>(9);
    import.change_set = row.id<ChangeSetId>(10);
    import.actor.kind = actor_kind_of(row.text(11));
    import.actor.id = row.uuid(12);
    import.actor.name = row.text(13);
    import.rows_done = row.integer(14);
    import.rows_stored = row.integer(15);
    import.rows_duplicate = row.integer(16);
    import.rows_bad = row.integer(17);
    import.bytes_done = row.integer(18);
    if (!row.is_null(19)) import.misfits = TRY(parse_json(row.text(19)));
    import.error = row.text(20);
    import.created_at = row.instant(21);
    import.started_at = row.optional_instant(22);
    import.finished_at = row.optional_instant(23);
    import.reverted_at = row.optional_instant(24);
    import.is_repeat = row.boolean(25);
    import.choices_made = row.integer(26);
    return import;
}

}  // namespace kith::connect
