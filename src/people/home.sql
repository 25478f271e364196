-- name: home_events
-- scope: scatter
SELECT COUNT(*) FROM event WHERE occurred_at >= $1 AND occurred_at < $2;

-- name: home_retracted
-- scope: scatter
SELECT COUNT(*) FROM event_retraction r JOIN event e ON e.person_id = r.person_id AND e.event_id = r.event_id
WHERE e.occurred_at >= $1 AND e.occurred_at < $2;

-- name: home_sources
-- scope: coordinator
SELECT s.id, s.name, s.is_enabled, c.last_event_at FROM source s LEFT JOIN source_counter c ON c.source_id = s.id ORDER BY s.name, s.id;

-- name: home_dead_letters
-- scope: coordinator
SELECT COUNT(*) FROM dead_letter WHERE replayed_at IS NULL;
