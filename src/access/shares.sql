-- Records that were shown to somebody one by one, and what was changed of that.

-- name: shares_all
-- scope: coordinator
SELECT object, record_id, grantee, is_team FROM record_share

-- name: shares_count
-- scope: coordinator
SELECT COUNT(*) FROM record_share

-- name: shares_of_record
-- scope: coordinator
SELECT s.object, s.record_id, s.grantee, s.is_team, COALESCE(u.name, t.name, ''), s.actor_name, s.shared_at
FROM record_share s
LEFT JOIN user_account u ON u.id = s.grantee AND NOT s.is_team
LEFT JOIN team t ON t.id = s.grantee AND s.is_team
WHERE s.object = $1 AND s.record_id = $2
ORDER BY s.shared_at, s.grantee

-- name: share_get
-- scope: coordinator
SELECT is_team FROM record_share WHERE object = $1 AND record_id = $2 AND grantee = $3

-- name: share_user
-- scope: coordinator
SELECT 1 FROM user_account WHERE id = $1 AND NOT is_disabled

-- name: share_team
-- scope: coordinator
SELECT 1 FROM team WHERE id = $1 AND deleted_at IS NULL

-- name: share_put
-- scope: coordinator
INSERT INTO record_share (object, record_id, grantee, is_team, actor_name, shared_at) VALUES ($1, $2, $3, $4, $5, $6)

-- name: share_delete
-- scope: coordinator
DELETE FROM record_share WHERE object = $1 AND record_id = $2 AND grantee = $3

-- name: share_begin_change_set
-- scope: coordinator
INSERT INTO change_set (id, kind, actor_kind, actor_id, actor_name, created_at) VALUES ($1, 'shares', $2, $3, $4, $5)
ON CONFLICT (id) DO NOTHING

-- name: share_note_change
-- scope: coordinator
INSERT INTO record_share_change (change_set, object, record_id, grantee, is_team, is_added)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: share_changes_of
-- scope: coordinator
SELECT object, record_id, grantee, is_team, is_added FROM record_share_change WHERE change_set = $1
