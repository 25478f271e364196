-- name: comments_of
-- scope: coordinator
SELECT c.id, c.object, c.record_id, c.author_id, COALESCE(u.name, ''), c.content, c.mentions, c.version, c.created_at, c.edited_at, c.deleted_at
FROM record_comment c LEFT JOIN user_account u ON u.id = c.author_id
WHERE c.object = $1 AND c.record_id = $2 AND c.id < $3 AND c.deleted_at IS NULL ORDER BY c.id DESC LIMIT $4

-- name: comments_count
-- scope: coordinator
SELECT COUNT(*) FROM record_comment WHERE object = $1 AND record_id = $2 AND deleted_at IS NULL

-- name: comment_get
-- scope: coordinator
SELECT c.id, c.object, c.record_id, c.author_id, (SELECT u.name FROM user_account u WHERE u.id = c.author_id), c.content, c.mentions, c.version,
    c.created_at, c.edited_at, c.deleted_at
FROM record_comment c WHERE c.id = $1 FOR UPDATE

-- name: comment_mentions
-- scope: coordinator
SELECT mentions FROM record_comment WHERE id = $1

-- name: comment_add
-- scope: coordinator
INSERT INTO record_comment (id, object, record_id, author_id, content, mentions, version, created_at) VALUES ($1, $2, $3, $4, $5, $6, 1, $7)

-- name: comment_change
-- scope: coordinator
UPDATE record_comment SET content = $2, mentions = $3, version = $4, edited_at = $5 WHERE id = $1

-- name: comment_set_deleted
-- scope: coordinator
UPDATE record_comment SET deleted_at = $2, version = $3 WHERE id = $1

-- name: comments_purge
-- scope: coordinator
DELETE FROM record_comment WHERE deleted_at < $1

-- name: comment_colleague
-- scope: coordinator
SELECT name FROM user_account WHERE id = $1 AND is_disabled = FALSE

-- name: comment_colleagues
-- scope: coordinator
SELECT id, name FROM user_account WHERE is_disabled = FALSE AND id <> $1 ORDER BY name, id LIMIT $2
