-- name: export_insert
-- scope: coordinator
INSERT INTO export (id, object, format, purpose, filter, search, choices, state, rows_total, rows_done, rows_written, left_out, contacts_withheld, bytes, actor_kind,
    actor_id, actor_name, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'ready', $8, 0, 0, '{}', 0, 0, $9, $10, $11, $12);

-- name: export_find
-- scope: coordinator
SELECT id, object, format, purpose, filter, search, choices, state, rows_total, rows_done, rows_written, left_out, contacts_withheld, bytes, error, actor_kind, actor_id,
    actor_name, created_at, started_at, last_at, finished_at
FROM export WHERE id = $1;

-- name: exports_page
-- scope: coordinator
SELECT id, object, format, purpose, filter, search, choices, state, rows_total, rows_done, rows_written, left_out, contacts_withheld, bytes, error, actor_kind, actor_id,
    actor_name, created_at, started_at, last_at, finished_at
FROM export WHERE id < $1 AND ($2 = '' OR (actor_kind = $2 AND actor_id = $3)) ORDER BY id DESC LIMIT $4;

-- name: export_begin
-- scope: coordinator
UPDATE export SET state = 'running', started_at = $2, last_at = $2 WHERE id = $1 AND state = 'ready';

-- name: export_progress
-- scope: coordinator
UPDATE export SET rows_done = $2, rows_written = $3, left_out = $4, contacts_withheld = $5, bytes = $6, last_at = $7 WHERE id = $1;

-- name: export_finish
-- scope: coordinator
UPDATE export SET state = $2, error = $3, finished_at = $4, last_at = $4 WHERE id = $1 AND state = 'running';
