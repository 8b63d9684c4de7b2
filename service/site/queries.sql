-- part: plan
plan_id, site_id, starts_at, ends_at, unit_ids, note, silent, declared_name, withdrawn_at, real_at,
    real_by

-- name: add_site
INSERT INTO site
    (site_id, name, kind, site_class, area_code, lineage, address, lat, lon, points, rooms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: sites_within
SELECT site_id, name, kind, site_class, area_code, lineage, address, lat, lon, points, rooms
FROM site
WHERE lineage && $1::text[] AND site_id > $2
ORDER BY site_id
LIMIT $3;

-- name: addressed
SELECT site_id FROM site
WHERE lower(address) LIKE lower($2) AND lineage && $1::text[]
ORDER BY site_id
LIMIT $3;

-- name: named
SELECT site_id, name, kind, site_class, area_code, lineage, address, lat, lon, points, rooms
FROM site
WHERE lower(name) LIKE lower($1) OR lower(address) LIKE lower($1)
ORDER BY length(name), name, site_id
LIMIT $2;

-- name: site_by_id
SELECT site_id, name, kind, site_class, area_code, lineage, address, lat, lon, points, rooms
FROM site WHERE site_id = $1;

-- name: sites_entrusted
SELECT site_id, name, kind, site_class, area_code, lineage, address, lat, lon, points, rooms
FROM site
WHERE site_id = ANY($1::uuid[])
ORDER BY name, site_id
LIMIT $2;

-- name: site_entrusted
-- Asked a second time here, whatever its caller has checked.
SELECT site_id, name, kind, site_class, area_code, lineage, address, lat, lon, points, rooms
FROM site WHERE site_id = $1 AND site_id = ANY($2::uuid[]);

-- name: guarded
SELECT site_id, site_class, lineage, jsonb_build_object('lat', lat, 'lon', lon) AS place,
    EXISTS (
        SELECT FROM device d WHERE d.site_id = site.site_id AND d.state = 'active'
    ) AS keyed
FROM site
WHERE (site_class = 1 OR kind IN ('school', 'kindergarten')) AND site_id > $1
ORDER BY site_id
LIMIT $2;

-- name: add_device
INSERT INTO device (device_id, site_id, room, kind, label, state, replaces)
VALUES ($1, $2, $3, $4, $5, 'invited', $6);

-- name: add_code
INSERT INTO device_code (code_hash, device_id, expires_at) VALUES ($1, $2, $3);

-- name: void_codes
UPDATE device_code SET used_at = $2 WHERE device_id = $1 AND used_at IS NULL;

-- name: spend_code
-- The guard lets a code be spent once, however many boxes show it at the same moment.
UPDATE device_code SET used_at = $2
WHERE code_hash = $1 AND used_at IS NULL AND expires_at > $2
RETURNING device_id;

-- name: enrolled_by
-- The box whose answer was lost asks again with the same code and the same key.
SELECT c.device_id
FROM device_code c JOIN device d USING (device_id)
WHERE c.code_hash = $1 AND c.expires_at > $3 AND d.state = 'active' AND d.public_key = $2;

-- name: enrol_device
UPDATE device
SET state = 'active', algorithm = $2, public_key = $3, secret_sealed = $4, model = $5,
    enrolled_at = $6, seen_at = $6, faults = '{}', self_test = NULL
WHERE device_id = $1 AND state = 'invited'
RETURNING device_id;

-- name: replace_device
-- The one whose place the new device takes is heard no more.
UPDATE device SET state = 'replaced'
WHERE device_id = (SELECT replaces FROM device WHERE device_id = $1) AND state <> 'replaced'
RETURNING device_id;

-- name: rotate_key
UPDATE device SET public_key = $2
WHERE device_id = $1 AND state = 'active' AND algorithm = 'ed25519'
RETURNING device_id;

-- name: revoke_device
UPDATE device SET state = 'revoked' WHERE device_id = $1 AND state IN ('invited', 'active')
RETURNING device_id;

-- name: invite_again
UPDATE device SET state = 'invited', public_key = NULL, secret_sealed = NULL
WHERE device_id = $1 AND state IN ('invited', 'revoked')
RETURNING device_id;

-- name: devices_at
-- Devices, their sites, and the tests declared there that are not over: all that a press needs.
SELECT d.device_id, d.state, d.algorithm, d.public_key, d.secret_sealed, d.room, d.kind, d.label,
    s.site_id, s.name AS site_name, s.kind AS site_kind, s.site_class, s.area_code, s.lineage,
    s.lat, s.lon, s.points,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'plan_id', p.plan_id, 'starts_at', p.starts_at, 'ends_at', p.ends_at,
            'unit_ids', to_jsonb(p.unit_ids), 'silent', p.silent)), '[]')
        FROM test_plan p
        WHERE p.site_id = d.site_id AND p.ends_at > $2 AND p.withdrawn_at IS NULL
    ) AS drills
FROM device d
JOIN site s USING (site_id)
WHERE d.device_id = ANY($1::uuid[]);

-- name: devices_of_site
SELECT device_id, site_id, room, kind, label, state, algorithm, model, version, enrolled_at,
    seen_at, spooled, power, battery_pct, faults, self_test
FROM device WHERE site_id = $1 ORDER BY device_id;

-- name: keys_of_schools
SELECT d.device_id, d.label, d.enrolled_at, s.site_id, s.name AS site_name, s.area_code, s.lineage
FROM device d JOIN site s USING (site_id)
WHERE d.state = 'active' AND s.kind IN ('school', 'kindergarten') AND d.device_id > $1
ORDER BY d.device_id
LIMIT $2;

-- name: beat
UPDATE device
SET seen_at = $2, started_at = $3, version = $4, spooled = $5, power = $6, battery_pct = $7,
    faults = coalesce($8, faults), self_test = coalesce($9, self_test)
WHERE device_id = $1;

-- name: speakers
SELECT device_id, algorithm, public_key, secret_sealed
FROM device WHERE device_id = ANY($1::uuid[]) AND state = 'active';

-- name: beat_together
-- As `beat`, of many.
UPDATE device d
SET seen_at = $2, started_at = b.started_at, version = b.version, spooled = b.spooled,
    power = b.power, battery_pct = b.battery_pct, faults = coalesce(b.faults, d.faults),
    self_test = coalesce(b.self_test, d.self_test)
FROM jsonb_to_recordset($1) AS b(
    device_id uuid, started_at timestamptz, version text, spooled integer, power text,
    battery_pct smallint, faults text[], self_test jsonb)
WHERE d.device_id = b.device_id;

-- name: faulty
SELECT d.device_id, d.label, d.faults, d.self_test, s.site_id, s.name AS site_name, s.lineage
FROM device d JOIN site s USING (site_id)
WHERE d.state = 'active' AND (d.faults <> '{}' OR d.self_test @> '{"good": false}')
ORDER BY d.device_id
LIMIT $1;

-- name: sound
SELECT device_id FROM device
WHERE device_id = ANY($1::uuid[]) AND NOT (
    state = 'active' AND (faults <> '{}' OR coalesce(self_test @> '{"good": false}', false))
);

-- name: silent_since
SELECT d.device_id, d.label, d.seen_at, s.site_id, s.name AS site_name, s.lineage
FROM device d JOIN site s USING (site_id)
WHERE d.state = 'active' AND d.seen_at < $1
ORDER BY d.seen_at
LIMIT $2;

-- name: first_to_fall_silent
SELECT min(seen_at) FROM device WHERE state = 'active' AND seen_at >= $1;

-- name: seen_since
SELECT device_id FROM device
WHERE device_id = ANY($1::uuid[]) AND (state <> 'active' OR seen_at >= $2);

-- name: count_refusals
INSERT INTO device_refusal (device_id, code, count, first_at, last_at)
VALUES ($1, $2, $3, $4, $4)
ON CONFLICT (device_id, code)
DO UPDATE SET count = device_refusal.count + excluded.count, last_at = excluded.last_at;

-- name: refusals_of
SELECT r.code, r.count, r.last_at, d.label, s.site_id, s.name AS site_name, s.lineage
FROM device_refusal r JOIN device d USING (device_id) JOIN site s USING (site_id)
WHERE r.device_id = $1
ORDER BY r.last_at DESC;

-- name: add_test_plan
INSERT INTO test_plan
    (plan_id, site_id, starts_at, ends_at, unit_ids, note, silent, declared_name, declared_by,
     declared_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: test_plans_of
SELECT {plan}
FROM test_plan
WHERE site_id = $1 AND ends_at > $2 AND withdrawn_at IS NULL
ORDER BY starts_at
LIMIT 200;

-- name: test_plans_ever
SELECT {plan}
FROM test_plan
WHERE site_id = $1
ORDER BY starts_at DESC
LIMIT $2;

-- name: test_plan_of
SELECT {plan} FROM test_plan WHERE plan_id = $1 AND site_id = $2;

-- name: test_plans_within
SELECT s.name AS site_name, s.site_id, to_jsonb(p) AS plan
FROM (SELECT {plan} FROM test_plan WHERE ends_at > $2 AND withdrawn_at IS NULL) p
JOIN site s USING (site_id)
WHERE s.lineage && $1::text[] AND p.starts_at <= $3
ORDER BY p.starts_at, p.plan_id
LIMIT $4;

-- name: withdraw_test_plan
UPDATE test_plan SET withdrawn_at = $3
WHERE plan_id = $1 AND site_id = $2 AND withdrawn_at IS NULL
RETURNING {plan};

-- name: end_drills
-- It turned real: every window that is open now ends.
UPDATE test_plan SET withdrawn_at = $2, real_at = $2, real_by = $3
WHERE site_id = $1 AND starts_at <= $2 AND ends_at > $2 AND withdrawn_at IS NULL
RETURNING {plan};
