-- Files on records, those that are on their way, and what was changed of them.

-- name: attachments_of
-- scope: coordinator
SELECT a.id, a.object, a.record_id, a.name, a.hash, a.version, a.actor_kind, a.actor_id, COALESCE(u.name, a.actor_name), a.added_at, a.removed_at,
    c.bytes, c.media_type, a.field
FROM attachment a JOIN attachment_content c ON c.hash = a.hash LEFT JOIN user_account u ON u.id = a.actor_id
WHERE a.object = $1 AND a.record_id = $2 AND a.field = '' AND a.id < $3 AND a.removed_at IS NULL ORDER BY a.id DESC LIMIT $4

-- name: attachment_get
-- scope: coordinator
SELECT a.id, a.object, a.record_id, a.name, a.hash, a.version, a.actor_kind, a.actor_id,
    COALESCE((SELECT u.name FROM user_account u WHERE u.id = a.actor_id), a.actor_name), a.added_at, a.removed_at,
    (SELECT c.bytes FROM attachment_content c WHERE c.hash = a.hash), (SELECT c.media_type FROM attachment_content c WHERE c.hash = a.hash), a.field
FROM attachment a WHERE a.id = $1 FOR UPDATE

-- name: attachment_read
-- scope: coordinator
SELECT a.id, a.object, a.record_id, a.name, a.hash, a.version, a.actor_kind, a.actor_id, COALESCE(u.name, a.actor_name), a.added_at, a.removed_at,
    c.bytes, c.media_type, a.field
FROM attachment a JOIN attachment_content c ON c.hash = a.hash LEFT JOIN user_account u ON u.id = a.actor_id
WHERE a.id = $1

-- name: attachments_after
-- scope: coordinator
SELECT id, record_id, name FROM attachment WHERE removed_at IS NULL AND id > $1 ORDER BY id LIMIT $2

-- name: attachments_count
-- scope: coordinator
SELECT COUNT(*) FROM attachment WHERE object = $1 AND record_id = $2 AND field = $3 AND (removed_at IS NULL OR (field <> '' AND version = 1))

-- name: attachment_add
-- scope: coordinator
INSERT INTO attachment (id, object, record_id, field, name, hash, version, actor_kind, actor_id, actor_name, added_at, removed_at)
VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10, $11)

-- name: attachment_put
-- scope: coordinator
UPDATE attachment SET name = $2, removed_at = $3, version = $4 WHERE id = $1

-- name: attachment_note_change
-- scope: coordinator
INSERT INTO attachment_change (change_set, attachment_id, object, record_id, version, name_before, was_there) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: attachment_changes_of
-- scope: coordinator
SELECT attachment_id, version, name_before, was_there, object, record_id FROM attachment_change WHERE change_set = $1

-- name: attachment_added_by
-- scope: coordinator
SELECT change_set FROM attachment_change WHERE attachment_id = $1 AND object = $2 AND record_id = $3 AND version = 1

-- name: attachments_removed
-- scope: coordinator
SELECT id FROM attachment WHERE (removed_at < $1 AND NOT (field <> '' AND version = 1)) OR (removed_at < $2 AND field <> '' AND version = 1)
ORDER BY removed_at LIMIT $3

-- name: attachments_without_object
-- scope: coordinator
SELECT a.id FROM attachment a WHERE NOT EXISTS (SELECT 1 FROM object_definition o WHERE o.name = a.object) LIMIT $1

-- name: attachment_changes_forget_names
-- scope: coordinator
UPDATE attachment_change SET name_before = '' WHERE object = $2 AND record_id = $3 AND attachment_id = $1

-- name: attachment_purge
-- scope: coordinator
DELETE FROM attachment WHERE id = $1

-- name: attachment_upload_add
-- scope: coordinator
INSERT INTO attachment_upload (id, object, record_id, name, bytes, bytes_received, actor_kind, actor_id, actor_name, begun_at, field)
VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8, $9, $10)

-- name: attachment_upload_get
-- scope: coordinator
SELECT id, object, record_id, name, bytes, bytes_received, actor_kind, actor_id, field FROM attachment_upload WHERE id = $1 FOR UPDATE

-- name: attachment_upload_received
-- scope: coordinator
UPDATE attachment_upload SET bytes_received = $2 WHERE id = $1

-- name: attachment_upload_delete
-- scope: coordinator
DELETE FROM attachment_upload WHERE id = $1

-- name: attachment_uploads_open
-- scope: coordinator
SELECT COUNT(*), CAST(COALESCE(SUM(bytes), 0) AS bigint) FROM attachment_upload WHERE actor_kind = $1 AND (actor_id = $2 OR (actor_id IS NULL AND $2 IS NULL))

-- name: attachment_uploads_purge
-- scope: coordinator
DELETE FROM attachment_upload WHERE begun_at < $1

-- name: field_file
-- scope: coordinator
SELECT record_id, name, removed_at, version FROM attachment WHERE id = $1 AND object = $2 AND field = $3

-- name: field_file_lock
-- scope: coordinator
SELECT id FROM attachment WHERE id = $1 FOR UPDATE

-- name: field_file_take_up
-- scope: coordinator
UPDATE attachment SET removed_at = NULL, record_id = $2 WHERE id = $1

-- name: files_forget
-- scope: coordinator
DELETE FROM attachment WHERE object = $1

-- name: uploads_forget
-- scope: coordinator
DELETE FROM attachment_upload WHERE object = $1

-- name: field_files_forget
-- scope: coordinator
DELETE FROM attachment WHERE object = $1 AND field = $2 AND field <> ''

-- name: field_files_forget_of
-- scope: coordinator
DELETE FROM attachment WHERE object = $1 AND field = $2 AND record_id = $3

-- name: field_uploads_forget
-- scope: coordinator
DELETE FROM attachment_upload WHERE object = $1 AND field = $2

-- name: field_uploads_forget_of
-- scope: coordinator
DELETE FROM attachment_upload WHERE object = $1 AND field = $2 AND record_id = $3
