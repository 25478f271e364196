-- name: old_search_documents
-- scope: coordinator
SELECT name FROM meta WHERE name IN ('search_documents', 'file_search_documents');

-- name: forget_old_search_documents
-- scope: coordinator
DELETE FROM meta WHERE name IN ('search_documents', 'file_search_documents');
