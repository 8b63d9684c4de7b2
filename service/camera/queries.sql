-- part: shown
snapshot_id, incident_id, camera_id, camera_name, rank, reason, distance_m, state,
    attempt, trouble, captured_at, stored_at, lag_ms, source, sha256, size_bytes, width, height

-- name: add_camera
INSERT INTO camera
    (camera_id, name, area_code, lineage, kind, capture_class, managing_unit, lat, lon, spot,
     height_m, bearing_deg, spread_deg, range_m, snapshot_url, rtsp_url, username,
     password_sealed)
VALUES
    ($1, $2, $3, $4, $5, $6, $7, $8, $9, cube($10::float8[]),
     $11, $12, $13, $14, $15, $16, $17, $18);

-- name: views_near
-- The nearest by index, within reach; whether they see the place is for the rules. A camera that
-- gave no picture is left out for a while, then gets another chance.
SELECT camera_id, name, jsonb_build_object('lat', lat, 'lon', lon) AS place,
    bearing_deg, spread_deg, range_m,
    (silent_since IS NULL OR silent_since < $5) AS online
FROM camera
WHERE spot <@ cube_enlarge(cube($1::float8[]), $2, 3) AND lineage && $3::text[]
ORDER BY spot <-> cube($1::float8[])
LIMIT $4;

-- name: cameras_within
SELECT camera_id, name, area_code, kind, capture_class, managing_unit,
    jsonb_build_object('lat', lat, 'lon', lon, 'crs', 'WGS-84') AS place,
    bearing_deg, spread_deg, range_m, silent_since IS NULL AS online
FROM camera
WHERE lineage && $1::text[] AND camera_id > $2
ORDER BY camera_id
LIMIT $3;

-- name: endpoint
SELECT snapshot_url, rtsp_url, username, password_sealed FROM camera WHERE camera_id = $1;

-- name: answered
UPDATE camera SET answered_at = $2, silent_since = NULL WHERE camera_id = $1;

-- name: fell_silent
UPDATE camera SET silent_since = coalesce(silent_since, $2) WHERE camera_id = $1;

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
