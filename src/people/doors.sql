-- name: source_names
-- scope: coordinator
SELECT id, name FROM source;
