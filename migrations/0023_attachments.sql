-- Files on records of any object. All local to the coordinator.

-- Bytes, once for however many files have them. `hash`: SHA-256 in hexadecimal digits. `media_type` is what the bytes themselves say, not the name.
CREATE TABLE attachment_content (
    hash {text} NOT NULL PRIMARY KEY,
    content_id {id} NOT NULL,
    bytes {int} NOT NULL,
    media_type {text} NOT NULL
) {table};
CREATE UNIQUE INDEX attachment_content_by_id ON attachment_content (content_id);

-- The same in pieces, as they came: numbered from 0, all of one size but the last. Of an upload that is not whole yet, under its id.
CREATE TABLE attachment_piece (
    content_id {id} NOT NULL,
    part {int} NOT NULL,
    bytes {blob} NOT NULL,
    PRIMARY KEY (content_id, part)
) {table};

-- A file on a record. `actor_*`: who added it. `removed_at`: when it was taken off; for some weeks it can be put back.
CREATE TABLE attachment (
    id {id} NOT NULL PRIMARY KEY,
    object {text} NOT NULL,
    record_id {id} NOT NULL,
    name {text} NOT NULL,
    hash {text} NOT NULL REFERENCES attachment_content (hash),
    version {int} NOT NULL,
    actor_kind {text} NOT NULL,
    actor_id {id},
    actor_name {text} NOT NULL,
    added_at {int} NOT NULL,
    removed_at {int}
) {table};
CREATE INDEX attachment_by_record ON attachment (object, record_id, id);
CREATE INDEX attachment_by_content ON attachment (hash);
CREATE INDEX attachment_removed ON attachment (removed_at) WHERE removed_at IS NOT NULL;

-- What was changed of them, so that a change set can be taken back: what the file was before, in the change that made it this `version`.
CREATE TABLE attachment_change (
    change_set {id} NOT NULL,
    attachment_id {id} NOT NULL,
    object {text} NOT NULL,
    record_id {id} NOT NULL,
    version {int} NOT NULL,
    name_before {text} NOT NULL,
    was_there {bool} NOT NULL,
    PRIMARY KEY (change_set, attachment_id)
) {clustered};
CREATE INDEX attachment_change_by_record ON attachment_change (object, record_id);

-- A file that is on its way: pieces up to `bytes_received` are here. The file that it becomes has its id.
CREATE TABLE attachment_upload (
    id {id} NOT NULL PRIMARY KEY,
    object {text} NOT NULL,
    record_id {id} NOT NULL,
    name {text} NOT NULL,
    bytes {int} NOT NULL,
    bytes_received {int} NOT NULL,
    actor_kind {text} NOT NULL,
    actor_id {id},
    actor_name {text} NOT NULL,
    begun_at {int} NOT NULL
) {table};
CREATE INDEX attachment_upload_by_record ON attachment_upload (object, record_id);
CREATE INDEX attachment_upload_by_age ON attachment_upload (begun_at);
