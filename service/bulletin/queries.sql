-- part: whole
b.bulletin_id, b.area_code, b.scope, b.zh, b.en, b.seen_at, b.phone, b.until, b.guardian_sealed,
    b.relation, b.consent_how, b.consent_at, p.sha256 AS portrait, b.issued_at, b.issued_by,
    b.state, b.ending, b.ended_at, b.ended_by

-- part: of
bulletin AS b LEFT JOIN bulletin_portrait AS p USING (bulletin_id)

-- name: lock_area
-- Whoever issues in an area waits for others that do: so its bulletins can be counted.
SELECT pg_advisory_xact_lock(hashtextextended('bulletin ' || $1, 0));

-- name: count_current
SELECT count(*) FROM bulletin WHERE area_code = $1 AND state = 'current' AND until > $2;

-- name: issue
INSERT INTO bulletin
    (bulletin_id, area_code, scope, zh, en, seen_at, phone, until, guardian_sealed, relation,
     consent_how, consent_at, issued_at, issued_by, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'current');

-- name: by_id
SELECT {whole} FROM {of} WHERE b.bulletin_id = $1;

-- name: current_within
SELECT {whole} FROM {of}
WHERE b.state = 'current' AND b.until > $2 AND b.scope && $1::text[]
ORDER BY b.issued_at DESC, b.bulletin_id DESC
LIMIT $3;

-- name: current_for
-- For a box: those of its own area and of every area above it.
SELECT {whole} FROM {of}
WHERE b.state = 'current' AND b.until > $2 AND b.area_code = ANY($1::text[])
ORDER BY b.issued_at DESC, b.bulletin_id DESC
LIMIT $3;

-- name: current
-- For everybody, wherever it was issued.
SELECT {whole} FROM {of}
WHERE b.state = 'current' AND b.until > $1
ORDER BY b.issued_at DESC, b.bulletin_id DESC
LIMIT $2;

-- name: still_current
-- Held until the picture is there: an ending that comes meanwhile waits, and takes it away.
SELECT bulletin_id FROM bulletin WHERE bulletin_id = $1 AND state = 'current' FOR UPDATE;

-- name: set_portrait
INSERT INTO bulletin_portrait (bulletin_id, sha256, jpeg) VALUES ($1, $2, $3)
ON CONFLICT (bulletin_id) DO UPDATE SET sha256 = excluded.sha256, jpeg = excluded.jpeg;

-- name: portrait
SELECT jpeg FROM bulletin_portrait WHERE bulletin_id = $1;

-- name: end
-- The guard makes a lost race visible: no row comes back.
UPDATE bulletin SET state = $2, ending = $3, ended_at = $4, ended_by = $5
WHERE bulletin_id = $1 AND state = 'current'
RETURNING bulletin_id;

-- name: drop_portrait
DELETE FROM bulletin_portrait WHERE bulletin_id = $1;

-- name: forget
-- Its portrait went when it ended.
DELETE FROM bulletin WHERE bulletin_id IN (
    SELECT bulletin_id FROM bulletin
    WHERE state <> 'current' AND ended_at < $2 AND area_code = ANY($1::text[])
    ORDER BY ended_at LIMIT $3
)
RETURNING bulletin_id, ended_at;
