-- The teams of the workspace, and what was changed of them.

-- name: teams_all
-- scope: coordinator
SELECT id, name, parent, version FROM team WHERE deleted_at IS NULL

-- name: team_members_all
-- scope: coordinator
SELECT m.team, m.user_id, m.is_lead FROM team_member m JOIN user_account u ON u.id = m.user_id ORDER BY u.name, u.id

-- name: team_member_names
-- scope: coordinator
SELECT id, name, is_disabled FROM user_account WHERE id IN (SELECT user_id FROM team_member)

-- name: team_get
-- scope: coordinator
SELECT name, parent, version, deleted_at FROM team WHERE id = $1

-- name: team_users
-- scope: coordinator
SELECT id FROM user_account

-- name: team_put
-- scope: coordinator
INSERT INTO team (id, name, parent, version, created_at, deleted_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, parent = excluded.parent, version = excluded.version,
    deleted_at = excluded.deleted_at

-- name: team_delete_members
-- scope: coordinator
DELETE FROM team_member WHERE team = $1

-- name: team_insert_member
-- scope: coordinator
INSERT INTO team_member (team, user_id, is_lead) VALUES ($1, $2, $3)

-- name: team_begin_change_set
-- scope: coordinator
INSERT INTO change_set (id, kind, actor_kind, actor_id, actor_name, created_at) VALUES ($1, 'teams', $2, $3, $4, $5)
ON CONFLICT (id) DO NOTHING

-- name: team_note_change
-- scope: coordinator
INSERT INTO team_change (change_set, team, version, before) VALUES ($1, $2, $3, $4)

-- name: team_changes_of
-- scope: coordinator
SELECT team, version, before FROM team_change WHERE change_set = $1
