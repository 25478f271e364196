-- Files are found by their names. The table of their words is made by the schema service; with this mark the program writes the words of files that
-- were attached before at its next start.
INSERT INTO meta (name, value) VALUES ('file_search_documents', 'old');
