-- part: sighting
sighting_id, camera_id, lat, lon, seen_at, going, noted_at, noted_by, noted_id AS marked_by, second,
    confirmed_name, confirmed_at, withdrawn_at AS taken_back_at, false AS at_desk

-- name: set_plan
INSERT INTO review_plan (footage_id, going, lat, lon, from_at, until_at, noted_at, noted_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (footage_id) DO UPDATE SET going = excluded.going, lat = excluded.lat,
    lon = excluded.lon, from_at = excluded.from_at, until_at = excluded.until_at,
    noted_at = excluded.noted_at, noted_by = excluded.noted_by;

-- name: plan_of
SELECT going, lat, lon, from_at, until_at FROM review_plan WHERE footage_id = $1;

-- name: add_watched
INSERT INTO review_watched
    (watched_id, footage_id, camera_id, from_at, until_at, noted_at, noted_by)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: watched_of
SELECT camera_id, from_at, until_at, noted_by FROM review_watched
WHERE footage_id = $1 ORDER BY watched_id LIMIT $2;

-- name: add_sighting
INSERT INTO review_sighting
    (sighting_id, footage_id, camera_id, lat, lon, seen_at, going, noted_at, noted_by, noted_id,
     second)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: sighting_locked
SELECT {sighting} FROM review_sighting WHERE footage_id = $1 AND sighting_id = $2 FOR UPDATE;

-- name: confirm_sighting
UPDATE review_sighting SET confirmed_by = $3, confirmed_name = $4, confirmed_at = $5
WHERE footage_id = $1 AND sighting_id = $2;

-- name: withdraw_sighting
UPDATE review_sighting SET withdrawn_at = $3, withdrawn_by = $4
WHERE footage_id = $1 AND sighting_id = $2 AND withdrawn_at IS NULL
RETURNING camera_id;

-- name: count_waiting
SELECT count(*) FROM review_sighting
WHERE footage_id = $1 AND second IS NOT NULL AND confirmed_at IS NULL AND withdrawn_at IS NULL;

-- name: sightings_of
SELECT {sighting} FROM review_sighting WHERE footage_id = $1 ORDER BY seen_at, sighting_id LIMIT $2;

-- name: set_answer
INSERT INTO review_answer (footage_id, said_at, there, noted_at, noted_by)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (footage_id, said_at) DO UPDATE SET there = excluded.there,
    noted_at = excluded.noted_at, noted_by = excluded.noted_by;

-- name: answers_of
SELECT said_at, there, noted_by FROM review_answer
WHERE footage_id = $1 ORDER BY said_at LIMIT $2;

-- name: count_noted
SELECT (SELECT count(*) FROM review_watched WHERE footage_id = $1)
    + (SELECT count(*) FROM review_sighting WHERE footage_id = $1)
    + (SELECT count(*) FROM review_answer WHERE footage_id = $1);

-- name: planned
SELECT footage_id FROM review_plan
UNION SELECT footage_id FROM review_watched
UNION SELECT footage_id FROM review_sighting
UNION SELECT footage_id FROM review_answer
ORDER BY footage_id LIMIT $1 OFFSET $2;

-- name: forget
WITH plans AS (DELETE FROM review_plan WHERE footage_id = ANY($1::uuid[])),
    minutes AS (DELETE FROM review_watched WHERE footage_id = ANY($1::uuid[])),
    answers AS (DELETE FROM review_answer WHERE footage_id = ANY($1::uuid[]))
DELETE FROM review_sighting WHERE footage_id = ANY($1::uuid[]);
