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
