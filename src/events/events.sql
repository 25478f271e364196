-- name: message_find
-- scope: coordinator
SELECT person_id, event_id FROM message WHERE source_id = $1 AND message_id = $2;

-- name: messages_find
-- scope: coordinator
SELECT message_id FROM message WHERE source_id = $1 AND message_id = $2
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $3
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $4
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $5
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $6
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $7
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $8
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $9
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $10
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $11
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $12
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $13
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $14
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $15
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $16
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $17
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $18
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $19
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $20
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $21
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $22
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $23
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $24
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $25
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $26
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $27
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $28
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $29
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $30
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $31
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $32
UNION ALL SELECT message_id FROM message WHERE source_id = $1 AND message_id = $33;

-- name: event_find
-- scope: single-key
SELECT e.person_id, e.event_id, e.occurred_at, e.received_at, e.original_occurred_at, e.type, e.call, e.source_id, e.actor_name,
    e.subject_object, e.subject_id, e.revenue_minor, e.margin_minor, e.cost_minor, e.currency, e.product, e.caused_by_person,
    e.caused_by_event, e.is_flagged, e.change_set, e.properties, e.misfits, e.context, r.retracted_at
FROM event e LEFT JOIN event_retraction r ON r.person_id = e.person_id AND r.event_id = e.event_id
WHERE e.person_id = $1 AND e.event_id = $2;

-- name: event_page
-- scope: single-key
SELECT e.person_id, e.event_id, e.occurred_at, e.received_at, e.original_occurred_at, e.type, e.call, e.source_id, e.actor_name,
    e.subject_object, e.subject_id, e.revenue_minor, e.margin_minor, e.cost_minor, e.currency, e.product, e.caused_by_person,
    e.caused_by_event, e.is_flagged, e.change_set, e.properties, e.misfits, e.context, r.retracted_at
FROM event e LEFT JOIN event_retraction r ON r.person_id = e.person_id AND r.event_id = e.event_id
WHERE e.person_id = $1 AND e.occurred_at >= $2 AND (e.occurred_at, e.event_id) < ($3, $4)
    AND (e.type = $5 OR $5 = '') AND (e.source_id = $6 OR $6 IS NULL)
ORDER BY e.occurred_at DESC, e.event_id DESC
LIMIT $7;

-- name: retraction_insert
-- scope: single-key
INSERT INTO event_retraction (person_id, event_id, retracted_at, actor_name, change_set) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (person_id, event_id) DO NOTHING;

-- name: retractions_by_change_set
-- scope: scatter
SELECT person_id, event_id FROM event_retraction WHERE change_set = $1 ORDER BY person_id, event_id LIMIT $2;

-- name: retractions_of_change_set_count
-- scope: scatter
SELECT count(*) FROM event_retraction WHERE change_set = $1;

-- name: retracted_people_by_change_set
-- scope: scatter
SELECT DISTINCT person_id FROM event_retraction WHERE change_set = $1 AND person_id > $2 ORDER BY person_id LIMIT $3;

-- name: retraction_delete
-- scope: single-key
DELETE FROM event_retraction WHERE person_id = $1 AND event_id = $2;

-- name: events_by_change_set
-- scope: scatter
SELECT person_id, event_id, type FROM event
WHERE change_set = $1 AND (person_id > $2 OR (person_id = $2 AND event_id > $3)) ORDER BY person_id, event_id LIMIT $4;

-- name: events_standing_of_change_set_count
-- scope: scatter
SELECT count(*) FROM event e
WHERE e.change_set = $1
    AND NOT EXISTS (SELECT 1 FROM event_retraction r WHERE r.person_id = e.person_id AND r.event_id = e.event_id);

-- name: event_people_by_change_set
-- scope: scatter
SELECT DISTINCT person_id FROM event WHERE change_set = $1 AND person_id > $2 ORDER BY person_id LIMIT $3;

-- name: property_types
-- scope: coordinator
SELECT property, value_type FROM event_property WHERE type = $1;

-- name: property_type_fix
-- scope: coordinator
INSERT INTO event_property (type, property, value_type, first_seen_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (type, property) DO NOTHING;

-- name: event_of_others
-- scope: single-key
SELECT e.event_id FROM event e
WHERE e.person_id = $1 AND (e.change_set IS NULL OR e.change_set <> $2)
    AND NOT EXISTS (SELECT 1 FROM event_retraction r WHERE r.person_id = e.person_id AND r.event_id = e.event_id)
LIMIT 1;

-- name: notes_after
-- scope: scatter
SELECT e.person_id, e.event_id, e.properties FROM event e
LEFT JOIN event_retraction r ON r.person_id = e.person_id AND r.event_id = e.event_id
WHERE (e.person_id, e.event_id) > ($1, $2) AND e.type = 'Note' AND r.event_id IS NULL
ORDER BY e.person_id, e.event_id LIMIT $3;
