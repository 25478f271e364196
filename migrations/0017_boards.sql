-- Views that show a list as a board. `kind`: table, board. `group_by`: the field whose values are its columns; `sum_of`: the one that they add up.
ALTER TABLE saved_view ADD COLUMN kind {text} NOT NULL DEFAULT 'table';
ALTER TABLE saved_view ADD COLUMN group_by {text} NOT NULL DEFAULT '';
ALTER TABLE saved_view ADD COLUMN sum_of {text} NOT NULL DEFAULT '';
