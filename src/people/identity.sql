-- name: claim_find
-- scope: coordinator
SELECT i.person_id, e.survivor FROM identity i LEFT JOIN person_edge e ON e.loser = i.person_id WHERE i.kind = $1 AND i.value = $2;

-- name: claim_insert
-- scope: coordinator
INSERT INTO identity (kind, value, person_id, claimed_at, source_id, change_set) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (kind, value) DO NOTHING;

-- name: claim_delete
-- scope: coordinator
DELETE FROM identity WHERE kind = $1 AND value = $2 AND person_id = $3;

-- name: claims_of
-- scope: coordinator
SELECT kind, value, claimed_at, source_id FROM identity WHERE person_id = $1 ORDER BY claimed_at, kind, value;

-- name: claim_time
-- scope: coordinator
SELECT claimed_at FROM identity WHERE kind = $1 AND value = $2 AND person_id = $3;

-- name: claims_count
-- scope: coordinator
SELECT COUNT(*) FROM identity WHERE person_id = $1;

-- name: claim_kinds
-- scope: coordinator
SELECT DISTINCT kind FROM identity WHERE person_id = $1;

-- name: user_id_sources
-- scope: coordinator
SELECT DISTINCT source_id FROM identity WHERE person_id = $1 AND kind = 'user_id';

-- name: claims_by_change_set
-- scope: coordinator
SELECT kind, value, person_id FROM identity
WHERE change_set = $1 AND (kind > $2 OR (kind = $2 AND value > $3)) ORDER BY kind, value LIMIT $4;

-- name: claim_people_by_change_set
-- scope: coordinator
SELECT DISTINCT person_id FROM identity WHERE change_set = $1 AND person_id > $2 ORDER BY person_id LIMIT $3;

-- name: claim_release
-- scope: single-key
INSERT INTO identity_released (person_id, kind, value, claimed_at, released_at, reason) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (person_id, kind, value, released_at) DO NOTHING;

-- name: released_of
-- scope: single-key
SELECT kind, value, claimed_at, released_at, reason FROM identity_released WHERE person_id = $1 ORDER BY released_at, kind, value;

-- name: shared_find
-- scope: coordinator
SELECT person_id FROM identity_shared WHERE kind = $1 AND value = $2;

-- name: shared_insert
-- scope: coordinator
INSERT INTO identity_shared (kind, value, person_id, reason, shared_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (kind, value) DO NOTHING;

-- name: review_insert
-- scope: single-key
INSERT INTO identity_review (person_id, reason, kind, value, other_person_id, found_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (person_id, reason, kind, value) DO NOTHING;

-- name: reviews_of
-- scope: single-key
SELECT reason, kind, value, other_person_id, found_at FROM identity_review WHERE person_id = $1 ORDER BY found_at, reason, kind, value;

-- name: edge_of
-- scope: coordinator
SELECT survivor, joined_at FROM person_edge WHERE loser = $1;

-- name: edges_into
-- scope: coordinator
SELECT loser, change_set, joined_at FROM person_edge WHERE survivor = $1 ORDER BY joined_at, loser;

-- name: edges_by_change_set
-- scope: coordinator
SELECT loser, survivor FROM person_edge WHERE change_set = $1 ORDER BY loser LIMIT $2;

-- name: edges_of_change_set_count
-- scope: coordinator
SELECT count(*) FROM person_edge WHERE change_set = $1;

-- name: edge_people_by_change_set
-- scope: coordinator
SELECT loser AS person_id FROM person_edge WHERE change_set = $1 AND loser > $2
UNION SELECT survivor FROM person_edge WHERE change_set = $1 AND survivor > $2 ORDER BY person_id LIMIT $3;

-- name: edge_insert
-- scope: coordinator
INSERT INTO person_edge (loser, survivor, change_set, joined_at, kind, value) VALUES ($1, $2, $3, $4, $5, $6);

-- name: edge_delete
-- scope: coordinator
DELETE FROM person_edge WHERE loser = $1;

-- name: joins_of_key
-- scope: coordinator
SELECT COUNT(*) FROM person_edge WHERE kind = $1 AND value = $2;

-- name: contact_insert
-- scope: single-key
INSERT INTO contact_point (person_id, kind, value, state, is_preferred, learned_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (person_id, kind, value) DO NOTHING;

-- name: contacts_of
-- scope: single-key
SELECT kind, value, state, is_preferred, learned_at FROM contact_point WHERE person_id = $1 ORDER BY learned_at, kind, value;

-- name: account_find
-- scope: coordinator
SELECT record_id FROM account_identity WHERE kind = $1 AND value = $2;

-- name: account_claim
-- scope: coordinator
INSERT INTO account_identity (kind, value, object, record_id, claimed_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (kind, value) DO NOTHING;

-- name: account_move
-- scope: coordinator
UPDATE account_identity SET record_id = $3 WHERE kind = $1 AND value = $2;

-- name: account_forget
-- scope: coordinator
DELETE FROM account_identity WHERE record_id = $1;

-- name: relationships_to
-- scope: scatter
SELECT person_id, relationship_id FROM relationship WHERE other_id = $1;

-- name: relationship_forget
-- scope: single-key
DELETE FROM relationship WHERE person_id = $1 AND relationship_id = $2;

-- name: relationship_insert
-- scope: single-key
INSERT INTO relationship (person_id, relationship_id, kind, other_object, other_id, began_at, change_set) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (person_id, relationship_id) DO NOTHING;

-- name: edge_of_others
-- scope: coordinator
SELECT loser FROM person_edge WHERE (survivor = $1 OR loser = $1) AND change_set <> $2 LIMIT 1;
