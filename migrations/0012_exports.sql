-- What left as files, for whoever looks later: who took what, by which filter, for which purpose, and how much of it. Local to the coordinator.

-- `state`: ready, running, done, failed. `object` is the plural of records, or `events`. `filter` and `search` (a JSON text) are NULL
-- where they named somebody who was erased; `choices` are fields, and of events type and times. Rows are counted before they are sent, so that nothing
-- leaves uncounted; `rows_done` are those looked at (of events: people), `left_out` counts reasons. `last_at`: when the newest piece was made.
CREATE TABLE export (
    id {id} NOT NULL PRIMARY KEY,
    object {text} NOT NULL,
    format {text} NOT NULL,
    purpose {text} NOT NULL,
    filter {text},
    search {text},
    choices {json} NOT NULL,
    state {text} NOT NULL,
    rows_total {int} NOT NULL,
    rows_done {int} NOT NULL,
    rows_written {int} NOT NULL,
    left_out {json} NOT NULL,
    contacts_withheld {int} NOT NULL,
    bytes {int} NOT NULL,
    error {text},
    actor_kind {text} NOT NULL,
    actor_id {id},
    actor_name {text} NOT NULL,
    created_at {int} NOT NULL,
    started_at {int},
    last_at {int},
    finished_at {int}
) {table};

-- Companies of an export are asked for their numbers.
CREATE INDEX account_identity_by_record ON account_identity (record_id);

-- A demand is written down when it comes (`requested_at`), is due by law at `due_at`, and is answered by the copy, the erasure or its withdrawal (`outcome`:
-- done, withdrawn). What nobody wrote down before has no `due_at`. `finished_at`: when an erasure had left no trace.
ALTER TABLE rights_request ADD COLUMN due_at {int};
ALTER TABLE rights_request ADD COLUMN answered_at {int};
ALTER TABLE rights_request ADD COLUMN answered_by {text};
ALTER TABLE rights_request ADD COLUMN outcome {text};
UPDATE rights_request SET answered_at = requested_at, answered_by = actor_name, outcome = 'done';
