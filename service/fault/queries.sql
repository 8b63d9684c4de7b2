-- part: shown
fault_id, kind, subject_id, subject, site_id, detail, count, opened_at, seen_at, cleared_at,
    cleared_by

-- name: raise_fault
-- One open fault of a kind and subject: seen again, it counts.
INSERT INTO fault
    (fault_id, kind, subject_id, subject, site_id, scope, detail, count, opened_at, seen_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
ON CONFLICT (kind, subject_id) WHERE cleared_at IS NULL
DO UPDATE SET count = excluded.count, detail = excluded.detail, seen_at = excluded.seen_at
RETURNING {shown}, scope;

-- name: open_subjects
SELECT subject_id FROM fault WHERE kind = $1 AND cleared_at IS NULL;

-- name: open_details
SELECT subject_id, detail FROM fault WHERE kind = $1 AND cleared_at IS NULL;

-- name: clear_faults
UPDATE fault SET cleared_at = $3, cleared_by = $4
WHERE kind = $1 AND subject_id = ANY($2::uuid[]) AND cleared_at IS NULL
RETURNING {shown}, scope;

-- name: clear_fault
UPDATE fault SET cleared_at = $2, cleared_by = $3
WHERE fault_id = $1 AND cleared_at IS NULL
RETURNING {shown}, scope;

-- name: by_id
SELECT {shown}, scope FROM fault WHERE fault_id = $1;

-- name: open_of_site
SELECT {shown}
FROM fault
WHERE cleared_at IS NULL AND site_id = $1
ORDER BY opened_at DESC
LIMIT $2;

-- name: open_within
SELECT {shown}
FROM fault
WHERE cleared_at IS NULL AND scope && $1::text[]
ORDER BY opened_at DESC
LIMIT $2;
