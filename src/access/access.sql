-- Who may sign in, how, and what each role sees.

-- name: workspace_get
-- scope: coordinator
SELECT name, language, currency, time_zone, created_at FROM workspace WHERE id = 1

-- name: workspace_insert
-- scope: coordinator
INSERT INTO workspace (id, name, language, currency, time_zone, created_at) VALUES (1, $1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING

-- name: workspace_update
-- scope: coordinator
UPDATE workspace SET name = $1, language = $2, currency = $3, time_zone = $4 WHERE id = 1

-- name: user_insert
-- scope: coordinator
INSERT INTO user_account (id, name, email, email_folded, password_hash, role, is_disabled, language, theme, density, created_at)
VALUES ($1, $2, $3, $4, $5, $6, FALSE, $7, 'system', 'comfortable', $8) ON CONFLICT (email_folded) DO NOTHING

-- name: user_get
-- scope: coordinator
SELECT id, name, email, role, is_disabled, language, theme, density, created_at, last_sign_in_at FROM user_account WHERE id = $1

-- name: user_page
-- scope: coordinator
SELECT id, name, email, role, is_disabled, language, theme, density, created_at, last_sign_in_at FROM user_account
WHERE id > $1 ORDER BY id LIMIT $2

-- name: user_names
-- scope: coordinator
SELECT id, name FROM user_account WHERE is_disabled = FALSE ORDER BY name, id LIMIT $1

-- name: user_count
-- scope: coordinator
SELECT COUNT(*) FROM user_account

-- name: user_by_email
-- scope: coordinator
SELECT id, password_hash, is_disabled FROM user_account WHERE email_folded = $1

-- name: user_password
-- scope: coordinator
SELECT password_hash FROM user_account WHERE id = $1

-- name: user_update
-- scope: coordinator
UPDATE user_account SET name = $2, role = $3, is_disabled = $4, language = $5, theme = $6, density = $7 WHERE id = $1

-- name: user_set_password
-- scope: coordinator
UPDATE user_account SET password_hash = $2 WHERE id = $1

-- name: user_signed_in
-- scope: coordinator
UPDATE user_account SET last_sign_in_at = $2 WHERE id = $1

-- name: administrators_enabled
-- scope: coordinator
SELECT COUNT(*) FROM user_account WHERE role = 'administrator' AND is_disabled = FALSE AND id <> $1

-- name: session_insert
-- scope: coordinator
INSERT INTO session (id, secret_hash, user_id, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $4, $4, $5)

-- name: session_user
-- scope: coordinator
SELECT s.id, s.last_seen_at, s.expires_at, u.id, u.name, u.role, s.seen_as FROM session s JOIN user_account u ON u.id = s.user_id
WHERE s.secret_hash = $1 AND s.expires_at > $2 AND u.is_disabled = FALSE

-- name: session_look_as
-- scope: coordinator
UPDATE session SET seen_as = $2 WHERE secret_hash = $1

-- name: session_seen
-- scope: coordinator
UPDATE session SET last_seen_at = $2, expires_at = $3 WHERE id = $1

-- name: session_delete
-- scope: coordinator
DELETE FROM session WHERE secret_hash = $1

-- name: sessions_delete_of_user
-- scope: coordinator
DELETE FROM session WHERE user_id = $1 AND secret_hash <> $2

-- name: sessions_delete_expired
-- scope: coordinator
DELETE FROM session WHERE expires_at <= $1

-- name: token_insert
-- scope: coordinator
INSERT INTO api_token (id, name, role, secret_hash, prefix, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: token_page
-- scope: coordinator
SELECT id, name, role, prefix, created_at, last_used_at FROM api_token WHERE revoked_at IS NULL AND id > $1 ORDER BY id LIMIT $2

-- name: token_count
-- scope: coordinator
SELECT COUNT(*) FROM api_token WHERE revoked_at IS NULL

-- name: token_by_secret
-- scope: coordinator
SELECT id, name, role, last_used_at FROM api_token WHERE secret_hash = $1 AND revoked_at IS NULL

-- name: token_now
-- scope: coordinator
SELECT name, role FROM api_token WHERE id = $1 AND revoked_at IS NULL

-- name: user_now
-- scope: coordinator
SELECT name, role FROM user_account WHERE id = $1 AND is_disabled = FALSE

-- name: token_used
-- scope: coordinator
UPDATE api_token SET last_used_at = $2 WHERE id = $1

-- name: token_revoke
-- scope: coordinator
UPDATE api_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL
