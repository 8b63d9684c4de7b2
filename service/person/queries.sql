-- part: request
request_id, account_id, display, kind, text, state, areas, scope, asked_at, due_at, answered_at,
    answer, reason, remaining

-- name: add_request
INSERT INTO data_request
    (request_id, account_id, display, kind, text, areas, scope, asked_at, due_at, state, answer,
     remaining)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', '', '[]')
RETURNING {request};

-- name: open_of
-- All requests of one person stand in line behind the first, so that none slips past the count.
SELECT request_id FROM data_request WHERE account_id = $1 AND state = 'open' FOR UPDATE;

-- name: requests_of
SELECT {request} FROM data_request
WHERE account_id = $1 ORDER BY asked_at DESC, request_id DESC LIMIT $2;

-- part: turn
state <> 'open', CASE WHEN state = 'open' THEN extract(epoch FROM due_at)
    ELSE -extract(epoch FROM answered_at) END, request_id

-- name: requests_within
-- What waits first, by its deadline; then what was answered, the latest first.
SELECT {request} FROM data_request
WHERE scope && $1::text[] AND (NOT $2::boolean OR state = 'open')
    AND ($3::uuid IS NULL
        OR ({turn}) > (SELECT {turn} FROM data_request WHERE request_id = $3))
ORDER BY {turn}
LIMIT $4;

-- name: request_locked
SELECT {request} FROM data_request WHERE request_id = $1 FOR UPDATE;

-- name: answer_request
UPDATE data_request SET state = $2, reason = $3, answer = $4, remaining = $5, answered_at = $6,
    answered_by = $7
WHERE request_id = $1 AND state = 'open'
RETURNING {request};

-- name: forget_words
-- What was said about oneself goes with the account; that it was asked and answered stays.
UPDATE data_request SET display = $2, text = '' WHERE account_id = $1;

-- part: notice
notice_id, kind, area_code, zh, en, from_at

-- name: add_notice
INSERT INTO notice (notice_id, kind, area_code, zh, en, from_at, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
RETURNING {notice};

-- name: notices
-- Of each area and kind the newest that has begun.
SELECT DISTINCT ON (area_code, kind) {notice}
FROM notice
WHERE (area_code IS NULL OR area_code = ANY($1::text[])) AND from_at <= $2
ORDER BY area_code, kind, from_at DESC, notice_id DESC;

-- name: notices_of
-- Every version for these areas and of the system, the newest first.
SELECT {notice}
FROM notice
WHERE area_code IS NULL OR area_code = ANY($1::text[])
ORDER BY from_at DESC, notice_id DESC LIMIT $2;

-- name: notice
SELECT {notice} FROM notice WHERE notice_id = $1;

-- name: give
-- Once for each version, unless it was withdrawn since.
INSERT INTO consent (consent_id, account_id, notice_id, given_at, how)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id, notice_id) WHERE withdrawn_at IS NULL DO NOTHING;

-- name: withdraw
UPDATE consent SET withdrawn_at = $3
WHERE account_id = $1 AND notice_id = $2 AND withdrawn_at IS NULL;

-- name: own_consents
SELECT n.kind, n.area_code, n.from_at, c.given_at, c.withdrawn_at, c.how
FROM consent c JOIN notice n USING (notice_id)
WHERE c.account_id = $1 ORDER BY c.given_at DESC, c.consent_id DESC LIMIT $2;

-- name: consents_of
SELECT {notice}, given_at, withdrawn_at, how FROM consent JOIN notice USING (notice_id)
WHERE account_id = $1 ORDER BY given_at DESC, consent_id DESC LIMIT $2;
