-- Teams: who works with whom, in a tree, and who leads. All local to the coordinator.

-- A deleted team stays, so that deleting can be taken back.
CREATE TABLE team (
    id {id} NOT NULL PRIMARY KEY,
    name {text} NOT NULL,
    parent {id},
    version {int} NOT NULL,
    created_at {int} NOT NULL,
    deleted_at {int}
) {table};

CREATE TABLE team_member (
    team {id} NOT NULL REFERENCES team (id),
    user_id {id} NOT NULL REFERENCES user_account (id),
    is_lead {bool} NOT NULL,
    PRIMARY KEY (team, user_id)
) {clustered};

-- What was changed of teams, so that a change set can be taken back. `before` is the team as it was, with its members; nothing where the change made it.
CREATE TABLE team_change (
    change_set {id} NOT NULL,
    team {id} NOT NULL,
    version {int} NOT NULL,
    before {json},
    PRIMARY KEY (change_set, team)
) {clustered};
