-- What people demanded of their own data, and who was erased. All local to the coordinator.

-- Who asked for what on whose behalf, and nothing of what was in it: `person_id` means nothing once the person is gone.
CREATE TABLE rights_request (
    request_id {id} NOT NULL PRIMARY KEY,
    kind {text} NOT NULL,
    person_id {id} NOT NULL,
    row_count {int} NOT NULL,
    actor_kind {text} NOT NULL,
    actor_id {id},
    actor_name {text} NOT NULL,
    requested_at {int} NOT NULL,
    finished_at {int}
) {table};

-- Keys of the erased, hashed under a secret that does not lie in the database.
CREATE TABLE erasure_tombstone (
    key_hash {blob} NOT NULL PRIMARY KEY,
    erased_at {int} NOT NULL
) {clustered};
