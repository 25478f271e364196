-- A file may stand in a field of its record. `field`: its name; empty: it hangs on the record alone. Until the record says it for the first time, such a file
-- has `removed_at`, and goes as what was removed goes.
ALTER TABLE attachment ADD COLUMN field {text} NOT NULL DEFAULT '';
ALTER TABLE attachment_upload ADD COLUMN field {text} NOT NULL DEFAULT '';
CREATE INDEX attachment_by_field ON attachment (object, field) WHERE field <> '';
