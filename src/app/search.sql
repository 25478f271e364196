-- name: old_search_documents
-- scope: coordinator
SELECT 1 FROM meta WHERE name = 'search_documents';

-- name: forget_old_search_documents
-- scope: coordinator
DELETE FROM meta WHERE name = 'search_documents';
