-- name: duplicate_pairs
-- scope: scatter
SELECT person_id, other_person_id, MAX(found_at) FROM identity_review WHERE other_person_id IS NOT NULL
GROUP BY person_id, other_person_id ORDER BY 3 DESC, 1 DESC, 2 DESC LIMIT $1;

-- name: duplicate_pairs_after
-- scope: scatter
SELECT person_id, other_person_id, MAX(found_at) FROM identity_review WHERE other_person_id IS NOT NULL
GROUP BY person_id, other_person_id HAVING (MAX(found_at), person_id, other_person_id) < ($1, $2, $3)
ORDER BY 3 DESC, 1 DESC, 2 DESC LIMIT $4;

-- name: apart_find
-- scope: coordinator
SELECT decided_at FROM person_apart WHERE person_id = $1 AND other_person_id = $2;

-- name: apart_insert
-- scope: coordinator
INSERT INTO person_apart (person_id, other_person_id, decided_at, actor_name, change_set) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (person_id, other_person_id) DO NOTHING;

-- name: apart_by_change_set
-- scope: coordinator
SELECT person_id FROM person_apart WHERE change_set = $1 AND person_id > $2
UNION SELECT other_person_id FROM person_apart WHERE change_set = $1 AND other_person_id > $2 ORDER BY person_id LIMIT $3;

-- name: apart_delete
-- scope: coordinator
DELETE FROM person_apart WHERE change_set = $1;
