-- Search documents have another form: each word says in which field it stands, so that a field that a role hides, or that is out of use, is not
-- found by. Their tables are made by the schema service; with this mark the program makes them and their rows anew at its next start.
INSERT INTO meta (name, value) VALUES ('search_documents', 'old');
