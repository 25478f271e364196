-- Records that were shown to somebody one by one. All local to the coordinator.

CREATE TABLE record_share (
    object {text} NOT NULL,
    record_id {id} NOT NULL,
    grantee {id} NOT NULL,
    is_team {bool} NOT NULL,
    actor_name {text} NOT NULL,
    shared_at {int} NOT NULL,
    PRIMARY KEY (object, record_id, grantee)
) {clustered};

-- What was changed of them, so that a change set can be taken back.
CREATE TABLE record_share_change (
    change_set {id} NOT NULL,
    object {text} NOT NULL,
    record_id {id} NOT NULL,
    grantee {id} NOT NULL,
    is_team {bool} NOT NULL,
    is_added {bool} NOT NULL,
    PRIMARY KEY (change_set, object, record_id, grantee)
) {clustered};
