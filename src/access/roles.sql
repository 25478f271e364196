-- The roles of the workspace, and what was changed of them.

-- name: roles_all
-- scope: coordinator
SELECT name, title, definition, version FROM access_role WHERE deleted_at IS NULL ORDER BY name

-- name: role_get
-- scope: coordinator
SELECT name, title, definition, version, deleted_at FROM access_role WHERE name = $1

-- name: role_put
-- scope: coordinator
INSERT INTO access_role (name, title, definition, version, created_at, deleted_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (name) DO UPDATE SET title = excluded.title, definition = excluded.definition, version = excluded.version,
    deleted_at = excluded.deleted_at

-- name: role_users
-- scope: coordinator
SELECT role, COUNT(*) FROM user_account GROUP BY role

-- name: role_tokens
-- scope: coordinator
SELECT role, COUNT(*) FROM api_token WHERE revoked_at IS NULL GROUP BY role

-- name: role_begin_change_set
-- scope: coordinator
INSERT INTO change_set (id, kind, actor_kind, actor_id, actor_name, created_at) VALUES ($1, 'roles', $2, $3, $4, $5)
ON CONFLICT (id) DO NOTHING

-- name: role_note_change
-- scope: coordinator
INSERT INTO access_role_change (change_set, role, version, before) VALUES ($1, $2, $3, $4)

-- name: role_changes_of
-- scope: coordinator
SELECT role, version, before FROM access_role_change WHERE change_set = $1

-- name: row_rules
-- scope: coordinator
SELECT role, object, expression FROM role_row_rule

-- name: row_rules_of
-- scope: coordinator
SELECT object, expression FROM role_row_rule WHERE role = $1

-- name: delete_row_rules
-- scope: coordinator
DELETE FROM role_row_rule WHERE role = $1

-- name: insert_row_rule
-- scope: coordinator
INSERT INTO role_row_rule (role, object, expression) VALUES ($1, $2, $3)
