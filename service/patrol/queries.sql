-- part: shown
SELECT u.unit_id, u.call_sign, u.unit_class, u.mode, u.skills, u.area_code,
    p.unit_id IS NOT NULL AS on_duty,
    CASE WHEN p.lat IS NULL THEN NULL
        ELSE jsonb_build_object('lat', p.lat, 'lon', p.lon, 'crs', 'WGS-84') END AS place,
    p.fix_at, p.seen_at
FROM unit u LEFT JOIN position p USING (unit_id)

-- name: add_unit
INSERT INTO unit (unit_id, call_sign, unit_class, mode, skills, area_code, lineage)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: add_members
-- Whoever rides in another unit keeps it: he does not come back.
INSERT INTO member (account_id, unit_id)
SELECT unnest($1::uuid[]), $2
ON CONFLICT (account_id) DO UPDATE SET unit_id = excluded.unit_id WHERE member.unit_id = $2
RETURNING account_id;

-- name: drop_members
DELETE FROM member WHERE unit_id = $1 AND account_id <> ALL($2::uuid[]);

-- name: unit_of
SELECT u.unit_id, u.call_sign, u.mode, p.unit_id IS NOT NULL AS on_duty, p.duty_since,
    u.lineage
FROM member m JOIN unit u USING (unit_id) LEFT JOIN position p USING (unit_id)
WHERE m.account_id = $1;

-- name: members_of
SELECT account_id FROM member WHERE unit_id = $1 ORDER BY account_id;

-- name: units_within
{shown}
WHERE u.lineage && $1::text[] AND u.unit_id > $2
ORDER BY u.unit_id
LIMIT $3;

-- name: unit
{shown}
WHERE u.unit_id = $1;

-- name: go_on_duty
INSERT INTO position (unit_id, lineage, duty_since, duty_by, seen_at)
SELECT unit_id, lineage, $3, $2, $3 FROM unit WHERE unit_id = $1
ON CONFLICT (unit_id) DO UPDATE SET seen_at = excluded.seen_at
RETURNING duty_since;

-- name: open_duty
INSERT INTO duty (duty_id, unit_id, account_id, on_at) VALUES ($1, $2, $3, $4);

-- name: go_off_duty
-- Where a unit is, is not known off duty.
DELETE FROM position WHERE unit_id = $1 RETURNING unit_id;

-- name: close_duty
UPDATE duty SET off_at = $2 WHERE unit_id = $1 AND off_at IS NULL;

-- name: last_fix
-- Of the unit that an account rides in, on duty alone. Positions may be lost: the transaction that
-- begins with this does not wait for the disk.
SELECT p.unit_id, p.fix_at AS at, p.lat, p.lon, p.accuracy_m,
    set_config('synchronous_commit', 'off', true) AS commits
FROM position p JOIN member m USING (unit_id)
WHERE m.account_id = $1
FOR UPDATE OF p;

-- name: keep_fixes
-- One statement for a batch: the trail, and the newest as the unit's place.
WITH kept AS (
    INSERT INTO fix (unit_id, at, lat, lon, accuracy_m)
    SELECT $1, at, lat, lon, accuracy_m
    FROM jsonb_to_recordset($2)
        AS r(at timestamptz, lat double precision, lon double precision, accuracy_m real)
    ON CONFLICT (unit_id, at) DO NOTHING
)
UPDATE position
SET fix_at = $3, lat = $4, lon = $5, spot = cube($6::float8[]), accuracy_m = $7,
    received_at = $8, seen_at = $8
WHERE unit_id = $1;

-- name: last_fixes
-- As `last_fix`, of many. Whose place somebody else is just writing is left out: none of them waits.
SELECT m.account_id, p.unit_id, p.fix_at AS at, p.lat, p.lon, p.accuracy_m,
    set_config('synchronous_commit', 'off', true) AS commits
FROM position p JOIN member m USING (unit_id)
WHERE m.account_id = ANY($1::uuid[])
FOR UPDATE OF p SKIP LOCKED;

-- name: keep_fixes_together
-- As `keep_fixes`, of many: their trails, and the newest of each as its unit's place.
WITH kept AS (
    INSERT INTO fix (unit_id, at, lat, lon, accuracy_m)
    SELECT unit_id, at, lat, lon, accuracy_m
    FROM unnest($1::uuid[], $2::timestamptz[], $3::float8[], $4::float8[], $5::real[])
        AS r(unit_id, at, lat, lon, accuracy_m)
    ON CONFLICT (unit_id, at) DO NOTHING
)
UPDATE position p
SET fix_at = r.at, lat = r.lat, lon = r.lon, spot = cube(ARRAY[r.x, r.y, r.z]),
    accuracy_m = r.accuracy_m, received_at = $14, seen_at = $14
FROM unnest($6::uuid[], $7::timestamptz[], $8::float8[], $9::float8[], $10::real[],
        $11::float8[], $12::float8[], $13::float8[])
    AS r(unit_id, at, lat, lon, accuracy_m, x, y, z)
WHERE p.unit_id = r.unit_id;

-- name: seen
UPDATE position SET seen_at = $2 WHERE unit_id = $1 AND seen_at < $2;

-- part: standing
u.unit_id, u.call_sign, u.unit_class, u.mode, u.skills, u.lineage,
    CASE WHEN p.lat IS NULL THEN NULL
        ELSE jsonb_build_object('lat', p.lat, 'lon', p.lon) END AS place,
    p.fix_at, p.seen_at

-- name: nearest
-- For each place the nearest units on duty by index, busy ones left out. Flat, the last may stand
-- some hundredths farther than one left out: so half as many more are read, and ordered as they
-- stand on the Earth.
SELECT asked.number::int - 1 AS at, {standing}
FROM unnest($1::float8[], $2::float8[], $3::float8[], $4::float8[], $5::float8[]) WITH ORDINALITY
    AS asked (at_lat, at_lon, x, y, z, number)
CROSS JOIN LATERAL (
    SELECT unit_id, lat, lon, fix_at, seen_at FROM (
        SELECT p.unit_id, p.lat, p.lon, p.fix_at, p.seen_at, p.spot
        FROM position p
        WHERE p.spot IS NOT NULL AND p.lineage && $6::text[]
            AND p.unit_id <> ALL($7::uuid[])
            AND ($8::uuid[] IS NULL OR p.unit_id = ANY($8::uuid[]))
        ORDER BY flat(p.lat, p.lon) <-> flat(asked.at_lat, asked.at_lon)
        LIMIT $9 + $9 / 2 + 8
    ) AS flatly
    ORDER BY flatly.spot <-> cube(ARRAY[asked.x, asked.y, asked.z])
    LIMIT $9
) AS p
JOIN unit u USING (unit_id);

-- name: somewhere
-- Units on duty whose place is not known.
SELECT {standing}
FROM position p JOIN unit u USING (unit_id)
WHERE p.spot IS NULL AND p.lineage && $1::text[]
    AND p.unit_id <> ALL($2::uuid[])
    AND ($3::uuid[] IS NULL OR p.unit_id = ANY($3::uuid[]))
ORDER BY p.unit_id
LIMIT $4;

-- name: standing
SELECT {standing}
FROM unit u JOIN position p USING (unit_id)
WHERE u.unit_id = ANY($1::uuid[]);

-- name: unit_by_id
SELECT u.unit_id, u.call_sign, u.mode, p.unit_id IS NOT NULL AS on_duty, p.duty_since,
    u.lineage
FROM unit u LEFT JOIN position p USING (unit_id)
WHERE u.unit_id = $1;

-- name: moved_since
SELECT unit_id, lineage, lat, lon, fix_at, received_at
FROM position
WHERE received_at > $1
ORDER BY received_at
LIMIT $2;

-- name: trails
-- One position for each step of time, by the index of fixes alone.
SELECT f.unit_id, f.at, f.lat, f.lon
FROM jsonb_to_recordset($1) AS span(unit_id uuid, from_at timestamptz, until_at timestamptz)
CROSS JOIN LATERAL (
    SELECT DISTINCT ON (floor(extract(epoch FROM at) / $2)) unit_id, at, lat, lon
    FROM fix
    WHERE fix.unit_id = span.unit_id AND at >= span.from_at AND at <= span.until_at
    ORDER BY floor(extract(epoch FROM at) / $2), at
) AS f
ORDER BY f.at
LIMIT $3;

-- name: forget_fixes
-- But those of these spans. The digest is over what went, in order. Which they are is said by their
-- key: where a row lies says little among the tables of days.
WITH due AS MATERIALIZED (
    SELECT f.unit_id, f.at FROM fix f JOIN unit u USING (unit_id)
    WHERE u.area_code = ANY($1::text[]) AND f.at < $2
        AND NOT EXISTS (
            SELECT FROM jsonb_to_recordset($3) AS held(
                unit_id uuid, from_at timestamptz, until_at timestamptz)
            WHERE held.unit_id = f.unit_id AND f.at BETWEEN held.from_at AND held.until_at)
    LIMIT $4
), gone AS (
    DELETE FROM fix f USING due
    WHERE f.unit_id = due.unit_id AND f.at = due.at AND f.at < $2
    RETURNING f.unit_id, f.at, f.lat, f.lon
)
SELECT count(*) AS count, min(at) AS oldest_at, max(at) AS newest_at,
    encode(sha256(convert_to(coalesce(string_agg(
        concat_ws(',', unit_id, extract(epoch FROM at), lat, lon), ';' ORDER BY unit_id, at), ''),
        'UTF8')), 'hex') AS digest
FROM gone;

-- name: make_days
SELECT fix_days_make($1, $2);

-- name: drop_days
SELECT fix_days_drop($1);

-- name: own_duties
SELECT u.call_sign, d.on_at, d.off_at
FROM duty d JOIN unit u USING (unit_id)
WHERE d.account_id = $1 ORDER BY d.on_at DESC, d.duty_id LIMIT $2;

-- name: own_spans
SELECT unit_id, on_at AS from_at, coalesce(off_at, $2) AS until_at
FROM duty WHERE account_id = $1 ORDER BY on_at DESC, duty_id LIMIT $3;

-- name: own_positions
SELECT f.at, f.lat, f.lon, 'WGS-84' AS crs, f.accuracy_m
FROM jsonb_to_recordset($1) AS span(unit_id uuid, from_at timestamptz, until_at timestamptz)
JOIN fix f ON f.unit_id = span.unit_id AND f.at BETWEEN span.from_at AND span.until_at
ORDER BY f.at DESC LIMIT $2;

-- name: erase_positions
DELETE FROM fix USING duty d
WHERE d.account_id = $1 AND fix.unit_id = d.unit_id
    AND fix.at BETWEEN d.on_at AND coalesce(d.off_at, $2)
    AND NOT EXISTS (
        SELECT FROM jsonb_to_recordset($3) AS held(
            unit_id uuid, from_at timestamptz, until_at timestamptz)
        WHERE held.unit_id = fix.unit_id AND fix.at BETWEEN held.from_at AND held.until_at
    );

-- name: has_positions
SELECT EXISTS (
    SELECT FROM fix JOIN duty d USING (unit_id)
    WHERE d.account_id = $1 AND fix.at BETWEEN d.on_at AND coalesce(d.off_at, $2)
);

-- name: leave_unit
DELETE FROM member WHERE account_id = $1;
