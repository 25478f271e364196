-- Senders and what they sent. All local to the coordinator.

CREATE TABLE source (
    id {id} NOT NULL PRIMARY KEY,
    name {text} NOT NULL,
    kind {text} NOT NULL,
    is_enabled {bool} NOT NULL,
    created_at {int} NOT NULL,
    last_event_at {int},
    plan {json}
) {table};

CREATE TABLE write_key (
    id {id} NOT NULL PRIMARY KEY,
    source_id {id} NOT NULL REFERENCES source (id),
    secret_hash {blob} NOT NULL UNIQUE,
    prefix {text} NOT NULL,
    created_at {int} NOT NULL,
    last_used_at {int},
    revoked_at {int}
) {table};
CREATE INDEX write_key_by_source ON write_key (source_id);

-- received = stored + duplicates + rejected, in the same transaction as what they count.
CREATE TABLE source_counter (
    source_id {id} NOT NULL PRIMARY KEY REFERENCES source (id),
    received {int} NOT NULL,
    stored {int} NOT NULL,
    duplicates {int} NOT NULL,
    rejected {int} NOT NULL
) {table};

CREATE TABLE dead_letter (
    id {id} NOT NULL PRIMARY KEY,
    source_id {id} NOT NULL,
    received_at {int} NOT NULL,
    call {text} NOT NULL,
    type {text} NOT NULL,
    message_id {text},
    reason {text} NOT NULL,
    detail {text} NOT NULL,
    payload {text} NOT NULL,
    context {text} NOT NULL,
    replayed_at {int}
) {table};
CREATE INDEX dead_letter_by_source ON dead_letter (source_id, id);
