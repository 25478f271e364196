-- name: demo_source_since
-- scope: coordinator
UPDATE source SET created_at = $1;

-- name: demo_workspace_since
-- scope: coordinator
UPDATE workspace SET created_at = $1;

-- name: demo_users_since
-- scope: coordinator
UPDATE user_account SET created_at = $1;
