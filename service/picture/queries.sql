-- part: shown
snapshot_id, incident_id, camera_id, camera_name, rank, reason, distance_m, street,
    street_en, on_foot, preset, want, moment_ms, marks, state, attempt, trouble, captured_at,
    camera_at, clock_ahead_ms, stored_at, lag_ms, source, sha256, size_bytes, width, height

-- name: plan_snapshots
INSERT INTO snapshot
    (snapshot_id, incident_id, camera_id, camera_name, scope, about_at, rank, reason,
     distance_m, street, street_en, on_foot, preset, state, planned_at)
SELECT snapshot_id, $1, camera_id, name, $2, $3, rank, reason, distance_m, street, street_en,
    on_foot, preset, 'planned', $4
FROM jsonb_to_recordset($5) AS r(
    snapshot_id uuid, camera_id uuid, name text, rank smallint, reason text, distance_m real,
    street text, street_en text, on_foot boolean, preset text)
RETURNING {shown};

-- name: snapshot_by_id
SELECT {shown},
    scope, about_at, blob_key
FROM snapshot WHERE snapshot_id = $1;

-- name: snapshots_of
SELECT {shown}
FROM snapshot WHERE incident_id = $1
ORDER BY rank, captured_at, snapshot_id;

-- name: not_turned
-- What it shows is not what its camera was to be turned to.
UPDATE snapshot SET preset = NULL WHERE snapshot_id = $1 AND state = 'planned';

-- name: store_snapshots
UPDATE snapshot
SET state = 'stored', stored_at = $1, trouble = NULL,
    (attempt, lag_ms, captured_at, camera_at, source, sha256, size_bytes, width, height, blob_key,
     marks, clock_ahead_ms) = (
        SELECT r.attempt, r.lag_ms, r.captured_at, r.camera_at, r.source, r.sha256, r.size_bytes,
            r.width, r.height, r.blob_key, r.marks, r.clock_ahead_ms
        FROM jsonb_to_recordset($2) AS r(
            id uuid, attempt integer, lag_ms bigint, captured_at timestamptz, camera_at timestamptz,
            source text, sha256 text, size_bytes integer, width integer, height integer,
            blob_key text, marks text[], clock_ahead_ms bigint)
        WHERE r.id = snapshot_id)
WHERE snapshot_id = ANY($3::uuid[]) AND state = 'planned'
RETURNING {shown};

-- name: add_further
-- One more picture of a camera whose first is kept. Taken twice, it is kept once. One that is older
-- than the first ($7) may be from before its camera was turned.
INSERT INTO snapshot
    (snapshot_id, incident_id, camera_id, camera_name, scope, about_at, rank, reason,
     distance_m, street, street_en, on_foot, preset, want, moment_ms, state, planned_at, attempt,
     stored_at, lag_ms, captured_at, camera_at, source, sha256, size_bytes, width, height, blob_key,
     marks, clock_ahead_ms)
SELECT $2, incident_id, camera_id, camera_name, scope, about_at, rank, reason,
    distance_m, street, street_en, on_foot, CASE WHEN $7 >= captured_at THEN preset END, $3, $4,
    'stored', $5, $17, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16
FROM snapshot WHERE snapshot_id = $1
ON CONFLICT (snapshot_id) DO NOTHING
RETURNING {shown};

-- name: kept_before
-- The newest kept picture of a camera that is not younger than that, of whatever incident.
SELECT captured_at, blob_key FROM snapshot
WHERE camera_id = $1 AND blob_key IS NOT NULL AND captured_at <= $2
ORDER BY captured_at DESC
LIMIT 1;

-- name: outlived
-- Kept pictures of these areas that are older than they may be, but of these incidents.
SELECT snapshot_id, incident_id, blob_key, sha256, planned_at FROM snapshot
WHERE scope[1] = ANY($1::text[]) AND blob_key IS NOT NULL AND planned_at < $2
    AND incident_id <> ALL($3::uuid[])
ORDER BY planned_at LIMIT $4;

-- name: outlived_of
-- Of these incidents alone.
SELECT snapshot_id, incident_id, blob_key, sha256, planned_at FROM snapshot
WHERE scope[1] = ANY($1::text[]) AND blob_key IS NOT NULL AND planned_at < $2
    AND incident_id = ANY($3::uuid[])
ORDER BY planned_at LIMIT $4;

-- name: keys_of
SELECT blob_key FROM snapshot WHERE incident_id = $1 AND blob_key IS NOT NULL;

-- name: forgotten
-- The row stays as proof that there was a picture, and that it is gone.
UPDATE snapshot SET blob_key = NULL, forgotten_at = $2
WHERE snapshot_id = ANY($1::uuid[]);

-- name: fail_snapshot
UPDATE snapshot SET state = $2, attempt = $3, trouble = $4
WHERE snapshot_id = $1 AND state = 'planned'
RETURNING {shown};
