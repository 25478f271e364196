-- name: schema_versions
-- scope: coordinator
SELECT name, version FROM object_definition ORDER BY name

-- name: schema_definition
-- scope: coordinator
SELECT definition, version FROM object_definition WHERE name = $1

-- name: schema_define
-- scope: coordinator
INSERT INTO object_definition (name, definition, version) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET definition = excluded.definition, version = excluded.version

-- name: schema_forget
-- scope: coordinator
DELETE FROM object_definition WHERE name = $1

-- name: schema_version
-- scope: coordinator
SELECT CAST(value AS bigint) FROM meta WHERE name = 'schema_version'

-- name: schema_set_version
-- scope: coordinator
INSERT INTO meta (name, value) VALUES ('schema_version', $1)
ON CONFLICT (name) DO UPDATE SET value = excluded.value
