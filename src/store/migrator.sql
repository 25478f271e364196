-- name: migrations_applied
-- scope: coordinator
SELECT number, name, checksum, finished_at FROM migration ORDER BY number

-- name: migration_insert
-- scope: coordinator
INSERT INTO migration (number, name, checksum, began_at, finished_at) VALUES ($1, $2, $3, $4, $5)
