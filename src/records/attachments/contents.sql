-- The bytes of files, once each, and the pieces that they are in.

-- name: content_piece_add
-- scope: coordinator
INSERT INTO attachment_piece (content_id, part, bytes) VALUES ($1, $2, $3)

-- name: content_piece
-- scope: coordinator
SELECT bytes FROM attachment_piece WHERE content_id = $1 AND part = $2

-- name: content_find
-- scope: coordinator
SELECT content_id, bytes FROM attachment_content WHERE hash = $1

-- name: content_add
-- scope: coordinator
INSERT INTO attachment_content (hash, content_id, bytes, media_type) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING

-- name: contents_bytes
-- scope: coordinator
SELECT (SELECT CAST(COALESCE(SUM(bytes), 0) AS bigint) FROM attachment_content) + (SELECT CAST(COALESCE(SUM(bytes), 0) AS bigint) FROM attachment_upload)

-- name: contents_held_by_none_now
-- scope: coordinator
SELECT CAST(COALESCE(SUM(c.bytes), 0) AS bigint) FROM attachment_content c
WHERE NOT EXISTS (SELECT 1 FROM attachment a WHERE a.hash = c.hash AND (a.removed_at IS NULL OR (a.field <> '' AND a.version = 1)))

-- name: contents_after
-- scope: coordinator
SELECT content_id, hash, bytes FROM attachment_content WHERE hash > $1 ORDER BY hash LIMIT $2

-- name: contents_unheld
-- scope: coordinator
SELECT c.hash FROM attachment_content c WHERE NOT EXISTS (SELECT 1 FROM attachment a WHERE a.hash = c.hash) LIMIT $1

-- name: content_forget
-- scope: coordinator
DELETE FROM attachment_content WHERE hash = $1 AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.hash = $1)

-- name: pieces_unheld
-- scope: coordinator
SELECT p.content_id FROM attachment_piece p
WHERE p.part = 0 AND NOT EXISTS (SELECT 1 FROM attachment_content c WHERE c.content_id = p.content_id)
    AND NOT EXISTS (SELECT 1 FROM attachment_upload u WHERE u.id = p.content_id)
LIMIT $1

-- name: pieces_count
-- scope: coordinator
SELECT COUNT(*) FROM attachment_piece WHERE content_id = $1

-- name: pieces_delete
-- scope: coordinator
DELETE FROM attachment_piece WHERE content_id = $1 AND part >= $2
