-- Working together on records of any object: what colleagues say of one, what each keeps an eye on or at hand, and what they are told. All local to the coordinator.

-- What somebody here said of a record. `mentions`: [{id, name, is_told}], as they were when it was written.
CREATE TABLE record_comment (
    id {id} NOT NULL PRIMARY KEY,
    object {text} NOT NULL,
    record_id {id} NOT NULL,
    author_id {id} NOT NULL,
    content {text} NOT NULL,
    mentions {json} NOT NULL,
    version {int} NOT NULL,
    created_at {int} NOT NULL,
    edited_at {int},
    deleted_at {int}
) {table};
CREATE INDEX record_comment_by_record ON record_comment (object, record_id, id);
CREATE INDEX record_comment_deleted ON record_comment (deleted_at) WHERE deleted_at IS NOT NULL;

-- Records that somebody watches. `version`: the newest one that they were told of.
CREATE TABLE record_watch (
    user_id {id} NOT NULL,
    object {text} NOT NULL,
    record_id {id} NOT NULL,
    version {int} NOT NULL,
    created_at {int} NOT NULL,
    PRIMARY KEY (user_id, object, record_id)
) {clustered};
CREATE INDEX record_watch_by_record ON record_watch (object, record_id, user_id);

-- Records that somebody keeps at hand.
CREATE TABLE record_favourite (
    user_id {id} NOT NULL,
    object {text} NOT NULL,
    record_id {id} NOT NULL,
    created_at {int} NOT NULL,
    PRIMARY KEY (user_id, object, record_id)
) {clustered};
CREATE INDEX record_favourite_by_record ON record_favourite (object, record_id);

-- What is there for somebody to read. `kind`: mention and comment, by their comment; change, of a watched record, in one row until it is read, with the names of
-- the `fields` that changed. `actor_name`: whose comment or newest change it is.
CREATE TABLE inbox_entry (
    user_id {id} NOT NULL,
    id {id} NOT NULL,
    kind {text} NOT NULL,
    object {text} NOT NULL,
    record_id {id} NOT NULL,
    comment_id {id},
    fields {json} NOT NULL,
    actor_name {text} NOT NULL,
    updated_at {int} NOT NULL,
    read_at {int},
    PRIMARY KEY (user_id, id)
) {clustered};
CREATE INDEX inbox_entry_by_time ON inbox_entry (user_id, updated_at, id);
CREATE INDEX inbox_entry_unread ON inbox_entry (user_id, updated_at, id) WHERE read_at IS NULL;
CREATE INDEX inbox_entry_by_record ON inbox_entry (object, record_id, user_id);
CREATE INDEX inbox_entry_by_comment ON inbox_entry (comment_id) WHERE comment_id IS NOT NULL;
CREATE INDEX inbox_entry_by_age ON inbox_entry (updated_at);
