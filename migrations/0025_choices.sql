-- Choices that were added to open fields while records were edited or files taken in (`is_made`), or taken out again by going back, so that a change set
-- can be taken back. `choice` is the whole of it: value, label, colour.
CREATE TABLE schema_choice (
    change_set {id} NOT NULL,
    object {text} NOT NULL,
    field {text} NOT NULL,
    value {text} NOT NULL,
    choice {json} NOT NULL,
    is_made {bool} NOT NULL,
    PRIMARY KEY (change_set, object, field, value)
) {clustered};
