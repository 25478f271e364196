-- name: product_events_of
-- scope: single-key
SELECT e.event_id, e.type, e.occurred_at, e.properties, e.caused_by_person, e.caused_by_event, e.subject_object, e.subject_id FROM event e
WHERE e.person_id = $1 AND e.type IN ('Order Completed', 'Order Refunded', 'Order Cancelled', 'Question Asked', 'Question Answered')
    AND NOT EXISTS (SELECT 1 FROM event_retraction r WHERE r.person_id = $1 AND r.event_id = e.event_id)
ORDER BY e.occurred_at DESC, e.event_id DESC LIMIT $2;
