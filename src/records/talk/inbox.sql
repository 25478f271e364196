-- name: inbox_page
-- scope: coordinator
SELECT e.id, e.kind, e.object, e.record_id, e.comment_id, e.fields, e.actor_name, e.updated_at, e.read_at, c.content
FROM inbox_entry e LEFT JOIN record_comment c ON c.id = e.comment_id
WHERE e.user_id = $1 AND (e.updated_at, e.id) < ($2, $3) AND (e.comment_id IS NULL OR (c.id IS NOT NULL AND c.deleted_at IS NULL))
ORDER BY e.updated_at DESC, e.id DESC LIMIT $4

-- name: inbox_unread_page
-- scope: coordinator
SELECT e.id, e.kind, e.object, e.record_id, e.comment_id, e.fields, e.actor_name, e.updated_at, e.read_at, c.content
FROM inbox_entry e LEFT JOIN record_comment c ON c.id = e.comment_id
WHERE e.user_id = $1 AND (e.updated_at, e.id) < ($2, $3) AND e.read_at IS NULL
    AND (e.comment_id IS NULL OR (c.id IS NOT NULL AND c.deleted_at IS NULL))
ORDER BY e.updated_at DESC, e.id DESC LIMIT $4

-- name: inbox_set_read
-- scope: coordinator
UPDATE inbox_entry SET read_at = $3 WHERE user_id = $1 AND id = $2 AND read_at IS NULL

-- name: inbox_set_unread
-- scope: coordinator
UPDATE inbox_entry SET read_at = NULL WHERE user_id = $1 AND id = $2 AND read_at IS NOT NULL

-- name: inbox_add
-- scope: coordinator
INSERT INTO inbox_entry (user_id, id, kind, object, record_id, comment_id, fields, actor_name, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: inbox_change_unread
-- scope: coordinator
SELECT id, fields FROM inbox_entry
WHERE object = $1 AND record_id = $2 AND user_id = $3 AND kind = 'change' AND read_at IS NULL ORDER BY updated_at DESC LIMIT 1 FOR UPDATE

-- name: inbox_change_again
-- scope: coordinator
UPDATE inbox_entry SET fields = $3, actor_name = $4, updated_at = $5 WHERE user_id = $1 AND id = $2

-- name: inbox_remove
-- scope: coordinator
DELETE FROM inbox_entry WHERE comment_id = $1 AND user_id = $2

-- name: inbox_forget
-- scope: coordinator
DELETE FROM inbox_entry WHERE updated_at < $1

-- name: inbox_watchers
-- scope: coordinator
SELECT user_id FROM record_watch WHERE object = $1 AND record_id = $2

-- name: inbox_slots
-- scope: coordinator
SELECT slot, seq FROM change_slot ORDER BY slot

-- name: inbox_changes
-- scope: coordinator
SELECT w.user_id, c.object, c.record_id, h.version, h.field, h.changed_at, s.actor_name
FROM change c
JOIN record_watch w ON w.object = c.object AND w.record_id = c.record_id
JOIN record_history h ON h.object = c.object AND h.record_id = c.record_id AND h.version = c.version
JOIN change_set s ON s.id = h.change_set
WHERE c.slot = $1 AND c.seq > $2 AND c.seq <= $3 AND c.kind = $4 AND h.version > w.version AND (s.actor_id IS NULL OR s.actor_id <> w.user_id)
ORDER BY c.seq, h.field

-- name: inbox_watch_told
-- scope: coordinator
UPDATE record_watch SET version = $4 WHERE user_id = $1 AND object = $2 AND record_id = $3 AND version < $4

-- name: inbox_joins
-- scope: coordinator
SELECT person_id, object, record_id FROM change WHERE slot = $1 AND seq > $2 AND seq <= $3 AND kind = $4 AND record_id IS NOT NULL ORDER BY seq

-- name: inbox_watch_survivor
-- scope: coordinator
INSERT INTO record_watch (user_id, object, record_id, version, created_at)
SELECT user_id, object, $3, $4, created_at FROM record_watch WHERE object = $1 AND record_id = $2
ON CONFLICT (user_id, object, record_id) DO NOTHING
