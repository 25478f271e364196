-- Entries of the audit log, their texts and their seals.

-- name: audit_entry_add
-- scope: coordinator
INSERT INTO audit_entry (id, at, actor_kind, actor_id, action, outcome, kind, object, record_id, change_set, facts, actor_hash, subject_hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: audit_text_add
-- scope: coordinator
INSERT INTO audit_text (entry_id, part, salt, content, folded, person_id) VALUES ($1, $2, $3, $4, $5, $6)

-- name: audit_texts_of
-- scope: coordinator
SELECT part, content FROM audit_text WHERE entry_id = $1

-- name: audit_any_unsealed
-- scope: coordinator
SELECT 1 FROM audit_entry WHERE seq IS NULL LIMIT 1

-- name: audit_unsealed
-- scope: coordinator
SELECT id, at, actor_kind, actor_id, action, outcome, kind, object, record_id, change_set, facts, actor_hash, subject_hash, seq, hash
FROM audit_entry WHERE seq IS NULL ORDER BY id LIMIT $1

-- name: audit_counts
-- scope: coordinator
SELECT COUNT(*), COUNT(seq) FROM audit_entry

-- name: audit_newest
-- scope: coordinator
SELECT seq, hash FROM audit_entry WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1

-- name: audit_seal
-- scope: coordinator
UPDATE audit_entry SET seq = $2, hash = $3 WHERE id = $1 AND seq IS NULL

-- name: audit_chain
-- scope: coordinator
SELECT id, at, actor_kind, actor_id, action, outcome, kind, object, record_id, change_set, facts, actor_hash, subject_hash, seq, hash
FROM audit_entry WHERE seq > $1 ORDER BY seq LIMIT $2

-- name: audit_texts_of_chain
-- scope: coordinator
SELECT t.entry_id, t.part, t.salt, t.content FROM audit_entry e JOIN audit_text t ON t.entry_id = e.id WHERE e.seq > $1 AND e.seq <= $2

-- name: audit_text_without_entry
-- scope: coordinator
SELECT entry_id FROM audit_text t WHERE NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.id = t.entry_id) LIMIT 1
