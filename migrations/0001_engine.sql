-- The store's own tables, all local to the coordinator. `migration` is made by the migrator itself.

-- Facts about this database, such as its id.
CREATE TABLE meta (
    name {text} NOT NULL PRIMARY KEY,
    value {text} NOT NULL
) {table};

-- The newest seq of each slot of the change log. A row is made by the slot's first change; its lock orders the transactions of a slot.
CREATE TABLE change_slot (
    slot {int} NOT NULL PRIMARY KEY,
    seq {int} NOT NULL
) {table};

CREATE TABLE change (
    slot {int} NOT NULL,
    seq {int} NOT NULL,
    kind {int} NOT NULL,
    person_id {id},
    object {text} NOT NULL,
    record_id {id},
    event_id {id},
    version {int} NOT NULL,
    PRIMARY KEY (slot, seq)
) {clustered};

CREATE TABLE change_cursor (
    consumer {text} NOT NULL,
    slot {int} NOT NULL,
    seq {int} NOT NULL,
    PRIMARY KEY (consumer, slot)
) {clustered};

-- `ready_at` is when a worker may claim the job: when it is due, when its pause ends, or when the lease of who claimed it ends. Jobs that are done
-- are deleted; those that failed for good keep `failed_at` and their error.
CREATE TABLE job (
    job_id {id} NOT NULL PRIMARY KEY,
    kind {text} NOT NULL,
    payload {text} NOT NULL,
    key {text} NOT NULL,
    ready_at {int} NOT NULL,
    attempts {int} NOT NULL,
    fence {int} NOT NULL,
    is_leased {bool} NOT NULL,
    is_wanted_again {bool} NOT NULL,
    created_at {int} NOT NULL,
    failed_at {int},
    error {text}
) {table};
CREATE INDEX job_ready ON job (ready_at, job_id) WHERE failed_at IS NULL;
CREATE UNIQUE INDEX job_by_key ON job (kind, key) WHERE key <> '' AND failed_at IS NULL;
