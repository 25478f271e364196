-- What lists do with many records at once, and which people were found to be two.

-- What is done to many records alike, by a job in chunks. `action`: edit, delete, restore. `state`: running, done, failed. `patch` is gone once it is done: what was changed is in the history.
CREATE TABLE bulk_edit (
    id {id} NOT NULL PRIMARY KEY,
    object {text} NOT NULL,
    action {text} NOT NULL,
    state {text} NOT NULL,
    patch {json},
    change_set {id} NOT NULL,
    actor_kind {text} NOT NULL,
    actor_id {id},
    actor_name {text} NOT NULL,
    records_total {int} NOT NULL,
    records_done {int} NOT NULL,
    records_changed {int} NOT NULL,
    records_skipped {int} NOT NULL,
    error {text},
    created_at {int} NOT NULL,
    finished_at {int}
) {table};
CREATE INDEX bulk_edit_running ON bulk_edit (created_at) WHERE state = 'running';

-- The records as they were when it began, 500 a row: id (16 bytes) and version (8 bytes, little endian) of each. Deleted once it is done.
CREATE TABLE bulk_edit_part (
    bulk_edit_id {id} NOT NULL REFERENCES bulk_edit (id),
    part {int} NOT NULL,
    records {blob} NOT NULL,
    PRIMARY KEY (bulk_edit_id, part)
) {table};

-- Records that stayed as they were, and why.
CREATE TABLE bulk_edit_skipped (
    bulk_edit_id {id} NOT NULL REFERENCES bulk_edit (id),
    position {int} NOT NULL,
    object {text} NOT NULL,
    record_id {id} NOT NULL,
    reason {text} NOT NULL,
    PRIMARY KEY (bulk_edit_id, position)
) {clustered};
CREATE INDEX bulk_edit_skipped_by_record ON bulk_edit_skipped (record_id);

-- Pairs of people of whom somebody said that they are not one: they are not proposed again. The ids are those that were proposed.
CREATE TABLE person_apart (
    person_id {id} NOT NULL,
    other_person_id {id} NOT NULL,
    decided_at {int} NOT NULL,
    actor_name {text} NOT NULL,
    change_set {id} NOT NULL,
    PRIMARY KEY (person_id, other_person_id)
) {clustered};
CREATE INDEX person_apart_by_other ON person_apart (other_person_id);
CREATE INDEX person_apart_by_change_set ON person_apart (change_set);
