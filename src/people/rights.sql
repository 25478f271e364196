-- name: tombstone_any
-- scope: coordinator
SELECT erased_at FROM erasure_tombstone LIMIT 1;

-- name: tombstone_find
-- scope: coordinator
SELECT erased_at FROM erasure_tombstone WHERE key_hash = $1;

-- name: tombstone_add
-- scope: coordinator
INSERT INTO erasure_tombstone (key_hash, erased_at) VALUES ($1, $2) ON CONFLICT (key_hash) DO UPDATE SET erased_at = excluded.erased_at;

-- name: tombstone_remove
-- scope: coordinator
DELETE FROM erasure_tombstone WHERE key_hash = $1;

-- name: rights_request_add
-- scope: coordinator
INSERT INTO rights_request (request_id, kind, person_id, row_count, actor_kind, actor_id, actor_name, requested_at, finished_at, answered_at,
    answered_by, outcome)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8, $7, 'done');

-- name: rights_request_open
-- scope: coordinator
INSERT INTO rights_request (request_id, kind, person_id, row_count, actor_kind, actor_id, actor_name, requested_at, due_at)
VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8);

-- name: rights_request_waiting
-- scope: coordinator
SELECT request_id FROM rights_request WHERE kind = $1 AND person_id = $2 AND answered_at IS NULL LIMIT 1;

-- name: rights_request_answer
-- scope: coordinator
UPDATE rights_request SET row_count = $3, answered_at = $4, answered_by = $5, finished_at = $6, outcome = 'done'
WHERE kind = $1 AND person_id = $2 AND answered_at IS NULL;

-- name: rights_request_moot
-- scope: coordinator
UPDATE rights_request SET answered_at = $2, answered_by = $3, finished_at = $2, outcome = 'withdrawn' WHERE person_id = $1 AND answered_at IS NULL;

-- name: rights_request_withdraw
-- scope: coordinator
UPDATE rights_request SET answered_at = $2, answered_by = $3, finished_at = $2, outcome = 'withdrawn' WHERE request_id = $1 AND answered_at IS NULL;

-- name: rights_request_finish
-- scope: coordinator
UPDATE rights_request SET finished_at = $2 WHERE request_id = $1;

-- name: rights_requests_unfinished
-- scope: coordinator
SELECT request_id FROM rights_request WHERE finished_at IS NULL AND answered_at IS NOT NULL ORDER BY request_id LIMIT 100;

-- name: rights_request_find
-- scope: coordinator
SELECT request_id, kind, person_id, row_count, actor_kind, actor_name, requested_at, finished_at, due_at, answered_at, answered_by, outcome
FROM rights_request WHERE request_id = $1;

-- name: rights_requests_open
-- scope: coordinator
SELECT request_id, kind, person_id, row_count, actor_kind, actor_name, requested_at, finished_at, due_at, answered_at, answered_by, outcome
FROM rights_request WHERE answered_at IS NULL ORDER BY due_at, request_id LIMIT 200;

-- name: rights_requests_answered
-- scope: coordinator
SELECT request_id, kind, person_id, row_count, actor_kind, actor_name, requested_at, finished_at, due_at, answered_at, answered_by, outcome
FROM rights_request WHERE answered_at IS NOT NULL ORDER BY answered_at DESC, request_id DESC LIMIT 200;

-- name: erasure_secret_find
-- scope: coordinator
SELECT value FROM meta WHERE name = 'erasure_secret';

-- name: erasure_secret_note
-- scope: coordinator
INSERT INTO meta (name, value) VALUES ('erasure_secret', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value;
