-- name: reverting_insert
-- scope: coordinator
INSERT INTO reverting (change_set, undo, state, step, actor_kind, actor_id, actor_name, pieces_total, pieces_done, changes_back, changes_kept, created_at,
                       finished_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: reverting_get
-- scope: coordinator
SELECT undo, state, step, actor_kind, actor_id, actor_name, pieces_total, pieces_done, changes_back, changes_kept, error, created_at, finished_at
FROM reverting WHERE change_set = $1

-- name: reverting_lock
-- scope: coordinator
SELECT state, step FROM reverting WHERE change_set = $1 FOR UPDATE

-- name: reverting_count
-- scope: coordinator
SELECT COUNT(*) FROM reverting WHERE state = 'running'

-- name: reverting_progress
-- scope: coordinator
UPDATE reverting SET step = $2, pieces_done = $3, changes_back = $4, changes_kept = $5 WHERE change_set = $1

-- name: reverting_ended
-- scope: coordinator
UPDATE reverting SET state = $2, error = $3, finished_at = $4 WHERE change_set = $1

-- name: reverting_again
-- scope: coordinator
UPDATE reverting SET state = 'running', error = NULL, finished_at = NULL, actor_kind = $2, actor_id = $3, actor_name = $4
WHERE change_set = $1 AND state = 'failed'

-- name: reverting_keep
-- scope: coordinator
INSERT INTO reverting_kept (change_set, position, object, record_id, field, reason) VALUES ($1, $2, $3, $4, $5, $6)

-- name: reverting_kept_page
-- scope: coordinator
SELECT position, object, record_id, field, reason FROM reverting_kept WHERE change_set = $1 AND position > $2 ORDER BY position LIMIT $3

-- name: reverting_kept_reasons
-- scope: coordinator
SELECT reason, COUNT(*) FROM reverting_kept WHERE change_set = $1 GROUP BY reason ORDER BY reason

-- name: reverting_records_changed
-- scope: coordinator
SELECT COUNT(*) FROM (SELECT DISTINCT object, record_id FROM record_history WHERE change_set = $1) changed

-- name: reverting_is_being_made
-- scope: coordinator
SELECT 1 FROM bulk_edit WHERE state = 'running' AND change_set = $1
UNION ALL SELECT 1 FROM reverting WHERE state = 'running' AND undo = $1
