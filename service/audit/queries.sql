-- part: shown
number, look_id, at, kind, account_id, person, work_unit, reason, content, incident_id, scope,
    encode(before, 'hex') AS before, encode(digest, 'hex') AS digest

-- part: wanted
($1::text IS NULL OR reason = $1) AND ($2::text IS NULL OR person LIKE $2)
    AND at >= $3 AND at < $4 AND ($5::text[] IS NULL OR scope && $5)

-- name: record
-- Number and digests are the database's own (look_chained).
INSERT INTO look
    (look_id, at, kind, account_id, person, work_unit, reason, content, incident_id, scope)
SELECT look_id, at, kind, account_id, person, work_unit, reason, content, incident_id, scope
FROM jsonb_to_recordset($1) AS r(
    look_id uuid, at timestamptz, kind text, account_id uuid, person text, work_unit text,
    reason text, content text, incident_id uuid, scope text[]);

-- name: head
SELECT number, encode(digest, 'hex') AS digest FROM look_head;

-- name: newest
SELECT {shown} FROM look
WHERE {wanted} AND number < $6
ORDER BY number DESC LIMIT $7;

-- name: span
-- From which row to which what is wanted goes; nothing where there is nothing.
SELECT min(number) AS first, max(number) AS last FROM look
WHERE {wanted} AND number <= $6;

-- name: between
SELECT {shown}, ({wanted}) AS wanted FROM look
WHERE number > $6 AND number <= $7
ORDER BY number LIMIT $8;

-- name: digest_at
SELECT encode(digest, 'hex') FROM look WHERE number = $1;

-- name: last_before
-- The last of the rows that are older than that and not of these incidents, and have none before
-- them of which that is not so.
SELECT coalesce(
    (SELECT min(number) FROM look WHERE at >= $1 OR incident_id = ANY($2::uuid[])),
    (SELECT h.number FROM look_head h) + 1
) - 1;

-- name: first_kept
SELECT min(number) FROM look;

-- name: anchor
INSERT INTO look_anchor (number, cut, digest, at, key, signature)
VALUES ($1, $2, decode($3, 'hex'), $4, $5, $6)
ON CONFLICT (number, cut) DO NOTHING;

-- name: anchors
SELECT number, encode(digest, 'hex') AS digest, at, cut, key, signature FROM look_anchor
WHERE number > $1 AND number <= $2
ORDER BY number, cut LIMIT $3;

-- name: newest_anchors
SELECT number, encode(digest, 'hex') AS digest, at, cut, key, signature FROM look_anchor
WHERE number < $1
ORDER BY number DESC, cut LIMIT $2;

-- name: forget
SELECT look_forget($1, $2);

-- name: own_looks
SELECT number, at, kind, work_unit, reason, content FROM look
WHERE account_id = $1 ORDER BY number DESC LIMIT $2;
