-- What was done in the workspace, by whom and from where, sealed into a chain of hashes. All local to the coordinator.

-- Ids and codes alone; texts that name somebody lie in `audit_text`, and an entry holds salted hashes of them, so that they can be erased while the entry and
-- its seal stay as they are. `kind`: what it was done to (record, user, token, role, source, key, export, import, object, workspace, nothing). `facts` is text
-- and not JSON to the database, so that it stays the same bytes. `seq` and `hash` are set once, when the entry is sealed: without gaps from 1, each hash over
-- the entry and the hash before it.
CREATE TABLE audit_entry (
    id {id} NOT NULL PRIMARY KEY,
    at {int} NOT NULL,
    actor_kind {text} NOT NULL,
    actor_id {id},
    action {text} NOT NULL,
    outcome {text} NOT NULL,
    kind {text} NOT NULL,
    object {text},
    record_id {id},
    change_set {id},
    facts {text} NOT NULL,
    actor_hash {blob} NOT NULL,
    subject_hash {blob},
    seq {int},
    hash {blob}
) {table};
CREATE UNIQUE INDEX audit_entry_by_seq ON audit_entry (seq);
CREATE INDEX audit_entry_unsealed ON audit_entry (id) WHERE seq IS NULL;
CREATE INDEX audit_entry_by_time ON audit_entry (at, id);
CREATE INDEX audit_entry_by_actor ON audit_entry (actor_id, at, id);
CREATE INDEX audit_entry_by_action ON audit_entry (action, at, id);
CREATE INDEX audit_entry_by_record ON audit_entry (record_id, at, id);

-- The texts of an entry: `actor` (who and from which address) and `subject` (what it was called then), with the salt of their hashes. `folded` is what a search
-- reads. `person_id`: the customer whom the text names, with whom it is erased.
CREATE TABLE audit_text (
    entry_id {id} NOT NULL,
    part {text} NOT NULL,
    salt {blob} NOT NULL,
    content {text} NOT NULL,
    folded {text} NOT NULL,
    person_id {id},
    PRIMARY KEY (entry_id, part)
) {clustered};
CREATE INDEX audit_text_by_person ON audit_text (person_id);
