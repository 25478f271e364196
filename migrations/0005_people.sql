-- Whose is it, how to reach them, and what they allow. `identity`, `identity_shared`, `account_identity`,
-- `person_edge` and `purpose` are local; the others are distributed by person_id.

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
-- Claims made by the tracking API belong to no change set.
CREATE INDEX identity_by_change_set ON identity (change_set) WHERE change_set IS NOT NULL;

-- Keys that were found to be shared: they identify no one any more. `person_id` is who held the key last.
CREATE TABLE identity_shared (
    kind {text} NOT NULL,
    value {text} NOT NULL,
    person_id {id} NOT NULL,
    reason {text} NOT NULL,
    shared_at {int} NOT NULL,
    PRIMARY KEY (kind, value)
) {clustered};

-- What keys could not decide and somebody should look at. `value` is empty where the case is about the person as such.
CREATE TABLE identity_review (
    person_id {id} NOT NULL,
    reason {text} NOT NULL,
    kind {text} NOT NULL,
    value {text} NOT NULL,
    other_person_id {id},
    found_at {int} NOT NULL,
    PRIMARY KEY (person_id, reason, kind, value)
) {clustered};

-- A key that says which company (or household): the group id of the tracking API.
CREATE TABLE account_identity (
    kind {text} NOT NULL,
    value {text} NOT NULL,
    object {text} NOT NULL,
    record_id {id} NOT NULL,
    claimed_at {int} NOT NULL,
    PRIMARY KEY (kind, value)
) {clustered};

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

-- One edge a join. The root of each tree is the person. `kind` and `value` are the key that spoke for it; NULL: somebody decided it.
CREATE TABLE person_edge (
    loser {id} NOT NULL PRIMARY KEY,
    survivor {id} NOT NULL,
    change_set {id} NOT NULL,
    joined_at {int} NOT NULL,
    kind {text},
    value {text}
) {clustered};
CREATE INDEX person_edge_by_survivor ON person_edge (survivor);
CREATE INDEX person_edge_by_change_set ON person_edge (change_set);
CREATE INDEX person_edge_by_key ON person_edge (kind, value) WHERE kind IS NOT NULL;

-- Where each value of a person came from. The record's row is the fold of these. `previous` is what the same provenance said before the change set
-- that wrote the row: what reverting that set brings back.
CREATE TABLE field_value (
    person_id {id} NOT NULL,
    field {text} NOT NULL,
    provenance_kind {text} NOT NULL,
    provenance_id {id} NOT NULL,
    provenance_name {text} NOT NULL,
    learned_at {int} NOT NULL,
    value {json},
    change_set {id},
    previous {json},
    PRIMARY KEY (person_id, field, provenance_kind, provenance_id)
) {clustered};
CREATE INDEX field_value_by_change_set ON field_value (change_set);

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
