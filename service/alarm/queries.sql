-- part: shown
alarm_id, press_id, incident_id, device_id, site_id, kind, silent, test, room, note, pressed_at,
    received_at, clock_off_s, state, disposition, reset_at, reset_by

-- name: add_alarms
-- The same press sent twice at once: one row, and the other finds nothing returned.
INSERT INTO alarm
    (alarm_id, press_id, device_id, site_id, incident_id, scope, kind, silent, test, room, note,
     pressed_at, received_at, clock_off_s, state)
SELECT alarm_id, press_id, device_id, site_id, incident_id, scope, kind, silent, test, room, note,
    pressed_at, $2, clock_off_s, 'latched'
FROM jsonb_to_recordset($1) AS r(
    alarm_id uuid, press_id uuid, device_id uuid, site_id uuid, incident_id uuid, scope text[],
    kind text, silent boolean, test boolean, room text, note text, pressed_at timestamptz,
    clock_off_s float8)
ORDER BY site_id
ON CONFLICT (site_id, press_id) DO NOTHING
RETURNING {shown};

-- name: by_press
SELECT {shown} FROM alarm WHERE site_id = $1 AND press_id = $2;

-- name: of_device
SELECT press_id, incident_id, state, test
FROM alarm
WHERE device_id = $1 AND received_at > $2
ORDER BY received_at DESC
LIMIT $3;

-- name: who_pressed
-- Which of these devices have a press that is told of.
SELECT device_id FROM unnest($1::uuid[]) AS asked(device_id)
WHERE EXISTS (SELECT FROM alarm a WHERE a.device_id = asked.device_id AND a.received_at > $2);

-- name: of_incident
SELECT {shown} FROM alarm WHERE incident_id = $1 ORDER BY received_at, alarm_id;

-- name: last_tests
SELECT device_id, max(received_at) AS tested_at
FROM alarm
WHERE site_id = $1 AND test AND kind <> ALL($2::text[])
GROUP BY device_id;

-- name: last_tests_of
SELECT device_id, max(received_at) AS tested_at
FROM alarm
WHERE device_id = ANY($1::uuid[]) AND test AND kind <> ALL($2::text[])
GROUP BY device_id;

-- name: lately_at_site
SELECT {shown}
FROM alarm
WHERE site_id = $1 AND (state = 'latched' OR received_at > $2)
ORDER BY received_at DESC
LIMIT $3;

-- name: latched_within
SELECT {shown}
FROM alarm
WHERE state = 'latched' AND scope && $1::text[]
ORDER BY received_at, alarm_id
LIMIT $2;

-- name: by_id
SELECT {shown}, scope FROM alarm WHERE alarm_id = $1 FOR UPDATE;

-- name: between_at_site
SELECT {shown}
FROM alarm
WHERE site_id = $1 AND received_at >= $2 AND received_at < $3
ORDER BY received_at, alarm_id
LIMIT $4;

-- name: make_real
UPDATE alarm SET test = false WHERE incident_id = $1 AND test RETURNING {shown};

-- name: reset
UPDATE alarm SET state = 'reset', disposition = $2, reset_at = $3, reset_by = $4
WHERE alarm_id = $1 AND state = 'latched'
RETURNING {shown};

-- name: forget_words
UPDATE alarm SET note = '' WHERE incident_id = ANY($1::uuid[]) AND note <> '';
