-- name: change_slot_advance
-- scope: coordinator
INSERT INTO change_slot (slot, seq) VALUES ($1, $2)
ON CONFLICT (slot) DO UPDATE SET seq = change_slot.seq + excluded.seq
RETURNING seq

-- name: changes_after_seq
-- scope: coordinator
SELECT slot, seq, kind, person_id, object, record_id, event_id, version
FROM change WHERE slot = $1 AND seq > $2 ORDER BY seq LIMIT $3

-- name: change_kept_from
-- scope: coordinator
SELECT MIN(seq) FROM change WHERE slot = $1

-- name: change_read_by_all
-- scope: coordinator
SELECT s.slot, s.seq, (SELECT MIN(c.seq) FROM change_cursor c WHERE c.slot = s.slot) FROM change_slot s ORDER BY s.slot

-- name: changes_prune
-- scope: coordinator
DELETE FROM change WHERE slot = $1 AND seq < $2

-- name: change_cursor_load
-- scope: coordinator
SELECT seq FROM change_cursor WHERE consumer = $1 AND slot = $2

-- name: change_cursor_save
-- scope: coordinator
INSERT INTO change_cursor (consumer, slot, seq) VALUES ($1, $2, $3)
ON CONFLICT (consumer, slot) DO UPDATE SET seq = excluded.seq
