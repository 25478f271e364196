-- name: schema_begin_change_set
-- scope: coordinator
INSERT INTO change_set (id, kind, actor_kind, actor_id, actor_name, created_at) VALUES ($1, 'schema', $2, $3, $4, $5)
ON CONFLICT (id) DO NOTHING

-- name: schema_note_change
-- scope: coordinator
INSERT INTO schema_change (change_set, object, version, what, field, before) VALUES ($1, $2, $3, $4, $5, $6)

-- name: schema_changes_of
-- scope: coordinator
SELECT object, version, what, field, before FROM schema_change WHERE change_set = $1 ORDER BY version DESC

-- name: schema_history_of_field
-- scope: coordinator
DELETE FROM record_history WHERE object = $1 AND field = $2

-- name: schema_history_of_object
-- scope: coordinator
DELETE FROM record_history WHERE object = $1

-- name: schema_values_changed_since
-- scope: coordinator
SELECT 1 FROM record_history WHERE object = $1 AND field = $2 AND changed_at >= $3 LIMIT 1
