-- The record engine's own tables. The tables of objects are made by the schema service from their definitions.

CREATE TABLE object_definition (
    name {text} NOT NULL PRIMARY KEY,
    definition {json} NOT NULL,
    version {int} NOT NULL
) {table};

-- Every write belongs to one.
CREATE TABLE change_set (
    id {id} NOT NULL PRIMARY KEY,
    kind {text} NOT NULL,
    actor_kind {text} NOT NULL,
    actor_id {id},
    actor_name {text} NOT NULL,
    created_at {int} NOT NULL,
    reverted_at {int},
    reverted_by {id}
) {table};

-- The value of a field before a change. Creating a record writes none.
CREATE TABLE record_history (
    object {text} NOT NULL,
    record_id {id} NOT NULL,
    version {int} NOT NULL,
    field {text} NOT NULL,
    before {json},
    changed_at {int} NOT NULL,
    change_set {id} NOT NULL,
    PRIMARY KEY (object, record_id, version, field)
) {clustered};
CREATE INDEX record_history_by_change_set ON record_history (change_set);

-- The record that a POST with an Idempotency-Key made, so that the same request again makes none.
CREATE TABLE idempotency (
    actor_id {id} NOT NULL,
    key {text} NOT NULL,
    request_hash {blob} NOT NULL,
    object {text} NOT NULL,
    record_id {id} NOT NULL,
    created_at {int} NOT NULL,
    PRIMARY KEY (actor_id, key)
) {table};
