-- How many choices an import added to open fields.
ALTER TABLE import ADD COLUMN choices_made {int} NOT NULL DEFAULT 0;
