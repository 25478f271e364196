-- name: day_events
-- scope: scatter
SELECT e.person_id, e.event_id, e.type, e.source_id, e.revenue_minor, e.currency FROM event e
WHERE e.occurred_at >= $1 AND e.occurred_at < $2
    AND NOT EXISTS (SELECT 1 FROM event_retraction r WHERE r.person_id = e.person_id AND r.event_id = e.event_id);

-- name: day_event_place
-- scope: single-key
SELECT occurred_at, revenue_minor, caused_by_person, caused_by_event FROM event WHERE person_id = $1 AND event_id = $2;

-- name: day_next_sale
-- scope: single-key
SELECT e.occurred_at FROM event e
WHERE e.person_id = $1 AND e.occurred_at >= $2 AND e.revenue_minor > 0
    AND NOT EXISTS (SELECT 1 FROM event_retraction r WHERE r.person_id = $1 AND r.event_id = e.event_id)
ORDER BY e.occurred_at, e.event_id LIMIT 1;

-- name: day_answer
-- scope: single-key
SELECT 1 FROM event e
WHERE e.person_id = $1 AND e.occurred_at >= $2 AND e.type = 'Question Answered' AND e.caused_by_event = $3
    AND NOT EXISTS (SELECT 1 FROM event_retraction r WHERE r.person_id = $1 AND r.event_id = e.event_id)
LIMIT 1;

-- name: day_span
-- scope: scatter
SELECT MIN(occurred_at), MAX(occurred_at) FROM event;

-- name: day_slots
-- scope: coordinator
SELECT s.slot, s.seq, c.seq FROM change_slot s LEFT JOIN change_cursor c ON c.slot = s.slot AND c.consumer = $1 ORDER BY s.slot;

-- name: day_state
-- scope: coordinator
SELECT epoch, time_zone FROM day_total_state WHERE id = 1;

-- name: day_state_save
-- scope: coordinator
INSERT INTO day_total_state (id, epoch, time_zone) VALUES (1, $1, $2)
ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, time_zone = excluded.time_zone;

-- name: day_totals_delete
-- scope: coordinator
DELETE FROM day_total WHERE day = $1;

-- name: day_totals_clear
-- scope: coordinator
DELETE FROM day_total;

-- name: day_totals_between
-- scope: coordinator
SELECT day, measure, part, amount FROM day_total WHERE measure = $1 AND day >= $2 AND day < $3 ORDER BY day, part;
