-- part: none_open
-- The columns in which it stood before it was sealed.
snapshot_url = NULL, rtsp_url = NULL, onvif_url = NULL, gateway = NULL, username = NULL

-- name: save_camera
-- Adds a camera, or writes a known one anew. A secret that is kept ($28, $30) stays as it is; one
-- that is reached otherwise than before ($31) gets its chance at once, whatever it failed at.
INSERT INTO camera
    (camera_id, gb_id, name, area_code, lineage, kind, capture_class, capture_location,
     point_class, managing_unit, unit_category, network_zone, footage_days, lat, lon, spot, route,
     height_m, tilt_deg, bearing_deg, spread_deg, range_m, presets, ways, has_username, ways_sealed,
     password_sealed, gateway_secret_sealed, changed_at, restricted_vicinity, sign_present,
     in_use_on, filed_on)
VALUES
    ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, cube($16::float8[]), $17,
     $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $29, $32, $33, $34, $35, $36)
ON CONFLICT (camera_id) DO UPDATE SET
    gb_id = excluded.gb_id, name = excluded.name, area_code = excluded.area_code,
    lineage = excluded.lineage, kind = excluded.kind, capture_class = excluded.capture_class,
    capture_location = excluded.capture_location, point_class = excluded.point_class,
    managing_unit = excluded.managing_unit, unit_category = excluded.unit_category,
    network_zone = excluded.network_zone, footage_days = excluded.footage_days, lat = excluded.lat,
    lon = excluded.lon, spot = excluded.spot, route = excluded.route, height_m = excluded.height_m,
    tilt_deg = excluded.tilt_deg, bearing_deg = excluded.bearing_deg,
    spread_deg = excluded.spread_deg, range_m = excluded.range_m, presets = excluded.presets,
    ways = excluded.ways, has_username = excluded.has_username, ways_sealed = excluded.ways_sealed,
    {none_open}, changed_at = excluded.changed_at,
    restricted_vicinity = excluded.restricted_vicinity, sign_present = excluded.sign_present,
    in_use_on = excluded.in_use_on, filed_on = excluded.filed_on,
    password_sealed = CASE WHEN $28 THEN camera.password_sealed ELSE excluded.password_sealed END,
    gateway_secret_sealed = CASE WHEN $30
        THEN camera.gateway_secret_sealed ELSE excluded.gateway_secret_sealed END,
    silent_since = CASE WHEN $31 THEN NULL ELSE camera.silent_since END,
    trouble = CASE WHEN $31 THEN NULL ELSE camera.trouble END;

-- part: viewed
camera_id, name, lat, lon, bearing_deg, spread_deg, range_m, height_m, presets, lineage,
    silent_since

-- name: views_near
-- Who may see the place, by the index of how far each camera sees, high points among them; the
-- nearest to it of any facing; and the nearest to each way out ($5, $6: their points). One may
-- come several times. A camera that gave no picture counts as silent for a while, then gets another
-- chance; those that answer come first, so that a quarter without power does not hide the next.
-- The nearest are read flat and without a condition, and picked over afterwards: with one, a plan
-- for any values sorts all cameras of a town. Flat, the last of them may stand a ten-thousandth
-- farther than one left out: so some more are read, and ordered as they stand on the Earth. IS TRUE
-- keeps the index of areas out, for the same reason. At a way out a box cuts most of the index off
-- before anything is ordered. A camera on a vehicle has no place: it comes last of the nearest, and
-- is left out.
WITH found AS (
    (SELECT {viewed}
    FROM camera
    WHERE flat_around(lat, lon, range_m) @> box(flat($1, $2))
        AND (lineage && $4::text[]) IS TRUE
    ORDER BY (silent_since IS NOT NULL AND silent_since >= $7), spot <-> cube($3::float8[])
    LIMIT 120)
    UNION ALL
    (SELECT {viewed} FROM (
        SELECT {viewed}, spot FROM (
            SELECT {viewed}, spot
            FROM camera ORDER BY flat(lat, lon) <-> flat($1, $2) LIMIT 100
        ) AS nearer
        WHERE lat IS NOT NULL AND lineage && $4::text[]
            AND (silent_since IS NULL OR silent_since < $7)
        LIMIT 48
    ) AS near
    ORDER BY spot <-> cube($3::float8[])
    LIMIT 40)
    UNION ALL
    SELECT {viewed}
    FROM unnest($5::float8[], $6::float8[]) AS way (at_lat, at_lon)
    CROSS JOIN LATERAL (
        SELECT {viewed}
        FROM camera
        WHERE flat(lat, lon) <@ flat_around(way.at_lat, way.at_lon, $8)
            AND (lineage && $4::text[]) IS TRUE AND (silent_since IS NULL OR silent_since < $7)
        ORDER BY flat(lat, lon) <-> flat(way.at_lat, way.at_lon)
        LIMIT 8
    ) AS near
)
SELECT camera_id, name, lat, lon, bearing_deg, spread_deg, range_m, height_m, presets,
    (silent_since IS NULL OR silent_since < $7) AS online
FROM found;

-- name: recorded_near
-- Read by nearness without a condition, and picked over afterwards, as above.
SELECT camera_id, name, lineage, managing_unit, unit_category, footage_days, away_m, sees,
    restricted_vicinity
FROM (
    SELECT camera_id, name, lineage, managing_unit, unit_category, footage_days, lat,
        (spot <-> cube($3::float8[]))::float8 AS away_m,
        cube_enlarge(spot, range_m, 3) @> cube($3::float8[]) AS sees, restricted_vicinity
    FROM camera ORDER BY flat(lat, lon) <-> flat($1, $2) LIMIT 100
) AS near
WHERE lat IS NOT NULL AND away_m <= $4
ORDER BY sees DESC, away_m, camera_id
LIMIT $5;

-- name: recorded_by_id
-- None near a military or a secret unit (Decree 799, article 10).
SELECT camera_id, name, lineage, managing_unit, unit_category, footage_days,
    (spot <-> cube($2::float8[]))::float8 AS away_m,
    cube_enlarge(spot, range_m, 3) @> cube($2::float8[]) AS sees
FROM camera WHERE camera_id = ANY($1::uuid[]) AND lat IS NOT NULL AND NOT restricted_vicinity;

-- name: eyes_near
-- By nearness without a condition, as above; of these areas alone, those that stand anywhere. What
-- may be in no request is in no plan (Decree 799, article 10).
SELECT camera_id, name, lat, lon, bearing_deg, spread_deg, range_m, height_m, presets,
    silent_since IS NULL AS online, silent_since
FROM (
    SELECT {viewed}, restricted_vicinity, spot
    FROM camera ORDER BY flat(lat, lon) <-> flat($1, $2) LIMIT $6
) AS near
WHERE lat IS NOT NULL AND spot <-> cube($3::float8[]) <= $4 AND lineage && $5::text[]
    AND NOT restricted_vicinity;

-- name: restricted
SELECT camera_id FROM camera WHERE camera_id = ANY($1::uuid[]) AND restricted_vicinity;

-- name: names_of
SELECT camera_id, name FROM camera WHERE camera_id = ANY($1::uuid[]);

-- name: places_of
SELECT camera_id, lat, lon FROM camera WHERE camera_id = ANY($1::uuid[]) AND lat IS NOT NULL;

-- part: shown
-- Kept in four bytes, and shown as they were entered: 182.3 and not 182.300003.
camera.camera_id, camera.name, camera.area_code, camera.kind, camera.capture_class,
    camera.managing_unit,
    CASE WHEN camera.lat IS NOT NULL
        THEN jsonb_build_object('lat', camera.lat, 'lon', camera.lon, 'crs', 'WGS-84') END AS place,
    camera.bearing_deg::numeric::float8 AS bearing_deg,
    camera.spread_deg::numeric::float8 AS spread_deg, camera.range_m::numeric::float8 AS range_m,
    camera.silent_since IS NULL AS online

-- name: plan_anew
-- What is best for one filter, box or area is worst for another: until the transaction ends no plan
-- is kept for any values.
SET LOCAL plan_cache_mode = force_custom_plan;

-- name: cameras_within
-- Words first: of what a search reads through, few rows are left to be asked for their areas.
SELECT {shown}
FROM camera
WHERE ($4::text IS NULL OR sought LIKE lower($4))
    AND lineage && $1::text[] AND camera_id > $2
    AND ($5::text IS NULL OR kind = $5)
    AND ($6::text IS NULL OR capture_class = $6)
    AND ($7::text IS NULL OR lineage @> ARRAY[$7])
    AND ($8::boolean IS NULL OR (silent_since IS NULL) = $8)
    AND ($9::text IS NULL
        OR $9 = 'sign' AND sign_present IS NOT TRUE
        -- Other public places need not be filed (article 9).
        OR $9 = 'filing' AND filed_on IS NULL AND coalesce(in_use_on < $10, true)
            AND unit_category <> 'other_public')
ORDER BY camera_id
LIMIT $3;

-- name: clusters
-- Read from camera_map alone. The cells are counted before they are cut off, or the plan sorts all
-- cameras for the sake of the first; IS TRUE keeps the index of areas out.
WITH cell AS MATERIALIZED (
    SELECT count(*) AS cameras, count(*) - count(silent_since) AS online,
        avg(lat) AS lat, avg(lon) AS lon, any_value(camera_id) AS any_id
    FROM camera
    WHERE lat BETWEEN $2 AND $3 AND lon BETWEEN $4 AND $5 AND (lineage && $1::text[]) IS TRUE
    GROUP BY floor(lat / $6::float8), floor(lon / $7::float8)
), drawn AS (
    SELECT cameras, online, lat, lon, any_id FROM cell LIMIT $8
)
SELECT drawn.cameras, drawn.online AS answering, drawn.lat AS middle_lat, drawn.lon AS middle_lon,
    {shown}
FROM drawn LEFT JOIN camera ON drawn.cameras = 1 AND camera.camera_id = drawn.any_id;

-- part: open_ways
-- By what a camera is reached that was written before that was sealed.
array_remove(ARRAY[
        CASE WHEN snapshot_url IS NOT NULL THEN 'snapshot' END,
        CASE WHEN rtsp_url IS NOT NULL THEN 'stream' END,
        CASE WHEN onvif_url IS NOT NULL THEN 'onvif' END,
        gateway->>'type'
    ], NULL)

-- name: dossier
SELECT {shown}, gb_id, route, capture_location, point_class, unit_category, network_zone,
    footage_days, restricted_vicinity, sign_present, in_use_on, filed_on,
    height_m::numeric::float8 AS height_m, tilt_deg::numeric::float8 AS tilt_deg,
    presets, trouble, answered_at, silent_since, clock_ahead_ms,
    changed_at,
    has_username OR username IS NOT NULL OR password_sealed IS NOT NULL AS has_login,
    coalesce(ways, {open_ways}) AS ways
FROM camera WHERE camera_id = $1;

-- name: dossiers
SELECT {shown}, gb_id, route, capture_location, point_class, unit_category, network_zone,
    footage_days, restricted_vicinity, sign_present, in_use_on, filed_on,
    height_m::numeric::float8 AS height_m, tilt_deg::numeric::float8 AS tilt_deg,
    presets, trouble, answered_at, silent_since, clock_ahead_ms,
    changed_at,
    has_username OR username IS NOT NULL OR password_sealed IS NOT NULL AS has_login,
    coalesce(ways, {open_ways}) AS ways
FROM camera
WHERE lineage && $1::text[] AND camera_id > $2
ORDER BY camera_id
LIMIT $3;

-- part: open
jsonb_build_object('snapshot_url', snapshot_url, 'rtsp_url', rtsp_url, 'onvif_url', onvif_url,
    'gateway', gateway, 'username', username)

-- part: reached
lineage, ways_sealed, password_sealed, gateway_secret_sealed

-- name: endpoint
SELECT {reached}, CASE WHEN ways_sealed IS NULL THEN {open} END AS reach
FROM camera WHERE camera_id = $1;

-- name: endpoint_to_change
SELECT {reached}, CASE WHEN ways_sealed IS NULL THEN {open} END AS reach
FROM camera WHERE camera_id = $1 FOR UPDATE;

-- name: never_sealed
SELECT camera_id AS row_id, {open}::text AS said
FROM camera
WHERE ways_sealed IS NULL AND {open_ways} <> '{}'
ORDER BY camera_id LIMIT $1;

-- name: seal_first
-- Whoever has written it meanwhile has sealed it, or says something else by now.
UPDATE camera SET ways_sealed = $3, ways = {open_ways}, has_username = username IS NOT NULL,
    {none_open}
WHERE camera_id = $1 AND ways_sealed IS NULL AND {open}::text = $2;

-- part: written
lineage, ways, has_username, ways_sealed, password_sealed, gateway_secret_sealed, gb_id, name, area_code, kind, capture_class, capture_location,
    point_class, managing_unit, unit_category, network_zone, footage_days,
    restricted_vicinity, sign_present, in_use_on, filed_on, lat, lon, route, height_m, tilt_deg, bearing_deg, spread_deg, range_m, presets

-- name: take_time
-- A city's cameras are written by one statement; in no other place may one take so long.
SET LOCAL statement_timeout = '900s';

-- name: known
-- None is locked: a press may ask these cameras for pictures while the file is read.
SELECT camera_id, changed_at, {written}, CASE WHEN ways_sealed IS NULL THEN {open} END AS reach
FROM camera
WHERE camera_id = ANY($1::uuid[]) OR gb_id = ANY($2::text[]);

-- name: begin_incoming
CREATE TEMP TABLE camera_incoming ON COMMIT DROP AS
SELECT 0 AS number, '' AS fate, false AS is_moved, changed_at AS seen_at, camera_id, {written},
    0::float8 AS x, 0::float8 AS y, 0::float8 AS z
FROM camera
WITH NO DATA;

-- name: clashes
-- Rows that mean one camera, each with the first of the others; and rows with the number of a
-- camera that is not of the file, or that keeps it in the file.
WITH clash AS (
    SELECT number, 'gb_id' AS said, gb_id AS value, coalesce(before, after) AS other
    FROM (
        SELECT number, gb_id,
            nullif(first_value(number) OVER same, number) AS before,
            lead(number) OVER same AS after
        FROM camera_incoming
        WHERE gb_id IS NOT NULL
        WINDOW same AS (PARTITION BY gb_id ORDER BY number)
    ) AS numbered
    WHERE coalesce(before, after) IS NOT NULL
    UNION ALL
    SELECT number, 'camera_id', camera_id::text, coalesce(before, after)
    FROM (
        SELECT number, camera_id,
            nullif(first_value(number) OVER same, number) AS before,
            lead(number) OVER same AS after
        FROM camera_incoming
        WHERE camera_id IS NOT NULL
        WINDOW same AS (PARTITION BY camera_id ORDER BY number)
    ) AS named
    WHERE coalesce(before, after) IS NOT NULL
    UNION ALL
    SELECT incoming.number, 'gb_id', incoming.gb_id, NULL
    FROM camera_incoming AS incoming
    JOIN camera ON camera.gb_id = incoming.gb_id AND camera.camera_id <> incoming.camera_id
    LEFT JOIN camera_incoming AS other ON other.camera_id = camera.camera_id
    WHERE incoming.fate = 'changed'
        AND (other.number IS NULL OR other.gb_id = camera.gb_id)
), told AS (
    SELECT DISTINCT ON (number) number, said, value, other
    FROM clash
    ORDER BY number, said DESC, other
)
SELECT number, said, value, other, count(*) OVER () AS found
FROM told
ORDER BY number
LIMIT $1;

-- name: let_numbers_go
-- Where a number goes to another camera of the same file, the one that has it now lets go first.
UPDATE camera SET gb_id = NULL
FROM camera_incoming AS incoming
WHERE incoming.fate = 'changed' AND camera.camera_id = incoming.camera_id
    AND camera.gb_id IS DISTINCT FROM incoming.gb_id
    AND EXISTS (SELECT FROM camera_incoming AS other WHERE other.gb_id = camera.gb_id);

-- name: add_incoming
-- In the order of nothing: those who measure cameras go along streets, and an index of points
-- takes points that come in lines up to ninety times more slowly.
INSERT INTO camera (camera_id, {written}, spot, changed_at)
SELECT camera_id, {written}, CASE WHEN x IS NOT NULL THEN cube(ARRAY[x, y, z]) END, $1
FROM camera_incoming
WHERE fate = 'new'
ORDER BY hashtextextended(camera_id::text, 0);

-- name: change_incoming
-- The guard: whoever has changed a camera since it was looked at has the last word of it.
UPDATE camera SET
    gb_id = incoming.gb_id, name = incoming.name, area_code = incoming.area_code,
    lineage = incoming.lineage, kind = incoming.kind, capture_class = incoming.capture_class,
    capture_location = incoming.capture_location, point_class = incoming.point_class,
    managing_unit = incoming.managing_unit, unit_category = incoming.unit_category,
    network_zone = incoming.network_zone, footage_days = incoming.footage_days,
    restricted_vicinity = incoming.restricted_vicinity, sign_present = incoming.sign_present,
    in_use_on = incoming.in_use_on, filed_on = incoming.filed_on,
    lat = incoming.lat, lon = incoming.lon,
    spot = CASE WHEN incoming.x IS NOT NULL
        THEN cube(ARRAY[incoming.x, incoming.y, incoming.z]) END,
    route = incoming.route, height_m = incoming.height_m, tilt_deg = incoming.tilt_deg,
    bearing_deg = incoming.bearing_deg, spread_deg = incoming.spread_deg,
    range_m = incoming.range_m, presets = incoming.presets,
    ways = incoming.ways, has_username = incoming.has_username, ways_sealed = incoming.ways_sealed,
    {none_open},
    password_sealed = incoming.password_sealed,
    gateway_secret_sealed = incoming.gateway_secret_sealed, changed_at = $1,
    silent_since = CASE WHEN incoming.is_moved THEN NULL ELSE camera.silent_since END,
    trouble = CASE WHEN incoming.is_moved THEN NULL ELSE camera.trouble END
FROM camera_incoming AS incoming
WHERE incoming.fate = 'changed' AND camera.camera_id = incoming.camera_id
    AND camera.changed_at IS NOT DISTINCT FROM incoming.seen_at;

-- name: alone
-- Until the transaction ends nobody else reads the same file.
SELECT pg_advisory_xact_lock(hashtextextended($1::text, 7));

-- name: add_import
INSERT INTO camera_import
    (import_id, account_id, person, areas, format, crs, blob_key, state, asked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'arriving', $8);

-- name: imports_open
SELECT count(*)
FROM camera_import
WHERE state IN ('waiting', 'reading') OR state = 'arriving' AND asked_at >= $1;

-- name: import_arrived
UPDATE camera_import SET state = 'waiting' WHERE import_id = $1 AND state = 'arriving';

-- part: import_shown
import_id, person, format, crs, encoding, state, rows_read, added, updated, faults_found, faults, asked_at,
    ended_at

-- name: import_by_id
SELECT {import_shown}, account_id, areas, blob_key FROM camera_import WHERE import_id = $1;

-- name: imports_of
SELECT {import_shown} FROM camera_import
WHERE areas && $1::text[]
ORDER BY asked_at DESC, import_id
LIMIT $2;

-- name: import_reading
UPDATE camera_import SET state = 'reading', rows_read = $2, faults_found = $3, faults = $4
WHERE import_id = $1 AND state IN ('waiting', 'reading');

-- name: import_ended
UPDATE camera_import SET state = $2, rows_read = $3, added = $4, updated = $5, faults_found = $6,
    faults = $7, encoding = $8, ended_at = $9
WHERE import_id = $1 AND state IN ('waiting', 'reading');

-- name: imports_used_up
-- Those that were read to their end, and those whose sender or door died while they came.
SELECT import_id, blob_key
FROM camera_import
WHERE blob_key IS NOT NULL AND (ended_at IS NOT NULL OR state = 'arriving' AND asked_at < $1)
ORDER BY asked_at
LIMIT $2;

-- name: drop_arriving
DELETE FROM camera_import WHERE import_id = $1 AND state = 'arriving';

-- name: import_forgotten
UPDATE camera_import SET blob_key = NULL WHERE import_id = $1 AND ended_at IS NOT NULL;

-- name: forget_imports
DELETE FROM camera_import WHERE ended_at < $1 AND blob_key IS NULL;

-- name: streaming
SELECT camera_id FROM camera
WHERE camera_id = ANY($1::uuid[]) AND ('stream' = ANY(ways) OR rtsp_url IS NOT NULL);

-- name: answered
-- No picture waits for a file that is writing its camera anew: the next one says it again.
UPDATE camera SET answered_at = $2, silent_since = NULL, trouble = NULL,
    clock_ahead_ms = coalesce(said.ahead_ms, clock_ahead_ms)
FROM (
    SELECT free.camera_id, told.ahead_ms
    FROM camera AS free JOIN unnest($1::uuid[], $3::bigint[]) AS told(camera_id, ahead_ms)
        USING (camera_id)
    FOR NO KEY UPDATE OF free SKIP LOCKED
) AS said
WHERE camera.camera_id = said.camera_id;

-- name: fell_silent
UPDATE camera SET silent_since = coalesce(silent_since, $2), trouble = coalesce($3, trouble)
WHERE camera_id = (
    SELECT free.camera_id FROM camera AS free WHERE free.camera_id = $1
    FOR NO KEY UPDATE SKIP LOCKED
);

-- name: turnable
SELECT name, presets FROM camera WHERE camera_id = $1;

-- name: turn_of
SELECT camera_id, incident_id, preset, stand, aim, turned_at, back_at
FROM camera_turn WHERE camera_id = $1;

-- name: presets_held
SELECT camera_id, preset FROM camera_turn WHERE camera_id = ANY($1::uuid[]);

-- name: hold
-- Whoever saw nobody hold the camera, or another until another time ($8), has been overtaken: no
-- row comes back.
INSERT INTO camera_turn (camera_id, incident_id, preset, stand, aim, turned_at, back_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (camera_id) DO UPDATE SET
    incident_id = excluded.incident_id, preset = excluded.preset, stand = excluded.stand,
    aim = excluded.aim, turned_at = excluded.turned_at, back_at = excluded.back_at
WHERE camera_turn.back_at = $8
RETURNING camera_id;

-- name: aimed
UPDATE camera_turn SET aim = $3 WHERE camera_id = $1 AND preset = $2;

-- name: hold_longer
UPDATE camera_turn SET back_at = $3 WHERE camera_id = $1 AND back_at = $2;

-- name: let_go
DELETE FROM camera_turn WHERE camera_id = $1 AND back_at = $2;

-- name: look_wrong
UPDATE camera SET trouble = $2 WHERE camera_id = $1;

-- name: look_right
UPDATE camera SET trouble = NULL WHERE camera_id = $1 AND trouble = $2;
