-- part: task
review_id, footage_id, camera_id, kind, asked, asked_by, asked_name, asked_at, state, done, kept,
    answer, trouble, began_at, ended_at

-- part: finding
finding_id, footage_id, camera_id, kind, from_at, until_at, region, words_sealed, review_id,
    marked_by, marked_name, marked_at, second, confirmed_by, confirmed_name, confirmed_at,
    taken_back_at, taken_back_name

-- part: recording
camera_id, state, ahead_s::float8 AS ahead_s, ahead_by, parts, gaps, trouble, brought_at

-- name: holder
SELECT account_id, display, taken_at, seen_at FROM review_desk WHERE footage_id = $1;

-- name: holder_locked
SELECT account_id, display, taken_at, seen_at FROM review_desk WHERE footage_id = $1 FOR UPDATE;

-- name: take
-- Whoever has it keeps when he took it; where another had it, the lease is the guard.
INSERT INTO review_desk (footage_id, account_id, display, taken_at, seen_at)
VALUES ($1, $2, $3, $4, $4)
ON CONFLICT (footage_id) DO UPDATE SET
    taken_at = CASE WHEN review_desk.account_id = $2 AND review_desk.seen_at > $5
        THEN review_desk.taken_at ELSE $4 END,
    account_id = $2, display = $3, seen_at = $4
WHERE review_desk.account_id = $2 OR review_desk.seen_at <= $5
RETURNING account_id, display, taken_at, seen_at;

-- name: hand_over
UPDATE review_desk SET account_id = $2, display = $3, taken_at = $4, seen_at = $4
WHERE footage_id = $1;

-- name: seen
UPDATE review_desk SET seen_at = $3 WHERE footage_id = $1 AND account_id = $2 AND seen_at < $3;

-- name: release
DELETE FROM review_desk WHERE footage_id = $1 AND account_id = $2;

-- name: recordings
SELECT {recording} FROM review_recording WHERE footage_id = $1;

-- name: recording
SELECT {recording} FROM review_recording WHERE footage_id = $1 AND camera_id = $2;

-- name: ask_for
INSERT INTO review_recording (footage_id, camera_id, state) VALUES ($1, $2, 'asked')
ON CONFLICT (footage_id, camera_id) DO UPDATE SET state = 'asked', trouble = NULL;

-- name: set_clock
-- What lies at the desk was brought by the other clock: it is brought anew.
INSERT INTO review_recording (footage_id, camera_id, state, ahead_s, ahead_by)
VALUES ($1, $2, 'known', $3, $4)
ON CONFLICT (footage_id, camera_id) DO UPDATE
SET ahead_s = $3, ahead_by = $4, state = 'known', parts = '[]', gaps = '[]', trouble = NULL;

-- name: brought
UPDATE review_recording SET state = $3, parts = $4, gaps = $5, trouble = $6, brought_at = $7
WHERE footage_id = $1 AND camera_id = $2 AND state = 'asked' AND ahead_s IS NOT DISTINCT FROM $8::real;

-- name: lock_reviewer
-- Whoever asks waits for himself: so his open reviews can be counted.
SELECT pg_advisory_xact_lock(hashtextextended('review ' || $1::uuid::text, 0));

-- name: count_open
SELECT count(*) FROM review_task WHERE asked_by = $1 AND ended_at IS NULL;

-- name: count_of
SELECT count(*) FROM review_task WHERE footage_id = $1;

-- name: add_task
INSERT INTO review_task
    (review_id, footage_id, camera_id, kind, asked, asked_by, asked_name, asked_at, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting')
RETURNING {task};

-- name: tasks_of
SELECT {task} FROM review_task WHERE footage_id = $1 ORDER BY asked_at DESC, review_id LIMIT $2;

-- name: task
SELECT {task} FROM review_task WHERE review_id = $1;

-- name: keep
-- One that was cancelled, or has its answer, is left as it is: no row comes back.
UPDATE review_task SET state = 'working', done = greatest(done, $2), kept = $3,
    began_at = coalesce(began_at, $4)
WHERE review_id = $1 AND ended_at IS NULL
RETURNING {task};

-- name: end_task
UPDATE review_task SET state = $2, answer = $3, trouble = $4, ended_at = $5, kept = NULL,
    done = CASE WHEN $2 = 'done' THEN 1 ELSE done END
WHERE review_id = $1 AND ended_at IS NULL
RETURNING {task};

-- name: add_finding
INSERT INTO review_finding
    (finding_id, footage_id, camera_id, kind, from_at, until_at, region, words_sealed, review_id,
     marked_by, marked_name, marked_at, second)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
RETURNING {finding};

-- name: findings_of
SELECT {finding} FROM review_finding WHERE footage_id = $1 ORDER BY marked_at, finding_id LIMIT $2;

-- name: finding
SELECT {finding} FROM review_finding WHERE finding_id = $1;

-- name: finding_locked
SELECT {finding} FROM review_finding WHERE finding_id = $1 FOR UPDATE;

-- name: confirm
UPDATE review_finding SET confirmed_by = $2, confirmed_name = $3, confirmed_at = $4
WHERE finding_id = $1 RETURNING {finding};

-- name: take_back
UPDATE review_finding SET taken_back_name = $2, taken_back_at = $3
WHERE finding_id = $1 RETURNING {finding};

-- name: count_waiting
SELECT count(*) FROM review_finding
WHERE footage_id = $1 AND second IS NOT NULL AND confirmed_at IS NULL AND taken_back_at IS NULL;

-- name: remembered
-- Requests of which a desk has kept anything that goes with them.
SELECT footage_id FROM review_recording
UNION SELECT footage_id FROM review_task
UNION SELECT footage_id FROM review_desk
UNION SELECT footage_id FROM review_finding WHERE words_sealed IS NOT NULL;

-- name: forget
-- Who found what, and when, stays; the words, the regions and every answer go.
WITH over AS (SELECT unnest($1::uuid[]) AS footage_id),
words AS (
    UPDATE review_finding SET words_sealed = NULL, region = NULL, review_id = NULL FROM over
    WHERE review_finding.footage_id = over.footage_id
), tasks AS (
    DELETE FROM review_task USING over WHERE review_task.footage_id = over.footage_id
), desks AS (
    DELETE FROM review_desk USING over WHERE review_desk.footage_id = over.footage_id
)
DELETE FROM review_recording USING over WHERE review_recording.footage_id = over.footage_id;
