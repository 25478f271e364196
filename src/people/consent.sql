-- name: purposes
-- scope: coordinator
SELECT name, definition FROM purpose ORDER BY position, name;

-- name: purpose_find
-- scope: coordinator
SELECT definition FROM purpose WHERE name = $1;

-- name: purpose_insert
-- scope: coordinator
INSERT INTO purpose (name, definition, position) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING;

-- name: purpose_define
-- scope: coordinator
UPDATE purpose SET definition = $2 WHERE name = $1;

-- name: consents_of
-- scope: single-key
SELECT consent_id, purpose, contact_point, state, at, expires_at, how, wording, evidence, actor_name FROM consent WHERE person_id = $1
ORDER BY at, consent_id;

-- name: consents_for
-- scope: single-key
SELECT consent_id, purpose, contact_point, state, at, expires_at, how, wording, evidence, actor_name FROM consent
WHERE person_id = $1 AND purpose = $2 ORDER BY at, consent_id;

-- name: consent_insert
-- scope: single-key
INSERT INTO consent (person_id, consent_id, purpose, contact_point, state, at, expires_at, how, wording, evidence, actor_name, change_set)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: consent_of_others
-- scope: single-key
SELECT consent_id FROM consent WHERE person_id = $1 AND (change_set IS NULL OR change_set <> $2) LIMIT 1;
