-- name: kept_people
-- scope: scatter
SELECT DISTINCT person_id FROM field_value WHERE field = $1 AND person_id > $2 ORDER BY person_id LIMIT $3;

-- name: kept_people_aside
-- scope: scatter
SELECT DISTINCT person_id FROM field_value_aside WHERE field = $1 AND person_id > $2 ORDER BY person_id LIMIT $3;

-- name: kept_set_aside
-- scope: single-key
INSERT INTO field_value_aside (person_id, field, place, provenance_kind, provenance_id, provenance_name, learned_at, value, change_set, previous)
SELECT person_id, field, CAST($3 AS text), provenance_kind, provenance_id, provenance_name, learned_at, value, change_set, previous
FROM field_value WHERE person_id = $1 AND field = $2;

-- name: kept_of
-- scope: single-key
SELECT provenance_kind, provenance_id, value, previous FROM field_value WHERE person_id = $1 AND field = $2;

-- name: kept_put
-- scope: single-key
UPDATE field_value SET value = $5, previous = $6 WHERE person_id = $1 AND field = $2 AND provenance_kind = $3 AND provenance_id = $4;

-- name: kept_said_since
-- scope: scatter
SELECT 1 FROM field_value v WHERE v.field = $1 AND NOT EXISTS (
    SELECT 1 FROM field_value_aside a WHERE a.person_id = v.person_id AND a.field = v.field AND a.place = $2
        AND a.provenance_kind = v.provenance_kind AND a.provenance_id = v.provenance_id AND a.learned_at = v.learned_at
        AND a.change_set IS NOT DISTINCT FROM v.change_set)
LIMIT 1;

-- name: kept_unsaid_since
-- scope: scatter
SELECT 1 FROM field_value_aside a WHERE a.field = $1 AND a.place = $2 AND NOT EXISTS (
    SELECT 1 FROM field_value v WHERE v.person_id = a.person_id AND v.field = a.field
        AND v.provenance_kind = a.provenance_kind AND v.provenance_id = a.provenance_id)
LIMIT 1;

-- name: kept_forget
-- scope: single-key
DELETE FROM field_value WHERE person_id = $1 AND field = $2;

-- name: kept_bring_back
-- scope: single-key
INSERT INTO field_value (person_id, field, provenance_kind, provenance_id, provenance_name, learned_at, value, change_set, previous)
SELECT person_id, field, provenance_kind, provenance_id, provenance_name, learned_at, value, change_set, previous
FROM field_value_aside WHERE person_id = $1 AND field = $2 AND place = $3;

-- name: kept_forget_place
-- scope: single-key
DELETE FROM field_value_aside WHERE person_id = $1 AND field = $2 AND place = $3;

-- name: kept_forget_aside
-- scope: single-key
DELETE FROM field_value_aside WHERE person_id = $1 AND field = $2;
