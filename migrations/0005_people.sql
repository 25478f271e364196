-- Whose is it, how to reach them, and what they allow. `identity`, `person_edge`, `purpose` and `identity_kind` are local; the others are distributed by person_id.

-- A key that says who. Never rewritten: a claim is released when the key turns out to be shared.
CREATE TABLE identity (
    kind {text} NOT NULL,
    value {text} NOT NULL,
    person_id {id} NOT NULL,
    claimed_at {int} NOT NULL,
    source_id {id},
    change_set {id},
    PRIMARY KEY (kind, value)
) {clustered};
CREATE INDEX identity_by_person ON identity (person_id);

CREATE TABLE identity_released (
    person_id {id} NOT NULL,
    kind {text} NOT NULL,
    value {text} NOT NULL,
    claimed_at {int} NOT NULL,
    released_at {int} NOT NULL,
    reason {text} NOT NULL,
    PRIMARY KEY (person_id, kind, value, released_at)
) {clustered};

CREATE TABLE contact_point (
    person_id {id} NOT NULL,
    kind {text} NOT NULL,
    value {text} NOT NULL,
    state {text} NOT NULL,
    is_preferred {bool} NOT NULL,
    learned_at {int} NOT NULL,
    PRIMARY KEY (person_id, kind, value)
) {clustered};

-- One edge a join. The root of each tree is the person.
CREATE TABLE person_edge (
    loser {id} NOT NULL PRIMARY KEY,
    survivor {id} NOT NULL,
    change_set {id} NOT NULL,
    joined_at {int} NOT NULL
) {clustered};
CREATE INDEX person_edge_by_survivor ON person_edge (survivor);
CREATE INDEX person_edge_by_change_set ON person_edge (change_set);

-- Where each value of a person came from. The record's row is the fold of these.
CREATE TABLE field_value (
    person_id {id} NOT NULL,
    field {text} NOT NULL,
    provenance_kind {text} NOT NULL,
    provenance_id {id} NOT NULL,
    provenance_name {text} NOT NULL,
    learned_at {int} NOT NULL,
    value {json},
    change_set {id},
    PRIMARY KEY (person_id, field, provenance_kind, provenance_id)
) {clustered};

CREATE TABLE purpose (
    name {text} NOT NULL PRIMARY KEY,
    definition {json} NOT NULL,
    position {int} NOT NULL
) {table};

-- The ledger is the truth; the event on the timeline is its trace.
CREATE TABLE consent (
    person_id {id} NOT NULL,
    consent_id {id} NOT NULL,
    purpose {text} NOT NULL,
    contact_point {text},
    state {text} NOT NULL,
    at {int} NOT NULL,
    expires_at {int},
    how {text} NOT NULL,
    wording {text},
    evidence {text},
    actor_name {text} NOT NULL,
    change_set {id},
    PRIMARY KEY (person_id, consent_id)
) {clustered};

-- A person and a company, two people, or a person and us.
CREATE TABLE relationship (
    person_id {id} NOT NULL,
    relationship_id {id} NOT NULL,
    kind {text} NOT NULL,
    other_object {text},
    other_id {id},
    stage {text},
    stage_entered_at {int},
    began_at {int},
    ended_at {int},
    change_set {id},
    PRIMARY KEY (person_id, relationship_id)
) {clustered};
