-- Senders and what they sent. All local to the coordinator.

CREATE TABLE source (
    id {id} NOT NULL PRIMARY KEY,
    name {text} NOT NULL,
    kind {text} NOT NULL,
    is_enabled {bool} NOT NULL,
    created_at {int} NOT NULL,
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
    rejected {int} NOT NULL,
    last_event_at {int}
) {table};

-- What was received and could not be stored. `dedup_key` is the message's id, or a hash of the payload where it has none: the same rejected message
-- again is a duplicate. `envelope` is what its request said for it, which a replay reads it with.
CREATE TABLE dead_letter (
    id {id} NOT NULL PRIMARY KEY,
    source_id {id} NOT NULL REFERENCES source (id),
    dedup_key {text} NOT NULL,
    received_at {int} NOT NULL,
    call {text} NOT NULL,
    type {text} NOT NULL,
    reason {text} NOT NULL,
    detail {text} NOT NULL,
    payload {text} NOT NULL,
    is_cut {bool} NOT NULL,
    envelope {text} NOT NULL,
    replayed_at {int},
    UNIQUE (source_id, dedup_key)
) {table};
CREATE INDEX dead_letter_by_source ON dead_letter (source_id, id);

-- The sale that an order's number stands for, so that a refund finds what it takes back.
CREATE TABLE order_sale (
    source_id {id} NOT NULL,
    order_id {text} NOT NULL,
    person_id {id} NOT NULL,
    event_id {id} NOT NULL,
    revenue_minor {int} NOT NULL,
    currency {text} NOT NULL,
    PRIMARY KEY (source_id, order_id)
) {clustered};
