-- part: masking
masking_id, footage_id, camera_id, camera, from_at, until_at, region, state, trouble, why, asked_by,
    asked_at, made_at, film, strips_by, strips_seen, decided_by, decided_at

-- part: viewing
viewing_id, number, footage_id, place, begins_at, until_at, officer_id, officer, session_id,
    needs_second, second_id, second, undertaking, ended_at

-- part: copy
copy_id, masking_id, footage_id, organ, basis, document, officer_id, officer, asked_at, second,
    given_at, sha256

-- name: ask
INSERT INTO footage_masking
    (masking_id, footage_id, camera_id, camera, from_at, until_at, region, state, asked_by,
     asked_id, asked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'asked', $8, $9, $10)
RETURNING {masking};

-- name: count
SELECT count(*) FROM footage_masking WHERE footage_id = $1;

-- name: of_request
SELECT {masking} FROM footage_masking WHERE footage_id = $1 ORDER BY camera, from_at, asked_at;

-- name: masking
SELECT {masking} FROM footage_masking WHERE masking_id = $1;

-- name: masking_locked
SELECT {masking} FROM footage_masking WHERE masking_id = $1 FOR UPDATE;

-- name: settle
-- The guard keeps a slow worker from making anew what was decided meanwhile.
UPDATE footage_masking
SET state = $2, trouble = $3, why = $4, film = $5, made_at = $6
WHERE masking_id = $1 AND state = 'asked'
RETURNING {masking};

-- name: strip_seen
-- Another's look begins anew: one person sees all of them.
UPDATE footage_masking
SET strips_by = $2,
    strips_seen = CASE WHEN strips_by = $2 THEN array(
        SELECT DISTINCT one FROM unnest(strips_seen || $3::integer) AS one ORDER BY one)
        ELSE ARRAY[$3::integer] END
WHERE masking_id = $1 AND state = 'made';

-- name: decide
UPDATE footage_masking
SET state = $2, decided_by = $3, decided_id = $4, decided_at = $5
WHERE masking_id = $1 AND state = 'made'
RETURNING {masking};

-- name: delete
UPDATE footage_masking SET state = 'deleted' WHERE masking_id = $1 AND state <> 'deleted';

-- name: begin
INSERT INTO footage_viewing
    (viewing_id, footage_id, place, begins_at, until_at, officer_id, officer, session_id,
     needs_second, undertaking, undertaking_digest, signed_sealed, signed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $4)
RETURNING {viewing};

-- name: viewing
SELECT {viewing} FROM footage_viewing WHERE viewing_id = $1;

-- name: viewings_of
SELECT {viewing} FROM footage_viewing WHERE footage_id = $1 ORDER BY number DESC LIMIT $2;

-- name: second
UPDATE footage_viewing SET second_id = $2, second = $3, second_at = $4
WHERE viewing_id = $1 AND second_id IS NULL AND officer_id <> $2;

-- name: end
UPDATE footage_viewing SET ended_at = $2 WHERE viewing_id = $1 AND ended_at IS NULL;

-- name: end_others
UPDATE footage_viewing SET ended_at = $2 WHERE footage_id = $1 AND ended_at IS NULL;

-- name: ask_copy
INSERT INTO footage_copy
    (copy_id, masking_id, footage_id, organ, basis, document, officer_id, officer, asked_at, sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
RETURNING {copy};

-- name: copy_locked
SELECT {copy} FROM footage_copy WHERE copy_id = $1 FOR UPDATE;

-- name: give_copy
UPDATE footage_copy SET second_id = $2, second = $3, given_at = $4
WHERE copy_id = $1 AND given_at IS NULL AND officer_id <> $2;

-- name: copies_of
SELECT {copy} FROM footage_copy WHERE footage_id = $1 ORDER BY asked_at;
