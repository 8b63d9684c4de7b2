-- part: whole
f.thing_id, f.number, f.area_code, f.scope, f.state, f.category, f.colours, f.place_name, f.lat,
    f.lon, f.found_at, f.kept_at, f.words_sealed, f.finder_sealed, p.sha256 AS photo, f.entered_at,
    f.entered_by, f.announced_at, f.due_at, f.late_at, f.footage_id, f.matched_at, f.matched_by,
    f.not_of, f.receipt_sealed, f.ended_at, f.ended_by, f.how

-- part: of
found_thing AS f LEFT JOIN found_photo AS p USING (thing_id)

-- name: enter
INSERT INTO found_thing
    (thing_id, area_code, scope, state, category, colours, place_name, lat, lon, found_at, kept_at,
     words_sealed, finder_sealed, entered_at, entered_by)
VALUES ($1, $2, $3, 'kept', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: by_id
SELECT {whole} FROM {of} WHERE f.thing_id = $1;

-- name: by_id_locked
SELECT {whole} FROM {of} WHERE f.thing_id = $1 FOR UPDATE OF f;

-- name: within
-- What is here, or what has gone, below a number, the newest first.
SELECT {whole} FROM {of}
WHERE f.scope && $1::text[] AND (f.ended_at IS NOT NULL) = $2 AND f.number < $3
    AND ($4::text IS NULL OR f.category = $4)
ORDER BY f.number DESC LIMIT $5;

-- name: announced
SELECT number, area_code, category, place_name, found_at, announced_at, due_at FROM found_thing
WHERE $1 = ANY (scope) AND announced_at IS NOT NULL AND ended_at IS NULL AND number < $2
ORDER BY number DESC LIMIT $3;

-- name: set_photo
INSERT INTO found_photo (thing_id, sha256, jpeg) VALUES ($1, $2, $3)
ON CONFLICT (thing_id) DO UPDATE SET sha256 = excluded.sha256, jpeg = excluded.jpeg;

-- name: photo
SELECT jpeg FROM found_photo WHERE thing_id = $1;

-- name: announce
UPDATE found_thing SET announced_at = $2, due_at = $3 WHERE thing_id = $1;

-- name: match
UPDATE found_thing SET state = 'matched', footage_id = $2, matched_at = $3, matched_by = $4,
    not_of = array_remove(not_of, $2)
WHERE thing_id = $1;

-- name: not_same
UPDATE found_thing SET not_of = array_append(array_remove(not_of, $2), $2) WHERE thing_id = $1;

-- name: unmatch
UPDATE found_thing SET state = 'kept', footage_id = NULL, matched_at = NULL, matched_by = NULL
WHERE thing_id = $1;

-- name: end
UPDATE found_thing SET state = $2, ended_at = $3, ended_by = $4, how = $5, receipt_sealed = $6
WHERE thing_id = $1;

-- name: set_late
UPDATE found_thing SET late_at = $2
WHERE thing_id = $1 AND late_at IS NULL AND ended_at IS NULL AND due_at <= $2
RETURNING thing_id;

-- name: forget
WITH over AS (
    SELECT thing_id, ended_at FROM found_thing
    WHERE ended_at < $2 AND forgotten_at IS NULL AND area_code = ANY($1::text[])
    ORDER BY ended_at LIMIT $4 FOR UPDATE SKIP LOCKED
), photos AS (
    DELETE FROM found_photo USING over WHERE found_photo.thing_id = over.thing_id
)
UPDATE found_thing SET words_sealed = NULL, finder_sealed = NULL, receipt_sealed = NULL,
    forgotten_at = $3
FROM over WHERE found_thing.thing_id = over.thing_id
RETURNING over.ended_at;
