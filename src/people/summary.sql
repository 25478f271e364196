-- name: event_types_of
-- scope: single-key
SELECT e.type, COUNT(*), MAX(e.occurred_at) FROM event e
WHERE e.person_id = $1 AND NOT EXISTS (SELECT 1 FROM event_retraction r WHERE r.person_id = $1 AND r.event_id = e.event_id)
GROUP BY e.type;

-- name: event_revenue_of
-- scope: single-key
SELECT e.currency, CAST(SUM(e.revenue_minor) AS bigint) FROM event e
WHERE e.person_id = $1 AND e.revenue_minor IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM event_retraction r WHERE r.person_id = $1 AND r.event_id = e.event_id)
GROUP BY e.currency;

-- name: event_sources_of
-- scope: single-key
SELECT e.source_id, COUNT(*) FROM event e
WHERE e.person_id = $1 AND e.source_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM event_retraction r WHERE r.person_id = $1 AND r.event_id = e.event_id)
GROUP BY e.source_id;

-- name: event_month_of
-- scope: single-key
SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN e.currency = $4 THEN e.revenue_minor ELSE 0 END), 0) AS bigint) FROM event e
WHERE e.person_id = $1 AND e.occurred_at >= $2 AND e.occurred_at < $3
    AND NOT EXISTS (SELECT 1 FROM event_retraction r WHERE r.person_id = $1 AND r.event_id = e.event_id);

-- name: workspace_place
-- scope: coordinator
SELECT currency, time_zone FROM workspace WHERE id = 1;
