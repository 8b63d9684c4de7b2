-- part: job
job_id, kind, lane, key, args, attempt, due_at

-- part: twin
twin AS (
    UPDATE job o SET due_at = least(o.due_at, e.due_at)
    FROM ended e
    WHERE o.kind = e.kind AND o.key = e.key AND o.state = 'waiting'
    RETURNING o.kind, o.key
)

-- part: waits_again
state = CASE WHEN EXISTS (SELECT FROM twin t WHERE t.kind = j.kind AND t.key = j.key)
        THEN 'done' ELSE 'waiting' END, lease_until = NULL

-- name: claim
-- Due jobs in order; what others have locked is passed over. Two of one kind and key never run at
-- once: the second waits until the first is settled or its lease has ended.
UPDATE job
SET state = 'running', attempt = attempt + 1, carrier = $1, lease_until = $3
WHERE job_id IN (
    SELECT j.job_id
    FROM job j
    WHERE j.lane = ANY($4::text[]) AND j.state = 'waiting' AND j.due_at <= $2
        AND NOT EXISTS (
            SELECT FROM job r WHERE r.kind = j.kind AND r.key = j.key AND r.state = 'running'
        )
    ORDER BY j.due_at, j.job_id
    FOR UPDATE SKIP LOCKED
    LIMIT $5
)
RETURNING {job};

-- name: claim_one
-- One that somebody holds is left to the next ring: to wait for it would hold a hand and a line.
UPDATE job
SET state = 'running', attempt = attempt + 1, carrier = $2, lease_until = $4
WHERE job_id = (
    SELECT j.job_id
    FROM job j
    WHERE j.job_id = $1 AND j.state = 'waiting' AND j.due_at <= $3
        AND NOT EXISTS (
            SELECT FROM job r WHERE r.kind = j.kind AND r.key = j.key AND r.state = 'running'
        )
    FOR UPDATE SKIP LOCKED
)
RETURNING {job};

-- name: sweep
-- The carrier died with the lease: the job waits again, unless another of its kind does already,
-- which then is due no later. One that is being settled at this moment is locked, and left alone.
WITH ended AS (
    SELECT job_id, kind, key, due_at FROM job
    WHERE state = 'running' AND lease_until <= $1
    FOR UPDATE SKIP LOCKED
), {twin}
UPDATE job j SET {waits_again}, settled_at = $1, trouble = 'lease ended'
FROM ended e WHERE j.job_id = e.job_id
RETURNING j.job_id;

-- name: take_back
WITH ended AS (
    SELECT job_id, kind, key, due_at FROM job
    WHERE state = 'running' AND carrier = $1
    FOR UPDATE SKIP LOCKED
), {twin}
UPDATE job j SET {waits_again}, settled_at = $2, trouble = 'carrier started anew'
FROM ended e WHERE j.job_id = e.job_id
RETURNING j.job_id;

-- name: settle
-- The fence: a carrier that lost its lease to another settles nothing.
UPDATE job SET state = 'done', settled_at = $3, lease_until = NULL, trouble = NULL
WHERE job_id = $1 AND attempt = $2 AND state = 'running'
RETURNING job_id;

-- name: put_back
-- To be tried again, by itself or by another of its kind and key that waits already.
WITH ended AS (
    SELECT job_id, kind, key, $3::timestamptz AS due_at FROM job
    WHERE job_id = $1 AND attempt = $2 AND state = 'running'
    FOR UPDATE
), {twin}
UPDATE job j SET {waits_again}, due_at = $3, settled_at = $5, trouble = $4
FROM ended e WHERE j.job_id = e.job_id
RETURNING j.state;

-- name: give_up
UPDATE job SET state = 'failed', settled_at = $3, lease_until = NULL, trouble = $4
WHERE job_id = $1 AND attempt = $2 AND state = 'running'
RETURNING job_id;

-- name: next_due
SELECT min(due_at) FROM job WHERE lane = ANY($1::text[]) AND state = 'waiting';

-- name: due_ids
SELECT job_id, attempt
FROM job
WHERE lane = ANY($1::text[]) AND state = 'waiting' AND due_at <= $2
ORDER BY due_at, job_id
LIMIT $3;

-- name: keep_lease
UPDATE job SET lease_until = $3 WHERE job_id = $1 AND attempt = $2 AND state = 'running';

-- name: forget_jobs
-- What was given up stays longer: somebody is to see it.
DELETE FROM job
WHERE (state = 'done' AND settled_at < $1) OR (state = 'failed' AND settled_at < $2);

-- name: forget_events
DELETE FROM event WHERE at < $1;
