-- What a change set made of shared views: `version` is the one that it left, `before` what the view was; null: it was not there.
CREATE TABLE saved_view_change (
    change_set {id} NOT NULL,
    view_id {id} NOT NULL,
    version {int} NOT NULL,
    before {json},
    PRIMARY KEY (change_set, view_id)
) {clustered};
