-- Change sets are looked through and taken back in pages.

-- By record within a set. (With SQLite the rows themselves stand in this order already, and their key follows in every index.)
DROP INDEX record_history_by_change_set;
CREATE INDEX record_history_by_change_set ON record_history (change_set, object, record_id);
-- What a revert took back.
CREATE INDEX change_set_by_reverted_by ON change_set (reverted_by) WHERE reverted_by IS NOT NULL;

-- A change set that goes back, or went back: how far it is, and what came of it. `undo`: the change set that it goes back with. `state`: running, done,
-- failed. `step`: where a job goes on; empty where one transaction did it all. `pieces`: records, events and joins. `changes_back`: fields and records that
-- went back; `changes_kept`: those that stayed.
CREATE TABLE reverting (
    change_set {id} NOT NULL PRIMARY KEY,
    undo {id} NOT NULL,
    state {text} NOT NULL,
    step {text} NOT NULL,
    actor_kind {text} NOT NULL,
    actor_id {id},
    actor_name {text} NOT NULL,
    pieces_total {int} NOT NULL,
    pieces_done {int} NOT NULL,
    changes_back {int} NOT NULL,
    changes_kept {int} NOT NULL,
    error {text},
    created_at {int} NOT NULL,
    finished_at {int}
) {table};
CREATE INDEX reverting_running ON reverting (created_at) WHERE state = 'running';

-- What stayed as it was, and why. `field` is empty where it is the record.
CREATE TABLE reverting_kept (
    change_set {id} NOT NULL REFERENCES reverting (change_set),
    position {int} NOT NULL,
    object {text} NOT NULL,
    record_id {id} NOT NULL,
    field {text} NOT NULL,
    reason {text} NOT NULL,
    PRIMARY KEY (change_set, position)
) {clustered};
CREATE INDEX reverting_kept_by_record ON reverting_kept (record_id);

-- Whom a company or a household is purged from.
CREATE INDEX relationship_by_other ON relationship (other_id) WHERE other_id IS NOT NULL;
