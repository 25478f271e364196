-- name: home_sources
-- scope: coordinator
SELECT s.id, s.name, s.is_enabled, c.last_event_at FROM source s LEFT JOIN source_counter c ON c.source_id = s.id ORDER BY s.name, s.id;

-- name: home_dead_letters
-- scope: coordinator
SELECT COUNT(*) FROM dead_letter WHERE replayed_at IS NULL;
