-- One pass over the events of a person. `$2` to `$13` are when twelve months begin, `$14` when the last of them ends; -1 is before, 12 after them.
-- name: event_tallies_of
-- scope: single-key
SELECT e.type, e.source_id, e.currency,
    CASE WHEN e.occurred_at < $2 THEN -1
        WHEN e.occurred_at < $3 THEN 0
        WHEN e.occurred_at < $4 THEN 1
        WHEN e.occurred_at < $5 THEN 2
        WHEN e.occurred_at < $6 THEN 3
        WHEN e.occurred_at < $7 THEN 4
        WHEN e.occurred_at < $8 THEN 5
        WHEN e.occurred_at < $9 THEN 6
        WHEN e.occurred_at < $10 THEN 7
        WHEN e.occurred_at < $11 THEN 8
        WHEN e.occurred_at < $12 THEN 9
        WHEN e.occurred_at < $13 THEN 10
        WHEN e.occurred_at < $14 THEN 11
        ELSE 12 END,
    COUNT(*), MAX(e.occurred_at), CAST(SUM(e.revenue_minor) AS bigint)
FROM event e
WHERE e.person_id = $1 AND NOT EXISTS (SELECT 1 FROM event_retraction r WHERE r.person_id = $1 AND r.event_id = e.event_id)
GROUP BY 1, 2, 3, 4;

-- name: workspace_place
-- scope: coordinator
SELECT currency, time_zone FROM workspace WHERE id = 1;
