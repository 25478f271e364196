-- name: change_log_extent
-- scope: coordinator
SELECT s.slot, s.seq, COUNT(c.seq), MIN(c.seq), MAX(c.seq) FROM change_slot s LEFT JOIN change c ON c.slot = s.slot GROUP BY s.slot, s.seq

-- name: counters_that_do_not_reconcile
-- scope: coordinator
SELECT s.name FROM source_counter c JOIN source s ON s.id = c.source_id WHERE c.received <> c.stored + c.duplicates + c.rejected

-- name: counters_total
-- scope: coordinator
SELECT CAST(COALESCE(SUM(received), 0) AS bigint), CAST(COALESCE(SUM(stored), 0) AS bigint), CAST(COALESCE(SUM(duplicates), 0) AS bigint),
       CAST(COALESCE(SUM(rejected), 0) AS bigint) FROM source_counter
