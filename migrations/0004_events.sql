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
    context {json},
    PRIMARY KEY (person_id, event_id)
) {clustered};
CREATE INDEX event_by_time ON event (person_id, occurred_at, event_id);

CREATE TABLE event_retraction (
    person_id {id} NOT NULL,
    event_id {id} NOT NULL,
    retracted_at {int} NOT NULL,
    actor_name {text} NOT NULL,
    change_set {id} NOT NULL,
    PRIMARY KEY (person_id, event_id)
) {clustered};

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
