-- name: add_camera
INSERT INTO camera
    (camera_id, name, area_code, lineage, kind, capture_class, managing_unit, lat, lon, spot,
     height_m, bearing_deg, spread_deg, range_m, snapshot_url, rtsp_url, username,
     password_sealed)
VALUES
    ($1, $2, $3, $4, $5, $6, $7, $8, $9, cube($10::float8[]),
     $11, $12, $13, $14, $15, $16, $17, $18);

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
