-- name: bulk_edit_insert
-- scope: coordinator
INSERT INTO bulk_edit (id, object, action, state, patch, change_set, actor_kind, actor_id, actor_name, records_total, records_done, records_changed,
                       records_skipped, created_at)
VALUES ($1, $2, $3, 'running', $4, $5, $6, $7, $8, $9, 0, 0, 0, $10)

-- name: bulk_edit_user
-- scope: coordinator
SELECT is_disabled FROM user_account WHERE id = $1

-- name: bulk_edit_get
-- scope: coordinator
SELECT object, action, state, patch, change_set, actor_kind, actor_id, actor_name, records_total, records_done, records_changed, records_skipped, error,
       created_at, finished_at
FROM bulk_edit WHERE id = $1

-- name: bulk_edit_lock
-- scope: coordinator
SELECT state, records_done FROM bulk_edit WHERE id = $1 FOR UPDATE

-- name: bulk_edits_running
-- scope: coordinator
SELECT COUNT(*) FROM bulk_edit WHERE state = 'running'

-- name: bulk_edits_of
-- scope: coordinator
SELECT id FROM bulk_edit WHERE state = 'running' AND actor_id = $1 ORDER BY created_at

-- name: bulk_edit_progress
-- scope: coordinator
UPDATE bulk_edit SET records_done = $2, records_changed = $3, records_skipped = $4 WHERE id = $1

-- name: bulk_edit_ended
-- scope: coordinator
UPDATE bulk_edit SET state = $2, error = $3, finished_at = $4, patch = NULL WHERE id = $1

-- name: bulk_edit_part
-- scope: coordinator
SELECT records FROM bulk_edit_part WHERE bulk_edit_id = $1 AND part = $2

-- name: bulk_edit_parts_delete
-- scope: coordinator
DELETE FROM bulk_edit_part WHERE bulk_edit_id = $1

-- name: bulk_edit_skip
-- scope: coordinator
INSERT INTO bulk_edit_skipped (bulk_edit_id, position, object, record_id, reason) VALUES ($1, $2, $3, $4, $5)

-- name: bulk_edit_skipped_page
-- scope: coordinator
SELECT position, record_id, reason, object FROM bulk_edit_skipped WHERE bulk_edit_id = $1 AND position > $2 ORDER BY position LIMIT $3
