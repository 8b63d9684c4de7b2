-- part: shown
snapshot_id, incident_id, camera_id, camera_name, rank, reason, distance_m, state,
    attempt, trouble, captured_at, stored_at, lag_ms, source, sha256, size_bytes, width, height

-- name: plan_snapshots
INSERT INTO snapshot
    (snapshot_id, incident_id, camera_id, camera_name, scope, about_at, rank, reason,
     distance_m, state, planned_at)
SELECT snapshot_id, $1, camera_id, name, $2, $3, rank, reason, distance_m, 'planned', $4
FROM jsonb_to_recordset($5)
    AS r(snapshot_id uuid, camera_id uuid, name text, rank smallint, reason text, distance_m real)
RETURNING {shown};

-- name: snapshot_by_id
SELECT {shown},
    scope, about_at, blob_key
FROM snapshot WHERE snapshot_id = $1;

-- name: snapshots_of
SELECT {shown}
FROM snapshot WHERE incident_id = $1
ORDER BY planned_at, rank;

-- name: cameras_tried
SELECT camera_id FROM snapshot WHERE incident_id = $1;

-- name: store_snapshot
UPDATE snapshot
SET state = 'stored', attempt = $2, captured_at = $3, stored_at = $4, lag_ms = $5, source = $6,
    sha256 = $7, size_bytes = $8, width = $9, height = $10, blob_key = $11, trouble = NULL
WHERE snapshot_id = $1 AND state = 'planned'
RETURNING {shown};

-- name: fail_snapshot
UPDATE snapshot SET state = $2, attempt = $3, trouble = $4
WHERE snapshot_id = $1 AND state = 'planned'
RETURNING {shown};
