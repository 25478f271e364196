-- name: views_of_object
-- scope: coordinator
SELECT id, object, owner_id, name, is_shared, position, filter, sort, columns, version, deleted_at, kind, group_by, sum_of, team_id FROM saved_view
WHERE object = $1 AND (is_shared = TRUE OR owner_id = $2) AND deleted_at IS NULL
ORDER BY is_shared DESC, position, id

-- name: views_get
-- scope: coordinator
SELECT id, object, owner_id, name, is_shared, position, filter, sort, columns, version, deleted_at, kind, group_by, sum_of, team_id FROM saved_view
WHERE id = $1 FOR UPDATE

-- name: view_object
-- scope: coordinator
SELECT object FROM saved_view WHERE id = $1

-- name: views_count
-- scope: coordinator
SELECT COUNT(*), COALESCE(MAX(position), -1) FROM saved_view WHERE object = $1 AND owner_id = $2 AND deleted_at IS NULL

-- name: views_insert
-- scope: coordinator
INSERT INTO saved_view (id, object, owner_id, name, is_shared, position, filter, sort, columns, kind, group_by, sum_of, team_id, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $14)

-- name: views_update
-- scope: coordinator
UPDATE saved_view SET name = $2, is_shared = $3, filter = $4, sort = $5, columns = $6, kind = $7, group_by = $8, sum_of = $9, team_id = $10, version = $11, updated_at = $12
WHERE id = $1

-- name: views_place
-- scope: coordinator
UPDATE saved_view SET position = $2 WHERE id = $1

-- name: views_set_deleted
-- scope: coordinator
UPDATE saved_view SET deleted_at = $2, version = $3 WHERE id = $1

-- name: views_purge
-- scope: coordinator
DELETE FROM saved_view WHERE deleted_at < $1

-- name: views_shared_count
-- scope: coordinator
SELECT COUNT(*), COALESCE(MAX(position), -1) FROM saved_view WHERE object = $1 AND is_shared = TRUE AND team_id IS NULL AND deleted_at IS NULL

-- name: view_note_change
-- scope: coordinator
INSERT INTO saved_view_change (change_set, view_id, version, before) VALUES ($1, $2, $3, $4)

-- name: view_changes_of
-- scope: coordinator
SELECT view_id, version, before FROM saved_view_change WHERE change_set = $1 ORDER BY view_id
