-- Roles as data: what those who have one may do with each object and field, and beside it. All local to the coordinator.

-- The standard roles are written at the first start. `title` is empty where the role has its standard one, which is told in the reader's language. A deleted
-- role stays, so that its name is not used again and deleting can be taken back.
CREATE TABLE access_role (
    name {text} NOT NULL PRIMARY KEY,
    title {text} NOT NULL,
    definition {json} NOT NULL,
    version {int} NOT NULL,
    created_at {int} NOT NULL,
    deleted_at {int}
) {table};

-- What was changed of roles, so that a change set can be taken back. `before` is the role as it was, with its row rules; nothing where the change made it.
CREATE TABLE access_role_change (
    change_set {id} NOT NULL,
    role {text} NOT NULL,
    version {int} NOT NULL,
    before {json},
    PRIMARY KEY (change_set, role)
) {clustered};

-- The role as which an administrator looks at the application; nothing: as themselves.
ALTER TABLE session ADD COLUMN seen_as {text};
