-- Files that people bring in. All local to the coordinator.

-- `state`: uploading, ready, running, done, failed, reverting, reverted. `fingerprint` is a hash of the file's bytes. What was counted is of rows.
-- `is_repeat`: when it began, rows of the same file were in already; those that it adds are kept one by one in `import_mended_row`.
-- `change_set` is the one that everything the import writes belongs to.
CREATE TABLE import (
    id {id} NOT NULL PRIMARY KEY,
    kind {text} NOT NULL,
    state {text} NOT NULL,
    file_name {text} NOT NULL,
    bytes {int} NOT NULL,
    bytes_received {int} NOT NULL,
    fingerprint {text},
    format {json},
    plan {json},
    source_id {id},
    change_set {id} NOT NULL,
    actor_kind {text} NOT NULL,
    actor_id {id},
    actor_name {text} NOT NULL,
    rows_done {int} NOT NULL,
    rows_stored {int} NOT NULL,
    rows_duplicate {int} NOT NULL,
    rows_bad {int} NOT NULL,
    bytes_done {int} NOT NULL,
    is_repeat {bool} NOT NULL,
    misfits {json},
    error {text},
    created_at {int} NOT NULL,
    started_at {int},
    finished_at {int}
) {table};
CREATE INDEX import_by_fingerprint ON import (fingerprint, kind) WHERE fingerprint IS NOT NULL;
CREATE INDEX import_by_change_set ON import (change_set);

-- The file, in pieces as it came. Deleted once every row of it has been read.
CREATE TABLE import_part (
    import_id {id} NOT NULL REFERENCES import (id),
    part {int} NOT NULL,
    bytes {blob} NOT NULL,
    PRIMARY KEY (import_id, part)
) {table};

-- Rows that did not go in. `cells` is a JSON array.
CREATE TABLE import_bad_row (
    import_id {id} NOT NULL REFERENCES import (id),
    row_number {int} NOT NULL,
    line {int} NOT NULL,
    reason {text} NOT NULL,
    detail {text} NOT NULL,
    cells {text} NOT NULL,
    PRIMARY KEY (import_id, row_number)
) {clustered};

-- Rows that came in otherwise than by the first import of their file, under their position in it: by a file of bad rows, or by a repeated import.
CREATE TABLE import_mended_row (
    fingerprint {text} NOT NULL,
    kind {text} NOT NULL,
    row_number {int} NOT NULL,
    import_id {id} NOT NULL REFERENCES import (id),
    PRIMARY KEY (fingerprint, kind, row_number)
) {clustered};
CREATE INDEX import_mended_row_by_import ON import_mended_row (import_id);
