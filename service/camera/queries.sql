-- name: save_camera
-- Adds a camera, or writes a known one anew. A secret that is kept ($30, $32) stays as it is; one
-- that is reached otherwise than before ($33) gets its chance at once, whatever it failed at.
INSERT INTO camera
    (camera_id, gb_id, name, area_code, lineage, kind, capture_class, capture_location,
     point_class, managing_unit, unit_category, network_zone, footage_days, lat, lon, spot, route,
     height_m, tilt_deg, bearing_deg, spread_deg, range_m, presets, snapshot_url, rtsp_url,
     onvif_url, gateway, username, password_sealed, gateway_secret_sealed, changed_at)
VALUES
    ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, cube($16::float8[]), $17,
     $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $31, $34)
ON CONFLICT (camera_id) DO UPDATE SET
    gb_id = excluded.gb_id, name = excluded.name, area_code = excluded.area_code,
    lineage = excluded.lineage, kind = excluded.kind, capture_class = excluded.capture_class,
    capture_location = excluded.capture_location, point_class = excluded.point_class,
    managing_unit = excluded.managing_unit, unit_category = excluded.unit_category,
    network_zone = excluded.network_zone, footage_days = excluded.footage_days, lat = excluded.lat,
    lon = excluded.lon, spot = excluded.spot, route = excluded.route, height_m = excluded.height_m,
    tilt_deg = excluded.tilt_deg, bearing_deg = excluded.bearing_deg,
    spread_deg = excluded.spread_deg, range_m = excluded.range_m, presets = excluded.presets,
    snapshot_url = excluded.snapshot_url, rtsp_url = excluded.rtsp_url,
    onvif_url = excluded.onvif_url, gateway = excluded.gateway, username = excluded.username,
    changed_at = excluded.changed_at,
    password_sealed = CASE WHEN $30 THEN camera.password_sealed ELSE excluded.password_sealed END,
    gateway_secret_sealed = CASE WHEN $32
        THEN camera.gateway_secret_sealed ELSE excluded.gateway_secret_sealed END,
    silent_since = CASE WHEN $33 THEN NULL ELSE camera.silent_since END,
    trouble = CASE WHEN $33 THEN NULL ELSE camera.trouble END;

-- part: viewed
camera_id, name, lat, lon, bearing_deg, spread_deg, range_m, height_m, presets, lineage,
    silent_since

-- name: views_near
-- Who may see the place, by the index of how far each camera sees, high points among them; the
-- nearest to it of any facing; and the nearest to each way out ($4, $5, $6: their points). One may
-- come several times. A camera that gave no picture counts as silent for a while, then gets another
-- chance; those that answer come first, so that a quarter without power does not hide the next.
-- The nearest are read without a condition and picked over afterwards: with one, a plan for any
-- values sorts all cameras of a town. IS TRUE keeps the index of areas out, for the same reason.
-- At a way out the box is a third of the work of finding the nearest anywhere.
WITH found AS (
    (SELECT {viewed}
    FROM camera
    WHERE cube_enlarge(spot, range_m, 3) @> cube($1::float8[]) AND (lineage && $2::text[]) IS TRUE
    ORDER BY (silent_since IS NOT NULL AND silent_since >= $3), spot <-> cube($1::float8[])
    LIMIT 120)
    UNION ALL
    (SELECT {viewed} FROM (
        SELECT {viewed}
        FROM camera ORDER BY spot <-> cube($1::float8[]) LIMIT 100
    ) AS near
    WHERE lineage && $2::text[] AND (silent_since IS NULL OR silent_since < $3)
    LIMIT 40)
    UNION ALL
    SELECT {viewed}
    FROM unnest($4::float8[], $5::float8[], $6::float8[]) AS way (x, y, z)
    CROSS JOIN LATERAL (
        SELECT {viewed}
        FROM camera
        WHERE spot <@ cube_enlarge(cube(ARRAY[way.x, way.y, way.z]), $7, 3)
            AND (lineage && $2::text[]) IS TRUE AND (silent_since IS NULL OR silent_since < $3)
        ORDER BY cube_distance(spot, cube(ARRAY[way.x, way.y, way.z]))
        LIMIT 8
    ) AS near
)
SELECT camera_id, name, lat, lon, bearing_deg, spread_deg, range_m, height_m, presets,
    (silent_since IS NULL OR silent_since < $3) AS online
FROM found;

-- name: cameras_within
SELECT camera_id, name, area_code, kind, capture_class, managing_unit,
    CASE WHEN lat IS NOT NULL
        THEN jsonb_build_object('lat', lat, 'lon', lon, 'crs', 'WGS-84') END AS place,
    bearing_deg, spread_deg, range_m, silent_since IS NULL AS online
FROM camera
WHERE lineage && $1::text[] AND camera_id > $2
ORDER BY camera_id
LIMIT $3;

-- name: endpoint
SELECT snapshot_url, rtsp_url, onvif_url, gateway, username, password_sealed, gateway_secret_sealed
FROM camera WHERE camera_id = $1;

-- name: answered
UPDATE camera SET answered_at = $2, silent_since = NULL WHERE camera_id = $1;

-- name: fell_silent
UPDATE camera SET silent_since = coalesce(silent_since, $2) WHERE camera_id = $1;
