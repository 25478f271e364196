-- What was said of people in a field's earlier type, kept where the change of type put it until that is taken back. `place` is the column that the values had then.
CREATE TABLE field_value_aside (
    person_id {id} NOT NULL,
    field {text} NOT NULL,
    place {text} NOT NULL,
    provenance_kind {text} NOT NULL,
    provenance_id {id} NOT NULL,
    provenance_name {text} NOT NULL,
    learned_at {int} NOT NULL,
    value {json},
    change_set {id},
    previous {json},
    PRIMARY KEY (person_id, field, place, provenance_kind, provenance_id)
) {clustered};
