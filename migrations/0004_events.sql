-- The log of facts. `event` and `event_retraction` are distributed by person_id; `message` and `event_type` are local.

CREATE TABLE event (
    person_id {id} NOT NULL,
    event_id {id} NOT NULL,
    occurred_at {int} NOT NULL,
    received_at {int} NOT NULL,
    original_occurred_at {int},
    type {text} NOT NULL,
    call {text} NOT NULL,
    source_id {id},
    actor_name {text},
    subject_object {text},
    subject_id {id},
    revenue_minor {int},
    margin_minor {int},
    cost_minor {int},
    currency {text},
    product {text},
    caused_by_person {id},
    caused_by_event {id},
    is_flagged {bool} NOT NULL,
    change_set {id},
    properties {json},
    misfits {json},
    context {json},
    PRIMARY KEY (person_id, event_id)
) {clustered};
CREATE INDEX event_by_time ON event (person_id, occurred_at, event_id);
-- For counts by day over everyone. New entries land at the right edge, so that it costs ingest little.
CREATE INDEX event_by_day ON event (occurred_at);
-- Events of the tracking API belong to no change set and cost nothing here; those of imports and of people at their screens do.
CREATE INDEX event_by_change_set ON event (change_set) WHERE change_set IS NOT NULL;

CREATE TABLE event_retraction (
    person_id {id} NOT NULL,
    event_id {id} NOT NULL,
    retracted_at {int} NOT NULL,
    actor_name {text} NOT NULL,
    change_set {id} NOT NULL,
    PRIMARY KEY (person_id, event_id)
) {clustered};
CREATE INDEX event_retraction_by_change_set ON event_retraction (change_set);

-- The claim that makes a retry change nothing.
CREATE TABLE message (
    source_id {id} NOT NULL,
    message_id {text} NOT NULL,
    person_id {id} NOT NULL,
    event_id {id} NOT NULL,
    PRIMARY KEY (source_id, message_id)
) {clustered};

-- The type of each property of an event type: by plan, or by the first value seen.
CREATE TABLE event_property (
    type {text} NOT NULL,
    property {text} NOT NULL,
    value_type {text} NOT NULL,
    first_seen_at {int} NOT NULL,
    PRIMARY KEY (type, property)
) {clustered};
