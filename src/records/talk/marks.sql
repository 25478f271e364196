-- name: watch_find
-- scope: coordinator
SELECT 1 FROM record_watch WHERE user_id = $1 AND object = $2 AND record_id = $3

-- name: watch_count
-- scope: coordinator
SELECT COUNT(*) FROM record_watch WHERE user_id = $1

-- name: watch_add
-- scope: coordinator
INSERT INTO record_watch (user_id, object, record_id, version, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (user_id, object, record_id) DO NOTHING

-- name: watch_remove
-- scope: coordinator
DELETE FROM record_watch WHERE user_id = $1 AND object = $2 AND record_id = $3

-- name: favourite_find
-- scope: coordinator
SELECT 1 FROM record_favourite WHERE user_id = $1 AND object = $2 AND record_id = $3

-- name: favourite_count
-- scope: coordinator
SELECT COUNT(*) FROM record_favourite WHERE user_id = $1

-- name: favourite_add
-- scope: coordinator
INSERT INTO record_favourite (user_id, object, record_id, created_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (user_id, object, record_id) DO NOTHING

-- name: favourite_remove
-- scope: coordinator
DELETE FROM record_favourite WHERE user_id = $1 AND object = $2 AND record_id = $3

-- name: favourites_of
-- scope: coordinator
SELECT object, record_id FROM record_favourite WHERE user_id = $1 ORDER BY created_at, record_id
