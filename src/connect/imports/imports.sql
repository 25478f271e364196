-- name: import_insert
-- scope: coordinator
INSERT INTO import (id, kind, state, file_name, bytes, bytes_received, change_set, actor_kind, actor_id, actor_name, rows_done, rows_stored,
    rows_duplicate, rows_bad, bytes_done, is_repeat, created_at)
VALUES ($1, $2, 'uploading', $3, $4, 0, $5, $6, $7, $8, 0, 0, 0, 0, 0, FALSE, $9);

-- name: import_find
-- scope: coordinator
SELECT i.id, i.kind, i.state, i.file_name, i.bytes, i.bytes_received, i.fingerprint, i.format, i.plan, i.source_id, i.change_set, i.actor_kind, i.actor_id,
    i.actor_name, i.rows_done, i.rows_stored, i.rows_duplicate, i.rows_bad, i.bytes_done, i.misfits, i.error, i.created_at, i.started_at, i.finished_at,
    s.reverted_at, i.is_repeat, i.choices_made
FROM import i LEFT JOIN change_set s ON s.id = i.change_set
WHERE i.id = $1;

-- name: import_lock
-- scope: coordinator
SELECT state, rows_done, bytes_received FROM import WHERE id = $1 FOR UPDATE;

-- name: imports_page
-- scope: coordinator
SELECT i.id, i.kind, i.state, i.file_name, i.bytes, i.bytes_received, i.fingerprint, i.format, i.plan, i.source_id, i.change_set, i.actor_kind, i.actor_id,
    i.actor_name, i.rows_done, i.rows_stored, i.rows_duplicate, i.rows_bad, i.bytes_done, i.misfits, i.error, i.created_at, i.started_at, i.finished_at,
    s.reverted_at, i.is_repeat, i.choices_made
FROM import i LEFT JOIN change_set s ON s.id = i.change_set
WHERE i.id < $1 ORDER BY i.id DESC LIMIT $2;

-- name: import_kinds
-- scope: coordinator
SELECT kind, COUNT(*) FROM import GROUP BY kind;

-- name: imports_of_file
-- scope: coordinator
SELECT i.id, i.state, i.rows_done, i.created_at, i.change_set, i.started_at FROM import i LEFT JOIN change_set s ON s.id = i.change_set
WHERE i.fingerprint = $1 AND i.kind = $2 AND i.id <> $3 AND s.reverted_at IS NULL AND i.state IN ('running', 'done', 'failed')
ORDER BY i.id;

-- name: import_stretches
-- scope: coordinator
SELECT i.id, i.rows_done FROM import i LEFT JOIN change_set s ON s.id = i.change_set
WHERE i.fingerprint = $1 AND i.kind = $2 AND i.id <> $3 AND s.reverted_at IS NULL AND i.is_repeat = FALSE
    AND i.state IN ('running', 'done', 'failed');

-- name: import_received
-- scope: coordinator
UPDATE import SET bytes_received = $2 WHERE id = $1;

-- name: import_ready
-- scope: coordinator
UPDATE import SET state = 'ready', fingerprint = $2, format = $3 WHERE id = $1 AND state = 'uploading';

-- name: import_started
-- scope: coordinator
UPDATE import SET state = 'running', is_repeat = CASE WHEN state = 'ready' THEN $6 ELSE is_repeat END, format = $2, plan = $3, source_id = $4, error = NULL, started_at = COALESCE(started_at, $5)
WHERE id = $1 AND state IN ('ready', 'failed');

-- name: import_progress
-- scope: coordinator
UPDATE import SET rows_done = $2, rows_stored = $3, rows_duplicate = $4, rows_bad = $5, bytes_done = $6, misfits = $7 WHERE id = $1;

-- name: import_choices_made
-- scope: coordinator
UPDATE import SET choices_made = $2 WHERE id = $1;

-- name: import_finished
-- scope: coordinator
UPDATE import SET state = 'done', bytes_done = bytes, finished_at = $2 WHERE id = $1 AND state = 'running';

-- name: import_failed
-- scope: coordinator
UPDATE import SET state = 'failed', error = $2 WHERE id = $1 AND state = 'running';

-- name: import_delete
-- scope: coordinator
DELETE FROM import WHERE id = $1 AND state IN ('uploading', 'ready');

-- name: import_part_insert
-- scope: coordinator
INSERT INTO import_part (import_id, part, bytes) VALUES ($1, $2, $3) ON CONFLICT (import_id, part) DO NOTHING;

-- name: import_part
-- scope: coordinator
SELECT bytes FROM import_part WHERE import_id = $1 AND part = $2;

-- name: import_parts_count
-- scope: coordinator
SELECT COUNT(*) FROM import_part WHERE import_id = $1;

-- name: import_parts_delete
-- scope: coordinator
DELETE FROM import_part WHERE import_id = $1;

-- name: import_bad_rows
-- scope: coordinator
SELECT row_number, line, reason, detail, cells FROM import_bad_row WHERE import_id = $1 AND row_number > $2 ORDER BY row_number LIMIT $3;

-- name: import_bad_row_numbers
-- scope: coordinator
SELECT row_number FROM import_bad_row WHERE import_id = $1 AND row_number >= $2 AND row_number <= $3;

-- name: import_mended_find
-- scope: coordinator
SELECT 1 FROM import_mended_row WHERE fingerprint = $1 AND kind = $2 AND row_number = $3;

-- name: import_mended_delete
-- scope: coordinator
DELETE FROM import_mended_row WHERE import_id IN (SELECT id FROM import WHERE change_set = $1);

-- name: import_of_change_set
-- scope: coordinator
SELECT id, kind, source_id FROM import WHERE change_set = $1;

-- name: import_event
-- scope: single-key
SELECT source_id, properties FROM event WHERE person_id = $1 AND event_id = $2;

-- name: import_message_delete
-- scope: coordinator
DELETE FROM message WHERE source_id = $1 AND message_id = $2 AND event_id = $3;

-- name: import_order_sale_delete
-- scope: coordinator
DELETE FROM order_sale WHERE source_id = $1 AND order_id = $2 AND event_id = $3;

-- name: import_workspace
-- scope: coordinator
SELECT currency, time_zone, language FROM workspace WHERE id = 1;

-- name: import_users
-- scope: coordinator
SELECT id FROM user_account WHERE is_disabled = FALSE AND (email_folded = $1 OR name = $2) ORDER BY id LIMIT 2;

-- name: import_source_find
-- scope: coordinator
SELECT id FROM source WHERE kind = 'import' AND name = $1 ORDER BY id LIMIT 1;

-- name: import_return_messages_delete
-- scope: coordinator
DELETE FROM message WHERE source_id = $1 AND message_id >= $2 AND message_id < $3 AND event_id = $4;

-- name: import_reverted
-- scope: coordinator
UPDATE import SET state = 'reverted' WHERE id = $1;

-- name: imports_old
-- scope: coordinator
SELECT id FROM import WHERE created_at < $1 AND state IN ('uploading', 'ready', 'failed')
    AND (state <> 'failed' OR EXISTS (SELECT 1 FROM import_part p WHERE p.import_id = import.id))
ORDER BY id LIMIT 100;

-- name: imports_open
-- scope: coordinator
SELECT COUNT(*) FROM import WHERE actor_kind = $1 AND (actor_id = $2 OR (actor_id IS NULL AND $2 IS NULL)) AND state IN ('uploading', 'ready');
