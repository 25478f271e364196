-- name: records_begin_change_set
-- scope: coordinator
INSERT INTO change_set (id, kind, actor_kind, actor_id, actor_name, created_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO NOTHING

-- name: records_change_set
-- scope: coordinator
SELECT kind, actor_kind, actor_id, actor_name, created_at, reverted_at, reverted_by,
       (SELECT r.id FROM change_set r WHERE r.reverted_by = s.id LIMIT 1)
FROM change_set s WHERE id = $1

-- name: records_first_changed
-- scope: coordinator
SELECT DISTINCT object, record_id FROM record_history WHERE change_set = $1 ORDER BY object, record_id LIMIT $2

-- name: records_change_sets_of
-- scope: coordinator
SELECT id, kind, created_at, reverted_at, reverted_by FROM change_set
WHERE actor_kind <> 'source' AND actor_kind = $1 AND actor_id = $2 AND (created_at, id) < ($3, $4) AND kind <> 'fold'
ORDER BY created_at DESC, id DESC LIMIT $5

-- name: records_changes_counted
-- scope: coordinator
SELECT object, field, count(*) FROM record_history WHERE change_set = $1 GROUP BY object, field

-- name: records_mark_reverted
-- scope: coordinator
UPDATE change_set SET reverted_at = $2, reverted_by = $3 WHERE id = $1 AND reverted_at IS NULL

-- name: records_add_history
-- scope: coordinator
INSERT INTO record_history (object, record_id, version, field, before, changed_at, change_set) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: records_history
-- scope: coordinator
SELECT h.version, h.field, h.before, h.changed_at, h.change_set, s.actor_kind, s.actor_id, s.actor_name
FROM record_history h JOIN change_set s ON s.id = h.change_set
WHERE h.object = $1 AND h.record_id = $2 ORDER BY h.version DESC, h.field LIMIT 500

-- name: records_history_of_change_set
-- scope: coordinator
SELECT object, record_id, field, version, before FROM record_history WHERE change_set = $1 ORDER BY object, record_id, field, version

-- name: records_history_whole
-- scope: coordinator
SELECT field, change_set, before FROM record_history WHERE object = $1 AND record_id = $2 ORDER BY version, field

-- name: records_changed_page
-- scope: coordinator
SELECT DISTINCT record_id FROM record_history WHERE change_set = $1 AND object = $2 AND record_id > $3 ORDER BY record_id LIMIT $4

-- name: records_changed_by_set
-- scope: coordinator
SELECT field, before FROM record_history WHERE object = $1 AND record_id = $2 AND change_set = $3 ORDER BY field, version

-- name: records_idempotent
-- scope: coordinator
SELECT request_hash, object, record_id FROM idempotency WHERE actor_id = $1 AND key = $2

-- name: records_forget_idempotent
-- scope: coordinator
DELETE FROM idempotency WHERE created_at < $1

-- name: records_remember_idempotent
-- scope: coordinator
INSERT INTO idempotency (actor_id, key, request_hash, object, record_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)

-- name: records_user
-- scope: coordinator
SELECT name FROM user_account WHERE id = $1

-- name: records_workspace
-- scope: coordinator
SELECT language, time_zone, currency FROM workspace WHERE id = 1
