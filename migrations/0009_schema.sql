-- What was changed of a definition, so that a change set can be taken back. `before` is the definition as it was; nothing where the change made the
-- object.
CREATE TABLE schema_change (
    change_set {id} NOT NULL,
    object {text} NOT NULL,
    version {int} NOT NULL,
    what {text} NOT NULL,
    field {text} NOT NULL,
    before {json},
    PRIMARY KEY (change_set, object, version)
) {clustered};
