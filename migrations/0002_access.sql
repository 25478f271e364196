-- Who may sign in, and what each role sees. All local to the coordinator.

CREATE TABLE workspace (
    id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    name {text} NOT NULL,
    language {text} NOT NULL,
    currency {text} NOT NULL,
    time_zone {text} NOT NULL,
    created_at {int} NOT NULL
) {table};

CREATE TABLE user_account (
    id {id} NOT NULL PRIMARY KEY,
    name {text} NOT NULL,
    email {text} NOT NULL,
    email_folded {text} NOT NULL UNIQUE,
    password_hash {text} NOT NULL,
    role {text} NOT NULL,
    is_disabled {bool} NOT NULL,
    language {text} NOT NULL,
    theme {text} NOT NULL,
    density {text} NOT NULL,
    created_at {int} NOT NULL,
    last_sign_in_at {int}
) {table};

CREATE TABLE session (
    id {id} NOT NULL PRIMARY KEY,
    secret_hash {blob} NOT NULL UNIQUE,
    user_id {id} NOT NULL REFERENCES user_account (id),
    created_at {int} NOT NULL,
    last_seen_at {int} NOT NULL,
    expires_at {int} NOT NULL
) {table};
CREATE INDEX session_by_user ON session (user_id);

CREATE TABLE api_token (
    id {id} NOT NULL PRIMARY KEY,
    name {text} NOT NULL,
    role {text} NOT NULL,
    secret_hash {blob} NOT NULL UNIQUE,
    prefix {text} NOT NULL,
    created_by {id},
    created_at {int} NOT NULL,
    last_used_at {int},
    revoked_at {int}
) {table};

-- The rows of an object that a role may see, as an expression of the rule language. No row: all of them.
CREATE TABLE role_row_rule (
    role {text} NOT NULL,
    object {text} NOT NULL,
    expression {text} NOT NULL,
    PRIMARY KEY (role, object)
) {table};
