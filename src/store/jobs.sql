-- name: job_enqueue
-- scope: coordinator
INSERT INTO job (job_id, kind, payload, key, ready_at, attempts, fence, is_leased, is_wanted_again, created_at)
VALUES ($1, $2, $3, $4, $5, 0, 0, FALSE, FALSE, $6)
ON CONFLICT (kind, key) WHERE key <> '' AND failed_at IS NULL DO UPDATE SET is_wanted_again = job.is_leased

-- name: job_claim
-- scope: coordinator
WITH due AS MATERIALIZED (
    SELECT job_id FROM job WHERE failed_at IS NULL AND ready_at <= $1
    ORDER BY ready_at, job_id LIMIT 1 FOR UPDATE SKIP LOCKED
)
UPDATE job SET fence = job.fence + 1, attempts = job.attempts + 1, is_leased = TRUE, ready_at = $2
FROM due WHERE job.job_id = due.job_id
RETURNING job.job_id, job.kind, job.payload, job.attempts, job.fence

-- name: jobs_of_dead_workers
-- scope: coordinator
UPDATE job SET ready_at = $1, is_leased = FALSE WHERE is_leased = TRUE AND failed_at IS NULL

-- name: job_next
-- scope: coordinator
SELECT ready_at FROM job WHERE failed_at IS NULL ORDER BY ready_at, job_id LIMIT 1

-- name: job_extend
-- scope: coordinator
UPDATE job SET ready_at = $3 WHERE job_id = $1 AND fence = $2 AND failed_at IS NULL

-- name: job_done
-- scope: coordinator
DELETE FROM job WHERE job_id = $1 AND fence = $2 AND is_wanted_again = FALSE AND failed_at IS NULL

-- name: job_again
-- scope: coordinator
UPDATE job SET is_wanted_again = FALSE, is_leased = FALSE, attempts = 0, ready_at = $3, error = NULL WHERE job_id = $1 AND fence = $2 AND failed_at IS NULL

-- name: job_retry
-- scope: coordinator
UPDATE job SET is_leased = FALSE, is_wanted_again = FALSE, ready_at = $3, error = $4 WHERE job_id = $1 AND fence = $2 AND failed_at IS NULL

-- name: job_failed
-- scope: coordinator
UPDATE job SET is_leased = FALSE, failed_at = $3, error = $4 WHERE job_id = $1 AND fence = $2 AND failed_at IS NULL
