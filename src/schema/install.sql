-- name: schema_definitions
-- scope: coordinator
SELECT name, definition, version FROM object_definition ORDER BY name

-- name: schema_define
-- scope: coordinator
INSERT INTO object_definition (name, definition, version) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET definition = excluded.definition, version = excluded.version
