-- name: values_of
-- scope: single-key
SELECT field, provenance_kind, provenance_id, provenance_name, learned_at, value, change_set FROM field_value WHERE person_id = $1
ORDER BY field, provenance_kind, provenance_id;

-- name: value_put
-- scope: single-key
INSERT INTO field_value (person_id, field, provenance_kind, provenance_id, provenance_name, learned_at, value, change_set, previous)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (person_id, field, provenance_kind, provenance_id) DO UPDATE SET provenance_name = excluded.provenance_name,
    learned_at = excluded.learned_at, value = excluded.value, change_set = excluded.change_set,
    previous = CASE WHEN field_value.change_set = excluded.change_set THEN field_value.previous ELSE excluded.previous END;

-- name: value_touch
-- scope: single-key
UPDATE field_value SET learned_at = $5 WHERE person_id = $1 AND field = $2 AND provenance_kind = $3 AND provenance_id = $4;

-- name: value_delete
-- scope: single-key
DELETE FROM field_value WHERE person_id = $1 AND field = $2 AND provenance_kind = $3 AND provenance_id = $4;

-- name: values_by_change_set
-- scope: scatter
SELECT person_id, field, provenance_kind, provenance_id, provenance_name, previous FROM field_value WHERE change_set = $1
ORDER BY person_id, field, provenance_kind, provenance_id LIMIT $2;

-- name: value_people_by_change_set
-- scope: scatter
SELECT DISTINCT person_id FROM field_value WHERE change_set = $1 AND person_id > $2 ORDER BY person_id LIMIT $3;

-- name: first_sent_event
-- scope: single-key
SELECT occurred_at FROM event WHERE person_id = $1 AND source_id IS NOT NULL ORDER BY occurred_at, event_id LIMIT 1;

-- name: last_sent_event
-- scope: single-key
SELECT occurred_at FROM event WHERE person_id = $1 AND source_id IS NOT NULL ORDER BY occurred_at DESC, event_id DESC LIMIT 1;

-- name: workspace_language
-- scope: coordinator
SELECT language FROM workspace WHERE id = 1;
