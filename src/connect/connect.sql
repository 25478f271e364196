-- name: sources_list
-- scope: coordinator
SELECT s.id, s.name, s.kind, s.is_enabled, s.created_at, s.plan, c.received, c.stored, c.duplicates, c.rejected, c.last_event_at
FROM source s JOIN source_counter c ON c.source_id = s.id
ORDER BY s.id;

-- name: source_find
-- scope: coordinator
SELECT s.id, s.name, s.kind, s.is_enabled, s.created_at, s.plan, c.received, c.stored, c.duplicates, c.rejected, c.last_event_at
FROM source s JOIN source_counter c ON c.source_id = s.id
WHERE s.id = $1;

-- name: source_insert
-- scope: coordinator
INSERT INTO source (id, name, kind, is_enabled, created_at, plan) VALUES ($1, $2, $3, TRUE, $4, NULL);

-- name: source_counter_insert
-- scope: coordinator
INSERT INTO source_counter (source_id, received, stored, duplicates, rejected, last_event_at) VALUES ($1, 0, 0, 0, 0, NULL);

-- name: source_update
-- scope: coordinator
UPDATE source SET name = $2, is_enabled = $3 WHERE id = $1;

-- name: source_plan_update
-- scope: coordinator
UPDATE source SET plan = $2 WHERE id = $1;

-- name: source_count
-- scope: coordinator
UPDATE source_counter SET received = received + $2, stored = stored + $3, duplicates = duplicates + $4, rejected = rejected + $5,
    last_event_at = CASE WHEN last_event_at IS NULL OR last_event_at < $6 THEN $6 ELSE last_event_at END
WHERE source_id = $1;

-- name: source_count_replay
-- scope: coordinator
UPDATE source_counter SET stored = stored + $2, duplicates = duplicates + $3, rejected = rejected - $2 - $3 WHERE source_id = $1;

-- name: write_keys_in_force
-- scope: coordinator
SELECT id, source_id, secret_hash, last_used_at FROM write_key WHERE revoked_at IS NULL;

-- name: write_keys_of_source
-- scope: coordinator
SELECT id, prefix, created_at, last_used_at, revoked_at FROM write_key WHERE source_id = $1 ORDER BY id;

-- name: write_key_insert
-- scope: coordinator
INSERT INTO write_key (id, source_id, secret_hash, prefix, created_at) VALUES ($1, $2, $3, $4, $5);

-- name: write_key_revoke
-- scope: coordinator
UPDATE write_key SET revoked_at = COALESCE(revoked_at, $3) WHERE id = $1 AND source_id = $2;

-- name: write_key_used
-- scope: coordinator
UPDATE write_key SET last_used_at = $2 WHERE id = $1;

-- name: dead_letter_insert
-- scope: coordinator
INSERT INTO dead_letter (id, source_id, dedup_key, received_at, call, type, reason, detail, payload, is_cut, envelope)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (source_id, dedup_key) DO NOTHING;

-- name: dead_letter_page
-- scope: coordinator
SELECT d.id, d.source_id, s.name, d.received_at, d.call, d.type, d.reason, d.detail, d.payload, d.replayed_at
FROM dead_letter d JOIN source s ON s.id = d.source_id
WHERE d.id < $1 AND (d.source_id = $2 OR $2 IS NULL) AND (d.reason = $3 OR $3 = '')
ORDER BY d.id DESC
LIMIT $4;

-- name: dead_letter_count
-- scope: coordinator
SELECT COUNT(*) FROM (
    SELECT 1 AS one FROM dead_letter d WHERE (d.source_id = $1 OR $1 IS NULL) AND (d.reason = $2 OR $2 = '') LIMIT $3
) counted;

-- name: dead_letter_find
-- scope: coordinator
SELECT source_id, received_at, call, payload, is_cut, envelope, replayed_at, dedup_key FROM dead_letter WHERE id = $1;

-- name: dead_letters_to_replay
-- scope: coordinator
SELECT id FROM dead_letter
WHERE id > $1 AND replayed_at IS NULL AND (source_id = $2 OR $2 IS NULL) AND (reason = $3 OR $3 = '')
ORDER BY id
LIMIT $4;

-- name: dead_letter_replayed
-- scope: coordinator
UPDATE dead_letter SET replayed_at = $2 WHERE id = $1 AND replayed_at IS NULL;

-- name: dead_letter_still_wrong
-- scope: coordinator
UPDATE dead_letter SET reason = $2, detail = $3 WHERE id = $1;

-- name: dead_letter_delete
-- scope: coordinator
DELETE FROM dead_letter WHERE id = $1;

-- name: order_sale_claim
-- scope: coordinator
INSERT INTO order_sale (source_id, order_id, person_id, event_id, revenue_minor, currency) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (source_id, order_id) DO NOTHING;

-- name: order_sale_find
-- scope: coordinator
SELECT person_id, event_id, revenue_minor, currency FROM order_sale WHERE source_id = $1 AND order_id = $2;

-- name: default_currency
-- scope: coordinator
SELECT currency FROM workspace WHERE id = 1;
